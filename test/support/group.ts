import type { Group } from '../../src/groups/group.ts'
import { documentId } from '../../src/identity.ts'
import type { Chat, InboundEvent, Sender } from '../../src/ports/channel.ts'
import { toPlain } from '../../src/render/plain.ts'
import type { Bot, Learner_ } from './bot.ts'
import type { Shown } from './channel.ts'

/** A group on the fake network, with the people in it. Calls resolve with what the group was shown meanwhile. */
export interface GroupChat {
  chat: Chat
  member(id: string, name?: string): Member_
  /** Anything else that happens there. */
  event(event: Partial<InboundEvent> & { type: InboundEvent['type'] }): Promise<string[]>
  /** Lets the clock run to the local 'YYYY-MM-DD HH:MM' (Asia/Shanghai unless said). */
  at(time: string, zone?: string): Promise<string[]>
  waits(duration: string | number): Promise<string[]>
  doc(): Promise<Group>
  /** What was shown last, changed messages included. */
  last(): Shown
  /** The card of the round opened last. */
  cardId(): Promise<string>
}

export interface Member_ {
  id: string
  says(text: string, options?: Partial<InboundEvent & { type: 'message' }>): Promise<string[]>
  /** As a reply to the card shown last. */
  replies(text: string): Promise<string[]>
  presses(label: string): Promise<string[]>
  /** What was said to this person alone, so far. */
  whispers(): string[]
  /** Follows the link under the message shown last that has one; resolves with what is shown in private. */
  follows(): Promise<string[]>
  /** Follows the link, answers and says that this is all. */
  answers(text: string): Promise<string[]>
  private: Learner_
}

let events = 0

export function groupOf(bot: Bot, id = 'g1', channel = bot.channel): GroupChat {
  const chat: Chat = { channel: channel.name, chatId: `group-${id}`, kind: 'group' }
  const isPublic = (shown: Shown) => shown.chatId === group.chat.chatId && shown.message.only === undefined

  async function shownBy(work: () => Promise<unknown>): Promise<string[]> {
    const before = channel.shown.length
    await work()
    await bot.settled()
    return channel.shown.slice(before).filter(isPublic).map(textOf)
  }
  const base = (from: Sender) => ({ eventId: `g${++events}`, chat: { ...group.chat }, from, at: bot.clock.now() })

  const group: GroupChat = {
    chat,
    event: (event) =>
      shownBy(() => channel.deliver({ ...base({ channel: channel.name, userId: 'boss' }), ...event } as InboundEvent)),
    at: (time, zone) => shownBy(() => bot.learner('nobody').at(time, zone)),
    waits: (duration) => shownBy(() => bot.learner('nobody').waits(duration)),
    async doc() {
      const alias = { channel: channel.name, id: chat.chatId }
      const known = bot.store.resolve('group', alias) ?? documentId(alias.channel, alias.id)
      const doc = await bot.store.read({ kind: 'group', id: known })
      if (doc === undefined) throw new Error('no document of the group')
      return doc
    },
    last() {
      const shown = channel.shown.findLast(isPublic)
      if (shown === undefined) throw new Error('the group was shown nothing')
      return shown
    },
    async cardId() {
      return (await group.doc()).rounds.at(-1)?.cards[0] ?? ''
    },
    member(id, name = id) {
      const from: Sender = { channel: channel.name, userId: id, name }
      const member: Member_ = {
        id,
        private: bot.learner(id, channel),
        says: (text, options = {}) =>
          shownBy(() =>
            channel.deliver({
              ...base(from),
              type: 'message',
              messageId: `in-${events}`,
              text,
              addressed: true,
              ...options,
            } as InboundEvent),
          ),
        replies: async (text) => member.says(text, { replyTo: await group.cardId() }),
        presses: (label) =>
          shownBy(async () => {
            const mine = channel.shown.filter(
              (shown) => shown.chatId === group.chat.chatId && (shown.message.only ?? id) === id,
            )
            const shown = mine.findLast((one) => choiceOf(one, label) !== undefined)
            const choice = shown && choiceOf(shown, label)
            if (!choice || choice.url !== undefined) throw new Error(`no button "${label}"`)
            await channel.deliver({ ...base(from), type: 'action', choice: choice.id, messageId: shown?.messageId })
          }),
        whispers: () => channel.shown.filter((shown) => shown.message.only === id).map(textOf),
        async follows() {
          const shown = channel.shown.findLast((one) => isPublic(one) && linkOf(one) !== undefined)
          const payload = (shown && linkOf(shown))?.split('start=')[1] ?? ''
          return member.private.event({
            type: 'message',
            messageId: `in-${++events}`,
            text: `/start ${payload}`,
            addressed: true,
            from,
          } as never)
        },
        async answers(text) {
          await member.follows()
          const shown = await member.private.says(text)
          const open = (await member.private.doc()).sessions.some((session) => session.state === 'drafting')
          return open ? member.private.says('/answer') : shown
        },
      }
      return member
    },
  }
  return group
}

function textOf(shown: Shown): string {
  return toPlain(shown.message)
}

function choiceOf(shown: Shown, label: string) {
  return shown.message.choices?.flat().find((choice) => choice.label.includes(label))
}

function linkOf(shown: Shown): string | undefined {
  return shown.message.choices?.flat().find((choice) => choice.url !== undefined)?.url
}
