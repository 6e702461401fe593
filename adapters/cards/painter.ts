import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../../src/ports/clock.ts'
import { type Painter, PainterError } from '../../src/ports/painter.ts'
import type { Answer, Order } from './draw.ts'

export interface PainterOptions {
  clock: Clock
  /** What the process runs; tests pass ones that misbehave. */
  script?: URL
  /** Pictures waiting at most: more are refused. */
  most?: number
  /** How long a picture may take, waiting included, ms. The first ones also load library and fonts. */
  patience?: number
  /** A process with nothing to do for so long is ended, ms. */
  idle?: number
}

/** After a process that came to nothing at all (the library does not load here) none is started for so long, ms. */
const REST = 10 * 60_000

interface Job extends Order {
  done(png: Uint8Array): void
  fail(error: PainterError): void
  cancelPatience(): void
}

/**
 * Draws in a process of its own, one picture at a time, started with the first. A crash or a picture that takes too long
 * costs that picture alone: the others go on in a new process. A thread would do for the loop, but a fault in the native
 * library would take the bot with it, and of its 110 MB it gave back 15 when it ended; a process gives back all.
 */
export function createPainter(options: PainterOptions): Painter {
  const { clock, most = 64, patience = 10_000, idle = 60_000 } = options
  const script = options.script ?? new URL('./draw.ts', import.meta.url)
  const waiting: Job[] = []
  let current: Job | undefined
  let child: ChildProcess | undefined
  let hasDrawn = false
  let restsUntil = 0
  let ids = 0
  let stopped = false
  let cancelIdle = () => {}

  function open(): ChildProcess {
    // An import would be paid for at the start, by those too who never see a picture.
    const { fork } = process.getBuiltinModule('node:child_process')
    const opened = fork(fileURLToPath(script), {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // No token is any business of a picture. Fewer arenas: a third less memory, at the same speed.
      env: { ...(process.env.SystemRoot && { SystemRoot: process.env.SystemRoot }), MALLOC_ARENA_MAX: '2' },
    })
    hasDrawn = false
    // Nobody waits for a picture when the bot wants to end.
    opened.unref()
    opened.channel?.unref()
    opened.on('message', (answer: Answer) => {
      if (opened !== child || answer.id !== current?.id) return
      hasDrawn = true
      if ('png' in answer) settle((job) => job.done(answer.png))
      else settle((job) => job.fail(new PainterError('broken', `a picture could not be drawn (${answer.failed})`)))
    })
    opened.on('error', (error: NodeJS.ErrnoException) => lost(opened, error.code ?? error.name))
    opened.on('exit', (code, signal) => lost(opened, String(signal ?? `exit ${code}`)))
    return opened
  }

  /** The process ended by itself. */
  function lost(which: ChildProcess, cause: string): void {
    if (which !== child) return
    child = undefined
    if (!hasDrawn) restsUntil = clock.now() + REST
    settle((job) => job.fail(new PainterError('broken', `the process that draws has ended (${cause})`)))
  }

  function close(): void {
    const closing = child
    child = undefined
    closing?.kill('SIGKILL')
  }

  /** What is in hand is over, one way or another; the next one's turn. */
  function settle(end: (job: Job) => void): void {
    const job = current
    current = undefined
    if (job !== undefined) {
      job.cancelPatience()
      end(job)
    }
    next()
  }

  function next(): void {
    if (current !== undefined || stopped) return
    current = waiting.shift()
    cancelIdle()
    if (current === undefined) {
      cancelIdle = clock.after(idle, close)
      return
    }
    if (clock.now() < restsUntil)
      return settle((job) => job.fail(new PainterError('broken', 'the process that draws did not start a while ago')))
    child ??= open()
    const { id, picture } = current
    child.send({ id, picture } satisfies Order)
  }

  function giveUp(job: Job): void {
    const error = new PainterError('too-slow', `no picture within ${patience} ms`)
    if (job === current) {
      close()
      return settle((late) => late.fail(error))
    }
    waiting.splice(waiting.indexOf(job), 1)
    job.fail(error)
  }

  return {
    paint(picture) {
      if (stopped) return Promise.reject(new PainterError('stopped', 'no more pictures are drawn'))
      if (waiting.length >= most) return Promise.reject(new PainterError('busy', `${most} pictures are waiting`))
      return new Promise<Uint8Array>((done, fail) => {
        ids += 1
        const job: Job = { id: ids, picture, done, fail, cancelPatience: clock.after(patience, () => giveUp(job)) }
        waiting.push(job)
        next()
      })
    },
    async stop() {
      stopped = true
      cancelIdle()
      for (const job of [...(current ? [current] : []), ...waiting.splice(0)]) {
        job.cancelPatience()
        job.fail(new PainterError('stopped', 'the bot stops'))
      }
      current = undefined
      close()
    },
  }
}
