import { parentPort, workerData } from 'node:worker_threads'
import type { Competency } from '../schema.ts'
import type { BankRead, ThreadAnswer, ThreadTask } from './import.ts'
import { type Imported, readFileBytes } from './read.ts'
import { ImportError } from './result.ts'

/** The other end of importDocument and importBank: reads the file it was started with and answers once. */
const { bytes, name, competencies } = workerData as ThreadTask
const answer: ThreadAnswer = await readFileBytes(bytes, name)
  .then(async (imported) => (competencies === undefined ? imported : asBank(imported, competencies)))
  .then(
    (read) => ({ read }),
    (error: unknown) => ({
      refused:
        error instanceof ImportError ? { code: error.code, detail: error.detail } : { code: 'broken', detail: '' },
    }),
  )
parentPort?.postMessage(answer)

/** Checked here, so that nothing that would not load is ever offered. */
async function asBank(imported: Imported, competencies: Competency[]): Promise<BankRead> {
  const [{ titled, toBank }, { bankSchema }] = await Promise.all([import('./bank.ts'), import('../schema.ts')])
  const bank = bankSchema.parse(toBank(titled(imported, name), 'imported', competencies))
  const cutOff = imported.questions.filter((question) => !question.complete).length
  return { bank, cutOff, warnings: imported.warnings, size: JSON.stringify(bank).length }
}
