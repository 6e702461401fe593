import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** The bot as its operator runs it: a process of its own, seen only from outside. */

const root = resolve(import.meta.dirname, '../..')

export interface BotProcess {
  child: ChildProcess
  /** Everything written so far. */
  stdout(): string
  stderr(): string
  /** Resolves once the text stands in what was written to either stream; rejects when the process ends without. */
  says(text: string): Promise<void>
  write(text: string): void
  end(text?: string): void
  kill(signal: NodeJS.Signals): void
  /** Resolves with the exit status (a signal's name when killed by one). */
  ended: Promise<number | string>
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'coach-'))
}

/** Runs `coach ARGS` with these settings alone: the tester's own environment and .env stay out. */
export function runCoach(args: string[], env: Record<string, string> = {}): BotProcess {
  const child = spawn(process.execPath, [join(root, 'src/bin.js'), ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, HOME: tmpdir(), LANG: 'zh_CN.UTF-8', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  const watchers = new Set<() => void>()
  const changed = () => {
    for (const watch of [...watchers]) watch()
  }
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString()
    changed()
  })
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString()
    changed()
  })
  // A bot that ends before it has read everything is seen by its exit status.
  child.stdin.on('error', () => {})
  const ended = new Promise<number | string>((done) => {
    child.once('close', (code, signal) => done(code ?? signal ?? 'gone'))
  })
  return {
    child,
    stdout: () => out,
    stderr: () => err,
    says(text) {
      return new Promise((done, fail) => {
        const watch = () => {
          if (!out.includes(text) && !err.includes(text)) return
          watchers.delete(watch)
          done()
        }
        watchers.add(watch)
        watch()
        void ended.then((status) => fail(new Error(`ended with ${status} and never said "${text}":\n${out}\n${err}`)))
      })
    },
    write: (text) => void child.stdin.write(text),
    end: (text) => void child.stdin.end(text),
    kill: (signal) => void child.kill(signal),
    ended,
  }
}
