import { setTimeout as wait } from 'node:timers/promises'
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import { startBotApi } from '../support/bot-api-server.ts'
import { serve } from './child.ts'
import { userId } from './learners.ts'

/** Telegram and its users in one process: the strict Bot API of the tests, and people who all write at the same time. */

/** A call of sendMessage without its chat. */
export interface Send {
  text: string
  parse_mode: 'HTML'
  reply_markup?: InlineKeyboardMarkup
}
/** What one user writes, and all that a bot sends back. */
export interface Step {
  text: string
  sends: Send[]
}
export type LoadRequest =
  /** One user writes one text after the other; the answer says what came back. */
  | { rehearse: { user: number; texts: string[] } }
  /** Users `from` to `to` (exclusive) write the whole script without waiting for answers. */
  | { burst: { from: number; to: number; script: Step[] } }
  /** One text of each user, evenly spread. */
  | { paced: { from: number; to: number; script: Step[]; perSecond: number } }
export interface BurstAnswer {
  seconds: number
  /** Chats that did not get every message of the script once and in its order. */
  wrong: number
}
export interface PacedAnswer {
  /** When each update could be fetched, epoch ms, by its event id. */
  written: Record<string, number>
}

const LATENCY_MS = 50
/** Long enough for anything sent too much to show. */
const SILENCE_MS = 400

const [username = 'bench_bot'] = process.argv.slice(2)
const api = await startBotApi({ username })
api.delay('*', LATENCY_MS)
const chatId = (n: number) => Number(userId(n))

async function rehearse(user: number, texts: string[]): Promise<Step[]> {
  const steps: Step[] = []
  for (const text of texts) {
    const before = api.sent(chatId(user)).length
    api.say(chatId(user), text)
    await api.confirmed()
    await wait(SILENCE_MS)
    steps.push({ text, sends: sendsTo(user).slice(before) })
  }
  return steps
}

/** What was sent as one text. Ids made in a document end with four signs of its own, which differ from user to user. */
function plain(sends: Send[]): string {
  return JSON.stringify(sends).replace(/-[0-9a-f]{4}(?=[":])/g, '')
}

function sendsTo(user: number): Send[] {
  return api.sent(chatId(user)).map(({ raw, buttons }) => ({
    text: raw,
    parse_mode: 'HTML',
    ...(buttons.length > 0 && { reply_markup: { inline_keyboard: buttons as InlineKeyboardButton[][] } }),
  }))
}

async function burst(from: number, to: number, script: Step[]): Promise<BurstAnswer> {
  const start = performance.now()
  for (const { text } of script) for (let n = from; n < to; n++) api.say(chatId(n), text)
  for (let n = from; n < to; n++) for (const _send of script.flatMap(({ sends }) => sends)) await api.next(chatId(n))
  const seconds = (performance.now() - start) / 1000
  await wait(SILENCE_MS)
  const expected = plain(script.flatMap(({ sends }) => sends))
  let wrong = 0
  for (let n = from; n < to; n++) if (plain(sendsTo(n)) !== expected) wrong += 1
  return { seconds, wrong }
}

async function paced(from: number, to: number, script: Step[], perSecond: number): Promise<PacedAnswer> {
  const written: PacedAnswer['written'] = {}
  const start = performance.now()
  for (let n = from; n < to; n++) {
    await wait(Math.max(0, start + ((n - from) / perSecond) * 1000 - performance.now()))
    written[`tg:${api.say(chatId(n), script[0]?.text ?? '').update_id}`] = Date.now()
  }
  for (let n = from; n < to; n++) for (const _send of script[0]?.sends ?? []) await api.next(chatId(n))
  return { written }
}

serve({ url: api.url, token: api.token }, (request: LoadRequest) => {
  if ('rehearse' in request) return rehearse(request.rehearse.user, request.rehearse.texts)
  if ('burst' in request) return burst(request.burst.from, request.burst.to, request.burst.script)
  const { from, to, script, perSecond } = request.paced
  return paced(from, to, script, perSecond)
})
