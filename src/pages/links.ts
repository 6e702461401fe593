import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'

/**
 * Who may open which page. A link sent in a chat opens one record's page for a day; whoever followed it may come back
 * with a cookie for a week, in that browser. Both are passes: what they open, until when, and a MAC over it
 * (HMAC-SHA256, cut to 128 bits), so that nothing has to be kept of them. A pass names when its record began: one of
 * a record since deleted opens nothing, though the same person's next record has the same id. A link works more than
 * once in its day: messengers look at links before people do, and people open them on a second screen.
 */

export interface Target {
  kind: 'me' | 'group'
  /** The document's id. */
  id: string
  /** When it was begun, epoch ms. */
  born: number
}

type Purpose = 'link' | 'stay'

/** How long a pass holds, ms. */
export const PASS_LASTS: Record<Purpose, number> = { link: 24 * 3_600_000, stay: 7 * 24 * 3_600_000 }

export class PageLinks {
  readonly #key: string
  readonly #clock: Clock

  /** `key`: 256 random bits that nobody else knows, as text; with another one all passes are void. */
  constructor(key: string, clock: Clock) {
    this.#key = key
    this.#clock = clock
  }

  /** The path that opens a page from a chat. */
  path(target: Target): string {
    return `${pagePath(target)}/in/${this.pass('link', target)}`
  }

  /** A pass of [a-z0-9._-], about 90 characters. */
  pass(purpose: Purpose, target: Target): string {
    const until = this.#clock.now() + PASS_LASTS[purpose]
    const claim = `${target.id}.${target.born.toString(36)}.${until.toString(36)}`
    return `${claim}.${this.#mac(purpose, target.kind, claim)}`
  }

  /** What a pass opens; undefined when it is forged, for something else, or over. */
  read(purpose: Purpose, kind: Target['kind'], pass: string | undefined): Target | undefined {
    const [, claim = '', id = '', born = '', until = '', mac = ''] =
      /^(([a-z0-9]{1,64})\.([a-z0-9]{1,12})\.([a-z0-9]{1,12}))\.([\w-]{22})$/.exec(pass ?? '') ?? []
    const right = Buffer.from(this.#mac(purpose, kind, claim))
    if (mac === '' || !timingSafeEqual(right, Buffer.from(mac))) return undefined
    return Number.parseInt(until, 36) > this.#clock.now() ? { kind, id, born: Number.parseInt(born, 36) } : undefined
  }

  #mac(purpose: Purpose, kind: Target['kind'], claim: string): string {
    return createHmac('sha256', this.#key).update(`page:${purpose}:${kind}:${claim}`).digest('base64url').slice(0, 22)
  }
}

export function pagePath({ kind, id }: Pick<Target, 'kind' | 'id'>): string {
  return kind === 'me' ? '/me' : `/group/${id}`
}
