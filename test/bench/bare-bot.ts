import { Bot } from 'grammy'

/** The least a Telegram bot is: what ours is compared with at start. */
const bot = new Bot(process.env.TELEGRAM_BOT_TOKEN ?? '', { client: { apiRoot: process.env.TELEGRAM_API_ROOT ?? '' } })
bot.on('message', (context) => context.reply('hello'))
await bot.start()
