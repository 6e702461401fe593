import type { OutboxEntry } from '../learner.ts'
import { type Channel, ChannelError, type Chat, type OutboundMessage } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import { type DocRef, StoreError } from '../ports/store.ts'
import {
  type Delivery,
  FIRST_BACKOFF,
  isExpired,
  isPush,
  judge,
  LONGEST_BACKOFF,
  type Outcome,
  sendUntil,
} from './delivery.ts'
import { Human, type SentToday } from './human.ts'
import { Bucket, type Item, type Lane, Line } from './lanes.ts'

/**
 * Delivers a channel's messages (DESIGN 5): in order within a chat, never waiting for another chat, at the channel's
 * pace, replies before pushes. It holds no truth: entries live in documents, and what the network said is handed to
 * `outcome`, which commits it before the next message of that chat goes out. So a crash repeats at most one a chat.
 */

interface PumpOptions {
  channel: Channel
  clock: Clock
  logger: Logger
  /**
   * Commits what became of an entry.
   * @returns the entry still to be sent as it stands now (after `sent` the one of `next`), undefined when it is gone
   */
  outcome(delivery: Delivery, outcome: Outcome): Promise<OutboxEntry | undefined>
  /** The message as it goes out (files are made at this point). */
  prepare(delivery: Delivery): Promise<OutboundMessage>
  /** Random numbers from 0 to 1, for the pauses of `Pace.human`. */
  chance: () => number
  /** A push is done with, so that there is room for another, see `isFull`. */
  room(): void
}

/** Of a chat's pace, what must be left for something to go out beside the queue. */
const SPARE = 3
/** How long a message that is in no document is worth sending, ms. */
const LOOSE_LASTS = 10 * 60_000
/** Pushes it takes before it is full: some seconds of what networks allow, and no burden on memory. */
const PUSHES_AHEAD = 200
/** Sends at once on a channel: enough for the rate with a slow network, few enough for its connections. */
const MOST_AT_ONCE = 64

export class Pump {
  readonly #options: PumpOptions
  readonly #lanes = new Map<string, Lane>()
  /** Chats with something to send: those that wait for a reply first, then those with pushes alone. */
  readonly #urgent = new Line('urgent')
  readonly #calm = new Line('calm')
  readonly #held = new Set<string>()
  readonly #abort = new AbortController()
  #running = 0
  #loose = 0
  #pushes = 0
  #stopped = false
  readonly #overall: Bucket
  readonly #broadcast: Bucket
  readonly #human: Human | undefined
  /** Nothing goes out: the channel is logged out. */
  #onHold = false
  /** The whole channel waits until then (429). */
  #blockedUntil = 0
  #cancelTimer: (() => void) | undefined
  #timerAt = Infinity
  #idle: (() => void)[] = []

  constructor(options: PumpOptions) {
    this.#options = options
    const { overall, broadcast, human } = options.channel.capabilities.pace
    const now = options.clock.now()
    this.#overall = new Bucket(Math.max(1, overall), overall, now)
    this.#broadcast = new Bucket(Math.max(1, broadcast), broadcast, now)
    this.#human = human && new Human(human, options.chance)
  }

  /** What `Pace.human` counts, to be kept across restarts; undefined where it counts nothing. */
  get sentToday(): SentToday | undefined {
    return this.#human?.sentToday
  }

  /** Takes over what `sentToday` was in an earlier process. */
  recall(record: unknown): void {
    this.#human?.recall(record)
  }

