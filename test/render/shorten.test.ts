import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { excerpt } from '../../src/text/shorten.ts'

describe('an excerpt for one line', () => {
  it.each([
    ['请讲一次客户向你投诉的事', 6, '请讲一次客户…'],
    ['请讲一次', 6, '请讲一次'],
    ['Tell me about a time you failed', 10, 'Tell me about a time…'],
    ['Tell me about a timetable', 10, 'Tell me about a…'],
    ['Incomprehensibilities', 5, 'Incomprehe…'],
    ['了解 LPR 和 basis points', 6, '了解 LPR 和…'],
    [' 两 \n 行 ', 9, '两 行'],
  ])('"%s" in %i', (words, width, shown) => {
    expect(excerpt(words, width)).toBe(shown)
  })

  it('is the beginning of the text, and no wider than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (words, width) => {
        const shown = excerpt(words, width)
        const plain = words.replace(/\s+/g, ' ').trim()
        expect(plain.startsWith(shown.replace(/…$/u, ''))).toBe(true)
        expect([...new Intl.Segmenter().segment(shown)].length).toBeLessThanOrEqual(2 * width + 1)
      }),
    )
  })
})
