import { isRealAnswer } from '../assess/reply.ts'
import { clock } from '../commands/command.ts'
import type { OpenRound } from '../groups/open-rounds.ts'
import type { KeptSession, LearnerEffect, Session } from '../learner.ts'
import { LINK_CHANNEL } from '../link/codes.ts'
import type { Question } from '../questions/schema.ts'
import { localTime } from '../streak/day.ts'
import { keepDay, viewStreak } from '../streak/streak.ts'
import { excerpt } from '../text/shorten.ts'
import type { Turn } from '../turn.ts'
import { close } from './attempt.ts'
import { canReopen, takeUnasked } from './draft.ts'
import { streakLines } from './feedback.ts'
import { addSession, finish, newSession } from './session.ts'

/**
 * A group's round as its member practises it: the answer is handed to the group and counts for the learner's own streak
 * at once; card, ledger and feedback come with the reveal. Until then the question is sealed, whoever asks it.
 */

/** Time between the last moment a draft is taken up and the reveal, ms. */
const BEFORE_REVEAL = 10_000
/** How long a reveal may take to reach its members, ms. */
const AFTER_REVEAL = 10 * 60_000
const GROUPS_KEPT = 50

/** The open rounds this session answers; its question is sealed while there is one. */
export function roundsOf(turn: Turn, session: KeptSession): OpenRound[] {
  // A mock paper shows no model answer; what was assessed already has had its own.
  if (session.mock !== undefined || session.followUp || session.revealed || session.attemptId !== undefined) return []
  return turn.world
    .openRounds(turn.doc.groups)
    .filter((round) => round.questionId === session.questionId && userIn(turn, round.channel) !== undefined)
}

export function isSealed(turn: Turn, session: KeptSession): boolean {
  return roundsOf(turn, session).length > 0
}

export function tellSealed(turn: Turn, session: Session): void {
  turn.line(turn.t.round.sealed(revealHour(turn, roundsOf(turn, session))))
}

/** Whether the session's answer waits for the reveal; if so, says until when, and how to change it. */
export function tellWaiting(turn: Turn, session: Session): boolean {
  if (session.sealed === undefined || session.state !== 'closed' || !isSealed(turn, session)) return false
  const change = [[{ id: `change:${session.id}`, label: turn.t.choice.change }]]
  turn.line(turn.t.round.already(revealHour(turn, roundsOf(turn, session))), change, { offer: 'words' })
  return true
}

/** When a draft that falls silent is taken up: before the reveal, if it answers a round. */
export function drafted(turn: Turn, session: Session, idleAt: number): number {
  const reveals = roundsOf(turn, session).map((round) => round.revealAt - BEFORE_REVEAL)
  return Math.max(turn.now, Math.min(idleAt, ...reveals))
}

/** Whether the reveal is so near, or overdue, that what is written now is taken up at once. */
export function isLastMoment(turn: Turn, session: Session): boolean {
  return roundsOf(turn, session).some((round) => round.revealAt - BEFORE_REVEAL <= turn.now)
}

/** Takes an answer for the rounds that ask its question. The last one before the reveal counts. */
export function answerRounds(turn: Turn, session: Session, reply: string, rounds: OpenRound[]): void {
  const { doc, t } = turn
  const hour = revealHour(turn, rounds)
  if (!isRealAnswer(session.question, reply)) {
    Object.assign(session, { state: 'asked', parts: [], idleAt: null })
    return turn.line(t.round.notReal(hour))
  }
  if (session.assessed === reply && session.sealed !== undefined) {
    seal(turn, session, rounds)
    return turn.line(t.feedback.unchanged, undefined, { kind: 'counter' })
  }
  const changed = session.sealed !== undefined
  const before = viewStreak(doc.streak, turn.today, turn.off)
  const at = session.parts[0]?.at ?? turn.now
  const day = turn.dayOf(at)
  doc.streak = keepDay(doc.streak, { day, at, zone: doc.settings.zone })
  doc.push.unanswered = 0
  session.assessed = reply
  seal(turn, session, rounds)
  for (const { group, channel, number } of rounds)
    planEffect(turn, {
      kind: 'answer',
      group,
      channel,
      user: userIn(turn, channel) ?? '',
      round: number,
      text: reply,
      at: session.parts.at(-1)?.at ?? turn.now,
      ...(session.memberName !== undefined && { name: session.memberName }),
    })
  turn.line(
    changed ? t.round.changed(hour) : [t.round.taken(hour), ...streakLines(turn, day, before)].join('\n'),
    [
      [
        { id: `add:${session.id}`, label: t.choice.add },
        { id: `change:${session.id}`, label: t.choice.change },
      ],
    ],
    { kind: 'feedback', session, offer: 'words' },
  )
}

function seal(turn: Turn, session: Session, rounds: OpenRound[]): void {
  close(turn, session)
  session.sealed = rounds.map(({ group, number }) => ({ group, round: number }))
  // The last answer counts: an earlier one to the same question waits for nothing any more.
  for (const other of turn.doc.sessions)
    if (sealEnds(other) !== null && other.questionId === session.questionId) other.reopenUntil = null
  session.reopenUntil = Math.min(...rounds.map((round) => round.revealAt))
}

/** Whether the answer waits for its reveal and may still be another. */
export function canChange(turn: Turn, session: Session): boolean {
  return session.sealed !== undefined && session.attemptId === undefined && canReopen(turn, session)
}

/** Throws the answer away for a new one: what was just written, or what comes; the group keeps the old until then. */
export function change(turn: Turn, session: Session): void {
  const parts = takeUnasked(turn, session)
  Object.assign(session, { state: parts.length > 0 ? 'drafting' : 'asked', parts, idleAt: null })
  if (parts.length > 0) finish(turn, session)
  else turn.line(turn.t.round.changing)
}

