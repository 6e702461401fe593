import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { documentId } from '../../src/identity.ts'
import type { Learner } from '../../src/learner.ts'
import { startBotApi } from '../support/bot-api-server.ts'
import { type BotProcess, runCoach, temporaryFolder } from '../support/bot-process.ts'

/*
 * kill -9 at random moments of 200 conversations, against a Bot API that redelivers what was not confirmed. The bot is
 * a process; what is judged is what stands on disk and what the network showed.
 */

const CONVERSATIONS = 200
const AT_ONCE = 10
const SEED = 20_261_124

let cleanUp: (() => Promise<unknown>) | undefined
afterEach(async () => void (await cleanUp?.()))

/** Mulberry32: the same moments each run, as far as two processes have the same moments. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const answers = (user: number) => [
  `我是第 ${user} 号，我会先耐心听客户说完，再真诚道歉，然后核实情况。`,
  `还是第 ${user} 号，第二题我先讲风险，再讲收益，不承诺任何结果。`,
]

it('no acknowledged answer is lost, none counts twice, at most one message a chat a crash is repeated', async () => {
  const api = await startBotApi()
  api.delay('sendMessage', 4)
  const dataDir = join(temporaryFolder(), 'data')
  const env = {
    DATA_DIR: dataDir,
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.url,
    ANSWER_IDLE_SECONDS: '0',
    LOG_LEVEL: 'error',
  }
  let bot: BotProcess = runCoach(['start'], env)
  cleanUp = async () => {
    bot.kill('SIGKILL')
    await api.close()
  }

  /** Waits for the bot's message with these words. */
  async function sees(user: number, words: string): Promise<void> {
    for (;;) if ((await api.next(user)).text.includes(words)) return
  }
  async function converse(user: number): Promise<void> {
    const [first = '', second = ''] = answers(user)
    api.say(user, '/start')
    await sees(user, '约')
    api.say(user, first)
    await sees(user, '参考答案')
    api.say(user, '题目')
    await sees(user, '约')
    api.say(user, second)
    await sees(user, '参考答案')
    api.say(user, '/streak')
    await sees(user, '补签卡 0 张')
  }

  const chance = random(SEED)
  const users = Array.from({ length: CONVERSATIONS }, (_, n) => 1000 + n)
  /** How many messages each chat had at each crash. */
  const crashes: Map<number, number>[] = []
  let over = false
  const waiting = [...users]
  const finished = Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let user = waiting.shift(); user !== undefined; user = waiting.shift()) await converse(user)
    }),
  )
  const killer = (async () => {
    while (!over) {
      // Some calls into a life, and some milliseconds into the call.
      const wanted = api.calls('sendMessage') + 1 + Math.floor(chance() * 70)
      await Promise.race([api.called('sendMessage', wanted), finished])
      await new Promise((resolve) => setTimeout(resolve, chance() * 12))
      if (over) return
      bot.kill('SIGKILL')
      await bot.ended
      crashes.push(new Map(users.map((user) => [user, api.sent(user).length])))
      bot = runCoach(['start'], env)
    }
  })()
  await finished
  over = true
  await killer
  await api.confirmed()
  bot.kill('SIGTERM')
  expect(await bot.ended).toBe(0)

  expect(crashes.length).toBeGreaterThan(15)
  for (const user of users) {
    const id = documentId('telegram', String(user))
    const file = join(dataDir, `learners/${id}.json`)
    expect(existsSync(file), `${user} has a document`).toBe(true)
    const doc = JSON.parse(readFileSync(file, 'utf8')) as Learner
    expect(doc.attempts.map((attempt) => [attempt.outcome, attempt.reply])).toEqual(
      answers(user).map((reply) => ['answered', reply]),
    )
    expect(doc.streak.kept).toHaveLength(1)
    expect(doc.answerCount).toBe(2)

    const shown = api.sent(user).map((message) => message.text)
    const firsts = [...new Set(shown)]
    const kinds = ['你好', '约', '1. ', '参考答案', '约', '1. ', '参考答案', '补签卡 0 张']
    expect(firsts.length, shown.join('\n---\n')).toBe(kinds.length)
    for (const [n, kind] of kinds.entries()) expect(firsts[n]).toContain(kind)
    // Repeats between one crash and the next.
    for (const [n, before] of crashes.entries()) {
      const from = before.get(user) ?? 0
      const to = crashes[n + 1]?.get(user) ?? shown.length
      const repeats = shown.slice(from, to).filter((text, index) => shown.indexOf(text) < from + index)
      expect(repeats.length, `repeats of ${user} after crash ${n}`).toBeLessThanOrEqual(1)
    }
  }
}, 180_000)
