import { readFileSync } from 'node:fs'
import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Notice, PageOf, Pages, Visit } from '../../src/ports/pages.ts'
import { localeOf } from './locale.ts'
import { isSecure } from './secure.ts'

const COOKIE = 'coach_pass'

interface PagesOptions {
  pages: Pages
  /** The chat a browser has with the bot on a page of its own, when there is such a channel. */
  chatOf?(c: Context): Promise<Visit['chat']>
}

/**
 * The progress page and the groups' pages. A link of a chat (`/me/in/PASS`) is exchanged for a cookie and left: it stays
 * neither in the address bar nor in a `Referer`. Nothing here changes anything, so nothing has to be protected against
 * requests from elsewhere; nothing is kept by caches.
 */
export function pagesApp({ pages, chatOf }: PagesOptions): Hono {
  const app = new Hono()
  const files = {
    '/pages.css': ['text/css; charset=utf-8', readFileSync(new URL('pages.css', import.meta.url))],
    // The chat page's.
    '/pages.svg': ['image/svg+xml', readFileSync(new URL('../channels/web/page/icon.svg', import.meta.url))],
  } as const

  const visit = async (c: Context): Promise<Visit> => ({ pass: getCookie(c, COOKIE), chat: await chatOf?.(c) })
  const say = (c: Context, notice: Notice, status: 401 | 404 | 410 | 500) => {
    c.header('Cache-Control', 'no-store')
    return c.html(pages.notice(notice, localeOf(c)), status)
  }
  const show = (c: Context, page: string | undefined, otherwise: Notice) => {
    if (page === undefined) return say(c, otherwise, 401)
    c.header('Cache-Control', 'no-store')
    return c.html(page)
  }
  const enter = async (c: Context, page: PageOf, link: string) => {
    const entered = await pages.enter(page, link)
    if (entered === undefined) return say(c, page.kind === 'me' ? 'expired' : 'groupExpired', 410)
    setCookie(c, COOKIE, entered.pass, {
      path: entered.path,
      httpOnly: true,
      // A messenger is another site: the way here from there is the one that has to work.
      sameSite: 'Lax',
      secure: isSecure(c),
      maxAge: Math.floor(entered.lastsMs / 1000),
    })
    c.header('Cache-Control', 'no-store')
    return c.redirect(entered.path, 303)
  }

  for (const [path, [type, bytes]] of Object.entries(files))
    app.get(path, (c) => c.body(bytes, 200, { 'Content-Type': type, 'Cache-Control': 'max-age=3600' }))

  app.get('/me', async (c) => {
    const newer = Number(/^\d{1,6}$/.exec(c.req.query('newer') ?? '')?.[0] ?? 0)
    return show(c, await pages.progress(await visit(c), newer), 'stranger')
  })
  app.get('/me/in/:link', (c) => enter(c, { kind: 'me' }, c.req.param('link')))
  app.get('/me/export', async (c) => {
    const file = await pages.download(await visit(c))
    if (file === undefined) return say(c, 'stranger', 401)
    c.header('Cache-Control', 'no-store')
    c.header(
      'Content-Disposition',
      `attachment; filename="export.json"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    )
    return c.body(file.text, 200, { 'Content-Type': 'application/json; charset=utf-8' })
  })

  app.get('/group/:id', async (c) =>
    show(c, await pages.group(c.req.param('id'), getCookie(c, COOKIE)), 'groupExpired'),
  )
  app.get('/group/:id/in/:link', (c) => enter(c, { kind: 'group', id: c.req.param('id') }, c.req.param('link')))
  return app
}
