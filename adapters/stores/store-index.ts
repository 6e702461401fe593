/** The indexes every store derives from its documents and keeps in memory: wake times, linked aliases, tombstones. */
import type { DocRef, StoredDoc } from '../../src/ports/store.ts'
import { merge, remember, SEEN_MS, type Seen, type Tombstone } from './rules.ts'

type Kind = DocRef['kind']
type Alias = StoredDoc['aliases'][number]
/** The id a first alias derives: `documentId` of `src/identity.ts`, by kind. */
export type DeriveId = (kind: Kind, alias: Alias) => string
type WakeListener = (ref: DocRef, wakeAt: number | null) => void

/** What the index needs of a committed document; a copy, so that nobody changes it afterwards. */
export interface IndexEntry {
  wakeAt: number | null
  /** Keys of the aliases that do not derive this id. */
  linked: string[]
}

export class StoreIndex {
  readonly #deriveId: DeriveId
  readonly #wakeAt = { learner: new Map<string, number | null>(), group: new Map<string, number | null>() }
  readonly #owners = new Map<string, string>()
  readonly #linked = new Map<string, string[]>()
  readonly #tombstones = new Map<string, { ref: DocRef; tombstone: Tombstone }>()
  readonly #covering = new Map<string, Tombstone>()
  readonly #listeners: WakeListener[] = []

  constructor(deriveId: DeriveId) {
    this.#deriveId = deriveId
  }

  entry(kind: Kind, doc: StoredDoc): IndexEntry {
    const linked = doc.aliases.filter((alias) => this.#deriveId(kind, alias) !== doc.id)
    return { wakeAt: doc.wakeAt, linked: linked.map((alias) => aliasKey(kind, alias)) }
  }

  has(ref: DocRef): boolean {
    return this.#wakeAt[ref.kind].has(ref.id)
  }

  count(kind: Kind): number {
    return this.#wakeAt[kind].size
  }

  /** A document was found when opening: nobody is told. */
  load(ref: DocRef, entry: IndexEntry): void {
    this.#wakeAt[ref.kind].set(ref.id, entry.wakeAt)
    this.#link(ref, entry.linked)
  }

  /** A document was committed. */
  put(ref: DocRef, entry: IndexEntry): void {
    const before = this.#wakeAt[ref.kind].get(ref.id) ?? null
    this.load(ref, entry)
    if (before !== entry.wakeAt) this.#tell(ref, entry.wakeAt)
  }

  /** The document is gone. Its linked aliases still lead here when it was only set aside. */
  remove(ref: DocRef, options: { keepAliases?: boolean } = {}): void {
    const before = this.#wakeAt[ref.kind].get(ref.id) ?? null
    this.#wakeAt[ref.kind].delete(ref.id)
    if (!options.keepAliases) this.#link(ref, [])
    if (before !== null) this.#tell(ref, null)
  }

  resolve(kind: Kind, alias: Alias): string | undefined {
    return this.#owners.get(aliasKey(kind, alias))
  }

  *wakes(): Iterable<DocRef & { wakeAt: number }> {
    for (const kind of ['learner', 'group'] as const)
      for (const [id, wakeAt] of this.#wakeAt[kind]) if (wakeAt !== null) yield { kind, id, wakeAt }
  }

  onWake(listener: WakeListener): void {
    this.#listeners.push(listener)
  }

  /** What to write down when `doc` (if there was one) is forgotten; includes what covered its ids before. */
  tombstone(ref: DocRef, doc: StoredDoc | undefined, seen: Seen, now: number): Tombstone {
    const derived = (doc?.aliases ?? []).map((alias) => this.#deriveId(ref.kind, alias))
    const ids = [...new Set([ref.id, ...(this.tombstoneOf(ref)?.ids ?? []), ...derived])]
    const inherited = ids.flatMap((id) => this.buried({ kind: ref.kind, id }))
    const segments = [...(this.tombstoneOf(ref)?.segments ?? []), ...(doc?.segments ?? [])]
    const tombstone = { at: now, seen: remember(merge(inherited, seen), null, now), ids }
    return { ...tombstone, ...(segments.length > 0 && { segments }) }
  }

  /** Records a tombstone; those found when opening must come oldest first. */
  bury(ref: DocRef, tombstone: Tombstone): void {
    this.#tombstones.set(docKey(ref), { ref, tombstone })
    for (const id of tombstone.ids) this.#covering.set(docKey({ kind: ref.kind, id }), tombstone)
  }

  tombstoneOf(ref: DocRef): Tombstone | undefined {
    return this.#tombstones.get(docKey(ref))?.tombstone
  }

  /** Event ids that must not bring a document back at this id. */
  buried(ref: DocRef): Seen {
    return this.#covering.get(docKey(ref))?.seen ?? []
  }

  tombstones(): { ref: DocRef; tombstone: Tombstone }[] {
    return [...this.#tombstones.values()]
  }

  isExpired(tombstone: Tombstone, now: number): boolean {
    return tombstone.at <= now - SEEN_MS
  }

  unbury(ref: DocRef): void {
    const tombstone = this.tombstoneOf(ref)
    this.#tombstones.delete(docKey(ref))
    for (const id of tombstone?.ids ?? []) {
      const key = docKey({ kind: ref.kind, id })
      if (this.#covering.get(key) === tombstone) this.#covering.delete(key)
    }
  }

  #link(ref: DocRef, linked: string[]): void {
    const key = docKey(ref)
    for (const alias of this.#linked.get(key) ?? []) if (this.#owners.get(alias) === ref.id) this.#owners.delete(alias)
    for (const alias of linked) this.#owners.set(alias, ref.id)
    if (linked.length > 0) this.#linked.set(key, linked)
    else this.#linked.delete(key)
  }

  /** A listener's bug must neither undo a commit nor pass unseen: it surfaces as an uncaught error. */
  #tell({ kind, id }: DocRef, wakeAt: number | null): void {
    for (const listener of this.#listeners) {
      try {
        listener({ kind, id }, wakeAt)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}

export function docKey(ref: DocRef): string {
  return `${ref.kind}/${ref.id}`
}

function aliasKey(kind: Kind, alias: Alias): string {
  return `${kind}\n${alias.channel}\n${alias.id}`
}
