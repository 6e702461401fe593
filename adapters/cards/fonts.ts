import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { codePointsOf } from './woff2.ts'

/**
 * The fonts of the pictures (all OFL, from npm): Noto Sans SC for Latin, Cyrillic, kana and Han, simplified and most of
 * the traditional; Arabic; Hebrew; emoji in outline. Each is cut into files by code points: a picture reads those it needs.
 */

type Range = [from: number, to: number]

/** A part of a font. `ranges`: the code points it serves, in ascending runs. */
export interface FontFile {
  family: string
  data: Buffer
  ranges: Range[]
}

interface Part {
  family: string
  path: string
  /** What it may be asked for; what it has is known once it is read. */
  declared: Range[]
  read?: { file: FontFile; points: Set<number> }
}

const EMOJI = 'noto-emoji'
/** The first that has a letter writes it. */
export const FAMILIES = ['noto-sans-sc', 'noto-sans-arabic', 'noto-sans-hebrew', EMOJI]
/** Flags are pairs of letters, which Noto Sans SC would show one by one. */
const REGIONAL: Range = [0x1f1e6, 0x1f1ff]
/** Digits and the like are no emoji; the joiners between emoji come later. */
const FIRST_EMOJI = 0x2000
/** Joiners and marks that belong to what stands beside them: of no width by themselves. */
const INVISIBLE = /^[\p{Cf}\p{Mn}]$/u

/** Which font writes what. */
export class Fonts {
  readonly #parts: Part[]
  readonly #found = new Map<number, FontFile | undefined>()

  constructor() {
    const require = createRequire(import.meta.url)
    this.#parts = FAMILIES.flatMap((family) => {
      const table = require.resolve(`@fontsource-variable/${family}/unicode.json`)
      const parts = JSON.parse(readFileSync(table, 'utf8')) as Record<string, string>
      return Object.entries(parts).map(([part, list]) => ({
        family,
        path: join(dirname(table), 'files', `${family}-${part.replace(/[[\]]/g, '')}-wght-normal.woff2`),
        declared: rangesOf(list),
      }))
    })
  }

  /** The file that writes this, read now if it has not been. Undefined: none does. */
  fileFor(codePoint: number): FontFile | undefined {
    if (!this.#found.has(codePoint)) this.#found.set(codePoint, this.#find(codePoint))
    return this.#found.get(codePoint)
  }

  #find(codePoint: number): FontFile | undefined {
    for (const part of this.#parts) {
      if (!part.declared.some(([from, to]) => from <= codePoint && codePoint <= to)) continue
      part.read ??= read(part)
      if (part.read.points.has(codePoint)) return part.read.file
    }
    return undefined
  }

  /** The files that write this text. */
  filesFor(text: string): Set<FontFile> {
    const files = [...new Set(text)].map((sign) => this.fileFor(sign.codePointAt(0) as number))
    return new Set(files.filter((file) => file !== undefined))
  }

  /** The text without what no font has, by whole graphemes: no half of an emoji stays. '' when there is nothing to see. */
  legible(text: string): string {
    graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
    const kept = Array.from(graphemes.segment(text), ({ segment }) => segment).filter((segment) => {
      const signs = [...segment]
      const visible = signs.filter((sign) => !INVISIBLE.test(sign))
      return visible.length > 0 && visible.every((sign) => this.fileFor(sign.codePointAt(0) as number) !== undefined)
    })
    return kept.join('').replace(/\s+/g, ' ').trim()
  }
}

/** Made when first needed, in the thread. */
let graphemes: Intl.Segmenter | undefined

function read({ family, path, declared }: Part): NonNullable<Part['read']> {
  const data = readFileSync(path)
  const served = codePointsOf(data).filter(
    (point) =>
      declared.some(([from, to]) => from <= point && point <= to) &&
      (family === EMOJI ? point >= FIRST_EMOJI : point < REGIONAL[0] || point > REGIONAL[1]),
  )
  return { file: { family, data, ranges: runsOf(served) }, points: new Set(served) }
}

/** "U+1f1e9-1f1f5,U+21" as pairs. */
function rangesOf(list: string): Range[] {
  return list.split(',').map((item) => {
    const [from = '', to = from] = item.trim().replace(/^U\+/i, '').split('-')
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
  })
}

function runsOf(points: number[]): Range[] {
  const runs: Range[] = []
  for (const point of points) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === point - 1) last[1] = point
    else runs.push([point, point])
  }
  return runs
}
