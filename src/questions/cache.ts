import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { loadBanks, QuestionBanks } from './bank.ts'
import type { Bank, Competency } from './schema.ts'

/** What was read before: `key` says of which files, as they were then. */
interface Cached {
  key: string
  banks: Bank[]
  competencies: Competency[]
}

/**
 * The banks of these folders, from `file` when no content file has changed since they were last read and checked, which
 * takes a tenth of the time. Losing the file, or finding it damaged, costs that time and nothing else.
 * @throws ContentError as `loadBanks`
 */
export function loadBanksCached(file: string, ...folders: string[]): QuestionBanks {
  const key = keyOf(folders)
  const cached = readCache(file)
  if (cached?.key === key) return new QuestionBanks(cached.banks, cached.competencies)
  const banks = loadBanks(...folders)
  writeCache(file, { key, banks: [...banks.banks], competencies: [...banks.competencies.values()] })
  return banks
}

/** Changes with any content file, and with their form: its schema lies among them, kept in step with the code by a test. */
function keyOf(folders: string[]): string {
  const files = folders.flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [folder],
  )
  return JSON.stringify(
    files.sort().map((path) => {
      const stat = statSync(path, { throwIfNoEntry: false })
      return [path, stat?.size, stat?.mtimeMs]
    }),
  )
}

function readCache(file: string): Cached | undefined {
  try {
    const cached = JSON.parse(readFileSync(file, 'utf8')) as Cached
    return Array.isArray(cached.banks) && Array.isArray(cached.competencies) ? cached : undefined
  } catch {
    return undefined
  }
}

function writeCache(file: string, cached: Cached): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.tmp`, JSON.stringify(cached), { mode: 0o600 })
    renameSync(`${file}.tmp`, file)
  } catch {
    // A folder that cannot be written is said by the store, which needs it.
  }
}
