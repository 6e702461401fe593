import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type Day } from '../../src/streak/day.ts'
import {
  emptyStreak,
  foldStreak,
  type KeptDay,
  keepDay,
  type Off,
  type OffReason,
  type StreakState,
  type StreakView,
  viewStreak,
} from '../../src/streak/streak.ts'

const START = '2026-03-01'
const never: Off = () => undefined
const answer = (day: Day, at = Date.parse(day)) => ({ day, at, zone: 'Asia/Shanghai' })

/**
 * A story, one letter a day from START: `x` answered, `.` not; off days r (rest), p (pause), d (down), z (zone), in
 * capitals when answered all the same. The last letter is today.
 */
const REASONS: Record<string, OffReason> = { r: 'rest', p: 'pause', d: 'down', z: 'zone' }

function story(days: string): { state: StreakState; today: Day; off: Off } {
  let state = emptyStreak()
  const reasons = new Map<Day, OffReason | undefined>()
  for (const [n, letter] of [...days.replaceAll(' ', '')].entries()) {
    const day = addDays(START, n)
    reasons.set(day, REASONS[letter.toLowerCase()])
    if (letter === 'x' || letter !== letter.toLowerCase()) state = keepDay(state, answer(day))
  }
  return { state, today: addDays(START, reasons.size - 1), off: (day) => reasons.get(day) }
}

const look = (days: string): StreakView => {
  const { state, today, off } = story(days)
  return viewStreak(state, today, off)
}

/** The log as text: x kept, + kept and a freeze earned, f frozen, ! missed, else the off day's letter. */
const logOf = (view: StreakView) =>
  view.log
    .map((e) => (e.kind === 'kept' ? (e.earnedFreeze ? '+' : 'x') : e.kind === 'missed' ? '!' : e.kind[0]))
    .join('')

const WEEK = 'xxxxxxx'

describe('one count a day (§6)', () => {
  it('counts days kept in a row', () => {
    expect(look('xxx')).toMatchObject({ current: 3, longest: 3, total: 3, last: '2026-03-03', today: 'kept' })
  })

  it('a second answer on a day changes nothing', () => {
    const state = keepDay(emptyStreak(), answer(START, 1000))
    expect(keepDay(state, answer(START, 2000))).toBe(state)
  })

  it('of several answers the earliest instant is stored, whichever arrived first', () => {
    const state = keepDay(keepDay(emptyStreak(), answer(START, 2000)), answer(START, 1000))
    expect(state.kept).toEqual([answer(START, 1000)])
    const [a, b] = ['Asia/Shanghai', 'UTC'].map((zone) => ({ day: START, at: 1000, zone })) as [KeptDay, KeptDay]
    expect(keepDay(keepDay(emptyStreak(), a), b)).toEqual(keepDay(keepDay(emptyStreak(), b), a))
  })

  it('never changes the state it is given', () => {
    const state = keepDay(emptyStreak(), answer('2026-03-03'))
    const copy = structuredClone(state)
    keepDay(state, answer('2026-03-02'))
    expect(state).toEqual(copy)
  })

  it('a learner without answers has nothing to lose', () => {
    expect(viewStreak(emptyStreak(), START, never)).toEqual({
      ...{ current: 0, longest: 0, total: 0, freezes: 0, last: null, log: [] },
      ...{ today: 'open', atRisk: 'none', freezesUsedForecast: 0, lapsed: false },
    })
  })

  it('today is open until it is over: yesterday’s streak stands', () => {
    expect(look('xx.')).toMatchObject({ current: 2, today: 'open', atRisk: 'breaks', lapsed: false })
  })

  it('a missed day without freezes breaks it: the next answer starts at 1', () => {
    expect(look('xx..')).toMatchObject({ current: 0, longest: 2, lapsed: true, atRisk: 'none' })
    expect(look('xx.x')).toMatchObject({ current: 1, longest: 2, total: 3, lapsed: false })
    expect(logOf(look('xx.x'))).toBe('xx!x')
  })

  it('compares dates, never milliseconds: late one evening and early the next morning are two days', () => {
    const late = keepDay(emptyStreak(), {
      day: '2026-03-01',
      at: Date.parse('2026-03-02T02:59+08:00'),
      zone: 'Asia/Shanghai',
    })
    const both = keepDay(late, { day: '2026-03-02', at: Date.parse('2026-03-02T03:00+08:00'), zone: 'Asia/Shanghai' })
    expect(viewStreak(both, '2026-03-02', never).current).toBe(2)
  })

  it('a kept day later than today (clock moved back) is taken for today', () => {
    const { state } = story('xxx')
    expect(viewStreak(state, '2026-03-01', never)).toMatchObject({ current: 3, today: 'kept', atRisk: 'none' })
  })
})

