import type { ImportJob, Learner } from '../learner.ts'
import { ChannelError } from '../ports/channel.ts'
import type { Logger } from '../ports/logger.ts'
import type { DocRef, Store } from '../ports/store.ts'
import type { QuestionBanks } from '../questions/bank.ts'
import type { BankRead } from '../questions/import/bank.ts'
import { ImportError } from '../questions/import/result.ts'
import { withId } from '../questions/import/version.ts'
import type { Bank } from '../questions/schema.ts'
import type { Turn } from '../turn.ts'
import { giveUpJob, offer, shared } from './documents.ts'
import { Shelf } from './shelf.ts'

/** What jobs do outside of documents. */
export interface ImportWork {
  /** @throws ChannelError */
  fetchFile(channel: string, id: string, signal: AbortSignal): Promise<Uint8Array>
  /** Within seconds and a bounded memory, whatever the file. @throws ImportError */
  readBank(bytes: Uint8Array, name: string): Promise<BankRead>
  /**
   * Puts a bank into everybody's. @returns false when it is saved, but a mistake elsewhere keeps it from being used
   * @throws Error with the cause when it could not be saved
   */
  shareBank(bank: Bank): Promise<boolean>
}

interface JobsOptions extends ImportWork {
  store: Pick<Store<Learner>, 'read' | 'attachment'>
  banks(): QuestionBanks
  /** A turn on a learner's document, if there still is one. @throws StoreError */
  act(ref: DocRef, work: (turn: Turn) => void): Promise<void>
  logger: Logger
}

/** Files held in memory at once. */
const FILES = 3
/** Documents read at once: each may take a thread and its whole memory. */
const READS = 1

/**
 * Does what a learner's document says is to be done outside of it, and tells the document what came of it. A document
 * has one job at a time; jobs wait for each other in the order they came. What a stop or a crash cuts off is still in
 * the document and is begun again from there.
 */
export class Jobs {
  readonly #options: JobsOptions
  readonly #running = new Map<string, Promise<void>>()
  readonly #ending = new Set<Promise<void>>()
  readonly #stopping = new AbortController()
  readonly #file = lane(FILES)
  readonly #read = lane(READS)

  constructor(options: JobsOptions) {
    this.#options = options
  }

  /** Whether this job is one that nobody is at. */
  isOrphan(ref: DocRef, job: ImportJob | null): boolean {
    return job !== null && !this.#running.has(keyOf(ref, job))
  }

  /** Returns at once; does nothing for a job under way. */
  start(ref: DocRef, job: ImportJob | null): void {
    if (job === null || this.#stopping.signal.aborted || !this.isOrphan(ref, job)) return
    const key = keyOf(ref, job)
    const work = this.#run(ref, job).finally(() => this.#running.delete(key))
    this.#running.set(key, work)
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values())
  }

  /** Drops what is under way, but for results that are being written. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#ending)
  }

  async #run(ref: DocRef, job: ImportJob): Promise<void> {
    const result = await (job.kind === 'read' ? this.#readFile(job) : this.#share(ref, job))
    if (this.#stopping.signal.aborted) return
    const ending = this.#options
      // Cancelled meanwhile, or deleted with everything else: then nobody waits for it.
      .act(ref, (turn) => turn.doc.imports.job?.id === job.id && result(turn))
      .catch((error: unknown) => {
        this.#options.logger.error({ document: ref.id, cause: String(error) }, 'what came of an import was not saved')
      })
    this.#ending.add(ending)
    await ending.finally(() => this.#ending.delete(ending))
  }

  /** @returns what the document is to be told; never rejects */
  async #readFile(job: ImportJob & { kind: 'read' }): Promise<(turn: Turn) => void> {
    const { fetchFile, readBank, logger } = this.#options
    try {
      const read = await this.#file(async () => {
        const bytes = await fetchFile(job.channel, job.file.id, this.#stopping.signal)
        return this.#read(() => readBank(bytes, job.file.name))
      })
      return (turn) => offer(turn, job, read)
    } catch (error) {
      if (error instanceof ImportError)
        return (turn) => giveUpJob(turn, `${turn.t.imports.refused[error.code]}${detailOf(error)}`)
      if (error instanceof ChannelError && error.kind === 'too-large')
        return (turn) => giveUpJob(turn, turn.t.imports.refused['too-large'])
      if (error instanceof ChannelError) {
        logger.warn({ channel: job.channel, cause: error.message, fix: error.fix }, 'a file could not be fetched')
        return (turn) => giveUpJob(turn, turn.t.library.notFetched)
      }
      logger.error({ cause: String(error) }, 'a document could not be read')
      return (turn) => giveUpJob(turn, turn.t.imports.refused.broken)
    }
  }

  async #share(ref: DocRef, job: ImportJob & { kind: 'share' }): Promise<(turn: Turn) => void> {
    const { store, banks, shareBank, logger } = this.#options
    try {
      const [doc, attachment] = await Promise.all([store.read({ kind: 'learner', id: ref.id }), store.attachment(ref)])
      const { offered = null } = doc?.imports ?? {}
      const bank = doc && offered && new Shelf(doc.imports, () => attachment).find(offered.id)
      if (!bank) throw new Error('the bank on offer is gone')
      const previous = banks().banks.find(({ id }) => id === job.as)
      const inUse = await shareBank(withId(bank, job.as, previous))
      return (turn) => shared(turn, inUse)
    } catch (error) {
      logger.error({ cause: String(error) }, 'a bank could not be shared')
      return (turn) => giveUpJob(turn, turn.t.library.shareFailed)
    }
  }
}

/** For a mistake in the bot's own form: where it is. */
function detailOf({ code, detail }: ImportError): string {
  return code === 'bad-yaml' && detail !== '' ? ` (${detail})` : ''
}

function keyOf(ref: DocRef, job: ImportJob): string {
  return `${ref.id}/${job.id}`
}

/** Runs so many tasks at once, the others in the order they came. */
function lane(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  let free = most
  const waiting: (() => void)[] = []
  return async (task) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}
