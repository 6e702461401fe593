import { isRealAnswer } from '../assess/reply.ts'
import type { Attempt, Session } from '../learner.ts'
import type { Assessment, Structure } from '../ports/assessor.ts'
import type { Choice } from '../ports/channel.ts'
import type { Question } from '../questions/schema.ts'
import { questionCard } from '../render/card.ts'
import { daysBetween } from '../streak/day.ts'
import { keepDay, viewStreak } from '../streak/streak.ts'
import type { Turn } from '../turn.ts'
import { close, record, replyOf } from './attempt.ts'
import { comesBack, showChecklist, showModelAnswer, streakLines } from './feedback.ts'
import { mockOf, nextInMock } from './mock.ts'
import { askModel, wantsModel } from './reader.ts'
import { answerRounds, isSealed, roundsOf, tellSealed } from './round.ts'
import { selectQuestion } from './select.ts'
import { askSelfCheck } from './self-check.ts'

/** A question from being asked to its feedback: the one place where answers become attempts. */

/** Sessions remembered: the open one and the last ones, still answerable by replying to their card. */
const SESSIONS_KEPT = 3
const HOUR = 3_600_000

/** Asks a question: `title` stands above the card. Expires: when a push is no longer worth sending. */
export function ask(
  turn: Turn,
  question: Question,
  options: {
    title?: string
    expiresAt?: number
    retryOf?: string | undefined
    mock?: string
    dueAt?: number
    followUp?: true
    memberName?: string
  } = {},
): void {
  const session: Session = {
    ...newSession(turn, question),
    ...(options.retryOf !== undefined && { retryOf: options.retryOf }),
    ...(options.mock !== undefined && { mock: options.mock }),
    ...(options.dueAt !== undefined && { dueAt: options.dueAt, idleAt: options.dueAt }),
    ...(options.followUp && { followUp: true }),
    ...(options.memberName !== undefined && { memberName: options.memberName }),
  }
  addSession(turn, session)
  showCard(turn, session, options)
}

export function newSession(turn: Turn, question: Question): Session {
  return {
    id: turn.nextId('s'),
    questionId: question.id,
    question: structuredClone(question),
    askedAt: turn.now,
    state: 'asked',
    parts: [],
    idleAt: null,
    snoozedUntil: null,
    hinted: false,
    reopenUntil: null,
  }
}

export function addSession(turn: Turn, session: Session): void {
  turn.doc.sessions = [...turn.doc.sessions, session].slice(-SESSIONS_KEPT)
}

/** The next question by selection. @returns false when the banks hold none */
export function askNext(
  turn: Turn,
  options: { title?: string | undefined; expiresAt?: number; wanted?: (question: Question) => boolean } = {},
): boolean {
  const { doc } = turn
  const apart = doc.sessions.filter(
    (session, index) =>
      session.state !== 'closed' ||
      // Not the same one twice running; tomorrow it may be due, as was promised.
      (index === doc.sessions.length - 1 && turn.dayOf(session.askedAt) === turn.today),
  )
  // What a group of theirs is answering just now is theirs to answer there.
  const open = options.wanted === undefined ? turn.world.openRounds(doc.groups) : []
  const selected = selectQuestion({
    banks: turn.banks,
    cards: doc.cards,
    ledger: doc.ledger,
    today: turn.today,
    turn: doc.attemptCount,
    exclude: new Set([...apart.map((session) => session.questionId), ...open.map((round) => round.questionId)]),
    ...(options.wanted && { wanted: options.wanted }),
  })
  if (selected === undefined) return false
  const { question, why } = selected
  const again = doc.cards[question.id] === undefined ? undefined : turn.t.card.again
  const reason = why && turn.t.card.why[why.kind](turn.competency(why.competency))
  const title = [options.title, reason ?? again].filter((line) => line !== undefined).join('\n')
  ask(turn, question, {
    ...(title !== '' && { title }),
    ...(options.expiresAt !== undefined && { expiresAt: options.expiresAt }),
  })
  return true
}

