/** Small named records beside the documents: `DATA_DIR/<name>.json`. */
import { join } from 'node:path'
import { assertRecordName } from '../rules.ts'
import { CorruptFile, parseJson } from './document.ts'
import type { DurableFolder } from './durable.ts'
import { type FileOps, ioError } from './files.ts'
import type { SetAside } from './set-aside.ts'

export class Records {
  readonly #folder: DurableFolder
  readonly #files: FileOps
  readonly #setAside: SetAside
  /** The last write of each name, until it is over. */
  readonly #writes = new Map<string, Promise<void>>()
  /** Writes that have not begun. */
  readonly #waiting = new Map<string, { text: string; written: Promise<void> }>()

  constructor(folder: DurableFolder, files: FileOps, setAside: SetAside) {
    this.#folder = folder
    this.#files = files
    this.#setAside = setAside
  }

  /** undefined when there is none, or none that can be understood (it is then set aside). @throws StoreError `io` */
  async read(name: string): Promise<unknown> {
    assertRecordName(name)
    await this.#writes.get(name)?.catch(() => {})
    const path = join(this.#folder.path, `${name}.json`)
    const bytes = await this.#files.read(path).catch((error: unknown) => {
      throw ioError(error, `read ${path}`)
    })
    if (!bytes) return undefined
    try {
      return parseJson(bytes)
    } catch (error) {
      if (!(error instanceof CorruptFile)) throw error
      await this.#setAside.take(this.#folder, `${name}.json`, error.message)
      return undefined
    }
  }

  /**
   * The last write of a name wins: while one is under way, those that wait for it become one, of the newest value.
   * @throws StoreError `io`
   */
  write(name: string, value: unknown): Promise<void> {
    assertRecordName(name)
    const text = JSON.stringify(value ?? null)
    const waiting = this.#waiting.get(name)
    if (waiting !== undefined) {
      waiting.text = text
      return waiting.written
    }
    const next = { text, written: Promise.resolve() }
    next.written = (this.#writes.get(name) ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        this.#waiting.delete(name)
        return this.#folder.write(`${name}.json`, next.text)
      })
      .finally(() => {
        if (this.#writes.get(name) === next.written) this.#writes.delete(name)
      })
    this.#waiting.set(name, next)
    this.#writes.set(name, next.written)
    return next.written
  }

  /** Resolves when nothing is being written. */
  async drained(): Promise<void> {
    await Promise.allSettled(this.#writes.values())
  }
}
