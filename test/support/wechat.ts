import { log, WechatyBuilder } from 'wechaty'
import { mock, PuppetMock } from 'wechaty-puppet-mock'
import { wechatChannel } from '../../adapters/channels/wechat/channel.ts'
import type { Status } from '../../adapters/channels/wechat/status.ts'
import { toFile } from '../../adapters/channels/wechat/wechaty.ts'
import type { Channel, Chat, Pace } from '../../src/ports/channel.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { Logger } from '../../src/ports/logger.ts'
import { pngSize } from './png.ts'

log.level('silent')

/** `types.Message` of wechaty-puppet. */
export const TYPE = {
  unknown: 0,
  text: 7,
  attachment: 1,
  voice: 2,
  sticker: 5,
  image: 6,
  location: 8,
  transfer: 11,
  redPacket: 12,
  recalled: 13,
  video: 15,
} as const

export interface Seen {
  text: string
  file?: { name: string; text: string } | undefined
  /** A PNG instead: its width. */
  picture?: number
}

/** WeChat as it may be in a test: people and rooms around real wechaty on its mock puppet. */
export interface Wechat {
  channel: Channel
  /** Codes shown to be scanned, and what the session wrote of itself. */
  codes: string[]
  statuses: Status[]
  /** The id a person has at this login. */
  id(person: string): string
  chat(person: string): Chat
  /** Sends a text; resolves with the id of the message. */
  says(person: string, text: string): string
  /** Sends something that is no text, as a puppet would hand it over. */
  sends(
    person: string,
    type: number,
    more?: { text?: string; filename?: string; content?: Uint8Array },
  ): Promise<string>
  /** The next message this person gets to see; each once, in order. */
  seen(person: string): Promise<Seen>
  onSeen?: (person: string, seen: Seen) => void
  /** All they have seen and nobody asked for yet. */
  unread(person: string): Seen[]
  unreadCount(person: string): number
  /** A room at this login; the one of that topic, if there is one already. `owner`: where the puppet tells. */
  room(topic: string, people: string[], options?: { owner?: string }): WechatRoom
  /** From now on this is what their contact is called. */
  rename(person: string, name: string): void
  befriends(person: string, kind: 'asks' | 'confirmed', hello?: string): void
  shows(code: string): void
  /** WeChat logs the account out. */
  logout(reason?: string): Promise<void>
  /** Somebody scans the code: everybody has a new id, unless `sameIds`. */
  login(options?: { sameIds?: boolean }): Promise<void>
  /** The next bot that starts is logged in at once, with all ids new. */
  loginAtNextStart(): void
  beat(): void
  /** The puppet reports so many errors. */
  fails(times: number): void
  /** What the next sends do instead of arriving. */
  faults: (Error | 'never')[]
  /** While set, asking who is in a room fails with it. */
  roomFault: Error | undefined
  /** While set, the puppet sends no files and says why. */
  noFiles: Error | undefined
  /** While set, what a puppet lists for every room. */
  members: string[] | undefined
  /** What asking for a contact nobody knows does instead of failing at once: after so many ms, or not at all. */
  deniesAfter: number | undefined
  /** Times a bot was made. */
  opened: number
  /** While set, a bot starts and no account logs in by itself. */
  waitsForScan: boolean
}

export interface WechatRoom {
  id: string
  says(person: string, text: string, mention?: boolean): string
  /** Sends something as a puppet would hand it over; without `mentioned` the puppet does not tell who is mentioned. */
  sends(person: string, type: number, more?: { text?: string; mentioned?: string[] }): string
  /** Somebody is added or removed, the bot as `coach`. */
  adds(person: string, by: string): void
  removes(person: string, by: string): void
}

interface MockMessage {
  id: string
  text(): string | undefined
  payload: { talkerId?: string }
}

/** The mock's contacts and rooms are emitters, which their types do not tell. */
function hears(one: unknown, listener: (message: MockMessage) => void): void {
  ;(one as NodeJS.EventEmitter).on('message', listener)
}

const EVEN_PACE: Pace = {
  perChat: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
  overall: Number.POSITIVE_INFINITY,
  broadcast: Number.POSITIVE_INFINITY,
}

