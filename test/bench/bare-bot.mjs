// The least a Telegram bot can be: what ours is measured against from start to ready.
import { Bot } from 'grammy'

const bot = new Bot(process.env.TELEGRAM_BOT_TOKEN, { client: { apiRoot: process.env.TELEGRAM_API_ROOT } })
bot.on('message', (ctx) => ctx.reply('…'))
bot.start({ onStart: () => console.error('ready') })
