import type { AssessedQuestion, Assessment, Assessor, Evidence, Verdict } from '../ports/assessor.ts'
import { isCopied } from './copied.ts'
import type { Place } from './cues.ts'
import { hear, hearPoints } from './hear.ts'
import { givenResult } from './keyed.ts'
import { isOthersStory } from './others.ts'
import { quote } from './quote.ts'
import { read } from './read.ts'
import { isOwned } from './scope.ts'
import { SPOKEN, spokenSeconds, structureOf, wantsExperience } from './structure.ts'

/** Quotations a point: two show what was meant, more are not read on a phone. */
const QUOTES = 2

/** Ideas heard a point, on average, from which a long reply is about the question, and below which it is about another. */
const ABOUT = { this: 1, another: 0.5 }

/** Share of the points from which a sketch that names them is an outline of the answer. */
const OUTLINE = 2 / 3

interface Asked {
  /** How many ideas more (or fewer) than `need` make a point covered. */
  more: number
  /** How many ideas make a point partly covered. */
  partly: 1 | 2
}

/**
 * An interviewer ticks what is developed, not what is named, and of a story that answers another question nothing: a
 * long reply needs an idea fewer, a short one or one beside the question more, and there a single one is a passing
 * word, unless an outline names most points. The figures are those of the labelled tuning part (kappa 0.68, as when they
 * are chosen anew with each question left out in turn). Ordinal regressions on up to a dozen features, of the
 * words around the ideas, reasons, figures, order and overlap with the answer, reached 0.69 to 0.70 that way and
 * credited replies to other questions a little more: not worth a table of weights.
 */
function askedOf(seconds: number, minutes: number, heard: readonly (readonly Place[])[]): Asked {
  const scale = Math.min(1, minutes / 2)
  const isOutline = heard.filter((ideas) => ideas.length > 0).length >= OUTLINE * heard.length
  if (seconds < SPOKEN.sketch * scale) return { more: 1, partly: isOutline ? 1 : 2 }
  if (seconds < SPOKEN.developed * scale) return { more: 1, partly: 1 }
  const ideasAPoint = heard.flat().length / heard.length
  return { more: ideasAPoint >= ABOUT.this ? -1 : 1, partly: ideasAPoint >= ABOUT.another ? 1 : 2 }
}

/** Signs in a row by which a repetition is known. */
const RUN = 6

/** Share of a text that is said for the first time, 0 to 1: saying a thing again develops nothing. */
function novelty(text: string): number {
  const bare = text.replace(/[^\p{L}\p{N}]+/gu, '')
  const runs = bare.length - RUN + 1
  if (runs <= 0) return 1
  const seen = new Set<string>()
  for (let at = 0; at < runs; at++) seen.add(bare.slice(at, at + RUN))
  return seen.size / runs
}

/**
 * The assessor that needs no network: it looks for each exam point's ideas (cues) in the learner's words. A point is
 * covered when `need` different ideas are heard (fewer in a long reply to the question, more in a short one), partly
 * when at least one is (two in a sketch that leaves points out). Words denied ("没有道歉", "should have called") or taken
 * from the question are not heard. A right letter or number says its own result and nothing of the way there; with a
 * wrong one, or a story of somebody else's, no point is more than touched. A red line is crossed only by what the
 * learner says of themselves.
 */
export const localAssessor: Assessor = {
  assess(question: AssessedQuestion, original: string): Assessment {
    const reply = read(question, original)
    const redLines = question.redLines.flatMap(({ cues }, index) => {
      const place = first(cues, (cue) => hear(reply, cue, (start, end) => isOwned(reply.folded.text, start, end), true))
      return place ? [{ index, evidence: quote(reply, place) }] : []
    })
    const given = givenResult(question, reply)
    const seconds = spokenSeconds(original)
    const checklist = question.examPoints.map(({ looksFor }) => looksFor)
    // The list said back, in whatever person, shows nothing that was done.
    const isChecklist = isCopied(checklist, reply.folded.text)
    const cues = question.examPoints.map((point) => (isChecklist ? [] : point.cues))
    const heard = hearPoints(reply, cues).map((places, index) =>
      places
        .map((place, nth) => place ?? (given?.says(cues[index]?.[nth] ?? '') ? given.place : undefined))
        .filter((place) => place !== undefined),
    )
    const audible = heard.filter((_, index) => question.examPoints[index]?.cues.length !== 0)
    const { more, partly }: Asked =
      question.kind === 'open'
        ? askedOf(seconds * novelty(reply.folded.text), question.minutes, audible)
        : { more: 0, partly: 1 }
    // A wrong result leads the steps elsewhere, and what others did is no experience of one's own.
    const isCapped = given?.right === false || (wantsExperience(question) && isOthersStory(reply.folded.text))
    const points = question.examPoints.map(({ cues, need }, index) => {
      if (cues.length === 0) return { verdict: 'unjudged' as const, evidence: [] }
      const ideas = heard[index] ?? []
      const isEnough = ideas.length >= Math.min(Math.max(1, need + more), cues.length)
      if (ideas.length === 0 || (!isEnough && ideas.length < partly))
        return { verdict: 'missed' as const, evidence: [] }
      const verdict: Verdict = isEnough && !isCapped ? 'covered' : 'partly'
      return { verdict, evidence: merged(ideas.map((place) => quote(reply, place))).slice(0, QUOTES) }
    })
    return {
      points,
      redLines,
      copied: isChecklist || isCopied([question.modelAnswer, ...checklist], reply.folded.text),
      ...(given && { result: { right: given.right, evidence: quote(reply, given.place) } }),
      ...(question.kind === 'open' && {
        spokenSeconds: seconds,
        structure: structureOf(question, reply),
      }),
    }
  },
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

/** Quotations that overlap are one. In the order of the ideas. */
function merged(spans: Evidence[]): Evidence[] {
  const quotes: Evidence[] = []
  for (const span of spans) {
    const other = quotes.find(({ start, end }) => span.start < end && start < span.end)
    if (other === undefined) quotes.push({ ...span })
    else Object.assign(other, { start: Math.min(other.start, span.start), end: Math.max(other.end, span.end) })
  }
  return quotes
}
