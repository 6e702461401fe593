import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attempt, Card } from '../../src/learner.ts'
import { reschedule, resultOf, scoreOf, standing } from '../../src/practice/review.ts'
import { addDays, daysBetween } from '../../src/streak/day.ts'

const TODAY = '2026-11-23'
const results = ['good', 'partly', 'poor', 'unanswered', 'skipped'] as const

describe('reschedule', () => {
  const days = (before: Card | undefined, result: Card['result'], interview: string | null = null) =>
    daysBetween(TODAY, reschedule(before, result, TODAY, interview).due)
  /** The days between reviews that all go the same way. */
  function spaced(...marks: Card['result'][]): number[] {
    let card: Card | undefined
    let day = TODAY
    return marks.map((mark) => {
      card = reschedule(card, mark, day)
      const gap = daysBetween(day, card.due)
      day = card.due
      return gap
    })
  }

  it('a new question: a week when good, three days when partly, tomorrow when not, two days when skipped', () => {
    expect(days(undefined, 'good')).toBe(7)
    expect(days(undefined, 'partly')).toBe(3)
    expect(days(undefined, 'poor')).toBe(1)
    expect(days(undefined, 'unanswered')).toBe(1)
    expect(days(undefined, 'skipped')).toBe(2)
  })

  it('golden: good answers in a row, and a lapse', () => {
    expect(spaced('good', 'good', 'good', 'good')).toMatchInlineSnapshot(`
      [
        7,
        21,
        60,
        60,
      ]
    `)
    expect(spaced('good', 'good', 'poor', 'good', 'good')).toMatchInlineSnapshot(`
      [
        7,
        21,
        1,
        7,
        13,
      ]
    `)
  })

  it('better never comes back sooner, within 1 to 60 days, the same every time', () => {
    const marks = fc.array(fc.constantFrom(...results), { maxLength: 8 })
    fc.assert(
      fc.property(marks, fc.integer({ min: 1, max: 90 }), (past, ago) => {
        let before: Card | undefined
        for (const mark of past) before = { ...reschedule(before, mark, addDays(TODAY, -ago)) }
        expect(days(before, 'good')).toBeGreaterThanOrEqual(days(before, 'partly'))
        expect(days(before, 'partly')).toBeGreaterThanOrEqual(days(before, 'poor'))
        expect(days(before, 'poor')).toBe(1)
        expect(days(before, 'good')).toBeGreaterThanOrEqual(7)
        expect(days(before, 'good')).toBeLessThanOrEqual(60)
        expect(reschedule(before, 'good', TODAY)).toEqual(reschedule(before, 'good', TODAY))
      }),
    )
  })

  it('before an interview everything is due again in time, ahead of the calm last day', () => {
    fc.assert(
      fc.property(fc.constantFrom(...results), fc.integer({ min: 3, max: 365 }), (result, left) => {
        expect(days(undefined, result, addDays(TODAY, left))).toBeLessThanOrEqual(left - 2)
      }),
    )
    expect(days(undefined, 'good', addDays(TODAY, 2))).toBe(1)
    expect(days(undefined, 'good', addDays(TODAY, 1))).toBe(7)
    expect(days(undefined, 'good', addDays(TODAY, 6))).toBe(3)
    expect(days(undefined, 'good', addDays(TODAY, -3))).toBe(7)
  })

  it('a skip leaves no mark on the memory', () => {
    const good = reschedule(undefined, 'good', TODAY)
    expect(reschedule(good, 'skipped', TODAY).memory).toEqual(good.memory)
  })
})

describe('resultOf', () => {
  const verdicts = fc.array(
    fc.record(
      { verdict: fc.constantFrom('covered' as const, 'partly' as const, 'missed' as const), tick: fc.boolean() },
      { requiredKeys: ['verdict'] },
    ),
    { minLength: 1, maxLength: 8 },
  )
  const attempt = (
    points: { verdict: 'covered' | 'partly' | 'missed'; tick?: boolean }[],
  ): Pick<Attempt, 'outcome' | 'verdicts' | 'redLines'> => ({
    outcome: 'answered',
    redLines: [],
    verdicts: points.map((point) => ({ competency: 'x', looksFor: 'x', evidence: [], ...point })),
  })
  const rank = { poor: 0, unanswered: 0, skipped: 0, partly: 1, good: 2 }

  it('a point ticked as covered never makes the whole worse', () => {
    fc.assert(
      fc.property(verdicts, fc.nat(7), (points, at) => {
        const better = points.map((point, n) => (n === at ? { ...point, tick: true } : point))
        expect(rank[resultOf(attempt(better))]).toBeGreaterThanOrEqual(rank[resultOf(attempt(points))])
      }),
    )
  })

  it('all covered is good, none is poor, a red line is poor whatever else', () => {
    expect(resultOf(attempt([{ verdict: 'covered' }, { verdict: 'missed', tick: true }]))).toBe('good')
    expect(resultOf(attempt([{ verdict: 'missed' }, { verdict: 'covered', tick: false }]))).toBe('poor')
    expect(resultOf({ ...attempt([{ verdict: 'covered' }]), redLines: [{ text: 'x', evidence: 'x' }] })).toBe('poor')
    expect(standing({ competency: 'x', looksFor: 'x', evidence: [], verdict: 'partly' })).toBe('partly')
  })

  it('the right letter or number is half of a choice or calculation, the way there the other half', () => {
    const of = (right: boolean, ...points: ('covered' | 'partly' | 'missed')[]) => {
      const asked = { ...attempt(points.map((verdict) => ({ verdict }))), result: { right, evidence: 'B' } }
      return [scoreOf(asked), resultOf(asked)]
    }
    expect(of(true, 'missed', 'missed')).toEqual([0.5, 'partly'])
    expect(of(true, 'covered', 'covered')).toEqual([1, 'good'])
    expect(of(false, 'partly', 'partly')).toEqual([0.25, 'poor'])
  })
})