describe('freeze: one earned per 7 days kept, at most 2 held (§6)', () => {
  it('is earned on the 7th, 14th … day, as the log says', () => {
    expect(look('xxxxxx').freezes).toBe(0)
    expect(look(WEEK).freezes).toBe(1)
    expect(look(WEEK + WEEK).freezes).toBe(2)
    expect(logOf(look(WEEK + WEEK))).toBe('xxxxxx+xxxxxx+')
  })

  it('a third is not earned while 2 are held', () => {
    expect(look(WEEK.repeat(3)).freezes).toBe(2)
    expect(look(WEEK.repeat(3)).log.at(-1)?.earnedFreeze).toBeUndefined()
  })

  it('frozen days are not days kept: 6 answers, a lapse of none, no freeze', () => {
    expect(look(`${WEEK}.xxxxxx`)).toMatchObject({ current: 13, freezes: 0 })
    expect(look(`${WEEK}.xxxxxxx`)).toMatchObject({ current: 14, freezes: 1 })
  })

  it('used for missed days in order, all or nothing', () => {
    expect(look(`${WEEK}.x`)).toMatchObject({ current: 8, freezes: 0 })
    expect(logOf(look(`${WEEK}.x`))).toBe('xxxxxx+fx')
    // two missed, one held: none used
    expect(look(`${WEEK}..x`)).toMatchObject({ current: 1, longest: 7, freezes: 1 })
    expect(logOf(look(`${WEEK}..x`))).toBe('xxxxxx+!!x')
    expect(look(`${WEEK}${WEEK}..x`)).toMatchObject({ current: 15, freezes: 0 })
  })

  it('committed only when the gap closes; until then everything shown is a forecast', () => {
    expect(look(`${WEEK}${WEEK}..`)).toMatchObject({
      current: 14,
      freezes: 2,
      freezesUsedForecast: 1,
      atRisk: 'uses-freeze',
    })
    expect(look(`${WEEK}${WEEK}...`)).toMatchObject({
      current: 14,
      freezes: 2,
      freezesUsedForecast: 2,
      atRisk: 'breaks',
    })
    expect(look(`${WEEK}${WEEK}....`)).toMatchObject({ current: 0, freezes: 2, freezesUsedForecast: 0, lapsed: true })
    expect(look(`${WEEK}${WEEK}....x`)).toMatchObject({ current: 1, longest: 14, freezes: 2 })
  })

  it('an answer that arrives late for the missed day gives the freeze back', () => {
    const { state, today, off } = story(`${WEEK}.x`)
    expect(viewStreak(keepDay(state, answer(addDays(START, 7))), today, off)).toMatchObject({ current: 9, freezes: 1 })
  })
})

describe('rest days, pauses, downtime and jumped dates neither count nor break (§6)', () => {
  it.each(['r', 'p', 'd', 'z'])('%s', (letter) => {
    expect(look(`xx${letter}${letter}x`)).toMatchObject({ current: 3, total: 3 })
    expect(logOf(look(`xx${letter}x`))).toBe(`xx${letter}x`)
    expect(look(`xx${letter}`)).toMatchObject({ current: 2, atRisk: 'none', today: REASONS[letter] })
  })

  it('an answer on such a day counts like any other', () => {
    expect(look('xRPDZ')).toMatchObject({ current: 5, total: 5, today: 'kept' })
  })

  it('only the days that are not off need a freeze', () => {
    expect(logOf(look(`${WEEK}r.rx`))).toBe('xxxxxx+rfrx')
    expect(look(`${WEEK}r.rx`)).toMatchObject({ current: 8, freezes: 0 })
  })
})

describe('the dated log explains the number (§6)', () => {
  it('names every day with the streak after it', () => {
    expect(
      look(`${WEEK}.xr..x..`)
        .log.slice(5)
        .map((e) => [e.day.slice(8), e.kind, e.streak]),
    ).toEqual([
      ['06', 'kept', 6],
      ['07', 'kept', 7],
      ['08', 'frozen', 7],
      ['09', 'kept', 8],
      ['10', 'rest', 8],
      ['11', 'missed', 0],
      ['12', 'missed', 0],
      ['13', 'kept', 1],
      ['14', 'missed', 0], // forecast: today is the 15th
    ])
  })

  it.each([
    ['x', 'x', 1, 0],
    ['xxxxxxx.xxxxxx.x', 'xxxxxx+fxxxxxx!x', 1, 0],
    ['xxxxxxx.xxxxxxx.x', 'xxxxxx+fxxxxxx+fx', 15, 0],
    ['xxxxxxxrrxxxxxxxpppxxxxxxx..x', 'xxxxxx+rrxxxxxx+pppxxxxxxxffx', 22, 0],
    ['x.x.x.xxxxxxxd..x', 'x!x!x!xxxxxx+d!!x', 1, 1],
    ['xxxxxxxxxxxxxx...xxxxxxx', 'xxxxxx+xxxxxx+!!!xxxxxxx', 7, 2],
    ['xxxxxxxxxxxxxx.xxxxxxx..x', 'xxxxxx+xxxxxx+fxxxxxx+ffx', 22, 0],
  ])('golden: %s', (days, log, current, freezes) => {
    const view = look(days)
    expect({ log: logOf(view), current: view.current, freezes: view.freezes }).toEqual({ log, current, freezes })
  })
})

