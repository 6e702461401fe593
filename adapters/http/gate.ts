import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import type { Clock } from '../../src/ports/clock.ts'

const COOKIE = 'coach_admin'
const LASTS_S = 12 * 3600
/** Wrong secrets, from everybody together, before everybody waits for a minute. */
const TRIES_PER_MINUTE = 10

/** Lets in who knows the operator's secret: by a form and a cookie for twelve hours, or by the header of each request. */
export class Gate {
  readonly #secret: Buffer
  /** Void with another secret or another key. */
  readonly #cookieKey: string
  readonly #clock: Clock
  #wrong = { since: 0, count: 0 }

  constructor(secret: string, key: string, clock: Clock) {
    this.#secret = digest(secret)
    this.#cookieKey = digest(`admin ${key} ${secret}`).toString('hex')
    this.#clock = clock
  }

  /** @returns `wait`: too many wrong ones lately, from whomever */
  try(given: string): 'right' | 'wrong' | 'wait' {
    const now = this.#clock.now()
    if (now - this.#wrong.since > 60_000) this.#wrong = { since: now, count: 0 }
    if (this.#wrong.count >= TRIES_PER_MINUTE) return 'wait'
    if (timingSafeEqual(digest(given), this.#secret)) return 'right'
    this.#wrong.count += 1
    return 'wrong'
  }

  async letIn(c: Context): Promise<void> {
    const until = Math.floor(this.#clock.now() / 1000) + LASTS_S
    await setSignedCookie(c, COOKIE, String(until), this.#cookieKey, {
      path: '/admin',
      httpOnly: true,
      sameSite: 'Strict',
      secure: c.req.url.startsWith('https:') || c.req.header('x-forwarded-proto') === 'https',
      maxAge: LASTS_S,
    })
  }

  async isIn(c: Context): Promise<boolean> {
    const until = await getSignedCookie(c, this.#cookieKey, COOKIE)
    return typeof until === 'string' && Number(until) > this.#clock.now() / 1000
  }

  letOut(c: Context): void {
    deleteCookie(c, COOKIE, { path: '/admin' })
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
