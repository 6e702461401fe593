import { pagesApp } from '../../adapters/http/pages.ts'
import { type HttpServer, serveHttp } from '../../adapters/http/server.ts'
import { systemClock } from '../../src/clock.ts'
import type { Visit } from '../../src/ports/pages.ts'
import type { Bot } from './bot.ts'

/** Where the pages of `servePages` are said to be. */
export const PUBLIC = 'https://coach.example.org'

/** The settings of a bot whose pages can be reached there, and whose answers count at once. */
export const PUBLISHED = { PUBLIC_URL: PUBLIC, WEB: 'off', ANSWER_IDLE_SECONDS: '0' }

/** The pages of a bot (started as `PUBLISHED`) over real HTTP. `chatOf`: who the browser's own chat belongs to. */
export async function servePages(bot: Bot, chatOf?: () => Promise<Visit['chat']>): Promise<HttpServer> {
  const pages = await bot.app.pages()
  if (pages === undefined) throw new Error('a bot without PUBLIC_URL has no pages')
  return serveHttp({
    host: '127.0.0.1',
    port: 0,
    publicUrl: PUBLIC,
    apps: [pagesApp({ pages, ...(chatOf && { chatOf }) })],
    notice: pages.notice,
    clock: systemClock,
    logger: bot.logger,
  })
}

export interface Page {
  status: number
  headers: Headers
  html: string
  /** Where a redirect led. */
  path: string
}

/** A browser with its own cookies, which keeps to their paths. Addresses of the public server are asked of the test's. */
export class Browser {
  readonly cookies = new Map<string, { value: string; path: string; attributes: string }>()
  readonly #server: string

  constructor(server: HttpServer) {
    this.#server = server.url
  }

  async opens(address: string, headers: Record<string, string> = {}): Promise<Page> {
    const path = address.replace(PUBLIC, '')
    const cookie = [...this.cookies.entries()]
      .filter(([, kept]) => path.startsWith(kept.path))
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ')
    const answer = await fetch(this.#server + path, {
      redirect: 'manual',
      headers: { accept: 'text/html', 'x-forwarded-proto': 'https', ...headers, ...(cookie !== '' && { cookie }) },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*);?(.*)$/.exec(line) ?? []
      const at = /path=([^;]+)/i.exec(attributes)?.[1] ?? '/'
      this.cookies.set(`${name} ${at}`, { value, path: at, attributes })
    }
    const location = answer.headers.get('location')
    if (location !== null) return this.opens(location, headers)
    return { status: answer.status, headers: answer.headers, html: await answer.text(), path }
  }
}
