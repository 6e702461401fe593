import { describe, expect, it } from 'vitest'
import type { InboundEvent } from '../../src/ports/channel.ts'
import { toPlain } from '../../src/render/plain.ts'
import { type Bot, startBot } from '../support/bot.ts'
import { ChannelError, FakeChannel } from '../support/channel.ts'

/** Stops, crashes and what they leave behind (§5). */

const ANSWER = '我会先倾听客户把话说完，再真诚道歉，之后查清原因。'
const at = (time: string) => Date.parse(`${time.replace(' ', 'T')}:00+08:00`)

async function started(options: Parameters<typeof startBot>[0] = {}) {
  const bot = await startBot({ mayStall: true, ...options })
  const lin = bot.learner()
  await lin.says('/start')
  return { bot, lin }
}

/** What a process started now shows before anything else happens. */
async function shownByBoot(bot: Bot): Promise<string[]> {
  const before = bot.channel.shown.length
  await bot.boot()
  return bot.channel.shown.slice(before).map(({ message }) => toPlain(message))
}

/** The process dies while this is being sent: it went out, but that was not written down. */
async function dieWhileSending(bot: Bot, work: () => Promise<unknown>): Promise<void> {
  bot.channel.hanging = 'deaf'
  await work()
  bot.kill()
  bot.channel.hanging = undefined
}

function message(text: string, time: string, eventId = text): InboundEvent {
  const channel = 'fake'
  return {
    type: 'message',
    eventId,
    messageId: eventId,
    chat: { channel, chatId: 'chat-lin', kind: 'direct' },
    from: { channel, userId: 'lin' },
    at: at(time),
    text,
    addressed: true,
  }
}

describe('a draft', () => {
  it('survives a crash, and its silence is timed on', async () => {
    const { bot, lin } = await started()
    await lin.says(ANSWER)
    await lin.waits('20s')
    bot.kill()
    expect(await shownByBoot(bot)).toEqual([])
    expect(await lin.waits('9s')).toEqual([])
    expect((await lin.waits('1s')).at(-1)).toContain('打卡第 1 天')
  })

  it('whose silence ended while the bot was off is assessed at the start', async () => {
    const { bot, lin } = await started()
    await lin.says(ANSWER)
    bot.kill()
    bot.clock.set(bot.clock.now() + 3_600_000)
    expect((await shownByBoot(bot)).at(-1)).toContain('打卡第 1 天')
  })

  it('goes on in the next process', async () => {
    const { bot, lin } = await started()
    await lin.says('我会先倾听客户把话说完。')
    await bot.restart()
    await lin.says('再真诚道歉。')
    await lin.presses('完成')
    expect((await lin.doc()).attempts[0]?.reply).toBe('我会先倾听客户把话说完。\n再真诚道歉。')
  })
})

describe('a message that was being sent when the process died', () => {
  it('is sent again when it is a question, once', async () => {
    const { bot, lin } = await started()
    await lin.at('2026-11-24 07:59')
    await dieWhileSending(bot, () => lin.at('2026-11-24 08:00'))
    expect(await shownByBoot(bot)).toEqual([expect.stringContaining('今日一面')])
    bot.kill()
    expect(await shownByBoot(bot)).toEqual([])
    expect((await lin.doc()).outbox).toEqual([])
  })

  it('is sent again when it is feedback; what was behind it is sent for the first time', async () => {
    const { bot, lin } = await started()
    await lin.says(ANSWER)
    await dieWhileSending(bot, () => lin.presses('完成'))
    const [checklist, model, ...more] = await shownByBoot(bot)
    expect(checklist).toContain('答到了：共情')
    expect(model).toContain('打卡第 1 天')
    expect(more).toEqual([])
  })

  it('is not sent again when it only acknowledges', async () => {
    const { bot, lin } = await started()
    await dieWhileSending(bot, () => lin.says(ANSWER))
    expect(await shownByBoot(bot)).toEqual([])
    expect((await lin.doc()).outbox).toEqual([])
  })

  it('repeats at most one message a chat, wherever the process dies', async () => {
    for (let sends = 1; sends <= 6; sends++) {
      const { bot, lin } = await started()
      const send = bot.channel.send.bind(bot.channel)
      let count = 0
      bot.channel.send = (...args) => {
        count += 1
        if (count === sends) bot.channel.hanging = 'deaf'
        return send(...args)
      }
      await lin.says(ANSWER)
      await lin.presses('完成')
      await lin.says('题目')
      await lin.says('提示')
      bot.kill()
      bot.channel.hanging = undefined
      await bot.boot()
      const texts = bot.channel.shown.map(({ message }) => toPlain(message))
      expect(texts.length - new Set(texts).size).toBeLessThanOrEqual(1)
      expect((await lin.doc()).outbox).toEqual([])
      expect(texts.filter((text) => text.includes('💡'))).not.toHaveLength(0)
    }
  })
})

