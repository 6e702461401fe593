import type { Chat, Message, Update, User } from 'grammy/types'
import type { Entity } from './html.ts'

/** An error answer of the Bot API. */
export class Refusal extends Error {
  readonly code: number
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined

  constructor(code: number, description: string, parameters?: Refusal['parameters']) {
    super(description)
    this.code = code
    this.parameters = parameters
  }
}

export interface Button {
  text: string
  callback_data?: string
  url?: string
}

/** A message the bot sent, in its latest version. */
export interface SentMessage {
  message_id: number
  chat_id: number
  thread_id?: number
  date: number
  /** As the learner sees it: without markup. */
  text: string
  /** As the bot sent it. */
  raw: string
  entities: Entity[]
  buttons: Button[][]
  document?: { name: string; text: string }
  /** A PNG. */
  photo?: { width: number; height: number; data: Buffer }
  /** How often it was edited. */
  edits: number
}

export interface FakeChat {
  chat: Chat.PrivateChat | Chat.GroupChat | Chat.SupergroupChat
  state: 'open' | 'blocked' | 'kicked'
  /** Of a group: what people are there (members, unless said), and what the bot may. */
  people: Map<number, 'creator' | 'administrator' | 'member' | 'left'>
  rights: { write: boolean; delete: boolean }
  /** When messages were sent or edited there, ms, for the limit of a group. */
  traffic: number[]
  /** What was said to one person alone. */
  whispers: { user: number; text: string; buttons: Button[][] }[]
  /** Reactions of the bot, by message. */
  reactions: Map<number, string>
  migratedTo?: number
  topics: Set<number>
  nextMessageId: number
  /** All that was sent to it, by id: the learners' messages as sent, the bot's in their latest version. */
  received: Map<number, Message>
  sent: Map<number, SentMessage>
  /** Versions of the bot's messages in the order they appeared, for `next`. */
  shown: SentMessage[]
  taken: number
}

/** Messages and edits a group takes in any minute. */
const GROUP_LIMIT = 20

/** The state behind the fake Bot API: users, chats, and the queue of updates the bot has not confirmed. */
export class World {
  readonly bot: User & { username: string }
  readonly users = new Map<number, User>()
  readonly chats = new Map<number, FakeChat>()
  readonly callbacks = new Map<string, { answered: boolean }>()
  /** Files people sent, by file_id. */
  readonly files = new Map<string, { path: string; data: Buffer; size: number }>()
  readonly commands = new Map<string, unknown>()
  queue: Update[] = []
  nextUpdateId = 100_001
  /** Update types the bot subscribed to; empty: all but chat_member. */
  allowed: readonly string[] = []
  webhook: { url: string; secret?: string; lastError?: string } | undefined
  private readonly watchers = new Set<() => void>()

  /** Requests refused for a group's limit. */
  tooMany = 0
  private readonly clock: () => number

  constructor(username: string, clock: () => number = Date.now) {
    this.clock = clock
    this.bot = { id: 42, is_bot: true, first_name: 'Coach', username }
  }

  now(): number {
    return Math.floor(this.clock() / 1000)
  }

  /** Resolves once `ready` gives a value; it is asked again after every change. */
  until<T>(ready: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const watch = () => {
        const value = ready()
        if (value === undefined) return
        this.watchers.delete(watch)
        resolve(value)
      }
      this.watchers.add(watch)
      watch()
    })
  }

  changed(): void {
    for (const watch of [...this.watchers]) watch()
  }

  /** Queues an update, unless the bot did not subscribe to its type. */
  push(update: Omit<Update, 'update_id'>): number {
    const update_id = this.nextUpdateId++
    const type = Object.keys(update)[0] ?? ''
    const wanted = this.allowed.length > 0 ? this.allowed.includes(type) : type !== 'chat_member'
    if (wanted) this.queue.push({ ...update, update_id } as Update)
    this.changed()
    return update_id
  }

  user(id: number): User {
    const known = this.users.get(id)
    if (known) return known
    const user: User = { id, is_bot: false, first_name: `User ${id}`, language_code: 'zh-hans' }
    this.users.set(id, user)
    return user
  }

  /** The chat, made on first mention: ids below zero are groups. */
  chat(id: number): FakeChat {
    const known = this.chats.get(id)
    if (known) return known
    const chat: FakeChat['chat'] =
      id > 0
        ? { id, type: 'private', first_name: this.user(id).first_name }
        : { id, type: id <= -1_000_000_000_000 ? 'supergroup' : 'group', title: `Group ${-id}` }
    const made: FakeChat = {
      chat,
      state: 'open',
      people: new Map(),
      rights: { write: true, delete: false },
      traffic: [],
      whispers: [],
      reactions: new Map(),
      topics: new Set(),
      nextMessageId: 1,
      received: new Map(),
      sent: new Map(),
      shown: [],
      taken: 0,
    }
    this.chats.set(id, made)
    return made
  }

  /** A chat the bot may write to. @throws Refusal as Telegram words it */
  writable(id: unknown): FakeChat {
    const known = this.chats.get(Number(id))
    if (!known) throw new Refusal(400, 'Bad Request: chat not found')
    if (known.migratedTo !== undefined)
      throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: known.migratedTo,
      })
    if (known.state === 'blocked') throw new Refusal(403, 'Forbidden: bot was blocked by the user')
    if (known.state === 'kicked') throw new Refusal(403, `Forbidden: bot was kicked from the ${known.chat.type} chat`)
    return known
  }

  /** The same for a message or an edit: the bot must be allowed to write, and a group takes 20 in any minute. */
  speakable(id: unknown): FakeChat {
    const chat = this.writable(id)
    if (chat.chat.type === 'private') return chat
    if (!chat.rights.write) throw new Refusal(400, 'Bad Request: not enough rights to send text messages to the chat')
    const now = this.clock()
    const recent = chat.traffic.filter((at) => at > now - 60_000)
    if (recent.length >= GROUP_LIMIT) {
      this.tooMany += 1
      const retry_after = Math.ceil(((recent[0] ?? now) + 60_000 - now) / 1000)
      throw new Refusal(429, `Too Many Requests: retry after ${retry_after}`, { retry_after })
    }
    chat.traffic.push(now)
    return chat
  }
}

/** The Bot API's view of a message the bot sent. */
export function asMessage(world: World, chat: FakeChat, sent: SentMessage): Message {
  return {
    message_id: sent.message_id,
    ...(sent.thread_id !== undefined && { message_thread_id: sent.thread_id, is_topic_message: true }),
    from: world.bot,
    chat: chat.chat,
    date: sent.date,
    ...(sent.photo && {
      photo: [{ file_id: 'p', file_unique_id: 'p', width: sent.photo.width, height: sent.photo.height }],
      ...(sent.text && { caption: sent.text }),
    }),
    ...(sent.document
      ? {
          document: { file_id: 'f', file_unique_id: 'f', file_name: sent.document.name },
          ...(sent.text && { caption: sent.text }),
        }
      : !sent.photo && { text: sent.text, entities: sent.entities }),
    ...(sent.buttons.length > 0 && { reply_markup: { inline_keyboard: sent.buttons } }),
  } as Message
}
