import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadAnswer } from './import.ts'
import { readFileBytes } from './read.ts'
import { ImportError } from './result.ts'

/** The other end of importDocument: reads the file it was started with and answers once. */
const { bytes, name } = workerData as { bytes: Uint8Array; name: string }
const answer: ThreadAnswer = await readFileBytes(bytes, name).then(
  (imported) => ({ imported }),
  (error: unknown) => ({
    refused: error instanceof ImportError ? { code: error.code, detail: error.detail } : { code: 'broken', detail: '' },
  }),
)
parentPort?.postMessage(answer)
