import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../src/ports/clock.ts'

/** Wrong ones a minute from one address, and from all together, before it, or everybody, waits. */
const TRIES_PER_MINUTE = 10
const TRIES_IN_ALL = 100
/** From so many characters on it is not found by trying; whoever knows it is let in, whatever others do. */
const BEYOND_GUESSING = 16

/**
 * A secret that people type: compared in a time that tells nothing, and not guessed at speed. A short one is not even
 * looked at while its address waits; a long one needs no such guard, which would only let anybody lock the others out.
 */
export class Secret {
  readonly #digest: Buffer
  readonly #isLong: boolean
  readonly #clock: Clock
  #wrong = { since: 0, count: 0, by: new Map<string, number>() }

  constructor(secret: string, clock: Clock) {
    this.#digest = digest(secret)
    this.#isLong = secret.length >= BEYOND_GUESSING
    this.#clock = clock
  }

  /** @param from the address it came from @returns `wait`: too many wrong ones lately */
  try(given: string, from: string): 'right' | 'wrong' | 'wait' {
    const isRight = timingSafeEqual(digest(given), this.#digest)
    if (isRight && this.#isLong) return 'right'
    const now = this.#clock.now()
    if (now - this.#wrong.since > 60_000) this.#wrong = { since: now, count: 0, by: new Map() }
    const { count, by } = this.#wrong
    const own = by.get(from) ?? 0
    if (count >= TRIES_IN_ALL || own >= TRIES_PER_MINUTE) return 'wait'
    if (isRight) return 'right'
    this.#wrong.count += 1
    by.set(from, own + 1)
    return 'wrong'
  }
}

/** SHA-256. */
export function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
