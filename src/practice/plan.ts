import { addDays, type Day, daysBetween } from '../streak/day.ts'
import type { Off } from '../streak/streak.ts'

/** What is practised on each day until the interview. Pure, and always worked out anew: nothing of it is stored but the date. */

export type Work = 'question' | 'short' | 'full' | 'calm' | 'interview' | 'rest'

/** The furthest interview one can plan for, days. */
export const FURTHEST = 365

/** Full papers this many days before the interview; before that a short one a week, earlier than seven weeks one a month. */
const FULL = [3, 8]
const WEEKLY = { every: 7, within: 50 }
const MONTHLY = 28

/**
 * One entry a day from `today` to the interview day. Mock papers fall three and eight days before it, short ones
 * weekly before those, monthly when it is far, on the day before when that is one off; the last day is calm: nothing
 * new is asked. As the days pass the plan stays the same.
 */
export function planOf(today: Day, interview: Day, off: Off): { day: Day; work: Work }[] {
  const left = daysBetween(today, interview)
  const days = Array.from({ length: left + 1 }, (_, n) => addDays(today, n))
  const work = new Map<Day, Work>(days.map((day) => [day, off(day) === undefined ? 'question' : 'rest']))
  const place = (before: number, kind: Work) => {
    for (let n = before; n < before + 3 && n <= left; n++) {
      const day = addDays(interview, -n)
      if (work.get(day) !== 'question') continue
      work.set(day, kind)
      return
    }
  }
  for (const before of FULL) if (before <= left) place(before, 'full')
  for (
    let before = Math.max(...FULL) + WEEKLY.every;
    before <= left;
    before += before < WEEKLY.within ? WEEKLY.every : MONTHLY
  )
    place(before, 'short')
  if (left >= 1) work.set(addDays(interview, -1), 'calm')
  work.set(interview, 'interview')
  return days.map((day) => ({ day, work: work.get(day) ?? 'question' }))
}

/** What today is for; undefined without a plan, or when the interview is over. */
export function workOf(today: Day, interview: Day | null, off: Off): Work | undefined {
  if (interview === null || interview < today) return undefined
  return planOf(today, interview, off)[0]?.work
}

/** The interview day in "2026-12-20", "12-20", "12/20", "12月20日", "20 Dec": the next such date. Undefined: none in it. */
export function parseDay(given: string, today: Day): Day | undefined {
  const plain = given.normalize('NFKC').trim().toLowerCase()
  const full = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain)
  if (full) return dayOf(Number(full[1]), Number(full[2]), Number(full[3]))
  const short = /^(\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(plain)
  const english = /^(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3})[a-z]*$|^([a-z]{3})[a-z]*\s+(\d{1,2})(?:st|nd|rd|th)?$/.exec(
    plain,
  )
  const month = short ? Number(short[1]) : MONTHS.indexOf(english?.[2] ?? english?.[3] ?? '') + 1
  const date = short ? Number(short[2]) : Number(english?.[1] ?? english?.[4] ?? 0)
  if (month < 1) return undefined
  const year = Number(today.slice(0, 4))
  const thisYear = dayOf(year, month, date)
  return thisYear !== undefined && thisYear >= today ? thisYear : dayOf(year + 1, month, date)
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The calendar day, undefined when there is none such. */
function dayOf(year: number, month: number, date: number): Day | undefined {
  const utc = new Date(Date.UTC(year, month - 1, date))
  return utc.getUTCMonth() === month - 1 && utc.getUTCDate() === date ? utc.toISOString().slice(0, 10) : undefined
}
