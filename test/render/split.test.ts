import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Block, Message } from '../../src/ports/channel.ts'
import { toHtml } from '../../src/render/html.ts'
import { blockText, spanText } from '../../src/render/layout.ts'
import { toPlain } from '../../src/render/plain.ts'
import { split } from '../../src/render/split.ts'
import { parseHtml } from '../support/telegram/html.ts'
import { message } from './arbitraries.ts'

const limit = fc.oneof(fc.integer({ min: 4, max: 40 }), fc.constant(200))
const words = (messages: Message[]) =>
  messages
    .flatMap((part) => part.blocks.map(blockText))
    .join('')
    .replace(/\s+/g, '')
const paragraph = (text: string): Message => ({ blocks: [{ kind: 'text', spans: [text] }] })
const texts = (messages: Message[]) => messages.map(toPlain)

it('fits every part, loses nothing, leaves none empty', () => {
  fc.assert(
    fc.property(message, limit, (message, limit) => {
      const parts = split(message, limit)
      expect(words(parts)).toBe(words([message]))
      for (const part of parts) {
        expect(toPlain(part).length).toBeLessThanOrEqual(limit)
        if (words([message]) !== '') expect(toPlain(part).trim()).not.toBe('')
        expect(parseHtml(toHtml(part)).text.length).toBeLessThanOrEqual(limit)
      }
    }),
    { numRuns: 500 },
  )
})

it('keeps the style of every character', () => {
  const styled = (blocks: Block[]) =>
    blocks.flatMap((block) =>
      block.spans.flatMap((span) => {
        const style = `${block.kind} ${block.kind === 'quote' && block.collapsed} ${typeof span === 'string' ? '' : Object.keys(span)[0]}`
        return [...spanText(span)].filter((character) => character.trim() !== '').map((character) => style + character)
      }),
    )
  fc.assert(
    fc.property(message, limit, (message, limit) => {
      const parts = split(message, limit)
      expect(styled(parts.flatMap((part) => part.blocks))).toEqual(styled(message.blocks))
    }),
  )
})

it('never cuts inside a grapheme that fits a part', () => {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const graphemes = fc.array(fc.constantFrom('👨‍👩‍👧‍👦', '🇨🇳', 'e\u0301', '👍🏽', '!\uFE0F', '好', 'a'), {
    minLength: 1,
    maxLength: 60,
  })
  fc.assert(
    fc.property(graphemes, fc.integer({ min: 16, max: 40 }), (graphemes, limit) => {
      const whole = graphemes.join('')
      const parts = split(paragraph(whole), limit)
      const count = (text: string) => [...segmenter.segment(text)].length
      expect(parts.map((part) => count(toPlain(part))).reduce((a, b) => a + b)).toBe(count(whole))
    }),
  )
})

it('cuts between blocks first', () => {
  const message: Message = { blocks: ['one. two', 'three', 'four'].map((text) => ({ kind: 'text', spans: [text] })) }
  expect(texts(split(message, 12))).toEqual(['one. two', 'three\n\nfour'])
})

it('cuts after a sentence, else at a space, else anywhere', () => {
  expect(texts(split(paragraph('第一句。第二句很长很长'), 9))).toEqual(['第一句。', '第二句很长很长'])
  expect(texts(split(paragraph('他说“好。”然后走了。'), 8))).toEqual(['他说“好。”', '然后走了。'])
  expect(texts(split(paragraph('a yield of 3.5 percent'), 15))).toEqual(['a yield of 3.5', 'percent'])
  expect(texts(split(paragraph('一二三四五六七'), 4))).toEqual(['一二三四', '五六七'])
})

it('continues a long quotation as a quotation, and starts it beside its heading', () => {
  const message: Message = {
    blocks: [
      { kind: 'text', spans: ['答案'] },
      { kind: 'quote', spans: [{ bold: '甲'.repeat(20) }], collapsed: true },
    ],
  }
  const parts = split(message, 16)
  expect(texts(parts)).toEqual([`答案\n│ ${'甲'.repeat(11)}`, `│ ${'甲'.repeat(9)}`])
  expect(parts[1]?.blocks).toEqual([{ kind: 'quote', spans: [{ bold: '甲'.repeat(9) }], collapsed: true }])
})

it('leaves the choices on the last part', () => {
  const choices = [[{ id: 'next', label: '下一题' }]]
  const parts = split({ ...paragraph('一句。'.repeat(10)), choices }, 10)
  expect(parts.map((part) => part.choices)).toEqual([...parts.slice(1).map(() => undefined), choices])
  expect(split({ blocks: [], choices }, 10)).toEqual([{ blocks: [], choices }])
})

it('takes linear time', () => {
  const time = (text: string) => {
    const started = performance.now()
    split(paragraph(text), 4096)
    return performance.now() - started
  }
  for (const unit of ['x', '好。', 'word ', '👨‍👩‍👧‍👦', '\n', 'e\u0301'])
    expect(time(unit.repeat(Math.ceil(100_000 / unit.length)))).toBeLessThan(1500)
})
