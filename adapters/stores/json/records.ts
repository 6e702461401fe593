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
  readonly #writes = new Map<string, Promise<void>>()

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

  /** Writes of one name happen in call order. @throws StoreError `io` */
  async write(name: string, value: unknown): Promise<void> {
    assertRecordName(name)
    const text = JSON.stringify(value ?? null)
    const before = this.#writes.get(name) ?? Promise.resolve()
    const write = before.catch(() => {}).then(() => this.#folder.write(`${name}.json`, text))
    this.#writes.set(name, write)
    try {
      await write
    } finally {
      if (this.#writes.get(name) === write) this.#writes.delete(name)
    }
  }

  /** Resolves when nothing is being written. */
  async drained(): Promise<void> {
    await Promise.allSettled(this.#writes.values())
  }
}
