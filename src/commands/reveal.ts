import { reveal as revealAnswer } from '../practice/session.ts'
import type { Command } from './command.ts'
import { openSession, sessionFor } from './sessions.ts'

export const reveal: Command = {
  name: 'reveal',
  aliases: ['答案', '看答案', 'reveal', 'show answer'],
  section: 'practice',
  run(turn) {
    const session = openSession(turn)
    if (session !== undefined) revealAnswer(turn, session)
  },
  actions: {
    reveal: (turn, id) => {
      const session = sessionFor(turn, id)
      if (session !== undefined) revealAnswer(turn, session)
    },
  },
}
