import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  dayExists,
  daysBetween,
  instantOf,
  isZone,
  laterDay,
  localTime,
  practiceDay,
  weekday,
} from '../../src/streak/day.ts'
import { cutover, instant, minutes, zone } from './zones.ts'

const CUTOVER = 180
const at = (time: string) => Temporal.ZonedDateTime.from(time).epochMilliseconds

describe('a practice day is a calendar date in the learner’s zone with the cutover at 03:00 (§6)', () => {
  it.each([
    ['2026-05-04T23:59[Asia/Shanghai]', '2026-05-04'],
    ['2026-05-05T01:30[Asia/Shanghai]', '2026-05-04'],
    ['2026-05-05T02:59:59.999[Asia/Shanghai]', '2026-05-04'],
    ['2026-05-05T03:00[Asia/Shanghai]', '2026-05-05'],
    ['2026-01-01T01:00[America/New_York]', '2025-12-31'],
    ['2024-03-01T02:00[Europe/Berlin]', '2024-02-29'],
  ])('%s counts for %s', (time, day) => {
    const zone = time.slice(time.indexOf('[') + 1, -1)
    expect(practiceDay(at(time), zone, CUTOVER)).toBe(day)
  })

  it('agrees with plain Temporal at any instant, in any zone, with any cutover', () => {
    fc.assert(
      fc.property(instant, zone, cutover, (now, zone, cutover) => {
        const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
        const early = local.hour * 60 + local.minute < cutover
        const day = local.toPlainDate().subtract({ days: early ? 1 : 0 })
        expect(practiceDay(now, zone, cutover)).toBe(day.toString())
        expect(localTime(now, zone)).toEqual({
          day: local.toPlainDate().toString(),
          minutes: local.hour * 60 + local.minute,
        })
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['1998-04-05T10:00Z', 'America/Los_Angeles'],
    ['1998-10-25T09:00Z', 'America/Los_Angeles'],
    ['2011-12-30T10:00Z', 'Pacific/Apia'],
  ])('changes offset exactly at the transition (%s in %s), whatever was asked before', (time, zone) => {
    const transition = Date.parse(time)
    for (const now of [0, -60_000, 60_000, -90 * 86_400_000, 0, -1].map((ms) => transition + ms)) {
      const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
      const expected = { day: local.toPlainDate().toString(), minutes: local.hour * 60 + local.minute }
      expect(localTime(now, zone)).toEqual(expected)
    }
  })

  it('agrees with Intl, which knows nothing of our cache, in every zone there is', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const format = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
      for (let month = 0; month < 30; month++) {
        const now = Date.UTC(2025, month, 1 + ((month * 7) % 28), (month * 11) % 24, 17)
        const { day, minutes } = localTime(now, zone)
        const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
        expect(`${zone} ${day} ${time}`).toBe(`${zone} ${format.format(now)}`)
      }
    }
  }, 60_000)
})

describe('instantOf', () => {
  it.each([
    ['moves a local time inside a DST gap forward', '2026-03-08', '02:30', 'America/New_York', '03:30-04:00'],
    ['takes the earlier of a doubled one', '2026-11-01', '01:30', 'America/New_York', '01:30-04:00'],
    ['knows the half-hour gap of Lord Howe', '2026-10-04', '02:15', 'Australia/Lord_Howe', '02:45+11:00'],
    ['knows the half hour doubled on Lord Howe', '2026-04-05', '01:45', 'Australia/Lord_Howe', '01:45+11:00'],
  ])('%s', (_, day, time, zone, expected) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    expect(instantOf(day, hour * 60 + minute, zone)).toBe(Date.parse(`${day}T${expected}`))
  })

  it('agrees with Temporal’s "compatible" on any date, time and zone', () => {
    fc.assert(
      fc.property(instant, minutes, zone, (near, minutes, zone) => {
        const day = new Date(near).toISOString().slice(0, 10)
        const time = { hour: Math.floor(minutes / 60), minute: minutes % 60 }
        const expected = Temporal.PlainDate.from(day).toPlainDateTime(time).toZonedDateTime(zone)
        expect(instantOf(day, minutes, zone)).toBe(expected.epochMilliseconds)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('dates', () => {
  it('are counted across months, leap days and years', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
    expect(daysBetween('2026-01-01', '2025-12-31')).toBe(-1)
    expect(weekday('2026-05-04')).toBe(1)
    expect(weekday('2026-05-10')).toBe(7)
    expect(weekday('1969-12-31')).toBe(3)
    expect(laterDay('2026-05-04', null)).toBe('2026-05-04')
    expect(laterDay('2026-05-04', '2026-05-05')).toBe('2026-05-05')
  })

  it('that a zone’s calendar jumped over do not exist', () => {
    expect(['2011-12-29', '2011-12-30', '2011-12-31'].map((day) => dayExists(day, 'Pacific/Apia'))).toEqual([
      true,
      false,
      true,
    ])
    expect(dayExists('2026-03-08', 'America/New_York')).toBe(true)
  })
})

describe('isZone', () => {
  it.each([
    ['asia/shanghai', 'Asia/Shanghai'],
    ['AMERICA/PORT-AU-PRINCE', 'America/Port-au-Prince'],
    ['america/st_johns', 'America/St_Johns'],
    ['etc/gmt-8', 'Etc/GMT-8'],
    ['utc', 'UTC'],
    ['prc', 'PRC'],
  ])('%s is %s', (text, name) => expect(isZone(text)).toBe(name))

  it.each([
    '',
    ' ',
    'Mars/Olympus',
    '+08:00',
    'GMT+8',
    'Z',
    '上海',
    '2020-01-01T00:00Z[Asia/Shanghai]',
    'Asia/Shanghai ',
  ])('“%s” is none', (text) => expect(isZone(text)).toBeUndefined())
})
