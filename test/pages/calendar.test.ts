import fc from 'fast-check'
import { expect, it } from 'vitest'
import { calendarHtml, calendarStart, lookOf, type Square, sinceBegun } from '../../src/pages/calendar.ts'
import { mondayOf, type ProgressDay } from '../../src/practice/progress.ts'
import { addDays, daysBetween, weekday } from '../../src/streak/day.ts'

const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('1990-01-01', n))
const words = { label: 'all', month: (month: string) => month }

function squaresTo(today: string): Square[] {
  const from = calendarStart(today)
  return Array.from({ length: daysBetween(from, today) + 1 }, (_, n) => ({ day: addDays(from, n), look: 'x' }))
}

const numbers = (text: string, attribute: string) =>
  [...text.matchAll(new RegExp(`<rect[^>]* ${attribute}="(-?\\d+)"`, 'g'))].map(([, n]) => Number(n))

it('every day of the year has its square, in its weekday’s row, and none lies on another or outside', () => {
  fc.assert(
    fc.property(day, (today) => {
      const squares = squaresTo(today)
      expect(squares.length).toBeGreaterThan(365)
      const pictures = calendarHtml(squares, words).text.split('<svg').slice(1)
      expect(pictures).toHaveLength(2)
      let n = 0
      for (const picture of pictures) {
        const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(picture) ?? []).map(Number)
        const [xs, ys] = [numbers(picture, 'x'), numbers(picture, 'y')]
        expect(new Set(xs.map((x, i) => `${x} ${ys[i]}`)).size).toBe(xs.length)
        const rows = [...new Set(ys)].sort((a, b) => a - b)
        for (const [i, x] of xs.entries()) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x + 10).toBeLessThanOrEqual(width)
          expect((ys[i] ?? 0) + 10).toBeLessThanOrEqual(height)
          expect(rows.indexOf(ys[i] ?? -1) + 1).toBe(weekday(squares[n + i]?.day ?? ''))
        }
        n += xs.length
      }
      expect(n).toBe(squares.length)
    }),
    { numRuns: 30 },
  )
})

it('months are named once each where they begin, far enough apart to be read', () => {
  fc.assert(
    fc.property(day, (today) => {
      for (const picture of calendarHtml(squaresTo(today), words).text.split('<svg').slice(1)) {
        const xs = [...picture.matchAll(/<text x="(\d+)"/g)].map(([, x]) => Number(x))
        for (const [i, x] of xs.entries()) if (i > 0) expect(x - (xs[i - 1] ?? 0)).toBeGreaterThanOrEqual(24)
        const named = [...picture.matchAll(/<text[^>]*>([\d-]+)</g)].map(([, month]) => month)
        expect(new Set(named).size).toBe(named.length)
      }
    }),
    { numRuns: 50 },
  )
})

it('days before today’s in a plan’s first week keep their room without a square', () => {
  const monday = mondayOf('2026-11-26')
  const squares: Square[] = Array.from({ length: 5 }, (_, n) => ({
    day: addDays(monday, n),
    look: n < 3 ? undefined : 'work-question',
  }))
  const ys = numbers(calendarHtml(squares, words).text, 'y')
  expect(ys).toEqual([50, 62])
})

it('who began within half a year sees that half year alone', () => {
  const days = (begun: string): ProgressDay[] =>
    squaresTo('2026-11-26').map((square) => ({
      day: square.day,
      kind: square.day < begun ? ('none' as const) : ('kept' as const),
      answers: 1,
    }))
  expect(sinceBegun(days('2026-11-01')).length).toBeLessThan(190)
  expect(sinceBegun(days('2026-01-01')).length).toBeGreaterThan(365)
  expect(weekday(sinceBegun(days('2026-11-01'))[0]?.day ?? '')).toBe(1)
})

it('the more was answered, the darker', () => {
  expect([0, 1, 2, 3, 9].map((answers) => lookOf({ kind: 'kept', answers }))).toEqual([
    'kept-1',
    'kept-1',
    'kept-2',
    'kept-3',
    'kept-3',
  ])
})
