import { type FileOps, nodeFiles } from '../../adapters/stores/json/files.ts'
import { JsonStore } from '../../adapters/stores/json/store.ts'
import { type App, createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { documentFormats } from '../../src/formats.ts'
import type { Group } from '../../src/groups/group.ts'
import { documentId } from '../../src/identity.ts'
import type { Learner } from '../../src/learner.ts'
import { contentFolder } from '../../src/main.ts'
import type { Channel, ChannelHost, InboundEvent, OutboundMessage } from '../../src/ports/channel.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { Logger } from '../../src/ports/logger.ts'
import { loadBanks } from '../../src/questions/bank.ts'

/** The whole bot over the store of files, as `src/main.ts` puts it together, with what a bench watches in between. */

export const REPLY =
  '我会先请客户把话说完，不打断，真诚道歉，安抚他的情绪。然后核实情况：哪一笔业务、什么时间、谁经办，当场能查的当场查。' +
  '属于我们差错的，按规定立即纠正并说明补救办法；需要后台处理的，告诉客户几个工作日内答复，留下我的电话。' +
  '处理完再回访一次，问他是否满意，并把这类问题报告给主管，看流程上能不能改。全程不承诺收益，不越权减免，如实记录。'

/** This machine's time; `offset` ms later than it is. */
export function realClock(offset = 0): Clock {
  return {
    now: () => Date.now() + offset,
    after(delay, fn) {
      const timer = setTimeout(fn, Math.min(delay, 2 ** 31 - 1))
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}

export const quiet: Logger = {
  debug() {},
  info() {},
  warn: (fields, message) => console.error(message, fields),
  error: (fields, message) => console.error(message, fields),
}

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
        this.last = Buffer.from(bytes)
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

/** Lets all pass, or while it is shut none. */
class Gate {
  #opened = Promise.withResolvers<void>()
  #isOpen = true

  shut(): void {
    this.#isOpen = false
    this.#opened = Promise.withResolvers()
  }

  open(): void {
    this.#isOpen = true
    this.#opened.resolve()
  }

  async pass(): Promise<void> {
    if (!this.#isOpen) await this.#opened.promise
  }
}

/** The store of files, with a gate before its transactions and an ear at their end. */
class WatchedStore extends JsonStore<Learner, Group> {
  readonly gate = new Gate()
  /** Told of each event whose effect has become durable. */
  committed: ((eventId: string) => void) | undefined
  /** Transactions that came to an end. */
  looked = 0
  /** Of the last event's transaction the store's own time, ms: all of it but what the core did with the document. */
  storing = 0

  override transact: JsonStore<Learner, Group>['transact'] = async (ref, event, fn) => {
    await this.gate.pass()
    const start = performance.now()
    let thinking = 0
    const outcome = await super.transact(ref, event, (...args) => {
      const begun = performance.now()
      const result = fn(...args)
      thinking += performance.now() - begun
      return result
    })
    this.looked += 1
    if (event === null) return outcome
    this.storing = performance.now() - start - thinking
    this.committed?.(event.id)
    return outcome
  }
}

/** A network on which everything sent has arrived. Under Telegram's name and with its buttons. */
export class NullChannel implements Channel {
  readonly name = 'telegram'
  readonly capabilities: Channel['capabilities']
  sent = 0
  #host: ChannelHost | undefined

  /** `broadcast`: pushes a second, as many as there are unless told. */
  constructor(broadcast = Infinity) {
    this.capabilities = {
      choices: 'buttons',
      edit: true,
      maxTextLength: 4096,
      commandMenu: false,
      stableUserIds: true,
      images: false,
      files: false,
      pace: { perChat: { burst: 1, perSecond: Infinity }, overall: Infinity, broadcast },
    }
  }

  async start(host: ChannelHost): Promise<void> {
    this.#host = host
  }

  async stop(): Promise<void> {}

  async send(_chat: unknown, _message: OutboundMessage): Promise<{ messageId: string }> {
    return { messageId: String(++this.sent) }
  }

  handle(event: InboundEvent): Promise<void> {
    if (this.#host === undefined) throw new Error('not started')
    return this.#host.handle(event)
  }
}

export interface Bot {
  app: App
  files: CountedFiles
  store: WatchedStore
}

export interface BotOptions {
  dataDir: string
  clock: Clock
  durable?: boolean
  env?: Record<string, string>
}

/** The bot on a channel, started. Answers are assessed at once. */
export async function openBot({ dataDir, clock, durable, env }: BotOptions, channel: Channel): Promise<Bot> {
  const files = new CountedFiles(durable)
  const store = new WatchedStore({
    dataDir,
    clock,
    logger: quiet,
    kinds: documentFormats,
    deriveId: (_kind, alias) => documentId(alias.channel, alias.id),
    files: files.ops,
  })
  await store.open()
  const banks = loadBanks(contentFolder)
  const config = readConfig({ ANSWER_IDLE_SECONDS: '0', ...env })
  const none = () => Promise.reject(new Error('nobody imports here'))
  const imports = { readBank: none, shareBank: none }
  const app = createApp({
    config,
    store,
    channels: [channel],
    banks: () => banks,
    imports,
    clock,
    logger: quiet,
    chance: Math.random,
  })
  await app.start()
  return { app, files, store }
}

export interface Desk extends Bot {
  channel: NullChannel
  /** One message of a learner; resolves when its effect is durable. What is sent in answer may still be under way. */
  says(userId: string, text: string): Promise<void>
}

/** The bot with nobody but the bench to talk to. */
export async function openDesk(options: BotOptions): Promise<Desk> {
  const channel = new NullChannel()
  const bot = await openBot(options, channel)
  let events = 0
  return {
    ...bot,
    channel,
    says: (userId, text) =>
      channel.handle({
        type: 'message',
        eventId: `bench-${process.pid}-${++events}`,
        chat: { channel: 'telegram', chatId: userId, kind: 'direct' },
        from: { channel: 'telegram', userId },
        at: options.clock.now(),
        messageId: `in-${events}`,
        text,
        addressed: true,
      }),
  }
}
