import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { HttpServer } from '../../../adapters/http/server.ts'
import { localAssessor } from '../../../src/assess/local.ts'
import { documentId } from '../../../src/identity.ts'
import type { Visit } from '../../../src/ports/pages.ts'
import { QuestionBanks } from '../../../src/questions/bank.ts'
import { toPlain } from '../../../src/render/plain.ts'
import { type Bot, startBot, testBanks } from '../../support/bot.ts'
import { FakeChannel } from '../../support/channel.ts'
import { groupOf } from '../../support/group.ts'
import { Browser, PUBLIC, PUBLISHED, servePages } from '../../support/pages.ts'

/* The pages over real HTTP, from the link in the chat on. */

const SCRIPT = '<script>alert(1)</script>'
let server: HttpServer | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

async function start(options: Parameters<typeof startBot>[0] = {}, chatOf?: () => Promise<Visit['chat']>) {
  const env = { ...PUBLISHED, ...options.env }
  const bot = await startBot({ ...options, env })
  server = await servePages(bot, chatOf)
  return { bot, browser: new Browser(server), other: new Browser(server) }
}

/** The link under the message shown last that has one. */
function linkIn({ channel }: Bot, chatId: string): string {
  const messages = channel.shown.filter((shown) => shown.chatId === chatId).toReversed()
  const url = messages.flatMap(({ message }) => message.choices?.flat() ?? []).find((choice) => choice.url)?.url
  if (url === undefined) throw new Error('no link was shown')
  return url
}

