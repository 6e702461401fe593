import { type AddressInfo, createServer } from 'node:net'
import { onTestFinished } from 'vitest'
import { type TelegramOptions, telegramChannel } from '../../../../adapters/channels/telegram/channel.ts'
import type { Channel, ChannelError, ChannelHost, InboundEvent } from '../../../../src/ports/channel.ts'
import type { LogFields, Logger } from '../../../../src/ports/logger.ts'
import { type BotApi, type BotApiOptions, type Controls, startBotApi } from '../../../support/bot-api-server.ts'
import { type ManualClock, manualClock } from '../../../support/telegram/clock.ts'

/** A Telegram channel with a fake network, a clock that stands still, and a host that records. */
export interface Bench {
  api: BotApi & Controls
  clock: ManualClock
  channel: Channel
  host: ChannelHost
  events: InboundEvent[]
  /** Texts of the messages handled. */
  texts(): string[]
  states: { state: string; kind?: ChannelError['kind'] | undefined }[]
  /** Everything that was logged, as text. */
  log: string[]
  /** Replaced by a test to act inside the handler. */
  onEvent(event: InboundEvent): Promise<void>
  /** Resolves once `count` events have been handled. */
  handled(count: number): Promise<InboundEvent[]>
}

/** Everything ends with the test. */
export async function bench(options: Partial<TelegramOptions> & { server?: BotApiOptions } = {}): Promise<Bench> {
  const { server, ...rest } = options
  const api = await startBotApi(server)
  const clock = manualClock()
  const log: string[] = []
  const write = (fields: LogFields, message: string) => void log.push(`${message} ${JSON.stringify(fields)}`)
  const logger: Logger = { debug: write, info: write, warn: write, error: write }
  const channel = telegramChannel({ token: api.token, apiRoot: api.url, clock, logger, ...rest })
  let watchers: (() => void)[] = []
  const made: Bench = {
    api,
    clock,
    channel,
    events: [],
    states: [],
    log,
    texts: () => made.events.flatMap((event) => (event.type === 'message' ? [event.text] : [])),
    onEvent: async () => {},
    host: {
      async handle(event) {
        await made.onEvent(event)
        made.events.push(event)
        const woken = watchers
        watchers = []
        for (const wake of woken) wake()
      },
      connectivity: (state, cause) => void made.states.push(cause ? { state, kind: cause.kind } : { state }),
    },
    async handled(count) {
      while (made.events.length < count) await new Promise<void>((resolve) => watchers.push(resolve))
      return made.events
    },
  }
  onTestFinished(async () => {
    await api.close()
    await channel.stop()
  })
  return made
}

/** A port nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A logger that says nothing. */
export const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** A promise and the function that resolves it. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}
