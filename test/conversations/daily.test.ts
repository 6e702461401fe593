import { describe, expect, it } from 'vitest'
import { zh } from '../../src/text/zh.ts'
import { startBot } from '../support/bot.ts'
import { ChannelError, FakeChannel } from '../support/channel.ts'

/** Monday 2026-11-23, 09:00 in Shanghai, unless a test says otherwise. */
const daily = (shown: string[]) => shown.filter((message) => message.includes('今日一面')).length
const nudges = (shown: string[]) => shown.filter((message) => message.includes('🌙')).length

async function started(options: Parameters<typeof startBot>[0] = {}) {
  const bot = await startBot(options)
  const lin = bot.learner()
  await lin.says('/start')
  return { bot, lin }
}

describe('the daily question (§5)', () => {
  it('comes at the learner’s hour, and not a minute before', async () => {
    const { lin } = await started()
    expect(await lin.at('2026-11-24 07:59')).toEqual([])
    expect(await lin.at('2026-11-24 08:00')).toEqual([expect.stringMatching(/^📮 今日一面/)])
  })

  it('comes once a practice day; the one asked at /start is that day’s', async () => {
    const { lin } = await started({ at: '2026-11-22T23:30:00Z' })
    expect(daily(await lin.at('2026-11-23 23:59'))).toBe(0)
    expect(daily(await lin.waits('7 days'))).toBe(7)
  })

  it('comes at the hour of the learner’s own zone', async () => {
    const { lin } = await started()
    await lin.says('/timezone America/New_York')
    expect(daily(await lin.at('2026-11-24 07:59', 'America/New_York'))).toBe(0)
    expect(daily(await lin.at('2026-11-24 08:00', 'America/New_York'))).toBe(1)
  })

  it('comes to everyone at their own hour', async () => {
    const { bot, lin } = await started()
    const wang = bot.learner('wang')
    await wang.says('/start')
    await wang.says('/time 21:15')
    await lin.at('2026-11-24 08:00')
    expect(daily(await wang.at('2026-11-24 21:15'))).toBe(1)
    expect(daily(await lin.until('21:30'))).toBe(0)
  })

  it('is a question not open already, even while yesterday’s waits', async () => {
    const { lin } = await started()
    const [first] = (await lin.doc()).sessions
    await lin.at('2026-11-24 08:00')
    const { sessions } = await lin.doc()
    expect(sessions.map((session) => session.state)).toEqual(['asked', 'asked'])
    expect(sessions[1]?.questionId).not.toBe(first?.questionId)
  })

  it('an hour before the 03:00 cutover belongs to the day before', async () => {
    const { bot, lin } = await started()
    await lin.says('/time 01:30')
    // Tonight's 01:30 is still Monday's, and Monday had its question at /start.
    expect(daily(await lin.at('2026-11-24 03:00'))).toBe(0)
    expect(daily(await lin.at('2026-11-25 01:30'))).toBe(1)
    expect((await lin.doc()).push.lastDay).toBe('2026-11-24')
    expect(daily(await lin.at('2026-11-25 23:59'))).toBe(0)
    expect(bot.channel.shown.length).toBeGreaterThan(0)
  })

  it.each([
    ['a gap: 02:30 does not exist, so it comes at 03:30', '2027-03-12T17:00:00Z', '02:30', '2027-03-14 03:30'],
    ['a doubled hour: 01:30 comes twice, the question once', '2026-10-30T17:00:00Z', '01:30', '2026-11-01 01:30'],
  ])('daylight saving: %s', async (_, at, time, expected) => {
    const NEW_YORK = 'America/New_York'
    const { lin } = await started({ at })
    await lin.says(`/timezone ${NEW_YORK}`)
    await lin.says(`/time ${time}`)
    await lin.at(`${expected.slice(0, 10)} 00:00`, NEW_YORK)
    expect(daily(await lin.at(expected, NEW_YORK))).toBe(1)
    expect(daily(await lin.at(`${expected.slice(0, 10)} 23:00`, NEW_YORK))).toBe(0)
    expect(daily(await lin.waits('1 day'))).toBe(1)
  })
})

