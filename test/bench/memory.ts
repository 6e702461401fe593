import type { Attempt, Card, Learner } from '../../src/learner.ts'
import { contentFolder } from '../../src/main.ts'
import { reschedule, resultOf } from '../../src/practice/review.ts'
import { selectQuestion } from '../../src/practice/select.ts'
import { loadBanks } from '../../src/questions/bank.ts'
import type { Bank, Question } from '../../src/questions/schema.ts'
import { addDays } from '../../src/streak/day.ts'
import { type Forgetting, Memory } from './actr.ts'
import { type Line, mean, progress, short, table } from './report.ts'

/**
 * A question a day until the interview, with learners who forget by another model than the scheduler's (actr.ts). What
 * is compared is how many exam points a learner would recall on the interview day, each competency counted once:
 * questions chosen by us, shuffled once, or in the bank's order. The same learner goes all three ways.
 */

const START = '2026-10-01'
/** As good as another order, but for noise. */
const DRAW = 0.99

interface Course extends Forgetting {
  days: number
  perDay: number
  /** Whether the learner named the interview day. */
  dated: boolean
}

const USUAL: Course = { decay: 0.177, presentations: 3, transfer: 0.3, days: 60, perDay: 1, dated: true }
/** One thing different at a time: a policy that is right only for the usual figures is not right. */
const VARIATIONS: Record<string, Partial<Course>> = {
  'no interview day named': { dated: false },
  'forgetting faster': { decay: 0.25 },
  'forgetting slower': { decay: 0.14 },
  'half the use of an answer read': { presentations: 1.5 },
  'hardly any transfer between questions': { transfer: 0.05 },
  'twice the transfer': { transfer: 0.6 },
  'three questions a day': { perDay: 3 },
  '21 days': { days: 21 },
  '120 days': { days: 120 },
}

/** How often a learner has practised a competency before. */
const LEARNERS: Record<string, (chance: () => number) => number> = {
  new: () => 0,
  middling: (chance) => Math.floor(chance() * 3),
  strong: (chance) => Math.floor(chance() * 6),
  'uneven (half known well)': (chance) => (chance() < 0.5 ? 8 : 0),
}

const ORDERS = ['ours', 'random', 'fixed'] as const
type Order = (typeof ORDERS)[number]

/** A learner whose answers follow their memory. @returns the mean recall of competencies on the interview day, 0 to 1 */
function simulate(bank: Bank, seed: number, known: (chance: () => number) => number, order: Order, course: Course) {
  const chance = randomness(seed)
  const competencies = [
    ...new Set(bank.questions.flatMap(({ examPoints }) => examPoints.map((point) => point.competency))),
  ]
  const memory = new Memory(new Map(competencies.map((name) => [name, known(chance)])), course)
  const questions = order === 'random' ? shuffle(bank.questions, chance) : bank.questions
  const answers = randomness(seed + 1_000_000)
  const cards: Record<string, Card> = {}
  const ledger: Learner['ledger'] = {}
  const interview = addDays(START, course.days)
  let last: string | undefined
  for (let turn = 0; turn < course.days * course.perDay; turn++) {
    const day = Math.floor(turn / course.perDay)
    const today = addDays(START, day)
    const ours = () =>
      selectQuestion({
        banks: [bank],
        cards,
        ledger,
        today,
        turn,
        exclude: new Set(last !== undefined && cards[last]?.last === today ? [last] : []),
      })?.question
    const question = (order === 'ours' ? ours() : questions[turn % questions.length]) as Question
    const verdicts = question.examPoints.map(({ competency, looksFor }): Attempt['verdicts'][number] => {
      const heard = answers() < memory.recall(question, competency, day)
      const entry = ledger[competency] ?? { covered: 0, partly: 0, missed: 0 }
      ledger[competency] = entry
      entry[heard ? 'covered' : 'missed'] += 1
      return { competency, looksFor, verdict: heard ? 'covered' : 'missed', evidence: [] }
    })
    for (const { competency } of question.examPoints) memory.practise(question, competency, day)
    const result = resultOf({ outcome: 'answered', verdicts, redLines: [] })
    cards[question.id] = reschedule(cards[question.id], result, today, course.dated ? interview : null)
    last = question.id
  }
  const recalled = new Map<string, number[]>()
  for (const question of bank.questions)
    for (const { competency } of question.examPoints)
      recalled.set(competency, [...(recalled.get(competency) ?? []), memory.recall(question, competency, course.days)])
  return mean([...recalled.values()].map(mean))
}

