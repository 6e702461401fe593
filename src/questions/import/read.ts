import type { Bank } from '../schema.ts'
import { decode } from './decode/decode.ts'
import { readDocument } from './document.ts'
import { ImportError, type ImportResult } from './result.ts'

/** An import as it is handed around: `bank` only when the file was one of the bot's own. */
export type Imported = ImportResult & { bank?: Bank }

/**
 * Reads a file in this thread; `importDocument` does it in one of its own, with bounds on time and memory.
 * @throws ImportError with the reason
 */
export async function readFileBytes(bytes: Uint8Array, name: string): Promise<Imported> {
  const decoded = await decode(bytes, name)
  const imported =
    decoded.kind === 'yaml'
      ? (await import('./own.ts')).readOwnBank(decoded.text)
      : decoded.kind === 'sheets'
        ? (await import('./tables.ts')).readSheets(decoded.sheets)
        : readDocument(decoded.text)
  if (imported.questions.length === 0) throw new ImportError('no-questions')
  return imported
}
