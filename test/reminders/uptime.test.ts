import { describe, expect, it } from 'vitest'
import { Uptime } from '../../src/reminders/uptime.ts'

const ZONE = 'Asia/Shanghai'
const at = (time: string) => Date.parse(`2026-05-${time.replace(' ', 'T')}:00+08:00`)
const down = (uptime: Uptime, day: string) => uptime.wasDown(['telegram'], `2026-05-${day}`, ZONE)

/** A bot that ran until the fourth, 23:00. */
function record() {
  const uptime = new Uptime(undefined, ['telegram'], at('04 08:00'))
  uptime.up('telegram', at('04 08:00'))
  return JSON.parse(JSON.stringify(uptime.beat(at('04 23:00'))))
}

describe('the uptime record (§6)', () => {
  it('a day without a heartbeat was down; known even before the channel is up again', () => {
    const uptime = new Uptime(record(), ['telegram'], at('06 08:00'))
    expect([down(uptime, '04'), down(uptime, '05')]).toEqual([false, true])
    uptime.up('telegram', at('06 08:05'))
    expect([down(uptime, '04'), down(uptime, '05'), down(uptime, '06')]).toEqual([false, true, false])
  })

  it('a quick restart is no outage', () => {
    const uptime = new Uptime(record(), ['telegram'], at('04 23:01'))
    uptime.up('telegram', at('04 23:02'))
    expect(uptime.beat(at('04 23:59')).outages).toEqual([])
  })

  it('a channel started for the first time was not down before', () => {
    const uptime = new Uptime(record(), ['telegram', 'web'], at('04 23:01'))
    uptime.up('web', at('04 23:02'))
    expect(uptime.wasDown(['web'], '2026-05-04', ZONE)).toBe(false)
  })

  it('a channel that was down when the process died stays down until it is up', () => {
    const before = new Uptime(record(), ['telegram'], at('04 23:01'))
    before.up('telegram', at('04 23:01'))
    before.down('telegram', at('05 06:00'))
    const uptime = new Uptime(before.beat(at('05 06:01')), ['telegram'], at('05 23:00'))
    uptime.up('telegram', at('05 23:01'))
    expect(down(uptime, '05')).toBe(true)
    expect(uptime.beat(at('06 08:00')).outages).toEqual([
      { channel: 'telegram', from: at('05 06:00'), to: at('05 23:01') },
    ])
  })

  it('a channel that comes and goes all day was down; the record stays small', () => {
    const uptime = new Uptime(record(), ['telegram'], at('04 23:01'))
    uptime.up('telegram', at('04 23:01'))
    for (let now = at('05 00:00'); now < at('06 00:00'); now += 10 * 60_000) {
      uptime.down('telegram', now)
      uptime.beat(now + 60_000)
      uptime.up('telegram', now + 8 * 60_000)
    }
    expect(down(uptime, '05')).toBe(true)
    expect(uptime.beat(at('06 00:00')).outages).toHaveLength(1)
  })

  it('short interruptions are forgotten, outages after 120 days', () => {
    const uptime = new Uptime(record(), ['telegram'], at('06 08:00'))
    uptime.up('telegram', at('06 08:00'))
    uptime.down('telegram', at('07 08:00'))
    uptime.up('telegram', at('07 08:01'))
    expect(uptime.beat(at('07 12:00')).outages).toHaveLength(1)
    expect(uptime.beat(at('07 12:00') + 121 * 86_400_000).outages).toEqual([])
  })

  it('down and up count once', () => {
    const uptime = new Uptime(undefined, ['telegram'], at('04 08:00'))
    uptime.down('telegram', at('04 08:01'))
    expect([uptime.isUp('telegram'), uptime.isAnyUp]).toEqual([false, false])
    uptime.up('telegram', at('04 12:00'))
    uptime.up('telegram', at('04 13:00'))
    expect([uptime.isUp('telegram'), uptime.isAnyUp]).toEqual([true, true])
    uptime.down('telegram', at('04 14:00'))
    uptime.down('telegram', at('04 15:00'))
    uptime.up('telegram', at('04 16:00'))
    const hours = uptime.beat(at('04 17:00')).outages.map(({ from, to }) => ((to ?? 0) - from) / 3_600_000)
    expect(hours).toEqual([4, 2])
  })

  it.each([undefined, null, {}, 'x', { outages: 3 }])('a record that is none (%j) counts as nothing', (given) => {
    const uptime = new Uptime(given, ['telegram'], at('06 08:00'))
    uptime.up('telegram', at('06 08:00'))
    expect(down(uptime, '05')).toBe(false)
  })
})
