import { describe, expect, it } from 'vitest'
import { en } from '../../src/text/en.ts'
import { zh } from '../../src/text/zh.ts'
import { startBot } from '../support/bot.ts'
import { ChannelError, FakeChannel } from '../support/channel.ts'
import { FaultyStore } from '../support/store.ts'

/** A full disk, a network in trouble, two channels side by side. */

const ANSWER = '我会先倾听客户把话说完，再真诚道歉，之后查清原因。'

async function started(options: Parameters<typeof startBot>[0] = {}) {
  let disk: FaultyStore | undefined
  const bot = await startBot({
    mayStall: true,
    store: (clock) => {
      disk = new FaultyStore(clock)
      return disk
    },
    ...options,
  })
  const lin = bot.learner()
  await lin.says('/start')
  return { bot, lin, disk: disk as FaultyStore }
}

describe('a full disk (§5, §6)', () => {
  it('the learner is told that the answer is not saved; nothing pretends; later the same words are taken', async () => {
    const { bot, lin, disk } = await started()
    const before = await lin.doc()
    disk.full = true
    expect(await lin.says(ANSWER)).toEqual([zh.fault.notSaved])
    expect(await lin.waits('5min')).toEqual([])
    expect(await lin.doc()).toEqual(before)
    disk.full = false
    expect(await lin.says(ANSWER)).toEqual([expect.stringContaining('收到')])
    expect((await lin.waits('30s')).at(-1)).toContain('打卡第 1 天')
    expect((await lin.doc()).attempts.map(({ reply }) => reply)).toEqual([ANSWER])
    expect(bot.logger.text).not.toContain('倾听')
  })

  it('in the learner’s own language', async () => {
    const { lin, disk } = await started()
    await lin.says('/language en')
    disk.full = true
    expect(await lin.says('I listen first.')).toEqual([en.fault.notSaved])
  })

  it('commands and buttons too', async () => {
    const { lin, disk } = await started()
    disk.full = true
    expect(await lin.says('/time 09:00')).toEqual([zh.fault.notSaved])
    expect(await lin.presses('跳过')).toEqual([zh.fault.notSaved])
    disk.full = false
    expect((await lin.doc()).settings.time).toBe(480)
  })

  it('a stranger is told, and is greeted when they come again', async () => {
    const { bot, disk } = await started()
    disk.full = true
    const wang = bot.learner('wang')
    expect(await wang.says('/start')).toEqual([zh.fault.notSaved])
    disk.full = false
    expect(await wang.says('/start')).toHaveLength(2)
  })

  it('a draft’s end waits for the disk', async () => {
    const { lin, disk } = await started()
    await lin.says(ANSWER)
    disk.full = true
    expect(await lin.waits('10min')).toEqual([])
    disk.full = false
    expect((await lin.waits('30s')).at(-1)).toContain('打卡第 1 天')
  })

  it('a daily question comes when the disk is back, once', async () => {
    const { lin, disk } = await started()
    await lin.at('2026-11-24 07:59')
    disk.full = true
    expect(await lin.at('2026-11-24 08:20')).toEqual([])
    disk.full = false
    expect(await lin.waits('1min')).toEqual([expect.stringContaining('今日一面')])
    expect(await lin.waits('10h')).toEqual([])
  })

  it('a disk that stays full is not asked without a pause', async () => {
    const { lin, disk } = await started()
    await lin.says(ANSWER)
    disk.full = true
    const before = disk.asked
    await lin.waits('10min')
    expect(disk.asked - before).toBeLessThan(30)
  })

  it('full between the sending of a message and the record of it: sent once, and nothing after it is lost', async () => {
    const { bot, lin, disk } = await started()
    const send = bot.channel.send.bind(bot.channel)
    bot.channel.send = async (...args) => {
      const sent = await send(...args)
      disk.full = true
      return sent
    }
    await lin.says(ANSWER)
    bot.channel.send = send
    expect(await lin.waits('3min')).toEqual([])
    disk.full = false
    const shown = await lin.waits('2min')
    expect(shown).toEqual([expect.stringContaining('答到了'), expect.stringContaining('打卡第 1 天')])
    expect((await lin.doc()).outbox).toEqual([])
  })

  it('and a crash then repeats that one message at most', async () => {
    const { bot, lin, disk } = await started()
    await lin.says(ANSWER)
    const send = bot.channel.send.bind(bot.channel)
    bot.channel.send = async (...args) => {
      const sent = await send(...args)
      disk.full = true
      return sent
    }
    expect(await lin.presses('完成')).toHaveLength(1)
    bot.kill()
    bot.channel.send = send
    disk.full = false
    const before = bot.channel.shown.length
    await bot.boot()
    expect(bot.channel.shown.length - before).toBe(2)
  })

  it('stops cleanly', async () => {
    const { bot, disk } = await started()
    disk.full = true
    await bot.app.stop()
    expect(bot.logger.lines.map(({ message }) => message)).toContain('the uptime record could not be written')
  })
})

