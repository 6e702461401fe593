import { describe, expect, it } from 'vitest'
import { ChannelError } from '../../src/ports/channel.ts'
import { zh } from '../../src/text/zh.ts'
import { startBot } from '../support/bot.ts'
import { FakeChannel } from '../support/channel.ts'

/** Streaks as the learner sees them (§6). Every test begins on Monday 2026-11-23 at 09:00 in Shanghai. */

const { streakLine, streak } = zh
const ANSWER = '我会先倾听客户把话说完，再真诚道歉，之后查清原因。'
const at = (time: string) => Date.parse(`${time.replace(' ', 'T')}:00+08:00`)

async function started(options: Parameters<typeof startBot>[0] = {}) {
  const bot = await startBot({ ...options, env: { ANSWER_IDLE_SECONDS: '0', ...options.env } })
  const lin = bot.learner()
  await lin.says('/start')
  return {
    bot,
    lin,
    /** What the feedback to an answer given now says of the streak. */
    async answered(): Promise<string> {
      return (await lin.answers()).at(-1) ?? ''
    },
    async looks(): Promise<string> {
      return (await lin.says('/streak')).join('\n')
    },
    /** Answers the question of each of these days. */
    async keeps(...days: number[]): Promise<string> {
      let last = ''
      for (const day of days) {
        if (day > 23) await lin.at(`2026-11-${day} 09:00`)
        last = (await lin.answers()).at(-1) ?? ''
      }
      return last
    },
    /** The bot is off from one time to another. */
    async down(from: string, to: string): Promise<void> {
      await lin.at(from)
      bot.kill()
      bot.clock.set(at(to))
      await bot.boot()
    },
  }
}

describe('one count a day', () => {
  it('the first answer makes it 1, the second the same day changes nothing, the next day makes it 2', async () => {
    const { answered, lin, keeps, looks } = await started()
    expect(await looks()).toContain(streak.heading(0))
    expect(await answered()).toContain(streakLine.first)
    await lin.says('题目')
    expect(await answered()).toContain(streakLine.already(1))
    expect(await looks()).toContain(`${streak.heading(1)}\n\n${streak.numbers(1, 1, 0)}`)
    expect(await keeps(24)).toContain(streakLine.kept(2, 2))
  })

  it('looking at the answer, skipping, and “不知道” are no answers', async () => {
    const { lin, looks } = await started()
    for (const word of ['看答案', '跳过']) {
      await lin.presses(word)
      await lin.says('题目')
    }
    await lin.says('不知道')
    expect(await looks()).toContain(streak.heading(0))
  })
})

describe('which day an answer counts for', () => {
  it('01:30 at night counts for the day before', async () => {
    const { lin, answered, keeps } = await started()
    await lin.at('2026-11-24 01:30')
    expect(await answered()).toContain(streakLine.first)
    expect(await keeps(24)).toContain(streakLine.kept(2, 2))
  })

  it('sent before the day ended but delivered after, it counts for its own day, and says so', async () => {
    const { lin, keeps } = await started()
    await lin.at('2026-11-24 04:00')
    const [, feedback] = await lin.says(ANSWER, { at: at('2026-11-24 02:59') })
    expect(feedback).toContain(`${streakLine.late('11月23日')}\n\n${streakLine.first}`)
    expect(await keeps(24)).toContain(streakLine.kept(2, 2))
  })

  it('an answer in several messages counts from its first', async () => {
    const { lin } = await started({ env: { ANSWER_IDLE_SECONDS: '600' } })
    await lin.at('2026-11-24 02:55')
    await lin.says('我会先倾听客户把话说完。')
    await lin.at('2026-11-24 03:04')
    await lin.says('再真诚道歉。')
    const [, feedback] = await lin.presses('完成')
    expect(feedback).toContain(streakLine.late('11月23日'))
    expect((await lin.doc()).streak.kept.map(({ day }) => day)).toEqual(['2026-11-23'])
  })

  it('an answer for a day before a break counts, and nobody is told “0 days”', async () => {
    const { lin } = await started()
    await lin.at('2026-11-27 09:00')
    const shown = (await lin.says(ANSWER, { at: at('2026-11-23 21:00') })).join('\n')
    expect(shown).toContain(streakLine.lapsed(1))
    expect(shown).not.toMatch(/连续(打卡)? 0 天/)
  })

  it('a clock of the network that is ahead does not count for tomorrow', async () => {
    const { bot, lin } = await started()
    await lin.says(ANSWER, { at: bot.clock.now() + 86_400_000 })
    expect((await lin.doc()).streak.kept.map(({ day }) => day)).toEqual(['2026-11-23'])
  })

  it('answers that arrive in another order give the same streak', async () => {
    const { lin, keeps, looks, bot } = await started()
    await keeps(23)
    await lin.at('2026-11-24 09:00')
    const card = bot.channel.shown.at(-1)?.messageId ?? ''
    await keeps(25)
    await lin.says(ANSWER, { at: at('2026-11-24 22:00'), replyTo: card })
    expect(await looks()).toContain(streak.heading(3))
  })
})

