import type { AssessedQuestion, Evidence } from '../ports/assessor.ts'
import { type Place, stem } from './cues.ts'
import { type Folded, fold, foldKnown } from './fold.ts'

/** A reply read once for all that is asked of it. */
export interface ReadReply {
  original: string
  folded: Folded
  /** The clauses with Latin words. */
  latinClauses: Clause[]
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
  const folded = fold(original)
  return {
    original,
    folded,
    latinClauses: latinClauses(folded.text),
    borrowed: borrowed(folded.text, [question.prompt, ...question.examPoints.map((point) => point.looksFor)]),
  }
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

/** Longest quotation, UTF-16 units: what one takes in at a glance on a phone. */
const LONGEST = { han: 36, latin: 110 }

/** The learner's own words around a place: its clause, with what is needed to understand it, within the sentence. */
export function quote({ original, folded }: ReadReply, place: Place): Evidence {
  const start = folded.origin[place.start] ?? 0
  const end = folded.origin[place.end] ?? original.length
  const longest = /\p{Script=Han}/u.test(original.slice(start, end)) ? LONGEST.han : LONGEST.latin
  let span = clauseAround(original, { start, end }, isSentenceEnd)
  if (span.end - span.start > longest) span = clauseAround(original, { start, end }, isClauseEnd)
  if (span.end - span.start > longest) {
    const room = Math.max(0, Math.floor((longest - (end - start)) / 2))
    span = { start: Math.max(span.start, start - room), end: Math.min(span.end, end + room) }
    // Whole words.
    while (span.start > 0 && span.start < start && isWithinWord(original, span.start)) span.start++
    while (span.end < original.length && span.end > end && isWithinWord(original, span.end)) span.end--
  }
  while (span.start < span.end && /[\s，,、]/u.test(original[span.start] ?? '')) span.start++
  while (span.end > span.start && /[\s，,、]/u.test(original[span.end - 1] ?? '')) span.end--
  return { start: wholeSign(original, span.start, -1), end: wholeSign(original, span.end, 1) }
}

function clauseAround(text: string, { start, end }: Evidence, isEnd: (text: string, at: number) => boolean): Evidence {
  let from = start
  while (from > 0 && !isEnd(text, from - 1)) from--
  let to = end
  while (to < text.length && !isEnd(text, to)) to++
  return { start: from, end: to }
}

/** Whether a sentence ends with the sign at `index`. A full stop inside a number or a name does not end one. */
function isSentenceEnd(text: string, index: number): boolean {
  const sign = text[index] ?? ''
  return /[。！？!?；;\n]/.test(sign) || (sign === '.' && /^(\s|$)/.test(text.slice(index + 1, index + 2)))
}

function isClauseEnd(text: string, index: number): boolean {
  const sign = text[index] ?? ''
  // A comma inside a number ends nothing.
  if (sign === ',' && /\d/.test(text[index - 1] ?? '') && /\d/.test(text[index + 1] ?? '')) return false
  return /[，,：:]/.test(sign) || isSentenceEnd(text, index)
}

function isWithinWord(text: string, at: number): boolean {
  return /[\p{Script=Latin}\d]{2}/u.test(text.slice(at - 1, at + 1))
}

/** Moves an offset out of the middle of a surrogate pair. */
function wholeSign(text: string, offset: number, step: 1 | -1): number {
  return /[\udc00-\udfff]/.test(text[offset] ?? '') && /[\ud800-\udbff]/.test(text[offset - 1] ?? '')
    ? offset + step
    : offset
}
