import fc from 'fast-check'
import { expect, it } from 'vitest'
import { blocksHtml, html } from '../../src/pages/html.ts'

/** What a browser makes of text that holds no tag. */
const read = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

const nasty = fc.oneof(
  fc.string(),
  fc.constantFrom('<script>', '"><img src=x onerror=y>', "' onclick='", '&lt;', '</p>'),
)

it('whatever is put in stays text, in elements and in attributes', () => {
  fc.assert(
    fc.property(nasty, nasty, (inside, attribute) => {
      const { text } = html`<p title="${attribute}">${inside}</p>`
      const [, title = '', content = ''] = /^<p title="([^"<>]*)">([^<>]*)<\/p>$/su.exec(text) ?? []
      expect(read(title)).toBe(attribute)
      expect(read(content)).toBe(inside)
    }),
  )
})

it('lists follow one another, nothing is nothing, and Html is not escaped twice', () => {
  const item = (words: string) => html`<li>${words}</li>`
  expect(html`<ul>${['a', '&'].map(item)}${undefined}</ul>${[]}${0}`.text).toBe('<ul><li>a</li><li>&amp;</li></ul>0')
})

it('a chat’s paragraphs and quotations are a page’s', () => {
  const blocks = [
    { kind: 'text' as const, spans: ['a <b> ', { bold: '<i>' }, { italic: 'c' }, { code: 'd' }] },
    { kind: 'quote' as const, spans: ['e'] },
  ]
  expect(blocksHtml({ blocks }).text).toBe(
    '<p dir="auto">a &lt;b&gt; <strong>&lt;i&gt;</strong><small>c</small><code>d</code></p><blockquote dir="auto">e</blockquote>',
  )
})
