import { findCue, type Place } from './cues.ts'
import { clauseStarts } from './quote.ts'
import { isBorrowed, type ReadReply } from './read.ts'
import { isSaid } from './scope.ts'

/** The first place of a cue that counts and is in the learner's own words. */
export function hear(
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

/** Points one clause is evidence for: what is said in one breath does not develop three things. */
const POINTS = 2

/**
 * Where the ideas of each point are heard, `undefined` for one that is not. A clause heard for more points than two is
 * evidence for the two it says most of; the others are heard elsewhere or not at all.
 * @param points the cues of each point
 */
export function hearPoints(reply: ReadReply, points: readonly (readonly string[])[]): (Place | undefined)[][] {
  const isHeard = (start: number, end: number) => isSaid(reply.folded.text, start, end)
  const heard = points.map((cues) => cues.map((cue) => hear(reply, cue, isHeard)))
  const starts = clauseStarts(reply.folded.text)
  const clauseOf = (place: number) => starts.findLastIndex((start) => start <= place)
  const owners = contested(heard, clauseOf)
  if (owners.size === 0) return heard
  const isOwn = (place: number, point: number) => owners.get(clauseOf(place))?.includes(point) !== false
  return points.map((cues, point) =>
    cues.map((cue, nth) => {
      const place = heard[point]?.[nth]
      if (place === undefined || isOwn(place.start, point)) return place
      return hear(reply, cue, (start, end) => isHeard(start, end) && isOwn(start, point))
    }),
  )
}

/** The clauses heard for too many points, each with the points that keep it: most ideas first, then most words. */
function contested(
  heard: readonly (readonly (Place | undefined)[])[],
  clauseOf: (place: number) => number,
): Map<number, number[]> {
  const clauses = new Map<number, Map<number, { ideas: number; length: number }>>()
  for (const [point, places] of heard.entries())
    for (const place of places) {
      if (place === undefined) continue
      const clause = clauseOf(place.start)
      const claims = clauses.get(clause) ?? new Map()
      const { ideas, length } = claims.get(point) ?? { ideas: 0, length: 0 }
      clauses.set(clause, claims.set(point, { ideas: ideas + 1, length: length + place.end - place.start }))
    }
  return new Map(
    [...clauses]
      .filter(([, claims]) => claims.size > POINTS)
      .map(([clause, claims]) => [
        clause,
        [...claims]
          .sort(([one, a], [other, b]) => b.ideas - a.ideas || b.length - a.length || one - other)
          .slice(0, POINTS)
          .map(([point]) => point),
      ]),
  )
}
