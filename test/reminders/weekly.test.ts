import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideSummary, nextSummary, summaryTime } from '../../src/reminders/weekly.ts'
import { addDays, type Day, instantOf, localTime, weekday } from '../../src/streak/day.ts'

const SHANGHAI = 'Asia/Shanghai'
const at = (day: Day, time: string, zone = SHANGHAI) =>
  instantOf(day, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)), zone)
const clock = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

describe('the time of the summary', () => {
  it.each([
    ['08:00', '21:00'],
    ['20:00', '21:00'],
    ['20:40', '21:40'],
    ['22:00', '22:15'],
    ['22:15', '22:15'],
    ['23:30', '21:00'],
  ])('is, with a question at %s, %s', (question, summary) => {
    expect(summaryTime(clock(question))).toBe(clock(summary))
  })
})

describe('the next summary', () => {
  const next = (now: number, last: Day | null = null) =>
    nextSummary({ now, zone: SHANGHAI, time: clock('21:00'), last })

  it('is this week’s Sunday evening', () => {
    expect(next(at('2026-11-25', '10:00'))).toEqual({ day: '2026-11-29', at: at('2026-11-29', '21:00') })
    expect(next(at('2026-11-29', '21:00'))).toEqual({ day: '2026-11-29', at: at('2026-11-29', '21:00') })
  })

  it('is still last week’s on Monday morning, unless that is settled or it is noon', () => {
    expect(next(at('2026-11-30', '09:00')).day).toBe('2026-11-29')
    expect(next(at('2026-11-30', '09:00'), '2026-11-29').day).toBe('2026-12-06')
    expect(next(at('2026-11-30', '12:00')).day).toBe('2026-12-06')
  })
})

describe('a summary whose time has come', () => {
  const due = { day: '2026-11-29', at: at('2026-11-29', '21:00') }
  const decide = (now: number) => decideSummary({ now, due, zone: SHANGHAI })

  it.each([
    ['2026-11-29', '21:00', 'send'],
    ['2026-11-29', '22:30', 'send'],
    ['2026-11-29', '22:31', { waitUntil: at('2026-11-30', '07:00') }],
    ['2026-11-30', '03:00', { waitUntil: at('2026-11-30', '07:00') }],
    ['2026-11-30', '07:00', 'send'],
    ['2026-11-30', '11:59', 'send'],
    ['2026-11-30', '12:00', 'skip'],
    ['2026-12-06', '21:00', 'skip'],
    ['2026-11-29', '20:59', { waitUntil: due.at }],
  ])('on %s at %s: %j', (day, time, wanted) => {
    expect(decide(at(day, time))).toEqual(wanted)
  })
})

it('whenever the bot looks: at most one a week, on Sunday evening or the morning after, and none missed while it is up', () => {
  const zones = [
    'Asia/Shanghai',
    'Europe/London',
    'America/New_York',
    'Pacific/Apia',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-01') }),
      // Pauses between looks, minutes: most short, some long, as when the machine was off.
      fc.array(
        fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 240 }) }, fc.integer({ min: 1, max: 20_000 })),
        {
          minLength: 100,
          maxLength: 300,
        },
      ),
      (zone, question, start, pauses) => {
        const time = summaryTime(question)
        let last: Day | null = null
        let now = start
        let looked = start
        const sent: Day[] = []
        let due = nextSummary({ now, zone, time, last })
        for (const pause of [0, ...pauses]) {
          looked = now
          now += pause * 60_000
          while (due.at <= now) {
            const whole = nextSummary({ now, zone, time, last: addDays(due.day, -1) })
            const decision = whole.day === due.day ? decideSummary({ now, due: whole, zone }) : 'skip'
            if (typeof decision === 'object') {
              expect(decision.waitUntil).toBeGreaterThan(now)
              due = { at: decision.waitUntil, day: due.day }
              continue
            }
            if (decision === 'send') {
              sent.push(due.day)
              const local = localTime(now, zone)
              if (local.day === due.day) expect(local.minutes).toBeGreaterThanOrEqual(time)
              else expect([local.day, local.minutes < 12 * 60]).toEqual([addDays(due.day, 1), true])
            } else expect(now - looked, 'only a long absence costs one').toBeGreaterThan(4 * 3_600_000)
            last = due.day
            due = nextSummary({ now, zone, time, last })
          }
        }
        expect(sent.every((day) => weekday(day) === 7)).toBe(true)
        expect(new Set(sent).size).toBe(sent.length)
      },
    ),
  )
})
