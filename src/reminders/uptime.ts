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

/** Without a heartbeat for so long, the bot was down. */
const SILENCE = 3 * 60_000
const KEPT = 120 * 86_400_000

export class Uptime {
  #alive: Record<string, number>
  #outages: Outage[]
  readonly #up = new Set<string>()

  /** `record`: what was kept last time, anything else counts as nothing. */
  constructor(record: unknown) {
    const kept = record as Partial<UptimeRecord> | undefined
    this.#alive = { ...kept?.alive }
    this.#outages = (kept?.outages ?? []).map((outage) => ({ ...outage }))
  }

  /** The channel takes answers again, or for the first time. */
  up(channel: string, now: number): void {
    if (this.#up.has(channel)) return
    this.#up.add(channel)
    const open = this.#outages.find((outage) => outage.channel === channel && outage.to === null)
    const alive = this.#alive[channel]
    if (open) open.to = now
    else if (alive !== undefined && now - alive > SILENCE) this.#outages.push({ channel, from: alive, to: now })
    this.#alive[channel] = now
  }

  down(channel: string, now: number): void {
    if (!this.#up.delete(channel)) return
    this.#outages.push({ channel, from: now, to: null })
  }

  /** Whether the channel's backlog is drained and it takes answers. */
  isUp(channel: string): boolean {
    return this.#up.has(channel)
  }

  beat(now: number): UptimeRecord {
    for (const channel of this.#up) this.#alive[channel] = now
    this.#outages = this.#outages.filter((outage) => outage.to === null || outage.to > now - KEPT)
    return { alive: { ...this.#alive }, outages: this.#outages }
  }

  wasDown(channels: string[], day: Day, zone: string): boolean {
    return wasDown(this.#outages, channels, day, zone)
  }
}