describe('a push waits while an answer is being written', () => {
  it('comes after the feedback', async () => {
    const { lin } = await started()
    await lin.at('2026-11-24 07:59')
    await lin.waits('50s')
    await lin.says('我会先倾听客户把话说完，再真诚道歉。')
    expect(await lin.waits('29s')).toEqual([])
    const [checklist, answer, card] = await lin.waits('1s')
    expect(checklist).toContain('答到了：共情')
    expect(answer).toContain('参考答案')
    expect(card).toContain('今日一面')
  })

  it('waits on while the learner writes on', async () => {
    const { lin } = await started()
    await lin.at('2026-11-24 07:59')
    await lin.waits('50s')
    await lin.says('我会先倾听客户把话说完。')
    await lin.waits('20s')
    expect(await lin.says('再真诚道歉。')).toEqual([])
    expect(await lin.waits('29s')).toEqual([])
    expect(daily(await lin.waits('1s'))).toBe(1)
  })

  it('also for an older question answered by replying to its card', async () => {
    const { bot, lin } = await started()
    const card = bot.channel.shown.at(-1)?.messageId ?? ''
    await lin.says('题目')
    await lin.at('2026-11-24 07:59')
    await lin.waits('50s')
    await lin.says('我会先倾听客户把话说完，再真诚道歉。', { replyTo: card })
    expect(await lin.waits('29s')).toEqual([])
    expect(daily(await lin.waits('1s'))).toBe(1)
  })

  it('late in the evening too: whoever writes is awake', async () => {
    const { lin } = await started()
    await lin.says('/time 23:00')
    await lin.at('2026-11-24 22:59')
    for (let minutes = 0; minutes < 25; minutes++) {
      await lin.says('再补一点。')
      await lin.waits('20s')
      await lin.says('还有一点。')
      await lin.waits('20s')
      await lin.says('等一下。')
      await lin.waits('20s')
    }
    expect(daily(await lin.waits('1min'))).toBe(1)
  })

  it('a push planned while the first message of the day is in the same instant is not lost', async () => {
    const { lin } = await started()
    await lin.at('2026-11-24 08:00')
    expect(await lin.answers()).toHaveLength(3)
  })
})

describe('after downtime only today’s question is sent, inside waking hours', () => {
  it.each([
    ['a night: the question comes as always', '2026-11-24 04:00', [['2026-11-24 08:00', 1]]],
    ['past the hour: at once', '2026-11-24 11:00', [['2026-11-24 11:01', 1]]],
    ['until 22:30: at once', '2026-11-24 22:29', [['2026-11-24 22:30', 1]]],
    [
      'until later: not today any more',
      '2026-11-24 22:31',
      [
        ['2026-11-25 07:59', 0],
        ['2026-11-25 08:00', 1],
      ],
    ],
    [
      'a week: one question, not seven',
      '2026-11-30 12:00',
      [
        ['2026-11-30 12:01', 1],
        ['2026-12-01 08:00', 1],
      ],
    ],
  ] as [string, string, [string, number][]][])('%s', async (_, until, expected) => {
    const { bot, lin } = await started()
    bot.kill()
    bot.clock.set(Date.parse(`${until.replace(' ', 'T')}:00+08:00`))
    const before = bot.channel.shown.length
    await bot.boot()
    let got = bot.channel.shown.length - before
    for (const [time, count] of expected) {
      got += daily(await lin.at(time))
      expect([time, got]).toEqual([time, count])
      got = 0
    }
  })

  it('an hour before 07:00 waits for 07:00', async () => {
    const { bot, lin } = await started()
    await lin.says('/time 05:00')
    bot.kill()
    bot.clock.set(Date.parse('2026-11-24T05:30:00+08:00'))
    await bot.boot()
    expect(daily(await lin.at('2026-11-24 06:59'))).toBe(0)
    expect(daily(await lin.at('2026-11-24 07:00'))).toBe(1)
  })

  it('a question that could not be sent all day is not sent the next', async () => {
    const { bot, lin } = await started({ mayStall: true })
    bot.channel.broken = new ChannelError('unavailable', 'no network')
    await lin.at('2026-11-25 07:00')
    bot.channel.broken = undefined
    expect(await lin.at('2026-11-25 07:59')).toEqual([])
    expect(daily(await lin.at('2026-11-25 08:00'))).toBe(1)
  })
})

