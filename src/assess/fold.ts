import { Converter } from 'opencc-js/t2cn'

/** A text as it is compared: NFKC, lower case, simplified characters, straight apostrophes, nothing invisible. */
export interface Folded {
  text: string
  /** For each UTF-16 unit of `text`, the offset in the original it came from; one more for the end. */
  origin: number[]
}

/** Zero-width and direction marks: they carry no meaning and hide what does. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u

/** Folds a text, keeping the way back to the writer's own characters. */
export function fold(original: string): Folded {
  let text = ''
  const origin: number[] = []
  let at = 0
  for (const sign of original) {
    const plain = foldSign(sign)
    for (let unit = 0; unit < plain.length; unit++) origin.push(at)
    text += plain
    at += sign.length
  }
  origin.push(at)
  return { text, origin }
}

const known = new Map<string, string>()

/** The folded text of a question's part: the same few are asked for again and again. */
export function foldKnown(text: string): string {
  let folded = known.get(text)
  if (folded === undefined) {
    folded = fold(text).text
    if (known.size >= 2000) known.clear()
    known.set(text, folded)
  }
  return folded
}

const signs = new Map<string, string>()

function foldSign(sign: string): string {
  const known = signs.get(sign)
  if (known !== undefined) return known
  const plain = invisible.test(sign) ? '' : simplified(sign.normalize('NFKC').replace(/[’‘]/g, "'").toLowerCase())
  // A bounded alphabet in practice; a flood of rare signs must not grow it for ever.
  if (signs.size < 20_000) signs.set(sign, plain)
  return plain
}

let traditional: Map<string, string> | undefined

/** Signs that are written for one another and that the tables keep apart; cues and replies alike are read through them. */
const variants = new Map('妳你 牠它 帐账 瞭了 著着 覆复 甚什 佔占 裏里 麽么'.split(' ').map(([from, to]) => [from, to]))

/** Character by character, so that offsets hold. */
function simplified(sign: string): string {
  traditional ??= readTraditional()
  const plain = traditional.get(sign) ?? sign
  return variants.get(plain) ?? plain
}

/** The traditional characters of OpenCC's tables with their simplified forms; the tables themselves (12 MB) can go. */
function readTraditional(): Map<string, string> {
  const signs = Array.from({ length: 0xa000 - 0x3400 }, (_, n) => String.fromCharCode(0x3400 + n))
  const converted = Converter({ from: 't', to: 'cn' })(signs.join('\n')).split('\n')
  return new Map(
    signs.flatMap((sign, n) => (converted[n]?.length === 1 && converted[n] !== sign ? [[sign, converted[n]]] : [])),
  )
}
