import fc from 'fast-check'
import { expect, it } from 'vitest'
import { colour } from '../../src/cards/kit.ts'
import { streakPicture, WEEKS } from '../../src/cards/streak.ts'
import type { PictureBox, PictureNode } from '../../src/ports/painter.ts'
import { addDays, weekday } from '../../src/streak/day.ts'
import { emptyStreakCard } from '../support/cards.ts'

/** The columns of the calendar: boxes of seven cells. */
function weeksOf(node: PictureNode): PictureBox[][] {
  if (node.kind === 'text') return []
  const { children } = node
  const isWeek = children.length === 7 && children.every((child) => child.kind === 'box' && child.children.length === 0)
  return isWeek ? [children as PictureBox[]] : children.flatMap(weeksOf)
}

const looks = ({ style }: PictureBox) => style.backgroundColor ?? style.border

it('the calendar ends with today’s week, each day in the row of its weekday, and none after today', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 2000 }), (offset, length) => {
      const today = addDays('2024-01-01', offset)
      const picture = streakPicture({ ...emptyStreakCard, today, days: `${'1'.repeat(length - 1)}o` })
      const weeks = weeksOf(picture.root)
      expect(weeks.length).toBe(WEEKS)
      const cells = weeks.flat()
      const at = 7 * (WEEKS - 1) + weekday(today) - 1
      expect(looks(cells[at] as PictureBox)).toContain(colour.accent)
      expect(cells.slice(at + 1).every((cell) => looks(cell) === undefined)).toBe(true)
      const kept = cells.filter((cell) => looks(cell) === colour.kept[0]).length
      expect(kept).toBe(Math.min(length - 1, at))
    }),
  )
})

it('days that count more answers are darker, and every kind of day looks different', () => {
  const days = '123fmro-'
  const weeks = weeksOf(streakPicture({ ...emptyStreakCard, today: '2026-11-27', days }).root)
  const at = 7 * (WEEKS - 1) + 4
  const shown = weeks
    .flat()
    .slice(at - days.length + 1, at + 1)
    .map(looks)
  expect(new Set(shown).size).toBe(days.length)
  expect(shown.slice(0, 3)).toEqual([...colour.kept])
})
