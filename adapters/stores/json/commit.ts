/** Makes a document's queued transactions durable: many in one write, each as if it were alone. */
import type { Clock } from '../../../src/ports/clock.ts'
import type { Logger } from '../../../src/ports/logger.ts'
import type { Attachment, DocRef, HistoryEntry, StoredDoc } from '../../../src/ports/store.ts'
import { type Place, type SegmentChanges, step, type Tombstone } from '../rules.ts'
import { docKey, type IndexEntry, type StoreIndex } from '../store-index.ts'
import { CorruptFile, type DocumentKind, parseJson } from './document.ts'
import type { DurableFolder } from './durable.ts'
import { attachmentName, documentName, historyName, segmentName, tombstoneName } from './names.ts'
import type { Job, Slot } from './queues.ts'
import { appendHistory, beginHistory } from './segments.ts'
import type { SetAside } from './set-aside.ts'

/** Transactions applied in one write; bounds how long the loop is kept (about 0.1 ms each for 12 KB). */
const BATCH = 16

interface Written {
  doc: StoredDoc
  text: string
  entry: IndexEntry
  archive: HistoryEntry[]
  segments: SegmentChanges
  /** The attachment as JSON; null: none any more, undefined: as it is. */
  attachment: string | null | undefined
}

type Change = Written | { tombstone: Tombstone }

export interface CommitterParts {
  clock: Clock
  logger: Logger
  kinds: Record<DocRef['kind'], DocumentKind<StoredDoc>>
  folders: Record<DocRef['kind'], DurableFolder>
  index: StoreIndex
  setAside: SetAside
}

export class Committer {
  readonly #parts: CommitterParts
  /** Documents whose tombstone may have reached the disk although writing it failed. */
  readonly #doubtful = new Set<string>()
  /** Attachments found damaged in this run, with the reason. */
  readonly #damaged = new Map<string, string>()

  constructor(parts: CommitterParts) {
    this.#parts = parts
  }

  /** Takes up to 16 jobs and settles them. Memory changes only after the disk has. Never rejects. */
  async run(slot: Slot): Promise<void> {
    const taken: Job[] = []
    try {
      await this.#load(slot)
      const change = this.#apply(slot, taken)
      await this.#setAsideDamaged(slot.ref)
      if (change && 'tombstone' in change) await this.#forget(slot, change.tombstone)
      else if (change) await this.#write(slot, change)
    } catch (error) {
      const failed = taken.length > 0 ? taken : slot.queue.splice(0, BATCH)
      for (const job of failed) job.reject(error)
      return
    }
    for (const job of taken) job.resolve(job.outcome)
  }

  /**
   * Removes what a forgotten document left, then says so in its tombstone. May be repeated.
   * @throws StoreError `io`
   */
  async finishRemoval(ref: DocRef): Promise<void> {
    const { folders, index, setAside } = this.#parts
    const tombstone = index.tombstoneOf(ref)
    if (!tombstone?.removing) return
    await folders[ref.kind].remove([
      documentName(ref.id),
      historyName(ref.id),
      attachmentName(ref.id),
      ...(tombstone.segments ?? []).map((name) => segmentName(ref.id, name)),
      ...setAside.names(ref),
    ])
    setAside.forget(ref)
    const { at, seen, ids } = tombstone
    await this.#writeTombstone(ref, { at, seen, ids })
    index.bury(ref, { at, seen, ids })
  }

