import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './files.ts'

/** What a folder takes on the disk. Files that vanish while it is looked through are not counted. */
export async function diskUse(folder: string): Promise<{ bytes: number; files: number }> {
  const use = { bytes: 0, files: 0 }
  const waiting = [folder]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    try {
      for await (const entry of await opendir(next)) {
        const path = join(next, entry.name)
        if (entry.isDirectory()) waiting.push(path)
        else if (entry.isFile()) {
          use.bytes += (await lstat(path).catch(orGone))?.size ?? 0
          use.files += 1
        }
      }
    } catch (error) {
      orGone(error)
    }
  return use
}

function orGone(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}
