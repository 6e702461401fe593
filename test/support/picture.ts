import { mkdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import { startPage } from './page-process.ts'
import { servePages } from './pages.ts'
import { practised } from './practised.ts'

/** Takes the README's pictures from the page itself, in a conversation that takes place here and now: `npm run picture`. */

const folder = resolve(import.meta.dirname, '../../.github')
const PHONE = { viewport: { width: 390, height: 740 }, deviceScaleFactor: 1.4, isMobile: true, hasTouch: true }
/** Bytes of a picture in the README. */
const MOST = 150_000

const zh: BrowserContextOptions = { locale: 'zh-CN', timezoneId: daytimeZone() }
const en: BrowserContextOptions = { ...zh, locale: 'en-GB', colorScheme: 'dark' }
const said = {
  zh: '我先请他坐下，耐心听他说完，再道歉。查清是我们漏录了账号，当天下班前给他答复，三天后又回访了一次。',
  en: 'Keeping my word: clients judge the whole bank by whether I call back. Last spring a client waited for her renewal. I rang her the same afternoon to say it would be late, gave her a new date, and she had it a day early. She stayed, because she knew where she stood.',
}

/** Where it is day now, so that nobody seems to practise at night. */
function daytimeZone(): string {
  const hourIn = (timeZone: string) =>
    Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format())
  const zones = ['Asia/Shanghai', 'Europe/London', 'America/New_York', 'Pacific/Honolulu', 'Pacific/Auckland']
  return zones.find((zone) => hourIn(zone) >= 8 && hourIn(zone) <= 20) ?? 'Asia/Shanghai'
}

let bot = await startPage()
const chromium = await launchChromium()

async function open(options: BrowserContextOptions): Promise<Page> {
  const context = await chromium.newContext({ ...PHONE, reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  await page.goto(bot.url)
  await page.locator('.choices button').nth(8).waitFor()
  return page
}

async function answer(page: Page, words: string): Promise<void> {
  await page.locator('#text').fill(words)
  await page.locator('#send').tap()
  await page.locator('details').first().waitFor()
}

async function take(page: Page, name: string): Promise<void> {
  const path = resolve(folder, `${name}.png`)
  await page.screenshot({ path })
  const { size } = statSync(path)
  console.log(`${name}.png: ${Math.round(size / 1000)} kB`)
  if (size > MOST) throw new Error(`${name}.png is larger than ${MOST / 1000} kB`)
}

/** The chat as it is when nobody touches it. */
async function takeChat(page: Page, name: string): Promise<void> {
  await page.locator('#state').tap()
  await page.waitForTimeout(400)
  await take(page, name)
}

async function takeProgress(language: 'zh' | 'en', options: BrowserContextOptions, name: string): Promise<void> {
  const { bot, path } = await practised(language)
  const server = await servePages(bot)
  const context = await chromium.newContext({ ...PHONE, ...options })
  const page = await context.newPage()
  await page.goto(server.url + path)
  await take(page, name)
  await context.close()
  await server.close()
}

mkdirSync(folder, { recursive: true })
const page = await open(zh)
await answer(page, said.zh)
await takeChat(page, 'feedback')
await page.locator('#tomorrow').tap()
await page.locator('.bubble', { hasText: '📮' }).waitFor()
await takeChat(page, 'tomorrow')
// A demo of its own: this one's clock has gone on.
await bot.stop()
bot = await startPage()
const other = await open(en)
await answer(other, said.en)
await takeChat(other, 'feedback-en')
await takeProgress('zh', zh, 'progress')
await takeProgress('en', en, 'progress-en')
await chromium.close()
await bot.stop()
