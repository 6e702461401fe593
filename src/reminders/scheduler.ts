import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { DocRef, Store, StoredDoc } from '../ports/store.ts'
import { DueQueue } from './queue.ts'

/** Documents woken at once: enough to share the disk's flushes, few enough to keep the loop free. */
const AT_ONCE = 8
/** Woken one after the other without letting anything else have a turn: most wait for no disk, and none may hold the loop. */
const IN_A_ROW = 4
const RETRY = 30_000
const TICK = 60_000

/** What a channel does with messages: sends them, has enough pushes to send, cannot at the moment, is not there. */
export type ChannelState = 'up' | 'full' | 'down' | 'off'

/** When to look at a document again: then, not before it changes (null), or once a channel has room for more pushes. */
export type Again = number | null | { roomOn: string }

/**
 * Wakes documents when they are due. A tick comes every minute from outside (node-cron); a timer brings it forward
 * when something is due sooner. What fails is tried again. While no channel is `ready`, nothing is woken.
 */
export class Scheduler {
  readonly #queue = new DueQueue()
  readonly #wake: (ref: DocRef) => Promise<Again>
  readonly #ready: () => boolean
  readonly #isFull: (channel: string) => boolean
  readonly #clock: Clock
  readonly #logger: Logger
  #started = false
  #stopped = false
  #running = 0
  #woken = 0
  /** Being woken, and not changed by anybody since. */
  readonly #waking = new Set<string>()
  /** Due, by the channel they wait for. Who came first goes first. */
  readonly #waiting = new Map<string, Set<string>>()
  #cancel: (() => void) | undefined
  #timerAt = Infinity
  #resting: (() => void)[] = []

  constructor(options: {
    store: Pick<Store<StoredDoc, StoredDoc>, 'wakes' | 'onWake'>
    wake(ref: DocRef): Promise<Again>
    ready(): boolean
    /** Whether as many pushes wait on the channel as should: `tick` is called when that ends. */
    isFull(channel: string): boolean
    clock: Clock
    logger: Logger
  }) {
    this.#wake = options.wake
    this.#ready = options.ready
    this.#isFull = options.isFull
    this.#clock = options.clock
    this.#logger = options.logger
    options.store.onWake((ref, at) => {
      const key = `${ref.kind}/${ref.id}`
      this.#queue.set(key, at)
      this.#waking.delete(key)
      for (const waiting of this.#waiting.values()) waiting.delete(key)
      if (at !== null) this.#arm(at)
    })
  }

  /** Begins with everything the store knows. */
  start(store: Pick<Store<StoredDoc, StoredDoc>, 'wakes'>, grace: number): void {
    this.#started = true
    const now = this.#clock.now()
    // What a crash left in an outbox is looked at now, not after its grace.
    for (const { kind, id, wakeAt } of store.wakes())
      this.#queue.set(`${kind}/${id}`, wakeAt <= now + grace ? now : wakeAt)
    this.tick()
  }

  /** Documents that are due and wait for room on the channel. */
  waitingOn(channel: string): number {
    return this.#waiting.get(channel)?.size ?? 0
  }

  /** Wakes what is due. Returns at once; documents are woken a few at a time. */
  tick(): void {
    if (!this.#started || this.#stopped || !this.#ready()) return
    while (this.#running < AT_ONCE) {
      const key = this.#waitedEnough() ?? this.#queue.popDue(this.#clock.now(), 1)[0]
      if (key === undefined) break
      this.#running += 1
      void this.#one(key).finally(() => {
        this.#running -= 1
        if (this.#running === 0) for (const rest of this.#resting.splice(0)) rest()
        this.tick()
      })
    }
    const next = this.#queue.peek()
    if (next !== undefined && this.#running < AT_ONCE) this.#arm(next.at)
  }

  /** Wakes no more; resolves when those under way are done. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel?.()
    await this.resting()
  }

  /** Resolves when nothing is being woken. */
  async resting(): Promise<void> {
    while (this.#running > 0) await new Promise<void>((resolve) => this.#resting.push(resolve))
  }

  #waitedEnough(): string | undefined {
    for (const [channel, waiting] of this.#waiting) {
      const [key] = this.#isFull(channel) ? [] : waiting
      if (key === undefined) continue
      waiting.delete(key)
      return key
    }
    return undefined
  }

  async #one(key: string): Promise<void> {
    const [kind, id] = key.split('/') as [DocRef['kind'], string]
    this.#waking.add(key)
    let again: Again = this.#clock.now() + RETRY
    try {
      again = await this.#wake({ kind, id })
    } catch (error) {
      this.#logger.error({ document: id, cause: String(error) }, 'a document could not be woken, will try again')
    }
    this.#woken += 1
    if (this.#woken % IN_A_ROW === 0) await new Promise<void>((resolve) => setImmediate(resolve))
    // What a commit said meanwhile stands.
    if (!this.#waking.delete(key)) return
    if (typeof again !== 'object' || again === null) return this.#queue.set(key, again)
    const waiting = this.#waiting.get(again.roomOn) ?? new Set()
    this.#waiting.set(again.roomOn, waiting.add(key))
  }

  #arm(at: number): void {
    if (!this.#started || this.#stopped) return
    const now = this.#clock.now()
    const soon = Math.min(Math.max(at, now + 1), now + TICK)
    if (this.#timerAt <= soon && this.#timerAt > now) return
    this.#cancel?.()
    this.#timerAt = soon
    this.#cancel = this.#clock.after(soon - now, () => {
      this.#timerAt = Infinity
      this.tick()
    })
  }
}
