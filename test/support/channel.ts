import {
  type Capabilities,
  type Channel,
  ChannelError,
  type ChannelHost,
  type Chat,
  type InboundEvent,
  type OutboundMessage,
} from '../../src/ports/channel.ts'

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
  /** What the next sends do instead of succeeding; `accepted`: the message is shown all the same. */
  readonly faults: { error: ChannelError; accepted?: boolean }[] = []
  #host: ChannelHost | undefined
  #messages = 0

  constructor(choices: 'buttons' | 'typed', name = 'fake') {
    this.name = name
    this.capabilities = {
      choices,
      edit: choices === 'buttons',
      maxTextLength: 4096,
      commandMenu: false,
      stableUserIds: true,
      images: false,
      pace: { perChat: { burst: 1, perSecond: Infinity }, overall: Infinity, broadcast: Infinity },
    }
  }

  async start(host: ChannelHost): Promise<void> {
    this.#host = host
  }

  async stop(): Promise<void> {}

  get host(): ChannelHost {
    if (this.#host === undefined) throw new Error('the channel was not started')
    return this.#host
  }

  deliver(event: InboundEvent): Promise<void> {
    return this.host.handle(event)
  }

  async send(chat: Chat, message: OutboundMessage): Promise<{ messageId: string }> {
    for (const choice of message.choices?.flat() ?? [])
      if (choice.url === undefined && Buffer.byteLength(choice.id) > 64)
        throw new Error(`choice id too long: ${choice.id}`)
    const fault = this.faults.shift()
    if (fault !== undefined && !fault.accepted) throw fault.error
    const messageId = message.edits ?? `out-${++this.#messages}`
    this.shown.push({ chatId: chat.chatId, messageId, message: structuredClone(message) })
    if (fault !== undefined) throw fault.error
    return { messageId }
  }

  deepLink(payload: string): string {
    return `https://fake.test/bot?start=${payload}`
  }
}

export { ChannelError }
