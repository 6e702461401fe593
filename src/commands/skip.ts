import type { Session } from '../learner.ts'
import { skip as skipQuestion } from '../practice/session.ts'
import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'
import { openSession, sessionFor } from './sessions.ts'

export const skip: Command = {
  name: 'skip',
  aliases: ['跳过', 'skip'],
  section: 'practice',
  run(turn) {
    skipOrAsk(turn, openSession(turn))
  },
  actions: { skip: (turn, id) => skipOrAsk(turn, sessionFor(turn, id)) },
}

/** What was written is not thrown away without asking. */
function skipOrAsk(turn: Turn, session: Session | undefined): void {
  if (session === undefined) return
  if (session.parts.length === 0) return skipQuestion(turn, session)
  turn.line(turn.t.draft.skipWithDraft, [
    [
      { id: `done:${session.id}`, label: turn.t.choice.done },
      { id: `discard:${session.id}`, label: turn.t.choice.discard },
    ],
  ])
}
