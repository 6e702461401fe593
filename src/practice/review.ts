import type { Attempt, Card } from '../learner.ts'
import { addDays, type Day } from '../streak/day.ts'

/**
 * When a question comes back. Well answered: after 7 days, doubling with every good answer in a row, at most 56;
 * partly: after 3; poorly, unanswered or shown: the next practice day; skipped: after 2. Pure.
 */
export function reschedule(before: Card | undefined, result: Card['result'], today: Day): Card {
  const run = result === 'good' ? (before?.run ?? 0) + 1 : 0
  const days = { good: Math.min(7 * 2 ** (run - 1), 56), partly: 3, poor: 1, unanswered: 1, skipped: 2 }[result]
  return { due: addDays(today, days), last: today, result, run }
}

/** How an attempt went as a whole: a red line makes it poor; good when all points but at most a fifth are covered. */
export function resultOf(attempt: Pick<Attempt, 'outcome' | 'verdicts' | 'redLines' | 'copied'>): Card['result'] {
  if (attempt.outcome === 'skipped') return 'skipped'
  if (attempt.outcome !== 'answered') return 'unanswered'
  if (attempt.redLines.length > 0) return 'poor'
  const score = attempt.verdicts.reduce((sum, point) => sum + worth(point), 0) / Math.max(1, attempt.verdicts.length)
  // A copy shows reading, not recall: it comes back soon.
  return score >= 0.8 && !attempt.copied ? 'good' : score >= 0.4 ? 'partly' : 'poor'
}

/** The verdict that counts: the learner's own tick wins. */
export function standing(point: Attempt['verdicts'][number]): 'covered' | 'partly' | 'missed' {
  if (point.tick === undefined) return point.verdict
  return point.tick ? 'covered' : 'missed'
}

function worth(point: Attempt['verdicts'][number]): number {
  return { covered: 1, partly: 0.5, missed: 0 }[standing(point)]
}
