import type { Block, Message, Span } from '../ports/channel.ts'

/** Stands before every line of a quotation where there is no markup to show it. */
export const QUOTE_MARK = '│ '

/** The words of a span, whatever its style. */
export function spanText(span: Span): string {
  if (typeof span === 'string') return span
  if ('bold' in span) return span.bold
  return 'italic' in span ? span.italic : span.code
}

/** The words of a block, without markup or quote marks. */
export function blockText(block: Block): string {
  return block.spans.map(spanText).join('')
}

/** What stands between two blocks: a blank line, except beside a quotation, which sets itself apart. */
export function separator(previous: Block, next: Block): string {
  return previous.kind === 'quote' || next.kind === 'quote' ? '\n' : '\n\n'
}

/** Renders the blocks that hold something and joins them. */
export function joinBlocks(message: Message, render: (block: Block) => string): string {
  const blocks = message.blocks.filter((block) => blockText(block).trim() !== '')
  return blocks.map((block, i) => (i > 0 ? separator(blocks[i - 1] as Block, block) : '') + render(block)).join('')
}
