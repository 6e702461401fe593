import type { Attempt, Card, Learner } from '../../src/learner.ts'
import { contentFolder } from '../../src/main.ts'
import { reschedule, resultOf } from '../../src/practice/review.ts'
import { selectQuestion } from '../../src/practice/select.ts'
import { loadBanks } from '../../src/questions/bank.ts'
import type { Bank, Question } from '../../src/questions/schema.ts'
import { addDays } from '../../src/streak/day.ts'
import { mean, progress, table } from './report.ts'

/**
 * Sixty days of a question a day, with learners who forget by another model than the scheduler's: ACT-R's power law with
 * decay that depends on activation (Pavlik & Anderson 2005, Cognitive Science 29:559–586, its parameters). What is
 * compared is how many exam points a learner would recall on the interview day.
 */

const DAYS = 60
const START = '2026-10-01'
const DAY_SECONDS = 86_400
/** Their experiment 1: decay's scale and intercept, recall threshold and noise, and how slowly time runs between sessions. */
const [SCALE, INTERCEPT, THRESHOLD, NOISE, BETWEEN] = [0.217, 0.177, -0.704, 0.255, 0.025]
/** One practice is an attempt, its feedback and the model answer: three presentations in their terms. */
const PRESENTATIONS = 3
/** How much practice of a competency in another question is worth for a point. */
const TRANSFER = 0.3

interface Exposure {
  at: number
  decay: number
}

/** One learner's memory: an exposure each time a point was answered or its model answer read. */
class Memory {
  readonly #points = new Map<string, Exposure[]>()
  readonly #competencies = new Map<string, Exposure[]>()

  /** Known before: some competencies well, some hardly. */
  constructor(known: Map<string, number>) {
    for (const [competency, times] of known)
      this.#competencies.set(
        competency,
        Array.from({ length: times }, (_, n) => ({ at: -20 * (n + 1), decay: 0.18 })),
      )
  }

  recall(question: Question, competency: string, day: number): number {
    return 1 / (1 + Math.exp((THRESHOLD - Math.log(this.#activation(question, competency, day))) / NOISE))
  }

  practise(question: Question, competency: string, day: number): void {
    const activation = this.#activation(question, competency, day)
    const exposure = { at: day, decay: SCALE * activation + INTERCEPT }
    const key = `${question.id}/${competency}`
    this.#points.set(key, [...(this.#points.get(key) ?? []), exposure])
    this.#competencies.set(competency, [...(this.#competencies.get(competency) ?? []), exposure])
  }

  /** The sum whose logarithm is the activation. */
  #activation(question: Question, competency: string, day: number): number {
    const strength = (exposures: Exposure[] = []) =>
      PRESENTATIONS *
      exposures.reduce((sum, { at, decay }) => sum + ((day - at + 0.01) * DAY_SECONDS * BETWEEN) ** -decay, 0)
    const own = strength(this.#points.get(`${question.id}/${competency}`))
    return own + TRANSFER * (strength(this.#competencies.get(competency)) - own) + 1e-9
  }
}

type Choose = (day: number) => Question

/** A learner whose answers follow their memory. @returns the mean recall of competencies on the interview day, 0 to 1 */
function simulate(bank: Bank, seed: number, strength: number, orders: 'ours' | 'random' | 'fixed'): number {
  const chance = randomness(seed)
  const competencies = [
    ...new Set(bank.questions.flatMap(({ examPoints }) => examPoints.map((point) => point.competency))),
  ]
  const memory = new Memory(new Map(competencies.map((name) => [name, Math.floor(chance() * strength)])))
  const cards: Record<string, Card> = {}
  const ledger: Learner['ledger'] = {}
  const interview = addDays(START, DAYS)
  const shuffled = shuffle(bank.questions, chance)
  const choose: Record<typeof orders, Choose> = {
    ours: (day) => {
      const last = Object.entries(cards).find(([, card]) => card.last === addDays(START, day))?.[0]
      const selected = selectQuestion({
        banks: [bank],
        cards,
        ledger,
        today: addDays(START, day),
        turn: day,
        exclude: new Set(last === undefined ? [] : [last]),
      })
      if (selected === undefined) throw new Error('nothing to ask')
      return selected.question
    },
    random: (day) => shuffled[day % shuffled.length] as Question,
    fixed: (day) => bank.questions[day % bank.questions.length] as Question,
  }
  for (let day = 0; day < DAYS; day++) {
    const question = choose[orders](day)
    const verdicts = question.examPoints.map(({ competency, looksFor }): Attempt['verdicts'][number] => {
      const heard = chance() < memory.recall(question, competency, day)
      const entry = ledger[competency] ?? { covered: 0, partly: 0, missed: 0 }
      ledger[competency] = entry
      entry[heard ? 'covered' : 'missed'] += 1
      return { competency, looksFor, verdict: heard ? 'covered' : 'missed', evidence: [] }
    })
    for (const { competency } of question.examPoints) memory.practise(question, competency, day)
    const result = resultOf({ outcome: 'answered', verdicts, redLines: [] })
    cards[question.id] = reschedule(cards[question.id], result, addDays(START, day), interview)
  }
  const recalled = new Map<string, number[]>()
  for (const question of bank.questions)
    for (const { competency } of question.examPoints)
      recalled.set(competency, [...(recalled.get(competency) ?? []), memory.recall(question, competency, DAYS)])
  return mean([...recalled.values()].map(mean))
}

/** How well each order prepares, for learners of several strengths. */
export function memoryBench(quick: boolean): void {
  progress('memory')
  const banks = loadBanks(contentFolder).banks.filter(({ questions }) => questions.length >= 20)
  const learners = quick ? 5 : 40
  const strengths = { weak: 1, middling: 3, strong: 6 }
  const lines = banks.flatMap((bank) =>
    Object.entries(strengths).map(([name, strength]) => {
      const of = (order: 'ours' | 'random' | 'fixed') =>
        mean(Array.from({ length: learners }, (_, n) => simulate(bank, n + 1, strength, order)))
      const [own, random, fixed] = [of('ours'), of('random'), of('fixed')]
      return {
        what: `${bank.id} (${bank.questions.length}), ${name} learners`,
        figure: `${percent(own)} ours, ${percent(random)} at random, ${percent(fixed)} in the bank's order`,
        ratio: own / Math.max(random, fixed),
        than: 'the better of them',
      }
    }),
  )
  table(`Competencies recalled on the interview day, after ${DAYS} days of a question a day (ACT-R forgetting)`, lines)
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
