import type { Picture, PictureBox } from '../ports/painter.ts'
import { addDays } from '../streak/day.ts'
import { type Text, textOf } from '../text/text.ts'
import type { BoardCard, RevealCard } from './card.ts'
import { BAR_HEIGHT, bar, box, colour, column, panel, row, sheet, words } from './kit.ts'

/** The cards of a study group: a round's reveal and the weekly board. As high as they have to be. */

/** Rows of a board; more would be too small for a phone, or too long. */
export const ROWS = 10
const MEDALS = ['#e0a92e', '#a7aeb8', '#c08552']
const ROW = 112

export function revealPicture(card: RevealCard): Picture {
  const t = textOf(card.language)
  const p = t.picture
  const { points, answers } = card
  const hardest = points[card.hardest ?? -1]
  return sheet(
    790 + points.length * BAR_HEIGHT,
    { brand: p.brand, about: p.day(card.day) },
    column(
      { gap: 12, height: 310 },
      words(p.revealed, 40, { color: colour.soft }),
      words(card.prompt, 54, { fontWeight: 700, lineClamp: 3 }),
    ),
    panel(
      { flexGrow: 1, gap: 24 },
      words(p.covered(answers), 38, { fontWeight: 700 }),
      ...points.map((point) =>
        bar(
          point.name,
          point.covered / Math.max(1, answers),
          `${point.covered}/${answers}`,
          point === hardest ? colour.accent : colour.kept[1],
        ),
      ),
    ),
    row(
      { justifyContent: 'space-between', gap: 24 },
      words(hardest === undefined ? '' : p.hardest(hardest.name), 36, { color: colour.accent, flexShrink: 1 }),
      streak(t, card.streak),
    ),
  )
}

export function boardPicture(card: BoardCard): Picture {
  const t = textOf(card.language)
  const p = t.picture
  const rows = card.rows.slice(0, ROWS)
  const most = Math.max(...rows.map(({ possible }) => possible), 1)
  return sheet(
    500 + rows.length * ROW,
    { brand: p.brand, about: t.week.range(card.from, addDays(card.from, 6)) },
    row(
      { justifyContent: 'space-between' },
      words(p.board, 76, { fontWeight: 800 }),
      words(p.possible(most), 38, { color: colour.soft }),
    ),
    panel({ flexGrow: 1, gap: 0, padding: '16px 36px' }, ...rows.map((one) => boardRow(t, one))),
    row(
      { justifyContent: 'space-between', gap: 24 },
      words(card.more === 0 ? '' : t.group.board.more(card.more), 36, { color: colour.soft }),
      streak(t, card.streak),
    ),
  )
}

function boardRow(t: Text, { place, name, kept, possible, points }: BoardCard['rows'][number]): PictureBox {
  const medal = MEDALS[place - 1]
  const mark = row(
    { width: 68, height: 68, borderRadius: 34, justifyContent: 'center', backgroundColor: medal ?? colour.off },
    words(String(place), 36, { fontWeight: 700, color: medal === undefined ? colour.soft : colour.panel }),
  )
  return row(
    { height: ROW, gap: 28 },
    mark,
    row(
      { flexGrow: 1, flexShrink: 1, width: 10 },
      words(name ?? t.picture.hidden, 44, nameStyle(name), t.picture.hidden),
    ),
    words(t.picture.ofDays(kept, possible), 40, { fontWeight: 600 }),
    box({ width: 190, justifyContent: 'flex-end' }, words(t.picture.pointCount(points), 36, { color: colour.soft })),
  )
}

function nameStyle(name: string | undefined) {
  return { flexShrink: 1, ...(name === undefined && { color: colour.soft }) }
}

function streak(t: Text, current: number) {
  return words(current === 0 ? '' : t.picture.groupStreak(current), 38, { fontWeight: 600, color: colour.soft })
}
