import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { join } from 'node:path'
import type { Browser as Chromium } from 'playwright-core'
import { Browser } from '../support/browser.ts'
import { chromiumPath, launchChromium } from '../support/chromium.ts'
import { ours } from './child.ts'
import { temporary } from './learners.ts'
import { bytes, median, ms, progress, quantile, short, table } from './report.ts'

const ROUNDS = 5
const PAGE_LIMIT = 100_000
const bare = [join(import.meta.dirname, 'bare-page.mjs')]

/** The page: its weight, how soon the first question is there, and many chats at once. */
export async function webBench(quick: boolean): Promise<void> {
  progress('web: weight')
  const { url, process: bot } = await start(ours)
  const html = await (await fetch(url)).text()
  const files = ['/', ...[...html.matchAll(/"(\/chat\/page\/[^"]+)"/g)].map(([, path]) => path ?? '')]
  const weights = await Promise.all([...new Set(files)].map((path) => weigh(url + path)))
  await stop(bot)
  const weight = weights.reduce((sum, one) => sum + one, 0)

  const first = await firstQuestion()
  const load = await manyChats(quick ? 50 : 500, quick ? 5 : 20)
  table('The page', [
    {
      what: `weight, compressed, headers aside (${new Set(files).size} requests)`,
      figure: bytes(weight),
      limit: `≤ ${bytes(PAGE_LIMIT)}`,
      good: weight <= PAGE_LIMIT,
    },
    { what: 'bare Hono page: from start to its answer', figure: ms(median(first.bare.heard)) },
    {
      what: 'ours: from start to the first question',
      figure: ms(median(first.ours.heard)),
      ratio: median(first.ours.heard) / median(first.bare.heard),
      than: 'of bare',
      limit: { most: 8 },
    },
    ...(chromiumPath === undefined
      ? []
      : [
          { what: 'bare Hono page: from start to rendered in chromium', figure: ms(median(first.bare.shown)) },
          {
            what: 'ours: from start to the card rendered in chromium',
            figure: ms(median(first.ours.shown)),
            ratio: median(first.ours.shown) / median(first.bare.shown),
            than: 'of bare',
          },
        ]),
    { what: `${load.chats} chats at once: answered messages a second`, figure: short(load.perSecond) },
    {
      what: '   from sending to the answer on the page: p50; p99',
      figure: `${ms(quantile(load.waits, 0.5))}; ${ms(quantile(load.waits, 0.99))}`,
    },
    {
      what: '   the chat that waited longest, on average, against the median chat',
      figure: ms(load.slowest),
      ratio: load.slowest / load.typical,
      than: 'of median',
      limit: { most: 2 },
    },
    { what: '   chats with an answer missing', figure: String(load.missing), good: load.missing === 0 },
  ])
}

interface Started {
  url: string
  process: ChildProcess
  at: number
}

/** Runs it until it says where it listens. */
async function start(args: string[], env: Record<string, string> = {}): Promise<Started> {
  const at = performance.now()
  const bot = spawn(process.execPath, args, {
    cwd: temporary('cwd'),
    env: {
      ...process.env,
      DATA_DIR: temporary('web'),
      WEB_PORT: '0',
      ANSWER_IDLE_SECONDS: '0',
      BACKUP_AT: 'off',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    bot.stderr?.on('data', (part: Buffer) => {
      said += part
      const [found] = /http:\/\/[\d.]+:\d+/.exec(said) ?? []
      if (found !== undefined) resolve(found)
    })
    bot.once('exit', () => reject(new Error(`the page did not open: ${said}`)))
  })
  return { url, process: bot, at }
}

async function stop(bot: ChildProcess): Promise<void> {
  const ended = once(bot, 'exit')
  bot.kill('SIGTERM')
  await ended
}

/** Bytes of an answer's body as they go over the wire. */
function weigh(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      let sum = 0
      answer.on('data', (part: Buffer) => {
        sum += part.length
      })
      answer.on('end', () => resolve(sum))
    }).on('error', reject)
  })
}

/** Times from the start of the process, ms: until the first question is heard, and until it is rendered. */
async function firstQuestion() {
  const times = {
    bare: { heard: [] as number[], shown: [] as number[] },
    ours: { heard: [] as number[], shown: [] as number[] },
  }
  const chromium = chromiumPath === undefined ? undefined : await launchChromium()
  const cache = temporary('cache')
  for (let round = 0; round <= ROUNDS; round++)
    for (const [name, args] of [
      ['bare', bare],
      ['ours', ours],
    ] as const) {
      progress(`web: round ${round} of ${ROUNDS}`)
      const heard = await timed(args, cache, (url) =>
        name === 'bare' ? fetch(url).then((page) => page.text()) : hear(url),
      )
      const shown = chromium && (await timed(args, cache, (url) => show(chromium, url)))
      // The first round compiles.
      if (round === 0) continue
      times[name].heard.push(heard)
      if (shown !== undefined) times[name].shown.push(shown)
    }
  await chromium?.close()
  return times
}

async function timed(args: string[], cache: string, work: (url: string) => Promise<unknown>): Promise<number> {
  const started = await start(args, { TMPDIR: cache })
  await work(started.url)
  const took = performance.now() - started.at
  await stop(started.process)
  return took
}

async function hear(url: string): Promise<void> {
  const browser = new Browser({ url })
  await browser.open()
  void browser.says('/start')
  await browser.sees('先来第一题')
  browser.close()
}

async function show(chromium: Chromium, url: string): Promise<void> {
  const page = await chromium.newPage()
  await page.goto(url)
  await page.locator('.choices').last().waitFor()
  await page.close()
}

/** Many learners on their pages at once, each asking again as soon as it was answered. */
async function manyChats(chats: number, rounds: number) {
  const bot = await start(ours, { WEB: 'on', MESSAGES_PER_MINUTE: '1000' })
  const pages = Array.from({ length: chats }, () => new Browser({ url: bot.url }))
  progress(`web: ${chats} pages open`)
  for (const page of pages) await page.open()
  await Promise.all(
    pages.map(async (page) => {
      void page.says('/start')
      await page.sees('先来第一题')
    }),
  )
  progress(`web: ${chats} chats`)
  const from = performance.now()
  const each = await Promise.all(
    pages.map(async (page) => {
      const waits: number[] = []
      for (let round = 0; round < rounds; round++) {
        const before = page.told.length
        const sent = performance.now()
        void page.says('/streak')
        await page.until(() => (page.told.length > before ? true : undefined))
        waits.push(performance.now() - sent)
      }
      return waits
    }),
  )
  const seconds = (performance.now() - from) / 1000
  for (const page of pages) page.close()
  await stop(bot.process)
  const means = each.map((waits) => waits.reduce((sum, one) => sum + one, 0) / waits.length)
  return {
    chats,
    perSecond: (chats * rounds) / seconds,
    waits: each.flat(),
    slowest: Math.max(...means),
    typical: median(means),
    missing: each.filter((waits) => waits.length < rounds).length,
  }
}
