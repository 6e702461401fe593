import { describe, expect, it, vi } from 'vitest'
import { type Bot, type Learner_, startBot } from '../support/bot.ts'
import { FakeChannel } from '../support/channel.ts'
import { groupOf } from '../support/group.ts'
import { FakePainter } from '../support/painter.ts'

/* Sunday evening. The bot starts on Monday 2026-11-23, 09:00 in Shanghai; its questions come at 08:00. */

vi.setConfig({ testTimeout: 60_000 })

const isSummary = (text: string) => text.startsWith('🗓')
const SUNDAY = '2026-11-29'

/** A learner who answers the day's question on these days of the first week (1 = Monday), at noon. */
async function practises(bot: Bot, days: number[], lin: Learner_ = bot.learner()): Promise<Learner_> {
  await lin.says('/start')
  for (const day of days) {
    if (day > 1) await lin.at(`2026-11-${22 + day} 12:00`)
    await lin.answers()
  }
  return lin
}

const summaries = async (lin: Learner_, until: string) => (await lin.at(until)).filter(isSummary)

describe('the summary of a week', () => {
  it('comes on Sunday at nine in the evening, once, and says what was kept, what is next, and how to be rid of it', async () => {
    const bot = await startBot()
    const lin = await practises(bot, [1, 2, 4, 5])
    await lin.says('面试日期 2026-12-20')
    expect(await summaries(lin, `${SUNDAY} 20:59`)).toEqual([])
    const [summary, ...more] = await summaries(lin, `${SUNDAY} 21:00`)
    expect(more).toEqual([])
    expect(summary?.split('\n')).toEqual([
      '🗓 这一周（11月23日–29日）',
      '',
      '练了 4 天，回答 4 题。',
      '今天的还没答，睡前两分钟就够。',
      '',
      expect.stringMatching(/^🎯 接下来先练：./),
      '📅 离面试还有 21 天。',
      '',
      '每周日晚上一份小结，不想要就在「设置」里关。',
    ])
    expect(await summaries(lin, '2026-12-06 20:59')).toEqual([])
  })

  it('names a whole week, and leads to what is weakest', async () => {
    const bot = await startBot()
    const lin = await practises(bot, [1, 2, 3, 4, 5, 6, 7])
    const [summary] = await summaries(lin, `${SUNDAY} 21:00`)
    expect(summary).toContain('一天没落：7 天，回答 7 题。\n🔥 连续打卡 7 天。')
    const name = /接下来先练：(.*)/.exec(summary ?? '')?.[1] ?? '?'
    const [card] = await lin.presses(`练一道「${name}」`)
    expect(card).toContain('约')
  })

  it('comes in English, in the learner’s own evening', async () => {
    const bot = await startBot({ locale: 'en' })
    const lin = bot.learner()
    await lin.says('/start')
    await lin.says('/timezone Europe/London')
    await lin.answers()
    await lin.at(`${SUNDAY} 20:59`, 'Europe/London')
    const [summary] = (await lin.at(`${SUNDAY} 21:00`, 'Europe/London')).filter((text) => text.startsWith('🗓'))
    expect(summary).toContain('Your week (23–29 Nov)')
    expect(summary).toContain('You practised on 1 day: 1 answer.')
  })

  it('can be turned off in the settings, and on again', async () => {
    const bot = await startBot()
    const lin = await practises(bot, [1, 5])
    await lin.says('/settings')
    await lin.presses('每周小结：开')
    expect(await summaries(lin, '2026-11-30 12:00')).toEqual([])
    await lin.answers()
    await lin.says('/settings')
    await lin.presses('每周小结：关')
    expect(await summaries(lin, '2026-12-06 21:00')).toHaveLength(1)
  })

  it('does not come to those who have not answered for two weeks, nor in a pause, nor on the day one begins', async () => {
    const bot = await startBot()
    const away = await practises(bot, [1], bot.learner('away'))
    const pausing = await practises(bot, [1, 2], bot.learner('pausing'))
    await pausing.at('2026-11-27 12:00')
    await pausing.says('/pause 7')
    await away.at(`${SUNDAY} 12:00`)
    const fresh = await practises(bot, [1], bot.learner('fresh'))
    const shown = async (until: string) => {
      const before = bot.channel.shown.length
      await away.at(until)
      return bot.channel.shown
        .slice(before)
        .filter(({ message }) => JSON.stringify(message.blocks).includes('🗓'))
        .map(({ chatId }) => chatId)
    }
    expect(await shown('2026-11-30 12:00')).toEqual(['chat-away'])
    expect((await fresh.doc()).push.weekly?.day).toBe('2026-12-06')
    await pausing.says('/resume')
    // Their last answers are five to thirteen days old by then, and a week later two weeks and more.
    expect((await shown('2026-12-07 12:00')).sort()).toEqual(['chat-away', 'chat-fresh', 'chat-pausing'])
    expect(await shown('2026-12-28 12:00')).toEqual([])
  })

  it('waits while an answer is being written', async () => {
    const bot = await startBot()
    const lin = await practises(bot, [1, 2])
    await lin.at(`${SUNDAY} 20:59`)
    await lin.waits('50s')
    await lin.says('我会先倾听客户把话说完，再真诚道歉，之后查清原因。')
    expect(await summaries(lin, `${SUNDAY} 21:00`)).toEqual([])
    const shown = await lin.at(`${SUNDAY} 21:02`)
    expect(shown.findIndex(isSummary)).toBe(shown.length - 1)
    expect(shown.at(-1)).toContain('练了 3 天，回答 3 题')
  })

  describe('after the bot was down', () => {
    const back = async (time: string) => {
      const bot = await startBot()
      const lin = await practises(bot, [1, 2])
      await lin.at(`${SUNDAY} 20:00`)
      bot.kill()
      bot.clock.set(Date.parse(`${time}:00+08:00`))
      const before = bot.channel.shown.length
      await bot.boot()
      const now = bot.channel.shown.slice(before).filter(({ message }) => JSON.stringify(message).includes('🗓')).length
      return { lin, now }
    }

    it('comes late the same evening', async () => {
      expect((await back('2026-11-29 22:20')).now).toBe(1)
    })

    it('waits for the morning when it is night', async () => {
      const { lin, now } = await back('2026-11-29 23:50')
      expect(now).toBe(0)
      expect(await summaries(lin, '2026-11-30 06:59')).toEqual([])
      const [summary] = await summaries(lin, '2026-11-30 07:00')
      expect(summary).toContain('🗓 这一周（11月23日–29日）')
      expect(summary).not.toContain('今天的还没答')
    })

    it('is let go at noon, and next Sunday’s comes', async () => {
      const { lin, now } = await back('2026-11-30 12:30')
      expect(now).toBe(0)
      await lin.says('/question')
      await lin.answers()
      expect(await summaries(lin, '2026-12-06 20:59')).toEqual([])
      expect(await summaries(lin, '2026-12-06 21:00')).toHaveLength(1)
    })

    it('comes once, though the process dies again and again', async () => {
      const bot = await startBot()
      const lin = await practises(bot, [1, 2])
      await lin.at(`${SUNDAY} 20:59`)
      let count = 0
      for (let n = 0; n < 5; n++) {
        count += (await lin.waits('40s')).filter(isSummary).length
        bot.kill()
        await bot.boot()
      }
      count += (await lin.at('2026-11-30 13:00')).filter(isSummary).length
      expect(count).toBe(1)
    })
  })

  it('a zone that turns Sunday evening back into the afternoon brings no second one', async () => {
    const bot = await startBot()
    const lin = await practises(bot, [1, 2])
    expect(await summaries(lin, `${SUNDAY} 21:30`)).toHaveLength(1)
    await lin.says('/timezone Europe/London')
    expect(await summaries(lin, '2026-12-06 20:00')).toEqual([])
  })
})

