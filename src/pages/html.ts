import type { Block, Message, Span } from '../ports/channel.ts'
import { escapeHtml } from '../render/html.ts'

/** HTML that is safe to send. Only `html` makes it: whatever is put into a template is escaped, unless it is Html itself. */
export class Html {
  readonly text: string

  /** For `html` alone. */
  constructor(text: string) {
    this.text = text
  }
}

type Value = Html | string | number | undefined | readonly Value[]

/** Attributes stand in double quotes. `undefined` is nothing, a list is its items one after the other. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(strings.map((piece, n) => piece + (n < values.length ? textOf(values[n]) : '')).join(''))
}

function textOf(value: Value): string {
  if (value === undefined) return ''
  if (value instanceof Html) return value.text
  return typeof value === 'object' ? value.map(textOf).join('') : escapeHtml(String(value))
}

/** What a chat is told, on a page: its paragraphs and quotations (not its choices). */
export function blocksHtml({ blocks }: Pick<Message, 'blocks'>): Html {
  return html`${blocks.map(blockHtml)}`
}

function blockHtml({ kind, spans }: Block): Html {
  const inner = spans.map(spanHtml)
  return kind === 'quote' ? html`<blockquote dir="auto">${inner}</blockquote>` : html`<p dir="auto">${inner}</p>`
}

function spanHtml(span: Span): Value {
  if (typeof span === 'string') return span
  if ('bold' in span) return html`<strong>${span.bold}</strong>`
  if ('italic' in span) return html`<small>${span.italic}</small>`
  return html`<code>${span.code}</code>`
}
