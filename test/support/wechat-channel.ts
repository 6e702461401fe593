import {
  ChannelError,
  type ChannelHost,
  type Chat,
  type InboundEvent,
  type OutboundMessage,
  type Role,
} from '../../src/ports/channel.ts'
import type { Clock } from '../../src/ports/clock.ts'
import { FakeChannel } from './channel.ts'
import { MemoryLogger } from './logger.ts'
import { startWechat, TYPE, type Wechat } from './wechat.ts'

/**
 * The real WeChat adapter on wechaty and its mock puppet where a conversation test expects the channel in memory: the
 * scripts of a channel without buttons run on it as they are. What a person does goes through the puppet; what they are
 * shown is what arrives at theirs.
 */
export class WechatChannel extends FakeChannel {
  readonly world: Wechat
  /** Set to the test's clock once there is one. */
  clock: Pick<Clock, 'now'> = { now: () => Date.parse('2026-11-23T01:00:00Z') }
  #handled: (() => void)[] = []

  constructor() {
    super('typed', 'wechat', undefined, { stableUserIds: false })
    this.world = startWechat({
      clock: { now: () => this.clock.now(), after: () => () => {} },
      logger: new MemoryLogger(),
    })
    delete this.capabilities.admins
    Object.assign(this.capabilities, this.world.channel.capabilities)
    this.links = false
    this.may = { remove: false, acknowledge: false }
    this.world.onSeen = (person, { text }) => {
      this.shown.push({
        chatId: `chat-${person}`,
        messageId: '',
        message: { blocks: [{ kind: 'text', spans: [text] }] },
      })
    }
  }

  override start(host: ChannelHost): Promise<void> {
    const handle = async (event: InboundEvent) => {
      await host.handle(event)
      for (const wake of this.#handled.splice(0)) wake()
    }
    return this.world.channel.start({ handle, connectivity: (state, cause) => host.connectivity(state, cause) })
  }

  override stop(): Promise<void> {
    return this.world.channel.stop()
  }

  /** Does something in WeChat; resolves when the bot has heard of it. */
  async heard(work: () => unknown): Promise<void> {
    const handled = new Promise<void>((resolve) => this.#handled.push(resolve))
    await work()
    await handled
  }

  override roleOf(chat: Chat, userId: string): Promise<Role | undefined> {
    return this.world.channel.roleOf?.(chat, userId) ?? Promise.resolve(undefined)
  }

  override deliver(event: InboundEvent): Promise<void> {
    return this.heard(() => this.#do(event))
  }

  async #do(event: InboundEvent): Promise<void> {
    const person = event.from.userId
    if (event.type === 'message' && event.attachment === undefined) this.world.says(person, event.text)
    else if (event.type === 'message') await this.world.sends(person, attachments[event.attachment ?? 'other'])
    // A choice is typed here: finishing an answer is the one the scripts use.
    else if (event.type === 'action' && event.choice.startsWith('done:')) this.world.says(person, '完成')
    else throw new ChannelError('invalid-message', `nobody can do this in WeChat: ${event.type}`)
  }

  override async send(chat: Chat, message: OutboundMessage): Promise<{ messageId: string }> {
    return (await this.world.channel.send(chat, message)) as { messageId: string }
  }
}

const attachments = {
  voice: TYPE.voice,
  photo: TYPE.image,
  sticker: TYPE.sticker,
  document: TYPE.video,
  money: TYPE.redPacket,
  other: TYPE.location,
}
