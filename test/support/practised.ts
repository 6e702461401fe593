import { resolve } from 'node:path'
import { loadBanks } from '../../src/questions/bank.ts'
import { type Bot, type Learner_, startBot } from './bot.ts'
import { FakeChannel } from './channel.ts'
import { PUBLIC, PUBLISHED } from './pages.ts'

/** Days of practice, and those among them without an answer. */
const DAYS = 160
const isMissed = (n: number) => n < DAYS - 24 && (n % 11 === 4 || n % 37 === 5)

/** A learner with five months behind them and an interview ahead, lived through by the real bot in a moment. */
export async function practised(language: 'zh' | 'en'): Promise<{ bot: Bot; lin: Learner_; path: string }> {
  const bot = await startBot({
    at: '2026-06-22T00:30:00Z',
    banks: loadBanks(resolve(import.meta.dirname, '../../content')),
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    channels: [new FakeChannel('buttons')],
    env: PUBLISHED,
  })
  const lin = bot.learner('lin')
  await lin.says('/start')
  await lin.says('/timezone Asia/Shanghai')
  for (let n = 0; n < DAYS; n++) {
    if (n > 0) await lin.until('08:20')
    if (isMissed(n)) continue
    for (let k = 0; k <= (n * 7) % 3; k++) await answerOne(lin, language, n)
  }
  await lin.says('/plan 12-20')
  await lin.says('/stats')
  const links = bot.channel.shown.flatMap(({ message }) => message.choices?.flat() ?? [])
  return { bot, lin, path: links.findLast(({ url }) => url !== undefined)?.url?.replace(PUBLIC, '') ?? '' }
}

/** Some of what the model answer says, the more the longer they have practised; with words of one's own around it. */
async function answerOne(lin: Learner_, language: 'zh' | 'en', n: number): Promise<void> {
  const open = async () => (await lin.doc()).sessions.findLast(({ state }) => state !== 'closed')
  let session = await open()
  if (session === undefined) {
    await lin.says('/question')
    session = await open()
  }
  if (session?.question === undefined) return
  const { key, modelAnswer } = session.question
  const sentences = modelAnswer.trim().split(/(?<=[。！？.!?])/)
  const said = sentences.filter((_, i) => (i * 5 + n * 3) % 10 < 3 + (n / DAYS) * 5).join('')
  const own = language === 'zh' ? '我自己是这样做的，' : 'This is how I went about it. '
  await lin.says(key ?? (own + (said || sentences[0])).slice(0, 600))
}
