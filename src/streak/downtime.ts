import { type Day, instantOf } from './day.ts'

/**
 * Waking hours, local minutes since 00:00: 07:00 to 22:30 (DESIGN §5). They say when a late question may still be
 * sent and which outages excuse a day.
 */
export const WAKING = { from: 7 * 60, to: 22 * 60 + 30 } as const

/** A stretch in which the bot could not take answers on a channel. Epoch ms, `to` exclusive; null: it still lasts. */
export interface Outage {
  channel: string
  from: number
  to: number | null
}

interface Span {
  from: number
  to: number
}

const DAY = 86_400_000

/**
 * Whether the bot was out of reach for more than half of the waking hours of that date in the learner's zone
 * (DESIGN §6). Of several channels all must have been down at the same time; of none, none was. Outages may come in
 * any order and overlap. One that still lasts is taken to go on: ask again when it is over.
 */
export function wasDown(outages: readonly Outage[], channels: readonly string[], day: Day, zone: string): boolean {
  const midnight = Date.parse(day) // UTC; the local day lies within a day of it, whatever the zone
  const near = outages.filter(({ from, to }) => from < midnight + 2 * DAY && (to ?? Infinity) > midnight - DAY)
  if (near.length === 0 || channels.length === 0) return false

  const from = instantOf(day, WAKING.from, zone)
  const to = instantOf(day, WAKING.to, zone)
  let down: Span[] = [{ from, to }]
  for (const channel of channels) down = intersect(down, union(near.filter((outage) => outage.channel === channel)))
  return down.reduce((sum, span) => sum + span.to - span.from, 0) > (to - from) / 2
}

/** The same stretches, ascending, none touching another. */
function union(outages: Outage[]): Span[] {
  const spans: Span[] = []
  for (const { from, to } of outages.toSorted((a, b) => a.from - b.from)) {
    const last = spans.at(-1)
    const end = to ?? Infinity
    if (last && from <= last.to) last.to = Math.max(last.to, end)
    else spans.push({ from, to: end })
  }
  return spans
}

function intersect(a: Span[], b: Span[]): Span[] {
  return a
    .flatMap((x) => b.map((y) => ({ from: Math.max(x.from, y.from), to: Math.min(x.to, y.to) })))
    .filter(({ from, to }) => from < to)
}
