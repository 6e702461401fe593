import type { Block, Message, Span } from '../ports/channel.ts'
import { joinBlocks } from './layout.ts'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Escapes what HTML would interpret, in text and in attribute values. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
}

/** The message's text (not its choices) in the HTML that Telegram's `parse_mode: 'HTML'` reads. */
export function toHtml(message: Message): string {
  return joinBlocks(message, blockHtml)
}

function blockHtml(block: Block): string {
  const inner = block.spans.map(spanHtml).join('')
  if (block.kind === 'text') return inner
  return `<blockquote${block.collapsed ? ' expandable' : ''}>${inner}</blockquote>`
}

function spanHtml(span: Span): string {
  if (typeof span === 'string') return escapeHtml(span)
  if ('bold' in span) return tagged('b', span.bold)
  if ('italic' in span) return tagged('i', span.italic)
  return tagged(span.code.includes('\n') ? 'pre' : 'code', span.code)
}

function tagged(tag: string, text: string): string {
  return text === '' ? '' : `<${tag}>${escapeHtml(text)}</${tag}>`
}
