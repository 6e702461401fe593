/** Files that cannot be understood: kept under another name, told to the operator, remembered by document. */
import type { Clock } from '../../../src/ports/clock.ts'
import type { Logger } from '../../../src/ports/logger.ts'
import type { DocRef, OpenReport } from '../../../src/ports/store.ts'
import { docKey } from '../store-index.ts'
import type { DurableFolder } from './durable.ts'
import { freeName, stamp } from './names.ts'

export type SetAsideFile = OpenReport['setAside'][number]

export class SetAside {
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #tell: (file: SetAsideFile) => void
  readonly #names = new Map<string, string[]>()

  /** `tell` is called once a file, when it is set aside. */
  constructor(clock: Clock, logger: Logger, tell: (file: SetAsideFile) => void) {
    this.#clock = clock
    this.#logger = logger
    this.#tell = tell
  }

  has(ref: DocRef): boolean {
    return this.#names.has(docKey(ref))
  }

  /** Names of the copies, in the document's folder. */
  names(ref: DocRef): string[] {
    return this.#names.get(docKey(ref)) ?? []
  }

  note(ref: DocRef, name: string): void {
    this.#names.set(docKey(ref), [...this.names(ref), name])
  }

  forget(ref: DocRef): void {
    this.#names.delete(docKey(ref))
  }

  /** Renames `name` to `<name>.corrupt-<time>`, overwriting nothing; the new name. @throws StoreError `io` */
  async take(folder: DurableFolder, name: string, reason: string): Promise<string> {
    const copy = freeName(folder.path, `${name}.corrupt-${stamp(this.#clock.now())}`)
    await folder.rename(name, copy)
    this.#logger.error({ file: name, copy, reason }, 'a file could not be understood and was set aside')
    this.#tell({ file: copy, reason })
    return copy
  }
}
