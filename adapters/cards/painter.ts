import type { Worker } from 'node:worker_threads'
import type { Clock } from '../../src/ports/clock.ts'
import { type Painter, PainterError } from '../../src/ports/painter.ts'
import type { Answer, Order } from './thread.ts'

export interface PainterOptions {
  clock: Clock
  /** What the thread runs; tests pass ones that misbehave. */
  script?: URL
  /** Pictures waiting at most: more are refused. */
  most?: number
  /** How long a picture may take, waiting included, ms. The first ones also load library and fonts. */
  patience?: number
  /** A thread with nothing to do for so long ends, and gives its memory back, ms. */
  idle?: number
}

/** After a thread that came to nothing at all (the library does not load here) none is started for so long, ms. */
const REST = 10 * 60_000

interface Job extends Order {
  done(png: Uint8Array): void
  fail(error: PainterError): void
  cancelPatience(): void
}

/**
 * Draws in a thread of its own, one picture at a time, started with the first. A crash or a picture that takes too long
 * costs that picture alone: the others go on in a new thread.
 */
export function createPainter(options: PainterOptions): Painter {
  const { clock, most = 64, patience = 10_000, idle = 60_000 } = options
  const script = options.script ?? new URL('./thread.ts', import.meta.url)
  const waiting: Job[] = []
  let current: Job | undefined
  let worker: Worker | undefined
  let hasDrawn = false
  let restsUntil = 0
  let ids = 0
  let stopped = false
  let cancelIdle = () => {}

  function open(): Worker {
    // An import would be paid for at the start, by those too who never see a picture.
    const { Worker } = process.getBuiltinModule('node:worker_threads')
    const opened = new Worker(script)
    hasDrawn = false
    // Nobody waits for a picture when the process wants to end.
    opened.unref()
    opened.on('message', (answer: Answer) => {
      if (opened !== worker || answer.id !== current?.id) return
      hasDrawn = true
      if ('png' in answer) settle((job) => job.done(answer.png))
      else settle((job) => job.fail(new PainterError('broken', `a picture could not be drawn (${answer.failed})`)))
    })
    opened.on('error', (error) => lost(opened, codeOf(error)))
    opened.on('exit', (code) => lost(opened, `exit ${code}`))
    return opened
  }

  /** The thread ended by itself. */
  function lost(which: Worker, cause: string): void {
    if (which !== worker) return
    worker = undefined
    if (!hasDrawn) restsUntil = clock.now() + REST
    settle((job) => job.fail(new PainterError('broken', `the thread that draws has ended (${cause})`)))
  }

  function close(): Promise<unknown> {
    const closing = worker
    worker = undefined
    return closing?.terminate() ?? Promise.resolve()
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
      cancelIdle = clock.after(idle, () => void close())
      return
    }
    if (clock.now() < restsUntil)
      return settle((job) => job.fail(new PainterError('broken', 'the thread that draws did not start a while ago')))
    worker ??= open()
    const { id, picture } = current
    worker.postMessage({ id, picture } satisfies Order)
  }

  function giveUp(job: Job): void {
    const error = new PainterError('too-slow', `no picture within ${patience} ms`)
    if (job === current) {
      void close()
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
      await close()
    },
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.name : typeof error)
}
