import { mondayOf, type ProgressDay } from '../practice/progress.ts'
import { addDays, type Day, daysBetween } from '../streak/day.ts'
import { type Html, html } from './html.ts'

/** Days as a heat map: a column a week from Monday down, drawn on the server. */

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
 * @param days in order, without gaps, from a Monday
 * @param words `label`: of the whole, for those who do not see it; `day`: of one day; `month`: of "2026-11"
 */
export function calendarHtml(
  days: readonly ProgressDay[],
  words: { label: string; day: (day: ProgressDay) => string; month: (month: string) => string },
): Html {
  const halves = [days.slice(0, WEEKS * 7), days.slice(WEEKS * 7)].filter((half) => half.length > 0)
  return html`<div class="calendar" role="img" aria-label="${words.label}">${halves.map((half) => picture(half, words))}</div>`
}

function picture(
  days: readonly ProgressDay[],
  words: { day: (day: ProgressDay) => string; month: (month: string) => string },
): Html {
  const first = days[0]?.day ?? ''
  const column = (day: Day) => SIDE + Math.floor(daysBetween(first, day) / 7) * STEP
  // Once a month, and not two names on top of each other.
  const months = days
    .filter(({ day }, n) => day.endsWith('-01') || (n === 0 && Number(day.slice(8)) < 15))
    .map(({ day }) => html`<text x="${column(day)}" y="9">${words.month(day.slice(0, 7))}</text>`)
  const cells = days.map((day, n) => {
    const title = day.kind === 'none' ? undefined : html`<title>${words.day(day)}</title>`
    return html`<rect class="${look(day)}" x="${column(day.day)}" y="${TOP + (n % 7) * STEP}" width="${CELL}" height="${CELL}" rx="2">${title}</rect>`
  })
  return html`<svg viewBox="0 0 ${2 * SIDE + WEEKS * STEP} ${TOP + 7 * STEP}" aria-hidden="true">${months}${cells}</svg>`
}

/** Kept days the darker the more was answered. */
export function look({ kind, answers }: Pick<ProgressDay, 'kind' | 'answers'>): string {
  if (kind === 'kept') return `kept-${Math.min(3, Math.max(1, answers))}`
  return kind === 'pause' || kind === 'zone' ? 'rest' : kind
}
