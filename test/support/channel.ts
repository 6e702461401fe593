import {
  type Capabilities,
  type Channel,
  ChannelError,
  type ChannelHost,
  type Chat,
  type InboundEvent,
  type OutboundMessage,
  type Pace,
  type Role,
} from '../../src/ports/channel.ts'

import { pngSize } from './png.ts'

/** A message as a learner sees it. */
export interface Shown {
  chatId: string
  messageId: string
  message: OutboundMessage
}

/** A network in memory: strict about what it is given, able to fail as networks do. */
export class FakeChannel implements Channel {
  readonly name: string
  readonly capabilities: Capabilities
  readonly shown: Shown[] = []
  /** The chats those went to, one each. */
  readonly chats: Chat[] = []
  /** What the next sends do instead of succeeding; `accepted`: the message is shown all the same. */
  readonly faults: { error: ChannelError; accepted?: boolean }[] = []
  /** While set, no message gets through. */
  broken: ChannelError | undefined
  /** While set, a send never ends; `heeding`: unless it is aborted. Its message has gone out. */
  hanging: 'deaf' | 'heeding' | undefined
  /** What waits on the network for the next start, which resolves when this is handled; see `slow`. */
  backlog: InboundEvent[] = []
  /** Content of the files learners sent, by id; an error, or a promise for a fetch that takes its time. */
  readonly files = new Map<string, Uint8Array | ChannelError | Promise<Uint8Array>>()
  /** Files fetched so far. */
  fetched = 0
  /** While set, starting takes as long. */
  slow: Promise<void> | undefined
  /** What people are in groups, by user id; `member` unless said. While `rolesUnknown` the network does not tell. */
  readonly roles = new Map<string, Role>()
  rolesUnknown = false
  /** How often it was asked. */
  rolesAsked = 0
  /** Whether the bot may take messages away, and mark them; the ids of those it did. */
  may = { remove: true, acknowledge: true }
  readonly removed: string[] = []
  readonly acknowledged: string[] = []
  /** Those whose own keepings were to be removed, by user id; while `unforgiving` they cannot be. */
  readonly forgotten: string[] = []
  unforgiving = false
  /** Whether there are links into direct chats. */
  links = true
  #host: ChannelHost | undefined
  #messages = 0

  constructor(choices: 'buttons' | 'typed', name = 'fake', pace?: Partial<Pace>, more?: Partial<Capabilities>) {
    this.name = name
    this.capabilities = {
      choices,
      edit: choices === 'buttons',
      maxTextLength: 4096,
      commandMenu: false,
      stableUserIds: true,
      images: false,
      admins: true,
      files: choices === 'buttons',
      pace: { perChat: { burst: 1, perSecond: Infinity }, overall: Infinity, broadcast: Infinity, ...pace },
      ...more,
    }
  }

  async start(host: ChannelHost): Promise<void> {
    this.#host = host
    for (const event of this.backlog.splice(0)) await host.handle(event)
    await this.slow
  }

  async stop(): Promise<void> {}

  get host(): ChannelHost {
    if (this.#host === undefined) throw new Error('the channel was not started')
    return this.#host
  }

  deliver(event: InboundEvent): Promise<void> {
    return this.host.handle(event)
  }

  async send(chat: Chat, message: OutboundMessage, signal?: AbortSignal): Promise<{ messageId: string }> {
    if (chat.channel !== this.name) throw new Error(`a message for ${chat.channel} came to ${this.name}`)
    for (const choice of message.choices?.flat() ?? [])
      if (choice.url === undefined && Buffer.byteLength(choice.id) > 64)
        throw new Error(`choice id too long: ${choice.id}`)
    if (message.picture !== undefined && !(this.capabilities.images && pngSize(message.picture.png)))
      throw new Error('a picture no channel like this shows')
    if (message.only !== undefined && !this.capabilities.unseen) throw new Error('a message for one in a group')
    if (this.broken !== undefined) throw this.broken
    const fault = this.faults.shift()
    if (fault !== undefined && !fault.accepted) throw fault.error
    const messageId = message.edits ?? `out-${++this.#messages}`
    this.chats.push({ ...chat })
    this.shown.push({ chatId: chat.chatId, messageId, message: structuredClone(message) })
    if (fault !== undefined) throw fault.error
    if (this.hanging !== undefined)
      await new Promise((_, reject) => {
        if (this.hanging === 'heeding')
          signal?.addEventListener('abort', () =>
            reject(new ChannelError('unavailable', 'aborted', { outcome: 'unknown' })),
          )
      })
    return { messageId }
  }

  async roleOf(_chat: Chat, userId: string): Promise<Role | undefined> {
    this.rolesAsked += 1
    return this.rolesUnknown ? undefined : (this.roles.get(userId) ?? 'member')
  }

  async remove(_chat: Chat, messageId: string): Promise<boolean> {
    if (this.may.remove) this.removed.push(messageId)
    return this.may.remove
  }

  async acknowledge(_chat: Chat, messageId: string): Promise<boolean> {
    if (this.may.acknowledge) this.acknowledged.push(messageId)
    return this.may.acknowledge
  }

  async forget(userId: string): Promise<void> {
    if (this.unforgiving) throw new Error('disk full')
    this.forgotten.push(userId)
  }

  async fetchFile(id: string, limit: number, signal?: AbortSignal): Promise<Uint8Array> {
    this.fetched += 1
    const content = this.files.get(id)
    if (content === undefined) throw new ChannelError('invalid-message', 'there is no such file')
    if (content instanceof ChannelError) throw content
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(new ChannelError('unavailable', 'aborted')))
    })
    const bytes = await Promise.race([content, aborted])
    if (bytes.length > limit) throw new ChannelError('too-large', `more than ${limit} bytes`)
    return bytes
  }

  deepLink(payload: string): string | undefined {
    if (!this.links) return undefined
    return `https://fake.test/bot?start=${payload}`
  }
}

export { ChannelError }
