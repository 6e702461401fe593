import type { Message, MessageEntity, User } from 'grammy/types'
import { asMessage, type Button, type FakeChat, type World } from './world.ts'

export interface SayOptions {
  /** Where; default the private chat with the bot. */
  chatId?: number
  threadId?: number
  replyTo?: number
  forwarded?: boolean
  /** Unix time in seconds, default now. */
  date?: number
  /** In a group, for the bot alone. */
  unseen?: boolean
  /** As an administrator who stays anonymous. */
  anonymous?: boolean
  /** Instead of a text (which becomes the caption): a field of Message such as `voice`, `photo`, `sticker`. */
  attachment?: string
  /** A document with this content; `size` as Telegram would state it, if not its own. */
  file?: { name?: string; content: Uint8Array | string; size?: number }
}

export interface Said {
  update_id: number
  message_id: number
  chat_id: number
}

/** What people do on the fake network. Every function returns the id of the update it causes. */
export function createPeople(world: World) {
  function say(userId: number, text: string, options: SayOptions = {}): Said {
    const chat = world.chat(options.chatId ?? userId)
    const message = compose(world, chat, world.user(userId), text, options)
    return { update_id: world.push({ message } as never), message_id: message.message_id, chat_id: chat.chat.id }
  }

  /** Presses the button with this label or data: of `messageId`, else of the latest message that has it. */
  function press(userId: number, button: string, options: { chatId?: number; messageId?: number } = {}) {
    const chat = world.chat(options.chatId ?? userId)
    const whispered = chat.whispers.findLastIndex(
      ({ user, buttons }) =>
        user === userId && buttons.flat().some((one) => one.text === button || one.callback_data === button),
    )
    if (whispered >= 0) {
      const one = chat.whispers[whispered]?.buttons.flat().find((b) => b.text === button || b.callback_data === button)
      const message = {
        message_id: 0,
        ephemeral_message_id: whispered + 1,
        chat: chat.chat,
        from: world.bot,
        date: world.now(),
      }
      return pushPress(userId, message, one?.callback_data)
    }
    const messages = [...chat.sent.values()].filter(
      (message) => options.messageId === undefined || message.message_id === options.messageId,
    )
    const is = (candidate: Button) => candidate.text === button || candidate.callback_data === button
    const message = messages.findLast((message) => message.buttons.flat().some(is))
    const pressed = message?.buttons.flat().find(is)
    if (!message || pressed?.callback_data === undefined) throw new Error(`no button "${button}" to press`)
    return pushPress(userId, asMessage(world, chat, message), pressed.callback_data)
  }

  function pushPress(userId: number, message: object, data: string | undefined) {
    const id = String(world.callbacks.size + 1)
    world.callbacks.set(id, { answered: false })
    const callback_query = { id, from: world.user(userId), message, chat_instance: '1', data }
    return { update_id: world.push({ callback_query } as never), callback_id: id }
  }

  function edit(userId: number, messageId: number, text: string, options: { chatId?: number } = {}): number {
    const chat = world.chat(options.chatId ?? userId)
    const original = chat.received.get(messageId)
    if (!original) throw new Error(`no message ${messageId} to edit`)
    const edited_message = { ...original, text, entities: entitiesOf(text), edit_date: world.now() }
    return world.push({ edited_message } as never)
  }

  /** What the bot's own membership changed to, in the private chat or a group. */
  function membership(userId: number, chatId: number, status: 'member' | 'left' | 'kicked'): number {
    const chat = world.chat(chatId)
    const before = chat.state === 'open' ? 'member' : 'kicked'
    chat.state = status === 'member' ? 'open' : chatId > 0 ? 'blocked' : 'kicked'
    const my_chat_member = {
      chat: chat.chat,
      from: world.user(userId),
      date: world.now(),
      old_chat_member: { user: world.bot, status: status === before ? 'left' : before },
      new_chat_member: { user: world.bot, status },
    }
    return world.push({ my_chat_member } as never)
  }

  /** Somebody else's part in a group. Told to the bot only where it is an administrator, or by a service message. */
  function becomes(
    userId: number,
    chatId: number,
    status: 'creator' | 'administrator' | 'member' | 'left',
    told: 'chat_member' | 'service' | 'silently' = 'silently',
  ): void {
    const chat = world.chat(chatId)
    const user = world.user(userId)
    const before = chat.people.get(userId) ?? 'member'
    chat.people.set(userId, status)
    const base = { chat: chat.chat, from: user, date: world.now() }
    if (told === 'chat_member') {
      const chat_member = { ...base, old_chat_member: { user, status: before }, new_chat_member: { user, status } }
      world.push({ chat_member } as never)
    }
    if (told === 'service')
      world.push({ message: { ...base, message_id: chat.nextMessageId++, left_chat_member: user } } as never)
  }

  /** What the bot may do in a group: `delete` as an administrator, `write` not when muted. */
  function allows(userId: number, chatId: number, rights: { write?: boolean; delete?: boolean }): void {
    const chat = world.chat(chatId)
    const member = () => ({
      user: world.bot,
      status: chat.rights.delete ? 'administrator' : chat.rights.write ? 'member' : 'restricted',
      is_member: true,
      can_send_messages: chat.rights.write,
      can_delete_messages: chat.rights.delete,
    })
    const old_chat_member = member()
    Object.assign(chat.rights, rights)
    const my_chat_member = {
      chat: chat.chat,
      from: world.user(userId),
      date: world.now(),
      old_chat_member,
      new_chat_member: member(),
    }
    world.push({ my_chat_member } as never)
  }

  /** The group becomes a supergroup: the old id sends no more. */
  function migrate(chatId: number, toChatId: number): number {
    const [old, renewed] = [world.chat(chatId), world.chat(toChatId)]
    old.migratedTo = toChatId
    const service = (chat: FakeChat, fields: object) => ({
      message: { message_id: chat.nextMessageId++, from: world.bot, chat: chat.chat, date: world.now(), ...fields },
    })
    const update_id = world.push(service(old, { migrate_to_chat_id: toChatId }) as never)
    world.push(service(renewed, { migrate_from_chat_id: chatId }) as never)
    return update_id
  }

  return {
    say,
    press,
    edit,
    block: (userId: number) => membership(userId, userId, 'kicked'),
    unblock: (userId: number) => membership(userId, userId, 'member'),
    join: (userId: number, chatId: number) => membership(userId, chatId, 'member'),
    leave: (userId: number, chatId: number) => membership(userId, chatId, 'left'),
    migrate,
    becomes,
    allows,
    /** What a person is called. */
    named(userId: number, first_name: string): void {
      world.user(userId).first_name = first_name
    },
    /** The language of a person's app. */
    speaks(userId: number, locale: string): void {
      world.user(userId).language_code = locale
    },
    /** Each of these people says this, all at once. */
    crowd(userIds: number[], text: string): void {
      for (const id of userIds) say(id, text)
    },
    /** Makes chats exist without a word said, so that the bot may write there. */
    open(...chatIds: number[]): void {
      for (const id of chatIds) world.chat(id)
    },
    topic: (chatId: number, threadId: number): void => {
      world.chat(chatId).topics.add(threadId)
    },
    /** Queues an update as it is, but for its id. */
    inject: (update: object): number => world.push(update as never),
    /** Where the ids of new updates go on. Below the last one: a quiet week has passed. */
    continueUpdatesAt(id: number): void {
      world.nextUpdateId = id
    },
  }
}

