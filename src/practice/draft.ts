import { isGivingUp, isInOtherLanguage, isRealAnswer } from '../assess/reply.ts'
import type { KeptSession, Part, Session } from '../learner.ts'
import { excerpt } from '../text/shorten.ts'
import type { Turn } from '../turn.ts'
import { drafted, isLastMoment } from './round.ts'
import { finish } from './session.ts'

/** An answer while it is being written: several messages, edits, additions after the feedback. */

/** Longest answer taken, UTF-16 units. */
export const LONGEST_ANSWER = 30_000

/** Takes a message as part of the answer. */
export function addPart(turn: Turn, session: Session, part: Part): void {
  const { t } = turn
  // Whoever answers something has left what was kept aside.
  if (turn.doc.prompted?.kind === 'unasked') turn.doc.prompted = null
  const length = session.parts.reduce((sum, other) => sum + other.text.length, 0)
  const room = LONGEST_ANSWER - length
  const kept =
    part.text.length <= room ? part.text : part.text.slice(0, Math.max(0, room)).replace(/[\ud800-\udbff]$/, '')
  const first = session.state !== 'drafting'
  if (session.state === 'closed') reopen(turn, session)
  if (kept !== '') {
    session.parts.push({ messageId: part.messageId, text: kept, at: Math.min(part.at, turn.now) })
    // Updates may come out of order: the answer reads in the order it was sent.
    session.parts.sort((a, b) => a.at - b.at)
  }
  session.state = 'drafting'
  session.snoozedUntil = null
  delete session.reading
  const idle = turn.world.settings.answerIdle
  session.idleAt = drafted(turn, session, Math.min(turn.now + idle, session.dueAt ?? Infinity))
  if (kept.length < part.text.length) {
    turn.line(t.draft.tooLong(LONGEST_ANSWER))
    finish(turn, session)
  } else if (
    idle === 0 ||
    isLastMoment(turn, session) ||
    (first && isGivingUp(part.text)) ||
    answersByKey(session, part.text)
  )
    finish(turn, session)
  else if (first)
    turn.line(
      session.mock !== undefined
        ? t.mock.started(Math.round(idle / 1000))
        : isLatest(turn, session)
          ? t.draft.started(Math.round(idle / 1000))
          : t.draft.startedOn(excerpt(session.question.prompt, 24), Math.round(idle / 1000)),
      [
        [
          { id: `done:${session.id}`, label: t.choice.done },
          ...(session.mock === undefined ? [] : [{ id: `mockpause:${session.id}`, label: t.choice.mockPause }]),
        ],
      ],
      // A number is an answer to a calculation: what else can be said is a word then.
      { kind: 'counter', offer: session.question.kind === 'open' ? 'numbers' : 'words' },
    )
}

function isLatest(turn: Turn, session: KeptSession): boolean {
  return turn.doc.sessions.at(-1) === session
}

/**
 * Whether a plain message is meant for this session: chat after the newest question is over answers no older one, nor
 * does what is written in another language than that.
 */
export function takesPlain(turn: Turn, session: Session, text: string): boolean {
  if (isLatest(turn, session) || session.state === 'drafting') return true
  const { question } = session
  return isRealAnswer(question, text) && !isInOtherLanguage(question.prompt, text)
}

/** A choice answered by its letter needs no waiting. */
function answersByKey(session: Session, text: string): boolean {
  return session.question.kind === 'choice' && text.trim().length <= 10 && isRealAnswer(session.question, text)
}

/** Replaces an edited part; '' takes it back. @returns whether the message was part of one of the sessions */
export function editPart(turn: Turn, messageId: string, text: string): boolean {
  const session = turn.doc.sessions.findLast((candidate) =>
    candidate.parts.some((part) => part.messageId === messageId),
  )
  const part = session?.parts.find((candidate) => candidate.messageId === messageId)
  if (session === undefined || part === undefined) return false
  if (text === '') return takeBack(turn, session, part)
  part.text = text.slice(0, LONGEST_ANSWER)
  if (session.state === 'drafting') {
    session.idleAt = turn.now + turn.world.settings.answerIdle
    delete session.reading
  }
  if (canReopen(turn, session))
    turn.line(turn.t.draft.edited, [[{ id: `reassess:${session.id}`, label: turn.t.choice.reassess }]])
  return true
}

/** Its sender took a part back: it is none of the answer any more. What was assessed stays as it was. */
function takeBack(turn: Turn, session: KeptSession, part: Part): true {
  if (session.state !== 'drafting') return true
  session.parts = session.parts.filter((other) => other !== part)
  session.idleAt = turn.now + turn.world.settings.answerIdle
  delete session.reading
  if (session.parts.length > 0 || session.attemptId !== undefined) return true
  session.state = 'asked'
  session.idleAt = null
  turn.line(turn.t.draft.takenBack)
  return true
}

export function canReopen(turn: Turn, session: KeptSession): boolean {
  return session.state === 'closed' && session.reopenUntil !== null && turn.now <= session.reopenUntil
}

/** Whether the question of a session can be answered once more: it is over, and no part of a paper or a follow-up. */
export function canRetry(session: KeptSession): boolean {
  return session.attemptId !== undefined && session.mock === undefined && session.followUp === undefined
}

/** How long what came after a question was over may still be made its answer, ms. */
const UNASKED_KEPT = 10 * 60_000

/** Keeps a message that reads like an answer to a session that is over, with those just before it. */
export function keepUnasked(turn: Turn, session: Session, part: Part): void {
  const text = part.text.slice(0, LONGEST_ANSWER)
  const parts = [...unasked(turn, session), { ...part, text }].slice(-10)
  turn.doc.prompted = { kind: 'unasked', session: session.id, parts }
}

function unasked(turn: Turn, { id }: Session): Part[] {
  const { prompted } = turn.doc
  if (prompted?.kind !== 'unasked' || prompted.session !== id) return []
  return prompted.parts.filter(({ at }) => turn.now - at < UNASKED_KEPT)
}

/** Takes out what was kept for a session, no more of it than an answer may be long. */
export function takeUnasked(turn: Turn, session: Session): Part[] {
  const kept = unasked(turn, session)
  if (kept.length > 0) turn.doc.prompted = null
  let length = 0
  return kept.filter(({ text }) => {
    length += text.length
    return length <= LONGEST_ANSWER
  })
}

/** Adds what was kept for a session to the answer `into`. @returns whether there was anything */
export function answerWithUnasked(turn: Turn, session: Session, into: Session): boolean {
  const parts = takeUnasked(turn, session)
  const last = parts.pop()
  if (last === undefined) return false
  into.parts.push(...parts)
  addPart(turn, into, last)
  return true
}

/** Opens a finished answer again for more parts. */
export function reopen(turn: Turn, session: Session): void {
  session.state = 'drafting'
  session.idleAt = turn.now + Math.max(turn.world.settings.answerIdle, 5 * 60_000)
}
