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

let converter: ((text: string) => string) | undefined

/** Character by character, so that offsets hold; the source is OpenCC's table. */
function simplified(sign: string): string {
  if (!/\p{Script=Han}/u.test(sign)) return sign
  converter ??= Converter({ from: 't', to: 'cn' })
  const plain = converter?.(sign) ?? sign
  return plain.length === sign.length ? plain : sign
}
