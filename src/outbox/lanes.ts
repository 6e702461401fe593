import type { OutboundMessage } from '../ports/channel.ts'
import type { Delivery, Outcome } from './delivery.ts'

/** A message on its way. `final`: what became of it is known, but could not be committed yet. */
export interface Item extends Delivery {
  final?: Outcome | undefined
  /** It is in no document: this is all there is of it, and nothing about it is committed. */
  loose?: OutboundMessage | undefined
}

/** The messages to one chat. */
export interface Lane {
  readonly chatId: string
  readonly recovers: number
  readonly queue: Item[]
  busy: boolean
  /** Where it waits for its turn; undefined while it is busy, pausing or empty. */
  waits: 'urgent' | 'calm' | undefined
  /** Backing off until then. */
  freeAt: number
  /** Ends the pause it is in, without getting in line. */
  endPause?: (() => void) | undefined
  failures: number
  readonly pace: Bucket
}

/** Lanes waiting for their turn, first come first served. One that waits elsewhere by now is passed over. */
export class Line {
  readonly #kind: 'urgent' | 'calm'
  #lanes: Lane[] = []
  #first = 0

  constructor(kind: 'urgent' | 'calm') {
    this.#kind = kind
  }

  join(lane: Lane): void {
    lane.waits = this.#kind
    this.#lanes.push(lane)
  }

  /** The first, still in line. */
  first(): Lane | undefined {
    while (this.#first < this.#lanes.length && this.#lanes[this.#first]?.waits !== this.#kind) this.#pass()
    return this.#lanes[this.#first]
  }

  leave(lane: Lane): void {
    lane.waits = undefined
    this.#pass()
  }

  /** Moving the rest up each time would cost as much as there are lanes. */
  #pass(): void {
    this.#first += 1
    if (this.#first * 2 <= this.#lanes.length) return
    this.#lanes = this.#lanes.slice(this.#first)
    this.#first = 0
  }
}

/** So many at once, then so many a second. */
export class Bucket {
  readonly burst: number
  readonly #perSecond: number
  #tokens: number
  #filledAt: number

  constructor(burst: number, perSecond: number, now: number) {
    this.burst = burst
    this.#perSecond = perSecond
    this.#tokens = burst
    this.#filledAt = now
  }

  /** Milliseconds until one may go. */
  wait(now: number): number {
    if (this.#perSecond === Infinity) return 0
    const room = this.room(now)
    return room >= 1 ? 0 : Math.ceil(((1 - room) / this.#perSecond) * 1000)
  }

  /** How many may go now. */
  room(now: number): number {
    if (this.#perSecond === Infinity) return this.burst
    this.#tokens = Math.min(this.burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.#perSecond)
    this.#filledAt = now
    return this.#tokens
  }

  isFull(now: number): boolean {
    return this.room(now) > this.burst - 0.01
  }

  take(): void {
    this.#tokens -= 1
  }
}
