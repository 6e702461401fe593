import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { localAssessor } from '../../src/assess/local.ts'
import { contentFolder } from '../../src/main.ts'
import type { Verdict } from '../../src/ports/assessor.ts'
import { loadBanks } from '../../src/questions/bank.ts'
import { mean, progress, quantile, table } from './report.ts'

/**
 * The local assessor against people: replies to sixty questions, written by one hand who saw only the prompt and
 * labelled by another who saw only what each exam point looks for, before the assessor was tuned on half of the
 * questions. The other half has not been looked at (a question of which one reply was seen has gone over to the first).
 * A tenth is labelled twice: no assessor can agree with people better than they agree with each other.
 */
interface Labelled {
  question: string
  kind: string
  reply: string
  /** One an exam point, in the question's order. */
  verdicts: Verdict[]
  /** The same by another labeller, for a tenth. */
  second?: Verdict[]
}

type Pair = [given: Verdict, right: Verdict]

const RANK: Record<Verdict, number> = { unjudged: 0, missed: 0, partly: 1, covered: 2 }
/** What the unseen half is to reach. */
const GOAL = { f1: 0.85, kappa: 0.7 }
const RESAMPLES = 1000
/** Kinds of reply that answer their question in full, and what share of another question's points they may cover. */
const FULL = new Set(['good', 'other', 'dictated', 'mixed'])
const ELSEWHERE = 0.08

export function labelsBench(quick: boolean): void {
  progress('labels')
  const banks = loadBanks(contentFolder)
  for (const part of ['tuning', 'unseen'] as const) {
    const labelled = labelledPart(part)
    const judged = labelled.map((one): Pair[] => {
      const question = banks.find(one.question)
      if (question?.examPoints.length !== one.verdicts.length)
        throw new Error(`the labels of ${one.question} do not fit the bank`)
      const { points } = localAssessor.assess(question, one.reply)
      return points.map(({ verdict }, index) => [verdict, one.verdicts[index] as Verdict])
    })
    const people = labelled.flatMap(({ verdicts, second }): Pair[][] =>
      second === undefined ? [] : [second.map((verdict, index): Pair => [verdict, verdicts[index] as Verdict])],
    )
    const triples = judged.flat().length
    const questions = new Set(labelled.map(({ question }) => question)).size
    const isUnseen = part === 'unseen'
    const of = (name: string, pick: (one: Labelled) => boolean) => {
      const some = judged.filter((_, n) => pick(labelled[n] as Labelled))
      return some.length === 0 ? [] : [{ what: name, figure: figures(some.flat()) }]
    }
    const interval = (measure: (pairs: Pair[]) => number) => bootstrap(judged, measure, quick ? 100 : RESAMPLES)
    table(
      `Exam points heard by the local assessor, ${part} part (${triples} points of ${labelled.length} replies to ${questions} questions)`,
      [
        {
          what: 'covered: precision, recall and F1',
          figure: `${figures(judged.flat())}, F1 between ${interval(f1)}`,
          ...(isUnseen && { limit: `F1 ≥ ${GOAL.f1}`, good: f1(judged.flat()) >= GOAL.f1 }),
        },
        {
          what: 'agreement with the labels, linearly weighted kappa (95 % of resamples)',
          figure: `${two(kappa(judged.flat()))}, ${interval(kappa)}`,
          ...(isUnseen && { limit: `≥ ${GOAL.kappa}`, good: kappa(judged.flat()) >= GOAL.kappa }),
        },
        {
          what: `two labellers with each other, ${people.flat().length} points: the ceiling`,
          figure: people.length === 0 ? 'none' : `F1 ${two(f1(people.flat()))}, kappa ${two(kappa(people.flat()))}`,
        },
        ...of('in Chinese', ({ question }) => languageOf(question) === 'zh'),
        ...of('in English', ({ question }) => languageOf(question) === 'en'),
        ...[...new Set(labelled.map(({ kind }) => kind))].flatMap((kind) =>
          of(`kind: ${kind}`, (one) => one.kind === kind),
        ),
      ],
    )
  }
  table('Full replies of the tuning part put to the other open questions of their bank', elsewhere())
  const parroted = JSON.parse(
    readFileSync(join(import.meta.dirname, '../assess/labelled/parroted.json'), 'utf8'),
  ) as Pick<Labelled, 'question' | 'kind' | 'reply'>[]
  table(
    'Replies that say the screen back, words exchanged',
    ['answer', 'checklist', 'question'].map((kind) => {
      const some = parroted.filter((one) => one.kind === kind)
      const seen = some.filter((one) => {
        const question = banks.find(one.question)
        if (question === undefined) throw new Error(`no question ${one.question}`)
        const { copied, points } = localAssessor.assess(question, one.reply)
        return copied || points.every(({ verdict }) => verdict !== 'covered')
      })
      const all = seen.length === some.length
      return {
        what: `the ${kind}, seen for what it is`,
        figure: `${seen.length} of ${some.length}`,
        limit: 'all',
        good: all,
      }
    }),
  )
  /** What an answer is credited with where it does not belong; a story may rightly touch a point of another question. */
  function elsewhere() {
    const full = labelledPart('tuning').filter(({ kind }) => FULL.has(kind))
    const asked = new Set(full.map(({ question }) => question))
    return banks.banks.flatMap((bank) => {
      const questions = bank.questions.filter(({ id, kind }) => kind === 'open' && asked.has(id))
      const verdicts = questions.flatMap((question) =>
        full
          .filter((one) => one.question !== question.id && questions.some(({ id }) => id === one.question))
          .flatMap((one) => localAssessor.assess(question, one.reply).points.map(({ verdict }) => verdict)),
      )
      if (verdicts.length === 0) return []
      const share = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length / verdicts.length
      const percent = (value: number) => `${(value * 100).toFixed(1)} %`
      return [
        {
          what: `${bank.id}: covered and partly of ${verdicts.length} points`,
          figure: `${percent(share('covered'))}, ${percent(share('partly'))}`,
          limit: `covered ≤ ${ELSEWHERE * 100} %`,
          good: share('covered') <= ELSEWHERE,
        },
      ]
    })
  }
  function languageOf(id: string): string | undefined {
    return banks.banks.find((bank) => bank.questions.some((question) => question.id === id))?.language
  }
}

