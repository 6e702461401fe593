import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../src/ports/clock.ts'

/** Wrong ones a minute, from everybody together, before everybody waits. */
const TRIES_PER_MINUTE = 10

/** A secret that people type: compared in a time that tells nothing, and not guessed at speed. */
export class Secret {
  readonly #digest: Buffer
  readonly #clock: Clock
  #wrong = { since: 0, count: 0 }

  constructor(secret: string, clock: Clock) {
    this.#digest = digest(secret)
    this.#clock = clock
  }

  /** @returns `wait`: too many wrong ones lately, from whomever */
  try(given: string): 'right' | 'wrong' | 'wait' {
    const now = this.#clock.now()
    if (now - this.#wrong.since > 60_000) this.#wrong = { since: now, count: 0 }
    if (this.#wrong.count >= TRIES_PER_MINUTE) return 'wait'
    if (timingSafeEqual(digest(given), this.#digest)) return 'right'
    this.#wrong.count += 1
    return 'wrong'
  }
}

/** SHA-256. */
export function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
