import type { Attempt, Session } from '../learner.ts'
import type { Choice } from '../ports/channel.ts'
import { checklist, modelAnswer } from '../render/feedback.ts'
import { message } from '../render/message.ts'
import { type Day, daysBetween } from '../streak/day.ts'
import { viewStreak } from '../streak/streak.ts'
import { dayWords } from '../text/day.ts'
import type { Turn } from '../turn.ts'
import { canRetry } from './draft.ts'
import { standing } from './review.ts'

/** What the learner is shown after an answer: the checklist, the model answer, the streak, when the question comes back. */

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
  turn.line(turn.t.feedback.ticksSaved(covered.join(turn.t.list)))
}

export function showChecklist(turn: Turn, session: Session, attempt: Attempt, options: { edits?: string } = {}): void {
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
      earlier: turn.doc.attempts.find(({ id, outcome }) => id === attempt.retryOf && outcome === 'answered'),
      ticks: [ticks],
      keyed: session.question.kind !== 'open',
      tickHint: typed ? t.feedback.tickTyped : t.feedback.tickHint,
    }),
    { kind: 'feedback', session, role: 'checklist', edits: options.edits },
  )
}

/** After a good answer the interviewer may go on asking. */
function wantsMore(turn: Turn, session: Session): boolean {
  const card = turn.doc.cards[session.question.id]
  return session.question.followUps.length > 0 && session.attemptId !== undefined && card?.result === 'good'
}

/** The model answer with what stands around it, or where it is `above` in the chat, only the rest. */
export function showModelAnswer(
  turn: Turn,
  session: Session,
  before: string[] | 'above',
  after: (string | undefined)[],
): void {
  const { t } = turn
  const marked = turn.doc.bookmarks.includes(session.question.id)
  const choices = [
    [
      ...(session.attemptId !== undefined && session.parts.length > 0
        ? [{ id: `add:${session.id}`, label: t.choice.add }]
        : []),
      ...(canRetry(session) ? [{ id: `retry:${session.id}`, label: t.choice.retry }] : []),
      { id: 'next', label: t.choice.next },
    ],
    [
      ...(wantsMore(turn, session) ? [{ id: `followup:${session.id}`, label: t.choice.followUp }] : []),
      marked
        ? { id: `unbookmark:${session.question.id}`, label: t.choice.unbookmark }
        : { id: `bookmark:${session.question.id}`, label: t.choice.bookmark },
      { id: `report:${session.question.id}`, label: t.choice.report },
    ],
  ]
  turn.say(
    before === 'above'
      ? message([t.feedback.stillAbove, ...after], choices)
      : modelAnswer(t, session.question, before, after, choices),
    { kind: 'feedback', session, role: 'feedback', offer: 'words' },
  )
}

/** What the answer did to the streak, said once. */
export function streakLines(turn: Turn, day: Day, before: ReturnType<typeof viewStreak>): string[] {
  const t = turn.t.streakLine
  const after = viewStreak(turn.doc.streak, turn.today, turn.off)
  const late = day < turn.today ? [t.late(dayWords(turn.t, day, turn.today))] : []
  if (after.total === before.total) return [...late, ...(after.current > 0 ? [t.already(after.current)] : [])]
  // What happened on the way to this day stands in the log between it and the kept day before.
  const at = after.log.findIndex((entry) => entry.day === day && entry.kind === 'kept')
  const previous = after.log.findLastIndex((entry, index) => index < at && entry.kind === 'kept')
  const froze = after.log.slice(previous + 1, at).filter((entry) => entry.kind === 'frozen').length
  const earned = after.log[at]?.earnedFreeze === true
  return [
    ...late,
    after.current === 0
      ? t.lapsed(after.total)
      : after.total === 1
        ? t.first
        : after.current === 1
          ? t.restarted(after.total)
          : t.kept(after.current, after.total),
    ...(froze > 0 ? [t.froze(froze, after.freezes)] : []),
    ...(earned ? [t.earned(after.freezes)] : []),
  ]
}

export function comesBack(turn: Turn, session: Session): string | undefined {
  const card = turn.doc.cards[session.question.id]
  return card && turn.t.feedback.comesBack(dayWords(turn.t, card.due, turn.today), daysBetween(turn.today, card.due))
}
