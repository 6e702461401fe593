import { mondayOf, type ProgressDay } from '../practice/progress.ts'
import { addDays, type Day, daysBetween } from '../streak/day.ts'
import { type Html, html } from './html.ts'

/** Days as squares, a column a week from Monday down, drawn on the server. Pure. */

export interface Square {
  day: Day
  /** Its class in the style sheet; undefined: nothing is drawn. */
  look: string | undefined
  title?: string | undefined
}

const STEP = 12
const CELL = 10
const TOP = 14
/** Room at the sides: the name of a month that begins in the last column is wider than it. */
const SIDE = 10
/** Columns of one picture: half a year fits a phone, two of them side by side a desk. */
const WEEKS = 27

/** The first day of a calendar of two pictures that ends with today's week. */
export function calendarStart(today: Day): Day {
  return addDays(mondayOf(today), -7 * (2 * WEEKS - 1))
}

/**
 * @param squares in order, without gaps, from a Monday
 * @param words `label`: of the whole, for those who do not see it; `month`: the name of "2026-11"
 */
export function calendarHtml(
  squares: readonly Square[],
  words: { label: string; month: (month: string) => string },
): Html {
  const pictures = Array.from({ length: Math.ceil(squares.length / (7 * WEEKS)) }, (_, n) =>
    squares.slice(n * 7 * WEEKS, (n + 1) * 7 * WEEKS),
  )
  return html`<div class="calendar" role="img" aria-label="${words.label}">${pictures.map((part) => picture(part, words.month))}</div>`
}

function picture(squares: readonly Square[], nameOf: (month: string) => string): Html {
  const first = squares[0]?.day ?? ''
  const column = (day: Day) => SIDE + Math.floor(daysBetween(first, day) / 7) * STEP
  // A month is named where it begins; the first one too, unless the next name would stand on it.
  const months = squares
    .filter(({ day }, n) => day.endsWith('-01') || (n === 0 && Number(day.slice(8)) < 15))
    .map(({ day }) => html`<text x="${column(day)}" y="9">${nameOf(day.slice(0, 7))}</text>`)
  const cells = squares.map(({ day, look, title }, n) =>
    look === undefined
      ? undefined
      : html`<rect class="${look}" x="${column(day)}" y="${TOP + (n % 7) * STEP}" width="${CELL}" height="${CELL}" rx="2">${title && html`<title>${title}</title>`}</rect>`,
  )
  return html`<svg viewBox="0 0 ${2 * SIDE + WEEKS * STEP} ${TOP + 7 * STEP}" aria-hidden="true">${months}${cells}</svg>`
}

export function legendHtml(entries: readonly { look: string; words: string }[]): Html {
  return html`<ul class="legend">${entries.map(
    ({ look, words }) =>
      html`<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="${look}" width="10" height="10" rx="2"/></svg>${words}</li>`,
  )}</ul>`
}

/** Kept days the darker the more was answered. */
export function lookOf({ kind, answers }: Pick<ProgressDay, 'kind' | 'answers'>): string {
  if (kind === 'kept') return `kept-${Math.min(3, Math.max(1, answers))}`
  return kind === 'pause' || kind === 'zone' ? 'rest' : kind
}

/** Without the first picture of two when nothing had begun by then. */
export function sinceBegun(days: readonly ProgressDay[]): readonly ProgressDay[] {
  const half = days.slice(0, WEEKS * 7)
  return half.every(({ kind }) => kind === 'none') ? days.slice(WEEKS * 7) : days
}