describe('the learner moves the hour', () => {
  it('to later, before it came: it comes later, once', async () => {
    const { lin } = await started()
    await lin.at('2026-11-24 07:30')
    await lin.says('/time 21:00')
    expect(daily(await lin.at('2026-11-24 20:59'))).toBe(0)
    expect(daily(await lin.at('2026-11-24 21:00'))).toBe(1)
  })

  it('to later, after it came: not again today', async () => {
    const { lin } = await started()
    await lin.at('2026-11-24 08:30')
    await lin.says('/time 21:00')
    expect(daily(await lin.at('2026-11-25 20:59'))).toBe(0)
    expect(daily(await lin.at('2026-11-25 21:00'))).toBe(1)
  })

  it('to an hour already past, before it came: today’s comes now', async () => {
    const { lin } = await started()
    await lin.at('2026-11-24 07:30')
    expect(daily([...(await lin.says('/time 07:00')), ...(await lin.waits('1s'))])).toBe(1)
    expect(daily(await lin.at('2026-11-25 07:00'))).toBe(1)
  })
})

describe('the learner moves the zone: never two questions for one day', () => {
  it('west: the day begun already has had its question', async () => {
    const { lin } = await started()
    await lin.at('2026-11-24 08:00')
    await lin.says('/timezone America/New_York')
    expect(daily(await lin.at('2026-11-25 07:59', 'America/New_York'))).toBe(0)
    expect(daily(await lin.at('2026-11-25 08:00', 'America/New_York'))).toBe(1)
  })

  it('east, and back, and east', async () => {
    const { lin } = await started()
    const days: string[] = []
    for (const zone of ['America/New_York', 'Asia/Tokyo', 'Pacific/Honolulu', 'Pacific/Kiritimati', 'Asia/Shanghai']) {
      await lin.says(`/timezone ${zone}`)
      for (let hours = 0; hours < 30; hours++) {
        if (daily(await lin.waits('1h')) > 0) days.push((await lin.doc()).push.lastDay ?? '')
      }
    }
    expect(new Set(days).size).toBe(days.length)
    expect(days.length).toBeGreaterThanOrEqual(5)
  })
})

describe('days without a question', () => {
  it('rest days', async () => {
    const { lin } = await started()
    await lin.says('/settings')
    await lin.presses('周二')
    expect(daily(await lin.at('2026-11-25 07:59'))).toBe(0)
    expect(daily(await lin.at('2026-11-25 08:00'))).toBe(1)
  })

  it('a pause of three days: today and two more', async () => {
    const { lin } = await started()
    await lin.says('/pause 3')
    expect(daily(await lin.at('2026-11-26 07:59'))).toBe(0)
    expect(daily(await lin.at('2026-11-26 08:00'))).toBe(1)
  })

  it('an open pause, until the learner comes back', async () => {
    const { lin } = await started()
    await lin.says('暂停')
    expect(daily(await lin.waits('30 days'))).toBe(0)
    await lin.says('恢复')
    // The hour has passed, the day not: its question comes now.
    expect(daily(await lin.waits('1min'))).toBe(1)
    expect(daily(await lin.waits('1 day'))).toBe(1)
  })
})

