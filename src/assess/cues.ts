import { stemmer } from 'stemmer'
import { fold } from './fold.ts'
import type { Clause, ReadReply, Word } from './read.ts'
import { wordsIn } from './words.ts'

/**
 * A cue is one idea, as alternatives divided by `|`. An alternative is looked for as it stands (Latin ones from the
 * start of a word; `…` is any words within the sentence); failing that, one of several words is found with its words
 * in another order or form close together in one clause ("安抚情绪" in "情绪先安抚好", "kept her informed" in "keeping her
 * informed").
 */
export interface CompiledCue {
  exact: RegExp
  /** Han words in either order, a few signs apart. */
  loose: RegExp | undefined
  latin: LooseWords[]
}

/** A Latin alternative's content words, in any order and form. */
interface LooseWords {
  /** At least two. */
  stems: string[]
  /** In how many words, those between them counted, they must all stand. */
  within: number
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
    exact: new RegExp(anyOf(alternatives.map(exactly)), 'gu'),
    loose: loose.length === 0 ? undefined : new RegExp(loose.join('|'), 'gu'),
    latin: whole.map(looseWords).filter(({ stems }) => stems.length >= 2),
  }
  compiled.set(cue, made)
  return made
}

const WORD_BEGINS = '(?<![\\p{Script=Latin}\\d])'

/** 十五天 is not in 四十五天, nor 五天 in 十五天; but 三天 is in 两三天, and 万元 in 五万元. */
const DIGIT = '[一二两三四五六七八九]'
const NUMBER_BEGINS = `(?:(?<![十百千万])(?=${DIGIT})|(?<!${DIGIT})(?=十))`
const beginsWithNumber = new RegExp(`^(?=${DIGIT}|十)`)

/** One look for where a word begins serves all Latin alternatives. */
function anyOf(alternatives: string[]): string {
  const latin = alternatives.filter((one) => one.startsWith(WORD_BEGINS)).map((one) => one.slice(WORD_BEGINS.length))
  const others = alternatives.filter((one) => !one.startsWith(WORD_BEGINS))
  return [...others, ...(latin.length === 0 ? [] : [`${WORD_BEGINS}(?:${latin.join('|')})`])].join('|') || '(?!)'
}

/** "50万" is written "50 万" as well. */
const besideNumber = /(?<=\d)(?=\p{Script=Han})|(?<=\p{Script=Han})(?=\d)/gu

/** Verb and object are parted in speech: 道歉 is 道了歉, 报警 报了个警, 退款 退完款. */
const parted = /^(\p{Script=Han})(\p{Script=Han})$/u

/** Words that have no other forms: "was me" is not in "was meant". */
const endsShort = /(?:^|[^a-z])(?:me|him|her|us|them|it|in|on|to|of|up|out|off|for|at|so|no|as|an?|the)$/

/** Linear: the gap is bounded and stops at the end of a sentence. */
function exactly(parts: string[]): string {
  return parts
    .map((part) =>
      escaped(part)
        .replace(parted, '$1(?:了个?|过|完|个|一[个下])?$2')
        .replace(/\s+/g, '\\s+')
        .replace(besideNumber, '\\s?'),
    )
    .map((part) => (/^[a-z]/.test(part) ? `${WORD_BEGINS}${part}` : part.replace(beginsWithNumber, NUMBER_BEGINS)))
    .map((part) => (endsShort.test(part) ? `${part}(?![a-z])` : part))
    .join('(?:[^。!?;.\\n]|[.](?!\\s|$)){0,40}?')
}

/** The words of a Han alternative of four signs or more, when all are words of two signs or more; else none. */
function hanWords(alternative: string): string[] {
  if (!/^\p{Script=Han}{4,}$/u.test(alternative) || /[不没未无别非]/u.test(alternative)) return []
  const words = wordsIn(alternative).map(({ segment }) => segment)
  return words.every((word) => word.length >= 2) ? words : []
}

const NEAR = '[^，,。！？!?；;：:\\n、]{0,6}?'

function eitherOrder(words: string[]): string {
  return `${words.map(escaped).join(NEAR)}|${words.toReversed().map(escaped).join(NEAR)}`
}

/**
 * Words that say nothing alone: "told me that" is no more than "told". Those that make another verb of a verb
 * (up, out, off, down, back, away, over) are not among them.
 */
const function_ = new Set(
  [
    'a an the this that these those some any all each every both either neither other another such same own',
    'much many more most less least few little lot lots several enough',
    'i me my mine myself we us our ours you your yours he him his she her hers they them their theirs it its one ones',
    'someone somebody something anyone anybody anything everyone everybody everything nobody nothing none',
    'who whom whose which what when where why how whether',
    'am is are was were be been being do did does done doing have has had having',
    'will would shall should can could may might must ought',
    'of in on at by for with to from into onto about as than between during through within',
    'and or but if so because while although though until since before after',
    "not no n't there here then now just only also too very really quite even still yet again ever always well",
  ].flatMap((line) => line.split(' ')),
)

/** Words that may stand between those of an alternative besides its own. */
const SLACK = 3

/** The words that carry meaning; none when a word denies, for then its order matters. */
function looseWords(alternative: string): LooseWords {
  const words = alternative.match(/[a-z][a-z']*/g) ?? []
  const denies = words.some((word) => /^(not|no|never|without)$|n't$/.test(word))
  const content = denies ? [] : words.filter((word) => !function_.has(word.replace(/'.*$/, '')))
  return { stems: [...new Set(content.map(stem))], within: words.length + SLACK }
}

/** Past forms a suffix stemmer cannot know, of verbs that answers use. */
const irregular = new Map(
  'kept keep,told tell,said say,gave give,given give,went go,gone go,made make,took take,taken take,got get,found find,held hold,met meet,wrote write,written write,rang ring,rung ring,spoke speak,spoken speak,brought bring,thought think,sold sell,lost lose,built build,left leave,paid pay,sent send,felt feel,heard hear,understood understand,came come,knew know,known know,began begin,begun begin,chose choose,chosen choose,led lead,learnt learn,dealt deal,won win,bought buy,taught teach,caught catch,sat sit,stood stand,drove drive,grew grow,grown grow,fell fall,broke break,broken break,saw see,seen see,did do,done do'
    .split(',')
    .map((pair) => pair.split(' ') as [string, string]),
)

const stems = new Map<string, string>()

/** Porter's, told of irregular verbs. */
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
  const { exact, loose, latin } = compileCue(cue)
  for (const pattern of exactly ? [exact] : [exact, loose]) {
    if (pattern === undefined) continue
    for (const match of reply.folded.text.matchAll(pattern))
      if (match[0] !== '') yield { start: match.index, end: match.index + match[0].length }
  }
  if (exactly) return
  for (const wanted of latin)
    if (wanted.stems.every((one) => reply.latinStems.has(one)))
      for (const clause of reply.latinClauses) yield* together(clause, wanted)
}

/** Wherever in a clause all the words stand close together. */
function* together(clause: Clause, { stems, within }: LooseWords): Generator<Place> {
  if (!stems.every((one) => clause.has(one))) return
  const inOrder = stems.flatMap((one) => clause.get(one) ?? []).sort((one, other) => one.nth - other.nth)
  const latest = new Map<string, Word>()
  for (const word of inOrder) {
    latest.set(word.stem, word)
    const words = [...latest.values()]
    if (words.length < stems.length || words.some(({ nth }) => nth <= word.nth - within)) continue
    const starts = words.map(({ start }) => start)
    yield { start: Math.min(...starts), end: word.end, words: starts }
  }
}
