import type { Attempt } from '../learner.ts'
import { standing } from '../practice/review.ts'
import { checklist } from '../render/feedback.ts'
import { bold, message, quote, text } from '../render/message.ts'
import { shorten } from '../text/shorten.ts'
import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'

const SHOWN = 8

export const history: Command = {
  name: 'history',
  aliases: ['记录', 'history'],
  section: 'progress',
  endsDraft: true,
  run(turn) {
    const t = turn.t.history
    const recent = turn.doc.attempts.slice(-SHOWN).reverse()
    if (recent.length === 0) return turn.line(t.none)
    turn.say(
      message(
        [text(bold(t.heading)), t.open],
        recent.map((attempt) => [
          {
            id: `attempt:${attempt.id}`,
            label: `${attempt.day.slice(5)} ${summary(turn, attempt)} ${shorten(attempt.prompt, 18)}`,
          },
        ]),
      ),
    )
  },
  actions: {
    attempt: (turn, id) => {
      const t = turn.t.history
      const attempt = turn.doc.attempts.find((candidate) => candidate.id === id)
      if (attempt === undefined) return turn.line(t.gone)
      turn.say(
        message([
          text(bold(attempt.prompt)),
          [attempt.day, t.outcome[attempt.outcome]].filter((part) => part !== '').join(' · '),
          ...(attempt.reply === '' ? [] : [text(bold(t.reply)), quote(attempt.reply, true)]),
        ]),
      )
      if (attempt.outcome === 'answered')
        turn.say(checklist(turn.t, attempt, (competency) => turn.competency(competency), {}))
    },
  },
}

function summary(turn: Turn, attempt: Attempt): string {
  if (attempt.outcome !== 'answered') return turn.t.history.outcome[attempt.outcome]
  return attempt.verdicts.map((point) => turn.t.feedback.mark[standing(point)]).join('')
}
