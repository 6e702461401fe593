import { vi } from 'vitest'
import type { Group } from '../../src/groups/group.ts'
import { documentId } from '../../src/identity.ts'
import { toPlain } from '../../src/render/plain.ts'
import { type Bot, startBot } from './bot.ts'
import { FakeChannel } from './channel.ts'
import type { WechatRoom } from './wechat.ts'
import { WechatChannel } from './wechat-channel.ts'

/** A room in WeChat as its members live it. Calls resolve with what the room was shown meanwhile. */
export interface Room {
  /** The room of this login. */
  net(): WechatRoom
  /** Says something to the bot, by mentioning it. */
  asks(person: string, words: string): Promise<string[]>
  /** Says something to the room. */
  says(person: string, words: string): Promise<string[]>
  /** Anything else that happens there and reaches the bot. */
  happens(work: (room: WechatRoom) => unknown): Promise<string[]>
  at(time: string): Promise<string[]>
  waits(duration: string): Promise<string[]>
  doc(): Promise<Group>
}

export async function startRooms(env: Record<string, string> = {}, at?: string) {
  const wechat = new WechatChannel()
  const other = new FakeChannel('buttons', 'telegram')
  const bot = await startBot({
    channels: [wechat, other],
    env: { ANSWER_IDLE_SECONDS: '0', ...env },
    ...(at !== undefined && { at }),
  })
  wechat.clock = bot.clock
  const { world } = wechat

  const room = (topic: string, people: string[], options?: { owner?: string }): Room => {
    const net = () => world.room(topic, people, options)
    net()
    const shownBy = (work: () => Promise<unknown>) => seenBy(`${topic}/${people[0]}`, work)
    return {
      net,
      asks: (person, words) => shownBy(() => wechat.heard(() => net().says(person, words, true))),
      says: (person, words) => shownBy(() => wechat.heard(() => net().says(person, words))),
      happens: (work) => shownBy(() => wechat.heard(() => work(net()))),
      at: (time) => shownBy(() => bot.learner('nobody').at(time)),
      waits: (duration) => shownBy(() => bot.learner('nobody').waits(duration)),
      async doc() {
        const alias = { channel: 'wechat', id: net().id }
        const id = bot.store.resolve('group', alias) ?? documentId(alias.channel, alias.id)
        const doc = await bot.store.read({ kind: 'group', id })
        if (doc === undefined) throw new Error('no document of the room')
        return doc
      },
    }
  }

  /** What one person (or member of a room) sees while the work is done. */
  async function seenBy(person: string, work: () => Promise<unknown>): Promise<string[]> {
    const before = wechat.shown.length
    await work()
    await bot.settled()
    const shown = wechat.shown.slice(before).filter(({ chatId }) => chatId === `chat-${person}`)
    return shown.map(({ message }) => toPlain(message))
  }

  return {
    bot,
    wechat,
    world,
    other,
    room,
    seenBy,
    /** Somebody's direct chat with the bot. */
    direct: (person: string) => (words: string) => seenBy(person, () => wechat.heard(() => world.says(person, words))),
    /** WeChat throws the account out; nobody scans the code yet. */
    async logout() {
      await world.logout()
      await vi.waitFor(() => isIn(bot, false))
      await bot.settled()
    },
    /** Somebody scans: all ids are new, unless `sameIds`. */
    async login(options?: { sameIds?: boolean }) {
      await world.login(options)
      await vi.waitFor(() => isIn(bot, true))
      await bot.settled()
    },
  }

  function isIn(_bot: Bot, wanted: boolean): void {
    if ((world.statuses.at(-1)?.state === 'logged-in') !== wanted) throw new Error('not yet')
  }
}

export const codeIn = (shown: string[]) => /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){1,2}/.exec(shown.join('\n'))?.[0] ?? 'no code'
