import type { Card, Learner } from '../learner.ts'
import type { Bank, Question } from '../questions/schema.ts'
import { addDays, type Day } from '../streak/day.ts'

/** Which question comes next. Pure: the same banks, cards, ledger and turn give the same question. */

/** Days a well-answered question rests at least, unless nothing else is left. */
const REST_DAYS = 7

interface SelectionInput {
  banks: readonly Bank[]
  cards: Readonly<Record<string, Card>>
  /** Verdicts a competency so far: new questions go where it is weakest. */
  ledger: Readonly<Learner['ledger']>
  today: Day
  /** Questions asked so far: due and unseen ones take turns, one to one, so that reviews never starve new questions. */
  turn: number
  /** Not these: already open, or just asked. */
  exclude: ReadonlySet<string>
  /** Only questions that satisfy this (a topic asked for). */
  wanted?: (question: Question) => boolean
}

/** A question and why it is this one, where there is something to say: the competency it is meant to train. */
export interface Selection {
  question: Question
  why?: { kind: 'again' | 'weak'; competency: string } | undefined
}

export function selectQuestion(input: SelectionInput): Selection | undefined {
  const pool = input.banks.flatMap((bank) => bank.questions).filter((question) => input.wanted?.(question) ?? true)
  const fresh = pool.filter((question) => !input.exclude.has(question.id))
  const candidates = fresh.length > 0 ? fresh : pool
  const unseen = candidates.filter((question) => input.cards[question.id] === undefined)
  const seen = candidates.filter((question) => input.cards[question.id] !== undefined)
  const due = seen.filter((question) => cardOf(input, question).due <= input.today).sort(byDue(input))
  const review = due[0] && again(input, due[0])
  const preferred = input.turn % 2 === 0 ? [weakest(unseen, input), review] : [review, weakest(unseen, input)]
  const next = preferred.find((selection) => selection !== undefined)
  if (next !== undefined) return next
  const rested = seen.filter(
    (question) =>
      cardOf(input, question).result !== 'good' || cardOf(input, question).last <= addDays(input.today, -REST_DAYS),
  )
  const [left] = (rested.length > 0 ? rested : seen).sort(byDue(input))
  return left && again(input, left)
}

/** Questions whose time has come, most urgent first. */
export function dueQuestions(input: Pick<SelectionInput, 'banks' | 'cards' | 'today'>): Question[] {
  return input.banks
    .flatMap((bank) => bank.questions)
    .filter((question) => (input.cards[question.id]?.due ?? '9999') <= input.today)
    .sort(byDue(input))
}

function again(input: SelectionInput, question: Question): Selection {
  const { weak } = cardOf(input, question)
  return { question, why: weak === undefined ? undefined : { kind: 'again', competency: weak } }
}

/** How far a competency is from being shown each time, 0 to 1; one half for what was never asked (Laplace). */
export function weakness(ledger: SelectionInput['ledger'], competency: string): number {
  const { covered, partly, missed } = ledger[competency] ?? { covered: 0, partly: 0, missed: 0 }
  return 1 - (covered + partly / 2 + 1) / (covered + partly + missed + 2)
}

/** What a section practised once more than another, or a level above the beginning, weighs against weakness. */
const SECTION = 0.3
const LEVEL = { basic: 0, intermediate: 0.1, advanced: 0.2 }

/** Of the unseen, the one that trains most what is weak, sections mixing, simple ones first; the bank's order decides ties. */
function weakest(unseen: Question[], { banks, cards, ledger }: SelectionInput): Selection | undefined {
  const practised = new Map<string, number>()
  for (const bank of banks)
    for (const question of bank.questions)
      if (cards[question.id] !== undefined)
        practised.set(question.category, (practised.get(question.category) ?? 0) + 1)
  const fewest = Math.min(...unseen.map(({ category }) => practised.get(category) ?? 0))
  let best: { question: Question; gain: number } | undefined
  for (const question of unseen) {
    const weak = question.examPoints.reduce((sum, point) => sum + weakness(ledger, point.competency), 0)
    const gain =
      weak / question.examPoints.length -
      SECTION * ((practised.get(question.category) ?? 0) - fewest) -
      LEVEL[question.level]
    if (best === undefined || gain > best.gain + 1e-9) best = { question, gain }
  }
  if (best === undefined) return undefined
  const [target] = best.question.examPoints
    .map(({ competency }) => ({ competency, weak: weakness(ledger, competency) }))
    .sort((a, b) => b.weak - a.weak)
  // Worth a word only when there is a past to speak of.
  const known = target !== undefined && ledger[target.competency] !== undefined && target.weak > 0.5
  return { question: best.question, why: known ? { kind: 'weak', competency: target.competency } : undefined }
}

function cardOf(input: Pick<SelectionInput, 'cards'>, question: Question): Card {
  return input.cards[question.id] as Card
}

/** Longest overdue first, then the ones that went worst, then by id, so that the order is total. */
function byDue(input: Pick<SelectionInput, 'cards'>): (a: Question, b: Question) => number {
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
