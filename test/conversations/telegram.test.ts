import { describe, expect, it, vi } from 'vitest'
import { createPainter } from '../../adapters/cards/painter.ts'
import { systemClock } from '../../src/clock.ts'
import { commands } from '../../src/commands/registry.ts'
import { zh } from '../../src/text/zh.ts'
import type { SentMessage } from '../support/telegram/world.ts'
import { startTelegramBot } from '../support/telegram-bot.ts'

// Processes and sockets take what a loaded machine takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

/* The main job through Telegram's protocol: the real adapter and store, a strict Bot API on loopback. Monday 2026-11-23, 09:00 in Shanghai. */

const GOOD = '我会先倾听客户把话说完，再真诚道歉，之后核实情况并回访。'
const LIN = 1001
const texts = (messages: SentMessage[]) => messages.map((message) => message.text)
const labels = (message: SentMessage | undefined) => message?.buttons.flat().map((button) => button.text) ?? []

describe('a first day and the next', () => {
  it('in Chinese', async () => {
    const bot = await startTelegramBot()
    const lin = bot.person(LIN)
    const [greeting, card] = await lin.says('/start')
    expect(greeting?.text).toContain('你好，我是每日一面')
    expect(labels(greeting)).toContain('20:00')
    expect(card?.text).toContain('客户投诉时你怎么做？')
    expect(labels(card)).toEqual(['💡 提示', '看答案', '跳过', '稍后'])

    expect((await lin.presses('20:00')).at(-1)?.text).toContain('每天 20:00 出题')
    expect(texts(await lin.says('我会先倾听客户把话说完，再真诚道歉。'))[0]).toContain('还有要补的就接着发')
    expect(await lin.says('之后核实情况，过两天再回访。')).toEqual([])
    const [checklist, answer] = (await lin.presses('✅ 完成')).slice(-2)
    expect(checklist?.text).toContain('每个考察点都答到了')
    expect(checklist?.text).toContain('「我会先倾听客户把话说完，再真诚道歉」')
    expect(checklist?.text).toContain('「之后核实情况，过两天再回访」')
    expect(answer?.entities.filter((entity) => entity.type === 'expandable_blockquote').length).toBeGreaterThan(0)
    expect(answer?.text).toContain('打卡第 1 天')

    const [ticked] = await lin.presses('✅ 2')
    expect(ticked?.message_id).toBe(checklist?.message_id)
    expect(ticked?.text).toContain('你自己取消的')
    const [typed] = await lin.says('2')
    expect(typed?.text).not.toContain('你自己取消的')

    await bot.crash()
    await bot.at('2026-11-24 19:59')
    expect(await bot.shownBy(LIN, () => bot.at('2026-11-24 20:00'))).toEqual([
      expect.objectContaining({ text: expect.stringContaining('📮 今日一面') }),
    ])
    await bot.crash()
    await lin.says(GOOD)
    const feedback = await lin.presses('✅ 完成')
    expect(feedback.at(-1)?.text).toContain('连续打卡 2 天')
    expect((await lin.says('打卡'))[0]?.text).toContain('连续打卡 2 天')
  })

  it('in English', async () => {
    const bot = await startTelegramBot({ env: { ANSWER_IDLE_SECONDS: '0' }, at: '2026-11-23T10:00:00Z' })
    const sam = bot.person(LIN, { locale: 'en-GB' })
    const [greeting, card] = await sam.says('/start')
    expect(greeting?.text).toContain('Interview Coach')
    expect(greeting?.text).toContain('Europe/London')
    expect(labels(card)).toEqual(['💡 Hint', 'Show answer', 'Skip', 'In an hour'])
    const [checklist, answer] = await sam.says(
      'I listen to the client without interrupting, then I apologise and call back.',
    )
    expect(checklist?.text).toMatch(/“I listen to the client without interrupting/)
    expect(answer?.text).toContain('Model answer')
    expect(answer?.text).toContain('Day 1')
    await bot.at('2026-11-24 07:59', 'Europe/London')
    const pushed = await bot.shownBy(LIN, () => bot.at('2026-11-24 08:00', 'Europe/London'))
    expect(texts(pushed)).toEqual([expect.stringContaining('Today’s question')])
    const next = await sam.says('I would refuse and explain the rule, then offer another way that is allowed.')
    expect(next.at(-1)?.text).toContain('2-day streak')
    expect((await sam.says('/streak'))[0]?.text).toContain('2-day streak')
  })
})

