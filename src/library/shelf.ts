import * as z from 'zod'
import type { Learner } from '../learner.ts'
import type { Attachment } from '../ports/store.ts'
import { type Bank, bankSchema } from '../questions/schema.ts'

const shelfSchema = z.object({ banks: z.array(bankSchema) })
let compiled: typeof shelfSchema | undefined

/**
 * The banks only this learner sees, kept in their document's attachment and read when first asked for. Which of them
 * count, the document says: what it does not list is not there, and goes with the next change.
 */
export class Shelf {
  readonly #imports: Learner['imports']
  readonly #read: () => Attachment | undefined
  #banks: Bank[] | undefined
  #changed = false

  constructor(imports: Learner['imports'], read: () => Attachment | undefined) {
    this.#imports = imports
    this.#read = read
  }

  /** The learner's own, in the order they came. */
  get own(): readonly Bank[] {
    return this.#imports.banks.flatMap(({ id }) => this.find(id) ?? [])
  }

  /** Also one that is only on offer. */
  find(id: string): Bank | undefined {
    return this.#listed().includes(id) ? this.#all().find((bank) => bank.id === id) : undefined
  }

  /** Keeps a bank that the document lists or is about to, in place of an earlier one of its id. */
  put(bank: Bank): void {
    this.#banks = [...this.#all().filter(({ id }) => id !== bank.id), bank]
    this.#changed = true
  }

  /** What the document no longer lists is removed with this turn's commit. */
  prune(): void {
    this.#all()
    this.#changed = true
  }

  /** Banks the document lists and nobody can read any more; none as long as nobody has looked. */
  get lost(): { id: string; title: string }[] {
    const { banks, offered } = this.#imports
    const looked = this.#banks
    if (looked === undefined) return []
    return [...banks, ...(offered === null ? [] : [offered])].filter(({ id }) => !looked.some((bank) => bank.id === id))
  }

  /** The attachment as this turn leaves it; undefined: as it was. */
  get attachment(): { banks: Bank[] } | null | undefined {
    if (!this.#changed) return undefined
    const listed = this.#listed()
    const banks = this.#all().filter(({ id }) => listed.includes(id))
    return banks.length === 0 ? null : { banks }
  }

  #listed(): string[] {
    const { banks, offered } = this.#imports
    return [...banks, ...(offered === null ? [] : [offered])].map(({ id }) => id)
  }

  #all(): Bank[] {
    if (this.#banks === undefined) {
      compiled ??= z.compile(shelfSchema)
      const found = this.#listed().length === 0 ? undefined : this.#read()
      this.#banks = compiled.safeParse(found).data?.banks ?? []
    }
    return this.#banks
  }
}
