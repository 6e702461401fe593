import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'

/** The least a replaced file costs when it must survive a power cut: write, fsync, rename. */
export async function durableWrite(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const target = join(folder, name)
  const temp = `${target}.tmp`
  const handle = await open(temp, 'w', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temp, target)
}

/** So many of them, so many at once. @returns milliseconds each, in all */
export async function floorTime(folder: string, bytes: Uint8Array, count: number, atOnce: number): Promise<number> {
  let next = 0
  const start = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await durableWrite(folder, `${next++}.json`, bytes)
    }),
  )
  return (performance.now() - start) / count
}
