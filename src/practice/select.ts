import type { Card, Learner } from '../learner.ts'
import type { Bank, Question } from '../questions/schema.ts'
import { addDays, type Day, daysBetween } from '../streak/day.ts'

/**
 * Which question comes next. Pure: the same banks, cards, ledger and turn give the same question.
 *
 * When a question may come back is FSRS's to say (review.ts). Which of those that may come is chosen by what practising
 * it now is likely to add: the need of each of its exam points, for a question seen before more the longer ago that was
 * and the worse it went. `npm run bench -- memory` is what the figures below were tried on; it is flat around them.
 */

/** New questions to one that is due, while there are both. More reviews leave too much of a large bank unseen. */
const NEW_TO_DUE = 3

/** Days a well-answered question rests at least, unless nothing else is left. */
const REST_DAYS = 7

interface SelectionInput {
  banks: readonly Bank[]
  cards: Readonly<Record<string, Card>>
  /** Verdicts a competency so far: practice goes where it is weakest. */
  ledger: Readonly<Learner['ledger']>
  today: Day
  /** Questions asked so far: after every three unseen ones a due one has its turn, so that neither starves the other. */
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

/** @returns undefined when no question of the banks is wanted */
export function selectQuestion(input: SelectionInput): Selection | undefined {
  const pool = input.banks.flatMap((bank) => bank.questions).filter((question) => input.wanted?.(question) ?? true)
  const fresh = pool.filter((question) => !input.exclude.has(question.id))
  const candidates = fresh.length > 0 ? fresh : pool
  const unseen = candidates.filter((question) => input.cards[question.id] === undefined)
  const seen = candidates.filter((question) => input.cards[question.id] !== undefined)
  const due = seen.filter((question) => cardOf(input, question).due <= input.today)
  const dueFirst = input.turn % (NEW_TO_DUE + 1) === NEW_TO_DUE
  if (due.length > 0 && (dueFirst || unseen.length === 0)) return again(input, due)
  if (unseen.length > 0) return beginning(input, unseen) ?? another(input, unseen)
  const rested = seen.filter(
    (question) =>
      cardOf(input, question).result !== 'good' || cardOf(input, question).last <= addDays(input.today, -REST_DAYS),
  )
  return again(input, rested.length > 0 ? rested : seen)
}

/** The very first question is the bank's own choice, and a simple one: it shows what this is like. */
function beginning({ cards, wanted }: SelectionInput, unseen: Question[]): Selection | undefined {
  if (wanted !== undefined || Object.keys(cards).length > 0) return undefined
  const question = unseen.find(({ level }) => level === 'basic')
  return question && { question }
}

/** Questions whose time has come, those first that are most worth it. */
export function dueQuestions(input: Pick<SelectionInput, 'banks' | 'cards' | 'ledger' | 'today'>): Question[] {
  const worth = worthOf(input)
  return input.banks
    .flatMap((bank) => bank.questions)
    .filter((question) => (input.cards[question.id]?.due ?? '9999') <= input.today)
    .map((question) => ({ question, value: worth(question) }))
    .sort((a, b) => b.value - a.value)
    .map(({ question }) => question)
}

/**
 * How likely a point of a competency is missed, 0 to 1: its verdicts so far and two more that went as this learner's
 * usually do (a shrunken estimate, as in empirical Bayes): one miss alone says little, and what was never asked is
 * taken to be as weak as the rest.
 */
export function weaknesses(ledger: SelectionInput['ledger']): (competency: string) => number {
  const sums = { missed: 1, asked: 2 }
  for (const { covered, partly, missed } of Object.values(ledger)) {
    sums.missed += missed + partly / 2
    sums.asked += covered + partly + missed
  }
  const usual = sums.missed / sums.asked
  return (competency) => {
    const { covered, partly, missed } = ledger[competency] ?? NEVER
    return (missed + partly / 2 + 2 * usual) / (covered + partly + missed + 2)
  }
}

const NEVER = { covered: 0, partly: 0, missed: 0 }

/**
 * What a point of a competency still lacks. The ledger is the past, and after each of its verdicts the model answer was
 * read: errors fall as a power of practice (Newell & Rosenbloom 1981), here its square root. So a competency missed
 * again and again does not take all the days from those never asked.
 */
function needs(ledger: SelectionInput['ledger']): (question: Question) => number {
  const weakness = weaknesses(ledger)
  const known = new Map<string, number>()
  const need = (competency: string): number => {
    const before = known.get(competency)
    if (before !== undefined) return before
    const { covered, partly, missed } = ledger[competency] ?? NEVER
    const found = weakness(competency) / Math.sqrt(1 + covered + partly + missed)
    known.set(competency, found)
    return found
  }
  return (question) => question.examPoints.reduce((sum, point) => sum + need(point.competency), 0)
}

/** How much is left to gain in a question by how it went. */
const LEFT: Record<Card['result'], number> = { poor: 1, unanswered: 1, skipped: 1, partly: 0.75, good: 0.5 }

/**
 * What it is worth to meet a question again: a repetition adds more the longer ago the last one was, though less and
 * less so (the spacing effect: Cepeda et al. 2006, a review), here by the square root of the days.
 */
function worthOf(input: Pick<SelectionInput, 'cards' | 'ledger' | 'today'>): (question: Question) => number {
  const need = needs(input.ledger)
  return (question) => {
    const { last, result } = cardOf(input, question)
    return need(question) * LEFT[result] * Math.sqrt(1 + Math.max(0, daysBetween(last, input.today)))
  }
}

function again(input: SelectionInput, seen: Question[]): Selection | undefined {
  const question = best(seen, worthOf(input))
  const weak = question && cardOf(input, question).weak
  return question && { question, why: weak === undefined ? undefined : { kind: 'again', competency: weak } }
}

/** What a section seen to its end loses against one not begun, and a level against the one before it. */
const SECTION = 0.25
const LEVEL = { basic: 1, intermediate: 0.9, advanced: 0.8 }

/** Of the unseen, the one that trains most of what is needed, sections mixing, simple ones first. */
function another({ banks, cards, ledger }: SelectionInput, unseen: Question[]): Selection | undefined {
  const sections = new Map<string, { size: number; seen: number }>()
  for (const bank of banks)
    for (const { id, category } of bank.questions) {
      const section = sections.get(category) ?? { size: 0, seen: 0 }
      sections.set(category, section)
      section.size += 1
      if (cards[id] !== undefined) section.seen += 1
    }
  // Shares, not counts: or else the small sections are over in the first days.
  const share = (category: string) => {
    const { seen, size } = sections.get(category) ?? { seen: 0, size: 1 }
    return seen / size
  }
  const need = needs(ledger)
  const question = best(
    unseen,
    (candidate) => need(candidate) * (1 - SECTION * share(candidate.category)) * LEVEL[candidate.level],
  )
  return question && { question, why: weakIn(question, ledger) }
}

/** The weakest competency a question trains, where less than half of it was heard so far. */
function weakIn(question: Question, ledger: SelectionInput['ledger']): Selection['why'] {
  const weakness = weaknesses(ledger)
  const [weakest] = question.examPoints
    .map(({ competency }) => competency)
    .filter((competency) => {
      const { covered, missed } = ledger[competency] ?? NEVER
      return missed > covered
    })
    .sort((a, b) => weakness(b) - weakness(a))
  return weakest === undefined ? undefined : { kind: 'weak', competency: weakest }
}

/** The one of the greatest value; the bank's order decides between equals. */
function best(questions: readonly Question[], value: (question: Question) => number): Question | undefined {
  let found: { question: Question; value: number } | undefined
  for (const question of questions) {
    const its = value(question)
    if (found === undefined || its > found.value + 1e-9) found = { question, value: its }
  }
  return found?.question
}

function cardOf(input: Pick<SelectionInput, 'cards'>, question: Question): Card {
  return input.cards[question.id] as Card
}

/** What questions that are answered by a letter or a number are called. */
const KINDS = { open: [], choice: ['选择题', 'multiple choice'], calculation: ['计算题', 'calculation'] }

/**
 * Questions a learner's words ask for: `#id`, a category, a kind, a competency or tag, else every word found in the prompt.
 * `named` gives the names a competency goes by.
 */
export function topicFilter(words: string, named: (competency: string) => string[]): (question: Question) => boolean {
  const wanted = words.normalize('NFKC').trim().toLowerCase()
  if (wanted.startsWith('#')) return (question) => question.id === wanted.slice(1).trim()
  const terms = wanted.split(/[\s,，、]+/).filter((term) => term !== '')
  return (question) => {
    const labels = [
      question.category,
      ...KINDS[question.kind],
      ...question.tags,
      ...question.examPoints.flatMap((point) => [point.competency, ...named(point.competency)]),
    ]
    const text = [question.id, question.prompt, ...labels].join('\n').normalize('NFKC').toLowerCase()
    return terms.every((term) => text.includes(term))
  }
}
