import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decidePush, nextPush, nudgeAt } from '../../src/reminders/due.ts'
import { emptyCalendar, jumpZone, offDays, setRestDays, startPause } from '../../src/streak/calendar.ts'
import { addDays, type Day, dayExists, instantOf, laterDay, localTime, practiceDay } from '../../src/streak/day.ts'
import type { Off } from '../../src/streak/streak.ts'
import { instant, minutes, zone } from '../streak/zones.ts'

const SHANGHAI = 'Asia/Shanghai'
const NEW_YORK = 'America/New_York'
const cutover = 180
const never: Off = () => undefined
const clock = (time: string) => +time.slice(0, 2) * 60 + +time.slice(3, 5)
/** The instant of a local 'YYYY-MM-DD HH:MM'. */
const at = (text: string, zone = SHANGHAI) => instantOf(text.slice(0, 10), clock(text.slice(11)), zone)
const local = (ms: number, zone: string) => {
  const { day, minutes } = localTime(ms, zone)
  return `${day} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

interface Setting {
  zone?: string
  time?: string
  last?: Day | null
  floor?: Day | null
  off?: Off
}

/** The next push as "local date and time (practice day)". */
function next(now: string, { zone = SHANGHAI, time = '08:00', last = null, floor = null, off = never }: Setting = {}) {
  const pushMinutes = clock(time)
  const due = nextPush({ now: at(now, zone), zone, pushMinutes, cutover, lastPushDay: last, floor, off })
  return due && `${local(due.at, zone)} (${due.day.slice(8)})`
}

function decide(now: string, due: string, { zone = SHANGHAI, last = null }: Setting = {}) {
  const day = practiceDay(at(due, zone), zone, cutover)
  const decision = decidePush({ now: at(now, zone), due: { at: at(due, zone), day }, zone, cutover, lastPushDay: last })
  return typeof decision === 'string' ? decision : `wait until ${local(decision.waitUntil, zone)}`
}

describe('the question comes every practice day at the hour the learner chose (§5)', () => {
  it('today while its hour is to come, tomorrow when today’s is settled', () => {
    expect(next('2026-05-04 07:00')).toBe('2026-05-04 08:00 (04)')
    expect(next('2026-05-04 08:00', { last: '2026-05-04' })).toBe('2026-05-05 08:00 (05)')
  })

  it('one scheduled push a practice day, whatever happens: a new hour later the same day gives none', () => {
    expect(next('2026-05-04 12:00', { last: '2026-05-04', time: '20:00' })).toBe('2026-05-05 20:00 (05)')
  })

  it('when today’s hour has passed unsettled, it lies in the past, for decidePush to catch up', () => {
    expect(next('2026-05-04 12:00')).toBe('2026-05-04 08:00 (04)')
  })

  it('after downtime only today’s question is sent, not those of the days before', () => {
    expect(next('2026-05-08 12:00', { last: '2026-05-04' })).toBe('2026-05-08 08:00 (08)')
  })

  it('an hour before the 03:00 cutover belongs to the day before', () => {
    expect(next('2026-05-04 12:00', { time: '01:30' })).toBe('2026-05-05 01:30 (04)')
    expect(next('2026-05-05 01:00', { time: '01:30' })).toBe('2026-05-05 01:30 (04)')
    expect(next('2026-05-04 12:00', { time: '02:59' })).toBe('2026-05-05 02:59 (04)')
    expect(next('2026-05-04 03:00', { time: '03:00' })).toBe('2026-05-04 03:00 (04)')
    expect(next('2026-05-05 01:30', { time: '01:30', last: '2026-05-04' })).toBe('2026-05-06 01:30 (05)')
  })

  it('a push still on time is not lost because its day has just ended', () => {
    expect(next('2026-05-05 03:05', { time: '02:55' })).toBe('2026-05-05 02:55 (04)')
    expect(decide('2026-05-05 03:05', '2026-05-05 02:55')).toBe('ask')
    expect(next('2026-05-05 03:11', { time: '02:55' })).toBe('2026-05-06 02:55 (05)')
  })

  it('a local time inside a DST gap moves forward', () => {
    expect(next('2026-03-08 01:00', { zone: NEW_YORK, time: '02:30' })).toBe('2026-03-08 03:30 (07)')
    expect(next('2026-03-08 03:30', { zone: NEW_YORK, time: '02:30' })).toBe('2026-03-08 03:30 (07)')
    expect(next('2026-03-08 03:31', { zone: NEW_YORK, time: '02:30', last: '2026-03-07' })).toBe(
      '2026-03-09 02:30 (08)',
    )
  })

  it('a doubled one fires once, the first time', () => {
    const setting = { zone: NEW_YORK, time: '01:30' }
    const args = { ...setting, pushMinutes: 90, cutover, floor: null, off: never }
    const first = nextPush({ ...args, now: at('2026-10-31 12:00', NEW_YORK), lastPushDay: '2026-10-30' })
    expect(first).toEqual({ at: Date.parse('2026-11-01T01:30-04:00'), day: '2026-10-31' })
    expect(nextPush({ ...args, now: Date.parse('2026-11-01T01:30-05:00'), lastPushDay: '2026-10-31' })?.day).toBe(
      '2026-11-01',
    )
  })

  it('a date the zone’s calendar lacks has no push', () => {
    const setting = { zone: 'Pacific/Apia', last: '2011-12-29' }
    expect(next('2011-12-29 08:01', setting)).toBe('2011-12-31 08:00 (31)')
  })

  it('there is none on rest days and during a pause', () => {
    const monday = '2026-05-04'
    const weekends = offDays(setRestDays(emptyCalendar(), monday, [6, 7]), () => false)
    expect(next('2026-05-08 09:00', { last: '2026-05-08', off: weekends })).toBe('2026-05-11 08:00 (11)')
    const week = offDays(startPause(emptyCalendar(), monday, 7), () => false)
    expect(next('2026-05-04 09:00', { off: week })).toBe('2026-05-11 08:00 (11)')
  })

  it('there is one on a day the bot was down, as soon as it is up', () => {
    expect(next('2026-05-04 09:00', { off: () => 'down' })).toBe('2026-05-04 08:00 (04)')
  })

  it('an open pause has no next push', () => {
    const off = offDays(startPause(emptyCalendar(), '2026-05-04', null), () => false)
    expect(next('2026-05-04 09:00', { off })).toBeUndefined()
  })

  it('after a move west the day already begun is not asked again', () => {
    const setting = { zone: 'America/Los_Angeles', last: '2026-05-06', floor: '2026-05-06' }
    expect(next('2026-05-05 13:00', setting)).toBe('2026-05-07 08:00 (07)')
    expect(next('2026-05-05 13:00', { ...setting, last: '2026-05-05' })).toBe('2026-05-06 08:00 (06)')
    expect(next('2026-05-05 13:00', { ...setting, last: '2026-05-04' })).toBe('2026-05-06 08:00 (06)')
  })
})

describe('waking hours (07:00–22:30 local) limit catch-up only (§5)', () => {
  it.each([
    ['on time at any hour the learner chose', '2026-05-04 05:15', '2026-05-04 05:00', 'ask'],
    ['on time at night', '2026-05-05 01:40', '2026-05-05 01:30', 'ask'],
    ['not yet due', '2026-05-04 07:59', '2026-05-04 08:00', 'wait until 2026-05-04 08:00'],
    ['late, awake', '2026-05-04 14:00', '2026-05-04 08:00', 'ask'],
    ['late, before waking', '2026-05-04 05:16', '2026-05-04 05:00', 'wait until 2026-05-04 07:00'],
    ['late, at waking', '2026-05-04 07:00', '2026-05-04 05:00', 'ask'],
    ['late, at the last minute', '2026-05-04 22:30', '2026-05-04 08:00', 'ask'],
    ['late, after 22:30', '2026-05-04 22:31', '2026-05-04 08:00', 'skip'],
    ['late, at night', '2026-05-05 01:00', '2026-05-04 08:00', 'skip'],
    ['the day is over', '2026-05-05 08:00', '2026-05-04 08:00', 'skip'],
    ['a night push, late', '2026-05-05 01:50', '2026-05-05 01:30', 'skip'],
  ])('%s', (_, now, due, decision) => expect(decide(now, due)).toBe(decision))

  it('a settled day is never asked again', () => {
    expect(decide('2026-05-04 08:00', '2026-05-04 08:00', { last: '2026-05-04' })).toBe('skip')
    expect(decide('2026-05-04 08:00', '2026-05-04 08:00', { last: '2026-05-03' })).toBe('ask')
  })
})

describe('the nudge', () => {
  const nudge = (time: string, zone = SHANGHAI) => {
    const ms = nudgeAt({ day: '2026-05-04', zone, pushMinutes: clock(time), cutover })
    return ms === undefined ? 'none' : local(ms, zone)
  }
  it('comes at 20:30 local', () => expect(nudge('08:00')).toBe('2026-05-04 20:30'))
  it('comes for a push up to 19:29', () => expect(nudge('19:29')).toBe('2026-05-04 20:30'))
  it('does not when the question itself comes in the evening or at night', () => {
    expect(['19:30', '22:00', '00:30', '02:59'].map((time) => nudge(time))).toEqual(['none', 'none', 'none', 'none'])
    expect(nudge('03:00')).toBe('2026-05-04 20:30')
  })
})

/** What happens to a learner: time passes, then the zone or the hour changes, or the bot is down for a while. */
const event = fc.record({
  afterMinutes: fc.integer({ min: 0, max: 6 * 1440 }),
  change: fc.oneof(fc.record({ zone }), fc.record({ pushMinutes: minutes }), fc.record({ downMinutes: fc.nat(4000) })),
})

type Event = typeof event extends fc.Arbitrary<infer T> ? T : never

/** Lives through the events with a ticking scheduler that does what the core will do. Returns every settled day. */
function live(start: { now: number; zone: string; pushMinutes: number }, events: Event[]) {
  let { now, zone, pushMinutes } = start
  let cal = emptyCalendar()
  let floor: Day | null = null
  let lastPushDay: Day | null = addDays(practiceDay(now, zone, cutover), -1)
  const first = addDays(lastPushDay, 1)
  const settled: { day: Day; at: number; how: 'ask' | 'skip'; floor: Day | null }[] = []

  const tickUntil = (end: number) => {
    for (let guard = 0; guard < 10_000; guard++) {
      const off = offDays(cal, () => false)
      const due = nextPush({ now, zone, pushMinutes, cutover, lastPushDay, floor, off })
      if (!due) throw new Error('no next push')
      let wake = Math.max(due.at, now)
      let decision = decidePush({ now: wake, due, zone, cutover, lastPushDay })
      if (typeof decision === 'object') {
        wake = decision.waitUntil
        decision = decidePush({ now: wake, due, zone, cutover, lastPushDay })
      }
      if (wake > end) break
      if (typeof decision === 'object') throw new Error('waits twice')
      now = wake
      lastPushDay = due.day
      settled.push({ day: due.day, at: wake, how: decision, floor })
    }
    now = end
  }

  for (const { afterMinutes, change } of events) {
    tickUntil(now + afterMinutes * 60_000)
    if ('pushMinutes' in change) pushMinutes = change.pushMinutes
    if ('downMinutes' in change) now += change.downMinutes * 60_000
    if ('zone' in change) {
      ;({ cal, floor } = jumpZone(cal, now, zone, change.zone, cutover, floor))
      zone = change.zone
    }
  }
  tickUntil(now + 30 * 3_600_000)
  return { settled, cal, first, last: laterDay(practiceDay(now, zone, cutover), floor) }
}

const start = fc.record({ now: instant, zone, pushMinutes: minutes })
const isDown = (events: Event[]) => events.some(({ change }) => 'downMinutes' in change)

describe('a ticking scheduler, through any zone changes, new hours and downtime', () => {
  it('never asks twice for one practice day, nor goes back in time', () => {
    fc.assert(
      fc.property(start, fc.array(event, { maxLength: 12 }), (start, events) => {
        const { settled } = live(start, events)
        for (const [n, { day, at, floor }] of settled.entries()) {
          if (floor) expect(day >= floor).toBe(true)
          const before = settled[n - 1]
          if (before) expect(day > before.day && at >= before.at).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('settles every day that no zone change jumped and the calendar has', () => {
    fc.assert(
      fc.property(start, fc.array(event, { maxLength: 12 }), (start, events) => {
        fc.pre(!isDown(events))
        const { settled, cal, first, last } = live(start, events)
        const days = new Set(settled.map(({ day }) => day))
        const zones = [start.zone, ...events.flatMap(({ change }) => ('zone' in change ? [change.zone] : []))]
        const times = [
          start.pushMinutes,
          ...events.flatMap((e) => ('pushMinutes' in e.change ? [e.change.pushMinutes] : [])),
        ]
        // A change made in the hour by which a gap carries a push past the end of its day finds that day over.
        const carriedOver = (day: Day, zone: string, time: number) =>
          practiceDay(instantOf(time < cutover ? addDays(day, 1) : day, time, zone), zone, cutover) !== day
        for (let day = first; day < addDays(last, -1); day = addDays(day, 1)) {
          const excused =
            cal.jumped.includes(day) ||
            zones.some((zone) => !dayExists(day, zone) || times.some((time) => carriedOver(day, zone, time)))
          expect(days.has(day) || excused, day).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('without changes asks exactly once on every date of the calendar, at the chosen hour', () => {
    fc.assert(
      fc.property(start, (start) => {
        const { settled } = live(start, [{ afterMinutes: 20 * 1440, change: { downMinutes: 0 } }])
        const { zone, pushMinutes } = start
        for (const [n, { day, at, how }] of settled.entries()) {
          const previous = settled[n - 1]
          if (!previous) continue // the first may be a catch-up
          expect(how).toBe('ask')
          const next = addDays(previous.day, 1)
          expect(day).toBe(dayExists(next, zone) ? next : addDays(next, 1))
          expect(at).toBe(instantOf(pushMinutes < cutover ? addDays(day, 1) : day, pushMinutes, zone))
        }
        expect(settled.length).toBeGreaterThanOrEqual(19)
      }),
      { numRuns: 1000 },
    )
  })
})
