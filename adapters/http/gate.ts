import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import type { Clock } from '../../src/ports/clock.ts'
import { addressOf } from './address.ts'
import { digest, Secret } from './secret.ts'
import { isSecure } from './secure.ts'

const COOKIE = 'coach_admin'
const LASTS_S = 12 * 3600

/** Lets in who knows the operator's secret: by a form and a cookie for twelve hours, or by the header of each request. */
export class Gate {
  /** One for each way in: a scraper with a wrong one keeps nobody from the form. */
  readonly #ways: Record<'form' | 'header', Secret>
  /** Void with another secret or another key. */
  readonly #cookieKey: string
  readonly #clock: Clock

  constructor(secret: string, key: string, clock: Clock) {
    this.#ways = { form: new Secret(secret, clock), header: new Secret(secret, clock) }
    this.#cookieKey = digest(`admin ${key} ${secret}`).toString('hex')
    this.#clock = clock
  }

  try(c: Context, way: 'form' | 'header', given: string): ReturnType<Secret['try']> {
    return this.#ways[way].try(given, addressOf(c))
  }

  async letIn(c: Context): Promise<void> {
    const until = Math.floor(this.#clock.now() / 1000) + LASTS_S
    await setSignedCookie(c, COOKIE, String(until), this.#cookieKey, {
      path: '/admin',
      httpOnly: true,
      sameSite: 'Strict',
      secure: isSecure(c),
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
