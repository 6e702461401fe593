/** What start-up reads: every document once, for the indexes and so that damage is found now, not in a month. */
import { readdirSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { DocRef } from '../../../src/ports/store.ts'
import type { Tombstone } from '../rules.ts'
import type { CommitterParts } from './commit.ts'
import { CorruptFile, decode, parseJson } from './document.ts'
import { ioError } from './files.ts'
import { classify, KINDS } from './names.ts'

/** Files read between two turns of the loop. */
const STRETCH = 64

/**
 * Fills `index` and `setAside` from the folders and removes temporary files of writes that never finished.
 * @throws StoreError `io` | `newer-schema`: neither is corruption, nothing is set aside for them
 */
export async function scanDocuments(parts: CommitterParts): Promise<void> {
  for (const kind of KINDS) {
    const tombstones: { ref: DocRef; tombstone: Tombstone }[] = []
    let read = 0
    for (const name of listFolder(parts.folders[kind].path)) {
      const { type, id } = classify(name)
      const ref = { kind, id }
      if (type === 'temp') await parts.folders[kind].remove([name])
      if (type === 'set-aside') parts.setAside.note(ref, name)
      if (type === 'document' || type === 'tombstone') {
        const copy = await understand(parts, ref, name, (bytes) => {
          if (type === 'tombstone') tombstones.push({ ref, tombstone: parseTombstone(bytes) })
          else {
            const doc = decode(parts.kinds[kind], id, bytes)
            // Its own id: the one cut out of the file's name would keep the name in memory.
            parts.index.load({ kind, id: doc.id }, parts.index.entry(kind, doc))
          }
        })
        if (copy && type === 'document') parts.setAside.note(ref, copy)
        if (++read % STRETCH === 0) await setImmediate()
      }
    }
    tombstones.sort((a, b) => a.tombstone.at - b.tombstone.at)
    for (const { ref, tombstone } of tombstones) {
      parts.index.bury(ref, tombstone)
      // Its document, if still there, is what a removal cut off has left.
      if (tombstone.removing) parts.index.remove(ref)
    }
  }
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path)
  } catch (error) {
    throw ioError(error, `list ${path}`)
  }
}

/** The name of the copy, when `use` found the file corrupt. */
async function understand(
  { folders, setAside }: CommitterParts,
  ref: DocRef,
  name: string,
  use: (bytes: Buffer) => void,
): Promise<string | undefined> {
  const folder = folders[ref.kind]
  const bytes = folder.readNow(name)
  if (bytes === undefined) return undefined
  try {
    use(bytes)
    return undefined
  } catch (error) {
    if (!(error instanceof CorruptFile)) throw error
    return await setAside.take(folder, name, error.message)
  }
}

export function parseTombstone(bytes: Buffer): Tombstone {
  const value = parseJson(bytes)
  if (!isTombstone(value)) throw new CorruptFile('it is not a tombstone')
  return value
}

function isTombstone(value: unknown): value is Tombstone {
  return (
    typeof value === 'object' &&
    value !== null &&
    'at' in value &&
    typeof value.at === 'number' &&
    'seen' in value &&
    Array.isArray(value.seen) &&
    'ids' in value &&
    Array.isArray(value.ids)
  )
}
