import type { AssessedQuestion } from '../ports/assessor.ts'
import { type Place, stem } from './cues.ts'
import { type Folded, fold, foldKnown } from './fold.ts'
import { glossed } from './glossary.ts'

/** A reply read once for all that is asked of it. */
export interface ReadReply {
  original: string
  /** With the meaning of words of the other language beside them. */
  folded: Folded
  /** The clauses with Latin words. */
  latinClauses: Clause[]
  /** The stems in any of them: most alternatives have one that is in none. */
  latinStems: ReadonlySet<string>
  /** Marks folded text that repeats the question or its checklist: no evidence of anything. */
  borrowed: Uint8Array
}

/** A Latin word in folded text, the `nth` of its clause. */
export interface Word extends Place {
  stem: string
  nth: number
}

/** A clause's words by their stems, in order. */
export type Clause = Map<string, Word[]>

export function read(question: AssessedQuestion, original: string): ReadReply {
  const folded = glossed(fold(original), languageOf(question))
  const clauses = latinClauses(folded.text)
  return {
    original,
    folded,
    latinClauses: clauses,
    latinStems: new Set(clauses.flatMap((clause) => [...clause.keys()])),
    borrowed: borrowed(folded.text, [question.prompt, ...question.examPoints.map((point) => point.looksFor)]),
  }
}

/** The language a question's cues are in. */
function languageOf({ prompt, examPoints }: AssessedQuestion): 'zh' | 'en' {
  const han = /\p{Script=Han}/u
  return han.test(prompt) || examPoints.some(({ cues }) => han.test(cues[0] ?? '')) ? 'zh' : 'en'
}

function latinClauses(text: string): Clause[] {
  if (!/[a-z]{3}/.test(text)) return []
  const clauses: Clause[] = []
  let at = 0
  for (const part of text.split(/(?<=[,;:!?\n，。！？；：]|[.](?=\s|$))/u)) {
    const clause: Clause = new Map()
    let nth = 0
    for (const match of part.matchAll(/[a-z][a-z']*/g)) {
      const start = at + match.index
      const word = { stem: stem(match[0]), nth: nth++, start, end: start + match[0].length }
      const same = clause.get(word.stem)
      if (same === undefined) clause.set(word.stem, [word])
      else same.push(word)
    }
    if (clause.size > 0) clauses.push(clause)
    at += part.length
  }
  return clauses
}

/** Han signs, and Latin letters, in a row that are no coincidence. */
const HAN_RUN = 9
const LATIN_RUN = 32

/** Marks every run of `text` that stands in one of the sources too. */
function borrowed(text: string, sources: string[]): Uint8Array {
  const marks = new Uint8Array(text.length)
  const whole = sources.map(foldKnown).join('\n')
  for (let at = 0; at < text.length; at++) {
    const run = text.slice(at, at + runLength(text, at))
    if (run.length === runLength(text, at) && whole.includes(run)) marks.fill(1, at, at + run.length)
  }
  return marks
}

function runLength(text: string, at: number): number {
  return text.charCodeAt(at) >= 0x2e80 ? HAN_RUN : LATIN_RUN
}

/** Whether any of the words are the question's own. */
export function isBorrowed({ borrowed }: ReadReply, { start, end }: Place): boolean {
  return borrowed.subarray(start, end).includes(1)
}
