import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantOf } from '../../src/streak/day.ts'
import { type Outage, wasDown } from '../../src/streak/downtime.ts'
import { zone } from './zones.ts'

const DAY = '2026-05-05'
const ZONE = 'Asia/Shanghai'

/** An outage of that day from and to a local 'HH:MM'; hours above 24 are the next day's. */
const out = (from: string, to: string | null, channel = 'telegram', zone = ZONE): Outage => {
  const at = (time: string) => instantOf(DAY, +time.slice(0, 2) * 60 + +time.slice(3), zone)
  return { channel, from: at(from), to: to === null ? null : at(to) }
}
const down = (...outages: Outage[]) => wasDown(outages, ['telegram'], DAY, ZONE)

describe('a day on which the bot could not take answers for most waking hours is excused (§6)', () => {
  it('most: more than half of 07:00–22:30', () => {
    expect(down(out('07:00', '14:45'))).toBe(false)
    expect(down(out('07:00', '14:46'))).toBe(true)
  })

  it('hours of sleep do not count', () => {
    expect(down(out('00:00', '07:00'))).toBe(false)
    expect(down(out('22:30', '34:00'))).toBe(false)
    expect(down(out('00:00', '12:00'))).toBe(false)
  })

  it('several outages add up, overlapping ones do not', () => {
    expect(down(out('07:00', '11:00'), out('18:00', '22:00'))).toBe(true)
    expect(down(out('07:00', '12:00'), out('08:00', '12:00'), out('07:30', '09:00'))).toBe(false)
  })

  it('one that still lasts goes on', () => {
    expect(down(out('14:00', null))).toBe(true)
    expect(down(out('15:00', null))).toBe(false)
  })

  it('only the learner’s channels matter', () => {
    expect(down(out('07:00', '22:00', 'wechat'))).toBe(false)
    expect(wasDown([out('07:00', '22:00')], [], DAY, ZONE)).toBe(false)
  })

  it('with several channels only while all are down at once', () => {
    const both = ['telegram', 'wechat']
    const morning = out('07:00', '15:00', 'wechat')
    expect(wasDown([out('07:00', '22:30'), morning], both, DAY, ZONE)).toBe(true)
    expect(wasDown([out('14:00', '22:30'), morning], both, DAY, ZONE)).toBe(false)
    expect(wasDown([out('07:00', '22:30')], both, DAY, ZONE)).toBe(false)
  })

  it('the learner’s own zone decides', () => {
    const outage = out('07:00', '15:00', 'telegram', 'America/New_York')
    expect(wasDown([outage], ['telegram'], DAY, 'America/New_York')).toBe(true)
    expect(down(outage)).toBe(false)
  })

  it('agrees with counting the minutes one by one', () => {
    const outage = fc
      .tuple(fc.constantFrom('a', 'b'), fc.integer({ min: -1500, max: 2500 }), fc.option(fc.nat(1500)))
      .map(([channel, from, length]) => ({ channel, from, to: length === null ? null : from + length }))
    fc.assert(
      fc.property(
        fc.array(outage, { maxLength: 8 }),
        fc.constantFrom(['a'], ['a', 'b']),
        zone,
        (list, channels, zone) => {
          const start = instantOf(DAY, 0, zone)
          const isDown = (minute: number) =>
            channels.every((c) => list.some((o) => o.channel === c && o.from <= minute && minute < (o.to ?? Infinity)))
          const minutes = Array.from({ length: 930 }, (_, n) => 420 + n).filter(isDown).length
          const outages = list.map((o) => ({
            ...o,
            from: start + o.from * 60_000,
            to: o.to === null ? null : start + o.to * 60_000,
          }))
          expect(wasDown(outages, channels, DAY, zone)).toBe(minutes > 465)
        },
      ),
    )
  })
})
