import type { AssessedQuestion } from '../ports/assessor.ts'
import { resultIn } from './figures.ts'
import { fold } from './fold.ts'

/** Whether a text is an answer at all, before anything is said about its quality. */

/** "I don't know" and its kin, whole message after stripping punctuation: giving up, said outright. */
const givesUp =
  /^(我?(真的?|也|还|完全|实在)?(不知道|不懂|不会|不清楚|没想好|没思路|答不(上来|出来?)|想不(出来?|起来)|忘了)(怎么(回)?答|这题|该怎么说)?(了|啊|呀|呢|诶|哎)?|跳过|下一题|pass|skip|idk|(i )?(really )?(have )?no idea|(i )?(really )?(don'?t|dont|do not) know(( how)? to answer( (this|it))?)?|not sure|no clue|dunno)$/u

/** Greetings and calls, one or several, whole message. */
const greets =
  /^(?:(?:请问)?(?:(?:你|您|大家|老师|教练)(?:好|早)[呀啊]?|(?:你|您)?(?:在吗|在不在|在么|还在吗)|(?:早上|上午|中午|下午|晚上)好[呀啊]?|早安|晚安|哈喽|嗨|喂|有人吗|hi|hello|hey|good (?:morning|afternoon|evening)|(?:are )?you there|anyone there|there|coach)(?: |$))+$/u

/** Zero-width and direction marks: they carry no meaning and hide what does. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

/** Text without invisible characters. */
export function visible(text: string): string {
  return text.replace(invisible, '')
}

/** Text as it is compared: NFKC, lower case, without invisible characters; its length may differ from the original's. */
export function normalise(text: string): string {
  return visible(text).normalize('NFKC').toLowerCase()
}

/** True when the whole message says "I don't know" or "pass". */
export function isGivingUp(text: string): boolean {
  return givesUp.test(bareWords(text))
}

/** True when the whole message greets, or asks whether anybody is there: no answer, and no giving up either. */
export function isGreeting(text: string): boolean {
  return greets.test(bareWords(text))
}

function bareWords(text: string): string {
  return normalise(text)
    .replace(/[’‘]/g, "'")
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * True for a real answer (DESIGN 6). Open questions: at least 8 Han (or kana, hangul) characters, 4 of them different,
 * or 5 words, 4 different, or a mixture that adds up (an unspaced Chinese sentence is not one word), and not the
 * question sent back. For a choice question a letter, for a calculation a number is enough.
 */
export function isRealAnswer(question: Pick<AssessedQuestion, 'kind' | 'prompt'>, text: string): boolean {
  const bare = normalise(text)
  if (question.kind === 'choice' && chosenLetters(text) !== '') return true
  if (question.kind === 'calculation' && numberIn(text) !== undefined) return true
  if (isGivingUp(text)) return false
  const signs = bare.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu) ?? []
  const words =
    bare.match(/(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])\p{L}[\p{L}\p{M}'’-]*/gu) ??
    []
  const enough = signs.length / 8 + words.length / 5 >= 1
  const varied = new Set(signs).size / 4 + new Set(words).size / 4 >= 1
  const letters = (value: string) => value.replace(/[^\p{L}\p{N}]+/gu, '')
  return enough && varied && !letters(normalise(question.prompt)).includes(letters(bare))
}

/** Whether an answer of some length is mostly Chinese to an English question, or Latin text to a Chinese one. */
export function isInOtherLanguage(prompt: string, reply: string): boolean {
  const [asked, answered] = [prompt, reply].map((text) => ({
    han: text.match(/\p{Script=Han}/gu)?.length ?? 0,
    words: text.match(/\p{Script=Latin}{2,}/gu)?.length ?? 0,
  })) as [Script, Script]
  // About two characters make a word.
  return asked.han / 2 > asked.words
    ? answered.words >= 8 && answered.words > answered.han / 2
    : answered.han >= 8 && answered.han / 2 > answered.words
}

interface Script {
  han: number
  words: number
}

/** "I think it's B", "the answer is (C)", "option D is right": what leads to a letter in English. */
const LED_TO =
  /(?<![a-z])(?:(?:it'?s|it is|is|answer:?|option|i(?:'d| would| will|'ll)?(?: go (?:for|with)| pick| choose| chose| say| take)|picked|pick|choose)\s+(?:option\s+)?\(?)([a-h])\)?(?=$|[\s]*[,;:.。，；)\n]|\s+(?:because|since|as|for|is|would)\b)|^([a-h])\s+(?:because|since|as)\b/u

/** The letters chosen in a reply to a choice question, sorted ("选 c 和 A" → "AC"); empty when it is not a choice. */
export function chosenLetters(text: string): string {
  const bare = normalise(text)
    .toUpperCase()
    .replace(/^(答案|我?选择?|ANSWER|OPTION|I CHOOSE)[是:\s]*/u, '')
    .replace(/(和|与|AND|[\s,、.。()])/gu, '')
  if (/^[A-H]{1,8}$/.test(bare)) return sorted(bare)
  const said = normalise(text).replace(/[’‘]/g, "'").trim()
  // "不选 A，选 C", "A 不对，应该选 C": what is not turned down, named last.
  const picked = [...said.matchAll(/(?<![不没别])(?:选择?|答案是)\s?([a-h]{1,8})(?![a-z])/gu)].at(-1)?.[1]
  if (picked !== undefined && /[不没别错]|排除/u.test(said)) return sorted(picked)
  // "B，因为 LPR 降了", "我觉得是 B": the letter named first.
  const named =
    /^(?:我(?:觉得|认为|想|会)?)?(?:应该)?(?:是|选择?|答案[是为:]?)\s?([a-h]{1,8})(?![a-z])|^([a-h])\s?[,;:、。)\n]/u.exec(
      said,
    ) ?? LED_TO.exec(said)
  if (named !== null) return sorted(named[1] ?? named[2] ?? '')
  // "我选 B，50 万元", "B. 50万": in a short reply whose only Latin letters are options.
  const letters = said.toUpperCase().match(/\p{Script=Latin}+/gu) ?? []
  return text.length <= 40 && letters.length > 0 && letters.every((letter) => /^[A-H]$/.test(letter))
    ? sorted(letters.join(''))
    : ''
}

/** Each letter once. */
function sorted(letters: string): string {
  return [...new Set(letters.toUpperCase())].sort().join('')
}

/** The number a text ends with, as its result (figures.ts), percent as a fraction; undefined when there is none. */
export function numberIn(text: string): number | undefined {
  return resultIn(fold(text).text)?.value
}
