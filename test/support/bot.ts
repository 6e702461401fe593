import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { MemoryStore } from '../../adapters/stores/memory/store.ts'
import { type App, createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Group } from '../../src/groups/group.ts'
import { documentId } from '../../src/identity.ts'
import type { Learner } from '../../src/learner.ts'
import { PageLinks } from '../../src/pages/links.ts'
import type { Attachment, ChannelError, Chat, InboundEvent } from '../../src/ports/channel.ts'
import type { Model } from '../../src/ports/model.ts'
import type { Painter } from '../../src/ports/painter.ts'
import type { Store } from '../../src/ports/store.ts'
import { QuestionBanks } from '../../src/questions/bank.ts'
import { bankOf } from '../../src/questions/import/bank.ts'
import { readFileBytes } from '../../src/questions/import/read.ts'
import { bankSchema, competenciesSchema } from '../../src/questions/schema.ts'
import { toPlain } from '../../src/render/plain.ts'
import { addDays, instantOf, localTime } from '../../src/streak/day.ts'
import { FakeChannel } from './channel.ts'
import { FakeClock } from './clock.ts'
import { MemoryLogger } from './logger.ts'

/** The banks of the conversation tests: small, with every kind of question. */
export function testBanks(): QuestionBanks {
  const read = (name: string): unknown =>
    parse(readFileSync(resolve(import.meta.dirname, `banks/${name}.yaml`), 'utf8'))
  return new QuestionBanks(
    [bankSchema.parse(read('practice.zh')), bankSchema.parse(read('practice.en'))],
    competenciesSchema.parse(read('competencies')).competencies,
  )
}

/** The whole bot over fakes: the learner's side of a conversation, with the clock in the test's hand. */
export interface Bot {
  app: App
  clock: FakeClock
  channel: FakeChannel
  logger: MemoryLogger
  store: Store<Learner, Group>
  /** The banks in use; others may be put in their place, as by an author. */
  banks: QuestionBanks
  /** What becomes of banks given to everybody: used at once, saved only, or not saved for this reason. */
  sharing: 'used' | 'saved' | Error
  learner(id?: string, channel?: FakeChannel): Learner_
  restart(): Promise<void>
  /** As `kill -9`: nothing under way goes on, nothing is written any more. */
  kill(): void
  /** Starts again after `kill`, with a channel's backlog if it has one; resolves when nothing moves any more. */
  boot(): Promise<void>
  /** Resolves when everything is delivered, or as `startBot` was told. */
  settled(): Promise<void>
}

/** One person writing to the bot. Each call resolves with what the bot showed them meanwhile, as plain text. */
export interface Learner_ {
  says(
    text: string,
    options?: { at?: number; replyTo?: string; messageId?: string; eventId?: string; forwarded?: boolean },
  ): Promise<string[]>
  sends(attachment: Attachment, caption?: string): Promise<string[]>
  /** Sends a document; `content` as the channel will hand it over, `size` as the network states it. */
  sendsFile(
    name: string,
    content: string | Uint8Array | ChannelError | Promise<Uint8Array>,
    options?: { caption?: string; size?: number; eventId?: string; forwarded?: boolean },
  ): Promise<string[]>
  edits(messageId: string, text: string): Promise<string[]>
  presses(label: string): Promise<string[]>
  /** Answers the open question, well enough to count. */
  answers(): Promise<string[]>
  event(event: Partial<InboundEvent> & { type: InboundEvent['type'] }): Promise<string[]>
  /** Lets time pass; daily questions and silences come due. */
  waits(duration: string | number): Promise<string[]>
  /** Until the local wall clock next shows HH:MM (in the learner's zone, default Asia/Shanghai). */
  until(time: string, zone?: string): Promise<string[]>
  /** Until the local 'YYYY-MM-DD HH:MM'. */
  at(time: string, zone?: string): Promise<string[]>
  doc(): Promise<Learner>
  lastMessageId: string
}

