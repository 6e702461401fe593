import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  emptyCalendar,
  endPause,
  jumpZone,
  offDays,
  prune,
  type RestCalendar,
  setRestDays,
  startPause,
} from '../../src/streak/calendar.ts'
import { addDays, type Day, practiceDay } from '../../src/streak/day.ts'
import { instant, zone } from './zones.ts'

const MONDAY = '2026-05-04'
const up = () => false
const monday = (n: number) => addDays(MONDAY, n)

/** The reasons of `days` days from MONDAY on, first letters, `.` for none. */
const days = (cal: RestCalendar, days = 14) =>
  Array.from({ length: days }, (_, n) => offDays(cal, up)(monday(n))?.[0] ?? '.').join('')

describe('rest days apply from today, never backwards (§6)', () => {
  it('from the day they are set', () => {
    const cal = setRestDays(emptyCalendar(), monday(5), [7, 6, 6])
    expect(days(cal)).toBe('.....rr.....rr')
    expect(days(setRestDays(cal, monday(12), []))).toBe('.....rr.......')
    expect(days(setRestDays(cal, monday(9), [3]))).toBe('.....rr..r....')
  })

  it('the last word of a day holds, and a change taken back leaves no trace', () => {
    const cal = setRestDays(emptyCalendar(), MONDAY, [1])
    expect(setRestDays(cal, MONDAY, [2]).rest).toEqual([{ from: MONDAY, weekdays: [2] }])
    expect(setRestDays(cal, MONDAY, [])).toEqual(emptyCalendar())
    expect(setRestDays(cal, monday(3), [1])).toEqual(cal)
  })

  it('refuses what is no weekday', () => {
    expect(() => setRestDays(emptyCalendar(), MONDAY, [0])).toThrow(RangeError)
    expect(() => setRestDays(emptyCalendar(), MONDAY, [1.5])).toThrow(RangeError)
  })
})

describe('pauses apply from today, never backwards (§6)', () => {
  it('/pause 7 pauses seven days, today among them', () => {
    expect(days(startPause(emptyCalendar(), monday(2), 7))).toBe('..ppppppp.....')
  })

  it('without a length it lasts until the learner is back', () => {
    const cal = startPause(emptyCalendar(), monday(2), null)
    expect(days(cal)).toBe('..pppppppppppp')
    expect(days(endPause(cal, monday(5)))).toBe('..ppp.........')
  })

  it('ended on its first day it leaves no trace', () => {
    expect(endPause(startPause(emptyCalendar(), MONDAY, 7), MONDAY)).toEqual(emptyCalendar())
  })

  it('ending a pause that is over changes nothing', () => {
    const cal = startPause(emptyCalendar(), MONDAY, 2)
    expect(endPause(cal, monday(2))).toEqual(cal)
  })

  it('a new one replaces the one under way from today on', () => {
    const cal = startPause(startPause(emptyCalendar(), MONDAY, 10), monday(4), 2)
    expect(days(cal)).toBe('pppppp........')
  })

  it.each([0, -1, 1.5, 366, Number.NaN])('refuses a length of %d', (length) => {
    expect(() => startPause(emptyCalendar(), MONDAY, length)).toThrow(RangeError)
  })
})

