import { describe, expect, it, vi } from 'vitest'
import { type Learner_, startBot } from '../support/bot.ts'
import { FakeChannel } from '../support/channel.ts'
import { TYPE } from '../support/wechat.ts'
import { WechatChannel } from '../support/wechat-channel.ts'

// Processes and sockets take what a loaded machine takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

const GOOD = '我会先倾听客户把话说完，再真诚道歉，之后核实情况并回访。'
const codeIn = (shown: string[]) => /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){1,2}/.exec(shown.join('\n'))?.[0] ?? 'no code'
/** What a code and an id make different each time. */
const plain = (shown: string[]) => shown.map((text) => text.replaceAll(/[0-9A-Z]{4}(-[0-9A-Z]{4}){1,2}/g, 'CODE'))

async function open(env: Record<string, string> = {}) {
  const wechat = new WechatChannel()
  const other = new FakeChannel('buttons', 'telegram')
  const bot = await startBot({ channels: [wechat, other], env: { ANSWER_IDLE_SECONDS: '0', ...env } })
  wechat.clock = bot.clock
  return { bot, wechat, other, world: wechat.world }
}

describe('the same words as on a channel in memory', () => {
  it('through every command, an answer, its ticks and its model answer', async () => {
    const memory = new FakeChannel('typed', 'memory', undefined, { stableUserIds: false })
    const { bot, wechat } = await open()
    Object.assign(memory.capabilities, { maxTextLength: wechat.capabilities.maxTextLength, files: true })
    const twin = await startBot({ channels: [memory], env: { ANSWER_IDLE_SECONDS: '0' } })
    const [here, there] = [bot.learner(), twin.learner()]
    const script = [
      '你好',
      '1',
      GOOD,
      '2',
      '补充',
      '再查清原因。',
      '完成',
      '下一题',
      '跳过',
      '打卡',
      '统计',
      '弱项',
      '记录',
    ]
    const more = [
      '收藏',
      '复习',
      '题库',
      '设置',
      '时间 21:30',
      '时区 东京',
      '暂停 3',
      '恢复',
      '帮助',
      '隐私',
      '导出',
      '取消',
    ]
    for (const words of [
      ...script,
      ...more,
      '/question #rate',
      '４０００',
      '/question #pick',
      'Ｂ',
      '绑定',
      'nonsense',
      'English',
      'help',
    ]) {
      const [got, wanted] = [await here.says(words), await there.says(words)]
      // A file is a message of its own in WeChat.
      expect(
        plain(got).filter((text) => text !== ''),
        words,
      ).toEqual(plain(wanted))
    }
  })

  it('nothing of a long answer is lost, and no markup is left in any message', async () => {
    const { bot, wechat } = await open()
    const lin = bot.learner()
    await lin.says('你好')
    const shown = [...(await lin.says(GOOD)), ...(await lin.says('帮助'))]
    for (const text of shown) {
      expect(text).not.toMatch(/<\/?(b|i|u|code|pre|blockquote)[ >]|&(lt|gt|amp);|\*\*|```/)
      expect(text.length).toBeLessThanOrEqual(wechat.capabilities.maxTextLength)
    }
  })
})

it('a room hears the bot when it is mentioned, and only then', async () => {
  const { bot, world } = await open()
  const room = world.room('备考', ['lin', 'wang'])
  room.says('lin', '题目')
  room.says('wang', '题目', true)
  await vi.waitFor(() => expect(world.unreadCount('备考/lin')).toBeGreaterThan(0))
  await bot.settled()
  const shown = world.unread('备考/lin').map(({ text }) => text)
  expect(shown.filter((text) => text.includes('题 · ')).length).toBe(1)
  expect(world.unread('备考/wang')).toHaveLength(shown.length)
})

it('an hour in which nothing is sent unasked is said to be one', async () => {
  const { bot, wechat } = await open()
  Object.assign(wechat.capabilities, {
    pace: {
      ...wechat.capabilities.pace,
      human: {
        betweenChats: { min: 0, max: 0 },
        spread: 0,
        perDay: 100,
        quiet: { from: 1380, to: 420 },
        zone: 'Asia/Shanghai',
      },
    },
  })
  const lin = bot.learner()
  await lin.says('你好')
  expect((await lin.says('时间 23:30'))[0]).toContain('23:00–07:00 我不主动发消息')
  expect((await lin.says('时间 21:30'))[0]).not.toContain('不主动发')
})

describe('what is no text', () => {
  it.each([
    ['voice', '转成文字'],
    ['photo', '图片我还看不懂'],
    ['sticker', '收到表情'],
    ['money', '心意领了'],
    ['other', '请打字'],
  ] as const)('%s: one kind sentence, and the question stays', async (attachment, words) => {
    const { bot } = await open()
    const lin = bot.learner()
    await lin.says('你好')
    const shown = await lin.sends(attachment)
    expect(shown).toHaveLength(1)
    expect(shown[0]).toContain(words)
    expect(shown[0]).toContain('题目给你留着')
  })

  it('a message taken back is none of the answer', async () => {
    const { bot, world } = await open({ ANSWER_IDLE_SECONDS: '30' })
    const lin = bot.learner()
    await lin.says('你好')
    const first = world.says('lin', '我会大声回敬客户。')
    await bot.settled()
    await lin.says(GOOD)
    await world.sends('lin', TYPE.recalled, { text: first })
    await lin.says('完成')
    expect((await lin.doc()).attempts.at(-1)?.reply).toBe(GOOD)
  })

  it('the only message taken back: the question is open again', async () => {
    const { bot, world } = await open({ ANSWER_IDLE_SECONDS: '30' })
    const lin = bot.learner()
    await lin.says('你好')
    const first = world.says('lin', '我会大声回敬客户。')
    await bot.settled()
    await world.sends('lin', TYPE.recalled, { text: first })
    await vi.waitFor(() => expect(world.unread('lin').at(-1)?.text).toContain('撤回的那条不算'))
    await lin.waits('5 min')
    expect((await lin.doc()).attempts).toEqual([])
  })
})

describe('logged out', () => {
  /** Practised two days, then WeChat throws the account out. */
  async function out() {
    const opened = await open({ ADMIN_IDS: 'telegram:host' })
    const { bot, world } = opened
    const lin = bot.learner()
    await lin.says('你好')
    const code = codeIn(await lin.says(GOOD))
    await lin.at('2026-11-24 09:00')
    await answers(lin)
    await world.logout()
    await vi.waitFor(() => expect(opened.wechat.world.statuses.at(-1)?.state).toBe('logged-out'))
    await bot.settled().catch(() => {})
    return { ...opened, lin, code }
  }
  async function answers(one: Learner_): Promise<string[]> {
    await one.says('/question #complaint')
    return one.says(GOOD)
  }

  it('the operator is told where they can still be reached, with the link to the new code, once', async () => {
    const { bot, world, other, lin } = await out()
    world.shows('https://login.weixin.qq.com/l/again')
    await vi.waitFor(() => expect(other.shown.length).toBeGreaterThan(0))
    await lin.waits('2 h')
    const told = other.shown.map(({ message }) => message.blocks[0]?.spans.join(''))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('wechat 掉线了')
    expect(told[0]).toContain('https://wechaty.js.org/qrcode/')
    await world.login({ sameIds: true })
    await vi.waitFor(() => expect(other.shown).toHaveLength(2))
    expect(other.shown[1]?.message.blocks[0]?.spans.join('')).toContain('wechat 恢复了，中断约 120 分钟')
    await bot.settled()
  })

  it('days without a login neither count nor break, and after it only today’s question comes', async () => {
    const { bot, world, lin } = await out()
    world.unread('lin')
    // Four days later; by themselves the questions of these days were never asked.
    await lin.at('2026-11-28 10:00')
    expect(world.unread('lin')).toEqual([])
    await world.login({ sameIds: true })
    await vi.waitFor(() => expect(world.statuses.at(-1)?.state).toBe('logged-in'))
    await lin.waits('5 min')
    const shown = world.unread('lin').map(({ text }) => text)
    expect(shown.filter((text) => text.includes('今日一面'))).toHaveLength(1)
    await lin.says(GOOD)
    expect((await lin.says('打卡')).join('\n')).toContain('连续打卡 3 天')
    await bot.settled()
  })

  it('all ids are new after the login: the code brings the streak back, and it goes on', async () => {
    const { bot, world, lin, code } = await out()
    await lin.at('2026-11-25 09:00')
    await world.login()
    await vi.waitFor(() => expect(world.statuses.at(-1)?.state).toBe('logged-in'))
    const shown = async (work: () => void) => {
      world.unread('lin')
      work()
      await vi.waitFor(() => expect(world.unreadCount('lin')).toBeGreaterThan(0))
      await bot.settled()
      return world.unread('lin').map(({ text }) => text)
    }
    expect((await shown(() => world.says('lin', '我回来了'))).join('\n')).toContain('发「绑定 」加上你的恢复码')
    expect((await shown(() => world.says('lin', `绑定 ${code}`))).join('\n')).toContain('连续 2 天')
    await shown(() => world.says('lin', '/question #complaint'))
    expect((await shown(() => world.says('lin', GOOD))).join('\n')).toContain('连续打卡 3 天')
  })
})
