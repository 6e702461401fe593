import type {
  CallbackQuery,
  ChatMember,
  ChatMemberUpdated,
  Document,
  Message,
  Chat as TgChat,
  Update,
} from 'grammy/types'
import type { Attachment, Chat, InboundEvent, InboundFile, Sender } from '../../../src/ports/channel.ts'

const CHANNEL = 'telegram'

/** What the bot subscribes to. Channel posts are not wanted. */
export const ALLOWED_UPDATES = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  // Sent only where the bot is an administrator.
  'chat_member',
] as const

/** The bot as its own updates show it. */
export interface BotIdentity {
  id: number
  username: string
}

/**
 * One update of the Bot API as an event, or undefined when it is none of the core's business: service messages,
 * other bots, posts of channels. `now` stands in where the network gives no date (a pressed button).
 */
export function toEvent(update: Update, bot: BotIdentity, now: number): InboundEvent | undefined {
  const eventId = `tg:${update.update_id}`
  if (update.message) return fromMessage(update.message, eventId, bot)
  if (update.edited_message) return fromEdit(update.edited_message, eventId)
  if (update.callback_query) return fromPress(update.callback_query, eventId, now)
  if (update.my_chat_member) return fromOwnMembership(update.my_chat_member, eventId)
  if (update.chat_member) return fromMembership(update.chat_member, eventId)
  return undefined
}

/** The chat whose updates have to be handled in order. */
export function chatKey(update: Update): string {
  const source =
    update.message ??
    update.edited_message ??
    update.callback_query?.message ??
    update.my_chat_member ??
    update.chat_member
  return String(source?.chat.id ?? update.callback_query?.from.id)
}

/** When the network says the update happened, epoch ms; undefined for pressed buttons. */
export function updateDate(update: Update): number | undefined {
  const date =
    update.message?.date ?? update.edited_message?.edit_date ?? update.my_chat_member?.date ?? update.chat_member?.date
  return date === undefined ? undefined : date * 1000
}

function fromMessage(message: Message, eventId: string, bot: BotIdentity): InboundEvent | undefined {
  const base = baseOf(message, eventId)
  if (!base) return undefined
  if (message.migrate_to_chat_id !== undefined)
    return { ...base, type: 'migrated', toChatId: String(message.migrate_to_chat_id) }
  if (message.left_chat_member && !message.left_chat_member.is_bot)
    return { ...base, from: personOf(message.left_chat_member), type: 'member', change: 'left' }
  if (isFromBot(message)) return undefined

  const attachment = attachmentOf(message)
  const text = message.text ?? message.caption
  if (text === undefined && attachment === undefined) return undefined // a service message
  const replied = repliedMessage(message)
  return {
    ...base,
    type: 'message',
    messageId: messageIdOf(message),
    text: withoutOwnName(message, bot),
    ...(attachment && { attachment }),
    ...(attachment === 'document' && message.document && { file: fileOf(message.document) }),
    ...(replied && { replyTo: String(replied.message_id) }),
    ...(message.forward_origin && { forwarded: true }),
    ...(message.ephemeral_message_id !== undefined && { unseen: true }),
    addressed: base.chat.kind === 'direct' || isAddressed(message, bot),
  }
}

function fromEdit(message: Message, eventId: string): InboundEvent | undefined {
  const base = baseOf(message, eventId)
  const text = message.text ?? message.caption
  if (!base || text === undefined || isFromBot(message)) return undefined
  const replied = repliedMessage(message)
  return {
    ...base,
    type: 'edited',
    messageId: String(message.message_id),
    text,
    ...(replied && { replyTo: String(replied.message_id) }),
  }
}

function fromPress(query: CallbackQuery, eventId: string, now: number): InboundEvent | undefined {
  const chat = query.message && toChat(query.message.chat, query.message)
  if (!chat || query.data === undefined) return undefined
  return {
    type: 'action',
    eventId,
    chat,
    from: personOf(query.from),
    ...localeOf(query.from),
    at: now,
    choice: query.data,
    messageId: query.message && messageIdOf(query.message as Message),
  }
}

/** The bot's own: came, went, may write or not. Being made administrator is nothing to the core: what it may, it tries. */
function fromOwnMembership(change: ChatMemberUpdated, eventId: string): InboundEvent | undefined {
  const chat = toChat(change.chat)
  if (!chat) return undefined
  const base = { eventId, chat, from: personOf(change.from), ...localeOf(change.from), at: change.date * 1000 }
  const [was, is] = [isPresent(change.old_chat_member), isPresent(change.new_chat_member)]
  if (was !== is) {
    const direct = chat.kind === 'direct'
    return { ...base, type: is ? (direct ? 'unblocked' : 'joined') : direct ? 'blocked' : 'left' }
  }
  const [could, can] = [mayWrite(change.old_chat_member), mayWrite(change.new_chat_member)]
  return !is || could === can ? undefined : { ...base, type: can ? 'unblocked' : 'blocked' }
}

/** Somebody else's. */
function fromMembership(change: ChatMemberUpdated, eventId: string): InboundEvent | undefined {
  const chat = toChat(change.chat)
  const [was, is] = [isPresent(change.old_chat_member), isPresent(change.new_chat_member)]
  const { user } = change.new_chat_member
  if (!chat || was === is || user.is_bot) return undefined
  return {
    eventId,
    chat,
    from: personOf(user),
    at: change.date * 1000,
    type: 'member',
    change: is ? 'joined' : 'left',
  }
}