/** An answer given in the group counts for the learner's own day. Any number of times the same. */
export function credit(turn: Turn, group: string, at: number): void {
  const { doc } = turn
  joinGroup(turn, group)
  doc.streak = keepDay(doc.streak, { day: turn.dayOf(at), at, zone: doc.settings.zone })
  doc.push.unanswered = 0
}

export function joinGroup(turn: Turn, group: string): void {
  const { doc } = turn
  if (doc.groups.includes(group)) return
  doc.groups = [...doc.groups, group].slice(-GROUPS_KEPT)
  if (doc.settings.hideName || doc.settings.quotable) tellWishes(turn)
}

/** A group of theirs has another document. */
export function moveToGroup(turn: Turn, from: string, to: string): void {
  turn.doc.groups = turn.doc.groups.filter((id) => id !== from)
  joinGroup(turn, to)
}

/** A group turns out to be theirs: what they have open alone may be its question, and is sealed like everybody's. */
export function meetGroup(turn: Turn, group: string, name: string | undefined): void {
  joinGroup(turn, group)
  for (const session of turn.doc.sessions)
    if (session.memberName === undefined && name !== undefined && isSealed(turn, session)) session.memberName = name
}

/** A round's answer, out in the open. */
export interface Revealed {
  group: string
  round: number
  /** No round below this one can be sent again: it need not be remembered. */
  settled: number
  question: Question
  text: string
  at: number
  /** It came after the reveal: practice, but no part of the round. */
  late?: boolean
}

/** The reveal reaches a member: attempt, card, ledger and feedback, once a round. */
export function reveal(turn: Turn, revealed: Revealed): void {
  const { doc, t } = turn
  const { group, round, question } = revealed
  joinGroup(turn, group)
  doc.rounds = doc.rounds.filter((other) => other.group !== group || other.round >= revealed.settled)
  if (doc.rounds.some((other) => other.group === group && other.round === round)) return
  doc.rounds.push({ group, round })
  const own = doc.sessions.findLast((one) => one.sealed?.some((s) => s.group === group && s.round === round))
  // One answer given to two groups is one attempt: the first reveal brought it.
  if (own?.attemptId !== undefined) return
  const session = turn.asked(own) ?? newSession(turn, question)
  if (!doc.sessions.includes(session)) addSession(turn, session)
  session.parts = [{ messageId: '', text: revealed.text, at: revealed.at }]
  delete session.assessed
  session.revealed = true
  const prompt = excerpt(question.prompt.trim(), 40)
  turn.line(revealed.late ? t.round.late(prompt) : t.round.revealed(prompt), undefined, { kind: 'feedback' })
  finish(turn, session)
}

/** The group knows the round no more: the answer becomes ordinary practice. */
export function unseal(turn: Turn, group: string, round: number): void {
  const isIt = (one: KeptSession) => one.sealed?.some((s) => s.group === group && s.round === round)
  const session = turn.asked(turn.doc.sessions.findLast(isIt))
  if (session !== undefined) toPractice(turn, session)
}

/** When a sealed answer becomes ordinary practice if no reveal has reached it by then, null for never. */
export function sealEnds({ sealed, attemptId, state, reopenUntil }: KeptSession): number | null {
  const waits = sealed !== undefined && attemptId === undefined && state === 'closed'
  return waits && reopenUntil !== null ? reopenUntil + AFTER_REVEAL : null
}

/** No reveal came for it: the learner had the group forget them, or it lost the round. */
export function endSeal(turn: Turn, session: Session): void {
  // Put off, or the question is being asked again.
  if (isSealed(turn, session)) session.reopenUntil = turn.now
  else toPractice(turn, session)
}

function toPractice(turn: Turn, session: Session): void {
  session.reopenUntil = null
  if (session.attemptId !== undefined || session.parts.length === 0) return
  session.revealed = true
  delete session.assessed
  finish(turn, session)
}

/** Tells the groups how the learner wants to be shown. */
export function tellWishes(turn: Turn): void {
  planForGroups(turn, 'wishes')
}

/** Tells the groups which ids of earlier logins are the learner's too. */
export function tellNewIds(turn: Turn): void {
  const { aliases, groups } = turn.doc
  for (const channel of new Set(aliases.map((alias) => alias.channel))) {
    const user = userIn(turn, channel)
    if (channel === LINK_CHANNEL || user === undefined || turn.world.capabilities(channel).stableUserIds) continue
    const earlier = aliases.filter((alias) => alias.channel === channel && alias.id !== user)
    for (const { id: was } of earlier)
      for (const group of groups) planEffect(turn, { kind: 'renamed', group, channel, user, was, at: turn.now })
  }
}

/** Has the groups forget the learner. */
export function leaveGroups(turn: Turn): void {
  turn.doc.leaving = true
  planForGroups(turn, 'forget')
}

function planForGroups(turn: Turn, kind: 'wishes' | 'forget'): void {
  for (const { channel, id } of turn.doc.aliases)
    for (const group of turn.doc.groups) planEffect(turn, { kind, group, channel, user: id, at: turn.now })
}

function planEffect(turn: Turn, effect: Omit<LearnerEffect, 'id'>): void {
  turn.doc.effects.push({ id: turn.nextId('x'), ...effect })
}

/** The learner's id on a network; the latest, where a login changes it. */
function userIn(turn: Turn, channel: string): string | undefined {
  return turn.doc.aliases.findLast((alias) => alias.channel === channel)?.id
}

/** The first reveal, on the learner's own clock. */
function revealHour(turn: Turn, rounds: OpenRound[]): string {
  return clock(localTime(Math.min(...rounds.map((round) => round.revealAt)), turn.doc.settings.zone).minutes)
}