export function showCard(turn: Turn, session: Session, options: { title?: string; expiresAt?: number } = {}): void {
  const { t } = turn
  const action = (name: string, label: string): Choice => ({ id: `${name}:${session.id}`, label })
  turn.say(
    questionCard(t, session.question, {
      title: options.title,
      choices:
        session.mock === undefined
          ? [
              [action('hint', t.choice.hint), action('reveal', t.choice.reveal)],
              [action('skip', t.choice.skip), action('later', t.choice.later)],
            ]
          : [[action('skip', t.choice.skip), action('mockpause', t.choice.mockPause)]],
    }),
    {
      kind: 'question',
      role: 'card',
      session,
      // Numbers and letters answer a choice or calculation question: its actions are words then.
      offer: session.question.kind === 'open' ? 'numbers' : 'words',
      expiresAt: options.expiresAt,
    },
  )
}

/**
 * Ends the draft: a real answer gets its feedback, anything else the model answer, kindly. An answer to a group's open
 * round is handed to the group and waits for the reveal. A model that reads it first is waited for, unless the learner
 * has gone on (`now`).
 */
export function finish(turn: Turn, session: Session, options: { now?: true } = {}): void {
  const { t } = turn
  const reply = replyOf(session)
  const rounds = roundsOf(turn, session)
  if (rounds.length > 0) return answerRounds(turn, session, reply, rounds)
  if (session.attemptId !== undefined && session.assessed === reply) {
    close(turn, session)
    turn.line(t.feedback.unchanged, undefined, { kind: 'counter' })
    return
  }
  if (!isRealAnswer(session.question, reply)) {
    const empty = record(turn, session, { outcome: 'no-answer', reply, verdicts: [], redLines: [] })
    const mock = mockOf(turn, session)
    if (mock !== undefined) return nextInMock(turn, mock, empty)
    showModelAnswer(turn, session, [t.feedback.unanswered], [t.feedback.notCounted, comesBack(turn, session)])
    return
  }
  if (session.followUp) return finishFollowUp(turn, session, reply)
  if (session.reading !== undefined && !options.now && turn.now < session.reading)
    return turn.line(t.feedback.reading, undefined, { kind: 'counter' })
  if (session.reading === undefined && !options.now && wantsModel(turn, session)) return askModel(turn, session)
  const by = session.reading === undefined ? {} : { by: 'local' as const }
  complete(turn, session, reply, turn.world.assessor.assess(session.question, reply), by)
}

/** A real answer, assessed: written down, counted, and its feedback given. */
export function complete(
  turn: Turn,
  session: Session,
  reply: string,
  assessment: Assessment,
  { by }: { by?: 'model' | 'local' },
): void {
  const words = ({ start, end }: { start: number; end: number }) => reply.slice(start, end)
  const before = viewStreak(turn.doc.streak, turn.today, turn.off)
  const earlier = turn.doc.attempts.find((candidate) => candidate.id === session.attemptId)
  const attempt = record(turn, session, {
    outcome: 'answered',
    reply,
    verdicts: assessment.points.map(({ verdict, evidence }, index) => {
      const point = session.question.examPoints[index]
      // The learner's tick outlives a reassessment, unless that now says the same.
      const tick = earlier?.verdicts[index]?.tick
      return {
        competency: point?.competency ?? '',
        looksFor: point?.looksFor ?? '',
        verdict,
        evidence: evidence.map(words),
        ...(tick !== undefined && tick !== (verdict === 'covered') && { tick }),
      }
    }),
    redLines: assessment.redLines.map(({ index, evidence }) => ({
      text: session.question.redLines[index]?.text ?? '',
      evidence: words(evidence),
    })),
    ...(session.retryOf !== undefined && { retryOf: session.retryOf }),
    ...(by !== undefined && { by }),
    ...(session.question.key !== undefined && {
      // A result that was wanted and not given is none that is right.
      result: assessment.result
        ? { right: assessment.result.right, evidence: words(assessment.result.evidence) }
        : { right: false, evidence: '' },
    }),
    ...(assessment.copied && { copied: true }),
    ...(assessment.spokenSeconds !== undefined && {
      spoken: { seconds: assessment.spokenSeconds, wanted: session.question.minutes * 60 },
    }),
    ...(assessment.structure && { structure: heardParts(assessment.structure) }),
  })
  turn.doc.push.unanswered = 0
  turn.doc.streak = keepDay(turn.doc.streak, { day: attempt.day, at: attempt.at, zone: attempt.zone })
  const mock = mockOf(turn, session)
  if (mock !== undefined) return nextInMock(turn, mock, attempt)
  if (turn.doc.settings.selfCheck && session.question.kind === 'open' && earlier === undefined) {
    askSelfCheck(turn, session, streakLines(turn, attempt.day, before))
    return
  }
  showChecklist(turn, session, attempt)
  const shown = earlier !== undefined && session.selfTicks === undefined
  showModelAnswer(turn, session, shown ? 'above' : [], [
    ...streakLines(turn, attempt.day, before),
    comesBack(turn, session),
  ])
}

