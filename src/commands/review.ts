import { dueQuestions } from '../practice/select.ts'
import { bold, message, text } from '../render/message.ts'
import { dayWords } from '../text/day.ts'
import { excerpt } from '../text/shorten.ts'
import type { Command } from './command.ts'

const SHOWN = 6

export const review: Command = {
  name: 'review',
  aliases: ['复习', 'review'],
  section: 'practice',
  endsDraft: true,
  run(turn) {
    const t = turn.t.review
    const { cards, ledger } = turn.doc
    const due = dueQuestions({ banks: turn.banks, cards, ledger, today: turn.today })
    if (due.length === 0) {
      const next = Object.values(cards)
        .map((card) => card.due)
        .sort()[0]
      return turn.line(next === undefined ? t.never : t.none(dayWords(turn.t, next, turn.today)), [
        [{ id: 'next', label: turn.t.choice.next }],
      ])
    }
    turn.say(
      message(
        [text(bold(t.heading(due.length))), t.open],
        due.slice(0, SHOWN).map((question) => {
          const weak = cards[question.id]?.weak
          const label = weak === undefined ? '' : `${turn.competency(weak)} · `
          return [{ id: `question:${question.id}`, label: `${label}${excerpt(question.prompt, 20)}` }]
        }),
      ),
    )
  },
}
