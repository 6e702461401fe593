import * as z from 'zod'
import type { DocRef } from '../ports/store.ts'
import type { Delivery, Outcome } from './delivery.ts'

/** What became of a channel's messages, as the operator is told it. */
export interface ReachReport {
  channel: string
  /** Since the start of the process: with a receipt of the network, without one, never taken. */
  sent: number
  unconfirmed: number
  failed: number
  /** Why those failed. */
  reasons: Record<string, number>
  /** Of what the bot sent by itself at an hour: in time, late, never taken, of no use any more before it could go out. */
  pushes: { sent: number; late: number; failed: number; expired: number }
  /** Documents whose chat takes no messages, and since when (epoch ms); until they can be reached again. */
  unreachable: Unreachable[]
}

interface Unreachable {
  kind: DocRef['kind']
  id: string
  since: number
}

/** Of a channel; those first found are let go first. */
const MOST_UNREACHABLE = 2000

const recordSchema = z.record(
  z.string(),
  z.array(z.object({ kind: z.enum(['learner', 'group']), id: z.string(), since: z.number() })),
)

/** Later than this a push was late, ms: more than a network at a human pace spreads them. */
const LATE = 15 * 60_000

/**
 * Keeps the truth about deliveries apart from the hope: a network that gives no message id back has not said that
 * anything arrived, so what it took is `sent (unconfirmed)`.
 */
export class Reach {
  readonly #reports = new Map<string, ReachReport>()
  #changed = false

  note({ ref, entry }: Delivery, outcome: Outcome, now: number): void {
    const report = this.#of(entry.chat.channel)
    if (entry.due !== undefined) this.#notePush(report.pushes, outcome, now - entry.due)
    if (outcome.kind === 'sent') {
      report[outcome.messageId === undefined ? 'unconfirmed' : 'sent'] += 1
      const others = report.unreachable.filter((one) => !isOf(one, ref))
      if (others.length < report.unreachable.length) this.#keep(report, others)
    } else if (outcome.kind === 'failed' && outcome.reason !== 'expired') {
      report.failed += 1
      report.reasons[outcome.reason] = (report.reasons[outcome.reason] ?? 0) + 1
      if (outcome.reason === 'blocked' && !report.unreachable.some((one) => isOf(one, ref)))
        this.#keep(report, [...report.unreachable, { kind: ref.kind, id: ref.id, since: now }].slice(-MOST_UNREACHABLE))
    }
  }

  report(): ReachReport[] {
    return structuredClone([...this.#reports.values()])
  }

  /** Who cannot be reached, to be kept across restarts; undefined when that is as it was when last asked. */
  changes(): unknown {
    if (!this.#changed) return undefined
    this.#changed = false
    return Object.fromEntries([...this.#reports].map(([channel, { unreachable }]) => [channel, unreachable]))
  }

  /** Takes over what `changes` was in an earlier process; anything else counts as nobody. */
  recall(record: unknown): void {
    const read = recordSchema.safeParse(record)
    for (const [channel, unreachable] of Object.entries(read.data ?? {})) this.#of(channel).unreachable = unreachable
  }

  #notePush(pushes: ReachReport['pushes'], outcome: Outcome, lateBy: number): void {
    if (outcome.kind === 'sent') pushes[lateBy > LATE ? 'late' : 'sent'] += 1
    else if (outcome.kind === 'failed') pushes[outcome.reason === 'expired' ? 'expired' : 'failed'] += 1
  }

  #of(channel: string): ReachReport {
    const known = this.#reports.get(channel) ?? {
      channel,
      sent: 0,
      unconfirmed: 0,
      failed: 0,
      reasons: {},
      pushes: { sent: 0, late: 0, failed: 0, expired: 0 },
      unreachable: [],
    }
    this.#reports.set(channel, known)
    return known
  }

  #keep(report: ReachReport, unreachable: Unreachable[]): void {
    report.unreachable = unreachable
    this.#changed = true
  }
}

function isOf(one: Unreachable, ref: DocRef): boolean {
  return one.kind === ref.kind && one.id === ref.id
}

/** One line for the operator; documents by the folder and name of their files. */
export function reachLine({ channel, sent, unconfirmed, failed, unreachable }: ReachReport): string {
  const counts = [
    sent > 0 && `${sent} sent`,
    unconfirmed > 0 && `${unconfirmed} sent (unconfirmed: the network gives no receipts)`,
    failed > 0 && `${failed} failed`,
  ].filter((part) => part !== false)
  const shown = unreachable
    .slice(-20)
    .map(({ kind, id, since }) => `${kind}s/${id} since ${new Date(since).toISOString().slice(0, 16)}`)
  const more = unreachable.length > shown.length ? ` and ${unreachable.length - shown.length} more` : ''
  const lost = shown.length > 0 ? `; not reachable until they write: ${shown.join(', ')}${more}` : ''
  return `${channel}: ${counts.join(', ') || 'nothing sent yet'} since the start${lost}`
}