describe('a network in trouble', () => {
  it('429: every message comes later, in order', async () => {
    const { bot, lin } = await started()
    await lin.says(ANSWER)
    bot.channel.faults.push({ error: new ChannelError('rate-limited', '429', { retryAfterMs: 20_000 }) })
    expect(await lin.presses('完成')).toEqual([])
    expect(await lin.waits('19s')).toEqual([])
    expect(await lin.waits('1s')).toHaveLength(2)
  })

  it('no network for an hour: nothing is lost, nothing is doubled, and the document is left alone meanwhile', async () => {
    const { bot, lin, disk } = await started()
    await lin.says(ANSWER)
    bot.channel.broken = new ChannelError('unavailable', 'no network')
    expect(await lin.presses('完成')).toEqual([])
    const text = JSON.stringify(await lin.doc())
    expect(await lin.waits('1h')).toEqual([])
    expect(JSON.stringify(await lin.doc())).toBe(text)
    bot.channel.broken = undefined
    expect(await lin.waits('1min')).toHaveLength(2)
    expect(disk.full).toBe(false)
  })

  it('a 5xx after the message was accepted: feedback may come twice, an acknowledgement never', async () => {
    const { bot, lin } = await started()
    const lost = () => ({ error: new ChannelError('unavailable', '502', { outcome: 'unknown' }), accepted: true })
    bot.channel.faults.push(lost())
    expect(await lin.says(ANSWER)).toHaveLength(1)
    expect(await lin.waits('10s')).toEqual([])
    bot.channel.faults.push(lost())
    expect(await lin.presses('完成')).toEqual([expect.stringContaining('答到了')])
    expect(await lin.waits('1s')).toEqual([expect.stringContaining('答到了'), expect.stringContaining('打卡第 1 天')])
  })

  it('a message the network never takes does not hold up the next', async () => {
    const { bot, lin } = await started()
    bot.channel.faults.push({ error: new ChannelError('invalid-message', '400') })
    expect(await lin.says('打卡')).toEqual([])
    expect(await lin.says('打卡')).toHaveLength(1)
  })

  it('a notice outside the outbox that cannot be sent holds up nothing', async () => {
    const { bot, lin, disk } = await started()
    disk.full = true
    bot.channel.hanging = 'deaf'
    await lin.says('打卡')
    disk.full = false
    bot.channel.hanging = undefined
    expect(await lin.says('打卡')).toHaveLength(1)
    disk.full = true
    bot.channel.broken = new ChannelError('unavailable', 'no network')
    expect(await lin.says('打卡')).toEqual([])
    expect(bot.logger.lines.at(-1)).toMatchObject({ level: 'warn', message: 'a notice could not be sent' })
  })
})