describe('nobody answers', () => {
  it('after 14 daily questions it says so and stops; any message and they come again', async () => {
    const { lin } = await started()
    expect(daily(await lin.waits('14 days'))).toBe(14)
    expect(await lin.waits('1 day')).toEqual([expect.stringContaining('已经 14 天没有回答了')])
    expect(await lin.waits('10 days')).toEqual([])
    await lin.until('07:30')
    await lin.says('我回来了')
    expect(daily(await lin.waits('2 days'))).toBe(2)
  })

  it('「恢复」 is a welcome back then, not “it was on all the time”', async () => {
    const { lin } = await started()
    await lin.waits('15 days')
    expect((await lin.says('恢复'))[0]).toContain('欢迎回来')
    expect((await lin.says('恢复'))[0]).toContain('一直开着')
  })

  it('an answer in between begins the count anew', async () => {
    const { lin } = await started()
    await lin.waits('10 days')
    await lin.answers()
    expect(daily(await lin.waits('14 days'))).toBe(14)
    expect(daily(await lin.waits('1 day'))).toBe(0)
  })
})

describe('the evening nudge', () => {
  it('comes once when the streak is at risk', async () => {
    const { lin } = await started()
    await lin.answers()
    await lin.at('2026-11-24 20:29')
    expect(await lin.at('2026-11-24 20:30')).toEqual([expect.stringContaining('🌙 已经连续 1 天了，今天还差一题')])
    expect(nudges(await lin.at('2026-11-25 02:59'))).toBe(0)
  })

  it('not on the evening of a day answered', async () => {
    const { lin } = await started()
    await lin.answers()
    expect(nudges(await lin.at('2026-11-23 23:59'))).toBe(0)
  })

  it('not when there is no streak to lose', async () => {
    const { lin } = await started()
    expect(nudges(await lin.waits('5 days'))).toBe(0)
    await lin.answers()
    expect(nudges(await lin.waits('5 days'))).toBe(1)
  })

  it('says when a freeze would be used', async () => {
    const { lin } = await started()
    for (let day = 1; day <= 7; day++) {
      await lin.answers()
      await lin.waits('1 day')
    }
    expect((await lin.until('20:30')).at(-1)).toContain('不答会用掉一张补签卡（现在连续 7 天）')
  })

  it('not while an answer is being written, and not on rest days or in a pause', async () => {
    const { lin } = await started()
    await lin.answers()
    await lin.says('/settings')
    await lin.presses('周二')
    expect(nudges(await lin.at('2026-11-25 09:00'))).toBe(0)
    await lin.says('/pause 2')
    expect(nudges(await lin.at('2026-11-27 20:29'))).toBe(0)
    await lin.says('我会先倾听客户把话说完，再真诚道歉。')
    await lin.waits('20s')
    await lin.says('再补充一点。')
    await lin.waits('20s')
    await lin.says('还有一点。')
    expect(nudges(await lin.at('2026-11-27 23:00'))).toBe(0)
  })

  it('not to someone whose hour is in the evening anyway', async () => {
    const { lin } = await started()
    await lin.says('/time 20:00')
    await lin.answers()
    expect(nudges(await lin.waits('3 days'))).toBe(0)
  })

  it('can be switched off', async () => {
    const { lin } = await started()
    await lin.answers()
    await lin.says('/settings')
    await lin.presses('晚间提醒：开')
    expect(nudges(await lin.waits('3 days'))).toBe(0)
  })

  it('is not sent again after a crash in the middle of sending it', async () => {
    const { bot, lin } = await started({ mayStall: true })
    await lin.answers()
    await lin.at('2026-11-24 20:29')
    bot.channel.hanging = 'deaf'
    expect(nudges(await lin.at('2026-11-24 20:30'))).toBe(1)
    bot.kill()
    bot.channel.hanging = undefined
    const before = bot.channel.shown.length
    await bot.boot()
    await lin.waits('4h')
    expect(bot.channel.shown.length).toBe(before)
    expect((await lin.doc()).outbox).toEqual([])
  })

  it('is not sent at night because the bot was down in the evening, and tomorrow’s comes all the same', async () => {
    const { bot, lin } = await started()
    await lin.answers()
    await lin.at('2026-11-24 09:00')
    await lin.answers()
    await lin.at('2026-11-25 20:00')
    bot.kill()
    bot.clock.set(Date.parse('2026-11-25T23:30:00+08:00'))
    await bot.boot()
    expect(nudges(await lin.waits('1h'))).toBe(0)
    await lin.at('2026-11-26 00:40')
    await lin.says('题目')
    await lin.answers()
    bot.kill()
    bot.clock.set(Date.parse('2026-11-26T08:30:00+08:00'))
    await bot.boot()
    expect(nudges(await lin.at('2026-11-26 20:30'))).toBe(1)
  })
})

