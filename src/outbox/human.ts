import type { HumanPace } from '../ports/channel.ts'
import { addDays, type Day, instantOf, localTime } from '../streak/day.ts'

const MINUTES_A_DAY = 24 * 60

/** Messages sent on one calendar day, as kept across restarts. */
export interface SentToday {
  day: Day
  count: number
}

/** What a person would do who writes to many: pauses between chats, quiet hours, and an end to the day's work. */
export class Human {
  readonly #pace: HumanPace
  readonly #chance: () => number
  #today: SentToday = { day: '', count: 0 }
  #lastChat: string | undefined
  /** When another chat than the last may be written to. */
  #elsewhereFrom = 0

  constructor(pace: HumanPace, chance: () => number) {
    this.#pace = pace
    this.#chance = chance
  }

  get sentToday(): SentToday {
    return { ...this.#today }
  }

  /** Takes over the count of an earlier process; anything else counts as nothing. */
  recall(record: unknown): void {
    const { day, count } = (record ?? {}) as Partial<SentToday>
    if (typeof day === 'string' && typeof count === 'number') this.#today = { day, count }
  }

  /** How long a push is put off before it gets in line, ms. */
  delay(): number {
    return Math.round(this.#chance() * this.#pace.spread)
  }

  /** Milliseconds until the next message to this chat may go; `unasked`: it answers nothing. */
  wait(now: number, chatId: string, unasked: boolean): number {
    const { day, minutes } = localTime(now, this.#pace.zone)
    if (this.#today.day === day && this.#today.count >= this.#pace.perDay)
      return instantOf(addDays(day, 1), 0, this.#pace.zone) - now
    const elsewhere = chatId === this.#lastChat ? 0 : this.#elsewhereFrom - now
    const { quiet } = this.#pace
    if (!unasked || quiet === null || !isBetween(minutes, quiet.from, quiet.to)) return elsewhere
    const end = instantOf(minutes < quiet.to ? day : addDays(day, 1), quiet.to, this.#pace.zone)
    return Math.max(elsewhere, end - now)
  }

  /** @returns whether it is the last of the day */
  begins(now: number): boolean {
    const { day } = localTime(now, this.#pace.zone)
    this.#today = { day, count: this.#today.day === day ? this.#today.count + 1 : 1 }
    return this.#today.count === this.#pace.perDay
  }

  /** The message certainly did not go out: it does not count. */
  takeBack(): void {
    this.#today.count = Math.max(0, this.#today.count - 1)
  }

  /** The message is out: the pause before another chat is counted from here. */
  ended(now: number, chatId: string): void {
    const { min, max } = this.#pace.betweenChats
    this.#lastChat = chatId
    this.#elsewhereFrom = now + Math.round(min + this.#chance() * (max - min))
  }
}

/** Whether a time of day is in hours that may go past midnight; none when both ends are the same. */
export function isBetween(minutes: number, from: number, to: number): boolean {
  const since = (minutes - from + MINUTES_A_DAY) % MINUTES_A_DAY
  return since < (to - from + MINUTES_A_DAY) % MINUTES_A_DAY
}
