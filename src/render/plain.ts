import type { Block, Message } from '../ports/channel.ts'
import { blockText, joinBlocks, QUOTE_MARK } from './layout.ts'

/** The message's text (not its choices) for a network without markup; lines of a quotation get a light mark. */
export function toPlain(message: Message): string {
  return joinBlocks(message, blockPlain)
}

function blockPlain(block: Block): string {
  const text = blockText(block)
  return block.kind === 'quote' ? QUOTE_MARK + text.replaceAll('\n', `\n${QUOTE_MARK}`) : text
}
