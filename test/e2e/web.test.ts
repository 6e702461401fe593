import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { zh } from '../../src/text/zh.ts'
import { startBotApi } from '../support/bot-api-server.ts'
import { runCoach, temporaryFolder } from '../support/bot-process.ts'
import { Browser, textOf } from '../support/browser.ts'
import { startPage } from '../support/page-process.ts'

// Processes and sockets take what a loaded machine takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

/* The page as whoever runs `npm start` meets it: a process of its own, spoken to over HTTP. */

const ANSWER = '我会先耐心听客户说完，再真诚道歉，然后核实情况。'

const open: { kill(signal: NodeJS.Signals): void }[] = []
afterEach(() => {
  for (const bot of open.splice(0)) bot.kill('SIGKILL')
})

async function page(env: Record<string, string> = {}, dataDir?: string) {
  const started = await startPage(env, dataDir)
  open.push(started.bot)
  return {
    ...started,
    async learner(cookie?: string) {
      const browser = new Browser({ url: started.url, cookie })
      await browser.open()
      await browser.until(() => browser.heard.find(({ event }) => event === 'history'))
      return browser
    },
  }
}

const learnersIn = (dataDir: string) =>
  readdirSync(join(dataDir, 'learners')).filter((name) => /^[0-9a-f]+\.json$/.test(name))

describe('with nothing configured', () => {
  it('the page opens on this machine alone; a first day, a reload, tomorrow’s question and a streak of two', async () => {
    const { learner, dataDir, stop, url } = await page()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/)
    const lin = await learner()
    await lin.says('/start')
    await lin.sees('先来第一题')
    await lin.says(ANSWER)
    expect((await lin.sees('评分标准')).blocks.filter(({ collapsed }) => collapsed).length).toBeGreaterThan(1)
    await lin.sees('打卡第 1 天')
    const [first] = lin.shown
    expect((await lin.post('/chat/tomorrow', {})).status).toBe(204)
    const card = await lin.sees('📮 今日一面')
    const at = new Date(card.at).toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai', timeStyle: 'short' })
    expect(at).toBe('08:00')
    expect(card.at - (first?.at ?? 0)).toBeGreaterThan(4 * 3_600_000)
    await lin.says(ANSWER)
    await lin.sees('连续打卡 2 天')
    const again = await learner(lin.cookie)
    expect(again.shown).toEqual(lin.shown)
    // Days that were only simulated stay out of the real data.
    expect(learnersIn(join(dataDir, 'demo'))).toHaveLength(1)
    expect(existsSync(join(dataDir, 'learners'))).toBe(false)
    expect(await stop()).toBe(0)
  })

  it('a day without an answer brings the evening’s nudge before the next question', async () => {
    const { learner } = await page()
    const lin = await learner()
    await lin.says('/start')
    await lin.says(ANSWER)
    await lin.sees('打卡第 1 天')
    for (let day = 0; day < 2; day++) await lin.post('/chat/tomorrow', {})
    await lin.until(() => (lin.told.filter((one) => textOf(one).includes('📮')).length === 2 ? true : undefined))
    const said = lin.told.map(textOf)
    const nudge = said.findIndex((words) => words.includes('连续 1 天') && !words.includes('📮'))
    expect(nudge).toBeGreaterThan(said.findIndex((words) => words.includes('📮')))
    expect(nudge).toBeLessThan(said.findLastIndex((words) => words.includes('📮')))
  })

  it('after a restart the demo’s day goes on from where it was, conversation and streak with it', async () => {
    const before = await page()
    const lin = await before.learner()
    await lin.says('/start')
    await lin.says(ANSWER)
    for (let day = 0; day < 3; day++) await lin.post('/chat/tomorrow', {})
    const { at } = await lin.until(() => lin.shown.findLast((one) => textOf(one).includes('📮')))
    expect(await before.stop()).toBe(0)
    const after = await page({}, before.dataDir)
    const back = await after.learner(lin.cookie)
    expect(back.shown).toEqual(lin.shown)
    await back.says('/streak')
    const streak = await back.until(() => back.shown.find((one) => one.from === 'bot' && one.at > at && one.rev > 0))
    expect(streak.at - at).toBeLessThan(10 * 60_000)
  })

  it('/delete leaves nothing of the conversation either', async () => {
    const { learner, dataDir } = await page()
    const lin = await learner()
    await lin.says('/start')
    await lin.says(ANSWER)
    await lin.sees('评分标准')
    await lin.says('/delete')
    await lin.presses('确定删除')
    await lin.until(() => lin.heard.find(({ event }) => event === 'reset'))
    expect(existsSync(join(dataDir, 'demo', 'web', 'chats', lin.userId))).toBe(false)
    expect(lin.shown.length).toBeLessThanOrEqual(1)
  })

  it('/export is a file to download', async () => {
    const { learner } = await page()
    const lin = await learner()
    await lin.says('/start')
    await lin.says(ANSWER)
    await lin.says('/export')
    const { id, file } = await lin.until(() => lin.shown.find((one) => one.file !== undefined))
    const answer = await lin.request(`/chat/files/${id}`)
    expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent(file?.name ?? '?'))
    expect(await answer.text()).toContain(ANSWER)
  })

  it('200 pages that are open keep nobody from stopping it within ten seconds', async () => {
    const { url, bot } = await page()
    const browsers = Array.from({ length: 200 }, () => new Browser({ url }))
    for (const browser of browsers) await browser.open()
    const asked = Date.now()
    bot.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
    expect(Date.now() - asked).toBeLessThan(10_000)
  })
})

