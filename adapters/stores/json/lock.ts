/**
 * One process a folder. The lock is a listening Unix socket in it: the operating system closes it with the process,
 * however that ends, so nothing stale ever has to be believed. The same socket answers the command line.
 *
 * Taking over after a `kill -9` must not let two processes win, so no file is ever contended for. Each contender
 * listens under a name of its own, used once, and publishes it (rename) before it looks at the others:
 * - a name nobody listens on is a dead process's: removing it can hurt no one, names are never used again;
 * - a living one whose name sorts before mine wins over me: I leave;
 * - a living one whose name sorts after mine: I wait for its verdict, since it may have looked before I came.
 * Of any two at least one sees the other; waiting goes one way along the names, so it ends.
 */
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { StoreError } from '../../../src/ports/store.ts'
import { codeOf, ioError } from './files.ts'
import { ask, type Handlers, RequestServer } from './requests.ts'

/** Bytes of a Unix socket's path, without the closing NUL. */
const PATH_LIMIT = process.platform === 'linux' ? 107 : 103
const PUBLISHED = /^coach-[0-9a-f]{12}\.sock$/
/** ms to wait for another process's verdict; one that does not answer (stopped, say) counts as using the folder. */
const VERDICT_MS = 5000

export interface Lock {
  /** Answers `requestRunning` of other processes from now on. */
  serve(handlers: Handlers): void
  release(): Promise<void>
}

/**
 * Takes the folder, creating it (mode 0700) when missing.
 * @throws StoreError `locked` when another process, or another store of this one, has it; `io`
 */
export async function acquireLock(dataDir: string): Promise<Lock> {
  const server = new RequestServer()
  const own = `coach-${randomBytes(6).toString('hex')}.sock`
  const release = async () => {
    if (existsSync(join(dataDir, own))) rmSync(join(dataDir, own))
    await server.close()
  }
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    if (process.platform === 'win32') {
      await server.listen(pipeName(dataDir))
      server.decide('held')
      return { serve: (handlers) => server.serve(handlers), release }
    }
    await listenAndPublish(server, dataDir, own)
    if (!(await isElected(dataDir, own))) throw locked(dataDir)
    server.decide('held')
    for (const name of await readdir(dataDir))
      if (/^coach-[0-9a-f]{12}\.new$/.test(name)) rmSync(join(dataDir, name), { force: true })
    return { serve: (handlers) => server.serve(handlers), release }
  } catch (error) {
    await release()
    if (codeOf(error) === 'EADDRINUSE') throw locked(dataDir)
    throw ioError(error, `lock ${dataDir}`)
  }
}

/**
 * Asks the process that has the folder open to run one of its commands. `arg` and the answer are JSON, at most 1 MiB
 * each. Undefined when no process has it; null when the command answers nothing.
 * @throws Error with the message of the command that failed, or when the process ends before it has answered
 */
export async function requestRunning(dataDir: string, command: string, arg: unknown): Promise<unknown> {
  for (const path of await socketPaths(dataDir)) {
    const answer = await ask(path, { command, arg })
    if (answer.kind === 'dead' || answer.kind === 'gone') continue
    if (answer.kind === 'result') return answer.result
    throw new Error(answer.kind === 'error' ? answer.message : 'the running process ended before it answered')
  }
  return undefined
}

/** Attempts at a process that accepts and then hangs up: it is ending, or has too many callers. */
const ATTEMPTS = 20

/** The socket appears under its lasting name only once it listens: one that refuses is dead, not young. */
async function listenAndPublish(server: RequestServer, dataDir: string, own: string): Promise<void> {
  const young = own.replace('.sock', '.new')
  await server.listen(socketPath(dataDir, young))
  try {
    chmodSync(join(dataDir, young), 0o600)
    renameSync(join(dataDir, young), join(dataDir, own))
  } catch (error) {
    // Whoever has won by now removes names that were not published.
    if (codeOf(error) === 'ENOENT') throw locked(dataDir)
    throw error
  }
}

async function isElected(dataDir: string, own: string): Promise<boolean> {
  for (const name of await publishedNames(dataDir)) {
    if (name === own) continue
    const path = socketPath(dataDir, name)
    let answer = await ask(path, { verdict: name > own }, VERDICT_MS)
    for (let n = 1; answer.kind === 'ended' && n < ATTEMPTS; n++)
      answer = await ask(path, { verdict: name > own }, VERDICT_MS)
    if (answer.kind === 'dead') rmSync(join(dataDir, name), { force: true })
    else if (answer.kind !== 'gone') return false
  }
  return true
}

async function publishedNames(dataDir: string): Promise<string[]> {
  return (await readdir(dataDir)).filter((name) => PUBLISHED.test(name))
}

async function socketPaths(dataDir: string): Promise<string[]> {
  try {
    if (process.platform === 'win32') return [pipeName(dataDir)]
    return (await publishedNames(dataDir)).map((name) => socketPath(dataDir, name))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw ioError(error, `list ${dataDir}`)
  }
}

/** A path short enough for the operating system: absolute or, failing that, relative to the working folder. */
function socketPath(dataDir: string, name: string): string {
  const absolute = join(dataDir, name)
  const path = [absolute, relative(process.cwd(), absolute)].find((path) => Buffer.byteLength(path) <= PATH_LIMIT)
  if (path) return path
  throw new StoreError(
    'io',
    `the path of ${dataDir} is too long for a socket in it (at most ${PATH_LIMIT - name.length - 1} bytes): set DATA_DIR to a shorter path, or start from a folder near it`,
  )
}

function pipeName(dataDir: string): string {
  return `\\\\.\\pipe\\coach-${createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 32)}`
}

function locked(dataDir: string): StoreError {
  return new StoreError(
    'locked',
    `another process is using ${dataDir}: stop it first, or set DATA_DIR to another folder for this one`,
  )
}
