import { addDays, type Day } from './day.ts'

/**
 * The streak (DESIGN §6) by replay: the document holds which days were kept; everything else is worked out from them
 * when somebody looks. Freezes are thereby used only when an answer closes the gap, and neither the order in which
 * answers arrive nor who looks when can change the result. All functions are pure; states are never changed in place.
 */

/** A day with a real answer. `at` (epoch ms) and `zone` are those of its earliest answer. */
export interface KeptDay {
  day: Day
  at: number
  zone: string
}

/** Stored in the learner's document, JSON. */
export interface StreakState {
  /** Everything up to the kept day `last`, folded: the streak, totals and freezes held right after it. */
  base: { last: Day | null; current: number; longest: number; total: number; freezes: number }
  /** The days kept since `base.last`, ascending, each once. */
  kept: KeptDay[]
}

/** Why a day without an answer is excused: the learner's rest day or pause, the bot out of reach, a zone change. */
export type OffReason = 'rest' | 'pause' | 'down' | 'zone'

/**
 * The days that neither count nor break. Pure, and its verdict on a past day must not change, for looking back is how
 * the streak is known. `offDays` in calendar.ts makes one.
 */
export type Off = (day: Day) => OffReason | undefined

export interface LogEntry {
  day: Day
  kind: 'kept' | 'frozen' | 'missed' | OffReason
  /** The streak after this day. */
  streak: number
  earnedFreeze?: true
}

export interface StreakView {
  current: number
  longest: number
  /** Days kept, ever. */
  total: number
  /** Freezes held; those of `freezesUsedForecast` are still among them. */
  freezes: number
  /** The last kept day. */
  last: Day | null
  today: 'kept' | 'open' | OffReason
  /** Every day from the one after the base (or from the first kept) to the last kept, then forecast up to yesterday. */
  log: LogEntry[]
  /** What happens if today passes without an answer. */
  atRisk: 'none' | 'uses-freeze' | 'breaks'
  /** Freezes that the next answer will use for the days missed so far. */
  freezesUsedForecast: number
  /** The days missed so far cannot be bridged any more: `current` is 0. */
  lapsed: boolean
}

/** Kept days in a row that earn a freeze. */
const DAYS_PER_FREEZE = 7
const MOST_FREEZES = 2

export function emptyStreak(): StreakState {
  return { base: { last: null, current: 0, longest: 0, total: 0, freezes: 0 }, kept: [] }
}

/**
 * Records a real answer. One count a day: an answer for a day already kept changes nothing (but the earliest instant
 * stands). Days may come in any order; one that is already folded (not after `base.last`) is ignored.
 */
export function keepDay(state: StreakState, { day, at, zone }: KeptDay): StreakState {
  const { base, kept } = state
  if (base.last !== null && day <= base.last) return state
  const place = kept.findLastIndex((other) => other.day <= day)
  const same = kept[place]?.day === day ? kept[place] : undefined
  if (same && (same.at < at || (same.at === at && same.zone <= zone))) return state
  return { base, kept: kept.toSpliced(same ? place : place + 1, same ? 1 : 0, { day, at, zone }) }
}

/**
 * The streak as it stands on the practice day `today`. When a later day is kept already (a clock or zone moved back),
 * that day is taken for today: a learner's days never go back (DESIGN §5).
 */
export function viewStreak(state: StreakState, today: Day, off: Off): StreakView {
  const log: LogEntry[] = []
  const { last, current, longest, total, freezes } = replay(state.base, state.kept, off, log)
  const view: StreakView = {
    current,
    longest,
    total,
    freezes,
    last,
    today: last !== null && today <= last ? 'kept' : (off(today) ?? 'open'),
    log,
    atRisk: 'none',
    freezesUsedForecast: 0,
    lapsed: false,
  }
  if (last === null || view.today === 'kept') return view

  const gap = lookAtGap(last, today, off, current, freezes)
  log.push(...gap.log)
  if (!gap.bridged) return { ...view, current: 0, lapsed: true }
  view.freezesUsedForecast = gap.missed
  if (view.today === 'open') view.atRisk = gap.missed < freezes ? 'uses-freeze' : 'breaks'
  return view
}

/**
 * Moves the kept days older than `keepDetailDays` into the base, so that a document stays small. Whoever looks at any
 * later day sees the same numbers; `archived` are the entries missing at the front of the log from then on (each day
 * once, for the history beside the document). An answer that arrives later still for a folded day is ignored.
 * From then on nobody asks `off` for a day up to the new `base.last`: see `prune` in calendar.ts.
 */
export function foldStreak(
  state: StreakState,
  today: Day,
  off: Off,
  keepDetailDays = 60,
): { state: StreakState; archived: LogEntry[] } {
  const from = addDays(today, -keepDetailDays)
  const firstRecent = state.kept.findIndex((kept) => kept.day >= from)
  const old = firstRecent < 0 ? state.kept : state.kept.slice(0, firstRecent)
  if (old.length === 0) return { state, archived: [] }
  const archived: LogEntry[] = []
  return { state: { base: replay(state.base, old, off, archived), kept: state.kept.slice(old.length) }, archived }
}

/** The base after these kept days; appends what happened on each day to `log`. */
function replay(base: StreakState['base'], kept: KeptDay[], off: Off, log: LogEntry[]): StreakState['base'] {
  let { last, current, longest, total, freezes } = base
  for (const { day } of kept) {
    if (last !== null) {
      const gap = lookAtGap(last, day, off, current, freezes)
      log.push(...gap.log)
      if (gap.bridged) freezes -= gap.missed
      else current = 0
    }
    last = day
    total += 1
    current += 1
    longest = Math.max(longest, current)
    const earned = current % DAYS_PER_FREEZE === 0 && freezes < MOST_FREEZES
    if (earned) freezes += 1
    log.push({ day, kind: 'kept', streak: current, ...(earned && { earnedFreeze: true }) })
  }
  return { last, current, longest, total, freezes }
}

/** The days strictly between two: freezes bridge all that were missed or none. */
function lookAtGap(
  after: Day,
  before: Day,
  off: Off,
  current: number,
  freezes: number,
): { missed: number; bridged: boolean; log: LogEntry[] } {
  const days: { day: Day; reason: OffReason | undefined }[] = []
  for (let day = addDays(after, 1); day < before; day = addDays(day, 1)) days.push({ day, reason: off(day) })
  const missed = days.filter(({ reason }) => reason === undefined).length
  const bridged = missed <= freezes
  let streak = current
  const log = days.map(({ day, reason }): LogEntry => {
    if (reason === undefined && !bridged) streak = 0
    return { day, kind: reason ?? (bridged ? 'frozen' : 'missed'), streak }
  })
  return { missed, bridged, log }
}