  async #load(slot: Slot): Promise<void> {
    if (slot.loaded) return
    const { folders, index, setAside, logger } = this.#parts
    const { ref } = slot
    if (index.has(ref)) {
      try {
        await slot.file.read()
      } catch (error) {
        if (!(error instanceof CorruptFile)) throw error
        setAside.note(ref, await setAside.take(folders[ref.kind], documentName(ref.id), error.message))
        index.remove(ref, { keepAliases: true })
      }
      if (slot.file.isEmpty && index.has(ref)) {
        logger.warn({ document: docKey(ref) }, 'a document file was removed from the folder by someone else')
        index.remove(ref)
      }
    }
    slot.loaded = true
  }

  /** Runs jobs until the batch is full or one forgets the document. A job that throws is rejected and changes nothing. */
  #apply({ ref, file, queue }: Slot, taken: Job[]): Change | undefined {
    const { clock, index, kinds, setAside } = this.#parts
    let latest: Written | undefined
    const draft = () => (latest ? (JSON.parse(latest.text) as StoredDoc) : file.draft())
    let attachment: string | null | undefined
    const place: Place<StoredDoc> = {
      id: ref.id,
      draft,
      setAside: setAside.has(ref),
      buried: index.buried(ref),
      attachment: () =>
        attachment === undefined ? this.#readAttachment(ref) : attachment === null ? undefined : JSON.parse(attachment),
      check: (doc) => kinds[ref.kind].parse(doc),
    }
    const archive: HistoryEntry[] = []
    const segments: SegmentChanges = { append: [], drop: [] }
    let change: Change | undefined
    while (taken.length < BATCH) {
      const job = queue.shift()
      if (!job) break
      try {
        const now = clock.now()
        const done = step(place, job, now)
        if (done.kind === 'forget') {
          change = { tombstone: index.tombstone(ref, draft(), done.seen, now) }
        } else if (done.kind === 'commit') {
          archive.push(...done.archive)
          join(segments, done.segments)
          if (done.attachment !== undefined) attachment = done.attachment
          const entry = index.entry(ref.kind, done.doc)
          latest = { doc: done.doc, text: done.text, entry, archive, segments, attachment }
          change = latest
        }
        job.outcome = done.kind === 'duplicate' ? 'duplicate' : 'applied'
        taken.push(job)
        if (done.kind === 'forget') break
      } catch (error) {
        job.reject(error)
      }
    }
    return change
  }

  async #write({ ref, file }: Slot, { doc, text, entry, archive, segments, attachment }: Written): Promise<void> {
    const { folders, index, logger } = this.#parts
    const folder = folders[ref.kind]
    await this.#settleTombstone(ref)
    if (archive.length > 0) await appendHistory(folder, historyName(ref.id), archive)
    for (const { name, begins, entries } of segments.append)
      await (begins ? beginHistory : appendHistory)(folder, segmentName(ref.id, name), entries)
    if (segments.drop.length > 0) await folder.remove(segments.drop.map((name) => segmentName(ref.id, name)))
    if (typeof attachment === 'string') await folder.write(attachmentName(ref.id), attachment)
    await file.commit(text, doc)
    index.put(ref, entry)
    if (attachment === null)
      await folder.remove([attachmentName(ref.id)]).catch((error: unknown) => {
        logger.error({ document: docKey(ref), reason: String(error) }, 'an attachment given up is still there')
      })
  }

  /** At once, as a document is read; one that cannot be understood is set aside before anything is written over it. */
  #readAttachment(ref: DocRef): Attachment | undefined {
    const bytes = this.#parts.folders[ref.kind].readNow(attachmentName(ref.id))
    if (bytes === undefined) return undefined
    try {
      const value = parseJson(bytes)
      if (typeof value !== 'object' || value === null) throw new CorruptFile('it is no attachment')
      return value as Attachment
    } catch (error) {
      if (!(error instanceof CorruptFile)) throw error
      this.#damaged.set(docKey(ref), error.message)
      return undefined
    }
  }

  async #setAsideDamaged(ref: DocRef): Promise<void> {
    const { folders, setAside } = this.#parts
    const reason = this.#damaged.get(docKey(ref))
    if (reason === undefined) return
    this.#damaged.delete(docKey(ref))
    setAside.note(ref, await setAside.take(folders[ref.kind], attachmentName(ref.id), reason))
  }

  /** The tombstone is the point of no return; from there the next start, `tidy` or write finishes what fails here. */
  async #forget({ ref, file }: Slot, tombstone: Tombstone): Promise<void> {
    const { index, logger } = this.#parts
    const removing = { ...tombstone, removing: true as const }
    try {
      await this.#writeTombstone(ref, removing)
    } catch (error) {
      this.#doubtful.add(docKey(ref))
      throw error
    }
    this.#doubtful.delete(docKey(ref))
    file.forget()
    index.bury(ref, removing)
    index.remove(ref)
    await this.finishRemoval(ref).catch((error: unknown) => {
      logger.error({ document: docKey(ref), reason: String(error) }, 'forgotten, but not all files are removed yet')
    })
  }

  /** Before a document is written at an id: no removal may be pending there that would take the new one with it. */
  async #settleTombstone(ref: DocRef): Promise<void> {
    const { folders, index } = this.#parts
    if (this.#doubtful.has(docKey(ref))) {
      const before = index.tombstoneOf(ref)
      if (before) await this.#writeTombstone(ref, before)
      else await folders[ref.kind].remove([tombstoneName(ref.id)])
      this.#doubtful.delete(docKey(ref))
    }
    await this.finishRemoval(ref)
  }

  #writeTombstone(ref: DocRef, tombstone: Tombstone): Promise<void> {
    return this.#parts.folders[ref.kind].write(tombstoneName(ref.id), JSON.stringify(tombstone))
  }
}

/** Adds what a later transaction of the same write does: one append a segment. */
function join(all: SegmentChanges, more: SegmentChanges): void {
  for (const { name, begins, entries } of more.append) {
    const known = all.append.find((other) => other.name === name)
    if (known) known.entries.push(...entries)
    else all.append.push({ name, begins, entries: [...entries] })
  }
  all.drop.push(...more.drop)
}
