import type { Evidence } from '../ports/assessor.ts'
import type { Place } from './cues.ts'
import type { ReadReply } from './read.ts'
import { wordsIn } from './words.ts'

/** Longest quotation, UTF-16 units: what one takes in at a glance on a phone. */
const LONGEST = { han: 36, latin: 110 }

/** The learner's own words around a place: its clause, with what is needed to understand it, within the sentence. */
export function quote({ original, folded }: ReadReply, place: Place): Evidence {
  const start = folded.origin[place.start] ?? 0
  const end = folded.origin[place.end] ?? original.length
  const longest = /\p{Script=Han}/u.test(original.slice(start, end)) ? LONGEST.han : LONGEST.latin
  let span = clauseAround(original, { start, end }, isSentenceEnd)
  if (span.end - span.start > longest) span = clauseAround(original, { start, end }, isClauseEnd)
  if (span.end - span.start > longest) span = spokenClause(original, span, { start, end }, longest)
  while (span.start < span.end && /[\s，,、]/u.test(original[span.start] ?? '')) span.start++
  while (span.end > span.start && /[\s，,、]/u.test(original[span.end - 1] ?? '')) span.end--
  return { start: wholeSign(original, span.start, -1), end: wholeSign(original, span.end, 1) }
}

/** Words that begin a clause in speech, where dictation sets no marks. */
const begins =
  /然后|但是?|不过|所以|因为|而且|还有|另外|接着|后来|最后|首先|其次|第[一二三四]|如果|要是|比如|那(?=我|他|她|你|个|么|就)|(?<![跟给让对把向帮和替叫请为])(?:我们?|他们?|她们?|您|你)(?=[先就跟会把给让觉也再要都还去说问是能])|\b(?:and|but|so|because|then|also|first|if|when|i|i'd|i'll|he|she|they|we)\b/giu

/**
 * Where the clauses of a text begin, things listed each one; in dictation without marks, where speech takes a breath,
 * at the latest after as many signs as a quotation has.
 */
export function clauseStarts(text: string): number[] {
  const starts = [0, ...[...text.matchAll(/[，,、：:。！？!?；;\n]|[.](?=\s|$)/gu)].map(({ index }) => index + 1)]
  return starts.flatMap((start, nth) => {
    const end = starts[nth + 1] ?? text.length
    const clause = text.slice(start, end)
    const longest = /\p{Script=Han}/u.test(clause) ? LONGEST.han : LONGEST.latin
    if (clause.length <= longest) return [start]
    const breaths = [...clause.matchAll(begins)].map(({ index }) => start + index).filter((at) => at > start)
    return [start, ...breaths].flatMap((from, piece, all) => {
      const cuts = Math.ceil(((all[piece + 1] ?? end) - from) / longest)
      return Array.from({ length: cuts }, (_, cut) => from + cut * longest)
    })
  })
}

/** What is said around `said` within a `clause` without marks: from where speech takes a breath, else whole words. */
function spokenClause(text: string, clause: Evidence, said: Evidence, longest: number): Evidence {
  const room = Math.max(0, Math.floor((longest - (said.end - said.start)) / 2))
  const around = { start: Math.max(clause.start, said.start - room), end: Math.min(clause.end, said.end + room) }
  const breaths = [...text.slice(around.start, around.end).matchAll(begins)].map((match) => around.start + match.index)
  const words = wordsIn(text.slice(around.start, around.end)).map(({ index }) => around.start + index)
  // The first piece may be the rest of a word cut by the window.
  const whole = around.start > clause.start ? words.slice(1) : words
  const start = breaths.findLast((at) => at <= said.start) ?? whole.find((at) => at <= said.start) ?? said.start
  const end =
    // Too short a piece shows too little to go by.
    breaths.find((at) => at >= said.end && at - start >= longest / 4) ??
    (around.end < clause.end ? words.findLast((at) => at >= said.end) : around.end)
  return { start, end: end ?? said.end }
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

/** Moves an offset out of the middle of a surrogate pair. */
function wholeSign(text: string, offset: number, step: 1 | -1): number {
  return /[\udc00-\udfff]/.test(text[offset] ?? '') && /[\ud800-\udbff]/.test(text[offset - 1] ?? '')
    ? offset + step
    : offset
}
