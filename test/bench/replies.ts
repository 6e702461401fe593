import { readFileSync } from 'node:fs'
import type { Learner } from '../../src/learner.ts'
import { type Child, child, startDesk } from './child.ts'
import { REPLY } from './desk.ts'
import { documentFile, live, populate, temporary } from './learners.ts'
import { median, ms, progress, quantile, short, table } from './report.ts'
import type { CommitTimes } from './telegram-desk.ts'
import type { BurstAnswer, LoadRequest, PacedAnswer, Step } from './telegram-load.ts'

const ROUNDS = 3
/** What every user writes, without waiting for the answers. */
const TEXTS = [REPLY, '/question', REPLY, '/question', REPLY]
const REPLIES = TEXTS.filter((text) => text === REPLY).length
const PAST = 10

interface Contender {
  load: Child
  bot: Child
  /** By how many write at once: replies a second, one a round. */
  rates: Map<number, number[]>
  /** Processor time a reply, ms, when most write at once. */
  cpu: number[]
  wrong: number
}

/**
 * Replies answered over Telegram's protocol, every call taking 50 ms. How many write at once decides what is measured: a
 * few, and all wait for Telegram; a study group; more than the processor can serve at that moment.
 */
export async function repliesBench(quick: boolean): Promise<void> {
  const crowds = quick ? [10, 40] : [10, 50, 300]
  const chats = Math.max(...crowds)
  const everybody = crowds.reduce((sum, crowd) => sum + crowd, 0)
  const pacedChats = quick ? 40 : 600
  const [rehearsing, warmUp] = [1, quick ? 5 : 60]
  progress('replies: learners')
  const dataDir = temporary('telegram')
  const first = rehearsing + warmUp
  const total = first + ROUNDS * everybody + pacedChats
  populate(dataDir, await live(PAST), 0, total)

  const ours = await contender('coach_bot', (url, token) => startDesk('telegram-desk.ts', [dataDir, url, token]))
  const script = await ask<Step[]>(ours.load, { rehearse: { user: 0, texts: TEXTS } })
  if (script.some(({ sends }) => sends.length === 0)) throw new Error('the rehearsal had no answers')
  const runner = await contender('runner_bot', (url, token) => child('grammy-bot.ts', ['runner', url, token]))
  const plain = await contender('plain_bot', (url, token) => child('grammy-bot.ts', ['plain', url, token]))
  for (const { bot } of [runner, plain]) await bot.ask(script)

  const burst = async ({ load }: Contender, from: number, to: number) =>
    ask<BurstAnswer>(load, { burst: { from, to, script } })
  for (const busy of [ours, runner]) await burst(busy, rehearsing, first)
  const fewChats = quick ? 2 : 8
  let next = first
  for (let round = 0; round < ROUNDS; round++)
    for (const crowd of crowds) {
      for (const one of crowd === chats ? [ours, runner, plain] : [ours, runner]) {
        progress(`replies: round ${round + 1} of ${ROUNDS}`)
        const to = next + (one === plain ? fewChats : crowd)
        const before = await one.bot.cpu()
        const { seconds, wrong } = await burst(one, next, to)
        const replies = (to - next) * REPLIES
        one.rates.set(crowd, [...(one.rates.get(crowd) ?? []), replies / seconds])
        if (crowd === chats) one.cpu.push(((await one.bot.cpu()) - before) / replies)
        one.wrong += wrong
      }
      next += crowd
    }
  const rateOf = ({ rates }: Contender, crowd: number) => median(rates.get(crowd) ?? [])
  const rate = rateOf(ours, chats)
  await ours.bot.ask({})
  const from = next
  const perSecond = rate / 2
  progress('replies: at half the rate')
  const { written } = await ask<PacedAnswer>(ours.load, { paced: { from, to: total, script, perSecond } })
  const durable = await ours.bot.ask<CommitTimes>({})
  const delays = Object.entries(written).map(([event, at]) => (durable[event] ?? NaN) - at)
  const twice = miscounted(dataDir, rehearsing, from, PAST + REPLIES) + miscounted(dataDir, from, total, PAST + 1)
  for (const { bot, load } of [ours, runner, plain]) for (const process of [bot, load]) await process.end()

  const line = (what: string, one: Contender) => ({
    what,
    figure: `${short(rateOf(one, chats))} /s, ${ms(median(one.cpu))} CPU each`,
  })
  const sends = script.flatMap((step) => step.sends).length / REPLIES
  table(
    `Answered replies a second over Telegram at 50 ms a call (${crowds.join(', ')} chats × ${REPLIES} replies, ${short(sends)} messages each)`,
    [
      ...crowds.map((crowd) => ({
        what: `ours, ${crowd} writing at once: assessed, durable, then sent; the runner only sends`,
        figure: `${short(rateOf(ours, crowd))} /s against ${short(rateOf(runner, crowd))}`,
        ratio: rateOf(ours, crowd) / rateOf(runner, crowd),
        than: 'the runner',
        limit: { least: 1 },
      })),
      line('ours', ours),
      line('grammY with its runner: the same sends', runner),
      { ...line('grammY, awaiting each send', plain), ratio: rate / rateOf(plain, chats), than: 'slower than ours' },
      { what: 'ours: chats out of order or with other messages', figure: `${ours.wrong}`, good: ours.wrong === 0 },
      { what: 'runner and plain: the same', figure: `${runner.wrong + plain.wrong}` },
      { what: 'learners whose replies were not counted once', figure: `${twice}`, good: twice === 0 },
      {
        what: `from update to durable effect at ${short(perSecond)} /s: median and p99`,
        figure: `${ms(median(delays))}, ${ms(quantile(delays, 0.99))}`,
      },
    ],
  )
}

async function contender(username: string, start: (url: string, token: string) => Child): Promise<Contender> {
  const load = child('telegram-load.ts', [username])
  const { url, token } = await load.next<{ url: string; token: string }>()
  const bot = start(url, token)
  await bot.next()
  return { load, bot, rates: new Map(), cpu: [], wrong: 0 }
}

function ask<Answer>(load: Child, request: LoadRequest): Promise<Answer> {
  return load.ask<Answer>(request)
}

/** Learners `from` to `to` whose document holds another number of attempts. */
function miscounted(dataDir: string, from: number, to: number, attempts: number): number {
  let wrong = 0
  for (let n = from; n < to; n++) {
    const { attemptCount } = JSON.parse(readFileSync(documentFile(dataDir, n), 'utf8')) as Learner
    if (attemptCount !== attempts) wrong += 1
  }
  return wrong
}
