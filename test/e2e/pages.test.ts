import axe from 'axe-core'
import type { Browser as Chromium } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { probePublic } from '../../src/server.ts'
import { startBot } from '../support/bot.ts'
import { type BotApi, startBotApi } from '../support/bot-api-server.ts'
import { type BotProcess, runCoach, temporaryFolder } from '../support/bot-process.ts'
import { chromiumPath, launchChromium } from '../support/chromium.ts'
import { startPage } from '../support/page-process.ts'
import { PUBLIC, PUBLISHED, servePages } from '../support/pages.ts'

// Processes and browsers take what a loaded machine takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

const SECRET = 'a-secret-of-24-characters'
const LIN = 1001

describe('a bot without a chat page', () => {
  const open: { bot: BotProcess; api: BotApi }[] = []
  afterEach(async () => {
    for (const { bot, api } of open.splice(0)) {
      bot.kill('SIGKILL')
      await api.close()
    }
  })

  async function start(env: Record<string, string>) {
    const api = await startBotApi()
    const bot = runCoach(['start'], {
      DATA_DIR: temporaryFolder(),
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.url,
      ANSWER_IDLE_SECONDS: '0',
      LOG_LEVEL: 'info',
      WEB_PORT: '0',
      ...env,
    })
    open.push({ bot, api })
    await bot.says('"ready"')
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+(?=\/admin)/.exec(bot.stderr()) ?? []
    return { api, bot, url }
  }

  it('serves health, metrics and the operator; no chat; and stops at once', async () => {
    const { bot, url } = await start({ ADMIN_SECRET: SECRET })
    const status = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(url + path, { headers })).status
    expect(await status('/healthz')).toBe(200)
    expect(await status('/readyz')).toBe(200)
    expect(await status('/')).toBe(404)
    expect(await status('/me')).toBe(401)
    expect(await status('/metrics')).toBe(401)
    const authorization = `Bearer ${SECRET}`
    const metrics = await (await fetch(`${url}/metrics`, { headers: { authorization } })).text()
    expect(metrics).toContain('coach_channel_up{channel="telegram"} 1')
    const asked = Date.now()
    bot.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
    expect(Date.now() - asked).toBeLessThan(10_000)
    expect(bot.stderr()).not.toContain(SECRET)
  })

  it('listens to nobody unless something is to be served', async () => {
    const { bot } = await start({})
    expect(bot.stderr()).not.toContain('http://')
  })

  it('sends the link of the progress page to Telegram, and the link is not logged', async () => {
    const { api, bot } = await start({ PUBLIC_URL: PUBLIC })
    api.say(LIN, '/start')
    api.say(LIN, '/streak')
    let link: string | undefined
    while (link === undefined) link = JSON.stringify(await api.next(LIN)).match(/\/me\/in\/([\w.-]+)/)?.[1]
    expect(link).toMatch(/^[0-9a-f]{32}\./)
    expect(bot.stderr()).not.toContain(link)
  })
})

describe.skipIf(chromiumPath === undefined)('in a browser', () => {
  let chromium: Chromium
  beforeAll(async () => {
    chromium = await launchChromium()
  })
  afterAll(() => chromium?.close())

  it.each([
    ['a phone', 360, 'light'],
    ['a phone in the dark', 360, 'dark'],
    ['a desk', 1200, 'light'],
  ] as const)(
    'the progress page on %s: nothing overflows, nothing is refused, axe finds nothing serious',
    async (_, width, colorScheme) => {
      const bot = await startBot({ env: PUBLISHED })
      const lin = bot.learner('lin')
      await lin.says('/start')
      await lin.says(`我会先倾听客户把话说完，再真诚道歉。${'长'.repeat(300)}${'x'.repeat(300)}`)
      await lin.says('/plan 12-20')
      await lin.says('/stats')
      const choices = bot.channel.shown.flatMap(({ message }) => message.choices?.flat() ?? [])
      const link = choices.findLast(({ url }) => url !== undefined)?.url?.replace(PUBLIC, '') ?? ''
      const server = await servePages(bot)
      const complaints: string[] = []
      const context = await chromium.newContext({ viewport: { width, height: 800 }, colorScheme, locale: 'zh-CN' })
      try {
        const page = await context.newPage()
        page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
        await page.goto(server.url + link)
        // With the keyboard alone: the first answer is the first thing that unfolds.
        await page.locator('details.attempt summary').first().focus()
        await page.keyboard.press('Enter')
        expect(await page.locator('details.attempt[open] blockquote').first().isVisible()).toBe(true)
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
        await page.evaluate(axe.source)
        const { violations } = (await page.evaluate('axe.run()')) as {
          violations: { id: string; impact: string; nodes: { html: string }[] }[]
        }
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
        expect(complaints).toEqual([])
      } finally {
        await context.close()
        await server.close()
      }
    },
  )
})

describe('a wrong PUBLIC_URL', () => {
  it('is told from a right one by the doctor', async () => {
    const bot = await startBot({ env: PUBLISHED })
    const other = await servePages(bot)
    await expect(probePublic(other.url)).rejects.toThrow(
      /does not lead to the bot's pages \(status 404\)[\s\S]*PUBLIC_URL/,
    )
    await other.close()
    await expect(probePublic(other.url)).rejects.toThrow('ECONNREFUSED')
    const right = await startPage()
    await expect(probePublic(right.url)).resolves.toBeUndefined()
    expect(await right.stop()).toBe(0)
  })
})
