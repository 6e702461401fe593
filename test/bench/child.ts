import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of this folder run as a process of its own, spoken to by messages. */
export interface Child {
  process: ChildProcess
  /** Sends a message and resolves with the next one that comes back. */
  ask<Answer>(message: object): Promise<Answer>
  /** Processor time it has used so far, ms. */
  cpu(): Promise<number>
  /** The next message. */
  next<Answer>(): Promise<Answer>
  end(): Promise<void>
}

const root = join(import.meta.dirname, '../..')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
/** What `npm start` gives to node: its options, the file, and what that is told. */
export const ours = scripts.start
  .split(' ')
  .slice(1)
  .map((word) => (word.startsWith('src/') ? join(root, word) : word))

/** How long a child may take to answer, ms. */
const PATIENCE = 900_000

/** In a child: says that it is ready, then answers each message. What goes wrong ends the process, and the bench. */
export function serve<Request>(ready: unknown, answer: (request: Request) => unknown): void {
  process.on('message', async (request: Request) => {
    const isCpu = typeof request === 'object' && request !== null && 'cpu' in request
    process.send?.(isCpu ? cpuTime() : await answer(request))
  })
  process.send?.(ready)
}

/** Processor time of this process so far, ms. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Our bot in a file of this folder, with the options that `npm start` runs it with. */
export function startDesk(file: string, args: string[] = []): Child {
  return child(
    file,
    args,
    ours.filter((word) => word.startsWith('--')),
  )
}

export function child(file: string, args: string[] = [], execArgv: string[] = []): Child {
  const started = fork(join(import.meta.dirname, file), args, {
    execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const arrived: unknown[] = []
  const waiting: { resolve(message: unknown): void; reject(error: Error): void }[] = []
  let ended: Error | undefined
  started.on('message', (message) => {
    const first = waiting.shift()
    if (first) first.resolve(message)
    else arrived.push(message)
  })
  started.on('exit', (code, signal) => {
    ended = new Error(`${file} ended with ${code ?? signal}`)
    for (const { reject } of waiting.splice(0)) reject(ended)
  })
  const next = <Answer>() =>
    new Promise<Answer>((resolve, reject) => {
      if (arrived.length > 0) return resolve(arrived.shift() as Answer)
      if (ended) return reject(ended)
      const patience = setTimeout(() => reject(new Error(`${file} does not answer`)), PATIENCE)
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(patience)
          then(value)
        }
      waiting.push({ resolve: settle((message) => resolve(message as Answer)), reject: settle(reject) })
    })
  return {
    process: started,
    next,
    ask(message) {
      started.send(message)
      return next()
    },
    cpu() {
      started.send({ cpu: true })
      return next()
    },
    end: () =>
      new Promise((resolve) => {
        if (ended) return resolve()
        started.once('exit', () => resolve())
        started.kill('SIGKILL')
      }),
  }
}