  /** Sends nothing until `release`: everything waits, as long as it is of use. */
  hold(): void {
    this.#onHold = true
    for (const wake of this.#idle.splice(0)) wake()
  }

  release(): void {
    this.#onHold = false
    this.#run()
  }

  /** How many messages it has still to send. */
  get waiting(): number {
    return this.#held.size
  }

  /** Whether enough pushes wait: who has more to plan had better wait for `room`. Still, whatever is added is taken. */
  get isFull(): boolean {
    return this.#pushes >= PUSHES_AHEAD
  }

  /** Whether this entry is in the pump's hands. */
  holds(ref: DocRef, entryId: string): boolean {
    return this.#held.has(key(ref, entryId))
  }

  /** Whether a message to this chat would be sent at once, no other being on its way. At a human pace none is. */
  isIdle(chatId: string): boolean {
    const lane = this.#lanes.get(chatId)
    return (
      !this.#stopped && !this.#onHold && !this.#human && (lane === undefined || (lane.queue.length === 0 && !lane.busy))
    )
  }

  /**
   * Whether what is sent beside the documents has to be sent with `say`: where the network watches for machines nothing
   * is exempt from the pace.
   */
  get isWatched(): boolean {
    return this.#human !== undefined
  }

  /** Sends a message that is in no document, best effort and at the pace of all others; of use for a while only. */
  say(chat: Chat, message: OutboundMessage): void {
    const now = this.#options.clock.now()
    const id = `loose-${++this.#loose}`
    // Marked as being sent: there is nobody to write it down.
    const entry: OutboxEntry = {
      id,
      kind: 'notice',
      chat: { ...chat },
      message: { blocks: [] },
      state: 'sending',
      at: now,
      expiresAt: now + LOOSE_LASTS,
    }
    this.add([{ ref: { kind: 'learner', id }, entry, loose: message }])
  }

  /** Takes entries just committed. Entries it already holds are ignored. */
  add(deliveries: Iterable<Item>): void {
    for (const delivery of deliveries) {
      const held = key(delivery.ref, delivery.entry.id)
      if (this.#stopped || this.#held.has(held)) continue
      this.#held.add(held)
      const lane = this.#lane(delivery.entry.chat)
      lane.queue.push({ ...delivery })
      const unasked = isPush(delivery.entry)
      if (unasked) this.#pushes += 1
      // A reply behind a push takes the push along; only a fault is waited for.
      const hurries = !unasked && lane.failures === 0
      if (lane.queue.length === 1 ? !lane.busy : lane.waits === 'calm' && !unasked) {
        if (hurries) lane.freeAt = 0
        if (unasked && this.#human) lane.freeAt = Math.max(lane.freeAt, this.#options.clock.now() + this.#human.delay())
        this.#getInLine(lane)
      } else if (hurries && lane.endPause !== undefined) {
        lane.endPause()
        lane.freeAt = 0
        this.#getInLine(lane)
      }
    }
    this.#run()
  }

  /** Resolves when everything added has been sent or given up, or when nothing is sent. */
  async drained(): Promise<void> {
    while (this.#held.size > 0 && !this.#stopped && !this.#onHold)
      await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  /**
   * Sends nothing more; waits for the sends under way, at most `patience` ms, then gives them up: they are `unknown`,
   * and settled at the next start with all that was not sent.
   */
  async stop(patience: number): Promise<void> {
    this.#stopped = true
    this.#cancelTimer?.()
    const keepPatience = this.#options.clock.after(patience, () => this.#abort.abort())
    while (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
    keepPatience()
    for (const wake of this.#idle.splice(0)) wake()
  }

  #lane({ chatId, kind }: Pick<Chat, 'chatId' | 'kind'>): Lane {
    const { clock } = this.#options
    const known = this.#lanes.get(chatId)
    if (known !== undefined) return known
    const { burst, perSecond } = this.#paceOf(kind)
    const pace = new Bucket(burst, perSecond, clock.now())
    const recovers = (burst / perSecond) * 1000
    const lane: Lane = { chatId, recovers, queue: [], busy: false, waits: undefined, freeAt: 0, failures: 0, pace }
    this.#lanes.set(chatId, lane)
    return lane
  }

  /**
   * Whether something may be sent to this chat at once beside the queue, with its pace leaving room for what the queue
   * will bring; if so it is counted.
   */
  spare(chat: Chat): boolean {
    const { clock } = this.#options
    if (this.#paceOf(chat.kind).perSecond === Infinity) return true
    const isNew = !this.#lanes.has(chat.chatId)
    const lane = this.#lane(chat)
    const may = lane.queue.length === 0 && lane.pace.room(clock.now()) >= SPARE
    if (may) lane.pace.take()
    if (isNew || may) this.#forget(lane)
    return may
  }

  #paceOf(kind: Chat['kind']): { burst: number; perSecond: number } {
    const { perChat, perGroup = perChat } = this.#options.channel.capabilities.pace
    return kind === 'group' ? perGroup : perChat
  }

  #getInLine(lane: Lane): void {
    const line = lane.queue.every(({ entry }) => isPush(entry)) ? this.#calm : this.#urgent
    line.join(lane)
  }

  #run(): void {
    const { clock, channel, logger } = this.#options
    while (!this.#stopped && !this.#onHold && this.#running < (this.#human ? 1 : MOST_AT_ONCE)) {
      const now = clock.now()
      const urgent = this.#urgent.first()
      const lane = urgent ?? this.#calm.first()
      if (lane === undefined) return
      const line = urgent ? this.#urgent : this.#calm
      // What is of no use any more goes without waiting for anything.
      const useless = isExpired(lane.queue[0]?.entry, now)
      const buckets = urgent ? [this.#overall] : [this.#overall, this.#broadcast]
      const pause = useless ? 0 : Math.max(lane.freeAt - now, lane.pace.wait(now))
      if (pause > 0) {
        line.leave(lane)
        this.#pause(lane, pause)
        continue
      }
      const human = useless ? undefined : this.#human
      const wait = Math.max(
        this.#blockedUntil - now,
        ...buckets.map((bucket) => bucket.wait(now)),
        human?.wait(now, lane.chatId, urgent === undefined) ?? 0,
      )
      if (wait > 0 && !useless) return this.#wakeAt(now + wait)
      line.leave(lane)
      if (!useless) for (const bucket of [...buckets, lane.pace]) bucket.take()
      if (human?.begins(now)) logger.warn({ channel: channel.name }, 'the daily cap of messages is reached')
      lane.busy = true
      this.#running += 1
      void this.#deliver(lane).finally(() => {
        this.#running -= 1
        human?.ended(clock.now(), lane.chatId)
        lane.busy = false
        if (this.#stopped || this.#held.size === 0) for (const wake of this.#idle.splice(0)) wake()
        if (lane.queue.length > 0) this.#getInLine(lane)
        else this.#forget(lane)
        this.#run()
      })
    }
  }

  /** Out of the line for a while. */
  #pause(lane: Lane, ms: number): void {
    const cancel = this.#options.clock.after(ms, () => {
      lane.endPause = undefined
      this.#getInLine(lane)
      this.#run()
    })
    lane.endPause = () => {
      lane.endPause = undefined
      cancel()
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

  /** Sends the first message of a chat and commits what became of it. Never rejects: what fails is tried again. */
  async #deliver(lane: Lane): Promise<void> {
    const item = lane.queue[0] as Item
    const { logger } = this.#options
    try {
      // What is known need not happen again because it could not be written down.
      item.final ??= await this.#attempt(lane, item)
      if (item.final !== undefined) await this.#settle(lane, item, item.final)
    } catch (fault) {
      // The disk is full, or a file to send cannot be made: the entry is as before.
      logger.error({ document: item.ref.id, cause: String(fault) }, 'cannot record what became of a message')
      this.#backOff(lane)
    }
  }

  /** @returns what became of it for good, undefined when it is to be tried again or gone @throws what `outcome` throws */
  async #attempt(lane: Lane, item: Item): Promise<Outcome | undefined> {
    const { channel, clock, outcome, prepare } = this.#options
    if (isExpired(item.entry, clock.now())) return { kind: 'failed', reason: 'expired' }
    if (item.entry.state !== 'sending' && !this.#update(lane, item, await outcome(item, { kind: 'sending' }))) return
    try {
      const message = item.loose ?? (await prepare(item))
      const { messageId } = await sendUntil(this.#abort.signal, (signal) =>
        channel.send(item.entry.chat, message, signal),
      )
      return { kind: 'sent', messageId }
    } catch (error) {
      if (error instanceof StoreError) throw error
      return this.#failed(lane, item, error)
    }
  }

  /** @returns what became of it for good, undefined when it is to be tried again */
  #failed(lane: Lane, item: Item, error: unknown): Outcome | undefined {
    const { clock, logger } = this.#options
    // A fault in our own code would only come again.
    const fault = error instanceof ChannelError ? error : new ChannelError('invalid-message', '')
    if (fault.outcome === 'not-sent') this.#human?.takeBack()
    const { final, waits, told } = judge(fault, item.entry)
    if (told) logger[told.level]({ document: item.ref.id, entry: item.entry.kind, cause: String(error) }, told.words)
    if (waits === 'chat') this.#backOff(lane)
    else if (waits !== undefined) this.#blockedUntil = Math.max(this.#blockedUntil, clock.now() + waits.channel)
    return final
  }

  #backOff(lane: Lane): void {
    lane.failures += 1
    lane.freeAt = this.#options.clock.now() + Math.min(FIRST_BACKOFF * 2 ** (lane.failures - 1), LONGEST_BACKOFF)
  }

