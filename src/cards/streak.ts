import type { Picture, PictureBox, PictureNode } from '../ports/painter.ts'
import { addDays, type Day, weekday } from '../streak/day.ts'
import { type Text, textOf } from '../text/text.ts'
import type { StreakCard, Strength } from './card.ts'
import { BAR_HEIGHT, bar, box, colour, column, figure, panel, row, sheet, words } from './kit.ts'

/** The card of /streak: the streak, the calendar of the last half year, this week's competencies. */

/** Weeks shown, today's included. */
export const WEEKS = 26
const CELL = 27
const GAP = 6
const LABELS = 56
const MONTHS = 44
/** Competencies shown, and what they take of a card's height: one line at least. */
export const STRENGTHS = 3
const HEIGHT = 1280

export function streakPicture(card: StreakCard): Picture {
  const t = textOf(card.language)
  const p = t.picture
  return sheet(
    HEIGHT + strengthsHeight(card.week),
    { brand: p.brand, about: p.day(card.today) },
    card.current > 0
      ? row(
          { alignItems: 'baseline', gap: 24 },
          words(String(card.current), 170, { fontWeight: 800, color: colour.accent, lineHeight: 1 }),
          words(p.inARow(card.current), 60, { fontWeight: 700 }),
        )
      : row({ height: 170 }, words(p.noStreak, 92, { fontWeight: 800, color: colour.accent })),
    row(
      { gap: 20, alignItems: 'stretch' },
      figure(p.longest, p.days(card.longest)),
      figure(p.total, p.days(card.total)),
      figure(p.freezes, p.freezeCount(card.freezes)),
    ),
    panel({}, calendar(t, card.today, card.days), legend(t)),
    strengths(t, t.picture.strengths.streak, card.week),
    words(card.state === 'lapsed' ? t.streak.lapsed : t.streak.today[card.state], 38, {
      color: colour.soft,
      lineClamp: 2,
    }),
  )
}

/** Columns are weeks from Monday to Sunday, the last one today's. */
function calendar(t: Text, today: Day, days: string): PictureBox {
  const marks = new Map([...days].map((mark, index) => [addDays(today, index - days.length + 1), mark]))
  const first = addDays(today, 1 - weekday(today) - 7 * (WEEKS - 1))
  const weeks = Array.from({ length: WEEKS }, (_, n) => addDays(first, 7 * n))
  return row(
    { gap: GAP, alignItems: 'flex-start' },
    column(
      { width: LABELS, gap: GAP, padding: `${MONTHS + GAP}px 0 0 0` },
      ...t.settings.weekdays.map((name, index) =>
        row(
          { height: CELL },
          words(index % 2 === 0 ? t.picture.weekday(name) : '', 24, { color: colour.soft, lineHeight: 1 }),
        ),
      ),
    ),
    column(
      { gap: GAP },
      months(t, weeks),
      row(
        { gap: GAP, alignItems: 'flex-start' },
        ...weeks.map((monday) =>
          column(
            { gap: GAP },
            ...Array.from({ length: 7 }, (_, n) => {
              const day = addDays(monday, n)
              return cell(day > today ? undefined : (marks.get(day) ?? '-'))
            }),
          ),
        ),
      ),
    ),
  )
}

/** Each month above the first week that begins in it, where the one before leaves room. */
function months(t: Text, weeks: Day[]): PictureBox {
  const starts = weeks.flatMap((monday, index) => {
    const before = weeks[index - 1]
    return before === undefined || before.slice(0, 7) !== monday.slice(0, 7)
      ? [{ index, month: Number(monday.slice(5, 7)) }]
      : []
  })
  const roomy = starts.filter(({ index }, n) => (starts[n + 1]?.index ?? WEEKS) - index > 2)
  const pieces: PictureNode[] = []
  let at = 0
  for (const [n, { index, month }] of roomy.entries()) {
    const until = roomy[n + 1]?.index ?? WEEKS
    if (index > at) pieces.push(box({ width: (index - at) * (CELL + GAP) }))
    pieces.push(
      row(
        { width: (until - index) * (CELL + GAP) },
        words(t.picture.months[month - 1] ?? '', 26, { color: colour.soft }),
      ),
    )
    at = until
  }
  return row({ height: MONTHS }, ...pieces)
}

function cell(mark: string | undefined, size = CELL): PictureBox {
  const style = { width: size, height: size, borderRadius: 7, flexShrink: 0 }
  return mark === undefined ? box(style) : box({ ...style, ...fill(mark) })
}

/** How a day looks. */
export function fill(mark: string): { backgroundColor?: string; border?: string } {
  if (/[1-3]/.test(mark)) return { backgroundColor: colour.kept[Number(mark) - 1] as string }
  if (mark === 'f') return { backgroundColor: colour.frozen }
  if (mark === 'm') return { backgroundColor: colour.missed }
  if (mark === 'o') return { border: `4px solid ${colour.accent}` }
  return { border: `3px solid ${colour.off}`, ...(mark !== '-' && { backgroundColor: colour.off }) }
}

function legend(t: Text): PictureBox {
  const { legend: l } = t.picture
  const item = (name: string, ...marks: string[]) =>
    row({ gap: 8 }, ...marks.map((mark) => cell(mark)), words(name, 28, { color: colour.soft }))
  return row({ gap: 30 }, item(l.kept, '1', '2', '3'), item(l.frozen, 'f'), item(l.missed, 'm'), item(l.off, 'r'))
}

export const strengthsHeight = (week: Strength[]) => Math.max(1, Math.min(STRENGTHS, week.length)) * BAR_HEIGHT

/** This week's competencies as bars. */
export function strengths(t: Text, title: string, week: Strength[]): PictureBox {
  return panel(
    { flexGrow: 1 },
    words(title, 38, { fontWeight: 700 }),
    ...(week.length === 0
      ? [words(t.picture.noStrengths, 36, { color: colour.soft, lineClamp: 2 })]
      : week
          .slice(0, STRENGTHS)
          .map(({ name, covered, all }) => bar(name, covered / all, `${Math.round((covered / all) * 100)}%`))),
  )
}
