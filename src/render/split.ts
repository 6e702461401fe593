import type { Block, Message, Span } from '../ports/channel.ts'
import { blockText, QUOTE_MARK, separator, spanText } from './layout.ts'

/** Shortest limit that always fits one character beside a quote mark. */
const MIN_LENGTH = 4

/** The end of a sentence with its closing quotes; an ASCII point only before a space ("3.5" is no border). */
const SENTENCE_END = /(?:[。！？!?;；\n]|\.(?=\s))["'”’」』）)\]]*/g
const SPACE = /\s+/g

/** Made when first needed: it takes 10 ms and 4 MB. */
let graphemes: Intl.Segmenter | undefined

/**
 * Splits a message into parts that each fit `maxLength` UTF-16 code units, in `toPlain` and in what a network counts
 * after it has parsed `toHtml`. Cuts between blocks if it can, else after a sentence, else at a space, else between two
 * graphemes. Text keeps its style and a quotation goes on as a quotation in the next part; the choices stay with the
 * last part. Only white space at the cuts is dropped, and no part is empty (a message of nothing but choices is one part).
 */
export function split(message: Message, maxLength: number): Message[] {
  if (maxLength < MIN_LENGTH) throw new RangeError(`maxLength ${maxLength} is below ${MIN_LENGTH}`)
  const parts: Block[][] = []
  let part: Block[] = []
  let used = 0

  const room = (next: Block) => maxLength - used - separatorLength(part, next)
  const put = (block: Block) => {
    used += separatorLength(part, block) + plainLength(block)
    part.push(block)
  }
  const close = () => {
    if (part.length > 0) parts.push(part)
    part = []
    used = 0
  }

  for (const block of message.blocks) {
    if (blockText(block).trim() === '') continue
    const length = plainLength(block)
    // A block too long for any part starts on this one while half of it is free; a shorter one moves on whole.
    if (length > room(block) && (length <= maxLength || room(block) < Math.max(MIN_LENGTH, maxLength / 2))) close()
    if (length <= room(block)) {
      put(block)
      continue
    }
    const pieces = cutBlock(block, room(block), maxLength)
    for (const [i, piece] of pieces.entries()) {
      if (i > 0) close()
      put(piece)
    }
  }
  close()

  if (parts.length === 0) return [message]
  return parts.map((blocks, i) =>
    i === parts.length - 1 && message.choices ? { blocks, choices: message.choices } : { blocks },
  )
}

function separatorLength(part: Block[], next: Block): number {
  const previous = part.at(-1)
  return previous ? separator(previous, next).length : 0
}

/** Length of the block alone in `toPlain`; never less than what a network counts for it. */
function plainLength(block: Block): number {
  const text = blockText(block)
  return block.kind === 'quote' ? text.length + QUOTE_MARK.length * text.split('\n').length : text.length
}

/** Cuts one block into pieces: the first fits `firstRoom`, the others `fullRoom`. */
function cutBlock(block: Block, firstRoom: number, fullRoom: number): Block[] {
  const text = blockText(block)
  const ranges: [number, number][] = []
  let start = skipSpace(text, 0)
  let room = firstRoom
  while (start < text.length) {
    const fits = fitting(text, start, room, block.kind)
    const end = fits >= text.length ? fits : start + border(text.slice(start, fits + 2), fits - start)
    ranges.push([start, start + text.slice(start, end).trimEnd().length])
    start = skipSpace(text, end)
    room = fullRoom
  }
  return slices(block.spans, ranges).map((spans) => ({ ...block, spans }))
}

/** The largest end such that `text.slice(start, end)` fills no more than `room`, quote marks included. */
function fitting(text: string, start: number, room: number, kind: Block['kind']): number {
  if (kind === 'text') return Math.min(text.length, start + room)
  let left = room - QUOTE_MARK.length
  let end = start
  while (end < text.length) {
    left -= text[end] === '\n' ? 1 + QUOTE_MARK.length : 1
    if (left < 0) break
    end++
  }
  return end
}

/**
 * Where to cut `window`, at most `limit` from its start and never at 0. `window` holds two units more than the limit,
 * so that it can be seen whether a grapheme ends there.
 */
function border(window: string, limit: number): number {
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const segments = graphemes.segment(window)
  const isBorder = (at: number) => at > 0 && at <= limit && segments.containing(at)?.index === at
  const sentence = lastMatchEnd(window, SENTENCE_END, isBorder)
  if (sentence > 0) return sentence
  const space = lastMatchEnd(window, SPACE, isBorder)
  if (space > 0) return space
  const grapheme = segments.containing(limit)?.index ?? 0
  if (grapheme > 0) return grapheme
  return limit > 1 && isHighSurrogate(window, limit - 1) ? limit - 1 : limit
}

function lastMatchEnd(text: string, pattern: RegExp, accepts: (end: number) => boolean): number {
  const ends = [...text.matchAll(pattern)].map((match) => match.index + match[0].length)
  return ends.findLast(accepts) ?? 0
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit <= 0xdbff
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text[at] as string)) at++
  return at
}

/** The spans of ascending ranges of their text; a span cut in two keeps its style in both. */
function slices(spans: Span[], ranges: [number, number][]): Span[][] {
  const result: Span[][] = []
  let index = 0
  let offset = 0
  for (const [start, end] of ranges) {
    const slice: Span[] = []
    while (index < spans.length) {
      const span = spans[index] as Span
      const text = spanText(span)
      const piece = text.slice(Math.max(0, start - offset), Math.max(0, end - offset))
      if (piece !== '') slice.push(restyled(span, piece))
      if (offset + text.length > end) break
      offset += text.length
      index++
    }
    result.push(slice)
  }
  return result
}

function restyled(span: Span, text: string): Span {
  if (typeof span === 'string') return text
  if ('bold' in span) return { bold: text }
  return 'italic' in span ? { italic: text } : { code: text }
}
