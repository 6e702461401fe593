/** The last steps of a restore: what the start of every store looks for, without the rest of restoring. */
import { existsSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeFiles } from './files.ts'

/** Folders in DATA_DIR: a backup being unpacked, and one wholly unpacked. */
export const PARTIAL = 'restore.partial'
export const READY = 'restore.ready'

/** Ends a restore that was cut off: forward when everything was unpacked, else back. Needs the lock. */
export async function finishRestore(dataDir: string): Promise<void> {
  await rm(join(dataDir, PARTIAL), { recursive: true, force: true })
  const ready = join(dataDir, READY)
  if (!existsSync(ready)) return
  for (const name of await readdir(ready)) {
    await rm(join(dataDir, name), { recursive: true, force: true })
    await rename(join(ready, name), join(dataDir, name))
  }
  await syncFolder(dataDir)
  await rm(ready, { recursive: true, force: true })
  await syncFolder(dataDir)
}

/** The folder's names are on the disk afterwards. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await nodeFiles.openFolder(path)
  await folder.sync().finally(() => folder.close())
}
