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
