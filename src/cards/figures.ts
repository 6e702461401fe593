import type { CompetencyProgress, Progress, ProgressDay } from '../practice/progress.ts'
import { practised, type Week } from '../practice/week.ts'
import type { Turn } from '../turn.ts'
import { dayMarks, MOST_ANSWERS, type StreakCard, type Strength, type WeekCard } from './card.ts'
import { STRENGTHS } from './streak.ts'

/** A learner's figures as cards. */

/** @param progress with the days and the recent answers the card is to show */
export function streakCard(turn: Turn, { today, streak, days, competencies }: Progress): StreakCard {
  const { current, longest, total, freezes } = streak
  const now = streak.today === 'kept' || streak.today === 'open' ? streak.today : 'off'
  return {
    kind: 'streak',
    language: turn.doc.settings.language,
    today,
    current,
    longest,
    total,
    freezes,
    days: marksOf(days),
    state: streak.lapsed ? 'lapsed' : now,
    week: strengths(turn, competencies),
  }
}

export function weekCard(turn: Turn, { streak, competencies, daysToInterview }: Progress, week: Week): WeekCard {
  const { monday, kept, answers, stronger, weakest } = week
  return {
    kind: 'week',
    language: turn.doc.settings.language,
    from: monday,
    days: marksOf(week.days),
    kept,
    answers,
    current: streak.current,
    week: strengths(turn, competencies),
    ...(stronger && { stronger: turn.competency(stronger.id) }),
    ...(weakest && { weakest: turn.competency(weakest.id) }),
    ...(daysToInterview !== undefined && { daysToInterview }),
  }
}

function marksOf(days: readonly ProgressDay[]): string {
  return days
    .map(({ kind, answers }) =>
      kind === 'kept' ? String(Math.min(MOST_ANSWERS, Math.max(1, answers))) : dayMarks[kind],
    )
    .join('')
}

function strengths(turn: Turn, competencies: readonly CompetencyProgress[]): Strength[] {
  return practised(competencies)
    .slice(0, STRENGTHS)
    .map(({ id, recent: { covered, partly, missed } }) => ({
      name: turn.competency(id),
      covered: covered + partly / 2,
      all: covered + partly + missed,
    }))
}
