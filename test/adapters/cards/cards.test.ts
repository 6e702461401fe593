import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { Fonts } from '../../../adapters/cards/fonts.ts'
import { createPainter } from '../../../adapters/cards/painter.ts'
import type { CardData } from '../../../src/cards/card.ts'
import { pictureOf } from '../../../src/cards/draw.ts'
import { systemClock } from '../../../src/clock.ts'
import * as cards from '../../support/cards.ts'
import { pngSize } from '../../support/png.ts'

/* The cards as they are drawn: real fonts, the real library, in its process. */

// A loaded machine takes its time for the library and the fonts.
vi.setConfig({ testTimeout: 60_000 })

const MOST_BYTES = 200_000
const painter = createPainter({ clock: systemClock, patience: 60_000 })
afterAll(() => painter.stop())

const draw = async (card: CardData) => {
  const picture = pictureOf(card)
  const png = await painter.paint(picture)
  expect(pngSize(png), 'a whole PNG').toEqual({ width: picture.width, height: picture.height })
  expect(picture.width).toBe(1080)
  expect(picture.height).toBeLessThanOrEqual(1800)
  expect(png.length).toBeLessThan(MOST_BYTES)
  return png
}

describe('cards', () => {
  const { streakCard, emptyStreakCard, weekCard, revealCard, boardCard, englishCards } = cards
  const ordinary: Record<string, CardData> = {
    'the streak': streakCard,
    'an empty history': emptyStreakCard,
    'five years of it': { ...streakCard, current: 1826, longest: 1826, total: 1826, days: '321'.repeat(609) },
    'a week': weekCard,
    'a week without anything': {
      kind: 'week',
      language: 'zh',
      from: '2026-11-23',
      days: 'mmmmmmo',
      kept: 0,
      answers: 0,
      current: 0,
      week: [],
    },
    'a reveal': revealCard,
    'a reveal of eight points': { ...revealCard, points: [...revealCard.points, ...revealCard.points] },
    'a board with names in Chinese, emoji, Arabic, Hebrew, Korean and nothing': boardCard,
    'the streak in English': englishCards.streak,
    'a week in English': englishCards.week,
    'a reveal in English': englishCards.reveal,
    'a board in English': englishCards.board,
  }
  it.each(Object.entries(ordinary))('%s', async (_, card) => {
    await draw(card)
  })

  it('the same card is the same picture', async () => {
    expect(Buffer.compare(await draw(boardCard), await draw(boardCard))).toBe(0)
  })

  it('whatever people are called', async () => {
    const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 24 }), fc.string({ unit: 'grapheme', maxLength: 24 }))
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 10, maxLength: 10 }), async (names) => {
        const rows = boardCard.rows.map((row, n) => ({ ...row, name: names[n] ?? '' }))
        await draw({ ...boardCard, rows })
      }),
      { numRuns: 25 },
    )
  })
})

describe('names', () => {
  const fonts = new Fonts()

  it.each([
    ['林小雨', '林小雨'],
    ['陳家豪 臺灣', '陳家豪 臺灣'],
    ['Jürgen Müller-Łukasz Čapek', 'Jürgen Müller-Łukasz Čapek'],
    ['Анна', 'Анна'],
    ['محمد علي', 'محمد علي'],
    ['דוד לוי', 'דוד לוי'],
    ['小明🦊👍🏽', '小明🦊👍🏽'],
    ['一家👨‍👩‍👧人', '一家👨‍👩‍👧人'],
    ['ゆうこ', 'ゆうこ'],
    // No font here has these: left out rather than drawn as boxes.
    ['김철수', ''],
    ['สมชาย', ''],
    ['𠮷野家', '野家'],
    ['\u200b\u202e\u2068', ''],
    ['   ', ''],
  ])('%j is written as %j', (name, written) => {
    expect(fonts.legible(name)).toBe(written)
  })

  it('what is written is in a font, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = fonts.legible(text)
        for (const sign of written)
          if (!/^[\p{Cf}\p{Mn}]$/u.test(sign)) expect(fonts.fileFor(sign.codePointAt(0) as number)).toBeDefined()
        expect(fonts.legible(written)).toBe(written)
      }),
    )
  })

  it('almost all of GB2312 can be written', () => {
    const decoder = new TextDecoder('gb2312')
    let missing = 0
    let all = 0
    for (let high = 0xb0; high <= 0xf7; high++)
      for (let low = 0xa1; low <= 0xfe; low++) {
        const sign = decoder.decode(Uint8Array.of(high, low))
        if (!/^\p{Script=Han}$/u.test(sign)) continue
        all += 1
        if (fonts.legible(sign) === '') missing += 1
      }
    expect(all).toBeGreaterThan(6700)
    expect(missing / all).toBeLessThan(0.01)
  })
})
