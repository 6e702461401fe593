import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { spawnBotApi } from '../support/bot-api-server.ts'
import { ours } from './child.ts'
import { crowd, temporary } from './learners.ts'
import { bytes, median, ms, progress, table } from './report.ts'

const ROUNDS = 3
/** Rest before memory is read: what the start left behind has been tidied up. */
const IDLE_MS = 2000
const bare = [join(import.meta.dirname, 'bare-bot.mjs')]

interface Contender {
  what: string
  args: string[]
  dataDir: string
  ready: number[]
  memory: number[]
}

/** From the start of the process until it takes messages, and what memory it then holds, beside a bare grammY bot. */
export async function startBench(big: string, learners: number, quick: boolean): Promise<void> {
  progress('start')
  const api = await spawnBotApi({ username: 'bench_bot' })
  const env = { TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.url, BACKUP_AT: 'off' }
  const contender = (what: string, args: string[], dataDir: string): Contender => ({
    what,
    args,
    dataDir,
    ready: [],
    memory: [],
  })
  const [plain, ...sizes] = [
    contender('bare grammY bot', bare, ''),
    contender('ours without learners', ours, temporary('empty')),
    contender(`ours with ${quick ? 100 : '1,000'}`, ours, await crowd(quick ? 100 : 1000)),
    contender(`ours with ${learners.toLocaleString('en')}`, ours, big),
  ] as [Contender, Contender, Contender, Contender]
  // Compiled code is kept between starts, in a place of its own.
  const cache = temporary('cache')
  const first = await start(sizes[0].args, { ...env, TMPDIR: cache, DATA_DIR: sizes[0].dataDir }, 0)
  const list = join(temporary('loaded'), 'modules')
  await start(
    ['--import', join(import.meta.dirname, 'loaded.mjs'), ...ours],
    { ...env, TMPDIR: cache, DATA_DIR: sizes[0].dataDir, BENCH_LOADED: list },
    0,
  )
  const modules = readFileSync(list, 'utf8').split('\n')
  for (let round = 0; round < ROUNDS; round++)
    for (const one of [plain, ...sizes]) {
      progress(`start: round ${round + 1} of ${ROUNDS}`)
      const { ready, memory } = await start(one.args, { ...env, TMPDIR: cache, DATA_DIR: one.dataDir }, IDLE_MS)
      one.ready.push(ready)
      one.memory.push(memory)
    }
  await api.close()
  const wechaty = modules.filter((url) => /\/node_modules\/wechat|\/channels\/wechat\//.test(url)).length
  const against = (one: Contender, key: 'ready' | 'memory', most: number) => ({
    ratio: median(one[key]) / median(plain[key]),
    than: 'of bare',
    ...(one === sizes[0] && { limit: { most } }),
  })
  table('From start to ready, and memory at rest', [
    { what: `${plain.what}: time`, figure: ms(median(plain.ready)) },
    ...sizes.map((one) => ({ what: `${one.what}: time`, figure: ms(median(one.ready)), ...against(one, 'ready', 3) })),
    { what: '   the very first start, nothing compiled yet', figure: ms(first.ready) },
    { what: `${plain.what}: memory`, figure: bytes(median(plain.memory)) },
    ...sizes.map((one) => ({
      what: `${one.what}: memory`,
      figure: bytes(median(one.memory)),
      ...against(one, 'memory', 1.5),
    })),
    {
      what: `modules loaded without WeChat; of wechaty`,
      figure: `${modules.filter((url) => url.startsWith('file:')).length}; ${wechaty}`,
      good: wechaty === 0,
    },
  ])
}

/** Runs a bot until it says that it is ready, and `idle` ms longer. @returns ms to ready, bytes of resident memory */
async function start(
  args: string[],
  env: Record<string, string>,
  idle: number,
): Promise<{ ready: number; memory: number }> {
  const before = performance.now()
  const bot = spawn(process.execPath, args, {
    cwd: temporary('cwd'),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  const ready = await new Promise<number>((resolve, reject) => {
    bot.stderr.on('data', (part: Buffer) => {
      said += part
      if (/\bready\b/.test(said)) resolve(performance.now() - before)
    })
    bot.once('exit', () => reject(new Error(`not ready: ${said}`)))
  })
  await wait(idle)
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(bot.pid)])
  const ended = once(bot, 'exit')
  bot.kill('SIGTERM')
  await ended
  return { ready, memory: Number(stdout) * 1024 }
}
