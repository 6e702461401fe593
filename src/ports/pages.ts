import type { Status, Stock, Survey } from './status.ts'

/**
 * The pages people open in a browser, as the server that carries them sees them: strings of HTML, and who may have
 * them. Everything rejects with StoreError where the documents cannot be read.
 */
export interface Pages {
  /**
   * Follows the link of a page. @returns the page's path and a pass to come back with (a cookie, for `lastsMs`);
   * undefined when the link is forged, over, or of a record that is gone
   */
  enter(page: PageOf, link: string): Promise<{ path: string; pass: string; lastsMs: number } | undefined>
  /** The progress of whoever visits; `newer`: how many of the latest answers to leave out. Undefined: nobody known. */
  progress(visit: Visit, newer: number): Promise<string | undefined>
  /** Everything kept of whoever visits, as a file. */
  download(visit: Visit): Promise<{ name: string; text: string } | undefined>
  group(id: string, pass: string | undefined): Promise<string | undefined>
  /** A page that says what is wrong and what to do. `locale`: BCP 47 tag of the browser, if it tells. */
  notice(notice: Notice, locale: string | undefined): string
}

export type PageOf = { kind: 'me' } | { kind: 'group'; id: string }

/** How somebody is known: by the pass a link gave them, or else by the chat they have in this very browser. */
export interface Visit {
  pass: string | undefined
  chat: { channel: string; userId: string } | undefined
}

export type Notice = 'expired' | 'groupExpired' | 'stranger' | 'missing' | 'failed'

/** The operator's pages. */
export interface OperatorPages {
  /** Asks for the secret; `said`: what came of the last try. */
  ask(said: 'wrong' | 'wait' | undefined, locale: string | undefined): string
  show(status: Status, stock: Stock, survey: Survey, locale: string | undefined): string
}
