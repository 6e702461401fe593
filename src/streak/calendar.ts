import { addDays, type Day, daysBetween, laterDay, practiceDay, weekday } from './day.ts'
import type { Off } from './streak.ts'

/**
 * The days a learner need not answer (DESIGN §6): rest days, pauses and dates a zone change jumped over. Every change
 * applies from the practice day it is made on, never backwards. Stored in the learner's document, JSON; functions
 * return a new calendar.
 */
export interface RestCalendar {
  /** Weekdays (1 = Monday … 7 = Sunday) excluded from the day `from` until the next entry. Ascending. */
  rest: { from: Day; weekdays: number[] }[]
  /** Both ends inclusive; `to` null: until the learner comes back. */
  pauses: { from: Day; to: Day | null }[]
  /** Dates a zone change left without a full day. Ascending. */
  jumped: Day[]
  /** Dates the bot was out of reach on the channels the learner had then, where they have others now. Ascending. */
  down?: Day[] | undefined
}

/** The longest pause with an end, days. */
export const MAX_PAUSE_DAYS = 365

export function emptyCalendar(): RestCalendar {
  return { rest: [], pauses: [], jumped: [] }
}

/** Excludes these weekdays from `today` on; an empty list excludes none. @throws RangeError for a number outside 1–7 */
export function setRestDays(cal: RestCalendar, today: Day, weekdays: number[]): RestCalendar {
  const chosen = [...new Set(weekdays)].sort((a, b) => a - b)
  if (chosen.some((n) => !Number.isInteger(n) || n < 1 || n > 7)) throw new RangeError('weekdays are 1 to 7')
  const earlier = cal.rest.filter((entry) => entry.from < today)
  const unchanged = String(earlier.at(-1)?.weekdays ?? []) === String(chosen)
  return { ...cal, rest: unchanged ? earlier : [...earlier, { from: today, weekdays: chosen }] }
}

/**
 * Pauses `today` and the days after it, `days` in all (null: until `endPause`), instead of a pause under way.
 * @throws RangeError unless `days` is null or a whole number from 1 to MAX_PAUSE_DAYS
 */
export function startPause(cal: RestCalendar, today: Day, days: number | null): RestCalendar {
  if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= MAX_PAUSE_DAYS))
    throw new RangeError(`a pause lasts 1 to ${MAX_PAUSE_DAYS} days`)
  const pause = { from: today, to: days === null ? null : addDays(today, days - 1) }
  return { ...cal, pauses: [...endPause(cal, today).pauses, pause] }
}

/** From `today` on nothing is paused. The days paused before stay excused; a pause of the same day leaves no trace. */
export function endPause(cal: RestCalendar, today: Day): RestCalendar {
  const yesterday = addDays(today, -1)
  return {
    ...cal,
    pauses: cal.pauses
      .filter((pause) => pause.from < today)
      .map((pause) => (pause.to === null || pause.to > yesterday ? { ...pause, to: yesterday } : pause)),
  }
}

/**
 * A change of zone at the instant `now` (DESIGN §5: never retroactive, never two questions for one day, a date jumped
 * over counts as a rest day). When the practice day moves forward, the one in progress, cut short, and every date
 * skipped are excused. The `floor` returned is the latest practice day already begun: keep it and let no practice day
 * be earlier, for moving west sets the clock back into a day that is already over. `floor` given: the one kept so far;
 * without it, moving west and back would excuse a day long past.
 */
export function jumpZone(
  cal: RestCalendar,
  now: number,
  oldZone: string,
  newZone: string,
  cutoverMinutes: number,
  floor: Day | null,
): { cal: RestCalendar; floor: Day } {
  const inProgress = laterDay(practiceDay(now, oldZone, cutoverMinutes), floor)
  const arrived = practiceDay(now, newZone, cutoverMinutes)
  const jumped = Array.from({ length: Math.max(0, daysBetween(inProgress, arrived)) }, (_, n) => addDays(inProgress, n))
  return {
    cal: jumped.length === 0 ? cal : { ...cal, jumped: [...new Set([...cal.jumped, ...jumped])].sort() },
    floor: laterDay(arrived, inProgress),
  }
}

/** The `Off` of this calendar. `down`: the bot was out of the learner's reach that day (`wasDown`); asked last. */
export function offDays(cal: RestCalendar, down: (day: Day) => boolean): Off {
  return (day) => {
    if (cal.pauses.some(({ from, to }) => from <= day && (to === null || day <= to))) return 'pause'
    if (cal.rest.findLast(({ from }) => from <= day)?.weekdays.includes(weekday(day))) return 'rest'
    if (cal.jumped.includes(day)) return 'zone'
    return cal.down?.includes(day) || down(day) ? 'down' : undefined
  }
}

/** Forgets what matters only to days before `before`. The streak asks for no day up to `StreakState.base.last`. */
export function prune(cal: RestCalendar, before: Day): RestCalendar {
  const inForce = cal.rest.findLastIndex(({ from }) => from <= before)
  return {
    rest: cal.rest.slice(Math.max(0, inForce)),
    pauses: cal.pauses.filter(({ to }) => to === null || to >= before),
    jumped: cal.jumped.filter((day) => day >= before),
    ...(cal.down && { down: cal.down.filter((day) => day >= before) }),
  }
}
