/** At most `length` characters as people count them. */
export function shorten(words: string, length: number): string {
  const signs = [...new Intl.Segmenter().segment(words.replace(/\s+/g, ' '))]
  return signs.length <= length
    ? words.replace(/\s+/g, ' ')
    : `${signs
        .slice(0, length)
        .map((sign) => sign.segment)
        .join('')}…`
}

const WIDE = /[\p{Script=Han}\p{Emoji_Presentation}\u3000-\u303f\uff00-\uffef]/u

/**
 * The beginning of a text, for one line: as wide as `width` Chinese characters, of which two Latin letters make one. A
 * Latin word is not broken, unless it is all there is.
 */
export function excerpt(words: string, width: number): string {
  const plain = words.replace(/\s+/g, ' ').trim()
  let left = 2 * width
  let shown = ''
  for (const { segment } of new Intl.Segmenter().segment(plain)) {
    left -= WIDE.test(segment) ? 2 : 1
    if (left < 0) {
      const whole = /[\p{Script=Latin}\p{N}]/u.test(segment)
        ? shown.replace(/[\p{Script=Latin}\p{N}'’-]+$/u, '')
        : shown
      return `${(whole.trim() === '' ? shown : whole).trimEnd()}…`
    }
    shown += segment
  }
  return plain
}
