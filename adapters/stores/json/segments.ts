/** Lines beside a document, its history and its segments: one JSON entry a line. */
import { join } from 'node:path'
import type { HistoryEntry } from '../../../src/ports/store.ts'
import { uniqueHistory } from '../rules.ts'
import type { DurableFolder } from './durable.ts'
import { type FileOps, ioError } from './files.ts'

/** Durable when it resolves. @throws StoreError `io`; some of the entries may then be there: reading drops repeats. */
export async function appendHistory(folder: DurableFolder, file: string, entries: HistoryEntry[]): Promise<void> {
  await folder.append(file, linesOf(entries))
}

/** Begins anew with these entries. Durable when it resolves. @throws StoreError `io` */
export async function beginHistory(folder: DurableFolder, file: string, entries: HistoryEntry[]): Promise<void> {
  await folder.write(file, linesOf(entries))
}

function linesOf(entries: HistoryEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
}

/**
 * All entries, oldest first, each id once, and how many lines could not be read. An unfinished last line is not
 * counted: it was never acknowledged. @throws StoreError `io`
 */
export async function readHistory(
  folder: DurableFolder,
  files: FileOps,
  file: string,
): Promise<{ entries: HistoryEntry[]; damaged: number }> {
  const path = join(folder.path, file)
  const bytes = await files.read(path).catch((error: unknown) => {
    throw ioError(error, `read ${path}`)
  })
  const lines = bytes?.toString().split('\n').slice(0, -1) ?? []
  const entries = lines.map(parseEntry).filter((entry) => entry !== undefined)
  return { entries: uniqueHistory(entries), damaged: lines.length - entries.length }
}

function parseEntry(line: string): HistoryEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line)
    return isEntry(entry) ? entry : undefined
  } catch {
    return undefined
  }
}

function isEntry(value: unknown): value is HistoryEntry {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
}