describe('with pictures', () => {
  const start = async () => {
    const painter = new FakePainter()
    const channels = [new FakeChannel('buttons', 'fake', undefined, { images: true })]
    return { painter, bot: await startBot({ painter, channels }) }
  }

  it('the summary is a picture with the same words below it', async () => {
    const { painter, bot } = await start()
    const lin = await practises(bot, [1, 2, 3])
    const [summary] = await summaries(lin, `${SUNDAY} 21:00`)
    expect(summary).toContain('练了 3 天')
    expect(bot.channel.shown.at(-1)?.message.picture).toMatchObject({
      alt: '每周小结，11月23日–29日：打卡 3 天，回答 3 题。',
    })
    expect(painter.words).toContain('这一周打卡\n3\n天\n周一\n周二')
  })

  it('/streak is the half year with few words; where it cannot be drawn, or shown, it is the same text', async () => {
    const { painter, bot } = await start()
    const plain = await startBot()
    for (const one of [bot, plain]) await practises(one, [1, 2, 3])
    const [caption] = await bot.learner().says('/streak')
    expect(caption).toBe('🔥 连续打卡 3 天\n\n最长 3 天 · 共 3 天 · 补签卡 0 张\n\n今天已经打卡。')
    expect(bot.channel.shown.at(-1)?.message.picture?.alt).toBe('打卡日历：连续 3 天，最长 3 天，一共 3 天。')
    expect(painter.words).toMatch(/^每日一面\n11月25日\n3\n天连续打卡\n最长\n3 天\n/)
    painter.broken = true
    const [text] = await bot.learner().says('/streak')
    expect(text).toContain('最近两周')
    expect(bot.channel.shown.at(-1)?.message.picture).toBeUndefined()
    expect([text]).toEqual(await plain.learner().says('/streak'))
    expect(bot.logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1)
  })

  it('what is being drawn when the bot stops goes out as text', async () => {
    const { painter, bot } = await start()
    const lin = await practises(bot, [1])
    painter.slow = true
    const asked = lin.says('/streak')
    while (painter.pictures.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await bot.app.stop()
    expect((await asked)[0]).toContain('最近两周')
  })

  it('knows what has long been folded away', async () => {
    const { painter, bot } = await start()
    const lin = bot.learner()
    await lin.says('/start')
    for (let day = 0; day < 100; day++) {
      await lin.says('/question')
      await lin.answers()
      await lin.waits('1 day')
    }
    await lin.says('/streak')
    expect(painter.words).toContain('100\n天连续打卡')
    const cells = JSON.stringify(painter.pictures.at(-1)).match(/#a9dcbb|#56b882|#1f8a57/g) ?? []
    // Three of them explain the colours, the others are the bars' own.
    expect(cells.length).toBeGreaterThanOrEqual(103)
  })
})

describe('a group’s board of the week', () => {
  async function play(options: Parameters<typeof startBot>[0] = {}) {
    const bot = await startBot(options)
    const group = groupOf(bot)
    await group.event({ type: 'joined' })
    const ana = group.member('ana', 'Ana')
    const bo = group.member('bo', '博🦊')
    for (const day of [24, 25, 26]) {
      await group.at(`2026-11-${day} 12:00`)
      await ana.replies('我会先倾听客户，再真诚道歉，然后核实情况。')
      if (day !== 25) await bo.replies('先倾听客户把话说完，再想办法解决。')
    }
    return { bot, group, ana, bo }
  }
  const boards = (shown: string[]) => shown.filter((text) => text.startsWith('🏆'))

  it('comes after Sunday’s reveal, once', async () => {
    const { group } = await play()
    expect(boards(await group.at(`${SUNDAY} 20:59`))).toEqual([])
    const [board, ...more] = boards(await group.at(`${SUNDAY} 21:00`))
    expect(more).toEqual([])
    expect(board).toContain('🏆 本周榜（11月23日–29日）')
    expect(board).toMatch(/🥇 Ana　3\/\d 天 · .*\n🥈 博🦊　2\/\d 天/)
    expect(boards(await group.at('2026-12-06 22:00'))).toEqual([])
  })

  it('is a card where pictures are shown, and so is the reveal', async () => {
    const painter = new FakePainter()
    const channels = [new FakeChannel('buttons', 'fake', undefined, { images: true })]
    const { bot, group } = await play({ painter, channels })
    expect(painter.words).toMatch(/^每日一面\n11月25日\n揭晓\n/)
    await group.at(`${SUNDAY} 21:00`)
    expect(painter.words).toMatch(/本周榜\n.*\n1\nAna\n3\/\d 天\n.*\n2\n博🦊\n2\/\d 天\n/s)
    expect(bot.channel.shown.at(-1)?.message.picture?.alt).toBe('本周榜，2 人上榜。')
  })

  it('is not posted where boards are off, where the group is paused, or where nobody is on it', async () => {
    for (const words of ['/group 榜 关', '/pause 7']) {
      const { bot, group, ana } = await play()
      bot.channel.roles.set('ana', 'admin')
      await ana.says(words)
      expect(boards(await group.at('2026-11-30 13:00')), words).toEqual([])
    }
    const { group } = await play()
    await group.at('2026-11-30 13:00')
    expect(boards(await group.at('2026-12-07 13:00'))).toEqual([])
  })

  it('has the Sunday round in it when both are late', async () => {
    const { bot, group, ana } = await play()
    await group.at(`${SUNDAY} 12:00`)
    await ana.replies('我会先倾听客户，再真诚道歉，然后核实情况。')
    bot.kill()
    bot.clock.set(Date.parse(`${SUNDAY} 21:40:00+08:00`))
    const before = bot.channel.shown.length
    await bot.boot()
    const shown = bot.channel.shown.slice(before).map(({ message }) => JSON.stringify(message.blocks))
    const reveal = shown.findIndex((text) => text.includes('📖'))
    const board = shown.findIndex((text) => text.includes('🏆'))
    expect(reveal).toBeGreaterThanOrEqual(0)
    expect(board).toBeGreaterThan(reveal)
    expect(shown[board]).toContain('Ana　4/')
  })
})
