import type { InboundEvent } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'

/** Who may use the bot, and how fast (the operator's `ACCESS`, `INVITE_CODE`, `ALLOWED_IDS`, `MESSAGES_PER_MINUTE`). */
export interface Access {
  mode: 'open' | 'invite' | 'allowlist'
  inviteCode?: string | undefined
  /** `channel:userId`, admins included. */
  allowed: ReadonlySet<string>
}

export type Admission =
  | { kind: 'admit' }
  | { kind: 'ignore' }
  /** Said at once and stored nowhere: strangers leave no documents. `words` is a key of the texts' `area`. */
  | { kind: 'refuse'; area: 'access' | 'fault'; words: string }

const HOUR = 3_600_000
const MINUTE = 60_000
const WRONG_CODES_PER_HOUR = 5
const ENTRIES_KEPT = 10_000

export class Doorkeeper {
  readonly #access: Access
  readonly #perMinute: number
  readonly #clock: Clock
  readonly #rates = new Map<string, { since: number; count: number }>()
  readonly #wrong = new Map<string, { since: number; count: number }>()

  constructor(access: Access, perMinute: number, clock: Clock) {
    this.#access = access
    this.#perMinute = perMinute
    this.#clock = clock
  }

  /** Whether being a learner already makes a difference. */
  get asksStrangers(): boolean {
    return this.#access.mode !== 'open'
  }

  /** Whether somebody known by all these ids may come in under any of them. */
  knows(aliases: readonly { channel: string; id: string }[]): boolean {
    return (
      this.#access.mode !== 'allowlist' ||
      aliases.some(({ channel, id }) => this.#access.allowed.has(`${channel}:${id}`))
    )
  }

  /** `isMember`: known to the store, or with a code in hand that leads to a record of theirs. */
  admit(id: string, event: InboundEvent, isMember: boolean): Admission {
    const speaks = event.type === 'message' || event.type === 'action' || event.type === 'edited'
    if (speaks) {
      const count = this.#count(this.#rates, id, MINUTE)
      if (count > this.#perMinute)
        return count === this.#perMinute + 1 ? refuse('fault', 'tooFast') : { kind: 'ignore' }
    }
    const { mode, allowed, inviteCode } = this.#access
    if (mode === 'open' || allowed.has(`${event.from.channel}:${event.from.userId}`)) return { kind: 'admit' }
    if (isMember) return { kind: 'admit' }
    if (!speaks) return { kind: 'ignore' }
    if (mode === 'allowlist') return refuse('access', 'notAllowed')
    const given = event.type === 'message' ? event.text.trim().replace(/^\/start\s*/, '') : ''
    if (given === '') return refuse('access', 'needInvite')
    if ((this.#wrong.get(id)?.count ?? 0) >= WRONG_CODES_PER_HOUR && this.#within(this.#wrong, id, HOUR))
      return refuse('access', 'tooManyTries')
    if (given === inviteCode) return { kind: 'admit' }
    this.#count(this.#wrong, id, HOUR)
    return refuse('access', 'wrongInvite')
  }

  #within(counts: Map<string, { since: number; count: number }>, id: string, window: number): boolean {
    return this.#clock.now() - (counts.get(id)?.since ?? 0) < window
  }

  /** How often this id came in its current window, this time included. */
  #count(counts: Map<string, { since: number; count: number }>, id: string, window: number): number {
    const entry = this.#within(counts, id, window) ? counts.get(id) : undefined
    const next = entry ?? { since: this.#clock.now(), count: 0 }
    next.count += 1
    counts.set(id, next)
    if (counts.size > ENTRIES_KEPT) counts.delete(counts.keys().next().value as string)
    return next.count
  }
}

function refuse(area: 'access' | 'fault', words: string): Admission {
  return { kind: 'refuse', area, words }
}
