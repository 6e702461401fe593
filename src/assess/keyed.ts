import type { AssessedQuestion } from '../ports/assessor.ts'
import { findCue, type Place } from './cues.ts'
import { isSameResult, resultIn } from './figures.ts'
import { foldKnown } from './fold.ts'
import { type ReadReply, read } from './read.ts'
import { chosenLetters } from './reply.ts'

/** What a reply to a choice or calculation gives as its result. */
export interface Given {
  right: boolean
  /** Where it is given, in folded text. */
  place: Place
  /**
   * Whether the right result says this idea by itself: a letter says what its option says, a number what the key says.
   * Neither says anything of the way there.
   */
  says(cue: string): boolean
}

/** The result a reply gives; undefined when it holds neither letter nor number, or nothing is known to be right. */
export function givenResult(question: AssessedQuestion, reply: ReadReply): Given | undefined {
  const { key, options = [] } = question
  if (question.kind === 'open' || key === undefined) return undefined
  if (question.kind === 'choice') {
    const letters = chosenLetters(key)
    const chosen = chosenLetters(reply.original)
    const match = new RegExp(`(?<![a-z])[${chosen.toLowerCase() || 'a-h'}]{1,8}(?![a-z])`, 'u').exec(reply.folded.text)
    if (chosen === '' || match === null) return undefined
    const text = [...letters].map((letter) => options[letter.charCodeAt(0) - 'A'.charCodeAt(0)] ?? '').join('\n')
    const place = { start: match.index, end: match.index + match[0].length }
    return given(question, chosen === letters, place, text)
  }
  const right = resultIn(foldKnown(key))
  const place = resultIn(reply.folded.text, right)
  return place === undefined || right === undefined
    ? undefined
    : given(question, isSameResult(place, right), place, key)
}

function given(question: AssessedQuestion, right: boolean, place: Place, key: string): Given {
  const said = right ? read(question, key) : undefined
  return { right, place, says: (cue) => said !== undefined && findCue(said, cue, true).next().done === false }
}