describe('a learner’s progress page', () => {
  it('opens from the link under /stats and shows days, points, answers with their evidence, and the plan', async () => {
    const { bot, browser } = await start()
    const lin = bot.learner('lin')
    await lin.says('/start')
    await lin.says('我会先倾听客户把话说完，再真诚道歉。')
    await lin.says('/plan 12-20')
    await lin.says('/stats')
    const page = await browser.opens(linkIn(bot, 'chat-lin'))
    expect(page.status).toBe(200)
    expect(page.path).toBe('/me')
    for (const words of [
      'lang="zh-CN"',
      '🔥 连续打卡 1 天',
      '今天已经打卡。',
      'class="kept-1"',
      '2026-12-20',
      '<title>2026-12-17 整卷模拟</title>',
      '共情',
      '你的回答',
      '「我会先倾听',
      '下载全部数据',
    ])
      expect(page.html).toContain(words)
    expect(page.html).not.toContain('<script')
    expect(page.html).not.toContain(' style=')
    expect(page.headers.get('cache-control')).toBe('no-store')
  })

  it('is remembered by this browser for a week, not by others, and not for longer', async () => {
    const { bot, browser, other } = await start()
    const lin = bot.learner('lin')
    await lin.says('/start')
    await lin.answers()
    await lin.says('/streak')
    const link = linkIn(bot, 'chat-lin')
    await browser.opens(link)
    expect([...browser.cookies.values()][0]?.attributes).toMatch(/HttpOnly.*Secure.*SameSite=Lax/i)
    expect((await other.opens('/me')).status).toBe(401)
    await lin.waits('6 days')
    expect((await browser.opens('/me')).status).toBe(200)
    expect((await other.opens(link)).status).toBe(410)
    await lin.waits('25h')
    const late = await browser.opens('/me')
    expect(late.status).toBe(401)
    expect(late.html).toContain('还不认识你')
    expect(late.html).toContain('We haven’t met here yet')
  })

  it('does not open with a link that was changed, cut off, or is a cookie’s', async () => {
    const { bot, browser, other } = await start()
    for (const name of ['lin', 'wang']) {
      await bot.learner(name).says('/start')
      await bot.learner(name).answers()
    }
    await bot.learner('lin').says('/stats')
    const link = linkIn(bot, 'chat-lin')
    const forged = [
      link.replace(documentId('fake', 'lin'), documentId('fake', 'wang')),
      link.slice(0, -1),
      `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`,
      `${PUBLIC}/me/in/x`,
      `${PUBLIC}/me/in/${'a'.repeat(5000)}`,
      link.replace('/me/', `/group/${documentId('fake', 'lin')}/`),
    ]
    for (const address of forged) {
      const page = await browser.opens(address)
      expect(page.status).toBe(410)
      expect(page.html).toContain('这个链接打不开了')
      expect(page.html).toContain('This link doesn’t open any more')
    }
    expect(browser.cookies.size).toBe(0)
    await other.opens(link)
    const [kept] = other.cookies.values()
    expect((await browser.opens(`/me/in/${kept?.value}`)).status).toBe(410)
    browser.cookies.set('coach_pass /me', { value: link.split('/').at(-1) ?? '', path: '/me', attributes: '' })
    expect((await browser.opens('/me')).status).toBe(401)
  })

  it('shows two learners each their own', async () => {
    const { bot, browser, other } = await start()
    const [lin, wang] = [bot.learner('lin'), bot.learner('wang')]
    await lin.says('/start')
    await lin.says('我会先倾听，再真诚道歉，林的原话。')
    await wang.says('/start')
    await wang.says('我会先倾听，再真诚道歉，王的原话。')
    await lin.says('/stats')
    await wang.says('/stats')
    const mine = await browser.opens(linkIn(bot, 'chat-lin'))
    const theirs = await other.opens(linkIn(bot, 'chat-wang'))
    expect(mine.html).toContain('林的原话')
    expect(mine.html).not.toContain('王的原话')
    expect(theirs.html).toContain('王的原话')
    expect(theirs.html).not.toContain('林的原话')
  })

  it('hands out everything kept as a file, to its owner alone', async () => {
    const { bot, browser, other } = await start()
    const lin = bot.learner('lin')
    await lin.says('/start')
    await lin.says('我会先倾听客户把话说完，再真诚道歉。')
    await lin.says('/stats')
    await browser.opens(linkIn(bot, 'chat-lin'))
    const file = await browser.opens('/me/export')
    expect(file.headers.get('content-disposition')).toContain(encodeURIComponent('每日一面-2026-11-23.json'))
    expect(JSON.parse(file.html).attempts[0].reply).toContain('真诚道歉')
    expect((await other.opens('/me/export')).status).toBe(401)
  })

  it('is gone with the record, also for those who begin again', async () => {
    const { bot, browser } = await start()
    const lin = bot.learner('lin')
    await lin.says('/start')
    await lin.answers()
    await lin.says('/stats')
    const link = linkIn(bot, 'chat-lin')
    await browser.opens(link)
    await lin.says('/delete')
    await lin.presses('确定删除')
    expect((await browser.opens('/me')).status).toBe(401)
    await lin.waits('1h')
    await lin.says('/start')
    expect((await browser.opens('/me')).status).toBe(401)
    expect((await browser.opens(link)).status).toBe(410)
  })

  it('shows a script in an answer as text', async () => {
    const { bot, browser } = await start()
    const lin = bot.learner('lin')
    await lin.says('/start')
    await lin.says(`我会先倾听 ${SCRIPT} "onmouseover="x 再真诚道歉`)
    await lin.says('/stats')
    const { html } = await browser.opens(linkIn(bot, 'chat-lin'))
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).not.toContain(SCRIPT)
    expect(html).not.toContain('"onmouseover="')
  })

  it('opens without a link for whoever has a chat in this browser', async () => {
    let chat: Visit['chat'] = { channel: 'fake', userId: 'lin' }
    const { bot, browser } = await start({}, async () => chat)
    expect((await browser.opens('/me')).status).toBe(401)
    await bot.learner('lin').says('/start')
    const page = await browser.opens('/me')
    expect(page.html).toContain('还没有回答')
    expect(page.html).toContain('哪天面试？')
    chat = { channel: 'fake', userId: 'nobody' }
    expect((await browser.opens('/me')).status).toBe(401)
  })

  it('turns its pages through a long history', async () => {
    const { bot, browser } = await start({ env: { QUESTIONS_PER_DAY: '100' } })
    const lin = bot.learner('lin')
    await lin.says('/start')
    for (let n = 0; n < 25; n++) {
      await lin.answers()
      await lin.says('/question')
      await lin.waits('1min')
    }
    await lin.says('/stats')
    const first = await browser.opens(linkIn(bot, 'chat-lin'))
    expect(first.html).toContain('第 1–20 条，共 25 条')
    expect(first.html).toContain('href="/me?newer=20#attempts"')
    const second = await browser.opens('/me?newer=20')
    expect(second.html).toContain('第 21–25 条')
    expect(second.html.match(/class="attempt"/g)).toHaveLength(5)
    expect((await browser.opens('/me?newer=-1')).html).toContain('第 1–20 条')
    expect((await browser.opens('/me?newer=999999')).status).toBe(200)
  })

  it('speaks English to those who do', async () => {
    const { bot, browser } = await start({ locale: 'en-GB' })
    const lin = bot.learner('lin')
    await lin.says('/start')
    await lin.answers()
    await lin.says('/stats')
    const { html } = await browser.opens(linkIn(bot, 'chat-lin'))
    expect(html).toContain('<html lang="en">')
    expect(html).toContain('1-day streak')
    expect(html.replace(/<[^>]+>/g, '')).not.toMatch(/统计|打卡|暂停/)
  })

  it('is written as an address where there are no buttons', async () => {
    const { bot } = await start({ choices: 'typed' })
    const lin = bot.learner('lin')
    await lin.says('/start')
    expect((await lin.says('打卡')).at(-1)).toMatch(/打开进度页: https:\/\/coach\.example\.org\/me\/in\/[\w.-]+$/)
  })
})

