import { run, sequentialize } from '@grammyjs/runner'
import { Bot } from 'grammy'
import { serve } from './child.ts'
import type { Step } from './telegram-load.ts'

/**
 * The bot people write first: a handler that awaits each send. `plain` handles one update after the other, as
 * `bot.start` does; `runner` many at once, those of one chat in order. It sends what the script says and keeps nothing.
 */

const [kind, apiRoot = '', token = ''] = process.argv.slice(2)
const bot = new Bot(token, { client: { apiRoot } })
let script: Step[] = []
const steps = new Map<number, number>()

if (kind === 'runner') bot.use(sequentialize((ctx) => String(ctx.chat?.id)))
bot.on('message', async (ctx) => {
  const step = steps.get(ctx.chat.id) ?? 0
  steps.set(ctx.chat.id, step + 1)
  for (const { text, ...other } of script[step]?.sends ?? [])
    await ctx.reply(text, { ...other, link_preview_options: { is_disabled: true } })
})
await bot.init()
if (kind === 'runner') run(bot)
else void bot.start()
serve('ready', (given: Step[]) => {
  script = given
  return 'ready'
})
