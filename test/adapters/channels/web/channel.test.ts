import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { OutboundMessage } from '../../../../src/ports/channel.ts'
import type { Clock } from '../../../../src/ports/clock.ts'
import { type Browser, textOf } from '../../../support/browser.ts'
import { manualClock } from '../../../support/telegram/clock.ts'
import { type Site, site } from './harness.ts'

// Hundreds of sockets take what a loaded machine takes.
vi.setConfig({ testTimeout: 60_000 })

const text = (...words: string[]): OutboundMessage => ({
  blocks: words.map((word) => ({ kind: 'text', spans: [word] })),
})
const chatOf = (browser: Browser) => ({ channel: 'web', chatId: browser.userId, kind: 'direct' as const })
const says = (browser: Browser) => browser.shown.map(textOf)

async function opened(at: Site, options: { cookie?: string; language?: string } = {}): Promise<Browser> {
  const browser = at.browser(options)
  await browser.open()
  await browser.until(() => browser.heard.find(({ event }) => event === 'history'))
  return browser
}

describe('the conversation stays', () => {
  it('through a reload, with edits where they stand and one’s own words in between', async () => {
    const one = await site()
    const lin = await opened(one)
    const { messageId } = await one.chat.channel.send(chatOf(lin), text('第一题'))
    await lin.says('先倾听')
    await one.chat.channel.send(chatOf(lin), text('反馈'))
    await one.chat.channel.send(chatOf(lin), { ...text('第一题（改）'), edits: messageId })
    const again = await opened(one, { cookie: lin.cookie })
    expect(says(again)).toEqual(['第一题（改）', '先倾听', '反馈'])
    expect(again.shown.map(({ from }) => from)).toEqual(['bot', 'learner', 'bot'])
  })

  it('through a restart of the process, files included, readable by its user alone', async () => {
    const one = await site()
    const lin = await opened(one)
    await lin.says('先倾听')
    await one.chat.channel.send(chatOf(lin), { ...text('你的记录'), file: { name: '记录.md', text: '# 一' } })
    const cookie = lin.cookie
    const folder = join(one.folder, 'chats', lin.userId)
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700')
    for (const name of readdirSync(folder)) expect((statSync(join(folder, name)).mode & 0o777).toString(8)).toBe('600')
    expect((statSync(join(one.folder, 'key')).mode & 0o777).toString(8)).toBe('600')

    const two = await site({ folder: one.folder })
    const again = await opened(two, { cookie })
    expect(says(again)).toEqual(['先倾听', '你的记录'])
    const answer = await again.request(`/chat/files/${again.shown[1]?.id}`)
    expect(await answer.text()).toBe('# 一')
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('记录.md')}`,
    )
  })

  it('a line torn by a crash costs that line alone', async () => {
    const one = await site()
    const lin = await opened(one)
    await lin.says('一')
    const file = join(one.folder, 'chats', lin.userId, 'messages.jsonl')
    appendFileSync(file, '{"id":"torn","blo')
    const two = await site({ folder: one.folder })
    await two.chat.channel.send(chatOf(lin), text('二'))
    const three = await site({ folder: one.folder })
    expect(says(await opened(three, { cookie: lin.cookie }))).toEqual(['一', '二'])
  })

  it('for the last 200 messages; what is older leaves, and its files with it', async () => {
    const one = await site()
    const lin = await opened(one)
    const { channel } = one.chat
    await channel.send(chatOf(lin), { ...text('旧'), file: { name: 'a.md', text: 'x' } })
    for (let n = 1; n <= 450; n++) await channel.send(chatOf(lin), text(`${n}`))
    const again = await opened(await site({ folder: one.folder }), { cookie: lin.cookie })
    expect(says(again)).toEqual(Array.from({ length: 200 }, (_, n) => `${n + 251}`))
    const folder = join(one.folder, 'chats', lin.userId)
    expect(readdirSync(folder)).toEqual(['messages.jsonl'])
    expect(readFileSync(join(folder, 'messages.jsonl'), 'utf8').split('\n').length).toBeLessThan(402)
  })

  it('a page that lost its connection gets what it missed and no more', async () => {
    const one = await site()
    const lin = await opened(one)
    await one.chat.channel.send(chatOf(lin), text('一'))
    await lin.sees('一')
    const last = lin.heard.at(-1)?.id
    lin.close()
    await one.chat.channel.send(chatOf(lin), text('二'))
    const back = one.browser({ cookie: lin.cookie })
    await back.listen(last)
    await back.sees('二')
    expect(says(back)).toEqual(['二'])
  })

  it('what it missed is read only when all of it has come: a connection cut in between loses no edit', async () => {
    const one = await site()
    const lin = await opened(one)
    const { channel } = one.chat
    const { messageId } = await channel.send(chatOf(lin), text('一'))
    await lin.sees('一')
    const last = lin.heard.at(-1)?.id
    lin.close()
    await channel.send(chatOf(lin), text('二'))
    await channel.send(chatOf(lin), { ...text('一（改）'), edits: messageId })
    await channel.send(chatOf(lin), text('三'))
    await channel.send(chatOf(lin), { ...text('一（再改）'), edits: messageId })
    const back = one.browser({ cookie: lin.cookie })
    await back.listen(last)
    await back.sees('三')
    const [epoch] = last?.split('.') ?? []
    expect(back.heard.filter(({ event }) => event === 'message').map(({ id }) => id)).toEqual([
      undefined,
      undefined,
      `${epoch}.5`,
    ])
    const again = one.browser({ cookie: lin.cookie })
    await again.listen(`${epoch}.5`)
    await channel.send(chatOf(lin), text('四'))
    await again.sees('四')
    expect(says(again)).toEqual(['四'])
  })

  it('until it is forgotten: nothing of it is left, and nothing is kept until they speak again', async () => {
    const one = await site()
    const { channel } = one.chat
    const lin = await opened(one)
    await lin.says('我的话')
    await channel.send(chatOf(lin), { ...text('记录'), file: { name: 'a.md', text: 'x' } })
    await channel.forget?.(lin.userId)
    await channel.send(chatOf(lin), text('都删了，再见'))
    await lin.sees('再见')
    expect(says(lin)).toEqual(['都删了，再见'])
    expect(says(await opened(one, { cookie: lin.cookie }))).toEqual(['都删了，再见'])
    expect(existsSync(join(one.folder, 'chats', lin.userId))).toBe(false)
    await lin.says('又来了')
    expect(says(await opened(one, { cookie: lin.cookie }))).toEqual(['又来了'])
  })
})

it('what nobody can come back to any more is removed at the next start', async () => {
  const one = await site()
  const [lin, wang] = [await opened(one), await opened(one)]
  await lin.says('旧的')
  await wang.says('新的')
  const old = Date.now() / 1000 - 401 * 86_400
  utimesSync(join(one.folder, 'chats', lin.userId, 'messages.jsonl'), old, old)
  await site({ folder: one.folder })
  expect(readdirSync(join(one.folder, 'chats'))).toEqual([wang.userId])
})

it('a picture comes with its words and with what it shows, for its learner alone', async () => {
  const one = await site()
  const [lin, wang] = [await opened(one), await opened(one)]
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])
  const { messageId } = await one.chat.channel.send(chatOf(lin), {
    ...text('连续 3 天'),
    picture: { png, alt: '打卡日历' },
  })
  const shown = await lin.sees('连续 3 天')
  expect(shown.picture).toEqual({ alt: '打卡日历' })
  const answer = await lin.request(`/chat/pictures/${messageId}`)
  expect(answer.headers.get('content-type')).toBe('image/png')
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(png)
  expect((await lin.request(`/chat/files/${messageId}`)).status).toBe(404)
  expect((await wang.request(`/chat/pictures/${messageId}`)).status).toBe(404)
})

it('what a page said twice happens once in its transcript and carries the same event id', async () => {
  const one = await site()
  const lin = await opened(one)
  await lin.says('先倾听', 'the-same-act')
  await lin.says('先倾听', 'the-same-act')
  expect(new Set(one.events.map(({ eventId }) => eventId)).size).toBe(1)
  expect(says(await opened(one, { cookie: lin.cookie }))).toEqual(['先倾听'])
})

it('what was said while the bot was away is taken when it is back', async () => {
  const one = await site({ start: false })
  const lin = at(one)
  await lin.request('/')
  expect((await lin.post('/chat/messages', { id: 'act-0001', text: '在吗' })).status).toBe(503)
  const said = lin.says('在吗')
  await one.chat.channel.start({ handle: async (event) => void one.events.push(event), connectivity() {} })
  expect(await said).toBe(204)
  expect(one.events).toHaveLength(1)
})

it('two browsers are two learners: neither reads the other’s words or files', async () => {
  const one = await site()
  const [lin, wang] = [await opened(one), await opened(one)]
  expect(lin.userId).not.toBe(wang.userId)
  const { messageId } = await one.chat.channel.send(chatOf(lin), {
    ...text('林的记录'),
    file: { name: 'a.md', text: '林' },
  })
  await one.chat.channel.send(chatOf(wang), text('给王'))
  await wang.sees('给王')
  expect(says(wang)).toEqual(['给王'])
  expect((await wang.request(`/chat/files/${messageId}`)).status).toBe(404)
  expect((await lin.request(`/chat/files/${messageId}`)).status).toBe(200)
})

describe('who is at the page', () => {
  const alter = (cookie: string, by: (value: string) => string) => {
    const [name = '', value = ''] = cookie.split('=')
    return `${name}=${by(value)}`
  }

  it.each([
    ['forged', (cookie: string) => alter(cookie, (value) => value.replace(/^./, (c) => (c === '0' ? '1' : '0')))],
    ['unsigned', (cookie: string) => alter(cookie, (value) => value.split('.')[0] ?? '')],
    ['nonsense', () => 'coach=%00../../etc/passwd; coach=<script>'],
  ])('a cookie that is %s makes a new learner, never an error page', async (_, change) => {
    const one = await site()
    const lin = await opened(one)
    await lin.says('我的话')
    const other = one.browser({ cookie: change(lin.cookie) })
    expect((await other.post('/chat/messages', { id: 'act-0001', text: '冒充' })).status).toBe(401)
    expect((await other.listen()).status).toBe(401)
    const page = await other.open()
    expect(page).toContain('每日一面')
    expect(other.userId).toMatch(/^[0-9a-f]{32}$/)
    expect(other.userId).not.toBe(lin.userId)
    expect(one.events.map(({ from }) => from.userId)).toEqual([lin.userId])
  })

  it('one that is older than 400 days too; one that is used goes on', async () => {
    const clock = manualClock()
    const one = await site({ clock })
    const [lin, wang] = [at(one), at(one)]
    await lin.request('/')
    await wang.request('/')
    const [first, stale] = [lin.cookie, wang.userId]
    clock.advance(300 * 86_400_000)
    await lin.request('/')
    expect(lin.cookie).not.toBe(first)
    clock.advance(150 * 86_400_000)
    const known = lin.userId
    await lin.request('/')
    await wang.request('/')
    expect(lin.userId).toBe(known)
    expect(wang.userId).not.toBe(stale)
  })

  it('the cookie is out of reach of scripts and of other sites', async () => {
    const one = await site()
    const answer = await fetch(one.server.url)
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^coach=[0-9a-f]{32}\.[^;]+; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    const proxied = await fetch(one.server.url, { headers: { 'x-forwarded-proto': 'https' } })
    expect(proxied.headers.getSetCookie()[0]).toContain('; Secure')
  })

  it('half a key is replaced', async () => {
    const one = await site()
    const cookie = (await opened(one)).cookie
    writeFileSync(join(one.folder, 'key'), 'half')
    const two = await site({ folder: one.folder })
    const other = two.browser({ cookie })
    await other.open()
    expect(other.userId).toMatch(/^[0-9a-f]{32}$/)
    expect(readFileSync(join(one.folder, 'key'), 'utf8')).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('with a secret', () => {
  it('nothing is shown before it is entered, once a browser', async () => {
    const one = await site({ secret: 'spring-2027' })
    const lin = at(one)
    const page = await lin.request('/')
    expect(page.status).toBe(401)
    expect(await page.text()).toContain('口令')
    expect(lin.cookie).toBe('')
    expect((await lin.listen()).status).toBe(403)
    expect((await lin.post('/chat/enter', { secret: 'spring-2026' })).status).toBe(403)
    expect((await lin.post('/chat/enter', { secret: 'spring-2027' })).status).toBe(204)
    await opened(one, { cookie: lin.cookie })
    expect((await lin.request('/')).status).toBe(200)
  })

  it('who guesses waits, and others are let in meanwhile', async () => {
    const one = await site({ secret: 'spring-2027', clock: manualClock() })
    const lin = at(one)
    const enters = async (secret: string, from: string) =>
      (await lin.post('/chat/enter', { secret }, { 'x-forwarded-for': `198.51.100.9, ${from}` })).status
    for (let n = 0; n < 10; n++) expect(await enters(`${n}`, '203.0.113.1')).toBe(403)
    expect(await enters('spring-2027', '203.0.113.1')).toBe(429)
    expect(await enters('spring-2027', '203.0.113.2')).toBe(204)
  })

  it('guessing is slow, and a new secret asks again', async () => {
    const clock = manualClock()
    const one = await site({ secret: 'spring-2027', clock })
    const lin = at(one)
    for (let n = 0; n < 10; n++) expect((await lin.post('/chat/enter', { secret: `${n}` })).status).toBe(403)
    expect((await lin.post('/chat/enter', { secret: 'spring-2027' })).status).toBe(429)
    clock.advance(61_000)
    expect((await lin.post('/chat/enter', { secret: 'spring-2027' })).status).toBe(204)
    const two = await site({ folder: one.folder, secret: 'autumn-2027' })
    expect((await two.browser({ cookie: lin.cookie }).request('/')).status).toBe(401)
  })
})

describe('bad input', () => {
  it('script in an answer is text to everybody', async () => {
    const one = await site()
    const lin = await opened(one)
    const script = '</script><script>alert(1)</script><img src=x onerror=alert(2)>'
    await lin.says(script)
    await one.chat.channel.send(chatOf(lin), {
      ...text(script),
      choices: [[{ id: 'x', label: script, url: 'javascript:alert(3)' }]],
    })
    const page = await (await lin.request('/')).text()
    expect(page).not.toContain('alert(')
    expect(says(lin)).toEqual([script, script])
  })

  it('10 MB of text is refused with a status the page has words for, and what is too long below that too', async () => {
    const one = await site()
    const lin = await opened(one)
    const say = (text: string) => lin.post('/chat/messages', { id: 'act-0001', text })
    expect((await say('久'.repeat(10_000_000 / 3))).status).toBe(413)
    expect((await say('久'.repeat(20_001))).status).toBe(413)
    expect((await say('久'.repeat(20_000))).status).toBe(204)
    expect(one.events).toHaveLength(1)
  })

  it('an upload, a form of another site and nonsense are no messages', async () => {
    const one = await site()
    const lin = await opened(one)
    const upload = new FormData()
    upload.set('file', new Blob(['x'.repeat(1000)]), 'a.docx')
    expect((await lin.request('/chat/messages', { method: 'POST', body: upload })).status).toBe(415)
    const plain = { method: 'POST', body: '{"id":"act-0001","text":"x"}', headers: { 'content-type': 'text/plain' } }
    expect((await lin.request('/chat/messages', plain)).status).toBe(415)
    const foreign = { 'sec-fetch-site': 'cross-site' }
    expect((await lin.post('/chat/messages', { id: 'act-0001', text: 'x' }, foreign)).status).toBe(403)
    const nonsense: [string, unknown][] = [
      ['messages', null],
      ['messages', []],
      ['messages', { id: 'act-0001', text: '   ' }],
      ['messages', { id: 'act-0001', text: 7 }],
      ['messages', { id: '../../key', text: 'x' }],
      ['choices', { id: 'act-0001', choice: '久'.repeat(22) }],
      ['choices', { id: 'act-0001' }],
    ]
    for (const [path, body] of nonsense)
      expect((await lin.post(`/chat/${path}`, body)).status, JSON.stringify(body)).toBe(400)
    expect((await lin.request('/chat/files/..%2F..%2F..%2Fkey')).status).toBe(404)
    expect((await lin.request('/chat/page/..%2Fchannel.ts')).status).toBe(404)
    expect(one.events).toEqual([])
  })

  it('200 open streams of one browser: the last few stay, and it can still speak', async () => {
    const one = await site()
    const lin = await opened(one)
    const tabs: Browser[] = []
    for (let n = 0; n < 200; n++) {
      const tab = at(one, lin.cookie)
      expect((await tab.listen()).status).toBe(200)
      tabs.push(tab)
    }
    await Promise.all(tabs.slice(0, -4).map((tab) => tab.until(() => tab.closed || undefined)))
    expect(tabs[0]?.heard.at(-1)?.event).toBe('elsewhere')
    expect(tabs.slice(-4).map((tab) => tab.closed)).toEqual([false, false, false, false])
    expect(await lin.says('还在')).toBe(204)
    await tabs.at(-1)?.sees('还在')
  })

  it('asking for no more than the head of a stream opens none, and takes nobody’s place', async () => {
    const one = await site()
    const lin = await opened(one)
    for (let n = 0; n < 8; n++) {
      const answer = await lin.request('/chat/events', { method: 'HEAD' })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toContain('text/event-stream')
    }
    await one.chat.channel.send(chatOf(lin), text('还在'))
    await lin.sees('还在')
    expect(lin.closed).toBe(false)
    expect(lin.heard.some(({ event }) => event === 'elsewhere')).toBe(false)
  })

  it('1,000 streams of many browsers are the most; a place that is left is free again', async () => {
    const one = await site()
    const pages = await Promise.all(Array.from({ length: 250 }, async () => at(one)))
    for (const page of pages) await page.request('/')
    const tabs = pages.flatMap((page) => Array.from({ length: 4 }, () => at(one, page.cookie)))
    for (const tab of tabs) expect((await tab.listen()).status).toBe(200)
    const late = at(one)
    await late.request('/')
    expect((await late.listen()).status).toBe(503)
    tabs[0]?.close()
    while ((await late.listen()).status !== 200);
  })

  it('a flood is slowed down', async () => {
    const one = await site()
    const lin = await opened(one)
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => lin.post('/chat/messages', { id: `act-flood-${n}`, text: '啊' })),
    )
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(10)
    expect(answers.filter(({ status }) => status === 204).length).toBeGreaterThanOrEqual(40)
  })
})

describe('the page', () => {
  it('speaks the browser’s language, or the one chosen', async () => {
    const one = await site()
    const pageIn = async (language: string) =>
      (await (await one.browser({ language }).request('/')).text()).slice(0, 100)
    expect(await pageIn('en-GB,en;q=0.9,zh;q=0.5')).toContain('lang="en"')
    expect(await pageIn('zh-TW,en;q=0.5')).toContain('lang="zh-CN"')
    expect(await pageIn('fr')).toContain('lang="zh-CN"')
    const lin = at(one)
    await lin.post('/chat/language', { language: 'en' })
    expect(await (await lin.request('/')).text()).toContain('lang="en"')
    await lin.post('/chat/language', { language: '<script>' })
    expect(await (await lin.request('/')).text()).toContain('lang="en"')
  })

  it('tells the core the browser’s language and time zone, as far as they make sense', async () => {
    const one = await site()
    const lin = await opened(one)
    await lin.post('/chat/messages', { id: 'act-0001', text: 'a', locale: 'zh-TW', zone: 'Asia/Taipei' })
    await lin.post('/chat/messages', { id: 'act-0002', text: 'b', locale: 'en-US', zone: '<b>' })
    expect(one.events).toMatchObject([
      { locale: 'zh-TW', zone: 'Asia/Taipei' },
      { locale: 'zh', zone: undefined },
    ])
  })

  it('offers the menu of commands in its language', async () => {
    const one = await site()
    await one.chat.channel.publishCommands?.([
      { scope: 'direct', commands: [{ name: 'streak', description: '连续打卡' }] },
      { scope: 'direct', language: 'en', commands: [{ name: 'streak', description: 'Your streak' }] },
    ])
    const menuIn = async (language: string) =>
      (await opened(one, { language })).heard.find(({ event }) => event === 'menu')?.data
    expect(await menuIn('zh')).toContain('连续打卡')
    expect(await menuIn('en')).toContain('Your streak')
  })

  it('has no way to tomorrow but in a demo', async () => {
    const one = await site()
    const lin = await opened(one)
    expect(await (await lin.request('/')).text()).not.toContain('模拟明天')
    expect((await lin.post('/chat/tomorrow', {})).status).toBe(404)
    const moved: string[] = []
    const two = await site({ demo: { offset: () => 7, tomorrow: async (userId) => void moved.push(userId) } })
    const wang = await opened(two)
    expect(await (await wang.request('/')).text()).toContain('模拟明天')
    expect((await wang.post('/chat/tomorrow', {})).status).toBe(204)
    expect(moved).toEqual([wang.userId])
    await wang.until(() => wang.heard.findLast(({ event }) => event === 'clock')?.data === '7' || undefined)
  })

  it('keeps a quiet stream alive', async () => {
    const clock: Clock & { advance(ms: number): void } = manualClock()
    const one = await site({ clock })
    const lin = at(one)
    await lin.request('/')
    const answer = await lin.request('/chat/events')
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    while (!heard.includes('event: history')) heard += (await reader?.read())?.value ?? ''
    clock.advance(20_000)
    expect((await reader?.read())?.value).toBe(':\n\n')
    await reader?.cancel()
  })
})

function at(one: Site, cookie?: string): Browser {
  return one.browser(cookie === undefined ? {} : { cookie })
}
