import type { AssessedQuestion } from '../ports/assessor.ts'
import { foldKnown } from './fold.ts'

/** Signs in a row that are compared, and the share of a reply's runs that makes it the model answer's. */
const RUN = { han: 7, latin: 24 }
const SHARE = 0.6
/** Shorter replies may agree by chance. */
const SHORTEST = 40

/** Whether a reply (folded) is the model answer or the checklist, pasted or lightly changed. */
export function isCopied(question: AssessedQuestion, text: string): boolean {
  const own = letters(text)
  if (own.length < SHORTEST) return false
  const source = [question.modelAnswer, ...question.examPoints.map((point) => point.looksFor)]
    .map((one) => letters(foldKnown(one)))
    .join('\n')
  const run = /\p{Script=Han}/u.test(own) ? RUN.han : RUN.latin
  let shared = 0
  let all = 0
  for (let at = 0; at + run <= own.length; at += run) {
    all += 1
    if (source.includes(own.slice(at, at + run))) shared += 1
  }
  return all > 0 && shared / all >= SHARE
}

function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '')
}
