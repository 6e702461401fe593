/** A store that forgets everything with the process: for tests, with the same contract as the durable one. */
import type { Clock } from '../../../src/ports/clock.ts'
import {
  type Attachment,
  type DocRef,
  type HistoryEntry,
  type OpenReport,
  type Presence,
  type Store,
  type StoredDoc,
  StoreError,
  type TransactionResult,
} from '../../../src/ports/store.ts'
import { assertId, assertRecordName, step, uniqueHistory, type Work } from '../rules.ts'
import { type DeriveId, docKey, StoreIndex } from '../store-index.ts'

export interface MemoryStoreOptions {
  clock: Clock
  deriveId: DeriveId
}

export class MemoryStore<L extends StoredDoc = StoredDoc, G extends StoredDoc = StoredDoc> implements Store<L, G> {
  readonly #clock: Clock
  readonly #index: StoreIndex
  readonly #texts = new Map<string, string>()
  readonly #attachments = new Map<string, string>()
  readonly #histories = new Map<string, HistoryEntry[]>()
  readonly #records = new Map<string, string>()
  #open = false

  constructor(options: MemoryStoreOptions) {
    this.#clock = options.clock
    this.#index = new StoreIndex(options.deriveId)
  }

  async open(): Promise<OpenReport> {
    this.#open = true
    return { learners: this.#index.count('learner'), groups: this.#index.count('group'), setAside: [] }
  }

  async close(): Promise<void> {
    this.#open = false
  }

  async transact<K extends DocRef['kind']>(
    ref: DocRef & { kind: K },
    event: { id: string; at: number } | null,
    fn: (
      doc: (K extends 'learner' ? L : G) | undefined,
      presence: Presence,
      attachment: () => Attachment | undefined,
    ) => TransactionResult<K extends 'learner' ? L : G>,
  ): Promise<'applied' | 'duplicate'> {
    this.#assertOpen()
    assertId(ref)
    const key = docKey(ref)
    const now = this.#clock.now()
    const text = this.#texts.get(key) ?? ''
    const work = { event, fn } as unknown as Work
    const place = {
      id: ref.id,
      draft: () => (text === '' ? undefined : (JSON.parse(text) as StoredDoc)),
      setAside: false,
      attachment: () => this.#attachment(key),
      buried: this.#index.buried(ref),
      check: (doc: StoredDoc) => doc,
    }
    const change = step(place, work, now)
    if (change.kind === 'duplicate') return 'duplicate'
    if (change.kind === 'forget') {
      const doc = text === '' ? undefined : (JSON.parse(text) as StoredDoc)
      this.#texts.delete(key)
      for (const name of [...this.#histories.keys()])
        if (name === key || name.startsWith(`${key}/`)) this.#histories.delete(name)
      this.#attachments.delete(key)
      this.#index.bury(ref, this.#index.tombstone(ref, doc, change.seen, now))
      this.#index.remove(ref)
    } else if (change.kind === 'commit') {
      this.#append(key, change.archive)
      for (const { name, begins, entries } of change.segments.append) {
        if (begins) this.#histories.delete(`${key}/${name}`)
        this.#append(`${key}/${name}`, entries)
      }
      for (const name of change.segments.drop) this.#histories.delete(`${key}/${name}`)
      this.#texts.set(key, change.text)
      if (change.attachment) this.#attachments.set(key, change.attachment)
      else if (change.attachment === null) this.#attachments.delete(key)
      this.#index.put(ref, this.#index.entry(ref.kind, change.doc))
    }
    return 'applied'
  }

  async read<K extends DocRef['kind']>(ref: DocRef & { kind: K }): Promise<(K extends 'learner' ? L : G) | undefined> {
    this.#assertOpen()
    assertId(ref)
    const text = this.#texts.get(docKey(ref))
    return text === undefined ? undefined : JSON.parse(text)
  }

  async attachment(ref: DocRef): Promise<Attachment | undefined> {
    assertId(ref)
    return this.#attachment(docKey(ref))
  }

  #attachment(key: string): Attachment | undefined {
    const text = this.#attachments.get(key)
    return text === undefined ? undefined : JSON.parse(text)
  }

  async history(ref: DocRef, segment?: string): Promise<HistoryEntry[]> {
    assertId(ref)
    const key = segment === undefined ? docKey(ref) : `${docKey(ref)}/${segment}`
    return uniqueHistory(structuredClone(this.#histories.get(key) ?? []))
  }

  resolve(kind: DocRef['kind'], alias: { channel: string; id: string }): string | undefined {
    return this.#index.resolve(kind, alias)
  }

  wakes(): Iterable<DocRef & { wakeAt: number }> {
    return this.#index.wakes()
  }

  onWake(listener: (ref: DocRef, wakeAt: number | null) => void): void {
    this.#index.onWake(listener)
  }

  async readRecord(name: string): Promise<unknown> {
    assertRecordName(name)
    const text = this.#records.get(name)
    return text === undefined ? undefined : JSON.parse(text)
  }

  async writeRecord(name: string, value: unknown): Promise<void> {
    this.#assertOpen()
    assertRecordName(name)
    this.#records.set(name, JSON.stringify(value ?? null))
  }

  async tidy(now: number): Promise<void> {
    for (const { ref, tombstone } of this.#index.tombstones())
      if (this.#index.isExpired(tombstone, now)) this.#index.unbury(ref)
  }

  #append(key: string, entries: HistoryEntry[]): void {
    if (entries.length === 0) return
    const copies = JSON.parse(JSON.stringify(entries)) as HistoryEntry[]
    const kept = this.#histories.get(key)
    if (kept) kept.push(...copies)
    else this.#histories.set(key, copies)
  }

  #assertOpen(): void {
    if (!this.#open) throw new StoreError('io', 'the store is not open')
  }
}
