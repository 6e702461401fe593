import { type RestCalendar, setRestDays } from './calendar.ts'
import { addDays, type Day } from './day.ts'
import { keepDay, type Off, type StreakState, type StreakView, viewStreak } from './streak.ts'

/** Two records of one person made into one: pure, and the better of both everywhere. */

/** A streak with the calendar that explains it. `off` is the calendar's own, down times included. */
interface Kept {
  streak: StreakState
  off: Off
}

/**
 * One streak of two, as it stands on `today`: no day counts twice, and neither what runs, nor the longest, nor the total
 * is less than either had. Days both hold are one; days folded into a base cannot be told apart any more, so of two
 * bases the total is the larger, not the sum. `off`: the calendar of both together, which excuses what either did.
 */
export function mergeStreaks(a: Kept, b: Kept, off: Off, today: Day): StreakState {
  const [viewA, viewB] = [a, b].map((one) => viewStreak(one.streak, today, one.off)) as [StreakView, StreakView]
  const candidates = [joinInto(a.streak, b.streak), joinInto(b.streak, a.streak)]
  const views = candidates.map((state) => viewStreak(state, today, off))
  const best = views[0] && views[1] && rank(views[1], views[0]) > 0 ? 1 : 0
  const state = candidates[best] as StreakState
  const view = views[best] as StreakView
  const longest = Math.max(view.longest, viewA.longest, viewB.longest)
  const total = Math.max(...views.map((one) => one.total), viewA.total, viewB.total)
  const better = rank(viewA, viewB) >= 0 ? viewA : viewB
  if (better.current > view.current) return folded(better, Math.max(view.freezes, better.freezes), longest, total)
  return { ...state, base: { ...state.base, longest, total: state.base.total + total - view.total } }
}

/** The days of both, on the base of the first. */
function joinInto(first: StreakState, second: StreakState): StreakState {
  return second.kept.reduce(keepDay, first)
}

/** As it stands, where a replay of the days of both would earn its freezes at other moments and come to less. */
function folded({ last, current }: StreakView, freezes: number, longest: number, total: number): StreakState {
  return { base: { last, current, longest, total, freezes }, kept: [] }
}

function rank(a: StreakView, b: StreakView): number {
  return a.current - b.current || a.freezes - b.freezes || a.total - b.total || a.longest - b.longest
}

/**
 * One calendar of two: before `today` a day is off when it was in either, from then on when it is in the first. `down`:
 * days the bot was out of reach for either, while it had no other channel.
 */
export function mergeCalendars(kept: RestCalendar, other: RestCalendar, down: Day[], today: Day): RestCalendar {
  const weekdaysAt = (cal: RestCalendar, day: Day) => cal.rest.findLast(({ from }) => from <= day)?.weekdays ?? []
  const changes = [...new Set([...kept.rest, ...other.rest].map(({ from }) => from))]
    .filter((day) => day < today)
    .sort()
  const past = changes.map((from) => ({
    from,
    weekdays: [...new Set([...weekdaysAt(kept, from), ...weekdaysAt(other, from)])].sort((x, y) => x - y),
  }))
  const withPast: RestCalendar = { ...kept, rest: past }
  const rest =
    past.length === 0
      ? kept.rest
      : [...setRestDays(withPast, today, weekdaysAt(kept, today)).rest, ...later(kept, today)]
  const ended = other.pauses.flatMap(({ from, to }) => {
    const last = to === null || to >= today ? addDays(today, -1) : to
    return from <= last ? [{ from, to: last }] : []
  })
  const days = (a: Day[] = [], b: Day[] = []) => [...new Set([...a, ...b])].sort()
  const allDown = days(days(kept.down, other.down), down)
  return {
    rest,
    pauses: [...ended, ...kept.pauses],
    jumped: days(kept.jumped, other.jumped),
    ...(allDown.length > 0 && { down: allDown }),
  }
}

function later(cal: RestCalendar, today: Day): RestCalendar['rest'] {
  return cal.rest.filter(({ from }) => from > today)
}
