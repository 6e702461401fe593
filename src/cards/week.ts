import type { Picture, PictureBox } from '../ports/painter.ts'
import { addDays } from '../streak/day.ts'
import { type Text, textOf } from '../text/text.ts'
import type { WeekCard } from './card.ts'
import { box, colour, column, figure, panel, row, sheet, words } from './kit.ts'
import { fill, strengths, strengthsHeight } from './streak.ts'

/** The card of the weekly summary. */

const HEIGHT = 1080
const NOTE = 76
const DAY = 96

export function weekPicture(card: WeekCard): Picture {
  const t = textOf(card.language)
  const p = t.picture
  const notes = [
    ...(card.stronger === undefined ? [] : [note(p.stronger, card.stronger)]),
    ...(card.weakest === undefined ? [] : [note(p.weakest, card.weakest)]),
  ]
  return sheet(
    HEIGHT + strengthsHeight(card.week) + notes.length * NOTE,
    { brand: p.brand, about: t.week.range(card.from, addDays(card.from, 6)) },
    column(
      { gap: 8 },
      words(p.weekHeading, 46, { color: colour.soft }),
      row(
        { alignItems: 'baseline', gap: 20 },
        words(String(card.kept), 170, { fontWeight: 800, color: colour.accent, lineHeight: 1 }),
        words(p.daysKept(card.kept), 60, { fontWeight: 700 }),
      ),
    ),
    week(t, card.days),
    row(
      { gap: 20, alignItems: 'stretch' },
      figure(p.answers, p.answerCount(card.answers)),
      figure(p.streak, p.days(card.current)),
      card.daysToInterview === undefined ? undefined : figure(p.toInterview, p.days(card.daysToInterview)),
    ),
    strengths(t, p.strengths.week, card.week),
    column({ gap: 14 }, ...notes),
  )
}

function week(t: Text, days: string): PictureBox {
  return panel(
    { flexDirection: 'row', justifyContent: 'space-between' },
    ...[...days].map((mark, index) =>
      column(
        { alignItems: 'center', gap: 12 },
        box({ width: DAY, height: DAY, borderRadius: DAY / 2, ...fill(mark) }),
        words(t.settings.weekdays[index] ?? '', 32, { color: colour.soft }),
      ),
    ),
  )
}

function note(label: string, name: string): PictureBox {
  return row({ gap: 20 }, words(label, 38, { color: colour.soft }), words(name, 40, { fontWeight: 700, flexShrink: 1 }))
}
