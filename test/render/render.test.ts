import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Choice, Message } from '../../src/ports/channel.ts'
import { escapeHtml, toHtml } from '../../src/render/html.ts'
import { numbered } from '../../src/render/numbered.ts'
import { toPlain } from '../../src/render/plain.ts'
import { parseHtml } from '../support/telegram/html.ts'
import { message } from './arbitraries.ts'

const card: Message = {
  blocks: [
    { kind: 'text', spans: [{ bold: '夏普比率 <2>' }, ' & ', { italic: '"beta"' }] },
    { kind: 'text', spans: [{ code: 'a\nb' }, { code: 'x < y' }] },
    { kind: 'quote', spans: ['第一行\n第二行'], collapsed: true },
    { kind: 'text', spans: ['', ' '] },
    { kind: 'quote', spans: ['短'] },
  ],
}

describe('toHtml', () => {
  it('escapes text and marks style', () => {
    expect(toHtml(card)).toBe(
      [
        '<b>夏普比率 &lt;2&gt;</b> &amp; <i>&quot;beta&quot;</i>',
        '',
        '<pre>a\nb</pre><code>x &lt; y</code>',
        '<blockquote expandable>第一行\n第二行</blockquote>',
        '<blockquote>短</blockquote>',
      ].join('\n'),
    )
  })

  it('survives a parser as strict as Telegram, letter for letter', () => {
    fc.assert(
      fc.property(message, (message) => {
        const unquoted = { blocks: message.blocks.map((block) => ({ ...block, kind: 'text' as const })) }
        expect(parseHtml(toHtml(unquoted)).text).toBe(toPlain(unquoted).trim())
        expect(() => parseHtml(toHtml(message))).not.toThrow()
      }),
    )
  })

  it('escapes any string', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseHtml(escapeHtml(text)).text).toBe(text.trim())
      }),
    )
  })
})

describe('toPlain', () => {
  it('has no markup but a light mark beside quotations', () => {
    expect(toPlain(card)).toBe('夏普比率 <2> & "beta"\n\na\nbx < y\n│ 第一行\n│ 第二行\n│ 短')
  })

  it('is empty for a message without text', () => {
    expect(toPlain({ blocks: [] })).toBe('')
  })
})

describe('numbered', () => {
  const choices: Choice[][] = [
    [
      { id: 'hint', label: '提示' },
      { id: 'skip', label: '跳过' },
    ],
    [],
    [
      { id: '', label: '更多', url: 'https://example.org' },
      { id: 'stop', label: '停' },
    ],
  ]

  it('lists the choices a row a line; links have no number', () => {
    const result = numbered({ blocks: [{ kind: 'text', spans: ['问题'] }], choices })
    expect(toPlain(result.message)).toBe('问题\n\n1 提示  2 跳过\n更多: https://example.org  3 停')
    expect(result.pending.map((choice) => choice.id)).toEqual(['hint', 'skip', 'stop'])
    expect(result.message).not.toHaveProperty('choices')
  })

  it('leaves a message without choices as it is', () => {
    const plain: Message = { blocks: [{ kind: 'text', spans: ['问题'] }] }
    expect(numbered(plain)).toEqual({ message: plain, pending: [] })
    expect(numbered({ ...plain, choices: [[]] }).message).toEqual(plain)
  })
})