describe('a zone change: a date it jumps over counts as a rest day, and none comes twice (§5)', () => {
  const jump = (cal: RestCalendar, now: string, from: string, to: string, floor: Day | null = null) =>
    jumpZone(cal, Date.parse(now), from, to, 180, floor)

  it('moving east into the next day excuses the day in progress', () => {
    const { cal, floor } = jump(emptyCalendar(), '2026-05-05T20:00Z', 'America/Los_Angeles', 'Asia/Shanghai')
    expect(cal.jumped).toEqual(['2026-05-05'])
    expect(floor).toBe('2026-05-06')
    expect(offDays(cal, up)('2026-05-05')).toBe('zone')
  })

  it('moving across the date line may skip a whole date', () => {
    const { cal } = jump(emptyCalendar(), '2026-05-05T13:30Z', 'Pacific/Pago_Pago', 'Pacific/Kiritimati')
    expect(cal.jumped).toEqual(['2026-05-04', '2026-05-05']) // Tuesday 02:30 there, Wednesday 03:30 here
  })

  it('moving west excuses nothing, and the day already begun stays the current one', () => {
    const { cal, floor } = jump(emptyCalendar(), '2026-05-05T20:00Z', 'Asia/Shanghai', 'America/Los_Angeles')
    expect(cal).toEqual(emptyCalendar())
    expect(floor).toBe('2026-05-06')
  })

  it('moving west and back excuses nothing either', () => {
    const west = jump(emptyCalendar(), '2026-05-05T20:00Z', 'Asia/Shanghai', 'America/Los_Angeles')
    const back = jump(west.cal, '2026-05-05T20:10Z', 'America/Los_Angeles', 'Asia/Shanghai', west.floor)
    expect(back).toEqual({ cal: emptyCalendar(), floor: '2026-05-06' })
  })

  it('only ever excuses days from the one in progress up to the new one', () => {
    fc.assert(
      fc.property(instant, zone, zone, (now, from, to) => {
        const before = practiceDay(now, from, 180)
        const { cal, floor } = jumpZone(emptyCalendar(), now, from, to, 180, null)
        expect(floor >= before && floor >= practiceDay(now, to, 180)).toBe(true)
        expect(cal.jumped.every((day) => day >= before && day < floor)).toBe(true)
      }),
    )
  })
})

describe('offDays', () => {
  it('asks for downtime only when nothing else excuses the day', () => {
    const asked: Day[] = []
    const off = offDays(startPause(emptyCalendar(), MONDAY, 1), (day) => asked.push(day) > 0)
    expect([off(MONDAY), off(monday(1))]).toEqual(['pause', 'down'])
    expect(asked).toEqual([monday(1)])
  })

  const day = fc.nat(60).map(monday)
  const change = fc.oneof(
    fc.record({ day, rest: fc.array(fc.integer({ min: 1, max: 7 })) }),
    fc.record({ day, pause: fc.option(fc.integer({ min: 1, max: 20 })) }),
    fc.record({ day, end: fc.constant(true) }),
  )
  const apply = (cal: RestCalendar, c: { day: Day; rest?: number[]; pause?: number | null; end?: boolean }) =>
    c.rest ? setRestDays(cal, c.day, c.rest) : c.end ? endPause(cal, c.day) : startPause(cal, c.day, c.pause ?? null)
  const history = fc.array(change, { maxLength: 12 }).map((all) => all.toSorted((a, b) => (a.day < b.day ? -1 : 1)))

  it('no change alters an earlier day', () => {
    fc.assert(
      fc.property(history, (changes) => {
        let cal = emptyCalendar()
        for (const next of changes) {
          const changed = apply(cal, next)
          for (let d = monday(-3); d < next.day; d = addDays(d, 1))
            expect(offDays(changed, up)(d)).toBe(offDays(cal, up)(d))
          cal = changed
        }
      }),
    )
  })

  it('pruning changes no day from `before` on', () => {
    fc.assert(
      fc.property(history, day, (changes, before) => {
        const cal = changes.reduce(apply, { ...emptyCalendar(), jumped: [monday(3), monday(30)] })
        const pruned = prune(cal, before)
        for (let d = before; d < monday(90); d = addDays(d, 1)) expect(offDays(pruned, up)(d)).toBe(offDays(cal, up)(d))
      }),
    )
  })

  it('pruning keeps a pause that ends on the day', () => {
    const cal = startPause(emptyCalendar(), MONDAY, 3)
    expect(prune(cal, monday(2))).toEqual(cal)
    expect(prune(cal, monday(3))).toEqual(emptyCalendar())
  })

  it('pruning forgets what is over', () => {
    const paused = startPause(setRestDays(emptyCalendar(), MONDAY, [1]), monday(1), 3)
    const cal = { ...setRestDays(paused, monday(20), [2]), jumped: [monday(2)] }
    expect(prune(cal, monday(21))).toEqual({ rest: [{ from: monday(20), weekdays: [2] }], pauses: [], jumped: [] })
  })
})
