import type { Attempt, Learner } from '../learner.ts'
import type { HistoryEntry } from '../ports/store.ts'
import { addDays, type Day, daysBetween, weekday } from '../streak/day.ts'
import { type LogEntry, type StreakView, viewStreak } from '../streak/streak.ts'
import type { Turn } from '../turn.ts'
import { allAttempts, allDays } from './archive.ts'
import { standing } from './review.ts'
import { weaknesses } from './select.ts'

/** How practice is going, as figures to be drawn or told: the picture cards, the weekly summary and the page share them. Pure. */

/** A day of the calendar. `none`: before the record begins; `open`: today, not yet answered. */
export interface ProgressDay {
  day: Day
  kind: LogEntry['kind'] | 'open' | 'none'
  /** Real answers of that day whose feedback is out; a kept day may have none yet (a group's sealed round). */
  answers: number
}

/** Verdicts counted, the learner's own ticks included. */
export interface Tally {
  covered: number
  partly: number
  missed: number
}

export interface CompetencyProgress {
  /** Its id; `Turn.competency` names it. */
  id: string
  all: Tally
  /** Of these, the verdicts of answers since the day asked for. */
  recent: Tally
  /** Share covered of `all`, `partly` as half: 0 to 1. */
  score: number
  /** How likely a point of it is missed (see `weaknesses`): the one to practise first has the highest. */
  weakness: number
  /** What the recent answers show beside those before them; undefined while either are too few to tell. */
  trend: 'stronger' | 'weaker' | 'steady' | undefined
}

export interface Progress {
  today: Day
  streak: StreakView
  /** Every day from `from` to today. */
  days: ProgressDay[]
  /** Those with any verdict, the weakest first. */
  competencies: CompetencyProgress[]
  /** Every attempt, oldest first. */
  attempts: Attempt[]
  /** Days to the interview planned; undefined without one, or when it is over. */
  daysToInterview: number | undefined
}

/** Verdicts on both sides before a trend is called one, and the difference of shares that makes it. */
const TREND = { verdicts: 2, difference: 0.1 }

/**
 * @param history what `Store.history` answers for the document
 * @param range `from`: the first day of the calendar; `recent`: the first day whose answers count as recent
 */
export function progressOf(turn: Turn, history: readonly HistoryEntry[], range: { from: Day; recent: Day }): Progress {
  const { doc, today, off } = turn
  const streak = viewStreak(doc.streak, today, off)
  const attempts = allAttempts(doc, history)
  const { interview } = doc.settings
  return {
    today,
    streak,
    days: daysOf(allDays(history, streak.log), attempts, streak.today, range.from, today, off),
    competencies: competenciesOf(doc.ledger, attempts, range.recent),
    attempts,
    daysToInterview: interview === null || interview < today ? undefined : daysBetween(today, interview),
  }
}

/** The Monday of a day's week. */
export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekday(day))
}

export function scoreOfTally({ covered, partly, missed }: Tally): number {
  return (covered + partly / 2) / Math.max(1, covered + partly + missed)
}

export function verdictsIn({ covered, partly, missed }: Tally): number {
  return covered + partly + missed
}

function daysOf(
  log: readonly Pick<LogEntry, 'day' | 'kind'>[],
  attempts: readonly Attempt[],
  now: StreakView['today'],
  from: Day,
  today: Day,
  off: Turn['off'],
): ProgressDay[] {
  const answers = new Map<Day, number>()
  for (const { day, outcome } of attempts) if (outcome === 'answered') answers.set(day, (answers.get(day) ?? 0) + 1)
  const kinds = new Map(log.map(({ day, kind }) => [day, kind]))
  const first = log.reduce((least, { day }) => (day < least ? day : least), today)
  return Array.from({ length: Math.max(0, daysBetween(from, today) + 1) }, (_, n) => {
    const day = addDays(from, n)
    const count = answers.get(day) ?? 0
    // A record joined from two may not know each day any more: an answer says enough.
    const known = kinds.get(day) ?? (count > 0 ? 'kept' : undefined)
    const kind = known ?? (day === today ? now : day < first ? 'none' : (off(day) ?? 'missed'))
    return { day, kind, answers: count }
  })
}

function competenciesOf(ledger: Learner['ledger'], attempts: readonly Attempt[], since: Day): CompetencyProgress[] {
  const recent: Learner['ledger'] = {}
  for (const attempt of attempts) {
    if (attempt.day < since) continue
    for (const point of attempt.verdicts) {
      const verdict = standing(point)
      if (verdict === 'unjudged') continue
      const tally = recent[point.competency] ?? { covered: 0, partly: 0, missed: 0 }
      tally[verdict] += 1
      recent[point.competency] = tally
    }
  }
  const weakness = weaknesses(ledger)
  return Object.entries(ledger)
    .filter(([, all]) => verdictsIn(all) > 0)
    .map(([id, all]) => {
      const own = recent[id] ?? { covered: 0, partly: 0, missed: 0 }
      return {
        id,
        all: { ...all },
        recent: own,
        score: scoreOfTally(all),
        weakness: weakness(id),
        trend: trendOf(all, own),
      }
    })
    .sort((a, b) => b.weakness - a.weakness || (a.id < b.id ? -1 : 1))
}

function trendOf(all: Tally, recent: Tally): CompetencyProgress['trend'] {
  const change = changeOf({ all, recent })
  if (change === undefined) return undefined
  return change > TREND.difference ? 'stronger' : change < -TREND.difference ? 'weaker' : 'steady'
}

/** How much better the recent answers went than those before, -1 to 1; undefined while there are too few of either. */
export function changeOf({ all, recent }: Pick<CompetencyProgress, 'all' | 'recent'>): number | undefined {
  const before = {
    covered: all.covered - recent.covered,
    partly: all.partly - recent.partly,
    missed: all.missed - recent.missed,
  }
  if (verdictsIn(recent) < TREND.verdicts || verdictsIn(before) < TREND.verdicts) return undefined
  return scoreOfTally(recent) - scoreOfTally(before)
}
