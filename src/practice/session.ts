import { isGivingUp, isRealAnswer } from '../assess/reply.ts'
import type { Attempt, Card, Session } from '../learner.ts'
import type { Choice } from '../ports/channel.ts'
import type { Question } from '../questions/schema.ts'
import { questionCard } from '../render/card.ts'
import { checklist, modelAnswer } from '../render/feedback.ts'
import { type Day, daysBetween } from '../streak/day.ts'
import { keepDay, viewStreak } from '../streak/streak.ts'
import { shorten } from '../text/shorten.ts'
import type { Turn } from '../turn.ts'
import { reschedule, resultOf, standing } from './review.ts'
import { selectQuestion } from './select.ts'

/** A question from being asked to its feedback: the one place where answers become attempts. */

/** Sessions remembered: the open one and the last ones, still answerable by replying to their card. */
const SESSIONS_KEPT = 3
/** Longest answer taken, UTF-16 units. */
export const LONGEST_ANSWER = 30_000
/** How long 补充 and edits reopen an answer. */
const REOPEN = 10 * 60_000
const HOUR = 3_600_000

/** Asks a question: `title` stands above the card. Expires: when a push is no longer worth sending. */
export function ask(turn: Turn, question: Question, options: { title?: string; expiresAt?: number } = {}): void {
  const session: Session = {
    id: turn.nextId('s'),
    question: structuredClone(question),
    askedAt: turn.now,
    state: 'asked',
    parts: [],
    idleAt: null,
    snoozedUntil: null,
    hinted: false,
    reopenUntil: null,
  }
  turn.doc.sessions = [...turn.doc.sessions, session].slice(-SESSIONS_KEPT)
  showCard(turn, session, options)
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
  const question = selectQuestion({
    banks: turn.banks,
    cards: doc.cards,
    today: turn.today,
    turn: doc.attemptCount,
    exclude: new Set(apart.map((session) => session.question.id)),
    ...(options.wanted && { wanted: options.wanted }),
  })
  if (question === undefined) return false
  const again = doc.cards[question.id] === undefined ? undefined : turn.t.card.again
  const title = [options.title, again].filter((line) => line !== undefined).join('\n')
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
      choices: [
        [action('hint', t.choice.hint), action('reveal', t.choice.reveal)],
        [action('skip', t.choice.skip), action('later', t.choice.later)],
      ],
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

/** Takes a message as part of the answer. */
export function addPart(turn: Turn, session: Session, part: { messageId: string; text: string; at: number }): void {
  const { t } = turn
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
  const idle = turn.world.settings.answerIdle
  session.idleAt = turn.now + idle
  if (kept.length < part.text.length) {
    turn.line(t.draft.tooLong(LONGEST_ANSWER))
    finish(turn, session)
  } else if (idle === 0 || (first && isGivingUp(part.text)) || answersByKey(session, part.text)) finish(turn, session)
  else if (first)
    turn.line(
      isLatest(turn, session)
        ? t.draft.started(Math.round(idle / 1000))
        : t.draft.startedOn(shorten(session.question.prompt, 24), Math.round(idle / 1000)),
      [[{ id: `done:${session.id}`, label: t.choice.done }]],
      // A number is an answer to a calculation: what else can be said is a word then.
      { kind: 'counter', offer: session.question.kind === 'open' ? 'numbers' : 'words' },
    )
}

function isLatest(turn: Turn, session: Session): boolean {
  return turn.doc.sessions.at(-1) === session
}

/** Whether a plain message is meant for this session: chat after the newest question is over answers no older one. */
export function takesPlain(turn: Turn, session: Session, text: string): boolean {
  return isLatest(turn, session) || session.state === 'drafting' || isRealAnswer(session.question, text)
}

/** A choice answered by its letter needs no waiting. */
function answersByKey(session: Session, text: string): boolean {
  return session.question.kind === 'choice' && text.trim().length <= 10 && isRealAnswer(session.question, text)
}

/** Replaces an edited part. @returns whether the message was part of one of the sessions */
export function editPart(turn: Turn, messageId: string, text: string): boolean {
  const session = turn.doc.sessions.findLast((candidate) =>
    candidate.parts.some((part) => part.messageId === messageId),
  )
  const part = session?.parts.find((candidate) => candidate.messageId === messageId)
  if (session === undefined || part === undefined) return false
  part.text = text.slice(0, LONGEST_ANSWER)
  if (session.state === 'drafting') session.idleAt = turn.now + turn.world.settings.answerIdle
  else if (canReopen(turn, session))
    turn.line(turn.t.draft.edited, [[{ id: `reassess:${session.id}`, label: turn.t.choice.reassess }]])
  return true
}

export function canReopen(turn: Turn, session: Session): boolean {
  return session.state === 'closed' && session.reopenUntil !== null && turn.now <= session.reopenUntil
}

/** Opens a finished answer again for more parts. */
export function reopen(turn: Turn, session: Session): void {
  session.state = 'drafting'
  session.idleAt = turn.now + Math.max(turn.world.settings.answerIdle, 5 * 60_000)
}

/** Ends the draft: a real answer gets its feedback, anything else the model answer, kindly. */
export function finish(turn: Turn, session: Session): void {
  const { t } = turn
  const reply = replyOf(session)
  if (session.attemptId !== undefined && session.assessed === reply) {
    close(turn, session)
    turn.line(t.feedback.unchanged, undefined, { kind: 'counter' })
    return
  }
  if (!isRealAnswer(session.question, reply)) {
    record(turn, session, { outcome: 'no-answer', reply, verdicts: [], redLines: [] })
    showModelAnswer(turn, session, [t.feedback.unanswered], [t.feedback.notCounted, comesBack(turn, session)])
    return
  }
  const assessment = turn.world.assessor.assess(session.question, reply)
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
  })
  turn.doc.push.unanswered = 0
  turn.doc.streak = keepDay(turn.doc.streak, { day: attempt.day, at: attempt.at, zone: attempt.zone })
  showChecklist(turn, session, attempt, { next: assessment.next })
  showModelAnswer(turn, session, [], [...streakLines(turn, attempt.day, before), comesBack(turn, session)])
}

