import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { telegramChannel } from '../../adapters/channels/telegram/channel.ts'
import { JsonStore } from '../../adapters/stores/json/store.ts'
import { type App, createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { documentFormats } from '../../src/formats.ts'
import type { Group } from '../../src/groups/group.ts'
import { documentId } from '../../src/identity.ts'
import type { Learner } from '../../src/learner.ts'
import type { Channel } from '../../src/ports/channel.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { Painter } from '../../src/ports/painter.ts'
import { QuestionBanks } from '../../src/questions/bank.ts'
import { importBank } from '../../src/questions/import/import.ts'
import { instantOf } from '../../src/streak/day.ts'
import { testBanks } from './bot.ts'
import { type BotApi, type Controls, startBotApi } from './bot-api-server.ts'
import { temporaryFolder } from './bot-process.ts'
import { FakeClock } from './clock.ts'
import { MemoryLogger } from './logger.ts'
import { hurriedClock } from './telegram/clock.ts'
import type { SayOptions } from './telegram/people.ts'
import type { SentMessage } from './telegram/world.ts'

/** The whole bot over a real store of files and the real Telegram adapter; only the network's other end is ours. */
export interface TelegramBot {
  api: BotApi & Controls
  clock: FakeClock
  logger: MemoryLogger
  dataDir: string
  /** Resolves when every update is handled and everything is sent. */
  settled(): Promise<void>
  /** What the bot showed or changed in a chat while the work was done. */
  shownBy(chatId: number, work: () => unknown): Promise<SentMessage[]>
  /** Lets the clock run to the local 'YYYY-MM-DD HH:MM' (Asia/Shanghai unless said). */
  at(time: string, zone?: string): Promise<void>
  /** As `kill -9`, and the start after it. */
  crash(): Promise<void>
  person(id: number, options?: { locale?: string }): Person
  learner(id: number): Promise<Learner | undefined>
  group(id: number): Promise<Group | undefined>
}

/** One person in their private chat, or in `chatId`. What is returned is what the bot showed there. */
export interface Person {
  says(text: string, options?: SayOptions): Promise<SentMessage[]>
  presses(button: string, options?: { chatId?: number; messageId?: number }): Promise<SentMessage[]>
  edits(messageId: number, text: string): Promise<SentMessage[]>
  /** Id of the message said last. */
  lastId: number
}

export async function startTelegramBot(
  options: {
    env?: Record<string, string>
    at?: string
    banks?: QuestionBanks
    /** Made anew at each start. */
    painter?: () => Painter
    /** Pause between two ticks, ms; default the minute of node-cron. */
    tick?: number
    /** Channels beside Telegram; called at each start. */
    more?: (clock: Clock, logger: MemoryLogger) => Channel[]
  } = {},
): Promise<TelegramBot> {
  const clock = new FakeClock(options.at ?? '2026-11-23T01:00:00Z')
  const api = await startBotApi({ now: () => clock.now() })
  const logger = new MemoryLogger()
  const dataDir = join(temporaryFolder(), 'data')
  const hurried = hurriedClock()
  let banks = options.banks ?? testBanks()

  async function start() {
    const life = { over: false }
    // The app lives by the test's clock; the adapter's waits between attempts are short.
    const appClock: Clock = {
      now: () => clock.now(),
      after: (ms, fn) => clock.after(ms, () => life.over || fn()),
    }
    const channel = telegramChannel({
      token: api.token,
      apiRoot: api.url,
      clock: { now: () => clock.now(), after: hurried.after },
      logger,
    })
    const store = new JsonStore<Learner, Group>({
      dataDir,
      clock: appClock,
      logger,
      kinds: documentFormats,
      deriveId: (_kind, alias) => documentId(alias.channel, alias.id),
    })
    await store.open()
    const app = createApp({
      config: readConfig(options.env ?? {}),
      store,
      channels: [channel, ...(options.more?.(appClock, logger) ?? [])],
      banks: () => banks,
      imports: {
        readBank: (bytes, name) => importBank(bytes, name, [...banks.competencies.values()]),
        async shareBank(bank) {
          banks = new QuestionBanks([...banks.banks, bank], [...banks.competencies.values()])
          return true
        },
      },
      clock: appClock,
      logger,
      chance: () => 0.5,
      painter: options.painter?.(),
    })
    await app.start()
    const tick = () => {
      app.tick()
      appClock.after(options.tick ?? 60_000, tick)
    }
    appClock.after(options.tick ?? 60_000, tick)
    return { app, channel, store, life }
  }

  let running: Awaited<ReturnType<typeof start>> = await start()
  onTestFinished(async () => {
    await api.close()
    await running.app.stop()
  })

  /** What waits for the clock (pacing, retry_after) gets it: the network has had time for everything else. */
  async function settledApp(app: App): Promise<void> {
    const done = app.settled().then(() => true)
    while (!(await Promise.race([done, new Promise<false>((resolve) => setTimeout(resolve, 25, false))])))
      await clock.moveTo(clock.now() + 250)
  }
  const bot: TelegramBot = {
    api,
    clock,
    logger,
    dataDir,
    async settled() {
      await api.confirmed()
      await settledApp(running.app)
    },
    async shownBy(chatId, work) {
      const before = new Map(api.sent(chatId).map((message) => [message.message_id, message.edits]))
      await work()
      await bot.settled()
      return api.sent(chatId).filter((message) => before.get(message.message_id) !== message.edits)
    },
    async at(time, zone = 'Asia/Shanghai') {
      const [hours = 0, minutes = 0] = time.slice(11).split(':').map(Number)
      await clock.moveTo(instantOf(time.slice(0, 10), hours * 60 + minutes, zone), () => running.app.settled())
    },
    async crash() {
      running.life.over = true
      // The process is gone: nothing of it writes or sends any more.
      const { channel, store } = running
      await channel.stop()
      await store.close()
      running = await start()
      await bot.settled()
    },
    person(id, { locale } = {}) {
      if (locale !== undefined) api.speaks(id, locale)
      const person: Person = {
        lastId: 0,
        says(text, more = {}) {
          return bot.shownBy(more.chatId ?? id, () => {
            person.lastId = api.say(id, text, { date: Math.floor(clock.now() / 1000), ...more }).message_id
          })
        },
        presses: (button, more = {}) => bot.shownBy(more.chatId ?? id, () => api.press(id, button, more)),
        edits: (messageId, text) => bot.shownBy(id, () => api.edit(id, messageId, text)),
      }
      return person
    },
    group: (id) => {
      const alias = { channel: 'telegram', id: String(id) }
      const known = running.store.resolve('group', alias) ?? documentId(alias.channel, alias.id)
      return running.store.read({ kind: 'group', id: known })
    },
    learner(id) {
      const alias = { channel: 'telegram', id: String(id) }
      const found = running.store.resolve('learner', alias) ?? documentId(alias.channel, alias.id)
      return running.store.read({ kind: 'learner', id: found })
    },
  }
  return bot
}