describe('freezes', () => {
  it('seven days earn one', async () => {
    const { keeps } = await started()
    expect(await keeps(23, 24, 25, 26, 27, 28)).not.toContain('🎁')
    expect(await keeps(29)).toContain(`${streakLine.kept(7, 7)}\n\n${streakLine.earned(1)}`)
  })

  it('one bridges a missed day: forecast before, used by the next answer, told afterwards', async () => {
    const { keeps, lin, looks } = await started()
    await keeps(23, 24, 25, 26, 27, 28, 29)
    await lin.at('2026-11-30 12:00')
    expect(await looks()).toContain(streak.atRisk['uses-freeze'])
    await lin.at('2026-12-01 12:00')
    const forecast = await looks()
    expect(forecast).toContain(`${streak.today.open}\n${streak.forecast(1)}\n${streak.atRisk.breaks}`)
    expect(forecast).toContain(streak.numbers(7, 7, 1))
    expect(forecast).toContain('🧊🔲')
    expect((await lin.answers()).at(-1)).toContain(`${streakLine.kept(8, 8)}\n\n${streakLine.froze(1, 0)}`)
    expect(await looks()).toContain(streak.numbers(8, 8, 0))
  })

  it('looking in between, every hour, changes nothing', async () => {
    const { keeps, lin, looks } = await started()
    await keeps(23, 24, 25, 26, 27, 28, 29)
    for (let hour = 0; hour < 48; hour++) {
      await lin.waits('1h')
      await looks()
    }
    expect((await lin.answers()).at(-1)).toContain(streakLine.froze(1, 0))
  })

  it('all or nothing: two missed days and one freeze break it, and the freeze stays', async () => {
    const { keeps, lin, looks } = await started()
    await keeps(23, 24, 25, 26, 27, 28, 29)
    await lin.at('2026-12-02 09:00')
    expect(await looks()).toContain(streak.lapsed)
    expect(await looks()).toContain(streak.heading(0))
    expect((await lin.answers()).at(-1)).toContain(streakLine.restarted(8))
    expect(await looks()).toContain(streak.numbers(7, 8, 1))
  })
})

it('a missed day breaks it: the learner is told before and begins anew', async () => {
  const { keeps, lin, looks } = await started()
  await keeps(23, 24)
  await lin.at('2026-11-25 12:00')
  expect(await looks()).toContain(`${streak.today.open}\n${streak.atRisk.breaks}`)
  await lin.at('2026-11-26 12:00')
  expect(await looks()).toContain(streak.lapsed)
  expect(await keeps(26)).toContain(streakLine.restarted(3))
  expect(await looks()).toContain(streak.numbers(2, 3, 0))
})