describe('two channels side by side', () => {
  async function both(env: Record<string, string> = {}) {
    const [buttons, typed] = [new FakeChannel('buttons', 'buttons'), new FakeChannel('typed', 'typed')]
    const { bot, lin } = await started({ channels: [buttons, typed], env })
    const wang = bot.learner('wang', typed)
    await wang.says('/start')
    return { bot, buttons, typed, lin, wang }
  }

  it('each learner is answered where they write, in its form', async () => {
    const { lin, wang, buttons, typed } = await both()
    await lin.says('打卡')
    await wang.says('打卡')
    expect(buttons.shown.every(({ chatId }) => chatId === 'chat-lin')).toBe(true)
    expect(typed.shown.every(({ chatId, message }) => chatId === 'chat-wang' && message.choices === undefined)).toBe(
      true,
    )
  })

  it('people with the same id on both are two learners', async () => {
    const { bot, typed, lin } = await both()
    const other = bot.learner('lin', typed)
    await other.says('/start')
    await lin.answers()
    expect([(await lin.doc()).attemptCount, (await other.doc()).attemptCount]).toEqual([1, 0])
  })

  it('a report reaches the operator on the other channel', async () => {
    const { lin, typed } = await both({ ADMIN_IDS: 'typed:boss,gone:somebody' })
    await lin.answers()
    await lin.presses('题目有误')
    const before = typed.shown.length
    await lin.says('答案不对')
    expect(typed.shown.slice(before)).toMatchObject([{ chatId: 'boss' }])
    expect((await lin.doc()).outbox).toEqual([])
  })

  it('an operator who blocked the bot, even one with the learner’s own number, costs the learner nothing', async () => {
    const { lin, typed } = await both({ ADMIN_IDS: 'typed:chat-lin' })
    await lin.answers()
    await lin.presses('题目有误')
    typed.faults.push({ error: new ChannelError('blocked', '403') })
    expect(await lin.says('答案不对')).toHaveLength(1)
    expect((await lin.doc()).push.stopped).toBeNull()
    expect(await lin.at('2026-11-24 08:00')).toHaveLength(1)
  })

  it('trouble on one leaves the other alone', async () => {
    const { lin, wang, buttons } = await both()
    buttons.broken = new ChannelError('unavailable', 'no network')
    buttons.host.connectivity('down', buttons.broken)
    expect(await lin.says('打卡')).toEqual([])
    expect(await wang.says('打卡')).toHaveLength(1)
    expect(await wang.at('2026-11-24 08:00')).toHaveLength(1)
    buttons.broken = undefined
    buttons.host.connectivity('up')
    const shown = await lin.waits('2min')
    expect(shown).toHaveLength(2)
    expect(shown[1]).toContain('今日一面')
  })

  it('a channel that lost its credentials is reported, the other goes on', async () => {
    const { bot, wang, buttons } = await both()
    buttons.host.connectivity('down', new ChannelError('auth', '401'))
    expect(bot.logger.lines.at(-1)).toMatchObject({ level: 'error', fields: { channel: 'buttons', kind: 'auth' } })
    expect(await wang.at('2026-11-24 08:00')).toHaveLength(1)
  })
})

describe('a group', () => {
  const group = { channel: 'fake', chatId: 'group-1', kind: 'group' as const }
  const asks = (eventId: string) => ({
    type: 'message' as const,
    eventId,
    messageId: eventId,
    chat: group,
    from: { channel: 'fake', userId: 'lin' },
    at: 0,
    text: '/question',
    addressed: true,
  })

  it('gets a question that a crash kept from it', async () => {
    const { bot } = await started()
    bot.channel.broken = new ChannelError('unavailable', 'no network')
    await bot.channel.deliver(asks('g1'))
    await bot.settled()
    bot.kill()
    bot.channel.broken = undefined
    const before = bot.channel.shown.length
    await bot.boot()
    expect(bot.channel.shown.slice(before)).toMatchObject([{ chatId: 'group-1' }])
  })

  it('that got another id gets it there', async () => {
    const { bot } = await started()
    bot.channel.faults.push({ error: new ChannelError('migrated', 'moved', { toChatId: 'group-2' }) })
    const before = bot.channel.shown.length
    await bot.channel.deliver(asks('g1'))
    await bot.settled()
    expect(bot.channel.shown.slice(before)).toMatchObject([{ chatId: 'group-2' }])
  })

  it('hears nothing of a full disk, and nobody is told in private', async () => {
    const { bot, disk } = await started()
    disk.full = true
    const before = bot.channel.shown.length
    await bot.channel.deliver(asks('g1'))
    await bot.settled()
    expect(bot.channel.shown.length).toBe(before)
  })
})
