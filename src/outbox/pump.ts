import type { OutboxEntry } from '../learner.ts'
import { type Channel, ChannelError, type OutboundMessage } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { DocRef } from '../ports/store.ts'

/**
 * Delivers a channel's messages (DESIGN 5): in order within a chat, never waiting for another chat, at the channel's
 * pace, replies before pushes. It holds no truth: entries live in documents, and what the network said is handed to
 * `outcome`, which commits it before the next message of that chat goes out. So a crash repeats at most one a chat.
 */

/** What became of a message. `retry` is not final: the entry stays planned. */
export type Outcome =
  | { kind: 'sending' }
  | { kind: 'sent'; messageId: string | undefined }
  | { kind: 'unknown' }
  | { kind: 'failed'; reason: 'blocked' | 'invalid-message' | 'expired' }
  | { kind: 'migrated'; toChatId: string }

export interface Delivery {
  ref: DocRef
  entry: OutboxEntry
}

interface PumpOptions {
  channel: Channel
  clock: Clock
  logger: Logger
  /** Commits what became of an entry. @returns the entry as it stands now, or undefined when it is gone */
  outcome(delivery: Delivery, outcome: Outcome): Promise<OutboxEntry | undefined>
  /** The message as it goes out (files are made at this point). */
  prepare(delivery: Delivery): Promise<OutboundMessage>
}

/** Kinds sent again when nobody knows whether they went out: a rare double beats a lost day. */
const repeatable: Record<OutboxEntry['kind'], boolean> = {
  question: true,
  feedback: true,
  notice: true,
  export: true,
  nudge: false,
  counter: false,
}

export function isRepeatable(entry: OutboxEntry): boolean {
  return repeatable[entry.kind]
}

/** Sends at once on a channel: enough for the rate with a slow network, few enough for its connections. */
const MOST_AT_ONCE = 64
const FIRST_BACKOFF = 1000
const LONGEST_BACKOFF = 60_000
const LANE_KEPT = 30_000

interface Lane {
  queue: Delivery[]
  busy: boolean
  /** Backing off until then. */
  freeAt: number
  failures: number
  pace: Bucket
}

/** So many at once, then so many a second. */
class Bucket {
  readonly #burst: number
  readonly #perSecond: number
  #tokens: number
  #filledAt: number

  constructor(burst: number, perSecond: number, now: number) {
    this.#burst = burst
    this.#perSecond = perSecond
    this.#tokens = burst
    this.#filledAt = now
  }

  /** Milliseconds until one may go. */
  wait(now: number): number {
    if (this.#perSecond === Infinity) return 0
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.#perSecond)
    this.#filledAt = now
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1000)
  }

  take(): void {
    this.#tokens -= 1
  }
}

export class Pump {
  readonly #options: PumpOptions
  readonly #lanes = new Map<string, Lane>()
  /** Lanes with something to send: replies first, then pushes. */
  readonly #ready: { urgent: Lane[]; calm: Lane[] } = { urgent: [], calm: [] }
  readonly #held = new Set<string>()
  readonly #abort = new AbortController()
  #running = 0
  #stopped = false
  readonly #overall: Bucket
  readonly #broadcast: Bucket
  /** The whole channel waits until then (429, network down). */
  #blockedUntil = 0
  #cancelTimer: (() => void) | undefined
  #timerAt = Infinity
  #idle: (() => void)[] = []

  constructor(options: PumpOptions) {
    this.#options = options
    const { overall, broadcast } = options.channel.capabilities.pace
    const now = options.clock.now()
    this.#overall = new Bucket(Math.max(1, overall), overall, now)
    this.#broadcast = new Bucket(Math.max(1, broadcast), broadcast, now)
  }

  /** Whether this entry is in the pump's hands. */
  holds(ref: DocRef, entryId: string): boolean {
    return this.#held.has(key(ref, entryId))
  }

  /** Whether nothing is on its way to this chat. */
  isIdle(chatId: string): boolean {
    const lane = this.#lanes.get(chatId)
    return lane === undefined || (lane.queue.length === 0 && !lane.busy)
  }

