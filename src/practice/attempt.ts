import type { Attempt, Card, Session } from '../learner.ts'
import type { Day } from '../streak/day.ts'
import type { Turn } from '../turn.ts'
import { reschedule, resultOf, standing, weakestPoint } from './review.ts'

/** Answers as attempts: written down with their card and the ledger of competencies, and changed by the learner's ticks. */

/** How long 补充 and edits reopen an answer. */
const REOPEN = 10 * 60_000

/** The whole answer so far. */
export function replyOf(session: Session): string {
  return session.parts.map((part) => part.text).join('\n')
}

function cardAfter(turn: Turn, session: Session, attempt: Attempt, today: Day): Card {
  const card = reschedule(session.cardBefore, resultOf(attempt), today, turn.doc.settings.interview)
  const weak = attempt.outcome === 'answered' ? weakestPoint(attempt)?.competency : session.cardBefore?.weak
  return { ...card, ...(weak !== undefined && { weak }) }
}

/** Writes the attempt (again, when the answer was added to), its card and the ledger, and closes the session. */
export function record(
  turn: Turn,
  session: Session,
  result: Pick<
    Attempt,
    'outcome' | 'reply' | 'verdicts' | 'redLines' | 'result' | 'by' | 'copied' | 'spoken' | 'structure'
  >,
): Attempt {
  const { doc } = turn
  const at = session.parts[0]?.at ?? turn.now
  const previous = doc.attempts.find((candidate) => candidate.id === session.attemptId)
  const attempt: Attempt = {
    id: previous?.id ?? turn.nextId('a'),
    questionId: session.question.id,
    prompt: session.question.prompt.trim(),
    day: previous?.day ?? turn.dayOf(at),
    zone: previous?.zone ?? doc.settings.zone,
    at: previous?.at ?? at,
    ...result,
  }
  if (previous === undefined) {
    session.attemptId = attempt.id
    const before = doc.cards[session.question.id]
    if (before !== undefined) session.cardBefore = before
    doc.attempts.push(attempt)
    doc.attemptCount += 1
  } else {
    tally(turn, previous, -1)
    doc.attempts = doc.attempts.map((candidate) => (candidate === previous ? attempt : candidate))
  }
  doc.answerCount += Number(attempt.outcome === 'answered') - Number(previous?.outcome === 'answered')
  tally(turn, attempt, 1)
  if (!session.followUp) doc.cards[session.question.id] = cardAfter(turn, session, attempt, turn.today)
  session.assessed = result.reply
  close(turn, session)
  return attempt
}

export function close(turn: Turn, session: Session): void {
  session.state = 'closed'
  session.idleAt = null
  delete session.reading
  session.snoozedUntil = null
  session.reopenUntil = session.mock === undefined ? turn.now + REOPEN : null
}

/** Adds an attempt's verdicts to the ledger of competencies, or takes them out. */
function tally(turn: Turn, attempt: Attempt, sign: 1 | -1): void {
  for (const point of attempt.verdicts) {
    const verdict = standing(point)
    if (verdict === 'unjudged') continue
    const entry = turn.doc.ledger[point.competency] ?? { covered: 0, partly: 0, missed: 0 }
    entry[verdict] += sign
    turn.doc.ledger[point.competency] = entry
  }
}

/** The learner's tick, which wins over the assessor: says the contrary of its verdict, or takes that back. */
export function tick(turn: Turn, session: Session, index: number): void {
  const attempt = turn.doc.attempts.find((candidate) => candidate.id === session.attemptId)
  const point = attempt?.verdicts[index]
  if (attempt === undefined || point === undefined) return
  tally(turn, attempt, -1)
  if (point.tick === undefined) point.tick = point.verdict !== 'covered'
  else delete point.tick
  tally(turn, attempt, 1)
  turn.doc.cards[session.question.id] = cardAfter(turn, session, attempt, attempt.day)
}
