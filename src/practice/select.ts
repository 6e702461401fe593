import type { Card } from '../learner.ts'
import type { Bank, Question } from '../questions/schema.ts'
import { addDays, type Day } from '../streak/day.ts'

/** Which question comes next. Pure: the same banks, cards and turn give the same question. */

/** Days a well-answered question rests at least, unless nothing else is left. */
const REST_DAYS = 7

interface SelectionInput {
  banks: readonly Bank[]
  cards: Readonly<Record<string, Card>>
  today: Day
  /** Questions asked so far: due and unseen ones take turns, so that reviews never starve new questions. */
  turn: number
  /** Not these: already open, or just asked. */
  exclude: ReadonlySet<string>
  /** Only questions that satisfy this (a topic asked for). */
  wanted?: (question: Question) => boolean
}

export function selectQuestion(input: SelectionInput): Question | undefined {
  const pool = input.banks.flatMap((bank) => bank.questions).filter((question) => input.wanted?.(question) ?? true)
  const fresh = pool.filter((question) => !input.exclude.has(question.id))
  const candidates = fresh.length > 0 ? fresh : pool
  const unseen = candidates.filter((question) => input.cards[question.id] === undefined)
  const seen = candidates.filter((question) => input.cards[question.id] !== undefined)
  const due = seen.filter((question) => cardOf(input, question).due <= input.today).sort(byDue(input))
  const preferred = input.turn % 2 === 0 ? [mixed(unseen, input), due[0]] : [due[0], mixed(unseen, input)]
  const next = preferred.find((question) => question !== undefined)
  if (next !== undefined) return next
  const rested = seen.filter(
    (question) =>
      cardOf(input, question).result !== 'good' || cardOf(input, question).last <= addDays(input.today, -REST_DAYS),
  )
  return (rested.length > 0 ? rested : seen).sort(byDue(input))[0]
}

/** Of the unseen, the first of the category least practised so far: the sections mix from the first day. */
function mixed(unseen: Question[], { banks, cards }: SelectionInput): Question | undefined {
  const practised = new Map<string, number>()
  for (const bank of banks)
    for (const question of bank.questions)
      if (cards[question.id] !== undefined)
        practised.set(question.category, (practised.get(question.category) ?? 0) + 1)
  let best: Question | undefined
  for (const question of unseen) {
    const count = practised.get(question.category) ?? 0
    if (best === undefined || count < (practised.get(best.category) ?? 0)) best = question
  }
  return best
}

function cardOf(input: SelectionInput, question: Question): Card {
  return input.cards[question.id] as Card
}

/** Longest overdue first, then the ones that went worst, then by id, so that the order is total. */
function byDue(input: SelectionInput): (a: Question, b: Question) => number {
  const severity: Record<Card['result'], number> = { poor: 0, unanswered: 1, skipped: 2, partly: 3, good: 4 }
  return (a, b) => {
    const [one, two] = [cardOf(input, a), cardOf(input, b)]
    if (one.due !== two.due) return one.due < two.due ? -1 : 1
    return severity[one.result] - severity[two.result] || (a.id < b.id ? -1 : 1)
  }
}

/**
 * Questions a learner's words ask for: `#id`, a category, a competency or tag, else every word found in the prompt.
 * `named` gives the names a competency goes by.
 */
export function topicFilter(words: string, named: (competency: string) => string[]): (question: Question) => boolean {
  const wanted = words.normalize('NFKC').trim().toLowerCase()
  if (wanted.startsWith('#')) return (question) => question.id === wanted.slice(1).trim()
  const terms = wanted.split(/[\s,，、]+/).filter((term) => term !== '')
  return (question) => {
    const labels = [
      question.category,
      ...question.tags,
      ...question.examPoints.flatMap((point) => [point.competency, ...named(point.competency)]),
    ]
    const text = [question.id, question.prompt, ...labels].join('\n').normalize('NFKC').toLowerCase()
    return terms.every((term) => text.includes(term))
  }
}
