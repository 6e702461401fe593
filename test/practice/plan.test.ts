import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planOf, workOf } from '../../src/practice/plan.ts'
import { addDays, weekday } from '../../src/streak/day.ts'

const TODAY = '2026-11-23'
const letters = (left: number) =>
  planOf(TODAY, addDays(TODAY, left), () => undefined)
    .map(({ work }) => work[0])
    .join('')

const distance = fc.integer({ min: 0, max: 365 })
/** Rest days: some weekdays, and a pause of so many days that begins in so many. */
const rests = fc
  .record({ weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7]), from: fc.nat(60), days: fc.nat(20) })
  .map(({ weekdays, from, days }) => (day: string) => {
    const paused = day >= addDays(TODAY, from) && day < addDays(TODAY, from + days)
    return paused ? ('pause' as const) : weekdays.includes(weekday(day)) ? ('rest' as const) : undefined
  })

describe('the plan to the interview', () => {
  it.each([
    [0, 'i'],
    [1, 'ci'],
    [2, 'qci'],
    [5, 'qqfqci'],
    [8, 'fqqqqfqci'],
    [30, 'qsqqqqqqsqqqqqqsqqqqqqfqqqqfqci'],
  ])('%i days before', (left, plan) => {
    expect(letters(left)).toBe(plan)
  })

  it('300 days before: a short paper a month, a week towards the end, and questions on nearly all days', () => {
    const plan = letters(300)
    expect(plan).toHaveLength(301)
    expect(plan.match(/s/g)).toHaveLength(14)
    expect(plan.slice(0, -51).match(/s/g)).toHaveLength(8)
    expect(plan.slice(-51)).toBe('sqqqqqqsqqqqqqsqqqqqqsqqqqqqsqqqqqqsqqqqqqfqqqqfqci')
  })

  it('one entry a day, calm before the interview, nothing on rest days', () => {
    fc.assert(
      fc.property(distance, rests, (left, off) => {
        const plan = planOf(TODAY, addDays(TODAY, left), off)
        expect(plan.map(({ day }) => day)).toEqual(Array.from({ length: left + 1 }, (_, n) => addDays(TODAY, n)))
        expect(plan.at(-1)?.work).toBe('interview')
        if (left > 0) expect(plan.at(-2)?.work).toBe('calm')
        for (const { day, work } of plan.slice(0, -2)) expect(work === 'rest').toBe(off(day) !== undefined)
        expect(plan.filter(({ work }) => work === 'full').length).toBeLessThanOrEqual(2)
      }),
    )
  })

  it('is kept: what was planned for a day is that day’s work when it comes', () => {
    fc.assert(
      fc.property(distance, rests, (left, off) => {
        const interview = addDays(TODAY, left)
        const plan = planOf(TODAY, interview, off)
        for (const n of [0, 1, 2, 3, left - 10, left - 9, left - 4, left - 3, left - 1, left]) {
          if (n < 0 || n > left) continue
          expect(planOf(addDays(TODAY, n), interview, off)).toEqual(plan.slice(n))
          expect(workOf(addDays(TODAY, n), interview, off)).toBe(plan[n]?.work)
        }
      }),
    )
  })

  it('none without an interview, or after it', () => {
    expect(workOf(TODAY, null, () => undefined)).toBeUndefined()
    expect(workOf(TODAY, addDays(TODAY, -1), () => undefined)).toBeUndefined()
  })
})
