/** Durable writes in one folder. */
import { fstatSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { type FileOps, ioError, type OpenFolder } from './files.ts'

/** Shared by all writes: each is over within one turn of the loop. */
let scratch: Buffer | undefined

/** UTF-8, valid until the next call. Into memory at hand: measuring a text first would take longer than all the rest. */
function encode(text: string): Buffer {
  scratch ??= Buffer.allocUnsafeSlow(1 << 18)
  if (text.length * 3 > scratch.length) return Buffer.from(text)
  return scratch.subarray(0, scratch.write(text))
}

/**
 * A folder whose changes are on the disk when the promise resolves. A write replaces the file as a whole: whoever
 * reads it, after whatever crash, sees the old or the new content. Callers keep the writes of one file in order.
 */
export class DurableFolder {
  readonly path: string
  readonly #files: FileOps
  #temps = 0
  #handle: Promise<OpenFolder> | undefined
  #sync: Promise<void> | undefined
  #nextSync: Promise<void> | undefined

  constructor(path: string, files: FileOps) {
    this.path = path
    this.#files = files
  }

  /** @throws StoreError `io`; the file is then as before, or (when only the folder's sync failed) already new. */
  async write(name: string, text: string): Promise<void> {
    const target = join(this.path, name)
    const temp = `${target}.${++this.#temps}.tmp`
    try {
      try {
        await this.#fill(temp, 'wx', text)
        await this.#files.rename(temp, target)
      } catch (error) {
        await this.#files.remove(temp).catch(() => {})
        throw error
      }
      await this.sync()
    } catch (error) {
      throw ioError(error, `write ${target}`)
    }
  }

  /**
   * Adds whole lines. What a crash or a full disk left of an unfinished last line is cut off first: it was never
   * acknowledged. @throws StoreError `io`
   */
  async append(name: string, lines: string): Promise<void> {
    const target = join(this.path, name)
    try {
      const isNew = await this.#fill(target, 'a+', lines)
      if (isNew) await this.sync()
    } catch (error) {
      throw ioError(error, `append to ${target}`)
    }
  }

  /** The bytes of a file, valid until the next call; undefined when there is none. @throws StoreError `io` */
  readNow(name: string): Buffer | undefined {
    const path = join(this.path, name)
    try {
      return this.#files.readNow(path)
    } catch (error) {
      throw ioError(error, `read ${path}`)
    }
  }

  /** Removes files, durably; missing ones are no error. @throws StoreError `io` */
  async remove(names: string[]): Promise<void> {
    try {
      for (const name of names) await this.#files.remove(join(this.path, name))
      await this.sync()
    } catch (error) {
      throw ioError(error, `remove ${join(this.path, names[0] ?? '')}`)
    }
  }

  /** Renames durably. The caller has made sure that `to` is free. @throws StoreError `io` */
  async rename(from: string, to: string): Promise<void> {
    try {
      await this.#files.rename(join(this.path, from), join(this.path, to))
      await this.sync()
    } catch (error) {
      throw ioError(error, `rename ${join(this.path, from)}`)
    }
  }

  /** One sync serves every change made before it starts; those made while one is under way share the next. */
  sync(): Promise<void> {
    if (!this.#sync) {
      this.#sync = this.#syncNow().finally(() => {
        this.#sync = undefined
      })
      return this.#sync
    }
    this.#nextSync ??= this.#sync
      .catch(() => {})
      .then(() => {
        this.#nextSync = undefined
        return this.sync()
      })
    return this.#nextSync
  }

  async close(): Promise<void> {
    const handle = await this.#handle?.catch(() => undefined)
    this.#handle = undefined
    handle?.close()
  }

  async #syncNow(): Promise<void> {
    this.#handle ??= this.#files.openFolder(this.path)
    const handle = await this.#handle.catch((error: unknown) => {
      this.#handle = undefined
      throw error
    })
    await handle.sync()
  }

  /** Writes all of `text` and syncs it. True when the file was empty before. */
  async #fill(path: string, flags: 'wx' | 'a+', text: string): Promise<boolean> {
    const fd = await this.#files.open(path, flags)
    let isNew = true
    try {
      if (flags === 'a+') isNew = this.#cutTornLine(fd)
      const bytes = encode(text)
      for (let done = 0; done < bytes.length; ) done += this.#files.write(fd, bytes.subarray(done))
      await this.#files.syncFile(fd)
    } finally {
      this.#files.close(fd)
    }
    return isNew
  }

  /** True when nothing is left. */
  #cutTornLine(fd: number): boolean {
    const { size } = fstatSync(fd)
    const block = Buffer.allocUnsafe(4096)
    let end = size
    while (end > 0) {
      const start = Math.max(0, end - block.length)
      const newline = block.subarray(0, readSync(fd, block, 0, end - start, start)).lastIndexOf(0x0a)
      if (newline === -1) {
        end = start
        continue
      }
      end = start + newline + 1
      break
    }
    if (end < size) this.#files.truncate(fd, end)
    return end === 0
  }
}
