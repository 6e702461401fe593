import { Worker } from 'node:worker_threads'
import type { Competency } from '../schema.ts'
import type { BankRead } from './bank.ts'
import type { Imported } from './read.ts'
import { ImportError, LIMITS, type RefusalCode } from './result.ts'

/** What the thread is given: the file and, when it is to make a bank, the competencies there are. */
export interface ThreadTask {
  bytes: Uint8Array
  name: string
  competencies?: Competency[]
}

/** What comes back from the thread. */
export type ThreadAnswer<T = Imported | BankRead> = { read: T } | { refused: { code: RefusalCode; detail: string } }

/** What the thread may take: real time, and memory of its own. */
export interface ThreadBounds {
  milliseconds: number
  megabytes: number
}

/**
 * Reads a document in a thread of its own, so that no file can cost the bot more than seconds and a bounded memory.
 * The name is asked only for its ending.
 * @throws ImportError with the reason
 */
export function importDocument(bytes: Uint8Array, name: string, bounds: ThreadBounds = LIMITS): Promise<Imported> {
  return inThread<Imported>({ bytes, name }, bounds)
}

/** The same up to the bank, cues and all. @throws ImportError with the reason */
export function importBank(bytes: Uint8Array, name: string, competencies: Competency[]): Promise<BankRead> {
  return inThread<BankRead>({ bytes, name, competencies }, LIMITS)
}

function inThread<T extends Imported | BankRead>(task: ThreadTask, bounds: ThreadBounds): Promise<T> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: bounds.megabytes },
  })
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => refuse('too-slow'), bounds.milliseconds)
    const refuse = (code: RefusalCode, detail = '') => {
      clearTimeout(timer)
      reject(new ImportError(code, detail))
      void worker.terminate()
    }
    worker.once('message', (answer: ThreadAnswer<T>) => {
      if ('refused' in answer) return refuse(answer.refused.code, answer.refused.detail)
      clearTimeout(timer)
      resolve(answer.read)
      void worker.terminate()
    })
    // Out of memory, or a mistake of ours that this file has brought to light.
    worker.once('error', () => refuse('too-slow'))
    worker.once('exit', () => refuse('broken'))
  })
}
