import type { Assessment, Assessor } from '../ports/assessor.ts'
import type { Question } from '../questions/schema.ts'
import { shorten } from '../text/shorten.ts'
import type { Member } from './members.ts'
import type { Answer } from './round.ts'

/** What a round shows at its reveal, worked out from the answers alone. Pure: the same answers give the same result. */

export interface RoundResult {
  /** `covered`: exam points, and one more for the right letter or number. */
  parts: { answer: Answer; covered: number }[]
  /** How many gave the right letter or number; undefined for open questions. */
  right: number | undefined
  /** How many covered each exam point, in the question's order; undefined where nobody but the learner can tell. */
  points: (number | undefined)[]
  /** Index of the exam point fewest covered (or touched); undefined when everybody covered all. */
  hardest: number | undefined
  /** Words of members who agreed to be quoted. */
  quotes: { user: string; words: string }[]
}

const QUOTES = 2
const QUOTE_LENGTH = 90

export function revealOf(
  question: Question,
  answers: Answer[],
  members: Member[],
  assess: Assessor['assess'],
): RoundResult {
  return resultOf(
    question,
    answers.map((answer) => ({ answer, assessment: assess(question, answer.text) })),
    members,
  )
}

/** The same of answers that have been assessed. */
export function resultOf(question: Question, assessed: Assessed[], members: Member[]): RoundResult {
  const points = question.examPoints.map(({ cues }, index) =>
    cues.length === 0 ? undefined : assessed.filter(({ assessment }) => isCovered(assessment, index)).length,
  )
  const touched = question.examPoints.map(
    (_, index) => assessed.filter(({ assessment }) => assessment.points[index]?.verdict === 'partly').length,
  )
  const judged = points.flatMap((covered, index) =>
    covered === undefined ? [] : { index, covered, touched: touched[index] ?? 0 },
  )
  // Where all fared alike none is the hardest.
  const alike = judged.every((one) => one.covered === judged[0]?.covered && one.touched === judged[0].touched)
  const [hardest] = (alike && judged.length > 1 ? [] : judged)
    .filter(({ covered }) => covered < assessed.length)
    .sort((a, b) => a.covered - b.covered || a.touched - b.touched)
  return {
    parts: assessed.map(({ answer, assessment }) => ({
      answer,
      covered:
        assessment.points.filter(({ verdict }) => verdict === 'covered').length +
        Number(assessment.result?.right ?? false),
    })),
    right: question.kind === 'open' ? undefined : assessed.filter(({ assessment }) => assessment.result?.right).length,
    points,
    hardest: hardest?.index,
    quotes: quotesOf(assessed, new Set(members.filter(({ quote }) => quote).map(({ id }) => id))),
  }
}

function isCovered(assessment: Assessment, index: number): boolean {
  return assessment.points[index]?.verdict === 'covered'
}

interface Assessed {
  answer: Answer
  assessment: Assessment
}

/** The lines that show most: the answer that covers most first, then the one that adds most points to it. */
function quotesOf(assessed: Assessed[], agreed: ReadonlySet<string>): RoundResult['quotes'] {
  const candidates = assessed.filter(
    ({ answer, assessment }) => agreed.has(answer.user) && !assessment.copied && assessment.redLines.length === 0,
  )
  const shown = new Set<number>()
  const quotes: RoundResult['quotes'] = []
  while (quotes.length < QUOTES) {
    const best = candidates
      .map(({ answer, assessment }) => {
        const covered = assessment.points.flatMap((_, index) => (isCovered(assessment, index) ? [index] : []))
        return { answer, assessment, covered, added: covered.filter((index) => !shown.has(index)).length }
      })
      .filter(({ answer, covered }) => covered.length > 0 && !quotes.some(({ user }) => user === answer.user))
      .sort((a, b) => b.added - a.added || b.covered.length - a.covered.length || a.answer.at - b.answer.at)[0]
    if (best === undefined) break
    quotes.push({ user: best.answer.user, words: wordsOf(best.answer, best.assessment, best.covered) })
    for (const index of best.covered) shown.add(index)
  }
  return quotes
}

function wordsOf(answer: Answer, assessment: Assessment, covered: number[]): string {
  const spans = covered.flatMap((index) => assessment.points[index]?.evidence.slice(0, 1) ?? [])
  const words = spans.map(({ start, end }) => answer.text.slice(start, end))
  return shorten([...new Set(words)].join(' … '), QUOTE_LENGTH)
}