  /** Commits what became of the message, and goes on from there. @throws what `outcome` throws */
  async #settle(lane: Lane, item: Item, final: Outcome): Promise<void> {
    const after = lane.queue[1]
    const next = final.kind === 'sent' && after !== undefined && isSame(after.ref, item.ref) ? after : undefined
    const told = final.kind === 'sent' ? { ...final, next: next?.entry.id } : final
    const entry = item.loose === undefined ? await this.#options.outcome(item, told) : undefined
    item.final = undefined
    if (final.kind === 'unknown') {
      if (this.#update(lane, item, entry)) this.#backOff(lane)
    } else if (final.kind === 'migrated') {
      if (this.#update(lane, item, entry)) this.#move(lane, final.toChatId)
    } else {
      if (next !== undefined && entry !== undefined) next.entry = entry
      lane.failures = 0
      this.#drop(lane, item)
    }
  }

  /** Takes the entry as the document has it. @returns false when it is gone: then there is nothing to send */
  #update(lane: Lane, item: Item, entry: OutboxEntry | undefined): boolean {
    if (entry === undefined) this.#drop(lane, item)
    else item.entry = entry
    return entry !== undefined
  }

  #drop(lane: Lane, item: Item): void {
    lane.queue.shift()
    this.#letGo(item)
    if (isPush(item.entry)) this.#options.room()
  }

  #letGo({ ref, entry }: Item): void {
    this.#held.delete(key(ref, entry.id))
    if (isPush(entry)) this.#pushes -= 1
  }

  /** The chat got another id: everything for it goes there. */
  #move(lane: Lane, toChatId: string): void {
    const moved = lane.queue.splice(0)
    for (const item of moved) this.#letGo(item)
    this.add(
      moved.map(({ entry, ...item }) => ({
        ...item,
        entry: { ...entry, state: 'planned', chat: { ...entry.chat, chatId: toChatId } },
      })),
    )
  }

  /** Once its pace has recovered, an empty lane is no different from a new one. */
  #forget(lane: Lane): void {
    this.#options.clock.after(lane.recovers, () => {
      if (lane.queue.length > 0 || lane.busy || !lane.pace.isFull(this.#options.clock.now())) return
      if (this.#lanes.get(lane.chatId) === lane) this.#lanes.delete(lane.chatId)
    })
  }
}

function key(ref: DocRef, entryId: string): string {
  return `${ref.kind}/${ref.id}/${entryId}`
}

function isSame(a: DocRef, b: DocRef): boolean {
  return a.kind === b.kind && a.id === b.id
}
