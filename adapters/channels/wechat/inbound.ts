import type { Message } from 'wechaty'
import type { Attachment, Chat, InboundEvent } from '../../../src/ports/channel.ts'

/** wechaty's messages in the core's terms. */

export const CHANNEL = 'wechat'

/** `types.Message` of wechaty-puppet, by number: importing it would load the library. */
const TYPE = { recalled: 13, text: 7, unknown: 0, groupNote: 10 } as const
const ATTACHMENTS: Record<number, Attachment> = {
  1: 'document',
  2: 'voice',
  5: 'sticker',
  6: 'photo',
  11: 'money',
  12: 'money',
}
/** `types.Contact`: official accounts and services are no people. */
const OFFICIAL = 2
/** Accounts of WeChat itself that the web protocol lists as people. */
const SYSTEM = new Set(['weixin', 'newsapp', 'fmessage', 'filehelper', 'medianote', 'floatbottle', 'qmessage'])

/** What a quoting message begins with: 「name：words」, a line of dashes, then the reply. */
const QUOTED = /^「[\s\S]*?」\n(?:-[ \u2005]?){5,}-?\s*\n/

export function directChat(userId: string): Chat {
  return { channel: CHANNEL, chatId: userId, kind: 'direct' }
}

/** The reply alone, without what it quotes. */
export function withoutQuote(text: string): string {
  return text.replace(QUOTED, '')
}

/**
 * The event a message is; undefined for the bot's own messages, those of WeChat itself and notices.
 * @throws whatever the puppet throws when it cannot tell who is mentioned
 */
export async function toEvent(message: Message): Promise<InboundEvent | undefined> {
  const type = message.type()
  const talker = message.talker()
  if (message.self() || SYSTEM.has(talker.id) || talker.type() === OFFICIAL) return undefined
  if (type === TYPE.unknown || type === TYPE.groupNote) return undefined
  const room = message.room()
  const base = {
    eventId: `${CHANNEL}:${message.id}`,
    chat: room ? { channel: CHANNEL, chatId: room.id, kind: 'group' as const } : directChat(talker.id),
    from: {
      channel: CHANNEL,
      userId: talker.id,
      name: (room && (await room.alias(talker))) || talker.name() || undefined,
    },
    at: message.date().getTime(),
  }
  if (type === TYPE.recalled)
    // Its text is the id of the message taken back.
    return { ...base, type: 'edited', messageId: message.text(), text: '' }
  if (type === TYPE.text) {
    const text = withoutQuote(message.text())
    return {
      ...base,
      type: 'message',
      messageId: message.id,
      text: room ? await withoutMention(message, text) : text,
      // A mention in what is quoted was for another message.
      addressed: room === undefined || (text.includes('@') && (await message.mentionSelf())),
    }
  }
  const attachment = ATTACHMENTS[type] ?? 'other'
  return {
    ...base,
    type: 'message',
    messageId: message.id,
    // What a message that is no text has for one is XML or a file's name.
    text: '',
    attachment,
    ...(attachment === 'document' && { file: { id: message.id, name: nameOfFile(message) } }),
    addressed: room === undefined,
  }
}

function nameOfFile(message: Message): string {
  return (message as Message & { payload?: { filename?: string } }).payload?.filename ?? ''
}

/** The words without the names that were mentioned; `@name` is followed by a four-per-em space, or a plain one. */
async function withoutMention(message: Message, said: string): Promise<string> {
  const room = message.room()
  let text = said
  for (const contact of await message.mentionList())
    for (const name of [await room?.alias(contact), contact.name()])
      for (const end of name ? ['\u2005', ' ', ''] : []) text = text.replaceAll(`@${name}${end}`, '')
  return text.trim()
}
