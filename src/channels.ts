import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Status as WechatStatus } from '../adapters/channels/wechat/status.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { Channel, Pace } from './ports/channel.ts'
import type { Logger } from './ports/logger.ts'

/** The part of the composition root that opens and probes channels, each adapter loaded only when it is configured. */

/** Telegram as configured; undefined without a token. */
export async function openTelegram(config: Config, logger: Logger): Promise<Channel | undefined> {
  if (config.TELEGRAM_BOT_TOKEN === undefined) return undefined
  const { telegramChannel } = await import('../adapters/channels/telegram/channel.ts')
  return telegramChannel({
    token: config.TELEGRAM_BOT_TOKEN,
    apiRoot: config.TELEGRAM_API_ROOT,
    proxy: config.TELEGRAM_PROXY,
    ...(config.TELEGRAM_WEBHOOK_URL !== undefined && {
      webhook: {
        url: config.TELEGRAM_WEBHOOK_URL,
        secret: config.TELEGRAM_WEBHOOK_SECRET ?? randomBytes(24).toString('hex'),
        host: config.TELEGRAM_WEBHOOK_HOST,
        port: config.TELEGRAM_WEBHOOK_PORT,
      },
    }),
    clock: systemClock,
    logger,
  })
}

/** The session with WeChat and what `coach doctor` tells of it. */
function wechatFiles(config: Config) {
  const folder = join(resolve(config.DATA_DIR), 'wechat')
  return { folder, sessionFile: join(folder, 'session'), statusFile: join(folder, 'status.json') }
}

/** WeChat as configured; undefined unless WECHAT=on. @throws ChannelError when wechaty or its puppet is not installed */
export async function openWechat(config: Config, logger: Logger): Promise<Channel | undefined> {
  if (config.WECHAT === 'off') return undefined
  const { folder, sessionFile, statusFile } = wechatFiles(config)
  const { loadWechaty, toFile } = await import('../adapters/channels/wechat/wechaty.ts')
  const open = await loadWechaty({
    puppet: config.WECHATY_PUPPET,
    token: config.WECHATY_PUPPET_SERVICE_TOKEN,
    sessionFile,
  })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [{ wechatChannel }, { readStatus, writeStatus }, { renderUnicodeCompact }] = await Promise.all([
    import('../adapters/channels/wechat/channel.ts'),
    import('../adapters/channels/wechat/status.ts'),
    import('uqr'),
  ])
  return wechatChannel({
    open,
    toFile,
    pace: wechatPace(config),
    friendWord: config.WECHAT_FRIEND_WORD,
    clock: systemClock,
    logger,
    show: (code, link) =>
      console.error(`WeChat: scan with the bot's account\n${renderUnicodeCompact(code)}\nor open ${link}`),
    record: (status) => writeStatus(statusFile, status),
    recall: () => readStatus(statusFile),
  })
}

export function wechatPace(config: Config): Pace {
  const perSecond = config.WECHAT_MESSAGES_PER_MINUTE / 60
  const { min, max } = config.WECHAT_CHAT_PAUSE_SECONDS
  return {
    perChat: { burst: 1, perSecond: 1 },
    overall: perSecond,
    broadcast: perSecond,
    human: {
      betweenChats: { min: min * 1000, max: max * 1000 },
      spread: config.WECHAT_SPREAD_MINUTES * 60_000,
      perDay: config.WECHAT_MESSAGES_PER_DAY,
      quiet: config.WECHAT_QUIET_HOURS === 'off' ? null : config.WECHAT_QUIET_HOURS,
      zone: config.DEFAULT_TIMEZONE,
    },
  }
}

/** Where the session with WeChat stands, and whether what it needs is installed. @throws ChannelError */
export async function probeWechat(config: Config): Promise<WechatStatus | undefined> {
  const { loadWechaty } = await import('../adapters/channels/wechat/wechaty.ts')
  const { readStatus } = await import('../adapters/channels/wechat/status.ts')
  const { sessionFile, statusFile } = wechatFiles(config)
  await loadWechaty({ puppet: config.WECHATY_PUPPET, sessionFile })
  return readStatus(statusFile)
}

/** Asks Telegram who the bot is; takes no updates. @throws ChannelError */
export async function probeTelegram({ TELEGRAM_BOT_TOKEN: token = '', TELEGRAM_API_ROOT, TELEGRAM_PROXY }: Config) {
  const { probe } = await import('../adapters/channels/telegram/probe.ts')
  return probe({ token, apiRoot: TELEGRAM_API_ROOT, proxy: TELEGRAM_PROXY }, systemClock)
}
