import { bold, message, text } from '../render/message.ts'
import type { Turn } from '../turn.ts'
import { type Command, progressChoice } from './command.ts'

/** Competencies need this many verdicts before they are called strong or weak. */
const ENOUGH = 2
const SHOWN = 3

export const stats: Command = {
  name: 'stats',
  aliases: ['统计', 'stats'],
  section: 'progress',
  endsDraft: true,
  run(turn) {
    const { doc } = turn
    const t = turn.t.stats
    if (doc.attemptCount === 0) return turn.line(t.none)
    const rated = Object.entries(doc.ledger)
      .map(([id, { covered, partly, missed }]) => ({
        id,
        covered,
        all: covered + partly + missed,
        score: (covered + partly / 2) / Math.max(1, covered + partly + missed),
      }))
      .filter((entry) => entry.all >= ENOUGH)
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    const strongest = rated.filter((entry) => entry.score >= 0.5).slice(0, SHOWN)
    const weakest = rated
      .filter((entry) => entry.score < 0.8 && !strongest.includes(entry))
      .slice(-SHOWN)
      .reverse()
    const rows = (title: string, entries: typeof rated) =>
      entries.length === 0
        ? undefined
        : text(
            bold(title),
            ...entries.map((entry) => `\n${t.row(turn.competency(entry.id), entry.covered, entry.all)}`),
          )
    turn.say(
      message(
        [text(bold(t.heading)), ...totalLines(turn), rows(t.strongest, strongest), rows(t.weakest, weakest)],
        progressChoice(turn),
      ),
    )
  },
}

/** How much of the banks was practised, and what waits. */
export function totalLines({ doc, banks, t, today }: Turn): string[] {
  const questions = banks.flatMap((bank) => bank.questions)
  const cards = questions.map((question) => doc.cards[question.id]).filter((card) => card !== undefined)
  return [
    t.stats.totals(doc.answerCount, cards.length, questions.length),
    t.stats.due(cards.filter((card) => card.due <= today).length, questions.length - cards.length),
  ]
}
