import type { Contact, Friendship, Message, Room, Wechaty } from 'wechaty'
import {
  type Capabilities,
  type Channel,
  ChannelError,
  type ChannelHost,
  type Pace,
} from '../../../src/ports/channel.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import { orderedByKey } from '../in-order.ts'
import { CHANNEL, directChat, toEvent } from './inbound.ts'
import { roleOf } from './rooms.ts'
import { deliver } from './send.ts'
import { keepSession, type Session, type SessionOptions } from './session.ts'
import type { ToFile } from './wechaty.ts'

export interface WechatOptions extends SessionOptions {
  toFile: ToFile
  pace: Pace
  /** Friend requests whose greeting holds this word are accepted; without it none is. */
  friendWord?: string | undefined
}

/** `types.Friendship` of wechaty-puppet. */
const FRIENDSHIP = { confirm: 1, receive: 2 } as const
/** How long a message waits for the one before it to be looked up, ms. */
const LOOKUP_MS = 10_000

/**
 * WeChat, through wechaty and whatever puppet it is given. A stopped channel can be started again: it takes no messages,
 * but stays logged in until the process ends.
 */
export function wechatChannel(options: WechatOptions): Channel {
  const { clock, logger, friendWord } = options
  const capabilities: Capabilities = {
    choices: 'typed',
    edit: false,
    // The strictest of WeChat's ways in takes 4096 bytes: 1365 characters of Chinese.
    maxTextLength: 1300,
    commandMenu: false,
    stableUserIds: false,
    images: true,
    files: true,
    hearsAll: true,
    pace: options.pace,
  }
  let session: Session | undefined
  let host: ChannelHost | undefined
  let taking = false
  let stopped = Promise.withResolvers<void>()
  const inHand = new Set<Promise<void>>()

  function attach(bot: Wechaty): void {
    const inOrder = orderedByKey()
    /** Failures were told to the learner by the core: WeChat delivers nothing twice. */
    const take = (key: string, work: (host: ChannelHost) => Promise<void>) => {
      const taker = host
      if (!taking || taker === undefined) return
      const task = inOrder(key, () => work(taker))
        .catch((error: unknown) =>
          logger.error({ channel: CHANNEL, error: nameOf(error) }, 'a WeChat message could not be handled'),
        )
        .finally(() => inHand.delete(task))
      inHand.add(task)
    }
    /** Who came to a room or went: the bot itself is added or removed by somebody, others are members. */
    const moved = (change: 'joined' | 'left') => (room: Room, who: Contact[], by?: Contact, date?: Date) => {
      const at = date?.getTime() ?? clock.now()
      const base = (userId: string) => ({
        eventId: `${CHANNEL}:${change}:${room.id}:${userId}:${at}`,
        chat: { channel: CHANNEL, chatId: room.id, kind: 'group' as const },
        at,
      })
      for (const contact of who)
        take(room.id, (host) =>
          contact.self()
            ? host.handle({ ...base(contact.id), type: change, from: { channel: CHANNEL, userId: by?.id ?? room.id } })
            : host.handle({
                ...base(contact.id),
                type: 'member',
                change,
                from: { channel: CHANNEL, userId: contact.id },
              }),
        )
    }
    const arrived = inArrival(clock, (message) =>
      take(message.room()?.id ?? message.talker().id, async (host) => {
        const event = await toEvent(message)
        if (event) await host.handle(event)
      }),
    )
    // wechaty's own event comes when the sender is known: a first message would be overtaken by the second.
    bot.puppet.on('message', ({ messageId }) => void arrived(bot.Message.find({ id: messageId })))
    bot.on('room-join', moved('joined'))
    bot.on('room-leave', moved('left'))
    bot.on('friendship', (friendship) => take(friendship.contact().id, (host) => befriend(friendship, host)))
  }

  async function befriend(friendship: Friendship, host: ChannelHost): Promise<void> {
    if (friendship.type() === FRIENDSHIP.receive) {
      if (friendWord !== undefined && friendship.hello().toLowerCase().includes(friendWord.toLowerCase()))
        await friendship.accept()
      else logger.info({ channel: CHANNEL }, 'a friend request without the word of WECHAT_FRIEND_WORD was left alone')
      return
    }
    if (friendship.type() !== FRIENDSHIP.confirm) return
    // Whoever adds the bot has said hello by that.
    const userId = friendship.contact().id
    const eventId = `${CHANNEL}:friend:${friendship.id}`
    const base = { eventId, chat: directChat(userId), from: { channel: CHANNEL, userId }, at: clock.now() }
    await host.handle({ ...base, type: 'message', messageId: eventId, text: '/start', addressed: true })
  }

  return {
    name: CHANNEL,
    capabilities,

    async start(to) {
      host = to
      taking = true
      stopped = Promise.withResolvers()
      if (session === undefined)
        session = keepSession(
          options,
          { connectivity: (state, cause) => taking && host?.connectivity(state, cause) },
          attach,
        )
      else session.tell()
      await Promise.race([session.ready, stopped.promise])
    },

    async stop() {
      taking = false
      stopped.resolve()
      while (inHand.size > 0) await Promise.all(inHand)
    },

    roleOf: (chat, userId) => roleOf(session, chat, userId),

    send: (chat, message) => deliver(session, chat, message, options.toFile, clock),

    fetchFile: (id, limit, signal) => fetchFile(session?.bot(), id, limit, signal),
  }
}

/** Hands messages on in the order they came, though looking one up may take longer than the next. */
function inArrival(clock: Clock, hand: (message: Message) => void) {
  let last: Promise<void> = Promise.resolve()
  return (lookup: Promise<Message | undefined>) => {
    const before = last
    const found = lookup.catch(() => undefined)
    // One that takes too long loses its place.
    const late = new Promise<void>((resolve) => void clock.after(LOOKUP_MS, resolve))
    last = Promise.race([Promise.all([before, found]).then(() => {}), late])
    return Promise.all([before, found]).then(([, message]) => message && hand(message))
  }
}

/** @throws ChannelError */
async function fetchFile(
  bot: Wechaty | undefined,
  id: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (bot === undefined || signal?.aborted) throw new ChannelError('unavailable', 'WeChat cannot be reached')
  const gone = () => new ChannelError('invalid-message', 'the file is gone')
  // A puppet remembers messages for an hour or so, and none across a restart.
  const message = await bot.Message.find({ id }).catch(() => undefined)
  if (message === undefined) throw gone()
  const chunks: Buffer[] = []
  let size = 0
  try {
    const file = await message.toFileBox()
    for await (const chunk of await file.toStream()) {
      const bytes = Buffer.from(chunk as Buffer)
      size += bytes.length
      if (size > limit) throw new ChannelError('too-large', `more than ${limit} bytes`)
      if (signal?.aborted) throw new ChannelError('unavailable', 'given up')
      chunks.push(bytes)
    }
  } catch (error) {
    if (error instanceof ChannelError) throw error
    throw new ChannelError('unavailable', `the file could not be fetched (${nameOf(error)})`)
  }
  return Buffer.concat(chunks)
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
