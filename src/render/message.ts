import type { Block, Choice, Message, Span } from '../ports/channel.ts'

/** Small builders, so that a view reads like the message it makes. */

export const bold = (text: string): Span => ({ bold: text })

/** A paragraph; empty parts are left out. */
export const text = (...spans: (Span | undefined)[]): Block => ({
  kind: 'text',
  spans: spans.filter((span) => span !== undefined),
})

/** A quotation; `folded` for what is long and can wait. */
export const quote = (words: string, folded = false): Block => ({
  kind: 'quote',
  spans: [words],
  ...(folded && { collapsed: true }),
})

/** A title with folded text under it. */
export const section = (title: string, words: string): Block[] => [text(bold(title)), quote(words, true)]

/** Parts that are undefined are left out; strings are paragraphs. */
export function message(parts: (Block | string | undefined)[], choices?: Choice[][]): Message {
  const blocks = parts.flatMap((part) => (part === undefined ? [] : typeof part === 'string' ? [text(part)] : [part]))
  return { blocks, ...(choices && choices.length > 0 && { choices }) }
}
