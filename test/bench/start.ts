import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { spawnBotApi } from '../support/bot-api-server.ts'
import { live, populate, temporary } from './learners.ts'
import { bytes, median, ms, progress, table } from './report.ts'

const ROUNDS = 3
const root = resolve(import.meta.dirname, '../..')
/** Node's flags and the file, as `npm start` has them. */
const START = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
).scripts.start
  .split(' ')
  .slice(1, -1)

/** From the start of the process to the first poll that waits, and the memory it then takes. */
export async function startBench(big: string, learners: number): Promise<void> {
  const lived = await live(1)
  const empty = temporary('empty')
  const thousand = temporary('thousand')
  populate(thousand, lived, 0, 1000)
  const contenders = {
    bare: [['test/bench/bare-bot.ts'], empty],
    none: [START, empty],
    thousand: [START, thousand],
    many: [START, big],
  } as const
  const times: Record<string, number[]> = {}
  const memory: Record<string, number[]> = {}
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, [file, dataDir]] of Object.entries(contenders)) {
      progress(`start: ${name}, round ${round + 1} of ${ROUNDS}`)
      const { time, rss } = await started([...file], dataDir)
      times[name] = [...(times[name] ?? []), time]
      memory[name] = [...(memory[name] ?? []), rss]
    }
  const of = (values: Record<string, number[]>, name: string) => median(values[name] ?? [])
  const line = (what: string, name: string, limit?: number) => ({
    what,
    figure: ms(of(times, name)),
    ...(name !== 'bare' && { ratio: of(times, name) / of(times, 'bare'), than: 'of the bare bot' }),
    ...(limit !== undefined && { limit: { most: limit } }),
  })
  const rss = (what: string, name: string, limit?: number) => ({
    what,
    figure: bytes(of(memory, name)),
    ...(name !== 'bare' && { ratio: of(memory, name) / of(memory, 'bare'), than: 'of the bare bot' }),
    ...(limit !== undefined && { limit: { most: limit } }),
  })
  table('Start to ready', [
    line('a bare grammY bot', 'bare'),
    line('the coach, nobody yet', 'none', 3),
    line('   1,000 learners', 'thousand'),
    line(`   ${learners.toLocaleString('en')} learners`, 'many'),
  ])
  table('Idle memory (resident)', [
    rss('a bare grammY bot', 'bare'),
    rss('the coach, nobody yet', 'none', 1.5),
    rss('   1,000 learners', 'thousand'),
    rss(`   ${learners.toLocaleString('en')} learners`, 'many'),
  ])
}

async function started(args: string[], dataDir: string): Promise<{ time: number; rss: number }> {
  const api = await spawnBotApi()
  const start = performance.now()
  const bot = spawn(process.execPath, [...args, 'start'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.url,
      LOG_LEVEL: 'error',
      // As a machine that was off: no backup falls into the measurement.
      BACKUP_AT: '00:00',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((done) => bot.once('exit', () => done()))
  await api.parked()
  const time = performance.now() - start
  // Idle: what was read at the start has had its time.
  await new Promise((done) => setTimeout(done, 1500))
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${bot.pid}/status`, 'utf8')) ?? []
  bot.kill('SIGTERM')
  await ended
  await api.close()
  return { time, rss: Number(kilobytes) * 1024 }
}
