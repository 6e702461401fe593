import { spokenSeconds } from '../assess/structure.ts'
import type { BankFile } from './bank.ts'
import type { Question } from './schema.ts'

/** What an author should look at although the bank loads: said with file and line, never a refusal. */
export interface Advice {
  file: string
  line: number
  question: string
  message: string
}

/** Prompts that share so many pairs of signs are the same question asked twice. */
const SAME = 0.6
/** An answer may be this much longer than its minutes: people speak at different speeds. */
const TOO_LONG = 1.35
/** Facts older than this want another look, days. */
const STALE = 365
/** Words that state a rule, a rate or a law. */
const stated =
  /《[^》]+》|[令〔]\s?\d{4}|\d+(?:\.\d+)?\s?%|百分之|监管(?:规定|要求)|条例|\b(?:Act|Regulation|Directive|Rules?) (?:of )?\d{4}\b|\bFCA\b|\bregulat(?:ion|or)s? require/u

/** Sense beyond the form: similar prompts, answers too long to say, facts without a source or with an old one, thin cues. */
export function adviseOn(files: readonly BankFile[], today: string): Advice[] {
  const found: Advice[] = []
  const seen: { question: Question; pairs: Set<string>; file: string }[] = []
  for (const { path, bank, lineOf } of files)
    for (const [index, question] of bank.questions.entries()) {
      const say = (message: string, ...at: (string | number)[]) =>
        found.push({ file: path, line: lineOf(['questions', index, ...at]), question: question.id, message })
      const pairs = pairsOf(question.prompt)
      const twin = seen.find((other) => likeness(other.pairs, pairs) >= SAME)
      if (twin !== undefined) say(`asks nearly the same as "${twin.question.id}" in ${twin.file}`, 'prompt')
      seen.push({ question, pairs, file: path })
      const seconds = spokenSeconds(question.modelAnswer)
      if (question.kind === 'open' && seconds > question.minutes * 60 * TOO_LONG)
        say(`the model answer takes about ${seconds} s to say, it has ${question.minutes * 60} s`, 'modelAnswer')
      if (
        // The figures of a sum are its own.
        question.kind !== 'calculation' &&
        question.origin !== 'imported' &&
        question.sources.length === 0 &&
        stated.test(question.modelAnswer + question.analysis)
      )
        say('states a rule, rate or law without a source: add sources and reviewed', 'modelAnswer')
      if (question.reviewed !== undefined && daysBetween(question.reviewed, today) > STALE)
        say(`its facts were last checked on ${question.reviewed}: check them again`, 'reviewed')
      for (const [point, { cues, need, competency }] of question.examPoints.entries())
        if (need > cues.length)
          say(`"${competency}" needs ${need} ideas and has cues for ${cues.length}`, 'examPoints', point, 'need')
    }
  return found
}

function pairsOf(text: string): Set<string> {
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return new Set(Array.from({ length: Math.max(0, bare.length - 1) }, (_, n) => bare.slice(n, n + 2)))
}

/** Share of the pairs of both that are in both (Jaccard). */
function likeness(a: Set<string>, b: Set<string>): number {
  let shared = 0
  for (const pair of a) if (b.has(pair)) shared += 1
  return shared / Math.max(1, a.size + b.size - shared)
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