describe('a group’s page', () => {
  async function revealed(banks?: QuestionBanks) {
    const channels = [new FakeChannel('buttons', 'fake', {}, { unseen: false })]
    const { bot, ...rest } = await start({ channels, ...(banks && { banks }) })
    const group = groupOf(bot)
    await group.event({ type: 'joined' })
    const lin = group.member('lin', `林${SCRIPT}`)
    const wang = group.member('wang', '王五')
    await group.at('2026-11-24 08:00')
    await lin.answers('我会先倾听客户把话说完，再真诚道歉。林的原话')
    await wang.answers('我先查清是哪笔业务，过两天再回访客户。王的原话')
    await group.at('2026-11-24 20:00')
    return { bot, group, lin, wang, ...rest }
  }

  it('shows boards and what was revealed, and nobody’s words', async () => {
    const { bot, browser, group, lin } = await revealed()
    await lin.says('/board')
    const page = await browser.opens(linkIn(bot, group.chat.chatId))
    expect(page.status).toBe(200)
    for (const words of ['🏆 本周榜', '王五', '客户投诉时你怎么做？', '2 人作答', '1/2'])
      expect(page.html).toContain(words)
    expect(page.html).not.toContain('原话')
    expect(page.html).not.toContain('倾听客户')
    expect(page.html).not.toContain(SCRIPT)
    expect(page.html).toContain('林&lt;script')
  })

  it('names nobody who does not want it, and quotes those who agreed', async () => {
    const { bot, browser, group, lin, wang } = await revealed()
    await wang.says('/settings')
    await wang.presses('群里显示名字：是')
    await lin.says('/settings')
    await lin.presses('群里可引用我的话：否')
    await lin.says('/board')
    const { html } = await browser.opens(linkIn(bot, group.chat.chatId))
    expect(html).not.toContain('王五')
    expect(html).toContain('（没显示名字）')
    expect(html).toMatch(/林&lt;script[^<]*：「[^<]*倾听/)
    expect(html).not.toContain('查清')
  })

  it('leaves out who has left without a word', async () => {
    const { bot, browser, group, lin, wang } = await revealed()
    await lin.says('/board')
    const before = await browser.opens(linkIn(bot, group.chat.chatId))
    expect(before.html.slice(0, before.html.indexOf('id="rounds"'))).toContain('王五')
    await wang.says('/settings')
    await wang.presses('群里显示名字：是')
    bot.channel.roles.set('wang', 'none')
    await group.waits('16min')
    const { html } = await browser.opens(linkIn(bot, group.chat.chatId))
    const boards = html.slice(0, html.indexOf('id="rounds"'))
    expect(boards).toContain('林')
    expect(boards).not.toContain('没显示名字')
    // Hidden is hidden, also of those who left.
    expect(html).not.toContain('王五')
  })

  it('of a choice says how many were right, and of a point nobody can judge what the chat says, without a bar', async () => {
    const [bank] = testBanks().banks
    const pick = testBanks().find('pick')
    if (bank === undefined || pick === undefined) throw new Error('no bank')
    const examPoints = [...pick.examPoints, { competency: 'empathy', looksFor: '讲清道理', cues: [], need: 1 }]
    const questions = [{ ...pick, examPoints, origin: 'imported' as const }]
    const { bot, browser, group, lin, wang } = await revealed(
      new QuestionBanks([{ ...bank, questions }], [...testBanks().competencies.values()]),
    )
    await group.at('2026-11-25 08:00')
    await lin.answers('选 B，50 万元')
    await wang.answers('C')
    await group.at('2026-11-25 20:00')
    const chat = toPlain(group.last().message)
    await lin.says('/board')
    const { html } = await browser.opens(linkIn(bot, group.chat.chatId))
    const [latest = ''] = /<details class="attempt">.*?<\/details>/s.exec(html) ?? []
    for (const words of ['1/2　答对', '🔲　共情（自己判断）']) {
      expect(chat).toContain(words)
      expect(latest).toContain(words)
    }
    expect(latest).not.toContain('0/2')
    expect(latest.match(/<svg/g)).toHaveLength(1)
  })

  it('is assessed once, however often it is opened, and anew without whoever had their data deleted', async () => {
    const { bot, browser, group, lin, wang } = await revealed()
    await wang.says('/settings')
    await wang.presses('群里可引用我的话：否')
    await lin.says('/board')
    const address = linkIn(bot, group.chat.chatId)
    const assess = vi.spyOn(localAssessor, 'assess')
    onTestFinished(() => assess.mockRestore())
    expect((await browser.opens(address)).html).toContain('查清')
    expect(assess).toHaveBeenCalledTimes(2)
    expect((await browser.opens(address)).html).toContain('查清')
    await lin.says('/settings')
    await lin.presses('群里可引用我的话：否')
    assess.mockClear()
    // Who is named and quoted is asked each time.
    expect((await browser.opens(address)).html).toMatch(/林&lt;script[^<]*：「[^<]*倾听/)
    expect(assess).not.toHaveBeenCalled()
    await wang.private.says('/delete')
    await wang.private.presses('确定删除')
    const { html } = await browser.opens(address)
    expect(html).toContain('1 人作答')
    expect(html).toMatch(/林&lt;script[^<]*：「[^<]*倾听/)
    expect(html).not.toMatch(/查清|王五/)
    expect(assess).toHaveBeenCalledTimes(1)
  })

  it('opens for its own link only, and from a member’s progress page', async () => {
    const { bot, browser, other, group, lin } = await revealed()
    const id = documentId('fake', group.chat.chatId)
    expect((await browser.opens(`/group/${id}`)).status).toBe(401)
    expect((await browser.opens(`/group/${id}/in/x`)).html).toContain('发「榜」')
    await lin.private.says('/stats')
    const mine = await other.opens(linkIn(bot, 'chat-lin'))
    const [, path = ''] = /href="(\/group\/[^"]+)"/.exec(mine.html) ?? []
    expect((await other.opens(path)).html).toContain('🏆 本周榜')
    await group.event({ type: 'member', change: 'left', from: { channel: 'fake', userId: 'lin' } })
    expect((await other.opens('/me')).html).not.toContain('/group/')
  })
})

describe('elsewhere', () => {
  it('a mistyped address gets a kind page, in the browser’s language first', async () => {
    const { browser } = await start()
    const zh = await browser.opens('/mee', { 'accept-language': 'zh-CN,zh;q=0.9' })
    expect(zh.status).toBe(404)
    expect(zh.html.indexOf('这里没有东西')).toBeLessThan(zh.html.indexOf('Nothing here'))
    const en = await browser.opens('/mee', { 'accept-language': 'de-DE' })
    expect(en.html.indexOf('Nothing here')).toBeLessThan(en.html.indexOf('这里没有东西'))
  })
})

it('without PUBLIC_URL no chat mentions a page', async () => {
  const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
  const lin = bot.learner('lin')
  await lin.says('/start')
  await lin.answers()
  await lin.says('/stats')
  expect(() => linkIn(bot, 'chat-lin')).toThrow('no link')
})
