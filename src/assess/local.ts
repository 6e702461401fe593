import type { AssessedQuestion, Assessment, Assessor, Evidence, Verdict } from '../ports/assessor.ts'
import { isCopied } from './copied.ts'
import { findCue, type Place } from './cues.ts'
import { givenResult } from './keyed.ts'
import { quote } from './quote.ts'
import { isBorrowed, type ReadReply, read } from './read.ts'
import { isOwned, isSaid } from './scope.ts'
import { spokenSeconds, structureOf } from './structure.ts'

/** Quotations a point: two show what was meant, more are not read on a phone. */
const QUOTES = 2

/** A reply shorter than this says little of what it names; one this long develops it: seconds of speech. */
const SPOKEN = { short: 30, long: 50 }
/** Share of the exam points a short reply must touch for a single idea to be more than a passing word. */
const OUTLINE = 0.5

/** Ideas heard a point, on average, from which a long reply is taken to be about the question: others tell stories too. */
const ABOUT = 1.25

/**
 * How many ideas more (or fewer) than `need` make a point covered: an interviewer ticks what is developed, not what is
 * named. People who label replies do the same; the figures are those of the tuning part (`npm run bench -- labels`).
 */
function moreIdeas(seconds: number, minutes: number, ideasAPoint: number): number {
  const scale = Math.min(1, minutes / 2)
  if (seconds < SPOKEN.short * scale) return 1
  return seconds >= SPOKEN.long * scale && ideasAPoint >= ABOUT ? -1 : 0
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
 * covered when `need` different ideas are heard (one fewer in a long reply to the question, one more in a short one), partly when at
 * least one is. Words denied ("没有道歉", "should have
 * called") or taken from the question are not heard; a right letter or number says its own result and nothing of the
 * way there, and with a wrong one no point is more than touched; a red line is crossed only by what the learner says of themselves.
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
    const heard = question.examPoints.map(({ cues }) =>
      cues
        .map(
          (cue) =>
            hear(reply, cue, (start, end) => isSaid(reply.folded.text, start, end)) ??
            (given?.says(cue) ? given.place : undefined),
        )
        .filter((place) => place !== undefined),
    )
    const touched = heard.filter((places) => places.length > 0).length / heard.length
    const more =
      question.kind === 'open'
        ? moreIdeas(seconds * novelty(reply.folded.text), question.minutes, heard.flat().length / heard.length)
        : 0
    const points = question.examPoints.map(({ cues, need }, index) => {
      const ideas = heard[index] ?? []
      const isMention = more > 0 && ideas.length === 1 && touched < OUTLINE
      if (ideas.length === 0 || isMention) return { verdict: 'missed' as const, evidence: [] }
      const isEnough = ideas.length >= Math.min(Math.max(1, need + more), cues.length)
      const verdict: Verdict = isEnough && given?.right !== false ? 'covered' : 'partly'
      return { verdict, evidence: merged(ideas.map((place) => quote(reply, place))).slice(0, QUOTES) }
    })
    return {
      points,
      redLines,
      copied: isCopied(question, reply.folded.text),
      ...(given && { result: { right: given.right, evidence: quote(reply, given.place) } }),
      ...(question.kind === 'open' && {
        spokenSeconds: seconds,
        structure: structureOf(question, reply),
      }),
    }
  },
}

/** The first place of a cue that counts and is in the learner's own words. */
function hear(
  reply: ReadReply,
  cue: string,
  counts: (start: number, end: number) => boolean,
  exactly = false,
): Place | undefined {
  for (const place of findCue(reply, cue, exactly)) {
    const { start, end, words = [start] } = place
    if (!isBorrowed(reply, place) && words.every((word) => counts(word, end))) return place
  }
  return undefined
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