/** The interviewer's next question has no model answer: it counts as practice, and the points to check are named. */
function finishFollowUp(turn: Turn, session: Session, reply: string): void {
  const { t } = turn
  const before = viewStreak(turn.doc.streak, turn.today, turn.off)
  const attempt = record(turn, session, { outcome: 'answered', reply, verdicts: [], redLines: [] })
  turn.doc.push.unanswered = 0
  turn.doc.streak = keepDay(turn.doc.streak, { day: attempt.day, at: attempt.at, zone: attempt.zone })
  turn.line(
    [
      t.followUp.done,
      ...session.question.examPoints.map((point) => `· ${point.looksFor}`),
      '',
      ...streakLines(turn, attempt.day, before),
    ].join('\n'),
    [[{ id: 'next', label: t.choice.next }]],
    { kind: 'feedback', offer: 'words' },
  )
}

function heardParts({ situation, task, action, result, figure }: Structure): Attempt['structure'] {
  const heard = (evidence: unknown) => evidence !== undefined
  return {
    situation: heard(situation),
    task: heard(task),
    action: heard(action),
    result: heard(result),
    figure: heard(figure),
  }
}

/** The learner wants the answer without replying. With a draft it is an answer like any other. */
export function reveal(turn: Turn, session: Session): void {
  if (mockOf(turn, session) !== undefined) return turn.line(turn.t.mock.noHelp)
  if (session.parts.length > 0) {
    finish(turn, session, { now: true })
    return
  }
  if (isSealed(turn, session)) return tellSealed(turn, session)
  record(turn, session, { outcome: 'revealed', reply: '', verdicts: [], redLines: [] })
  showModelAnswer(turn, session, [turn.t.feedback.revealed], [turn.t.feedback.notCounted, comesBack(turn, session)])
}

/** Takes away what was added to an answer since its feedback, which stands. */
export function dropAdded(turn: Turn, session: Session): void {
  const length = session.parts.findIndex(
    (_, index) => replyOf({ ...session, parts: session.parts.slice(0, index + 1) }) === session.assessed,
  )
  if (length >= 0) session.parts = session.parts.slice(0, length + 1)
  close(turn, session)
}

/** Puts the question away; what was written of an answer is kept with the attempt. */
export function skip(turn: Turn, session: Session): void {
  if (session.attemptId !== undefined) {
    dropAdded(turn, session)
    turn.line(turn.t.feedback.unchanged)
    return
  }
  const skipped = record(turn, session, { outcome: 'skipped', reply: replyOf(session), verdicts: [], redLines: [] })
  const mock = mockOf(turn, session)
  if (mock !== undefined) return nextInMock(turn, mock, skipped)
  const card = turn.doc.cards[session.question.id]
  turn.line(turn.t.feedback.skipped(card === undefined ? 2 : daysBetween(turn.today, card.due)), [
    [{ id: 'next', label: turn.t.choice.next }],
  ])
}

export function hint(turn: Turn, session: Session): void {
  if (mockOf(turn, session) !== undefined) return turn.line(turn.t.mock.noHelp)
  session.hinted = true
  turn.line(turn.t.hint(session.question.hint))
}

export function later(turn: Turn, session: Session): void {
  session.snoozedUntil = turn.now + HOUR
  turn.line(turn.t.question.later)
}
