import type { LanguageCode, Update } from 'grammy/types'
import type { Api } from 'grammy/web'
import type { Capabilities, Channel, ChannelHost, CommandMenu } from '../../../src/ports/channel.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import type { Logger } from '../../../src/ports/logger.ts'
import { orderedByKey } from '../in-order.ts'
import { createConnection } from './connection.ts'
import { toChannelError } from './errors.ts'
import { fetchFile } from './files.ts'
import { react, remove, roleOf } from './groups.ts'
import { type ApiSignal, createNetwork, type NetworkOptions, withDeadline } from './network.ts'
import { poll } from './polling.ts'
import { deliver } from './send.ts'
import { type BotIdentity, chatKey, toEvent } from './updates.ts'
import type { WebhookOptions } from './webhook.ts'

const CALL_MS = 30_000
/** For the largest file over a slow line. */
const FILE_MS = 120_000

const CAPABILITIES: Capabilities = {
  choices: 'buttons',
  edit: true,
  maxTextLength: 4096,
  commandMenu: true,
  admins: true,
  stableUserIds: true,
  images: true,
  files: true,
  unseen: true,
  pace: {
    perChat: { burst: 10, perSecond: 1 },
    // 20 in any minute: 5 at once and 15 in the minute after.
    perGroup: { burst: 5, perSecond: 0.25 },
    overall: Number.POSITIVE_INFINITY,
    broadcast: 25,
  },
}

export interface TelegramOptions extends NetworkOptions {
  /** Receive updates by webhook instead of long polling. */
  webhook?: WebhookOptions | undefined
  clock: Clock
  logger: Logger
}

/** Telegram, over the Bot API. A stopped channel can be started again. */
export function telegramChannel(options: TelegramOptions): Channel {
  const { clock, logger, webhook } = options
  const network = createNetwork(options)
  const { api } = network
  let identity: BotIdentity | undefined
  let stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()

  async function run(host: ChannelHost, signal: AbortSignal, drained: () => void): Promise<void> {
    const connection = createConnection({ clock, logger, host, signal })
    const me = await connection.attempt(() => withDeadline(clock, CALL_MS, signal, (s) => api.raw.getMe(s)))
    if (me === undefined) return
    const bot = { id: me.id, username: me.username }
    identity = bot

    const inOrder = orderedByKey()
    const handle = async (update: Update) => {
      acknowledge(update)
      const event = toEvent(update, bot, clock.now())
      if (event) await inOrder(chatKey(update), () => host.handle(event))
    }
    if (webhook) {
      const { receive } = await import('./webhook.ts')
      return receive({ webhook, api, clock, connection, signal, handle, drained })
    }
    const settled = (update: Update) =>
      handle(update).catch((error: unknown) =>
        // The core has told the learner what it could; holding the update back would hold back everyone's.
        logger.error({ update: update.update_id, error: nameOf(error) }, 'telegram update could not be handled'),
      )
    return poll({ api, clock, connection, signal, handle: settled, drained })
  }

  /** Stops the button's spinner: at once, best effort. */
  function acknowledge(update: Update): void {
    const id = update.callback_query?.id
    if (id !== undefined)
      call((signal) => api.raw.answerCallbackQuery({ callback_query_id: id }, signal)).catch(() => {})
  }

  /** One call with a deadline. @throws ChannelError */
  async function call<T>(
    request: (signal: ApiSignal) => Promise<T>,
    signal?: AbortSignal,
    deadline = CALL_MS,
  ): Promise<T> {
    try {
      return await withDeadline(clock, deadline, signal, request)
    } catch (error) {
      throw toChannelError(error)
    }
  }

  return {
    name: 'telegram',
    capabilities: CAPABILITIES,

    start(host) {
      stopping = new AbortController()
      const { signal } = stopping
      return new Promise((resolve, reject) => {
        // Once started, an error that ends the run has been reported as connectivity `down`.
        running = run(host, signal, resolve).then(resolve, reject)
      })
    },

    async stop() {
      stopping.abort()
      await running
    },

    send(chat, message, signal) {
      return call((signal) => deliver(api, chat, message, signal), signal)
    },

    fetchFile(id, limit, signal) {
      return call((signal) => fetchFile(network, id, limit, signal), signal, FILE_MS)
    },
    roleOf: (chat, userId) => call((signal) => roleOf(api, chat, userId, signal)),
    remove: (chat, messageId) => call((signal) => remove(api, chat, messageId, signal)),
    acknowledge: (chat, messageId) => call((signal) => react(api, chat, messageId, signal)),

    async publishCommands(menus) {
      for (const menu of menus) await call((signal) => setCommands(api, menu, signal))
    },

    deepLink(payload) {
      return identity && `https://t.me/${identity.username}?start=${payload}`
    },
  }
}

/** Telegram knows languages by two letters: a menu for `zh-CN` is one for `zh`. */
function setCommands(api: Api, { scope, language, commands }: CommandMenu, signal: ApiSignal): Promise<true> {
  return api.raw.setMyCommands(
    {
      commands: commands.map(({ name, description, unseen }) => ({
        command: name,
        description,
        ...(unseen && { is_ephemeral: true }),
      })),
      scope: { type: scope === 'direct' ? 'all_private_chats' : 'all_group_chats' },
      ...(language !== undefined && { language_code: language.slice(0, 2) as LanguageCode }),
    },
    signal,
  )
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
