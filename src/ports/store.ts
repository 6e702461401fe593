/**
 * Durable documents: one a learner, one a group. A document is changed only by a transaction on it alone;
 * everything one event changes in it is committed together or not at all.
 */

export interface DocRef {
  kind: 'learner' | 'group'
  /** Internal id, `[a-z0-9]+`: derived from the first alias, see `src/identity.ts`. */
  id: string
}

/** What the store itself reads of a document; the rest is the core's business. */
export interface StoredDoc {
  /** Version of the document's own schema. */
  schema: number
  id: string
  /** Every (channel, userId or chatId) that leads here. */
  aliases: { channel: string; id: string }[]
  /** When this document next wants attention (epoch ms), or null. The due queue is rebuilt from it. */
  wakeAt: number | null
  /** Event ids whose effect is in this document, newest last. Kept at least 48 h. */
  seen: { id: string; at: number }[]
  /** Names of the segments beside it; the store's to keep, see `TransactionResult`. */
  segments?: string[] | undefined
}

/** A line of a document's history: attempts and other records too old to be carried in it. `id` is unique in it. */
export interface HistoryEntry {
  id: string
  [field: string]: unknown
}

/**
 * What belongs to a document but is too large to be written with each of its commits: kept beside it, one a document,
 * replaced as a whole.
 */
export type Attachment = Record<string, unknown>

export type TransactionResult<D extends StoredDoc> =
  /**
   * Commit this document. Before that, in this order: `archive` is appended to its history, `append` to its segments
   * (by name, `[a-z0-9-]+`; one the document does not list begins empty, whatever a crash left), each id once; then
   * the segments of `drop` are removed (a dropped name is not used again). `attachment`, when given, replaces the
   * document's: it is written before the document, `null` removes it afterwards.
   */
  | {
      doc: D
      archive?: HistoryEntry[]
      append?: Record<string, HistoryEntry[]>
      drop?: string[]
      attachment?: Attachment | null
    }
  /**
   * Remove the document, its history, segments, attachment and set-aside copies; a tombstone keeps its event ids for
   * 48 h.
   */
  | { forget: true }
  /** Change nothing. */
  | { keep: true }

/** State of a document's place: none, present, or set aside because its file could not be read. */
export type Presence = 'absent' | 'present' | 'set-aside'

export interface Store<L extends StoredDoc = StoredDoc, G extends StoredDoc = StoredDoc> {
  /**
   * Takes exclusive hold of the data, migrates old schema versions, rebuilds indexes, sets unreadable documents
   * aside. @throws StoreError `locked` | `newer-schema` | `io`
   */
  open(): Promise<OpenReport>
  /** Waits for commits under way, then lets go. */
  close(): Promise<void>

  /**
   * One transaction. `fn` gets a private draft (undefined: no document yet) which it may change and return; it is
   * synchronous, free of side effects, and may be run again. When `eventId` is in the document's `seen` (or in the
   * tombstone of a forgotten one) nothing runs and the answer is `duplicate`; otherwise the store adds it to `seen`
   * (of the committed document) in the same commit. Transactions on one document run in call order.
   * `attachment` reads the document's attachment as of this transaction, a copy; undefined: none, or not readable.
   * Resolves after the commit is durable. When it rejects, document and memory are as before; an attachment may be the
   * new one already, so a document names what in its attachment counts.
   * @throws StoreError `io`; whatever `fn` throws
   */
  transact<K extends DocRef['kind']>(
    ref: DocRef & { kind: K },
    event: { id: string; at: number } | null,
    fn: (
      doc: (K extends 'learner' ? L : G) | undefined,
      presence: Presence,
      attachment: () => Attachment | undefined,
    ) => TransactionResult<K extends 'learner' ? L : G>,
  ): Promise<'applied' | 'duplicate'>

  /** The committed document; a copy the caller owns. */
  read<K extends DocRef['kind']>(ref: DocRef & { kind: K }): Promise<(K extends 'learner' ? L : G) | undefined>
  /** Its attachment; a copy the caller owns. */
  attachment(ref: DocRef): Promise<Attachment | undefined>
  /** Its archived history, or one of its segments, oldest first, each id once with what was written last. */
  history(ref: DocRef, segment?: string): Promise<HistoryEntry[]>
  /** The document an alias leads to when it is not the one derived from the alias itself (linked accounts). */
  resolve(kind: DocRef['kind'], alias: { channel: string; id: string }): string | undefined
  /** Every document's wake time, for the due queue. Streams from the index; does not read documents. */
  wakes(): Iterable<DocRef & { wakeAt: number }>
  /** Called after each commit that changed a document's `wakeAt` (null: none, or forgotten). */
  onWake(listener: (ref: DocRef, wakeAt: number | null) => void): void

  /** A small named record beside the documents (uptime, last backup). Durable, last write wins. */
  readRecord(name: string): Promise<unknown>
  writeRecord(name: string, value: unknown): Promise<void>
  /** Removes expired tombstones and forgotten leftovers; called daily. */
  tidy(now: number): Promise<void>
}

export interface OpenReport {
  learners: number
  groups: number
  /** Files set aside now, with the reason; their owners are told when they write. */
  setAside: { file: string; reason: string }[]
}

/** `message` is for the operator: cause and fix, no personal data. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly kind: 'locked' | 'newer-schema' | 'io'

  constructor(kind: StoreError['kind'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
