import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { MemoryStore } from '../../adapters/stores/memory/store.ts'
import { type App, createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Group } from '../../src/groups/group.ts'
import { documentId } from '../../src/identity.ts'
import type { Learner } from '../../src/learner.ts'
import type { Attachment, Chat, InboundEvent } from '../../src/ports/channel.ts'
import type { Store } from '../../src/ports/store.ts'
import { QuestionBanks } from '../../src/questions/bank.ts'
import { bankSchema, competenciesSchema } from '../../src/questions/schema.ts'
import { toPlain } from '../../src/render/plain.ts'
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
  learner(id?: string): Learner_
  restart(): Promise<void>
}

/** One person writing to the bot. Each call resolves with what the bot showed them meanwhile, as plain text. */
export interface Learner_ {
  says(
    text: string,
    options?: { at?: number; replyTo?: string; messageId?: string; eventId?: string; forwarded?: boolean },
  ): Promise<string[]>
  sends(attachment: Attachment, caption?: string): Promise<string[]>
  edits(messageId: string, text: string): Promise<string[]>
  presses(label: string): Promise<string[]>
  event(event: Partial<InboundEvent> & { type: InboundEvent['type'] }): Promise<string[]>
  /** Lets time pass; daily questions and silences come due. */
  waits(duration: string | number): Promise<string[]>
  /** Until the local wall clock next shows HH:MM (in the learner's zone, default Asia/Shanghai). */
  until(time: string): Promise<string[]>
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
  } = {},
): Promise<Bot> {
  const clock = new FakeClock(options.at ?? '2026-11-23T01:00:00Z')
  const logger = new MemoryLogger()
  const channel = new FakeChannel(options.choices ?? 'buttons')
  const deriveId = (_kind: string, alias: { channel: string; id: string }) => documentId(alias.channel, alias.id)
  const store = options.store?.(clock) ?? new MemoryStore<Learner, Group>({ clock, deriveId })
  const banks = options.banks ?? testBanks()
  const make = () =>
    createApp({ config: readConfig(options.env ?? {}), store, channels: [channel], banks: () => banks, clock, logger })
  let app = make()
  await store.open()
  await app.start()
  let events = 0

  const bot: Bot = {
    get app() {
      return app
    },
    clock,
    channel,
    logger,
    store,
    async restart() {
      await app.stop()
      app = make()
      await store.open()
      await app.start()
      await app.settled()
    },
    learner(id = 'lin') {
      const chat: Chat = { channel: channel.name, chatId: `chat-${id}`, kind: 'direct' }
      const ref = { kind: 'learner' as const, id: documentId(channel.name, id) }
      async function shownBy(work: () => Promise<unknown>): Promise<string[]> {
        const before = channel.shown.length
        await work()
        await app.settled()
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
        edits: (messageId, text) => deliver({ ...base(), type: 'edited', messageId, text }),
        presses(label) {
          const all = channel.shown.filter((shown) => shown.chatId === chat.chatId).toReversed()
          for (const shown of all) {
            const choice = shown.message.choices?.flat().find((candidate) => candidate.label.includes(label))
            if (choice) return deliver({ ...base(), type: 'action', choice: choice.id, messageId: shown.messageId })
          }
          throw new Error(`no button "${label}"; the last message was:\n${all[0] ? toPlain(all[0].message) : '(none)'}`)
        },
        event: (event) => deliver({ ...base(), ...event } as InboundEvent),
        waits: (duration) => shownBy(() => clock.moveTo(clock.now() + milliseconds(duration), () => app.settled())),
        until(time) {
          const [hours = 0, minutes = 0] = time.split(':').map(Number)
          const local = clock.now() + 8 * 3_600_000
          const midnight = local - (local % 86_400_000)
          let at = midnight + (hours * 60 + minutes) * 60_000 - 8 * 3_600_000
          if (at <= clock.now()) at += 86_400_000
          return learner.waits(at - clock.now())
        },
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

function milliseconds(duration: string | number): number {
  if (typeof duration === 'number') return duration
  const match = /^(\d+) ?(s|min|h|days?)$/.exec(duration)
  if (!match) throw new Error(`not a duration: ${duration}`)
  const unit = { s: 1000, min: 60_000, h: 3_600_000, day: 86_400_000, days: 86_400_000 }[match[2] as 's']
  return Number(match[1]) * unit
}
