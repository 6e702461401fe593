import { hint as giveHint } from '../practice/session.ts'
import type { Command } from './command.ts'
import { openSession, sessionFor } from './sessions.ts'

export const hint: Command = {
  name: 'hint',
  aliases: ['提示', 'hint'],
  section: 'practice',
  run(turn) {
    const session = openSession(turn)
    if (session !== undefined) giveHint(turn, session)
  },
  actions: {
    hint: (turn, id) => {
      const session = sessionFor(turn, id)
      if (session !== undefined) giveHint(turn, session)
    },
  },
}
