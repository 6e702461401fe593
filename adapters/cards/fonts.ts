import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * The fonts of the pictures (all OFL, from npm): Noto Sans SC for Latin, Cyrillic and Han, simplified and most of the
 * traditional, kana too; Arabic; Hebrew; emoji in outline. Each is cut into files by code points: a picture reads those it needs.
 */

type Range = [from: number, to: number]

export interface FontFile {
  family: string
  path: string
  ranges: Range[]
}

const EMOJI = 'noto-emoji'
/** First come, first served, but emoji, whose digits and signs are the others'. */
const FAMILIES = ['noto-sans-sc', 'noto-sans-arabic', 'noto-sans-hebrew', EMOJI]
/** Flags are pairs of letters that Noto Sans SC would show one by one. */
const REGIONAL: Range = [0x1f1e6, 0x1f1ff]
/** The first of what an emoji font is wanted for. */
const FIRST_EMOJI = 0x2190
/** Joiners and marks that belong to what stands before or after them; of no width by themselves. */
const INVISIBLE = /^[\p{Cf}\p{Mn}]$/u

/** Which font writes what. Reads a few small tables when made, no font. */
export class Fonts {
  readonly #files: FontFile[]

  constructor() {
    const require = createRequire(import.meta.url)
    this.#files = FAMILIES.flatMap((family) => {
      const table = require.resolve(`@fontsource-variable/${family}/unicode.json`)
      const parts = JSON.parse(readFileSync(table, 'utf8')) as Record<string, string>
      return Object.entries(parts).map(([part, list]) => ({
        family,
        path: join(dirname(table), 'files', `${family}-${part.replace(/[[\]]/g, '')}-wght-normal.woff2`),
        ranges: rangesOf(list, family),
      }))
    })
  }

  /** The families in the order in which they are asked for a letter. */
  get families(): readonly string[] {
    return FAMILIES
  }

  fileFor(codePoint: number): FontFile | undefined {
    return this.#files.find(({ ranges }) => ranges.some(([from, to]) => from <= codePoint && codePoint <= to))
  }

  /** The files that write this text. */
  filesFor(text: string): Set<FontFile> {
    const files = new Set<FontFile>()
    for (const sign of new Set(text)) {
      const file = this.fileFor(sign.codePointAt(0) as number)
      if (file !== undefined) files.add(file)
    }
    return files
  }

  /** The text without what no font has; whole graphemes, so that no half of an emoji stays. */
  legible(text: string): string {
    if (/^[\x20-\x7e\u4e00-\u9fa5]*$/.test(text) && [...text].every((sign) => this.#writes(sign))) return text
    graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
    let kept = ''
    for (const { segment } of graphemes.segment(text))
      if ([...segment].every((sign) => this.#writes(sign))) kept += segment
    return kept.replace(/\s+/g, ' ').trim()
  }

  #writes(sign: string): boolean {
    return INVISIBLE.test(sign) || this.fileFor(sign.codePointAt(0) as number) !== undefined
  }
}

let graphemes: Intl.Segmenter | undefined

/** "U+1f1e9-1f1f5,U+21" as pairs. */
function rangesOf(list: string, family: string): Range[] {
  return list
    .split(',')
    .map((item): Range => {
      const [from = '', to = from] = item.trim().replace(/^U\+/i, '').split('-')
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
    })
    .flatMap(([from, to]): Range[] => {
      if (family === EMOJI) return to < FIRST_EMOJI ? [] : [[Math.max(from, FIRST_EMOJI), to]]
      return without([from, to], REGIONAL)
    })
}

function without([from, to]: Range, [cutFrom, cutTo]: Range): Range[] {
  if (to < cutFrom || from > cutTo) return [[from, to]]
  return [...(from < cutFrom ? [[from, cutFrom - 1] as Range] : []), ...(to > cutTo ? [[cutTo + 1, to] as Range] : [])]
}
