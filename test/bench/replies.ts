import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import type { Learner } from '../../src/learner.ts'
import { spawnBotApi } from '../support/bot-api-server.ts'
import { child } from './child.ts'
import { REPLY } from './desk.ts'
import { documentFile, live, populate, temporary, userId } from './learners.ts'
import { median, ms, progress, quantile, table } from './report.ts'

const LATENCY = 50
const ROUNDS = 3

/** Answered replies a second at 50 ms a call, every bot and the network with its crowd in processes of their own. */
export async function replyBench(quick: boolean): Promise<void> {
  const lived = await live(1)
  const sizes = { coach: quick ? 60 : 1000, runner: quick ? 60 : 1000, grammy: quick ? 10 : 60 }
  const rates: Record<keyof typeof sizes, number[]> = { coach: [], runner: [], grammy: [] }
  const commits: number[] = []
  let disorder = 0
  let lost = 0
  for (let round = 0; round < ROUNDS; round++)
    for (const kind of ['coach', 'runner', 'grammy'] as const) {
      progress(`replies: ${kind}, round ${round + 1} of ${ROUNDS}`)
      const people = sizes[kind]
      const dataDir = temporary('replies')
      if (kind === 'coach') populate(dataDir, lived, 0, people)
      const api = await spawnBotApi()
      await api.delay('*', LATENCY)
      const bot = child('telegram-bots.ts', [kind, api.url, api.token, dataDir])
      await bot.next()
      await api.parked()
      const users = Array.from({ length: people }, (_, n) => Number(userId(n)))
      const start = performance.now()
      await api.crowd(users, REPLY)
      await api.shownTo(users, 2)
      rates[kind].push(people / ((performance.now() - start) / 1000))
      if (kind === 'coach') {
        commits.push(...(await bot.ask<{ commits: number[] }>({})).commits)
        for (const [n, user] of users.entries()) {
          const texts = (await api.sent(user)).map((message) => message.text)
          if (texts.length !== 2 || !texts[1]?.includes('参考答案')) disorder += 1
          const doc = JSON.parse(readFileSync(documentFile(dataDir, n), 'utf8')) as Learner
          if (doc.attempts.filter((attempt) => attempt.reply === REPLY).length !== 1) lost += 1
        }
      }
      await bot.end()
      await api.close()
    }
  const [ours, runner, plain] = [median(rates.coach), median(rates.runner), median(rates.grammy)]
  const rate = (value: number) => `${Math.round(value).toLocaleString('en')}/s`
  table(`Answered replies a second through Telegram, ${LATENCY} ms a call, two messages a reply`, [
    { what: 'a plain grammY bot that awaits each send', figure: rate(plain) },
    { what: 'the grammY runner, the same sends, no store', figure: rate(runner) },
    {
      what: 'the coach, every reply durable',
      figure: rate(ours),
      ratio: ours / runner,
      than: 'of the runner',
      limit: { least: 1 },
    },
    { what: '   against the plain bot', figure: '', ratio: ours / plain, than: 'of the plain bot' },
    { what: '   update to commit, median and p99', figure: `${ms(median(commits))}, ${ms(quantile(commits, 0.99))}` },
    { what: '   chats out of order or with a message too many', figure: String(disorder), good: disorder === 0 },
    { what: '   replies lost or counted twice', figure: String(lost), good: lost === 0 },
  ])
}
