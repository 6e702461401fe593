import type { Session } from '../learner.ts'
import { bold, message, text } from '../render/message.ts'
import type { Turn } from '../turn.ts'
import { tick } from './attempt.ts'
import { comesBack, showChecklist, showModelAnswer } from './feedback.ts'

/** 先自评: the learner ticks what they think they covered, and only then sees the comparison. What they tick counts. */

/** Asks for the learner's own verdict; `streak` is what the answer did to the streak, said at once. */
export function askSelfCheck(turn: Turn, session: Session, streak: string[]): void {
  session.selfTicks = []
  show(turn, session, { streak })
}

function show(turn: Turn, session: Session, options: { streak?: string[]; edits?: string | undefined }): void {
  const { t } = turn
  const ticked = session.selfTicks ?? []
  const { examPoints } = session.question
  const typed = turn.capabilities.choices === 'typed'
  const box = (index: number) => (ticked.includes(index) ? '☑️' : '⬜')
  turn.say(
    message(
      [
        text(bold(t.selfCheck.heading)),
        examPoints.map((point, index) => `${box(index)} ${index + 1}. ${point.looksFor}`).join('\n'),
        options.streak?.join('\n'),
      ],
      [
        examPoints.map((point, index) => ({
          id: `selftick:${session.id}:${index}`,
          label: `${box(index)} ${typed ? turn.competency(point.competency) : index + 1}`,
          multi: true,
        })),
        [{ id: `selfdone:${session.id}`, label: t.choice.selfDone }],
      ],
    ),
    { kind: 'feedback', session, role: 'checklist', edits: options.edits },
  )
}

/** Ticks or unticks points; a network that can edit shows them in place. */
export function tickSelf(turn: Turn, session: Session, indexes: number[]): void {
  if (session.selfTicks === undefined) return turn.line(turn.t.question.over)
  for (const index of indexes.filter((one) => one in session.question.examPoints))
    session.selfTicks = session.selfTicks.includes(index)
      ? session.selfTicks.filter((other) => other !== index)
      : [...session.selfTicks, index].sort()
  show(turn, session, { edits: turn.capabilities.edit ? session.checklistId : undefined })
}

/** The comparison: what the learner ticked stands, and what was heard beside it is named. */
export function finishSelfCheck(turn: Turn, session: Session): void {
  const own = session.selfTicks
  const attempt = turn.doc.attempts.find((candidate) => candidate.id === session.attemptId)
  if (own === undefined || attempt === undefined) return turn.line(turn.t.question.over)
  delete session.selfTicks
  const heardMore = attempt.verdicts
    .filter((point, index) => point.verdict === 'covered' && !own.includes(index))
    .map((point) => turn.competency(point.competency))
  for (const index of own) if (attempt.verdicts[index]?.verdict !== 'covered') tick(turn, session, index)
  if (heardMore.length > 0) turn.line(turn.t.selfCheck.heardMore(heardMore.join(turn.t.list)))
  showChecklist(turn, session, attempt)
  showModelAnswer(turn, session, [], [comesBack(turn, session)])
}

/** The self-check still waiting, if any. */
export function openSelfCheck(turn: Turn): Session | undefined {
  return turn.asked(turn.doc.sessions.findLast((session) => session.selfTicks !== undefined))
}