/** The learner wants the answer without replying. With a draft it is an answer like any other. */
export function reveal(turn: Turn, session: Session): void {
  if (session.parts.length > 0) {
    finish(turn, session)
    return
  }
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
  record(turn, session, { outcome: 'skipped', reply: replyOf(session), verdicts: [], redLines: [] })
  const card = turn.doc.cards[session.question.id]
  turn.line(turn.t.feedback.skipped(card === undefined ? 2 : daysBetween(turn.today, card.due)), [
    [{ id: 'next', label: turn.t.choice.next }],
  ])
}

export function hint(turn: Turn, session: Session): void {
  session.hinted = true
  turn.line(turn.t.hint(session.question.hint))
}

export function later(turn: Turn, session: Session): void {
  session.snoozedUntil = turn.now + HOUR
  turn.line(turn.t.question.later)
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
  turn.doc.cards[session.question.id] = reschedule(cardBefore(session), resultOf(attempt), attempt.day)
}

/** After ticks: the checklist as it stands now, in place where the network can edit. */
export function showTicks(turn: Turn, session: Session): void {
  const attempt = turn.doc.attempts.find((candidate) => candidate.id === session.attemptId)
  if (attempt === undefined) return
  if (turn.capabilities.edit && session.checklistId !== undefined) {
    showChecklist(turn, session, attempt, { edits: session.checklistId })
    return
  }
  const covered = attempt.verdicts
    .filter((point) => standing(point) === 'covered')
    .map((point) => turn.competency(point.competency))
  turn.line(turn.t.feedback.ticksSaved(covered.join(turn.t.list) || '—'))
}