interface Compared {
  bank: Bank
  name: string
  recall: Record<Order, number>
  against: Record<'random' | 'fixed', Ratio>
}

function compare(banks: readonly Bank[], learners: number, course: Course): Compared[] {
  return banks.flatMap((bank) =>
    Object.entries(LEARNERS).map(([name, known]) => {
      const of = (order: Order) =>
        Array.from({ length: learners }, (_, n) => simulate(bank, n + 1, known, order, course))
      const [ours, random, fixed] = [of('ours'), of('random'), of('fixed')]
      return {
        bank,
        name,
        recall: { ours: mean(ours), random: mean(random), fixed: mean(fixed) },
        against: { random: ratioOf(ours, random), fixed: ratioOf(ours, fixed) },
      }
    }),
  )
}

/** How well each order prepares, for learners of several strengths, and whether that depends on how they forget. */
export function memoryBench(quick: boolean): void {
  const banks = loadBanks(contentFolder).banks.filter(({ questions }) => questions.length >= 20)
  progress('memory')
  table(
    `Competencies recalled on the interview day, after ${USUAL.days} days of a question a day (ACT-R forgetting; ± standard error)`,
    compare(banks, quick ? 5 : 40, USUAL).map(({ bank, name, recall, against }) => ({
      what: `${bank.id} (${bank.questions.length}), ${name} learners`,
      figure: ORDERS.map((order) => `${percent(recall[order])} ${NAMES[order]}`).join(', '),
      ...verdict(against),
    })),
  )
  const lines = Object.entries(VARIATIONS).map(([name, variation]): Line => {
    progress(`memory: ${name}`)
    const rows = compare(banks, quick ? 2 : 8, { ...USUAL, ...variation })
    const all = (order: 'random' | 'fixed') => rows.map(({ against }) => against[order].ratio)
    const figure = (['random', 'fixed'] as const).map(
      (order) => `${short(Math.min(...all(order)))}× to ${short(Math.max(...all(order)))}× ${NAMES[order]}`,
    )
    const least = mean(rows.map(({ against }) => Math.min(against.random.ratio, against.fixed.ratio)))
    return {
      what: name,
      figure: figure.join(', '),
      ratio: least,
      than: 'the better, on average',
      limit: { least: DRAW },
    }
  })
  table('The same with other learners and other days: worst and best of these banks and strengths', lines)
}

const NAMES: Record<Order, string> = { ours: 'ours', random: 'at random', fixed: "in the bank's order" }

/** Judged against the better of the two, where a draw is allowed: one in a hundred below, or two standard errors. */
function verdict({ random, fixed }: Compared['against']): Pick<Line, 'ratio' | 'than' | 'limit' | 'good'> {
  const text = ({ ratio, error }: Ratio) => `${ratio.toFixed(3)} ± ${error.toFixed(3)}`
  return {
    ratio: Math.min(random.ratio, fixed.ratio),
    than: `(${text(random)} random, ${text(fixed)} fixed)`,
    limit: `≥ ${DRAW}× both`,
    good: [random, fixed].every(({ ratio, error }) => ratio >= Math.min(DRAW, 1 - 2 * error)),
  }
}

interface Ratio {
  ratio: number
  /** Its standard error (the same learners both ways, by the delta method). */
  error: number
}

function ratioOf(ours: number[], others: number[]): Ratio {
  const ratio = mean(ours) / mean(others)
  const rest = ours.map((own, n) => own - ratio * (others[n] ?? 0))
  const variance = mean(rest.map((value) => value ** 2)) / Math.max(1, ours.length - 1)
  return { ratio, error: Math.sqrt(variance) / mean(others) }
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`

function shuffle<T>(items: readonly T[], chance: () => number): T[] {
  return items
    .map((item) => ({ item, lot: chance() }))
    .sort((a, b) => a.lot - b.lot)
    .map(({ item }) => item)
}

/** Mulberry32: the same seed, the same run. */
function randomness(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