describe('what the network may do', () => {
  it('429: waits as told, and says everything once', async () => {
    const bot = await startTelegramBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.person(LIN)
    bot.api.fault({ method: 'sendMessage', error: { code: 429, retry_after: 7 } })
    const start = bot.clock.now()
    await lin.says('/start')
    expect(bot.clock.now() - start).toBeGreaterThanOrEqual(7_000)
    expect(texts(bot.api.sent(LIN))).toHaveLength(2)
    expect((await lin.says(GOOD)).at(-1)?.text).toContain('打卡第 1 天')
  })

  it.each([
    ['a 500 after the message was accepted', { error: { code: 500 }, accept: true }, 2],
    ['a connection cut after it', { cut: 'after' }, 2],
    ['a connection cut in mid-response', { cut: 'response' }, 2],
    ['a connection cut before it', { cut: 'before' }, 1],
    ['a page of a proxy', { page: '<html>bad gateway</html>' }, 1],
  ] as const)('%s: feedback comes, at most twice, in order', async (_, fault, most) => {
    const bot = await startTelegramBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.person(LIN)
    await lin.says('/start')
    bot.api.fault({ method: 'sendMessage', ...fault })
    await lin.says(GOOD)
    const shown = texts(bot.api.sent(LIN)).slice(2)
    expect(shown.filter((text) => text.includes('每个考察点都答到了')).length).toBeLessThanOrEqual(most)
    expect(shown.filter((text) => text.includes('参考答案'))).toHaveLength(1)
    expect(shown.at(-1)).toContain('参考答案')
    expect((await bot.learner(LIN))?.attempts).toHaveLength(1)
  })

  it('403: no reminders until the learner writes again', async () => {
    const bot = await startTelegramBot({ env: { ANSWER_IDLE_SECONDS: '0' }, tick: 3_600_000 })
    const lin = bot.person(LIN)
    await lin.says('/start')
    bot.api.block(LIN)
    await bot.settled()
    await bot.at('2026-11-26 09:00')
    expect(bot.api.sent(LIN)).toHaveLength(2)
    bot.api.unblock(LIN)
    await bot.settled()
    const [push] = await bot.shownBy(LIN, () => bot.at('2026-11-27 08:00'))
    expect(push?.text).toContain('📮')
    expect(lin.lastId).toBeGreaterThan(0)
  })

  it('the same update again, and updates out of order', async () => {
    const bot = await startTelegramBot()
    const lin = bot.person(LIN)
    await lin.says('/start')
    const date = Math.floor(bot.clock.now() / 1000)
    const message = (message_id: number, text: string, more: object) => ({
      message: {
        message_id,
        from: { id: LIN, is_bot: false, first_name: 'Lin', language_code: 'zh-hans' },
        chat: { id: LIN, type: 'private', first_name: 'Lin' },
        date,
        text,
        ...more,
      },
    })
    bot.clock.set(bot.clock.now() + 10_000)
    bot.api.inject(message(502, '然后真诚道歉。', { date: date + 2 }))
    bot.api.inject(message(501, '我会先倾听客户把话说完，', { date: date + 1 }))
    const again = bot.api.inject(message(503, '最后回访。', { date: date + 3 }))
    bot.api.continueUpdatesAt(again)
    bot.api.inject(message(503, '最后回访。', { date: date + 3 }))
    await bot.settled()
    await lin.presses('✅ 完成')
    expect((await bot.learner(LIN))?.attempts.map((attempt) => attempt.reply)).toEqual([
      '我会先倾听客户把话说完，\n然后真诚道歉。\n最后回访。',
    ])
  })
})

describe('what people do', () => {
  it('a double tap and a stale button', async () => {
    const bot = await startTelegramBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.person(LIN)
    const [, card] = await lin.says('/start')
    const shown = await bot.shownBy(LIN, () => {
      bot.api.press(LIN, '跳过')
      bot.api.press(LIN, '跳过')
    })
    expect(texts(shown).filter((text) => text.includes('好，跳过'))).toHaveLength(1)
    expect(texts(shown).filter((text) => text.includes('那道题已经过去了'))).toHaveLength(1)
    const stale = await lin.presses('看答案', { messageId: card?.message_id ?? 0 })
    expect(texts(stale)).toEqual([expect.stringContaining('那道题已经过去了')])
    expect(bot.api.answered()).toHaveLength(3)
  })

  it('an edited part counts as edited; after the feedback a new look is offered', async () => {
    const bot = await startTelegramBot()
    const lin = bot.person(LIN)
    await lin.says('/start')
    await lin.says('我会先倾听客户把话说完。')
    const part = lin.lastId
    expect(await lin.edits(part, '我会先倾听客户把话说完，再真诚道歉。')).toEqual([])
    await lin.presses('✅ 完成')
    expect((await bot.learner(LIN))?.attempts[0]?.reply).toBe('我会先倾听客户把话说完，再真诚道歉。')
    const [offer] = await lin.edits(part, GOOD)
    expect(offer?.text).toContain('要我重新看看吗')
    await lin.presses('重新看看')
    const doc = await bot.learner(LIN)
    expect(doc?.attempts.map((attempt) => attempt.reply)).toEqual([GOOD])
    expect(doc?.streak.kept).toHaveLength(1)
  })

  it('a photo, a voice note, a sticker, a forwarded text', async () => {
    const bot = await startTelegramBot()
    const lin = bot.person(LIN)
    await lin.says('/start')
    for (const [attachment, words] of [
      ['voice', zh.attachment.voice],
      ['photo', zh.attachment.photo],
      ['sticker', zh.attachment.sticker],
    ] as const)
      expect(texts(await lin.says('', { attachment }))).toEqual([words + zh.attachmentKept])
    expect(texts(await lin.says(GOOD, { forwarded: true }))).toEqual([expect.stringContaining('收到')])
  })

  it('signs of HTML and Markdown come back as they were written', async () => {
    const bot = await startTelegramBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.person(LIN)
    await lin.says('/start')
    const [checklist] = await lin.says('我会先倾听<b>客户</b> & "他的话" *一定* _道歉_ `code` </blockquote>')
    expect(checklist?.text).toContain('<b>客户</b> & "他的话" *一定* _道歉_')
    expect(bot.logger.lines.filter((line) => line.level === 'error')).toEqual([])
  })

  it('20,000 characters, emoji and right-to-left: read back whole in /history', async () => {
    const bot = await startTelegramBot()
    const lin = bot.person(LIN)
    await lin.says('/start')
    const long = `我会先倾听 <客户> 😀 ‮العميل‬ ${'把话说完再道歉，'.repeat(500)}`
    for (let part = 0; part < 5; part++) await lin.says(long.slice(0, 4096))
    await lin.presses('✅ 完成')
    const shown = await lin.says('/history')
    const [choice] = labels(shown.at(-1))
    const pages = await lin.presses(choice ?? '')
    expect(pages.length).toBeGreaterThan(4)
    for (const page of pages) expect(page.text.length).toBeLessThanOrEqual(4096)
    expect(
      pages
        .map((page) => page.text)
        .join('')
        .split('把话说完').length - 1,
    ).toBeGreaterThan(2400)
  })
})