function showChecklist(
  turn: Turn,
  session: Session,
  attempt: Attempt,
  options: { next?: number | undefined; edits?: string },
): void {
  const { t } = turn
  const typed = turn.capabilities.choices === 'typed'
  const ticks = attempt.verdicts.map((point, index): Choice => {
    const mark = t.feedback.mark[standing(point)]
    // A typed channel already numbers the points in the text; the number alone is the choice.
    return {
      id: `tick:${session.id}:${index}`,
      label: typed ? `${mark} ${turn.competency(point.competency)}` : `${mark} ${index + 1}`,
      multi: true,
    }
  })
  turn.say(
    checklist(t, attempt, (id) => turn.competency(id), {
      next: options.next,
      ticks: [ticks],
      tickHint: typed ? t.feedback.tickTyped : t.feedback.tickHint,
    }),
    { kind: 'feedback', session, role: 'checklist', edits: options.edits },
  )
}

function showModelAnswer(turn: Turn, session: Session, before: string[], after: (string | undefined)[]): void {
  const { t } = turn
  const marked = turn.doc.bookmarks.includes(session.question.id)
  turn.say(
    modelAnswer(t, session.question, before, after, [
      [
        ...(session.attemptId !== undefined && session.parts.length > 0
          ? [{ id: `add:${session.id}`, label: t.choice.add }]
          : []),
        { id: 'next', label: t.choice.next },
      ],
      [
        marked
          ? { id: `unbookmark:${session.question.id}`, label: t.choice.unbookmark }
          : { id: `bookmark:${session.question.id}`, label: t.choice.bookmark },
        { id: `report:${session.question.id}`, label: t.choice.report },
      ],
    ]),
    { kind: 'feedback', session, role: 'feedback', offer: 'words' },
  )
}

/** What the answer did to the streak, said once. */
function streakLines(turn: Turn, day: Day, before: ReturnType<typeof viewStreak>): string[] {
  const t = turn.t.streakLine
  const after = viewStreak(turn.doc.streak, turn.today, turn.off)
  const late = day < turn.today ? [t.late(day)] : []
  if (after.total === before.total) return [...late, t.already(after.current)]
  // What happened on the way to this day stands in the log between it and the kept day before.
  const at = after.log.findIndex((entry) => entry.day === day && entry.kind === 'kept')
  const previous = after.log.findLastIndex((entry, index) => index < at && entry.kind === 'kept')
  const froze = after.log.slice(previous + 1, at).filter((entry) => entry.kind === 'frozen').length
  const earned = after.log[at]?.earnedFreeze === true
  return [
    ...late,
    after.total === 1 ? t.first : after.current === 1 ? t.restarted(after.total) : t.kept(after.current, after.total),
    ...(froze > 0 ? [t.froze(froze, after.freezes)] : []),
    ...(earned ? [t.earned(after.freezes)] : []),
  ]
}

function comesBack(turn: Turn, session: Session): string | undefined {
  const card = turn.doc.cards[session.question.id]
  return card && turn.t.feedback.comesBack(card.due, daysBetween(turn.today, card.due))
}

export function replyOf(session: Session): string {
  return session.parts.map((part) => part.text).join('\n')
}

function cardBefore(session: Session): Card | undefined {
  return session.cardBefore as Card | undefined
}

/** Writes the attempt (again, when the answer was added to), its card and the ledger, and closes the session. */
function record(
  turn: Turn,
  session: Session,
  result: Pick<Attempt, 'outcome' | 'reply' | 'verdicts' | 'redLines'>,
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
  tally(turn, attempt, 1)
  doc.cards[session.question.id] = reschedule(cardBefore(session), resultOf(attempt), turn.today)
  session.assessed = result.reply
  close(turn, session)
  return attempt
}

function close(turn: Turn, session: Session): void {
  session.state = 'closed'
  session.idleAt = null
  session.snoozedUntil = null
  session.reopenUntil = turn.now + REOPEN
}

/** Adds an attempt's verdicts to the ledger of competencies, or takes them out. */
function tally(turn: Turn, attempt: Attempt, sign: 1 | -1): void {
  for (const point of attempt.verdicts) {
    const entry = turn.doc.ledger[point.competency] ?? { covered: 0, partly: 0, missed: 0 }
    entry[standing(point)] += sign
    turn.doc.ledger[point.competency] = entry
  }
}
