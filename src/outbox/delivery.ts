import type { OutboxEntry } from '../learner.ts'
import { ChannelError } from '../ports/channel.ts'
import type { DocRef } from '../ports/store.ts'

/** One message on its way out: what kind it is, what may become of it, and what a network's refusal means for it. */

/** What became of a message. After `sending`, `unknown` and `migrated` it is still to be sent. */
export type Outcome =
  | { kind: 'sending' }
  /** `next`: the entry of the same document that is sent next, to be marked as being sent in the same commit. */
  | { kind: 'sent'; messageId: string | undefined; next?: string | undefined }
  | { kind: 'unknown' }
  | { kind: 'failed'; reason: 'blocked' | 'invalid-message' | 'expired' }
  | { kind: 'migrated'; toChatId: string }

export interface Delivery {
  ref: DocRef
  entry: OutboxEntry
}

/** Kinds sent again when nobody knows whether they went out: a rare double beats a lost day. */
const repeatable: Record<OutboxEntry['kind'], boolean> = {
  question: true,
  feedback: true,
  notice: true,
  export: true,
  nudge: false,
  counter: false,
}

export function isRepeatable(entry: OutboxEntry): boolean {
  return repeatable[entry.kind]
}

/** Of no use any more. */
export function isExpired(entry: OutboxEntry | undefined, now: number): boolean {
  return entry?.expiresAt !== undefined && now > entry.expiresAt
}

/** What the bot sends by itself, to many at the same time. */
export function isPush({ kind, expiresAt, push }: OutboxEntry): boolean {
  return push === true || kind === 'nudge' || (kind === 'question' && expiresAt !== undefined)
}

export const FIRST_BACKOFF = 1000
export const LONGEST_BACKOFF = 60_000

interface Judgement {
  /** What became of the message for good; undefined: it is tried again. */
  final?: Outcome
  /** Who waits before that: this chat, a little longer each time, or the whole channel for so many ms. */
  waits?: 'chat' | { channel: number }
  /** What the operator's log says of it. */
  told?: { level: 'info' | 'warn' | 'error'; words: string }
}

/** What a send that failed means for its message. */
export function judge(fault: ChannelError, { chat }: OutboxEntry): Judgement {
  switch (fault.kind) {
    case 'logged-out':
      return { waits: { channel: LONGEST_BACKOFF } }
    case 'rate-limited':
      return { waits: { channel: fault.retryAfterMs ?? FIRST_BACKOFF } }
    case 'blocked':
      return {
        final: { kind: 'failed', reason: 'blocked' },
        told: { level: 'info', words: 'a chat takes no more messages' },
      }
    case 'migrated':
      if (fault.toChatId !== undefined && fault.toChatId !== chat.chatId)
        return { final: { kind: 'migrated', toChatId: fault.toChatId } }
      break
    case 'invalid-message':
    case 'too-large':
      break
    default: {
      const told = { level: 'warn', words: 'a message could not be sent, will try again' } as const
      return fault.outcome === 'unknown' ? { final: { kind: 'unknown' }, told } : { waits: 'chat', told }
    }
  }
  return {
    final: { kind: 'failed', reason: 'invalid-message' },
    told: { level: 'error', words: 'a message can never be sent' },
  }
}

/** The send; when nobody waits for it any more its outcome is unknown, whatever the channel makes of the signal. */
export async function sendUntil<T>(signal: AbortSignal, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (signal.aborted) throw new ChannelError('unavailable', 'stopped')
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(new ChannelError('unavailable', 'given up at the stop', { outcome: 'unknown' }))
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([send(signal), aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
