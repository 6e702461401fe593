import { fold, foldKnown } from '../assess/fold.ts'
import type { Attempt } from '../learner.ts'
import { allAttempts } from '../practice/archive.ts'
import { standing } from '../practice/review.ts'
import { checklist } from '../render/feedback.ts'
import { bold, message, quote, text } from '../render/message.ts'
import { excerpt } from '../text/shorten.ts'
import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'

const SHOWN = 8
/** Bytes of the words looked for: they travel in the buttons that turn the page. */
const SOUGHT = 40

export const history: Command = {
  name: 'history',
  aliases: ['记录', 'history'],
  section: 'progress',
  endsDraft: true,
  accepts: (argument) => argument.length <= 20,
  run: (turn, argument) => show(turn, 0, sought(argument)),
  actions: {
    history: (turn, argument) => {
      const [, newer = '0', words = ''] = /^(\d{1,6}):(.*)$/su.exec(argument) ?? []
      show(turn, Number(newer), words)
    },
    attempt: (turn, id) => {
      const t = turn.t.history
      const attempt = turn.doc.attempts.find((candidate) => candidate.id === id) ?? archived(turn, id)
      if (attempt === undefined) return turn.line(t.gone)
      turn.say(
        message([
          text(bold(attempt.prompt)),
          [attempt.day, t.outcome[attempt.outcome]].filter((part) => part !== '').join(' · '),
          ...(attempt.reply === '' ? [] : [text(bold(t.reply)), quote(attempt.reply, true)]),
        ]),
      )
      const keyed = (turn.library.find(attempt.questionId)?.kind ?? 'open') !== 'open'
      // A follow-up is not assessed.
      if (attempt.outcome === 'answered' && attempt.verdicts.length > 0)
        turn.say(checklist(turn.t, attempt, (competency) => turn.competency(competency), { keyed }))
    },
  },
}

/** One page of attempts, the latest first: those after the `newer` latest, of questions with all of these words. */
function show(turn: Turn, newer: number, words: string): void {
  const t = turn.t.history
  const past = turn.recall()
  if (past === undefined) return
  const found = allAttempts(turn.doc, past).reverse().filter(matches(words))
  if (found.length === 0) return turn.line(words === '' ? t.none : t.notFound(words))
  const shown = found.slice(newer, newer + SHOWN)
  const pages = [
    ...(newer > 0 ? [{ id: `history:${Math.max(0, newer - SHOWN)}:${words}`, label: turn.t.choice.newer }] : []),
    ...(found.length > newer + SHOWN ? [{ id: `history:${newer + SHOWN}:${words}`, label: turn.t.choice.older }] : []),
  ]
  turn.say(
    message(
      [
        text(bold(words === '' ? t.heading : t.found(words))),
        found.length > SHOWN ? t.page(newer + 1, newer + shown.length, found.length) : undefined,
        t.open,
      ],
      [
        ...shown.map((attempt) => [{ id: `attempt:${attempt.id}`, label: label(turn, attempt) }]),
        ...(pages.length > 0 ? [pages] : []),
      ],
    ),
  )
}

function archived(turn: Turn, id: string): Attempt | undefined {
  return allAttempts(turn.doc, turn.recall() ?? []).find((attempt) => attempt.id === id)
}

/** The words looked for, as far as a button can carry them; `#id` is one of them. */
function sought(argument: string): string {
  let words = ''
  for (const sign of argument.replace(/\s+/gu, ' ').trim()) {
    if (Buffer.byteLength(words + sign) > SOUGHT) break
    words += sign
  }
  return words
}

function matches(words: string): (attempt: Attempt) => boolean {
  const wanted = fold(words).text.split(/\s+/u)
  return ({ prompt, questionId }) => {
    const given = `${foldKnown(prompt)} #${questionId}`
    return wanted.every((word) => given.includes(word))
  }
}

function label(turn: Turn, attempt: Attempt): string {
  const day = attempt.day.slice(0, 4) === turn.today.slice(0, 4) ? attempt.day.slice(5) : attempt.day
  return `${day} ${summary(turn, attempt)} ${excerpt(attempt.prompt, 18)}`
}

function summary(turn: Turn, attempt: Attempt): string {
  if (attempt.outcome !== 'answered') return turn.t.history.outcome[attempt.outcome]
  return attempt.verdicts.map((point) => turn.t.feedback.mark[standing(point)]).join('')
}