function compose(world: World, chat: FakeChat, from: User, text: string, options: SayOptions): Message {
  const message_id = chat.nextMessageId++
  const replied = options.replyTo === undefined ? undefined : chat.sent.get(options.replyTo)
  const original = options.replyTo === undefined ? undefined : chat.received.get(options.replyTo)
  const entities = entitiesOf(text)
  const message = {
    message_id: options.unseen ? 0 : message_id,
    ...(options.unseen && { ephemeral_message_id: message_id }),
    from: options.anonymous ? { id: 1087968824, is_bot: true, first_name: 'Group' } : from,
    ...(options.anonymous && { sender_chat: chat.chat }),
    chat: chat.chat,
    date: options.date ?? world.now(),
    ...(options.threadId !== undefined && { message_thread_id: options.threadId, is_topic_message: true }),
    ...((replied || original) && {
      reply_to_message: replied ? asMessage(world, chat, replied) : original,
    }),
    ...(options.forwarded && {
      forward_origin: { type: 'hidden_user', sender_user_name: 'Somebody', date: world.now() },
    }),
    ...(options.file
      ? { document: documentOf(world, options.file), ...(text && { caption: text }) }
      : options.attachment
        ? { [options.attachment]: { file_id: 'f', file_unique_id: 'f' }, ...(text && { caption: text }) }
        : { text, ...(entities.length > 0 && { entities }) }),
  } as unknown as Message
  if (options.threadId !== undefined) chat.topics.add(options.threadId)
  if (!options.unseen) chat.received.set(message_id, message)
  return message
}

/** The file is kept on the server until the bot asks for it. */
function documentOf(world: World, { name, content, size }: NonNullable<SayOptions['file']>) {
  const data = Buffer.from(content)
  const file_id = `BQ${world.files.size + 1}`
  world.files.set(file_id, { path: `documents/file_${world.files.size + 1}`, data, size: size ?? data.length })
  return {
    file_id,
    file_unique_id: `u${file_id}`,
    file_size: size ?? data.length,
    ...(name !== undefined && { file_name: name, mime_type: 'application/octet-stream' }),
  }
}

function entitiesOf(text: string): MessageEntity[] {
  return [...text.matchAll(/(?<![\w/])(?:\/\w{1,64}(?:@\w{3,})?(?![\w/])|@\w{3,})/g)].map((match) => ({
    type: match[0].startsWith('/') ? 'bot_command' : 'mention',
    offset: match.index,
    length: match[0].length,
  }))
}
