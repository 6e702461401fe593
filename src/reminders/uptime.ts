import type { Day } from '../streak/day.ts'
import { type Outage, wasDown } from '../streak/downtime.ts'

/**
 * When the bot could not take answers on which channel: a heartbeat and the outages between. Kept in the store's record
 * `uptime`; a day mostly spent in an outage neither counts nor breaks a streak (DESIGN 6).
 */
export interface UptimeRecord {
  /** Last heartbeat of each channel, epoch ms. */
  alive: Record<string, number>
  outages: Outage[]
}

/** Shorter than this, ms, is no outage, and no pause between two. */
const SILENCE = 3 * 60_000
const KEPT = 120 * 86_400_000

export class Uptime {
  #alive: Record<string, number>
  #outages: Outage[]
  readonly #up = new Set<string>()

  /** `record`: what was kept last time, anything else counts as nothing. `channels`: those about to be started. */
  constructor(record: unknown, channels: readonly string[] = [], now = 0) {
    const kept = record as Partial<UptimeRecord> | undefined
    this.#alive = { ...kept?.alive }
    this.#outages = (Array.isArray(kept?.outages) ? kept.outages : []).map((outage) => ({ ...outage }))
    // Known from the start, for the backlog is read before a channel is up, and gets an honest streak all the same.
    for (const channel of channels) this.#begin(channel, this.#alive[channel] ?? now)
  }

  /** The channel takes answers again, or for the first time. */
  up(channel: string, now: number): void {
    this.#up.add(channel)
    this.#alive[channel] = now
    const open = this.#open(channel)
    if (open !== undefined) open.to = now
  }

  down(channel: string, now: number): void {
    if (this.#up.delete(channel)) this.#begin(channel, now)
  }

  /** Whether the channel's backlog is drained and it takes answers. */
  isUp(channel: string): boolean {
    return this.#up.has(channel)
  }

  get isAnyUp(): boolean {
    return this.#up.size > 0
  }

  beat(now: number): UptimeRecord {
    for (const channel of this.#up) this.#alive[channel] = now
    this.#outages = this.#outages.filter(
      ({ from, to }) => to === null || to > now - (to - from < SILENCE ? SILENCE : KEPT),
    )
    return { alive: { ...this.#alive }, outages: this.#outages }
  }

  wasDown(channels: string[], day: Day, zone: string): boolean {
    return wasDown(this.#outages, channels, day, zone)
  }

  #open(channel: string): Outage | undefined {
    return this.#outages.find((outage) => outage.channel === channel && outage.to === null)
  }

  /** Outages with next to nothing between them are one; short ones that stay alone are forgotten with the next beat. */
  #begin(channel: string, from: number): void {
    if (this.#open(channel) !== undefined) return
    const last = this.#outages.findLast((outage) => outage.channel === channel)
    if (last !== undefined && last.to !== null && from - last.to < SILENCE) last.to = null
    else this.#outages.push({ channel, from, to: null })
  }
}
