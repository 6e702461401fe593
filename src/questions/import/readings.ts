/**
 * Pages copied from scraper sites carry a pronunciation after random characters: `客戶(hù)連(lián)續`. The rules must
 * not stumble over it and the import keeps the text as written; a bank gets it clean.
 */
const reading = /(?<=[\u3400-\u9fff])[(（][a-zü]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,4}[)）]/gu

/** Text without injected readings. */
export function withoutReadings(text: string): string {
  return text.replace(reading, '')
}

/** A document whose readings are folded into single signs (private use), with the way back. */
export interface Readings {
  text: string
  /** A piece of the text as it was written. */
  restore(piece: string): string
  /** The same length, with the bare character in place of each sign: for rules to read. */
  bare(piece: string): string
}

/** `目(mù)` becomes one sign. A document with none, or with a few as an author writes them, is left alone. */
export function hideReadings(text: string): Readings {
  const same = (piece: string) => piece
  if ((text.match(reading)?.length ?? 0) < 5) return { text, restore: same, bare: same }
  const signs = new Map<string, string>()
  const written = new Map<string, string>()
  const hidden = text.replace(
    new RegExp(`[\\u3400-\\u9fff]${reading.source.replace(/^\(\?<=[^)]*\)/, '')}`, 'gu'),
    (match) => {
      const known = signs.get(match)
      if (known !== undefined) return known
      const sign = String.fromCharCode(0xe000 + signs.size)
      if (sign > '\uf8ff') return match
      signs.set(match, sign)
      written.set(sign, match)
      return sign
    },
  )
  return {
    text: hidden,
    restore: (piece) => piece.replace(/[\ue000-\uf8ff]/g, (sign) => written.get(sign) ?? sign),
    bare: (piece) => piece.replace(/[\ue000-\uf8ff]/g, (sign) => written.get(sign)?.[0] ?? sign),
  }
}