it('what was planned but never tried is sent by the next process, in order and before anything new', async () => {
  const { bot, lin } = await started()
  await lin.says(ANSWER)
  bot.channel.broken = new ChannelError('unavailable', 'no network')
  await lin.presses('完成')
  bot.kill()
  bot.channel.broken = undefined
  bot.channel.backlog.push(message('打卡', '2026-11-23 09:00'))
  const [checklist, model, streak, ...more] = await shownByBoot(bot)
  expect(checklist).toContain('答到了：共情')
  expect(model).toContain('打卡第 1 天')
  expect(streak).toContain('连续打卡 1 天')
  expect(more).toEqual([])
})

it('an update delivered again after a crash has its effect once', async () => {
  const { bot, lin } = await started()
  await lin.says(ANSWER, { eventId: 'same' })
  bot.kill()
  bot.channel.backlog.push(message(ANSWER, '2026-11-23 09:00', 'same'))
  await bot.boot()
  await lin.waits('30s')
  expect((await lin.doc()).attempts.map(({ reply }) => reply)).toEqual([ANSWER])
})

describe('the backlog comes before every reminder', () => {
  it('no question while updates still wait; then it comes', async () => {
    const { bot, lin } = await started()
    await lin.at('2026-11-24 07:00')
    bot.kill()
    bot.clock.set(at('2026-11-24 08:30'))
    const drained = Promise.withResolvers<void>()
    bot.channel.slow = drained.promise
    expect(await shownByBoot(bot)).toEqual([])
    expect(await lin.waits('10min')).toEqual([])
    expect(await lin.says('打卡')).toHaveLength(1)
    drained.resolve()
    expect(await lin.waits('1s')).toEqual([expect.stringContaining('今日一面')])
  })

  it('no nudge for a day already answered', async () => {
    const { bot, lin } = await started()
    await lin.answers()
    await lin.at('2026-11-24 20:00')
    bot.kill()
    bot.clock.set(at('2026-11-24 20:40'))
    bot.channel.backlog.push(message(ANSWER, '2026-11-24 20:10'), message('完成', '2026-11-24 20:11'))
    await bot.boot()
    const shown = await lin.waits('5h')
    expect(shown.filter((text) => text.includes('🌙'))).toEqual([])
    expect((await lin.doc()).streak.kept).toHaveLength(2)
  })

  it('a channel that is slow to start holds up only its own learners', async () => {
    const [quick, slow] = [new FakeChannel('buttons', 'quick'), new FakeChannel('typed', 'slow')]
    const { bot, lin } = await started({ channels: [quick, slow] })
    const wang = bot.learner('wang', slow)
    await wang.says('/start')
    await lin.at('2026-11-24 07:00')
    bot.kill()
    const drained = Promise.withResolvers<void>()
    slow.slow = drained.promise
    await bot.boot()
    expect(await lin.at('2026-11-24 08:00')).toHaveLength(1)
    expect(await wang.waits('10min')).toEqual([])
    drained.resolve()
    await bot.settled()
    expect(await wang.waits('31s')).toHaveLength(1)
  })
})

describe('a clean stop', () => {
  it('ends within 10 s though a send never ends: that one is unknown, and sent again', async () => {
    const { bot, lin } = await started()
    await lin.says(ANSWER)
    bot.channel.hanging = 'deaf'
    await lin.presses('完成')
    let over = false
    void bot.app.stop().then(() => {
      over = true
    })
    await bot.clock.moveTo(bot.clock.now() + 9000, () => bot.settled())
    expect(over).toBe(true)
    bot.channel.hanging = undefined
    await bot.store.open()
    expect((await lin.doc()).outbox.map(({ state }) => state)).toEqual(['unknown', 'planned'])
    expect(await shownByBoot(bot)).toEqual([
      expect.stringContaining('答到了：共情'),
      expect.stringContaining('打卡第 1 天'),
    ])
  })

  it('waits for nothing that is said outside the outbox', async () => {
    const { bot, lin } = await started({ env: { MESSAGES_PER_MINUTE: '5' } })
    bot.channel.hanging = 'deaf'
    for (let n = 0; n < 8; n++) await lin.says('打卡')
    let over = false
    void bot.app.stop().then(() => {
      over = true
    })
    await bot.clock.moveTo(bot.clock.now() + 9000, () => bot.settled())
    expect(over).toBe(true)
  })

  it('what was accepted before it is in the document, and is done by the next process', async () => {
    const { bot, lin } = await started()
    const saying = bot.channel.deliver(message(ANSWER, '2026-11-23 09:00'))
    const stopping = bot.app.stop()
    await Promise.all([saying, stopping])
    await bot.store.open()
    expect((await lin.doc()).sessions.at(-1)?.parts.map(({ text }) => text)).toEqual([ANSWER])
    await bot.boot()
    expect((await lin.waits('30s')).at(-1)).toContain('打卡第 1 天')
  })

  it('loses no time a tick or timer would still use: nothing happens afterwards', async () => {
    const { bot, lin } = await started()
    await bot.app.stop()
    expect(await lin.waits('2 days')).toEqual([])
    expect(bot.logger.lines.filter(({ level }) => level === 'error')).toEqual([])
  })
})
