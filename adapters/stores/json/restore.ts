/** Restoring a backup: checked as a whole, unpacked beside the data, then swapped in. */
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Tombstone } from '../rules.ts'
import { type BackupLine, backup, readBackup } from './backup.ts'
import { CorruptFile } from './document.ts'
import { ioError } from './files.ts'
import { finishRestore, PARTIAL, READY, syncFolder } from './finish-restore.ts'
import { acquireLock } from './lock.ts'
import { BANKS, classify, FOLDERS } from './names.ts'
import { parseTombstone } from './scan.ts'

const AT_ONCE = 16

export interface RestoreReport {
  /** Files restored. */
  files: number
  /** Documents left out because their owner had them deleted after the backup was made. */
  deleted: number
  /** The backup of what was there before. */
  before: string
}

/**
 * Replaces all documents by those of a backup; `now` in epoch ms. Records the backup does not have stay, and so do the
 * imported question banks when it has none. Everything
 * is checked before anything changes; a restore cut off after that is finished by the next start.
 * @throws StoreError `locked` while a process uses the folder, `io` (also when the backup is not whole)
 */
export async function restore(dataDir: string, file: string, now: number): Promise<RestoreReport> {
  const lock = await acquireLock(dataDir)
  try {
    await finishRestore(dataDir)
    // Reading it to the end is the check.
    for await (const _ of readBackup(file));
    const before = await backup(dataDir, now, '-before-restore')
    const tombstones = await currentTombstones(dataDir)
    const report = await unpack(join(dataDir, PARTIAL), file, tombstones)
    await rename(join(dataDir, PARTIAL), join(dataDir, READY))
    await syncFolder(dataDir)
    await finishRestore(dataDir)
    return { ...report, before: before.file }
  } catch (error) {
    throw ioError(error, `restore ${file}`)
  } finally {
    await lock.release()
  }
}

interface FoundTombstone {
  folder: string
  path: string
  bytes: Buffer
  tombstone: Tombstone
}

async function currentTombstones(dataDir: string): Promise<FoundTombstone[]> {
  const found: FoundTombstone[] = []
  for (const folder of Object.values(FOLDERS)) {
    const names = existsSync(join(dataDir, folder)) ? await readdir(join(dataDir, folder)) : []
    for (const name of names) {
      if (classify(name).type !== 'tombstone') continue
      const bytes = await readFile(join(dataDir, folder, name))
      try {
        found.push({ folder, path: `${folder}/${name}`, bytes, tombstone: parseTombstone(bytes) })
      } catch (error) {
        if (!(error instanceof CorruptFile)) throw error
      }
    }
  }
  return found
}

async function unpack(target: string, file: string, tombstones: FoundTombstone[]) {
  await mkdir(target, { mode: 0o700 })
  for (const folder of Object.values(FOLDERS)) await mkdir(join(target, folder), { mode: 0o700 })
  const written = new Set<string>()
  const buried = new Set<string>()
  const deleted = new Set<string>()
  const pending: Promise<void>[] = []
  for await (const line of readBackup(file)) {
    if ('at' in line) {
      for (const { folder, tombstone } of tombstones)
        if (tombstone.at >= line.at) for (const id of tombstone.ids) buried.add(`${folder}/${id}`)
      continue
    }
    const document = ownerOf(line.path)
    if (document && buried.has(document)) {
      deleted.add(document)
      continue
    }
    if (dirname(line.path) === BANKS) await mkdir(join(target, BANKS), { recursive: true, mode: 0o700 })
    // Many at once, since each waits for the disk; the parts of a long file in their order.
    const isPart = written.has(line.path)
    if (isPart || pending.length === AT_ONCE) await Promise.all(pending.splice(0))
    const write = writeFile(target, line.path, contentOf(line), isPart ? 'a' : 'wx')
    write.catch(() => {}) // reported when awaited, which may be later than it fails
    pending.push(write)
    written.add(line.path)
  }
  await Promise.all(pending)
  // Those deleted lately stay deleted, and events of theirs that come again stay without effect.
  for (const { path, bytes } of tombstones) {
    await rm(join(target, path), { force: true })
    await writeFile(target, path, bytes, 'wx')
  }
  for (const folder of ['', ...Object.values(FOLDERS), BANKS])
    if (existsSync(join(target, folder))) await syncFolder(join(target, folder))
  return { files: written.size, deleted: deleted.size }
}

/** `folder/id` of the document a path belongs to; undefined for a record or a tombstone. */
function ownerOf(path: string): string | undefined {
  const folder = dirname(path)
  if (folder === '.') return undefined
  const { type, id } = classify(path.slice(folder.length + 1))
  return type === 'tombstone' ? undefined : `${folder}/${id}`
}

function contentOf(line: BackupLine): Buffer {
  return Buffer.from(line.content, line.encoding ?? 'utf8')
}

async function writeFile(target: string, path: string, content: Buffer, flags: 'wx' | 'a'): Promise<void> {
  const handle = await open(join(target, path), flags, 0o600)
  try {
    await handle.writeFile(content)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}