function labelledPart(part: 'tuning' | 'unseen'): Labelled[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, `../assess/labelled/${part}.json`), 'utf8'))
}

function figures(pairs: Pair[]): string {
  const { precision, recall } = hits(pairs)
  return `${two(precision)}, ${two(recall)}, ${two(f1(pairs))}; kappa ${two(kappa(pairs))}`
}

function hits(pairs: Pair[]): { precision: number; recall: number } {
  const both = pairs.filter(([given, right]) => given === 'covered' && right === 'covered').length
  return {
    precision: both / pairs.filter(([given]) => given === 'covered').length,
    recall: both / pairs.filter(([, right]) => right === 'covered').length,
  }
}

/** Harmonic mean of precision and recall for `covered`. */
function f1(pairs: Pair[]): number {
  const { precision, recall } = hits(pairs)
  return (2 * precision * recall) / (precision + recall)
}

/** Cohen's kappa, linearly weighted (Cohen 1968): 1 for agreement, 0 for what chance alone would give. */
function kappa(pairs: Pair[]): number {
  const share = (side: 0 | 1, verdict: Verdict) => pairs.filter((pair) => pair[side] === verdict).length / pairs.length
  const verdicts = Object.keys(RANK) as Verdict[]
  const observed = mean(pairs.map(([given, right]) => Math.abs(RANK[given] - RANK[right])))
  const expected = verdicts
    .flatMap((a) => verdicts.map((b) => share(0, a) * share(1, b) * Math.abs(RANK[a] - RANK[b])))
    .reduce((sum, part) => sum + part, 0)
  return 1 - observed / expected
}

/** The middle 95 % of a measure over replies drawn again with repetition; always the same draws. */
function bootstrap(replies: Pair[][], measure: (pairs: Pair[]) => number, resamples: number): string {
  let state = 1
  const draw = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return replies[Math.floor((state / 2 ** 32) * replies.length)] as Pair[]
  }
  const values = Array.from({ length: resamples }, () => measure(Array.from({ length: replies.length }, draw).flat()))
  return `${two(quantile(values, 0.025))} and ${two(quantile(values, 0.975))}`
}

const two = (value: number) => value.toFixed(2)
