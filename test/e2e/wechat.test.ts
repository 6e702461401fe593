import { afterAll, describe, expect, it, vi } from 'vitest'
import type { Clock } from '../../src/ports/clock.ts'
import { startTelegramBot } from '../support/telegram-bot.ts'
import { startWechat, type Wechat } from '../support/wechat.ts'
import { codeIn } from '../support/wechat-room.ts'

/*
 * WeChat (real wechaty on its mock puppet) and Telegram (the loopback Bot API) in one process, over files: a learner and a
 * study group of six through four days and a login that changes everybody's id. Monday 2026-11-23, 08:30 in Shanghai.
 */

// Processes and sockets take what a loaded machine takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

const GOOD = '我会先倾听客户把话说完，再真诚道歉，之后核实情况并回访。'
const SIX = ['林小明', '王芳', '赵磊', '陈静', '周强', '吴敏']
const MINUTE = 60_000
const transcript: string[] = []

async function open() {
  let made: Wechat | undefined
  let current: Clock | undefined
  const running: Clock = {
    now: () => current?.now() ?? 0,
    after: (ms, fn) => current?.after(ms, fn) ?? (() => {}),
  }
  const bot = await startTelegramBot({
    env: { ANSWER_IDLE_SECONDS: '0' },
    at: '2026-11-23T00:30:00Z',
    // Whoever scanned the code stays logged in over a crash, as with a session that was kept.
    more(clock, logger) {
      current = clock
      made ??= startWechat({ clock: running, logger })
      return [made.channel]
    },
  })
  const world = made as Wechat
  world.onSeen = (person, { text }) => {
    if (person !== 'coach' && (!person.includes('/') || person.endsWith('林小明')))
      transcript.push(`【${person}】\n${text}`)
  }
  const telegram = bot.person(1001)
  const seen = (person: string) => world.unread(person).map(({ text }) => text)
  /** What is under way has time to come about, on the clock too. */
  async function aWhile(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20))
    await bot.clock.moveTo(bot.clock.now() + 100)
    await bot.settled()
  }
  async function untilShown(person: string): Promise<void> {
    for (let n = 0; n < 100 && world.unreadCount(person) === 0; n++) await aWhile()
    expect(world.unreadCount(person)).toBeGreaterThan(0)
    await bot.settled()
  }
  return {
    bot,
    world,
    seen,
    untilShown,
    /** Says something to the bot; resolves with what this person is shown in their direct chat. */
    async says(person: string, words: string) {
      seen(person)
      transcript.push(`【${person} 说】${words}`)
      world.says(person, words)
      await untilShown(person)
      return seen(person)
    },
    /** Mentions the bot in the room; resolves with what the room is shown. */
    async asks(person: string, words: string, shows = true) {
      seen(`备考/${SIX[0]}`)
      transcript.push(`【${person} 在群里 @】${words}`)
      world.room('备考', SIX).says(person, words, true)
      if (shows) await untilShown(`备考/${SIX[0]}`)
      else await aWhile()
      return seen(`备考/${SIX[0]}`)
    },
    /** What the room is shown until then. */
    async roomAt(time: string) {
      seen(`备考/${SIX[0]}`)
      await bot.at(time)
      await bot.settled()
      return seen(`备考/${SIX[0]}`)
    },
    async inTelegram(words: string) {
      transcript.push(`【林小明 在 Telegram 说】${words}`)
      const shown = (await telegram.says(words)).map(({ text }) => text)
      transcript.push(...shown.map((text) => `【Telegram】\n${text}`))
      return shown
    },
    /** Thrown out; the session is begun anew, again and again, until somebody scans: then all ids are new. */
    async loggedOutUntil(time: string) {
      world.waitsForScan = true
      await world.logout('为了你的帐号安全，请重新登录。')
      await bot.settled()
      await bot.at(time)
      world.loginAtNextStart()
      // A start takes real time, while the clock stands still.
      for (let wait = 0; wait < 40 && world.statuses.at(-1)?.state !== 'logged-in'; wait++) {
        await bot.clock.moveTo(bot.clock.now() + MINUTE)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      expect(world.statuses.at(-1)?.state).toBe('logged-in')
      await bot.settled()
    },
  }
}

afterAll(() => {
  if (process.env.SHOW_TRANSCRIPT) console.log(transcript.join('\n\n'))
})