/** Days in the letters of `story`; answered ones are likely, so that there are streaks to break. */
const days = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constant('x') }, fc.constantFrom('.', 'r', 'p', 'd', 'z', 'R')), {
    minLength: 1,
    maxLength: 120,
  })
  .map((letters) => letters.join(''))

describe('evaluating on answer, on look or by tick gives the same result in any order (§6)', () => {
  it('whatever order the answers arrive in', () => {
    fc.assert(
      fc.property(
        days.chain((days) => {
          const { state } = story(days)
          return fc.tuple(fc.constant(days), fc.shuffledSubarray(state.kept, { minLength: state.kept.length }))
        }),
        ([days, order]) => {
          const { state, today, off } = story(days)
          const again = [...order, ...order.slice(0, 3)].reduce(keepDay, emptyStreak())
          expect(again).toEqual(state)
          expect(viewStreak(again, today, off)).toEqual(viewStreak(state, today, off))
        },
      ),
    )
  })

  it('whenever anybody looks or folds', () => {
    fc.assert(
      fc.property(days, fc.infiniteStream(fc.boolean()), fc.integer({ min: 0, max: 70 }), (days, coin, detail) => {
        const { state: whole, today, off } = story(days)
        let state = emptyStreak()
        const archive = []
        for (let n = 0, day = START; day <= today; n++, day = addDays(START, n)) {
          const kept = whole.kept.find((kept) => kept.day === day)
          if (kept) state = keepDay(state, kept)
          if (coin.next().value) viewStreak(state, day, off)
          if (coin.next().value) {
            const folded = foldStreak(state, day, off, detail)
            archive.push(...folded.archived)
            state = folded.state
          }
          const expected = viewStreak({ ...whole, kept: whole.kept.filter((kept) => kept.day <= day) }, day, off)
          const seen = viewStreak(state, day, off)
          expect({ ...seen, log: [...archive, ...seen.log] }).toEqual(expected)
        }
      }),
    )
  })

  it('with answers late by less than the detail kept, folding on the way', () => {
    const delayed = fc.tuple(days, fc.array(fc.nat(9), { minLength: 120, maxLength: 120 }))
    fc.assert(
      fc.property(delayed, ([days, delays]) => {
        const { state: whole, today, off } = story(days)
        const order = whole.kept
          .map((kept, n) => ({ kept, arrives: addDays(kept.day, delays[n] ?? 0) }))
          .sort((a, b) => (a.arrives < b.arrives ? -1 : 1))
        let state = emptyStreak()
        for (const { kept, arrives } of order) state = foldStreak(keepDay(state, kept), arrives, off, 10).state
        const { log, ...seen } = viewStreak(state, today, off)
        const { log: full, ...expected } = viewStreak(whole, today, off)
        expect(seen).toEqual(expected)
        expect(full.slice(full.length - log.length)).toEqual(log)
      }),
    )
  })

  it('and at every later day, folded or not', () => {
    fc.assert(
      fc.property(days, fc.nat(30), fc.nat(80), (days, detail, later) => {
        const { state, today, off } = story(days)
        const { state: folded, archived } = foldStreak(state, today, off, detail)
        const seen = viewStreak(folded, addDays(today, later), off)
        expect({ ...seen, log: [...archived, ...seen.log] }).toEqual(viewStreak(state, addDays(today, later), off))
        expect(JSON.parse(JSON.stringify(folded))).toEqual(folded)
      }),
    )
  })
})

describe('foldStreak', () => {
  it('keeps 60 days of detail and ignores answers for folded days', () => {
    const { state, today, off } = story('x'.repeat(100))
    const { state: folded, archived } = foldStreak(state, today, off)
    expect(folded.kept).toHaveLength(61) // today and the 60 days before
    expect(archived).toHaveLength(39)
    expect(keepDay(folded, answer(addDays(START, 10)))).toBe(folded)
    expect(folded.base.last).toBe(addDays(START, 38))
    expect(keepDay(folded, answer(addDays(START, 38)))).toBe(folded)
    expect(foldStreak(folded, today, off)).toEqual({ state: folded, archived: [] })
  })

  it('holds the invariants: 0–2 freezes, current ≤ longest ≤ total', () => {
    fc.assert(
      fc.property(days, (days) => {
        const { current, longest, total, freezes, freezesUsedForecast } = look(days)
        expect(freezes).toBeGreaterThanOrEqual(freezesUsedForecast)
        expect(freezes).toBeLessThanOrEqual(2)
        expect(current).toBeLessThanOrEqual(longest)
        expect(longest).toBeLessThanOrEqual(total)
      }),
    )
  })
})