describe('a learner who blocked the bot', () => {
  it('gets no reminders until they write again', async () => {
    const { bot, lin } = await started()
    bot.channel.faults.push({ error: new ChannelError('blocked', '403') })
    await lin.waits('5 days')
    expect(daily(await lin.waits('5 days'))).toBe(0)
    expect((await lin.doc()).push).toMatchObject({ stopped: 'blocked', next: null, nudgeAt: null })
    await lin.until('07:30')
    await lin.says('我回来了')
    expect(daily(await lin.waits('2 days'))).toBe(2)
  })

  it('and one the network tells about', async () => {
    const { lin } = await started()
    await lin.event({ type: 'blocked' })
    expect(await lin.waits('3 days')).toEqual([])
    await lin.until('07:30')
    await lin.event({ type: 'unblocked' })
    expect(daily(await lin.waits('2 days'))).toBe(2)
  })
})

describe('一小时后: in an hour', () => {
  it('the card comes again after an hour, once', async () => {
    const { lin } = await started()
    expect(await lin.presses(zh.choice.later)).toEqual([expect.stringContaining('一小时后再来找你')])
    expect(await lin.waits('59min')).toEqual([])
    expect(await lin.waits('1min')).toEqual([expect.stringContaining('⏰ 说好的一小时到了')])
    expect(await lin.waits('5h')).toEqual([])
  })

  it('not when it is answered before, and it survives a restart', async () => {
    const { bot, lin } = await started()
    await lin.presses(zh.choice.later)
    await lin.waits('10min')
    await lin.answers()
    expect(await lin.waits('3h')).toEqual([])
    await lin.says('题目')
    await lin.presses(zh.choice.later)
    bot.kill()
    await bot.boot()
    expect(await lin.waits('1h')).toEqual([expect.stringContaining('说好的一小时到了')])
  })
})

it('a thousand learners at eight: pushes are paced, and a reply does not wait for them', async () => {
  const channel = new FakeChannel('buttons', 'fake', { broadcast: 10 })
  const { bot, lin } = await started({ channels: [channel], mayStall: true })
  for (let n = 1; n < 1000; n++) await bot.learner(`learner${n}`).says('/start')
  await lin.at('2026-11-24 08:00')
  const already = channel.shown.length
  const times: number[] = []
  const send = channel.send.bind(channel)
  channel.send = (...args) => {
    times.push(bot.clock.now())
    return send(...args)
  }
  await lin.waits('10s')
  expect(channel.shown.length - already).toBe(100)
  // The others' questions are not even chosen until their turn has come near.
  const documents = await Promise.all([...bot.store.wakes()].map(({ id }) => bot.store.read({ kind: 'learner', id })))
  const chosen = documents.filter((doc) => doc && doc.outbox.length > 0).length
  expect(chosen).toBeGreaterThan(150)
  expect(chosen).toBeLessThan(220)
  const sent = daily(channel.shown.map(({ message }) => JSON.stringify(message)))
  expect(bot.app.status().channels[0]?.waiting).toBe(1000 - sent)
  expect(await bot.learner('learner999').says('打卡')).toContainEqual(expect.stringContaining('今天就是第 1 天'))
  await lin.waits('100s')
  expect(daily(channel.shown.map(({ message }) => JSON.stringify(message)))).toBe(1000)
}, 30_000)