  /** Takes entries just committed. Entries it already holds are ignored. */
  add(deliveries: Iterable<Delivery>): void {
    for (const delivery of deliveries) {
      const { ref, entry } = delivery
      if (this.#stopped || this.#held.has(key(ref, entry.id))) continue
      this.#held.add(key(ref, entry.id))
      const lane = this.#lanes.get(entry.chat.chatId) ?? this.#newLane()
      this.#lanes.set(entry.chat.chatId, lane)
      lane.queue.push(delivery)
      if (!lane.busy && lane.queue.length === 1) this.#makeReady(lane)
    }
    this.#run()
  }

  /** Resolves when everything added has been sent or given up. */
  async drained(): Promise<void> {
    while (this.#held.size > 0 && !this.#stopped) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  /**
   * Sends nothing more; waits for the sends under way, at most `patience` ms, then aborts them. What is then
   * unresolved stays in its document and is settled at the next start.
   */
  async stop(patience: number): Promise<void> {
    this.#stopped = true
    this.#cancelTimer?.()
    const gaveUp = this.#options.clock.after(patience, () => this.#abort.abort())
    while (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
    gaveUp()
    for (const wake of this.#idle.splice(0)) wake()
  }

  #newLane(): Lane {
    const { clock, channel } = this.#options
    const { burst, perSecond } = channel.capabilities.pace.perChat
    return { queue: [], busy: false, freeAt: 0, failures: 0, pace: new Bucket(burst, perSecond, clock.now()) }
  }

  #makeReady(lane: Lane): void {
    const kind = lane.queue[0]?.entry.kind
    const push =
      kind === 'nudge' || kind === 'counter' || (kind === 'question' && lane.queue[0]?.entry.expiresAt !== undefined)
    ;(push ? this.#ready.calm : this.#ready.urgent).push(lane)
  }

  #run(): void {
    const { clock } = this.#options
    while (!this.#stopped && this.#running < MOST_AT_ONCE) {
      const now = clock.now()
      const calm = this.#ready.urgent.length === 0
      const lane = this.#ready.urgent[0] ?? this.#ready.calm[0]
      if (lane === undefined) return
      const buckets = calm ? [this.#overall, this.#broadcast] : [this.#overall]
      const wait = Math.max(this.#blockedUntil - now, ...buckets.map((bucket) => bucket.wait(now)))
      if (wait > 0) return this.#wakeAt(now + wait)
      ;(calm ? this.#ready.calm : this.#ready.urgent).shift()
      const pause = Math.max(lane.freeAt - now, lane.pace.wait(now))
      if (pause > 0) {
        clock.after(pause, () => {
          this.#makeReady(lane)
          this.#run()
        })
        continue
      }
      for (const bucket of [...buckets, lane.pace]) bucket.take()
      lane.busy = true
      this.#running += 1
      void this.#deliver(lane).finally(() => {
        this.#running -= 1
        lane.busy = false
        if (this.#stopped || this.#held.size === 0) for (const wake of this.#idle.splice(0)) wake()
        if (lane.queue.length > 0) this.#makeReady(lane)
        this.#run()
      })
    }
  }

  #wakeAt(at: number): void {
    if (this.#timerAt <= at) return
    this.#cancelTimer?.()
    this.#timerAt = at
    this.#cancelTimer = this.#options.clock.after(Math.max(1, at - this.#options.clock.now()), () => {
      this.#timerAt = Infinity
      this.#run()
    })
  }

  async #deliver(lane: Lane): Promise<void> {
    const { channel, clock, logger, outcome, prepare } = this.#options
    const delivery = lane.queue[0] as Delivery
    try {
      if (delivery.entry.expiresAt !== undefined && clock.now() > delivery.entry.expiresAt) {
        await this.#settle(lane, delivery, { kind: 'failed', reason: 'expired' })
        return
      }
      if (delivery.entry.state !== 'sending') {
        const entry = await outcome(delivery, { kind: 'sending' })
        if (entry === undefined) return this.#drop(lane, delivery)
        delivery.entry = entry
      }
      const message = await prepare(delivery)
      const sent = await channel.send(delivery.entry.chat, message, this.#abort.signal)
      lane.failures = 0
      await this.#settle(lane, delivery, { kind: 'sent', messageId: sent.messageId })
    } catch (error) {
      await this.#failed(lane, delivery, error).catch((fault) => {
        // The outcome could not be committed (disk full): the entry is as before, try again later.
        logger.error({ document: delivery.ref.id, cause: String(fault) }, 'cannot record what became of a message')
        this.#backOff(lane)
      })
    }
  }

  async #failed(lane: Lane, delivery: Delivery, error: unknown): Promise<void> {
    const { clock, logger, outcome } = this.#options
    if (!(error instanceof ChannelError)) throw error
    const fields = { document: delivery.ref.id, entry: delivery.entry.kind, cause: error.message }
    switch (error.kind) {
      case 'rate-limited':
        this.#blockedUntil = Math.max(this.#blockedUntil, clock.now() + (error.retryAfterMs ?? FIRST_BACKOFF))
        return
      case 'blocked':
        logger.info(fields, 'a chat takes no more messages')
        return this.#settle(lane, delivery, { kind: 'failed', reason: 'blocked' })
      case 'migrated': {
        const toChatId = error.toChatId ?? delivery.entry.chat.chatId
        return this.#settle(lane, delivery, { kind: 'migrated', toChatId })
      }
      case 'invalid-message':
        logger.error(fields, 'the network refuses a message for good')
        return this.#settle(lane, delivery, { kind: 'failed', reason: 'invalid-message' })
      default:
        if (error.outcome === 'unknown') {
          logger.warn(fields, 'a message may or may not have gone out')
          const entry = await outcome(delivery, { kind: 'unknown' })
          if (entry === undefined) return this.#drop(lane, delivery)
          delivery.entry = entry
        } else logger.warn(fields, 'cannot send now, will try again')
        this.#backOff(lane)
    }
  }

  #backOff(lane: Lane): void {
    lane.failures += 1
    lane.freeAt = this.#options.clock.now() + Math.min(FIRST_BACKOFF * 2 ** (lane.failures - 1), LONGEST_BACKOFF)
  }

  async #settle(lane: Lane, delivery: Delivery, outcome: Outcome): Promise<void> {
    await this.#options.outcome(delivery, outcome)
    this.#drop(lane, delivery)
  }

  #drop(lane: Lane, delivery: Delivery): void {
    lane.queue.shift()
    this.#held.delete(key(delivery.ref, delivery.entry.id))
    if (lane.queue.length > 0) return
    // Kept a while, so that its pace is remembered.
    this.#options.clock.after(LANE_KEPT, () => {
      const { chatId } = delivery.entry.chat
      if (lane.queue.length === 0 && !lane.busy && this.#lanes.get(chatId) === lane) this.#lanes.delete(chatId)
    })
  }
}

function key(ref: DocRef, entryId: string): string {
  return `${ref.kind}/${ref.id}/${entryId}`
}
