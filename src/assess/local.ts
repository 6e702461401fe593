import type { AssessedQuestion, Assessment, Assessor, Evidence, Verdict } from '../ports/assessor.ts'
import { chosenLetters, numberIn } from './reply.ts'

/**
 * The assessor that needs no network: it looks for each exam point's ideas in the learner's words. A cue is one idea
 * as alternatives divided by `|`; `…` stands for any words within a sentence; Latin alternatives match from the start
 * of a word. A point is covered when `need` different ideas are heard, partly when at least one is.
 */
export const localAssessor: Assessor = {
  assess(question: AssessedQuestion, reply: string): Assessment {
    const folded = fold(reply)
    const redLines = question.redLines.flatMap(({ cues }, index) => {
      const evidence = cues.map((cue) => findCue(folded, cue)).find((span) => span !== undefined)
      return evidence ? [{ index, evidence: sentenceAround(reply, evidence) }] : []
    })
    const keyed = question.kind === 'open' ? undefined : matchesKey(question, reply)
    const points = question.examPoints.map(({ cues, need }) => {
      if (keyed === true) return { verdict: 'covered' as const, evidence: [resultIn(reply)] }
      const heard = cues.map((cue) => findCue(folded, cue)).filter((span) => span !== undefined)
      const verdict: Verdict =
        heard.length >= Math.min(need, cues.length) && keyed !== false
          ? 'covered'
          : heard.length > 0
            ? 'partly'
            : 'missed'
      return { verdict, evidence: distinct(heard.map((span) => sentenceAround(reply, span))).slice(0, 2) }
    })
    const missed = points.findIndex((point) => point.verdict === 'missed')
    const next = missed >= 0 ? missed : points.findIndex((point) => point.verdict === 'partly')
    return { points, redLines, next: next < 0 ? undefined : next }
  },
}

/** Whether a choice or calculation is right; undefined when the reply holds neither letter nor number. */
function matchesKey(question: AssessedQuestion, reply: string): boolean | undefined {
  if (question.key === undefined) return undefined
  if (question.kind === 'choice') {
    const chosen = chosenLetters(reply)
    return chosen === '' ? undefined : chosen === chosenLetters(question.key)
  }
  const given = numberIn(reply)
  const right = numberIn(question.key)
  if (given === undefined || right === undefined) return undefined
  return Math.abs(given - right) <= Math.abs(right) * 1e-3
}

/** The words around the last number, or the whole of a reply without any (a letter). */
function resultIn(reply: string): Evidence {
  const at = [...reply.matchAll(/\p{Nd}/gu)].at(-1)?.index
  return at === undefined ? { start: 0, end: reply.length } : sentenceAround(reply, { start: at, end: at + 1 })
}

interface Folded {
  text: string
  /** For each UTF-16 unit of `text`, the offset in the original it came from; one more for the end. */
  origin: number[]
}

/** The reply as cues are sought in it (see normalise), with the way back to the learner's own words. */
function fold(reply: string): Folded {
  let text = ''
  const origin: number[] = []
  let at = 0
  for (const sign of reply) {
    const plain = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u.test(sign)
      ? ''
      : sign.normalize('NFKC').replace(/[’‘]/g, "'").toLowerCase()
    for (let unit = 0; unit < plain.length; unit++) origin.push(at)
    text += plain
    at += sign.length
  }
  origin.push(at)
  return { text, origin }
}

const patterns = new Map<string, RegExp>()

function findCue(folded: Folded, cue: string): Evidence | undefined {
  let pattern = patterns.get(cue)
  if (pattern === undefined) {
    pattern = cuePattern(cue)
    patterns.set(cue, pattern)
  }
  const match = pattern.exec(folded.text)
  if (match === null || match[0] === '') return undefined
  return {
    start: folded.origin[match.index] ?? 0,
    end: folded.origin[match.index + match[0].length] ?? folded.origin.at(-1) ?? 0,
  }
}

/** Linear: the gap is bounded and stops at the end of a sentence. */
function cuePattern(cue: string): RegExp {
  const alternatives = cue
    .split('|')
    .map((alternative) => alternative.normalize('NFKC').replace(/[’‘]/g, "'").toLowerCase().trim())
    // NFKC turns … into three dots
    .map((alternative) =>
      alternative
        .split(/\s*\.\.\.\s*/)
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')),
    )
    .map((parts) => parts.filter((part) => part !== ''))
    .filter((parts) => parts.length > 0)
    .map((parts) =>
      parts
        .map((part) => (/^[a-z]/.test(part) ? `(?<![\\p{Script=Latin}\\d])${part}` : part))
        .join('(?:[^。!?;.\\n]|[.](?!\\s|$)){0,40}?'),
    )
  return new RegExp(alternatives.join('|') || '(?!)', 'u')
}

/** Whether a sentence ends with the sign at `index`. A full stop inside a number or a name does not end one. */
function endsAt(reply: string, index: number): boolean {
  const sign = reply[index] ?? ''
  return /[。！？!?；;\n]/.test(sign) || (sign === '.' && /^(\s|$)/.test(reply.slice(index + 1, index + 2)))
}

/** The learner's sentence that holds the span, trimmed; a long one is narrowed to the words around it. */
function sentenceAround(reply: string, span: Evidence): Evidence {
  let start = span.start
  while (start > 0 && !endsAt(reply, start - 1)) start--
  let end = span.end
  while (end < reply.length && !endsAt(reply, end)) end++
  const longest = /\p{Script=Han}/u.test(reply.slice(span.start, span.end)) ? 60 : 140
  if (end - start > longest) {
    const clause = /[，,、：:。！？!?；;\n]/u
    const room = Math.max(0, Math.floor((longest - (span.end - span.start)) / 2))
    const low = Math.max(start, span.start - room)
    const high = Math.min(end, span.end + room)
    start = span.start
    while (start > low && !clause.test(reply[start - 1] ?? '')) start--
    end = span.end
    while (end < high && !clause.test(reply[end] ?? '')) end++
  }
  while (start < end && /\s/u.test(reply[start] ?? '')) start++
  while (end > start && /\s/u.test(reply[end - 1] ?? '')) end--
  return { start: wholeSign(reply, start, -1), end: wholeSign(reply, end, 1) }
}

/** Moves an offset out of the middle of a surrogate pair. */
function wholeSign(text: string, offset: number, step: 1 | -1): number {
  return /[\udc00-\udfff]/.test(text[offset] ?? '') && /[\ud800-\udbff]/.test(text[offset - 1] ?? '')
    ? offset + step
    : offset
}

function distinct(spans: Evidence[]): Evidence[] {
  return spans.filter(
    (span, index) => spans.findIndex((other) => other.start === span.start && other.end === span.end) === index,
  )
}
