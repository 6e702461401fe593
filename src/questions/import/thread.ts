import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadAnswer, ThreadTask } from './import.ts'
import { readFileBytes } from './read.ts'
import { ImportError } from './result.ts'

/** The other end of importDocument and importBank: reads the file it was started with and answers once. */
const { bytes, name, competencies } = workerData as ThreadTask
const answer: ThreadAnswer = await readFileBytes(bytes, name)
  .then(async (imported) =>
    competencies === undefined ? imported : (await import('./bank.ts')).bankOf(imported, name, competencies),
  )
  .then(
    (read) => ({ read }),
    (error: unknown) => ({
      refused:
        error instanceof ImportError ? { code: error.code, detail: error.detail } : { code: 'broken', detail: '' },
    }),
  )
parentPort?.postMessage(answer)
