/**
 * The default store: a folder of small JSON files, one a document, written durably one by one. What a commit costs
 * depends on its document alone, not on how many there are; memory holds an index and the documents in use.
 */
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../src/ports/clock.ts'
import type { Logger } from '../../../src/ports/logger.ts'
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
import { assertId, assertSegmentName, type Work } from '../rules.ts'
import { type DeriveId, docKey, StoreIndex } from '../store-index.ts'
import { Committer, type CommitterParts } from './commit.ts'
import { DocumentFile, type DocumentKind } from './document.ts'
import { DurableFolder } from './durable.ts'
import { type FileOps, ioError, nodeFiles } from './files.ts'
import { finishRestore } from './finish-restore.ts'
import { acquireLock, type Lock } from './lock.ts'
import { FOLDERS, historyName, KINDS, segmentName, tombstoneName } from './names.ts'
import { DocumentQueues, type Slot } from './queues.ts'
import { Records } from './records.ts'
import type { Handlers } from './requests.ts'
import { scanDocuments } from './scan.ts'
import { readHistory } from './segments.ts'
import { SetAside, type SetAsideFile } from './set-aside.ts'

export interface JsonStoreOptions<L extends StoredDoc, G extends StoredDoc> {
  /** Folder of all data; created with mode 0700 when missing. */
  dataDir: string
  clock: Clock
  logger: Logger
  kinds: { learner: DocumentKind<L>; group: DocumentKind<G> }
  deriveId: DeriveId
  /** Called for each file set aside after `open` has answered. */
  onSetAside?: (file: SetAsideFile) => void
  /** Documents kept in memory while nobody uses them: 512 unless told. */
  idleDocuments?: number
  /** The calls to the file system; tests pass ones that fail. */
  files?: FileOps
}

export class JsonStore<L extends StoredDoc = StoredDoc, G extends StoredDoc = StoredDoc> implements Store<L, G> {
  readonly #dataDir: string
  readonly #files: FileOps
  readonly #logger: Logger
  readonly #parts: CommitterParts
  readonly #committer: Committer
  readonly #queues: DocumentQueues
  readonly #root: DurableFolder
  readonly #records: Records
  #setAsideAtOpen: SetAsideFile[] | undefined
  #lock: Lock | undefined
  #accepting = false

  constructor(options: JsonStoreOptions<L, G>) {
    const { dataDir, clock, logger, files = nodeFiles } = options
    this.#dataDir = dataDir
    this.#files = files
    this.#logger = logger
    const setAside = new SetAside(clock, logger, (file) => {
      if (this.#setAsideAtOpen) this.#setAsideAtOpen.push(file)
      else options.onSetAside?.(file)
    })
    const folders = {
      learner: new DurableFolder(join(dataDir, FOLDERS.learner), files),
      group: new DurableFolder(join(dataDir, FOLDERS.group), files),
    }
    // The core sees each kind's own type; in here every document is a StoredDoc.
    const kinds = options.kinds as unknown as CommitterParts['kinds']
    this.#parts = { clock, logger, kinds, folders, index: new StoreIndex(options.deriveId), setAside }
    this.#committer = new Committer(this.#parts)
    this.#queues = new DocumentQueues(
      options.idleDocuments ?? 512,
      (ref) => this.#slot(ref),
      (slot) => this.#committer.run(slot),
    )
    this.#root = new DurableFolder(dataDir, files)
    this.#records = new Records(this.#root, files, setAside)
  }

