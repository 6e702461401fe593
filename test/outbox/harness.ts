import type { OutboxEntry } from '../../src/learner.ts'
import { type Delivery, isRepeatable, type Outcome } from '../../src/outbox/delivery.ts'
import { Pump } from '../../src/outbox/pump.ts'
import { ChannelError, type Pace } from '../../src/ports/channel.ts'
import { StoreError } from '../../src/ports/store.ts'
import { FakeChannel } from '../support/channel.ts'
import { FakeClock } from '../support/clock.ts'
import { MemoryLogger } from '../support/logger.ts'

type Extra = Partial<Pick<OutboxEntry, 'kind' | 'expiresAt' | 'state'>> & { doc?: string }

/** A pump over a fake channel, with outboxes that hold what documents would. */
export function startPump(pace?: Partial<Pace>, chance = () => 0.5) {
  const clock = new FakeClock(0)
  const channel = new FakeChannel('buttons', 'fake', pace)
  const logger = new MemoryLogger()
  /** Entries by document and id: planned in the order written. */
  const outbox = new Map<string, OutboxEntry>()
  const outcomes: string[] = []
  const disk = { full: false }
  /** How often the pump has said that there is room. */
  const room = { said: 0 }
  let count = 0
  const pump = new Pump({
    channel,
    clock,
    logger,
    chance,
    room() {
      room.said += 1
    },
    async outcome({ ref, entry }, outcome) {
      if (disk.full) throw new StoreError('io', 'disk full')
      const id = `${ref.id}/${entry.id}`
      const held = outbox.get(id)
      if (held === undefined) return undefined
      outcomes.push(`${words(held)} ${outcome.kind}${'reason' in outcome ? ` ${outcome.reason}` : ''}`)
      settle(id, held, outcome)
      const wanted = outcome.kind === 'sent' ? `${ref.id}/${outcome.next}` : id
      const next = outbox.get(wanted)
      if (outcome.kind === 'sent' && next) next.state = 'sending'
      return next && structuredClone(next)
    },
    async prepare({ entry }) {
      return entry.message
    },
  })

  function settle(id: string, held: OutboxEntry, outcome: Outcome): void {
    if (outcome.kind === 'sending' || outcome.kind === 'unknown') held.state = outcome.kind
    const [doc] = id.split('/')
    if (outcome.kind === 'migrated')
      for (const [other, entry] of outbox) if (other.startsWith(`${doc}/`)) entry.chat.chatId = outcome.toChatId
    const isOver = outcome.kind === 'sent' || outcome.kind === 'failed'
    if (isOver || (outcome.kind === 'unknown' && !isRepeatable(held))) outbox.delete(id)
  }

  return {
    clock,
    channel,
    logger,
    pump,
    outbox,
    outcomes,
    disk,
    room,
    /** Plans messages for a chat and hands them to the pump. */
    add(chatId: string, texts: string | string[], { doc = chatId, ...extra }: Extra = {}): void {
      for (const text of [texts].flat()) {
        const entry: OutboxEntry = {
          id: `m${++count}`,
          kind: 'notice',
          chat: { channel: 'fake', chatId, kind: 'direct' },
          message: { blocks: [{ kind: 'text', spans: [text] }] },
          state: 'planned',
          at: clock.now(),
          ...extra,
        }
        outbox.set(`${doc}/${entry.id}`, structuredClone(entry))
        const delivery: Delivery = { ref: { kind: 'learner', id: doc }, entry }
        pump.add([delivery])
      }
    },
    /** What went out since the last call, as "chat: text". */
    async shown(): Promise<string[]> {
      await still()
      return channel.shown.splice(0).map(({ chatId, message }) => `${chatId}: ${text(message.blocks)}`)
    },
    async wait(ms: number): Promise<void> {
      await still()
      await clock.moveTo(clock.now() + ms, still)
    },
  }
}

export async function still(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}

function words(entry: OutboxEntry): string {
  return text(entry.message.blocks)
}

function text(blocks: { spans: unknown[] }[]): string {
  return blocks.map((block) => block.spans.join('')).join('\n')
}

export const failures = {
  busy: (retryAfterMs: number) => new ChannelError('rate-limited', '429', { retryAfterMs }),
  down: () => new ChannelError('unavailable', 'no network', { outcome: 'not-sent' }),
  broken: () => new ChannelError('unavailable', '502', { outcome: 'unknown' }),
  blocked: () => new ChannelError('blocked', '403'),
  refused: () => new ChannelError('invalid-message', '400'),
  moved: (toChatId: string) => new ChannelError('migrated', 'moved', { toChatId }),
}
