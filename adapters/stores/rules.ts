/** What every store does alike, kept pure: one transaction on a document's text, and the tombstones' event ids. */
import type { Attachment, DocRef, HistoryEntry, Presence, StoredDoc, TransactionResult } from '../../src/ports/store.ts'

/** How long an event id is remembered, and a tombstone kept: 48 h in ms. */
export const SEEN_MS = 48 * 3_600_000
/** The most event ids a document carries; the oldest go first. */
export const SEEN_MAX = 500

export type Seen = StoredDoc['seen']

/** What stays of a forgotten document, so that an event delivered again cannot bring it back. */
export interface Tombstone {
  /** When it was forgotten, epoch ms. */
  at: number
  seen: Seen
  /** Its own id and the ids derived from each of its aliases: an event may come back through any of them. */
  ids: string[]
  /** Names of the segments to remove. */
  segments?: string[]
  /** Set until document, history, segments and set-aside copies are gone from the disk. */
  removing?: true
}

export interface Work<D extends StoredDoc = StoredDoc> {
  event: { id: string; at: number } | null
  fn: (doc: D | undefined, presence: Presence, attachment: () => Attachment | undefined) => TransactionResult<D>
}

export interface Place<D extends StoredDoc> {
  id: string
  /** A private draft of the committed document; undefined when there is none. */
  draft(): D | undefined
  setAside: boolean
  /** A private copy of the attachment; only asked of a document there is. */
  attachment(): Attachment | undefined
  /** Event ids of tombstones that cover this id. */
  buried: Seen
  /** Refuses (throws) a document that could not be read back. */
  check(doc: D): D
}

export type Step<D extends StoredDoc> =
  | { kind: 'duplicate' | 'keep' }
  | { kind: 'forget'; seen: Seen }
  | {
      kind: 'commit'
      doc: D
      text: string
      archive: HistoryEntry[]
      segments: SegmentChanges
      attachment: string | null | undefined
    }

/** What happens to a document's segments before it is committed. */
export interface SegmentChanges {
  /** `begins`: the document did not have it before, so nothing of an earlier file of that name counts. */
  append: { name: string; begins: boolean; entries: HistoryEntry[] }[]
  drop: string[]
}

/**
 * Runs one transaction on a private draft; changes nothing itself.
 * @throws whatever `fn` or `check` throws, TypeError when the document returned has another id
 */
export function step<D extends StoredDoc>(place: Place<D>, work: Work<D>, now: number): Step<D> {
  const draft = place.draft()
  const known = draft ? [...draft.seen] : place.buried
  const segments = draft?.segments ?? []
  const { event } = work
  if (event && known.some((entry) => entry.id === event.id)) return { kind: 'duplicate' }
  const presence = draft ? 'present' : place.setAside ? 'set-aside' : 'absent'
  // What a document set aside has left beside it is not the new one's.
  const result = work.fn(draft, presence, () => (draft ? place.attachment() : undefined))
  if ('keep' in result) return { kind: 'keep' }
  if ('forget' in result) return { kind: 'forget', seen: remember(known, event, now) }
  if (result.doc.id !== place.id) throw new TypeError(`a transaction on ${place.id} returned another document`)
  const seen = remember(merge(known, result.doc.seen), event, now)
  const { append = {}, drop = [], archive = [] } = result
  const names = [...new Set([...segments, ...Object.keys(append)])].filter((name) => !drop.includes(name))
  for (const name of names) assertSegmentName(name)
  const doc = place.check({ ...result.doc, seen, ...(names.length + segments.length > 0 && { segments: names }) })
  const changes = {
    append: Object.entries(append).map(([name, entries]) => ({ name, begins: !segments.includes(name), entries })),
    drop,
  }
  const attachment = result.attachment ? JSON.stringify(result.attachment) : result.attachment
  return { kind: 'commit', doc, text: JSON.stringify(doc), archive, segments: changes, attachment }
}

/**
 * `seen` (each id once, oldest first) with the event added; entries of 48 h and more and those beyond 500 dropped.
 * An event is dated by when it was handled, not sent: an old message that arrives late is remembered as long as any.
 */
export function remember(seen: Seen, event: { id: string } | null, now: number): Seen {
  const kept = seen.filter(({ at }) => at > now - SEEN_MS)
  if (event) kept.push({ id: event.id, at: now })
  return kept.slice(-SEEN_MAX)
}

/** The event ids of both, each once, oldest first: a transaction may add some, but never lose any. */
export function merge(known: Seen, others: Seen): Seen {
  // Almost always nothing was added; a busy group has 500 of them.
  if (known.length === others.length && known.every((entry, n) => entry === others[n])) return known
  const byId = new Map<string, number>()
  for (const { id, at } of [...known, ...others]) byId.set(id, Math.max(at, byId.get(id) ?? at))
  return [...byId].map(([id, at]) => ({ id, at })).sort((a, b) => a.at - b.at)
}

/** Each id once, where it first stood, with what was written last: an append that was retried is harmless. */
export function uniqueHistory(entries: Iterable<HistoryEntry>): HistoryEntry[] {
  const byId = new Map<string, HistoryEntry>()
  for (const entry of entries) byId.set(entry.id, entry)
  return [...byId.values()]
}

/** @throws TypeError when the id could leave its folder or clash with a suffix. */
export function assertId({ id }: DocRef): void {
  if (!/^[a-z0-9]{1,128}$/.test(id)) throw new TypeError('a document id is [a-z0-9]+')
}

/** @throws TypeError when the name could leave its folder or clash with another file of the document. */
export function assertSegmentName(name: string): void {
  if (!/^[a-z0-9-]{1,64}$/.test(name) || name === 'history') throw new TypeError('a segment name is [a-z0-9-]+')
}

/** @throws TypeError when the name could leave its folder. */
export function assertRecordName(name: string): void {
  if (!/^[a-z0-9-]{1,64}$/.test(name)) throw new TypeError('a record name is [a-z0-9-]+')
}
