import { describe, expect, it } from 'vitest'
import { ChannelError } from '../../src/ports/channel.ts'
import { Outages } from '../../src/reminders/outages.ts'
import { zh } from '../../src/text/zh.ts'
import { FakeClock } from '../support/clock.ts'

const unreachable = new ChannelError('unavailable', 'no network')
const loggedOut = new ChannelError('logged-out', 'logged out')
const LINK = 'https://example.org/code'
const withLink = (link = LINK) => new ChannelError('logged-out', 'waits for its code to be scanned', { link })

function start() {
  const clock = new FakeClock(0)
  const told: string[] = []
  const outages = new Outages(clock, (words) => void told.push(words(zh)))
  const minutes = async (count: number) => {
    for (let n = 0; n < count; n++) {
      await clock.moveTo(clock.now() + 60_000, async () => {})
      outages.tick()
    }
  }
  return { outages, told, minutes }
}

const { fault } = zh

describe('operators are told', () => {
  it('of a network that is gone for more than a moment, once, and when it is back', async () => {
    const { outages, told, minutes } = start()
    outages.note('wechat', 'down', unreachable)
    await minutes(1)
    expect(told).toEqual([])
    await minutes(5)
    outages.note('wechat', 'up', undefined)
    expect(told).toEqual([fault.channelDown('wechat'), fault.channelBack('wechat', 6)])
  })

  it('that somebody has to log in, though they knew already that it was down', async () => {
    const { outages, told, minutes } = start()
    outages.note('wechat', 'down', unreachable)
    await minutes(3)
    outages.note('wechat', 'down', loggedOut)
    await minutes(3)
    expect(told).toEqual([fault.channelDown('wechat'), fault.loggedOut('wechat')])
    outages.note('wechat', 'down', withLink())
    // Codes are renewed every few minutes: one link is enough.
    outages.note('wechat', 'down', withLink(`${LINK}-2`))
    outages.note('wechat', 'down', unreachable)
    await minutes(3)
    expect(told.slice(2)).toEqual([fault.loggedOut('wechat', LINK)])
  })
})
