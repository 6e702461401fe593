import type { FileOps } from '../../adapters/stores/json/files.ts'
import { nodeFiles } from '../../adapters/stores/json/files.ts'
import { JsonStore } from '../../adapters/stores/json/store.ts'
import { type App, createApp, documentFormats } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Group } from '../../src/groups/group.ts'
import { documentId } from '../../src/identity.ts'
import type { Learner } from '../../src/learner.ts'
import { contentFolder } from '../../src/main.ts'
import type { Channel, ChannelHost, InboundEvent, OutboundMessage } from '../../src/ports/channel.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { Logger } from '../../src/ports/logger.ts'
import { loadBanks } from '../../src/questions/bank.ts'

/** The whole bot over the store of files, with a network that takes everything at once. */

export const REPLY =
  '我会先请客户把话说完，不打断，真诚道歉，安抚他的情绪。然后核实情况：哪一笔业务、什么时间、谁经办，当场能查的当场查。' +
  '属于我们差错的，按规定立即纠正并说明补救办法；需要后台处理的，告诉客户几个工作日内答复，留下我的电话。' +
  '处理完再回访一次，问他是否满意，并把这类问题报告给主管，看流程上能不能改。全程不承诺收益，不越权减免，如实记录。'

/** Counts what reaches the disk. */
export class CountedFiles {
  bytes = 0
  /** Whole-file replacements: one a commit. */
  renames = 0
  /** The last content written. */
  last: Uint8Array = new Uint8Array()
  readonly ops: FileOps

  /** `durable: false`: nothing is flushed, for preparing learners quickly. */
  constructor(durable = true) {
    this.ops = {
      ...nodeFiles,
      write: (fd, bytes) => {
        this.bytes += bytes.length
        this.last = bytes
        return nodeFiles.write(fd, bytes)
      },
      rename: (from, to) => {
        this.renames += 1
        return nodeFiles.rename(from, to)
      },
      ...(!durable && {
        syncFile: async () => {},
        openFolder: async () => ({ sync: async () => {}, close: () => {} }),
      }),
    }
  }
}

/** A network on which everything sent has arrived. Under Telegram's name and with its buttons. */
export class NullChannel implements Channel {
  readonly name = 'telegram'
  readonly capabilities: Channel['capabilities'] = {
    choices: 'buttons',
    edit: true,
    maxTextLength: 4096,
    commandMenu: false,
    stableUserIds: true,
    images: false,
    pace: { perChat: { burst: 1, perSecond: Infinity }, overall: Infinity, broadcast: Infinity },
  }
  sent = 0
  last: OutboundMessage[] = []
  #host: ChannelHost | undefined

  async start(host: ChannelHost): Promise<void> {
    this.#host = host
  }

  async stop(): Promise<void> {}

  async send(_chat: unknown, message: OutboundMessage): Promise<{ messageId: string }> {
    this.last = [...this.last, message].slice(-2)
    return { messageId: String(++this.sent) }
  }

  handle(event: InboundEvent): Promise<void> {
    if (this.#host === undefined) throw new Error('not started')
    return this.#host.handle(event)
  }
}

const quiet: Logger = {
  debug() {},
  info() {},
  warn: (fields, message) => console.error(message, fields),
  error: (fields, message) => console.error(message, fields),
}

export interface Desk {
  app: App
  channel: NullChannel
  files: CountedFiles
  store: JsonStore<Learner, Group>
  /** One message of a learner; resolves when its effect is durable. What is sent in answer may still be under way. */
  says(userId: string, text: string): Promise<void>
}

export async function openDesk(options: {
  dataDir: string
  clock: Clock
  durable?: boolean
  env?: Record<string, string>
}): Promise<Desk> {
  const { clock, dataDir } = options
  const files = new CountedFiles(options.durable)
  const store = new JsonStore<Learner, Group>({
    dataDir,
    clock,
    logger: quiet,
    kinds: documentFormats,
    deriveId: (_kind, alias) => documentId(alias.channel, alias.id),
    files: files.ops,
  })
  await store.open()
  const channel = new NullChannel()
  const banks = loadBanks(contentFolder)
  const config = readConfig({ ANSWER_IDLE_SECONDS: '0', ...options.env })
  const app = createApp({ config, store, channels: [channel], banks: () => banks, clock, logger: quiet })
  await app.start()
  let events = 0
  return {
    app,
    channel,
    files,
    store,
    says: (userId, text) =>
      channel.handle({
        type: 'message',
        eventId: `bench-${process.pid}-${++events}`,
        chat: { channel: 'telegram', chatId: userId, kind: 'direct' },
        from: { channel: 'telegram', userId },
        at: clock.now(),
        messageId: `in-${events}`,
        text,
        addressed: true,
      }),
  }
}
