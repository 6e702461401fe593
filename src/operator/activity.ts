import type { Clock } from '../ports/clock.ts'
import { addDays, type Day, localTime } from '../streak/day.ts'

/** Days remembered: today and the six before it. */
const DAYS = 7

/**
 * Who wrote to the bot on which of the last days, by document id: for the operator's counts alone. Kept in the store's
 * record `activity`; whoever is forgotten is forgotten here too.
 */
export class Activity {
  readonly #clock: Clock
  readonly #zone: string
  readonly #days = new Map<Day, Set<string>>()
  #changed = false

  /** @param zone whose calendar counts @param record what `record` was in an earlier process, anything else is nothing */
  constructor(clock: Clock, zone: string, record?: unknown) {
    this.#clock = clock
    this.#zone = zone
    const kept = (record as { days?: unknown } | undefined)?.days
    for (const [day, ids] of Object.entries(typeof kept === 'object' && kept !== null ? kept : {}))
      if (Array.isArray(ids)) this.#days.set(day, new Set(ids.filter((id) => typeof id === 'string')))
  }

  seen(id: string): void {
    const { today } = this
    const ids = this.#days.get(today) ?? new Set()
    this.#changed ||= !ids.has(id)
    this.#days.set(today, ids.add(id))
  }

  forget(id: string): void {
    for (const ids of this.#days.values()) if (ids.delete(id)) this.#changed = true
  }

  counts(): { today: number; week: number } {
    this.#drop()
    return {
      today: this.#days.get(this.today)?.size ?? 0,
      week: new Set([...this.#days.values()].flatMap((ids) => [...ids])).size,
    }
  }

  /** What is to be kept; undefined when nothing changed since it was last asked for. */
  record(): { days: Record<Day, string[]> } | undefined {
    if (!this.#changed) return undefined
    this.#changed = false
    this.#drop()
    return { days: Object.fromEntries([...this.#days].map(([day, ids]) => [day, [...ids]])) }
  }

  get today(): Day {
    return localTime(this.#clock.now(), this.#zone).day
  }

  #drop(): void {
    const { today } = this
    for (const day of this.#days.keys())
      if (day <= addDays(today, -DAYS) || day > today) {
        this.#days.delete(day)
        this.#changed = true
      }
  }
}