describe('WeChat and Telegram in one process', () => {
  it('one learner: asked in WeChat, streak in Telegram, logged out, linked again, and on it goes', async () => {
    const { bot, world, says, seen, inTelegram, loggedOutUntil } = await open()
    const [lin = ''] = SIX
    await says(lin, '你好')
    const recovery = codeIn(await says(lin, GOOD))
    expect(recovery).toMatch(/^\w{4}-\w{4}-\w{4}$/)
    const oneTime = codeIn(await says(lin, '绑定'))
    await inTelegram('/start')
    expect((await inTelegram(`/link ${oneTime}`)).join('\n')).toContain('连续 1 天')

    // The next morning: the question comes in the chat written in last, and is answered in WeChat.
    await bot.at('2026-11-24 07:50')
    await says(lin, '在吗')
    await bot.at('2026-11-24 08:20')
    await bot.settled()
    expect(seen(lin).join('\n')).toContain('今日一面')
    await says(lin, '一年利息 4000 元。')
    expect((await inTelegram('/streak')).at(-1)).toContain('连续打卡 2 天')

    await loggedOutUntil('2026-11-25 09:00')
    expect(world.opened).toBeGreaterThan(20)
    expect((await says(lin, '又登录了')).join('\n')).toContain('发「绑定 」加上你的恢复码')
    const again = codeIn(await inTelegram('/link'))
    expect((await says(lin, `绑定 ${again}`)).join('\n')).toContain('连续 2 天')
    await says(lin, '题目 #complaint')
    expect((await says(lin, GOOD)).join('\n')).toContain('连续打卡 3 天')
    expect((await inTelegram('/streak')).at(-1)).toContain('连续打卡 3 天')
    const doc = await bot.learner(1001)
    expect(doc?.streak.kept.map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-24', '2026-11-25'])

    // What was linked is still linked after a power cut, by files and index alone.
    await bot.crash()
    expect((await inTelegram('/streak')).at(-1)).toContain('连续打卡 3 天')
  })

  it('a group of six in a room: a full round to the reveal; then a login with new ids, the code, and the next one', async () => {
    const { bot, world, says, asks, roomAt, seen, untilShown, loggedOutUntil } = await open()
    const [lin = '', wang = '', zhao = '', chen = '', zhou = '', wu = ''] = SIX
    for (const friend of [lin, wang, zhao]) await says(friend, '你好')
    world.room('备考', SIX).adds('coach', lin)
    await untilShown(`备考/${lin}`)
    expect(seen(`备考/${lin}`).join('\n')).toContain('大家好，我是每日一面')

    const [card] = await roomAt('2026-11-24 08:00')
    expect(card).toContain('📣 今日一面 · 20:00 揭晓')
    // Three in private, three for all to see; one of them twice.
    for (const friend of [lin, wang, zhao]) {
      expect((await says(friend, '群题')).at(-1)).toContain('客户投诉时你怎么做？')
      expect((await says(friend, GOOD)).join('\n')).toContain('已交给学习群')
    }
    for (const member of [chen, zhou]) await asks(member, '我会先倾听客户把话说完，然后真诚道歉。', false)
    await asks(wu, '我先倾听。')
    await asks(wu, '我先倾听客户说完，然后真诚道歉，再核实情况。', false)
    const counted = await roomAt('2026-11-24 12:00')
    for (const words of ['共 6 人已答', '陈静、周强', '下次想保密']) expect(counted.join('\n')).toContain(words)

    const reveal = (await roomAt('2026-11-24 20:05')).filter((text) => text.includes('📖 揭晓'))
    expect(reveal).toHaveLength(1)
    for (const words of ['参考答案', '6/6　共情', '作答：', ...SIX, '🔥 本群连续 1 题达标'])
      expect(reveal[0]).toContain(words)
    const code = codeIn(seen(lin).filter((text) => text.includes('学习群的恢复码')))
    expect(code).toMatch(/^\w{4}-\w{4}-\w{4}$/)
    for (const friend of [wang, zhao]) expect(seen(friend).join('\n')).toContain('答到了')

    await loggedOutUntil('2026-11-25 07:00')
    expect((await asks(zhao, '打卡'))[0]).toContain('以前在这个群里用过我？')
    expect((await asks(lin, `绑定 ${code}`)).join('\n')).toContain('接上了 👋')
    expect((await roomAt('2026-11-25 08:01')).join('\n')).toContain('📣 今日一面')
    for (const member of SIX) await asks(member, '我会明确拒绝，说明规定，再给别的办法。', false)
    const next = (await roomAt('2026-11-25 20:05')).join('\n')
    expect(next).toContain('🔥 本群连续 2 题达标')
    await bot.crash()
    expect((await asks(chen, '打卡')).join('\n')).toContain('本群连续 2 题达标，最长 2 题')
    const log = bot.logger.text
    for (const secret of [...SIX, '备考', '倾听', code]) expect(log).not.toContain(secret)
  })
})
