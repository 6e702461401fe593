import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { source as axe } from 'axe-core'
import type { BrowserContext, BrowserContextOptions, Browser as Chromium, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { chromiumPath, launchChromium } from '../support/chromium.ts'
import { type PageProcess, startPage } from '../support/page-process.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })

/* The page in a real browser, with the real bot behind it. */

const ANSWER = '我会先耐心听客户说完，真诚道歉，再核实情况，当天给他答复，之后回访。'

/** What a browser itself writes down while nobody answers. */
const CUT_OFF = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|503/

const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 800 },
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
  hasTouch: true,
  isMobile: true,
}
const DESK: BrowserContextOptions = {
  viewport: { width: 1200, height: 900 },
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
}

if (chromiumPath === undefined) console.warn('browser tests are skipped: no chromium here (apt-get install chromium)')

describe.skipIf(chromiumPath === undefined)('in a browser', () => {
  let chromium: Chromium
  let bot: PageProcess
  /** Everything a page complained about: errors of its script, refusals of its policy. */
  let complaints: string[]
  const contexts: BrowserContext[] = []

  beforeAll(async () => {
    chromium = await launchChromium()
  })
  afterAll(() => chromium?.close())
  beforeEach(async () => {
    complaints = []
    bot = await startPage()
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
    bot.bot.kill('SIGKILL')
    expect(complaints).toEqual([])
  })

  async function visit(options: BrowserContextOptions): Promise<Page> {
    const context = await chromium.newContext(options)
    contexts.push(context)
    context.setDefaultTimeout(20_000)
    return open(context)
  }

  async function open(context: BrowserContext): Promise<Page> {
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await page.goto(bot.url)
    return page
  }

  const bubbles = (page: Page) => page.locator('.bubble[id]')
  const choice = (page: Page, label: string) => page.locator('.choices button', { hasText: label }).last()

  async function answer(page: Page, words = ANSWER): Promise<void> {
    await choice(page, '提示').waitFor()
    await page.locator('#text').fill(words)
    await page.locator('#send').click()
    await page.locator('details').first().waitFor()
  }

  /** What axe finds that is serious or worse. */
  async function faults(page: Page): Promise<string[]> {
    // The page's policy lets no script be put into it; a debugger may run one all the same.
    const session = await page.context().newCDPSession(page)
    const { result } = await session.send('Runtime.evaluate', {
      expression: `${axe}; axe.run()`,
      awaitPromise: true,
      returnByValue: true,
    })
    const { violations, passes } = result.value as Record<
      string,
      { id: string; impact: string; nodes: { html: string }[] }[]
    >
    expect(passes?.length).toBeGreaterThan(20)
    return (violations ?? [])
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  }

  it('a first conversation: question, evidence, model answer, a tick, streak, tomorrow', async () => {
    const page = await visit(PHONE)
    await choice(page, '提示').waitFor()
    expect(await bubbles(page).first().textContent()).toContain('你好，我是每日一面')
    expect(await page.locator('.bubble.learner').count()).toBe(0)
    await choice(page, '提示').tap()
    await page.locator('.bubble', { hasText: '💡' }).last().waitFor()
    await answer(page)
    expect(await page.locator('.evidence').first().textContent()).toContain('我会先耐心听客户说完')
    const details = page.locator('details', { hasText: '参考答案' })
    const folded = details.locator('div')
    expect(await folded.isVisible()).toBe(false)
    await details.locator('summary').tap()
    expect(await folded.isVisible()).toBe(true)

    const checklist = page.locator('.bubble', { has: page.locator('.evidence') })
    const id = await checklist.getAttribute('id')
    const tick = checklist.locator('.choices button').first()
    const before = await tick.textContent()
    await tick.tap()
    await page.waitForFunction(
      ([id, before]) => document.querySelector(`#${id} .choices button`)?.textContent !== before,
      [id, before] as const,
    )
    expect(await checklist.getAttribute('id')).toBe(id)

    expect(await bubbles(page).last().textContent()).toContain('打卡第 1 天')
    await page.locator('#tomorrow').tap()
    const card = page.locator('.bubble', { hasText: '📮 今日一面' })
    await card.waitFor()
    await vi.waitFor(async () => expect(await inView(card)).toBe(true), 5000)
    expect(await page.locator('.day').count()).toBeGreaterThanOrEqual(1)
    await page.locator('#text').fill(ANSWER)
    await page.locator('#send').tap()
    await page.locator('.bubble', { hasText: '连续打卡 2 天' }).waitFor()
    expect(await faults(page)).toEqual([])
  })

  it('a reload in the middle keeps the conversation, what was unsent and what was being typed', async () => {
    const page = await visit(PHONE)
    await answer(page)
    const before = await bubbles(page).allTextContents()
    await page.locator('#text').fill('写到一半')
    await page.reload()
    await page.locator('details').first().waitFor()
    expect(await bubbles(page).allTextContents()).toEqual(before)
    expect(await page.locator('#text').inputValue()).toBe('写到一半')
    await vi.waitFor(async () => expect(await inView(bubbles(page).last())).toBe(true), 5000)
  })

  it('what is sent while the bot is away is marked, and arrives once when it is back', async () => {
    const page = await visit(PHONE)
    await choice(page, '提示').waitFor()
    const port = new URL(bot.url).port
    await bot.stop()
    await page.locator('#text').fill(ANSWER)
    await page.locator('#send').tap()
    await page.locator('.unsent', { hasText: ANSWER }).waitFor()
    await page.locator('#notice', { hasText: '连接断了' }).waitFor()
    bot = await startPage({ WEB_PORT: port }, bot.dataDir)
    await page.locator('details').first().waitFor()
    expect(await page.locator('.unsent').count()).toBe(0)
    expect(await page.locator('#notice').textContent()).toBe('')
    expect(await page.locator('.bubble.learner', { hasText: ANSWER }).count()).toBe(1)
    complaints = complaints.filter((one) => !CUT_OFF.test(one))
  })

  it('an answer whose cookie was no good any more is sent by the page that comes then', async () => {
    const page = await visit(PHONE)
    await choice(page, '提示').waitFor()
    await page.context().clearCookies()
    await page.locator('#text').fill(ANSWER)
    await page.locator('#send').tap()
    await page.locator('.bubble.learner:not(.unsent)', { hasText: ANSWER }).waitFor()
    await page.locator('.bubble.bot').first().waitFor()
    expect(await page.locator('.bubble.learner', { hasText: ANSWER }).count()).toBe(1)
    expect(await page.locator('#text').inputValue()).toBe('')
    complaints = complaints.filter((one) => !one.includes('401'))
  })

  it('an answer that was refused is in the field again, before what was typed since, and stays through a reload', async () => {
    const page = await visit(PHONE)
    await choice(page, '提示').waitFor()
    const typed = Promise.withResolvers<void>()
    await page.route('**/chat/messages', async (route) => {
      await typed.promise
      await route.fulfill({ status: 429 })
    })
    await page.locator('#text').fill(ANSWER)
    await page.locator('#send').tap()
    await page.locator('#text').fill('还有')
    typed.resolve()
    await page.locator('#notice', { hasText: '发得有点快' }).waitFor()
    await page.reload()
    await choice(page, '提示').waitFor()
    expect(await page.locator('#text').inputValue()).toBe(`${ANSWER}\n还有`)
    complaints = complaints.filter((one) => !one.includes('429'))
  })

  it('after /delete a page that is still open begins nothing by itself, not even when the bot was restarted', async () => {
    const page = await visit(PHONE)
    await answer(page)
    await page.locator('#text').fill('/delete')
    await page.locator('#send').tap()
    await choice(page, '确定删除').tap()
    await vi.waitFor(async () => expect(await bubbles(page).count()).toBe(1), 10_000)
    const port = new URL(bot.url).port
    await bot.stop()
    await page.locator('#notice', { hasText: '连接断了' }).waitFor()
    bot = await startPage({ WEB_PORT: port }, bot.dataDir)
    await vi.waitFor(async () => expect(await bubbles(page).count()).toBe(0), 20_000)
    expect(await page.locator('#notice').textContent()).toBe('')
    const kept = readdirSync(join(bot.dataDir, 'demo', 'learners')).filter((name) => /^[0-9a-f]+\.json$/.test(name))
    expect(kept).toEqual([])
    complaints = complaints.filter((one) => !CUT_OFF.test(one))
  })

  it('two learners at once do not see each other', async () => {
    const [lin, wang] = [await visit(PHONE), await visit({ ...DESK, locale: 'en-GB' })]
    await answer(lin)
    await wang.locator('.choices button', { hasText: 'Hint' }).waitFor()
    expect(await wang.locator('body').textContent()).not.toContain('耐心')
    expect(await wang.locator('h1').textContent()).toBe('Interview Coach')
    expect(await bubbles(wang).count()).toBe(2)
  })

  it('two tabs of one learner show the same', async () => {
    const page = await visit(PHONE)
    await choice(page, '提示').waitFor()
    const other = await open(page.context())
    await answer(page)
    await other.locator('details').first().waitFor()
    expect(await bubbles(other).allTextContents()).toEqual(await bubbles(page).allTextContents())
  })

  it('with the keyboard alone', async () => {
    const page = await visit(DESK)
    await choice(page, '提示').waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.id ?? '')
    expect(await focused()).toBe('text')
    await page.keyboard.type('第一点，先倾听。')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('第二点，真诚道歉，再核实情况，之后回访。')
    await page.keyboard.press('Enter')
    await page.locator('details').first().waitFor()
    expect(await page.locator('.bubble.learner').count()).toBe(1)
    expect(await focused()).toBe('text')
    // To the ticks, and back to them when the checklist was shown anew.
    const ticks = page
      .locator('.bubble', { has: page.locator('.evidence, .choices button') })
      .nth(-2)
      .locator('.choices button')
    const marks = await ticks.allTextContents()
    await ticks.first().focus()
    await page.keyboard.press('Enter')
    await vi.waitFor(async () => expect(await ticks.allTextContents()).not.toEqual(marks), 10_000)
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON')
    await page.locator('summary').first().focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('details').first().getAttribute('open')).not.toBeNull()
    // The menu opens on a slash, closes on Escape.
    await page.locator('#text').focus()
    await page.keyboard.type('/')
    expect(await page.locator('#menu').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.locator('#menu').isVisible()).toBe(false)
    await page.locator('#text').fill('')
    await page.locator('#open-menu').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await vi.waitFor(async () => expect(await page.locator('.bubble.learner').count()).toBe(2), 10_000)
    // The first stop of the page leads to the field.
    await page.evaluate(() => document.body.focus())
    await page.locator('.skip').focus()
    await page.keyboard.press('Enter')
    expect(await focused()).toBe('text')
  })

  it('a word still being composed is not sent by Enter', async () => {
    const page = await visit(DESK)
    await choice(page, '提示').waitFor()
    await page.locator('#text').fill('qingting')
    await page.locator('#text').dispatchEvent('keydown', { key: 'Enter', isComposing: true })
    expect(await page.locator('#text').inputValue()).toBe('qingting')
  })

  it.each([
    ['360 px wide', { ...PHONE, viewport: { width: 360, height: 640 } }],
    ['in the dark, 360 px wide', { ...PHONE, viewport: { width: 360, height: 640 }, colorScheme: 'dark' as const }],
    ['in English, 360 px wide', { ...PHONE, viewport: { width: 360, height: 640 }, locale: 'en-GB' }],
    ['on a desk', DESK],
    ['in English, in the dark, on a desk', { ...DESK, locale: 'en-GB', colorScheme: 'dark' as const }],
  ])('%s: nothing is cut off, everything can be read and touched', async (_, options) => {
    const page = await visit(options)
    await page.locator('.choices button').nth(5).waitFor()
    await page.locator('#text').fill(options.locale === 'en-GB' ? 'I listened, apologised and called back.' : ANSWER)
    await page.locator('#send').click()
    await page.locator('details').first().waitFor()
    await page.locator('summary').first().click()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    const cut = await page.evaluate(() => {
      const edge = (document.querySelector('.phone')?.getBoundingClientRect().right ?? 0) - 8
      return [...document.querySelectorAll('.bubble, .choices button, header *, .demo *, #composer *')]
        .filter((one) => !one.classList.contains('hidden') && one.clientWidth > 0)
        .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > edge)
        .map((one) => one.outerHTML.slice(0, 80))
    })
    expect(cut).toEqual([])
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button:not([hidden]), summary, textarea')]
        .filter((one) => one.checkVisibility())
        .map((one) => ({ html: one.outerHTML.slice(0, 60), height: one.getBoundingClientRect().height }))
        .filter(({ height }) => height < 36),
    )
    expect(small).toEqual([])
    expect(await faults(page)).toEqual([])
    await page.locator('#open-menu').click()
    expect(await faults(page)).toEqual([])
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const [red = 255] = ground.match(/\d+/g)?.map(Number) ?? []
    expect(red < 128).toBe(options.colorScheme === 'dark')
  })

  it('script in an answer stays text', async () => {
    const page = await visit(PHONE)
    const script = '<img src=x onerror="document.title=1"><script>document.title=2</script> https://example.org/a'
    await answer(page, `${script} ${ANSWER}`)
    expect(await page.locator('.bubble.learner').textContent()).toContain(script)
    expect(await page.title()).toBe('每日一面')
    expect(await page.locator('.bubble img, .bubble script').count()).toBe(0)
    expect(await page.locator('.bubble.learner a').getAttribute('rel')).toBe('noopener noreferrer')
  })

  it('ten megabytes pasted are refused in words, and stay in the field', async () => {
    const page = await visit(PHONE)
    await choice(page, '提示').waitFor()
    await page.evaluate(() => {
      const field = document.querySelector('#text') as HTMLTextAreaElement
      field.value = '久'.repeat(3_500_000)
    })
    await page.locator('#send').click()
    await page.locator('#notice', { hasText: '太长了：一条最多 20,000 字' }).waitFor()
    expect(await page.locator('#text').evaluate((field: HTMLTextAreaElement) => field.value.length)).toBe(3_500_000)
    expect(await page.locator('.bubble.learner').count()).toBe(0)
  })

  it('a file dropped on the page is refused in words, and the page stays', async () => {
    const page = await visit(DESK)
    await choice(page, '提示').waitFor()
    await page.evaluate(() => document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true })))
    await page.locator('#notice', { hasText: '收不了文件' }).waitFor()
  })

  it('the other language, page and coach together', async () => {
    const page = await visit(PHONE)
    await choice(page, '提示').waitFor()
    await page.locator('#language').tap()
    await page.locator('h1', { hasText: 'Interview Coach' }).waitFor()
    await page.locator('.bubble.bot', { hasText: 'English' }).last().waitFor()
    await page.locator('#text').fill('/streak')
    await page.locator('#send').tap()
    await page.locator('.bubble.bot', { hasText: 'streak' }).last().waitFor()
  })

  it('the export comes as a file', async () => {
    const page = await visit(DESK)
    await answer(page)
    await page.locator('#text').fill('/export')
    await page.keyboard.press('Enter')
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.file').click()])
    expect(download.suggestedFilename()).toMatch(/\.\w+$/)
  })
})