function mayWrite(member: ChatMember): boolean {
  return member.status !== 'restricted' || member.can_send_messages
}

function personOf(user: { id: number; first_name: string; last_name?: string }): Sender {
  return { channel: CHANNEL, userId: String(user.id), name: fullName(user) }
}

/** Messages that only their sender and the bot see have ids of their own. */
function messageIdOf(message: Message): string {
  return message.ephemeral_message_id === undefined ? String(message.message_id) : `e${message.ephemeral_message_id}`
}

/** Whether the status is that of somebody who is in the chat. */
export function isPresent(member: ChatMember): boolean {
  return member.status === 'restricted' ? member.is_member : member.status !== 'left' && member.status !== 'kicked'
}

function baseOf(message: Message, eventId: string) {
  const chat = toChat(message.chat, message)
  if (!chat) return undefined
  return { eventId, chat, from: senderOf(message), ...localeOf(message.from), at: message.date * 1000 }
}

function toChat(chat: TgChat, message?: { message_thread_id?: number; is_topic_message?: boolean }): Chat | undefined {
  if (chat.type === 'channel') return undefined
  return {
    channel: CHANNEL,
    chatId: String(chat.id),
    kind: chat.type === 'private' ? 'direct' : 'group',
    // Outside forums the thread id is that of an ordinary chain of replies.
    ...(message?.is_topic_message && { threadId: String(message.message_thread_id) }),
  }
}

/** An anonymous administrator or a channel writes as a chat; its fake `from` is shared by all of them. */
function senderOf(message: Message): Sender {
  const { sender_chat: chat, from } = message
  if (chat) {
    const as = chat.id === message.chat.id ? 'group' : 'channel'
    return { channel: CHANNEL, userId: String(chat.id), name: chat.title, as }
  }
  return { channel: CHANNEL, userId: String(from?.id ?? message.chat.id), name: from && fullName(from) }
}

function isFromBot(message: Message): boolean {
  if (message.is_automatic_forward) return true // the linked channel's post
  return message.sender_chat === undefined && message.from?.is_bot !== false
}

function fullName(user: { first_name: string; last_name?: string }): string {
  return user.last_name ? `${user.first_name} ${user.last_name}` : user.first_name
}

function localeOf(user: { language_code?: string } | undefined): { locale?: string } {
  return user?.language_code ? { locale: user.language_code } : {}
}

function attachmentOf(message: Message): Attachment | undefined {
  if (message.voice || message.audio || message.video_note) return 'voice'
  if (message.photo || message.live_photo) return 'photo'
  if (message.sticker) return 'sticker'
  if (message.document && !message.animation) return 'document'
  const other =
    message.animation ??
    message.video ??
    message.rich_message ??
    message.paid_media ??
    message.story ??
    message.contact ??
    message.dice ??
    message.game ??
    message.poll ??
    message.venue ??
    message.location ??
    message.checklist
  return other && 'other'
}

function fileOf({ file_id: id, file_name: name = '', file_size: size }: Document): InboundFile {
  return { id, name, ...(size !== undefined && { size }) }
}

/** In a topic, a message that answers nothing "replies" to the service message that opened the topic. */
function repliedMessage(message: Message): Message['reply_to_message'] {
  const replied = message.reply_to_message
  const isTopicRoot = message.is_topic_message && replied?.message_id === message.message_thread_id
  return isTopicRoot ? undefined : replied
}

/** The command a message begins with, and the bot it names (`/question@SomeBot`). */
function commandOf(message: Message): { length: number; bot: string | undefined } | undefined {
  const entity = message.entities?.find((entity) => entity.type === 'bot_command' && entity.offset === 0)
  if (!entity || message.text === undefined) return undefined
  return { length: entity.length, bot: message.text.slice(0, entity.length).split('@')[1] }
}

function withoutOwnName(message: Message, bot: BotIdentity): string {
  const text = message.text ?? message.caption ?? ''
  const command = commandOf(message)
  if (command?.bot && isSame(command.bot, bot.username))
    return text.slice(0, command.length - command.bot.length - 1) + text.slice(command.length)
  // In a group it is addressed by name; the name is no part of what is said to it.
  const mention = message.entities?.find(({ type, offset }) => type === 'mention' && offset === 0)
  if (message.chat.type === 'private' || !mention || !isSame(text.slice(1, mention.length), bot.username)) return text
  return text.slice(mention.length).trimStart()
}

function isAddressed(message: Message, bot: BotIdentity): boolean {
  const command = commandOf(message)
  if (command) return command.bot === undefined || isSame(command.bot, bot.username)
  if (repliedMessage(message)?.from?.id === bot.id) return true
  const text = message.text ?? message.caption ?? ''
  return (message.entities ?? message.caption_entities ?? []).some(
    (entity) =>
      (entity.type === 'text_mention' && entity.user.id === bot.id) ||
      (entity.type === 'mention' && isSame(text.slice(entity.offset + 1, entity.offset + entity.length), bot.username)),
  )
}

function isSame(name: string, username: string): boolean {
  return name.toLowerCase() === username.toLowerCase()
}