describe('days that neither count nor break', () => {
  it('a rest day', async () => {
    const { keeps, lin, looks } = await started()
    await keeps(23)
    await lin.says('/settings')
    await lin.presses('周二')
    await lin.at('2026-11-24 12:00')
    expect(await looks()).toContain(streak.today.off)
    expect(await keeps(25)).toContain(streakLine.kept(2, 2))
    expect(await looks()).toContain('🟩💤🟩')
  })

  it('a rest day shows as one while it lasts', async () => {
    const { lin, keeps, looks } = await started()
    await keeps(23, 24)
    await lin.presses('下一题')
    await lin.says('/settings')
    await lin.presses('周三')
    await lin.at('2026-11-25 09:00')
    expect(await looks()).toContain('🟩🟩💤')
  })

  it('answering on a rest day counts all the same', async () => {
    const { keeps, lin } = await started()
    await keeps(23)
    await lin.says('/settings')
    await lin.presses('周二')
    await lin.at('2026-11-24 12:00')
    await lin.says('题目')
    expect((await lin.answers()).at(-1)).toContain(streakLine.kept(2, 2))
  })

  it('a day chosen to rest afterwards stays missed', async () => {
    const { keeps, lin, looks } = await started()
    await keeps(23)
    await lin.at('2026-11-25 10:00')
    await lin.says('/settings')
    await lin.presses('周二')
    expect(await looks()).toContain(streak.lapsed)
  })

  it('a pause', async () => {
    const { keeps, lin, looks } = await started()
    await keeps(23)
    await lin.at('2026-11-24 07:00')
    await lin.says('/pause 3')
    await lin.at('2026-11-26 12:00')
    expect(await looks()).toContain(streak.heading(1))
    expect(await keeps(27)).toContain(streakLine.kept(2, 2))
    expect(await looks()).toContain('🟩💤💤💤🟩')
  })

  it('a day on which the bot was off', async () => {
    const { keeps, down, lin, looks } = await started()
    await keeps(23)
    await down('2026-11-23 23:00', '2026-11-25 06:00')
    await lin.at('2026-11-25 08:00')
    expect(await looks()).toContain(streak.heading(1))
    expect(await keeps(25)).toContain(streakLine.kept(2, 2))
    expect(await looks()).toContain('🟩🔧🟩')
  })

  it('not one on which it was off for some hours only', async () => {
    const { keeps, down, looks, lin } = await started()
    await keeps(23)
    await down('2026-11-24 02:00', '2026-11-24 12:00')
    await lin.at('2026-11-25 09:00')
    expect(await looks()).toContain(streak.lapsed)
  })

  it('not one on which a learner did not open the terminal it runs in', async () => {
    const channels = [new FakeChannel('typed', 'fake', {}, { opened: true })]
    const { keeps, down, looks } = await started({ channels })
    await keeps(23)
    await down('2026-11-23 12:00', '2026-11-25 09:00')
    expect(await looks()).toContain('🟩⬜🔲')
    expect(await looks()).toContain(streak.lapsed)
  })

  it('a day on which the network was out of reach', async () => {
    const { keeps, bot, lin, looks } = await started()
    await keeps(23)
    await lin.at('2026-11-24 06:00')
    bot.channel.host.connectivity('down', new ChannelError('unavailable', 'logged out'))
    await lin.at('2026-11-24 21:00')
    bot.channel.host.connectivity('up')
    await lin.at('2026-11-25 09:00')
    expect(await looks()).toContain(streak.heading(1))
    expect(await keeps(25)).toContain(streakLine.kept(2, 2))
  })

  it('an answer that waited on the network meanwhile is told the truth at once', async () => {
    const { keeps, bot, lin } = await started()
    await keeps(23)
    await lin.at('2026-11-23 23:00')
    bot.kill()
    bot.clock.set(at('2026-11-25 09:00'))
    bot.channel.backlog.push(
      ...['题目', ANSWER].map((text, n) => ({
        type: 'message' as const,
        eventId: `late${n}`,
        messageId: `late${n}`,
        chat: { channel: 'fake', chatId: 'chat-lin', kind: 'direct' as const },
        from: { channel: 'fake', userId: 'lin' },
        at: at('2026-11-25 08:30') + n,
        text,
        addressed: true,
      })),
    )
    await bot.boot()
    const said = bot.channel.shown.map(({ message }) => JSON.stringify(message)).join('\n')
    expect(said).toContain(streakLine.kept(2, 2))
    expect(said).not.toContain(streakLine.restarted(2))
  })
})