export async function startBot(
  options: {
    choices?: 'buttons' | 'typed'
    env?: Record<string, string>
    at?: string
    banks?: QuestionBanks
    store?: (clock: FakeClock) => Store<Learner, Group>
    locale?: string
    model?: Model
    painter?: Painter
    /** The channels, the first being `bot.channel`; default one. */
    channels?: FakeChannel[]
    /** Messages may be stuck: calls resolve when nothing moves without the clock. Only with stores in memory. */
    mayStall?: boolean
  } = {},
): Promise<Bot> {
  const clock = new FakeClock(options.at ?? '2026-11-23T01:00:00Z')
  const logger = new MemoryLogger()
  const channels = options.channels ?? [new FakeChannel(options.choices ?? 'buttons')]
  const [first] = channels
  if (first === undefined) throw new Error('no channel')
  const deriveId = (_kind: string, alias: { channel: string; id: string }) => documentId(alias.channel, alias.id)
  const store = options.store?.(clock) ?? new MemoryStore<Learner, Group>({ clock, deriveId })
  let banks = options.banks ?? testBanks()
  // The channels are given, there is no page beside them.
  const config = readConfig({ WEB: 'off', ...options.env })
  let life = { over: false }
  const make = () => {
    life = { over: false }
    return createApp({
      config,
      store: mortal(store, life),
      channels: channels.map((channel) => mortal(channel, life)),
      banks: () => banks,
      imports: {
        // In this thread, which is quicker to start.
        readBank: async (bytes, name) => bankOf(await readFileBytes(bytes, name), name, banks.competencies.values()),
        async shareBank(bank) {
          if (bot.sharing instanceof Error) throw bot.sharing
          const others = banks.banks.filter((other) => other.id !== bank.id)
          if (bot.sharing === 'used') banks = new QuestionBanks([...others, bank], [...banks.competencies.values()])
          return bot.sharing === 'used'
        },
      },
      clock: mortal(clock, life),
      logger,
      chance: () => 0.5,
      model: options.model,
      // Pages exist where there is a way to them.
      pageLinks: config.PUBLIC_URL === undefined ? undefined : new PageLinks('5f'.repeat(32), clock),
      painter: options.painter,
    })
  }
  let app = make()
  const settled = () => (options.mayStall ? stillness() : app.settled())
  /** The minute's tick, node-cron's part. */
  const tick = () => {
    if (!life.over) app.tick()
    clock.after(60_000, tick)
  }
  await store.open()
  await app.start()
  clock.after(60_000, tick)
  let events = 0

  const bot: Bot = {
    get app() {
      return app
    },
    clock,
    channel: first,
    logger,
    store,
    sharing: 'used',
    get banks() {
      return banks
    },
    set banks(changed) {
      banks = changed
    },
    settled,
    async restart() {
      await app.stop()
      await bot.boot()
    },
    kill() {
      life.over = true
    },
    async boot() {
      app = make()
      await store.open()
      const started = app.start()
      await (options.mayStall ? stillness() : started)
      await settled()
    },
    learner(id = 'lin', channel = first) {
      const chat: Chat = { channel: channel.name, chatId: `chat-${id}`, kind: 'direct' }
      const ref = { kind: 'learner' as const, id: documentId(channel.name, id) }
      async function shownBy(work: () => Promise<unknown>): Promise<string[]> {
        const before = channel.shown.length
        await work()
        await settled()
        return channel.shown
          .slice(before)
          .filter((shown) => shown.chatId === chat.chatId)
          .map((shown) => toPlain(shown.message))
      }
      const base = () => ({
        eventId: `e${++events}`,
        chat,
        from: { channel: channel.name, userId: id },
        at: clock.now(),
        ...(options.locale !== undefined && { locale: options.locale }),
      })
      const deliver = (event: InboundEvent) => shownBy(() => channel.deliver(event))
      const learner: Learner_ = {
        lastMessageId: '',
        says(text, more = {}) {
          const event = {
            ...base(),
            type: 'message' as const,
            messageId: `in-${events}`,
            text,
            addressed: true,
            ...more,
          }
          learner.lastMessageId = event.messageId
          return deliver(event)
        },
        sends: (attachment, caption = '') =>
          deliver({
            ...base(),
            type: 'message',
            messageId: `in-${events}`,
            text: caption,
            attachment,
            addressed: true,
          }),
        sendsFile(name, content, { caption = '', size, ...more } = {}) {
          const id = `file-${events + 1}`
          channel.files.set(id, typeof content === 'string' ? new TextEncoder().encode(content) : content)
          return deliver({
            ...base(),
            type: 'message',
            messageId: `in-${events}`,
            text: caption,
            attachment: 'document',
            file: { id, name, ...(size !== undefined && { size }) },
            addressed: true,
            ...more,
          })
        },
        edits: (messageId, text) => deliver({ ...base(), type: 'edited', messageId, text }),
        presses(label) {
          const all = channel.shown.filter((shown) => shown.chatId === chat.chatId).toReversed()
          for (const shown of all) {
            const choice = shown.message.choices?.flat().find((candidate) => candidate.label.includes(label))
            if (choice) return deliver({ ...base(), type: 'action', choice: choice.id, messageId: shown.messageId })
          }
          throw new Error(`no button "${label}"; the last message was:\n${all[0] ? toPlain(all[0].message) : '(none)'}`)
        },
        async answers() {
          const session = (await learner.doc()).sessions.findLast((candidate) => candidate.state !== 'closed')
          if (session?.question === undefined) throw new Error('no question is open')
          const { kind, key = '' } = session.question
          const shown = await learner.says(kind === 'open' ? '我会先倾听客户把话说完，再真诚道歉，之后查清原因。' : key)
          const { sessions } = await learner.doc()
          const isOver = sessions.find((candidate) => candidate.id === session.id)?.state === 'closed'
          return isOver ? shown : [...shown, ...(await learner.event({ type: 'action', choice: `done:${session.id}` }))]
        },
        event: (event) => deliver({ ...base(), ...event } as InboundEvent),
        waits: (duration) => shownBy(() => clock.moveTo(clock.now() + milliseconds(duration), settled)),
        until(time, zone = 'Asia/Shanghai') {
          const minutes = minutesOf(time)
          const { day } = localTime(clock.now(), zone)
          const today = instantOf(day, minutes, zone)
          return learner.waits((today > clock.now() ? today : instantOf(addDays(day, 1), minutes, zone)) - clock.now())
        },
        at: (time, zone = 'Asia/Shanghai') =>
          learner.waits(instantOf(time.slice(0, 10), minutesOf(time.slice(11)), zone) - clock.now()),
        async doc() {
          const doc = await store.read(ref)
          if (doc === undefined) throw new Error('no document')
          return doc
        },
      }
      return learner
    },
  }
  return bot
}

/** Everything that needs no clock has happened: what is in memory moves on within a turn of the loop. */
async function stillness(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** The same thing for a process that may die: then its calls never return, and nobody calls it back. */
function mortal<T extends object>(thing: T, life: { over: boolean }): T {
  return new Proxy(thing, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        const callable = args.map((arg) =>
          typeof arg === 'function' ? (...given: unknown[]) => (life.over ? undefined : arg(...given)) : arg,
        )
        const result = life.over ? undefined : value.apply(target, callable)
        if (!(result instanceof Promise)) return life.over ? new Promise(() => {}) : result
        return new Promise((resolve, reject) => {
          result.then(
            (done) => life.over || resolve(done),
            (error) => life.over || reject(error),
          )
        })
      }
    },
  })
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

function milliseconds(duration: string | number): number {
  if (typeof duration === 'number') return duration
  const match = /^(\d+) ?(s|min|h|days?)$/.exec(duration)
  if (!match) throw new Error(`not a duration: ${duration}`)
  const unit = { s: 1000, min: 60_000, h: 3_600_000, day: 86_400_000, days: 86_400_000 }[match[2] as 's']
  return Number(match[1]) * unit
}
