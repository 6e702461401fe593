import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, getSignedCookie, setCookie, setSignedCookie } from 'hono/cookie'
import type { Clock } from '../../../src/ports/clock.ts'
import { addressOf } from '../../http/address.ts'
import { signingKey } from '../../http/key.ts'
import { digest, Secret } from '../../http/secret.ts'
import { isSecure } from '../../http/secure.ts'

const LEARNER = 'coach'
const ENTRY = 'coach_entry'
const LANGUAGE = 'coach_lang'
/** Browsers keep a cookie no longer; whoever comes back within that time is given a new one. Seconds. */
export const LASTS_S = 400 * 86_400
const RENEWED_S = 86_400

export interface VisitorsOptions {
  /** Holds the key that signs cookies; made when it is not there. */
  folder: string
  /** What has to be entered once before anything is shown. */
  secret?: string | undefined
  clock: Clock
}

/**
 * Who is at the page: one browser, one learner. The cookie holds a random id and when it was given, signed (HMAC-SHA256)
 * with a key of this data folder. One that is forged, expired or from elsewhere counts as none.
 */
export class Visitors {
  readonly #key: string
  /** Void with another secret: then it has to be entered again. */
  readonly #entryKey: string
  readonly #secret: Secret | undefined
  readonly #clock: Clock

  constructor({ folder, secret, clock }: VisitorsOptions) {
    this.#key = signingKey(folder)
    this.#entryKey = digest(`${this.#key} ${secret}`).toString('hex')
    this.#secret = secret === undefined ? undefined : new Secret(secret, clock)
    this.#clock = clock
  }

  /** The learner's id on this channel; undefined for a browser that has none yet. */
  async find(c: Context): Promise<string | undefined> {
    return (await this.#read(c))?.id
  }

  /** The same, with a new id for a new browser, and a cookie that goes on lasting for one that is known. */
  async meet(c: Context): Promise<string> {
    const known = await this.#read(c)
    const now = Math.floor(this.#clock.now() / 1000)
    if (known !== undefined && now - known.since < RENEWED_S) return known.id
    const id = known?.id ?? randomBytes(16).toString('hex')
    await setSignedCookie(c, LEARNER, `${id}.${now.toString(36)}`, this.#key, options(c))
    return id
  }

  /** Whether the secret was entered in this browser, or none is needed. */
  async mayEnter(c: Context): Promise<boolean> {
    if (this.#secret === undefined) return true
    return (await getSignedCookie(c, this.#entryKey, ENTRY)) === 'in'
  }

  /** @returns `wait`: too many wrong ones lately, from there or in all */
  async enter(c: Context, given: string): Promise<'in' | 'wrong' | 'wait'> {
    const result = this.#secret?.try(given, addressOf(c)) ?? 'right'
    if (result !== 'right') return result
    await setSignedCookie(c, ENTRY, 'in', this.#entryKey, options(c))
    return 'in'
  }

  /** The language chosen for the page itself. */
  language(c: Context): string | undefined {
    return getCookie(c, LANGUAGE)
  }

  setLanguage(c: Context, language: string): void {
    setCookie(c, LANGUAGE, language, options(c))
  }

  async #read(c: Context): Promise<{ id: string; since: number } | undefined> {
    const value = await getSignedCookie(c, this.#key, LEARNER)
    const [, id, since] = /^([0-9a-f]{32})\.([0-9a-z]{1,8})$/.exec(value || '') ?? []
    if (id === undefined || since === undefined) return undefined
    const given = Number.parseInt(since, 36)
    return this.#clock.now() / 1000 - given > LASTS_S ? undefined : { id, since: given }
  }
}

/** `Lax`: a link in a mail still leads into the conversation; what changes anything is a POST, and checked apart. */
function options(c: Context) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(c), maxAge: LASTS_S } as const
}