describe('in a group', () => {
  const GROUP = -500

  it('/question@ this bot asks, another bot’s is left alone, and its button leads into the private chat', async () => {
    const bot = await startTelegramBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.person(LIN)
    expect(await lin.says('/question@other_bot', { chatId: GROUP })).toEqual([])
    expect(await lin.says('大家好', { chatId: GROUP })).toEqual([])
    const [card] = await lin.says('/question@coach_bot 投诉', { chatId: GROUP })
    expect(card?.text).toContain('客户投诉时你怎么做？')
    const url = card?.buttons.flat()[0]?.url ?? ''
    expect(url).toMatch(/^https:\/\/t\.me\/coach_bot\?start=\w+$/)
    const payload = url.split('start=')[1] ?? ''
    const shown = await lin.says(`/start ${payload}`)
    expect(shown.at(-1)?.text).toContain('客户投诉时你怎么做？')
    expect((await lin.says(GOOD)).at(-1)?.text).toContain('打卡第 1 天')
    expect(bot.api.sent(GROUP)).toHaveLength(1)
  })

  it('a forum topic gets its answers in the topic', async () => {
    const bot = await startTelegramBot()
    const lin = bot.person(LIN)
    const forum = -1_000_000_000_777
    const [card] = await lin.says('/question@coach_bot', { chatId: forum, threadId: 9 })
    expect(card?.thread_id).toBe(9)
  })

  it('a group that becomes a supergroup goes on', async () => {
    const bot = await startTelegramBot()
    const lin = bot.person(LIN)
    await lin.says('/question@coach_bot', { chatId: GROUP })
    const renewed = -1_000_000_000_500
    bot.api.migrate(GROUP, renewed)
    await bot.settled()
    const [card] = await lin.says('/question@coach_bot', { chatId: renewed })
    expect(card?.text).not.toBe(bot.api.sent(GROUP)[0]?.text)
  })

  it('added it says hello; removed it is silent', async () => {
    const bot = await startTelegramBot()
    const shown = await bot.shownBy(GROUP, () => void bot.api.join(LIN, GROUP))
    expect(texts(shown)).toEqual([zh.group.hello('08:00', '20:00')])
    bot.api.leave(LIN, GROUP)
    await bot.settled()
    expect(bot.logger.lines.filter((line) => line.level === 'error')).toEqual([])
  })
})

it('/streak comes as a picture really drawn, with its words as caption', async () => {
  const bot = await startTelegramBot({ painter: () => createPainter({ clock: systemClock, patience: 60_000 }) })
  const lin = bot.person(LIN)
  await lin.says('/start')
  await lin.says(GOOD)
  await lin.presses('✅ 完成')
  const [card] = await lin.says('/streak')
  expect(card?.text).toContain('连续打卡 1 天')
  expect(card?.photo).toMatchObject({ width: 1080, height: expect.any(Number) })
  expect(card?.photo?.data.length).toBeLessThan(200_000)
})

it('the menus name every command, in both languages, for private chats and groups', async () => {
  const bot = await startTelegramBot()
  await bot.api.called('setMyCommands', 4)
  const menus = Object.entries(bot.api.commands())
  const names = (menu: unknown) => (menu as { command: string }[]).map(({ command }) => command)
  const privately = menus.filter(([scope]) => scope.includes('private'))
  expect(privately.length).toBeGreaterThanOrEqual(2)
  for (const [, menu] of privately) expect(names(menu).sort()).toEqual(commands.map(({ name }) => name).sort())
  expect(menus.some(([scope]) => scope.includes('group'))).toBe(true)
})