describe.skipIf(chromiumPath === undefined)('with a secret', () => {
  it('the form says what is wrong and lets in', async () => {
    const bot = await startPage({ WEB_SECRET: 'spring-2027' })
    const chromium = await launchChromium()
    try {
      const page = await (await chromium.newContext(PHONE)).newPage()
      await page.goto(bot.url)
      await page.locator('#secret').fill('autumn-2027')
      await page.keyboard.press('Enter')
      await page.locator('#notice', { hasText: '口令不对' }).waitFor()
      await page.locator('#secret').fill('spring-2027')
      await page.keyboard.press('Enter')
      await page.locator('.choices button', { hasText: '提示' }).waitFor()
      expect(await page.locator('#tomorrow').count()).toBe(0)

      // The operator has changed it: what is said meanwhile waits behind the form.
      await page.context().clearCookies({ name: 'coach_entry' })
      await page.locator('#text').fill(ANSWER)
      await page.locator('#send').tap()
      await page.locator('#secret').fill('spring-2027')
      await page.keyboard.press('Enter')
      await page.locator('details').first().waitFor()
      expect(await page.locator('.bubble.learner:not(.unsent)', { hasText: ANSWER }).count()).toBe(1)
    } finally {
      await chromium.close()
      bot.bot.kill('SIGKILL')
    }
  })
})

async function inView(bubble: { boundingBox(): Promise<{ y: number; height: number } | null> }): Promise<boolean> {
  const box = await bubble.boundingBox()
  return box !== null && box.y + Math.min(box.height, 200) <= 740 && box.y >= 60 - box.height
}
