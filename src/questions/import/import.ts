import { Worker } from 'node:worker_threads'
import type { Imported } from './read.ts'
import { ImportError, LIMITS, type RefusalCode } from './result.ts'

/** What comes back from the thread. */
export type ThreadAnswer = { imported: Imported } | { refused: { code: RefusalCode; detail: string } }

/**
 * Reads a document in a thread of its own, so that no file can cost the bot more than seconds and a bounded memory.
 * The name is asked only for its ending.
 * @throws ImportError with the reason
 */
export function importDocument(bytes: Uint8Array, name: string): Promise<Imported> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: { bytes, name },
    resourceLimits: { maxOldGenerationSizeMb: LIMITS.megabytes },
  })
  return new Promise<Imported>((resolve, reject) => {
    const timer = setTimeout(() => refuse('too-slow'), LIMITS.milliseconds)
    const refuse = (code: RefusalCode, detail = '') => {
      clearTimeout(timer)
      reject(new ImportError(code, detail))
      void worker.terminate()
    }
    worker.once('message', (answer: ThreadAnswer) => {
      if ('refused' in answer) return refuse(answer.refused.code, answer.refused.detail)
      clearTimeout(timer)
      resolve(answer.imported)
      void worker.terminate()
    })
    // Out of memory, or a mistake of ours that this file has brought to light.
    worker.once('error', () => refuse('too-slow'))
    worker.once('exit', () => refuse('broken'))
  })
}