export function startWechat(options: {
  clock: Clock
  logger: Logger
  pace?: Pace
  friendWord?: string
  waitsForScan?: boolean
  /** Who is among the account's contacts from the start. */
  people?: string[]
  /** What an earlier process recorded. */
  recorded?: Status
}): Wechat {
  const inboxes = new Map<string, { waiting: Seen[]; takers: ((seen: Seen) => void)[] }>()
  const friendships = new Map<string, unknown>()
  let mocker = new mock.Mocker()
  let puppet = new PuppetMock({ mocker })
  let login = 0
  let count = 0

  const inbox = (person: string) => {
    const known = inboxes.get(person) ?? { waiting: [], takers: [] }
    inboxes.set(person, known)
    return known
  }
  const id = (person: string) => (login === 0 ? person : `${person}-${login}`)
  const self = () => mocker.ContactMock.load(id('coach'))

  /** The contact of a person at this login. */
  function contact(person: string) {
    try {
      return mocker.ContactMock.load(id(person))
    } catch {
      const made = mocker.createContact({ id: id(person), name: person })
      hears(made, (message) => {
        if (message.payload.talkerId === self().id) arrive(person, message.id, message.text() ?? '')
      })
      return made
    }
  }

  /** Pictures on their way to a person: what is said after one comes after it. Other files take a moment more. */
  const onTheWay = new Map<string, Promise<void>>()

  function arrive(person: string, messageId: string, text: string): void {
    const box = mocker.cacheFileBoxPayload.get(messageId)
    const before = onTheWay.get(person) ?? (box?.name.endsWith('.png') ? Promise.resolve() : undefined)
    const come = () => (box ? arriveFile(person, messageId, text) : show(person, { text, file: undefined }))
    if (before === undefined) return void come()
    const coming = before.then(come).finally(() => onTheWay.get(person) === coming && onTheWay.delete(person))
    onTheWay.set(person, coming)
  }

  async function arriveFile(person: string, messageId: string, text: string): Promise<void> {
    const box = await puppet.messageFile(messageId)
    const bytes = await box.toBuffer()
    const picture = pngSize(bytes)?.width
    show(person, picture === undefined ? { text, file: { name: box.name, text: bytes.toString() } } : { text, picture })
  }

  function show(person: string, seen: Seen): void {
    world.onSeen?.(person, seen)
    const { waiting, takers } = inbox(person)
    const taker = takers.shift()
    if (taker) taker(seen)
    else waiting.push(seen)
  }

  function emit(payload: Record<string, unknown>): string {
    count += 1
    const message = { id: `msg-${count}`, timestamp: options.clock.now(), ...payload }
    mocker.MessageMock.create(message as never)
    puppet.emit('message', { messageId: message.id })
    return message.id
  }

  function roomOf(id: string, topic: string, people: string[], owner: string | undefined) {
    try {
      return mocker.RoomMock.load(id)
    } catch {
      const made = mocker.createRoom({
        id,
        topic,
        memberIdList: ['coach', ...people].map((person) => contact(person).id),
        ...(owner !== undefined && { ownerId: contact(owner).id }),
      })
      hears(made, (message) => {
        if (message.payload.talkerId === self().id)
          for (const person of people) arrive(`${topic}/${person}`, message.id, message.text() ?? '')
      })
      return made
    }
  }

  async function enter(): Promise<void> {
    const bot = contact('coach')
    for (const person of options.people ?? []) contact(person)
    await puppet.login(bot.id)
  }

  const world: Wechat = {
    codes: [],
    statuses: [],
    faults: [],
    roomFault: undefined,
    noFiles: undefined,
    members: undefined,
    deniesAfter: undefined,
    opened: 0,
    waitsForScan: options.waitsForScan ?? false,
    id,
    chat: (person) => ({ channel: 'wechat', chatId: id(person), kind: 'direct' }),
    says: (person, text) => emit({ type: 7, text, talkerId: contact(person).id, listenerId: self().id }),
    async sends(person, type, { content, ...more } = {}) {
      const messageId = `msg-${count + 1}`
      if (content) {
        const box = (await toFile(Buffer.from(content), more.filename ?? 'file')) as unknown as { toJSON(): never }
        mocker.cacheFileBoxPayload.set(messageId, box.toJSON())
      }
      return emit({ type, talkerId: contact(person).id, listenerId: self().id, ...more })
    },
    seen(person) {
      const { waiting, takers } = inbox(person)
      const next = waiting.shift()
      return next ? Promise.resolve(next) : new Promise((resolve) => takers.push(resolve))
    },
    unread: (person) => inbox(person).waiting.splice(0),
    unreadCount: (person) => inbox(person).waiting.length,
    room(topic, people, { owner } = {}) {
      const id = `${topic}-${login}@chatroom`
      const room = roomOf(id, topic, people, owner)
      const from = (person: string) => ({ talkerId: contact(person).id, roomId: id })
      const move = (change: 'join' | 'leave', person: string, by: string) => {
        const ids = room.payload.memberIdList as string[]
        const moved = contact(person).id
        const at = ids.indexOf(moved)
        if (change === 'join' && at < 0) ids.push(moved)
        if (change === 'leave' && at >= 0) ids.splice(at, 1)
        const timestamp = options.clock.now()
        const about = { roomId: id, timestamp }
        if (change === 'join') puppet.emit('room-join', { ...about, inviteeIdList: [moved], inviterId: contact(by).id })
        else puppet.emit('room-leave', { ...about, removeeIdList: [moved], removerId: contact(by).id })
      }
      return {
        id,
        says: (person, text, mention = false) =>
          emit({
            type: 7,
            text: mention ? `@coach\u2005${text}` : text,
            mentionIdList: mention ? [self().id] : [],
            ...from(person),
          }),
        sends: (person, type, { mentioned, ...more } = {}) =>
          emit({
            type,
            ...from(person),
            ...more,
            ...(mentioned && { mentionIdList: mentioned.map((one) => contact(one).id) }),
          }),
        adds: (person, by) => move('join', person, by),
        removes: (person, by) => move('leave', person, by),
      }
    },
    rename(person, name) {
      contact(person).payload.name = name
    },
    befriends(person, kind, hello = '') {
      const friendshipId = `friend-${++count}`
      const type = kind === 'asks' ? 2 : 1
      friendships.set(friendshipId, {
        id: friendshipId,
        contactId: contact(person).id,
        hello,
        type,
        timestamp: options.clock.now(),
      })
      puppet.emit('friendship', { friendshipId })
    },
    shows: (code) => mocker.scan(code),
    logout: (reason) => puppet.logout(reason),
    async login({ sameIds } = {}) {
      if (!sameIds) login += 1
      await enter()
    },
    loginAtNextStart() {
      login += 1
      world.waitsForScan = false
    },
    fails(times) {
      for (let n = 0; n < times; n++) puppet.emit('error', { data: 'network' })
    },
    beat: () => puppet.emit('heartbeat', { data: 'beat' }),
    channel: undefined as never,
  }

  world.channel = wechatChannel({
    async open() {
      world.opened += 1
      mocker = new mock.Mocker()
      puppet = new PuppetMock({ mocker })
      const own = puppet
      const friendshipAccept = async (friendshipId: string) => {
        const asked = friendships.get(friendshipId) as { contactId: string }
        world.befriends(asked.contactId.replace(/-\d+$/, ''), 'confirmed')
      }
      const send = puppet.messageSendText.bind(puppet)
      const listMembers = puppet.roomMemberList.bind(puppet)
      const sendFile = puppet.messageSendFile.bind(puppet)
      const contactPayload = puppet.contactRawPayload.bind(puppet)
      Object.assign(puppet, {
        friendshipRawPayload: async (friendshipId: string) => friendships.get(friendshipId),
        friendshipAccept,
        async contactRawPayload(contactId: string) {
          const { deniesAfter } = world
          if (deniesAfter !== undefined && !mocker.cacheContactPayload.has(contactId))
            await new Promise<void>((resolve) => options.clock.after(deniesAfter, resolve))
          return contactPayload(contactId)
        },
        async roomMemberList(roomId: string) {
          if (world.roomFault) throw world.roomFault
          return world.members ?? listMembers(roomId)
        },
        async messageSendFile(...args: Parameters<typeof sendFile>) {
          if (world.noFiles) throw world.noFiles
          return sendFile(...args)
        },
        async messageSendText(conversationId: string, text: string) {
          const fault = world.faults.shift()
          if (fault === 'never') return new Promise(() => {})
          if (fault) throw fault
          return send(conversationId, text)
        },
      })
      if (!world.waitsForScan)
        mocker.use(() => {
          if (own === puppet && !own.isLoggedIn) void enter()
          return () => {}
        })
      return WechatyBuilder.build({ puppet })
    },
    toFile,
    pace: options.pace ?? EVEN_PACE,
    friendWord: options.friendWord,
    clock: options.clock,
    logger: options.logger,
    show: (code) => void world.codes.push(code),
    record: (status) => void world.statuses.push(status),
    recall: () => world.statuses.at(-1) ?? options.recorded,
  })
  return world
}
