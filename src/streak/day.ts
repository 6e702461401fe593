import { Temporal } from 'temporal-polyfill'

/**
 * Calendar days and wall-clock times in a learner's zone (DESIGN §6: compare dates, never milliseconds).
 * Instants are epoch milliseconds; wall-clock times are minutes since 00:00 (450 = 07:30); zones are IANA names.
 * Every function that takes a zone throws RangeError for an unknown one: let `isZone` check what comes from outside.
 */

/** A calendar date, 'YYYY-MM-DD'. Dates compare as text. */
export type Day = string

const MINUTE = 60_000
const DAY = 86_400_000

/**
 * The practice day an instant belongs to: the local date, where times before the cutover (minutes, 180 = 03:00) still
 * belong to the date before (DESIGN §6). In one zone it goes back only where a doubled hour contains the cutover
 * (Chatham, 15 minutes a year); whoever needs it monotonic keeps the latest.
 */
export function practiceDay(at: number, zone: string, cutoverMinutes: number): Day {
  return dayOf(Math.floor((at + offsetAt(at, zone) - cutoverMinutes * MINUTE) / DAY))
}

/** The calendar date and the minutes since 00:00 that a clock on the wall shows. */
export function localTime(at: number, zone: string): { day: Day; minutes: number } {
  const local = at + offsetAt(at, zone)
  const number = Math.floor(local / DAY)
  return { day: dayOf(number), minutes: Math.floor((local - number * DAY) / MINUTE) }
}

/**
 * The instant of a wall-clock time. A time inside a DST gap moves forward by the gap; of a doubled one it is the
 * earlier (DESIGN §5). Same as Temporal's disambiguation "compatible". `minutes` of 1440 and more run into later days.
 */
export function instantOf(day: Day, minutes: number, zone: string): number {
  const local = numberOf(day) * DAY + minutes * MINUTE
  // Offsets are less than a day, so these two are the offsets before and after any change near that time.
  const before = offsetAt(local - DAY, zone)
  const after = offsetAt(local + DAY, zone)
  if (before === after || offsetAt(local - before, zone) === before) return local - before
  return offsetAt(local - after, zone) === after ? local - after : local - before
}

/** Whether the zone's calendar has this date: Apia went from 2011-12-29 straight to 2011-12-31. */
export function dayExists(day: Day, zone: string): boolean {
  return localTime(instantOf(day, 720, zone), zone).day === day
}

export function addDays(day: Day, n: number): Day {
  return dayOf(numberOf(day) + n)
}

/** Days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return numberOf(b) - numberOf(a)
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(day: Day): number {
  return ((((numberOf(day) + 3) % 7) + 7) % 7) + 1
}

/** The later of the two; null is earlier than every day. */
export function laterDay(a: Day, b: Day | null): Day {
  return b !== null && b > a ? b : a
}

/**
 * The zone's name in its official spelling ("asia/shanghai" gives "Asia/Shanghai"), or undefined when there is no such
 * zone. Aliases stay as they are ("PRC"). Bare offsets ("+08:00") are not zones: they know no daylight saving.
 */
export function isZone(zone: string): string | undefined {
  if (!/^[A-Za-z][\w+/-]*$/.test(zone)) return undefined
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId
  } catch {
    return undefined
  }
}

function numberOf(day: Day): number {
  return Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8, 10)) / DAY
}

function dayOf(number: number): Day {
  return new Date(number * DAY).toISOString().slice(0, 10)
}

/** A stretch of time in which a zone keeps one offset: instants `from` (inclusive) to `to` (exclusive), `offset` in ms. */
interface Span {
  from: number
  to: number
  offset: number
}

/**
 * Asking Temporal takes 7 to 25 µs; comparing with the stretch between two of its transitions takes nanoseconds and
 * gives the same answer. A few stretches a zone are kept, the newest first.
 */
const spans = new Map<string, Span[]>()
const SPANS_PER_ZONE = 4

/** Local time minus UTC, milliseconds. */
function offsetAt(at: number, zone: string): number {
  const known = spans.get(zone) ?? []
  for (const span of known) if (at >= span.from && at < span.to) return span.offset
  const span = spanAround(at, zone)
  spans.set(zone, [span, ...known].slice(0, SPANS_PER_ZONE))
  return span.offset
}

function spanAround(at: number, zone: string): Span {
  const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  // "previous" is strictly before: ask from the next millisecond, so that a transition at `at` itself begins the stretch.
  return {
    from: time.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? -Infinity,
    to: time.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    offset: time.offsetNanoseconds / 1e6,
  }
}