describe('what keeps the page from opening is said with what to do', () => {
  it('the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    const bot = runCoach(['start'], { DATA_DIR: join(temporaryFolder(), 'data'), WEB_PORT: `${port}` })
    expect(await bot.ended).toBe(1)
    expect(bot.stderr()).toContain('WEB_PORT=')
    expect(bot.stderr()).not.toMatch(/\n\s+at /)
    const doctor = runCoach(['doctor'], { DATA_DIR: join(temporaryFolder(), 'data'), WEB_PORT: `${port}` })
    expect(await doctor.ended).toBe(1)
    expect(doctor.stdout()).toContain('✘ page: Something else already listens')
    expect(doctor.stdout()).toContain('WEB_PORT=')
    other.close()
  })

  it('others could reach it and there is no secret', async () => {
    const bot = runCoach(['start'], { DATA_DIR: join(temporaryFolder(), 'data'), WEB_HOST: '0.0.0.0' })
    expect(await bot.ended).toBe(2)
    expect(bot.stderr()).toContain('WEB_SECRET')
  })

  it('it is off and there is no channel', async () => {
    const bot = runCoach(['start'], { DATA_DIR: join(temporaryFolder(), 'data'), WEB: 'off' })
    expect(await bot.ended).toBe(2)
    for (const way of ['WEB=', 'TELEGRAM_BOT_TOKEN', 'npm run chat']) expect(bot.stderr()).toContain(way)
  })
})

it('WEB=on beside Telegram: the real data, no way to tomorrow, a recovery code for when the cookie is gone', async () => {
  const api = await startBotApi()
  try {
    const telegram = { TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.url, WEB: 'on' }
    const { learner, dataDir, bot } = await page(telegram)
    expect(bot.stderr()).toContain('telegram + web')
    const lin = await learner()
    await lin.says('/start')
    await lin.says(ANSWER)
    await lin.sees('你的恢复码')
    expect((await lin.post('/chat/tomorrow', {})).status).toBe(404)
    expect(learnersIn(dataDir)).toHaveLength(1)
    api.say(7, '/start')
    await api.next(7)
  } finally {
    await api.close()
  }
})

it('/delete in Telegram removes the conversation of the page too, while the page is off', async () => {
  const api = await startBotApi()
  try {
    const telegram = { TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.url, LOG_LEVEL: 'info' }
    const { learner, dataDir, stop } = await page({ ...telegram, WEB: 'on' })
    const lin = await learner()
    await lin.says('/start')
    await lin.says(ANSWER)
    const code = textOf(await lin.sees('🔑 你的恢复码')).match(/[0-9A-Z]{4}(-[0-9A-Z]{4})+/)?.[0]
    api.say(7, '/start')
    api.say(7, `/link ${code}`)
    const until = async (words: string) => {
      for (;;) if ((await api.next(7)).text.includes(words)) return
    }
    await until('接上了')
    expect(await stop()).toBe(0)
    const chat = join(dataDir, 'web', 'chats', lin.userId)
    expect(existsSync(chat)).toBe(true)

    const off = runCoach(['start'], { ...telegram, DATA_DIR: dataDir, WEB: 'off' })
    open.push(off)
    await off.says('"ready"')
    api.say(7, '/delete')
    await until('要删除你的全部数据吗')
    api.press(7, zh.choice.deleteYes)
    await until('已全部删除')
    expect(existsSync(chat)).toBe(false)
  } finally {
    await api.close()
  }
})

it('with a secret others may come: a form first, then the same page; logs hold neither secret, name nor answer', async () => {
  const env = { WEB_HOST: '0.0.0.0', WEB_SECRET: 'spring-2027', LOG_LEVEL: 'debug' }
  const { url, bot, dataDir } = await page(env)
  const lin = new Browser({ url: url.replace('0.0.0.0', '127.0.0.1') })
  expect(await (await lin.request('/')).text()).toContain('口令')
  await lin.post('/chat/enter', { secret: 'spring-2027' })
  expect(await lin.open()).not.toContain('模拟明天')
  await lin.says('/start')
  await lin.says(ANSWER)
  await lin.sees('评分标准')
  expect(existsSync(join(dataDir, 'demo'))).toBe(false)
  bot.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
  const key = readFileSync(join(dataDir, 'web', 'key'), 'utf8')
  for (const secret of ['spring-2027', '道歉', lin.userId, key])
    expect(bot.stderr() + bot.stdout()).not.toContain(secret)
})

it('a request that never ends keeps nobody from stopping it', async () => {
  const { url, bot } = await page()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write('POST /chat/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf')
  await new Promise((resolve) => socket.once('connect', resolve))
  const asked = Date.now()
  bot.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
  expect(Date.now() - asked).toBeLessThan(10_000)
})
