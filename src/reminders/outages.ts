import type { ChannelError } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { Text } from '../text/text.ts'

/** A network that is gone for a moment is nobody's business, ms; a login that only a person can do is at once. */
const PATIENCE = 2 * 60_000

/** What an operator can do about it: nothing, find out where to log in, or log in. */
const LEVELS = { none: 0, down: 1, loggedOut: 2, link: 3 } as const

interface Outage {
  since: number
  cause: ChannelError | undefined
  /** The most they have been told. */
  told: number
}

/** Tells the operators, on the channels that still work, which one is down and when it is back. */
export class Outages {
  readonly #clock: Clock
  readonly #tell: (words: (t: Text) => string, except: string) => void
  readonly #open = new Map<string, Outage>()

  constructor(clock: Clock, tell: (words: (t: Text) => string, except: string) => void) {
    this.#clock = clock
    this.#tell = tell
  }

  note(channel: string, state: 'up' | 'down', cause: ChannelError | undefined): void {
    const open = this.#open.get(channel)
    if (state === 'down') {
      if (open === undefined) this.#open.set(channel, { since: this.#clock.now(), cause, told: LEVELS.none })
      else open.cause = cause ?? open.cause
      if (cause?.link !== undefined) this.#say(channel)
      return
    }
    this.#open.delete(channel)
    if (open !== undefined && open.told > LEVELS.none) {
      const minutes = Math.max(1, Math.round((this.#clock.now() - open.since) / 60_000))
      this.#tell(({ fault }) => fault.channelBack(channel, minutes), channel)
    }
  }

  /** The outage a channel is in, if it is in one. */
  of(channel: string): { since: number; cause: ChannelError | undefined } | undefined {
    return this.#open.get(channel)
  }

  /** Called every minute. */
  tick(): void {
    for (const [channel, { since, cause }] of this.#open)
      if (cause?.kind === 'logged-out' || this.#clock.now() - since >= PATIENCE) this.#say(channel)
  }

  /** Once each time there is more that they can do. */
  #say(channel: string): void {
    const outage = this.#open.get(channel)
    if (outage === undefined) return
    const { kind, link } = outage.cause ?? {}
    const level = kind !== 'logged-out' ? LEVELS.down : link === undefined ? LEVELS.loggedOut : LEVELS.link
    if (outage.told >= level) return
    outage.told = level
    this.#tell(
      ({ fault }) => (kind === 'logged-out' ? fault.loggedOut(channel, link) : fault.channelDown(channel)),
      channel,
    )
  }
}
