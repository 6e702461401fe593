import { FSRSAlgorithm, Rating } from 'ts-fsrs'
import type { Attempt, Card } from '../learner.ts'
import type { Verdict } from '../ports/assessor.ts'
import { addDays, type Day, daysBetween } from '../streak/day.ts'

/**
 * From when a question may come back: spacing by FSRS (ts-fsrs, its default parameters, 90 % recall wanted), within
 * bounds of our own: well answered not within a week, partly not within three days, poorly or unanswered the next
 * practice day, skipped after two and without a mark on the memory. From that day it stands in /review; the daily
 * question takes turns among what is due and what is new (select.ts). Pure.
 */

const memoryModel = new FSRSAlgorithm({ request_retention: 0.9, maximum_interval: 60, enable_fuzz: false })

/** The fewest days until it comes again. */
const SOONEST = { good: 7, partly: 3 }

/** @param interview the interview day, if the learner named one: reviews then fit in before it, sooner if need be */
export function reschedule(
  before: Card | undefined,
  result: Card['result'],
  today: Day,
  interview: Day | null = null,
): Card {
  if (result === 'skipped')
    return {
      due: addDays(today, within(2, today, interview)),
      last: today,
      result,
      ...(before?.memory && { memory: before.memory }),
    }
  const rating = result === 'good' ? Rating.Good : result === 'partly' ? Rating.Hard : Rating.Again
  const elapsed = before === undefined ? 0 : Math.max(0, daysBetween(before.last, today))
  const memory = memoryModel.next_state(before?.memory ?? null, before?.memory ? elapsed : 0, rating)
  const spaced = memoryModel.next_interval(memory.stability, elapsed)
  const days = result === 'good' || result === 'partly' ? Math.max(SOONEST[result], spaced) : 1
  return { due: addDays(today, within(days, today, interview)), last: today, result, memory }
}

/** Before an interview a question is due at least once more, half-way there at the latest: ahead of the calm last day. */
function within(days: number, today: Day, interview: Day | null): number {
  const left = interview === null ? 0 : daysBetween(today, interview)
  return left < 2 ? days : Math.min(days, Math.floor(left / 2))
}

/** For an answer of which nothing can be told. */
const UNKNOWN = 0.5

/** How an attempt went as a whole: a red line makes it poor; good when all points but at most a fifth are covered. */
export function resultOf(
  attempt: Pick<Attempt, 'outcome' | 'verdicts' | 'redLines' | 'result' | 'copied'>,
): Card['result'] {
  if (attempt.outcome === 'skipped') return 'skipped'
  if (attempt.outcome !== 'answered') return 'unanswered'
  if (attempt.redLines.length > 0) return 'poor'
  const score = scoreOf(attempt) ?? UNKNOWN
  // A copy shows reading, not recall: it comes back soon.
  return score >= 0.8 && !attempt.copied ? 'good' : score >= 0.4 ? 'partly' : 'poor'
}

/** What the right letter or number is worth of a choice or calculation; the rest is for the way there. */
const RESULT = 0.5

/**
 * Share of the exam points covered, half for those touched, of those that can be told: 0 to 1. Where a result was asked
 * for, it is half of all. Undefined when nothing can be told.
 */
export function scoreOf({ verdicts, result }: Pick<Attempt, 'verdicts' | 'result'>): number | undefined {
  const worths = verdicts.map(standing).flatMap((verdict) => (verdict === 'unjudged' ? [] : [WORTH[verdict]]))
  const points = worths.length === 0 ? undefined : worths.reduce((sum, worth) => sum + worth, 0) / worths.length
  if (result === undefined) return points
  return points === undefined ? Number(result.right) : RESULT * Number(result.right) + (1 - RESULT) * points
}

/** The exam point most worth another try: missed before touched, in the question's order. */
export function weakestPoint({ verdicts }: Pick<Attempt, 'verdicts'>): Attempt['verdicts'][number] | undefined {
  return (
    verdicts.find((point) => standing(point) === 'missed') ?? verdicts.find((point) => standing(point) === 'partly')
  )
}

/** The verdict that counts: the learner's own tick wins. */
export function standing(point: Attempt['verdicts'][number]): Verdict {
  if (point.tick === undefined) return point.verdict
  return point.tick ? 'covered' : 'missed'
}

const WORTH = { covered: 1, partly: 0.5, missed: 0 }
