import { addDays, type Day, dayExists, instantOf, laterDay, localTime, practiceDay } from '../streak/day.ts'
import { WAKING } from '../streak/downtime.ts'
import type { Off } from '../streak/streak.ts'

/**
 * When the daily question is due (DESIGN §5, Due). Pure. Instants are epoch milliseconds, hours of the day are local
 * minutes since 00:00, cutovers too (180 = 03:00).
 */

/** A scheduled push. The key of a push is (learner, `day`): one a practice day, whatever happens. */
export interface Due {
  at: number
  day: Day
}

/** A push this late, ms, still counts as on time. */
export const ON_TIME = 15 * 60_000

/** With nothing but rest and pause for so many days, there is no next push until the learner changes something. */
const HORIZON_DAYS = 400

/**
 * The first push that is not settled yet: for the earliest practice day that is after `lastPushDay`, not before
 * `floor` (see `jumpZone`), neither rest day nor pause, and not over by `now`; over or not, a push that is still on
 * time is not dropped (a push at 02:55, or in a gap that carries it past the cutover). An hour before the cutover is
 * that of the next calendar date. A date the zone's calendar lacks has no push.
 *
 * `at` lies in the past when today's hour has passed: `decidePush` says what to do then. A question asked or skipped
 * settles its day: record `lastPushDay = day` either way. Undefined: an open pause, or no weekday left.
 */
export function nextPush(args: {
  now: number
  zone: string
  pushMinutes: number
  cutover: number
  lastPushDay: Day | null
  floor: Day | null
  off: Off
}): Due | undefined {
  const { now, zone, pushMinutes, cutover, lastPushDay, off } = args
  const today = practiceDay(now, zone, cutover)
  let day = laterDay(addDays(today, -1), args.floor)
  if (lastPushDay !== null) day = laterDay(day, addDays(lastPushDay, 1))
  for (let n = 0; n < HORIZON_DAYS; n++, day = addDays(day, 1)) {
    const at = instantOf(pushMinutes < cutover ? addDays(day, 1) : day, pushMinutes, zone)
    if (day < today && at + ON_TIME < now) continue
    const reason = off(day)
    if (reason === 'rest' || reason === 'pause' || !dayExists(day, zone)) continue
    return { at, day }
  }
  return undefined
}

/**
 * What to do now about a push: `ask`; wait (then decide again); or `skip`, let it go for good. On time it is asked at
 * any hour the learner chose. Later, after downtime, only while its practice day lasts and within waking hours: before
 * 07:00 it waits for them, after 22:30 it is too late. (DESIGN §5: only today's question, inside waking hours.)
 */
export function decidePush(args: {
  now: number
  due: Due
  zone: string
  cutover: number
  lastPushDay: Day | null
}): 'ask' | { waitUntil: number } | 'skip' {
  const { now, due, zone, cutover, lastPushDay } = args
  if (lastPushDay !== null && due.day <= lastPushDay) return 'skip'
  if (now < due.at) return { waitUntil: due.at }
  if (now <= due.at + ON_TIME) return 'ask'
  if (practiceDay(now, zone, cutover) > due.day) return 'skip'
  const { day, minutes } = localTime(now, zone)
  if (minutes >= WAKING.from && minutes <= WAKING.to) return 'ask'
  return minutes < WAKING.from && day <= due.day ? { waitUntil: instantOf(day, WAKING.from, zone) } : 'skip'
}

/** The evening nudge, 20:30, and the latest push hour (exclusive) that leaves room for it. */
const NUDGE_MINUTES = 20 * 60 + 30
const NO_NUDGE_FROM = 19 * 60 + 30

/** The instant of the nudge on a practice day; undefined when the push itself comes at 19:30 or later, or at night. */
export function nudgeAt(args: { day: Day; zone: string; pushMinutes: number; cutover: number }): number | undefined {
  const { day, zone, pushMinutes, cutover } = args
  if (pushMinutes < cutover || pushMinutes >= NO_NUDGE_FROM) return undefined
  return instantOf(day, NUDGE_MINUTES, zone)
}
