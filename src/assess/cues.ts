import { stemmer } from 'stemmer'
import { fold } from './fold.ts'
import type { ReadReply } from './read.ts'

/**
 * A cue is one idea, as alternatives divided by `|`. An alternative is looked for as it stands (Latin ones from the
 * start of a word; `…` is any words within the sentence); failing that, one of several words is found with its words
 * in another order or form within one clause ("安抚情绪" in "情绪先安抚好", "kept her informed" in "keeping her informed").
 */
export interface CompiledCue {
  exact: RegExp
  /** Han words in either order, a few signs apart. */
  loose: RegExp | undefined
  /** For each Latin alternative the stems of its content words, at least two. */
  stems: string[][]
}

/** A place in folded text, `end` exclusive. `words`: where its words begin when others may stand between them. */
export interface Place {
  start: number
  end: number
  words?: number[]
}

const compiled = new Map<string, CompiledCue>()

export function compileCue(cue: string): CompiledCue {
  const known = compiled.get(cue)
  if (known !== undefined) return known
  const alternatives = cue
    .split('|')
    // NFKC turns … into three dots
    .map((alternative) =>
      fold(alternative.trim())
        .text.split(/\s*\.\.\.\s*/)
        .filter((part) => part !== ''),
    )
    .filter((parts) => parts.length > 0)
  const whole = alternatives.flatMap((parts) => (parts.length === 1 ? parts : []))
  const loose = whole
    .map(hanWords)
    .filter((words) => words.length >= 2)
    .map(eitherOrder)
  const made: CompiledCue = {
    exact: new RegExp(alternatives.map(exactly).join('|') || '(?!)', 'gu'),
    loose: loose.length === 0 ? undefined : new RegExp(loose.join('|'), 'gu'),
    stems: whole.map(contentStems).filter((stems) => stems.length >= 2),
  }
  compiled.set(cue, made)
  return made
}

/** Linear: the gap is bounded and stops at the end of a sentence. */
function exactly(parts: string[]): string {
  return parts
    .map((part) => escaped(part).replace(/\s+/g, '\\s+'))
    .map((part) => (/^[a-z]/.test(part) ? `(?<![\\p{Script=Latin}\\d])${part}` : part))
    .join('(?:[^。!?;.\\n]|[.](?!\\s|$)){0,40}?')
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** The words of a Han alternative of four signs or more, when all are words of two signs or more; else none. */
function hanWords(alternative: string): string[] {
  if (!/^\p{Script=Han}{4,}$/u.test(alternative) || /[不没未无别非]/u.test(alternative)) return []
  const words = [...segmenter.segment(alternative)].map(({ segment }) => segment)
  return words.every((word) => word.length >= 2) ? words : []
}

const NEAR = '[^，,。！？!?；;：:\\n、]{0,6}?'

function eitherOrder(words: string[]): string {
  return `${words.map(escaped).join(NEAR)}|${words.toReversed().map(escaped).join(NEAR)}`
}

const function_ = new Set(
  "a an the to of in on at by for with and or but as is are was were be been being do did does have has had i me my we us our you your he him his she her they them their it its that this there so too very just not no n't would will could can should".split(
    ' ',
  ),
)

/** Stems (Porter) of the words that carry meaning; none when a word denies, for then its order matters. */
function contentStems(alternative: string): string[] {
  const words = alternative.match(/[a-z][a-z']*/g) ?? []
  if (words.some((word) => /^(not|no|never|without)$|n't$/.test(word))) return []
  return [...new Set(words.filter((word) => !function_.has(word.replace(/'.*$/, ''))).map((word) => stem(word)))]
}

/** Past forms a suffix stemmer cannot know, of verbs that answers use. */
const irregular = new Map(
  'kept keep,told tell,said say,gave give,given give,went go,gone go,made make,took take,taken take,got get,found find,held hold,met meet,wrote write,written write,rang ring,rung ring,spoke speak,spoken speak,brought bring,thought think,sold sell,lost lose,built build,left leave,paid pay,sent send,felt feel,heard hear,understood understand,came come,knew know,known know,began begin,begun begin,chose choose,chosen choose,led lead,learnt learn,dealt deal,won win,bought buy,taught teach,caught catch,sat sit,stood stand,drove drive,grew grow,grown grow,fell fall,broke break,broken break,saw see,seen see,did do,done do'
    .split(',')
    .map((pair) => pair.split(' ') as [string, string]),
)

const stems = new Map<string, string>()

export function stem(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  const bare = word.replace(/'.*$/, '')
  const made = stemmer(irregular.get(bare) ?? bare)
  if (stems.size < 20_000) stems.set(word, made)
  return made
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/**
 * Where a cue is heard, in the order tried; the caller takes the first place that counts. `exactly`: as it stands
 * only, for what must not be heard by mistake.
 */
export function* findCue(reply: ReadReply, cue: string, exactly = false): Generator<Place> {
  const { exact, ...tolerant } = compileCue(cue)
  const { loose, stems } = exactly ? { loose: undefined, stems: [] } : tolerant
  for (const pattern of [exact, loose]) {
    if (pattern === undefined) continue
    for (const match of reply.folded.text.matchAll(pattern))
      if (match[0] !== '') yield { start: match.index, end: match.index + match[0].length }
  }
  for (const wanted of stems)
    for (const clause of reply.latinClauses) {
      const places = wanted.map((one) => clause.get(one))
      if (places.some((place) => place === undefined)) continue
      const all = places.filter((place) => place !== undefined)
      const words = all.map((place) => place.start)
      yield { start: Math.min(...words), end: Math.max(...all.map((place) => place.end)), words }
    }
}