  /** Once a store object. Also ends a restore that was cut off and removals that were. */
  async open(): Promise<OpenReport> {
    const lock = await acquireLock(this.#dataDir)
    const setAside: SetAsideFile[] = []
    this.#setAsideAtOpen = setAside
    try {
      await finishRestore(this.#dataDir)
      this.#makeFolders()
      await scanDocuments(this.#parts)
      for (const { ref } of this.#parts.index.tombstones()) await this.#committer.finishRemoval(ref)
    } catch (error) {
      await this.#closeFolders()
      await lock.release()
      throw ioError(error, `open ${this.#dataDir}`)
    }
    this.#setAsideAtOpen = undefined
    this.#lock = lock
    this.#accepting = true
    return { ...this.counts(), setAside }
  }

  /** How many documents there are. */
  counts(): { learners: number; groups: number } {
    const { index } = this.#parts
    return { learners: index.count('learner'), groups: index.count('group') }
  }

  /** What the command line may ask of this process, see `requestRunning`. Call after `open`. */
  serve(handlers: Handlers): void {
    this.#lock?.serve(handlers)
  }

  async close(): Promise<void> {
    this.#accepting = false
    await this.#queues.drained()
    await this.#records.drained()
    await this.#closeFolders()
    await this.#lock?.release()
    this.#lock = undefined
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
    return this.#run(ref, { event, fn } as unknown as Work)
  }

  async read<K extends DocRef['kind']>(ref: DocRef & { kind: K }): Promise<(K extends 'learner' ? L : G) | undefined> {
    this.#assertOpen()
    assertId(ref)
    if (!this.#parts.index.has(ref)) return undefined
    let found: StoredDoc | undefined
    const fn: Work['fn'] = (doc) => {
      found = doc
      return { keep: true }
    }
    await this.#run(ref, { event: null, fn })
    return found as (K extends 'learner' ? L : G) | undefined
  }

  async attachment(ref: DocRef): Promise<Attachment | undefined> {
    this.#assertOpen()
    assertId(ref)
    if (!this.#parts.index.has(ref)) return undefined
    let found: Attachment | undefined
    const fn: Work['fn'] = (_doc, _presence, attachment) => {
      found = attachment()
      return { keep: true }
    }
    await this.#run(ref, { event: null, fn })
    return found
  }

  async history(ref: DocRef, segment?: string): Promise<HistoryEntry[]> {
    this.#assertOpen()
    assertId(ref)
    if (segment !== undefined) assertSegmentName(segment)
    if (this.#parts.index.tombstoneOf(ref)?.removing) return []
    const { entries, damaged } = await readHistory(
      this.#parts.folders[ref.kind],
      this.#files,
      segment === undefined ? historyName(ref.id) : segmentName(ref.id, segment),
    )
    if (damaged > 0) this.#logger.warn({ document: docKey(ref), damaged }, 'lines of a history cannot be read')
    return entries
  }

  resolve(kind: DocRef['kind'], alias: { channel: string; id: string }): string | undefined {
    return this.#parts.index.resolve(kind, alias)
  }

  wakes(): Iterable<DocRef & { wakeAt: number }> {
    return this.#parts.index.wakes()
  }

  onWake(listener: (ref: DocRef, wakeAt: number | null) => void): void {
    this.#parts.index.onWake(listener)
  }

  async readRecord(name: string): Promise<unknown> {
    this.#assertOpen()
    return this.#records.read(name)
  }

  async writeRecord(name: string, value: unknown): Promise<void> {
    this.#assertOpen()
    await this.#records.write(name, value)
  }

  async tidy(now: number): Promise<void> {
    this.#assertOpen()
    const { index, folders } = this.#parts
    for (const { ref } of index.tombstones())
      await this.#queues.exclusive(ref, async () => {
        await this.#committer.finishRemoval(ref)
        const tombstone = index.tombstoneOf(ref)
        if (!tombstone || !index.isExpired(tombstone, now)) return
        await folders[ref.kind].remove([tombstoneName(ref.id)])
        index.unbury(ref)
      })
  }

  #run({ kind, id }: DocRef, work: Work): Promise<'applied' | 'duplicate'> {
    return new Promise((resolve, reject) => {
      this.#queues.add({ kind, id }, { ...work, outcome: 'applied', resolve, reject })
    })
  }

  #slot(ref: DocRef): Slot {
    const { folders, kinds } = this.#parts
    const file = new DocumentFile(folders[ref.kind], kinds[ref.kind], ref.id)
    return { ref, file, loaded: false, queue: [], chores: [], active: false }
  }

  #makeFolders(): void {
    for (const kind of KINDS) {
      const { path } = this.#parts.folders[kind]
      mkdirSync(path, { recursive: true, mode: 0o700 })
      chmodSync(path, 0o700)
    }
  }

  async #closeFolders(): Promise<void> {
    for (const folder of [this.#root, ...Object.values(this.#parts.folders)]) await folder.close()
  }

  #assertOpen(): void {
    if (!this.#accepting) throw new StoreError('io', 'the store is not open')
  }
}
