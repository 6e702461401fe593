import { tick } from '../practice/attempt.ts'
import { addPart, answerWithUnasked, canReopen, reopen } from '../practice/draft.ts'
import { showTicks } from '../practice/feedback.ts'
import { canChange, change } from '../practice/round.ts'
import { finishSelfCheck, openSelfCheck } from '../practice/self-check.ts'
import { finish, skip } from '../practice/session.ts'
import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'
import { openSession, sessionFor } from './sessions.ts'

export const answer: Command = {
  name: 'answer',
  aliases: ['回答', '完成', 'answer', 'done'],
  section: 'practice',
  accepts: () => true,
  run(turn, argument, message) {
    const checking = openSelfCheck(turn)
    if (checking !== undefined && argument.trim() === '' && turn.openSession === undefined)
      return finishSelfCheck(turn, checking)
    const session = openSession(turn)
    if (session === undefined) return
    const text = argument.trim()
    if (text !== '') addPart(turn, session, { messageId: message?.messageId ?? '', text, at: message?.at ?? turn.now })
    else if (session.parts.length > 0) finish(turn, session)
    else turn.line(turn.t.draft.nothing)
  },
  actions: {
    done: (turn, id) => {
      const known = turn.session(id)
      // Tapped twice: the feedback has just been given.
      if (known !== undefined && canReopen(turn, known)) return turn.line(turn.t.feedback.unchanged)
      const session = sessionFor(turn, id)
      if (session === undefined) return
      if (session.parts.length > 0) finish(turn, session)
      else turn.line(turn.t.draft.nothing)
    },
    add: (turn, id) => {
      const session = turn.session(id)
      if (session === undefined || !canReopen(turn, session)) return turn.line(turn.t.feedback.outsideTime)
      reopen(turn, session)
      const words = answerWithUnasked(turn, session, session) ? turn.t.draft.added : turn.t.draft.reopened
      // With no silence to wait for it has been read already.
      if (session.state === 'drafting') turn.line(words, [[{ id: `done:${id}`, label: turn.t.choice.done }]])
    },
    change: (turn, id) => {
      const session = turn.session(id)
      if (session === undefined || !canChange(turn, session)) return turn.line(turn.t.feedback.outsideTime)
      change(turn, session)
    },
    reassess: (turn, id) => {
      const session = turn.session(id)
      if (session === undefined || !canReopen(turn, session)) return turn.line(turn.t.feedback.outsideTime)
      finish(turn, session)
    },
    discard: (turn, id) => {
      const session = sessionFor(turn, id)
      if (session !== undefined) skip(turn, session)
    },
    selfdone: (turn, id) => {
      const session = turn.session(id)
      if (session?.selfTicks === undefined) return turn.line(turn.t.question.over)
      finishSelfCheck(turn, session)
    },
    tick: (turn, argument) => tickPoints(turn, [argument]),
  },
}

/** Ticks one or several points (`session:index` each) and shows the checklist once. */
export function tickPoints(turn: Turn, picked: string[]): void {
  const session = turn.session(picked[0]?.split(':')[0])
  if (session?.attemptId === undefined) return turn.line(turn.t.question.over)
  for (const argument of picked) tick(turn, session, Number(argument.split(':')[1]))
  showTicks(turn, session)
}
