import { type Context, Hono } from 'hono'
import type { Clock } from '../../src/ports/clock.ts'
import type { OperatorPages } from '../../src/ports/pages.ts'
import type { Status, Stock, Survey } from '../../src/ports/status.ts'
import { Gate } from './gate.ts'
import { localeOf } from './locale.ts'
import { metricsOf } from './metrics.ts'

interface OperatorOptions {
  status(): Status
  stock(): Stock
  survey(): Promise<Survey>
  pages: OperatorPages
  /** Opens `/admin` and `/metrics`; undefined: they do not exist. */
  secret: string | undefined
  /** Signs the cookie. */
  key: string
  clock: Clock
}

/**
 * For whoever runs the bot, and what runs it. Without a secret, open to anybody, for it tells nothing else:
 * `/healthz` (200: the process answers) and `/readyz` (200: at least one channel takes answers, else 503).
 * With the secret: `/admin` after a form, `/metrics` with `Authorization: Bearer SECRET`, in Prometheus' form.
 */
export function operatorApp({ status, stock, survey, pages, secret, key, clock }: OperatorOptions): Hono {
  const app = new Hono()
  app.use('/healthz', unkept)
  app.use('/readyz', unkept)
  app.get('/healthz', (c) => c.text('ok\n'))
  app.get('/readyz', (c) => (status().ready ? c.text('ready\n') : c.text('not ready: no channel takes answers\n', 503)))
  if (secret === undefined) return app

  const gate = new Gate(secret, key, clock)
  const metrics = metricsOf(status, stock)
  app.use('/admin/*', unkept)

  app.get('/admin', async (c) => {
    if (!(await gate.isIn(c))) return c.html(pages.ask(undefined, localeOf(c)), 401)
    return c.html(pages.show(status(), stock(), await survey(), localeOf(c)))
  })

  app.post('/admin', async (c) => {
    if (!isOwn(c)) return c.body(null, 403)
    const given = await c.req.parseBody().catch(() => ({ secret: undefined }))
    const answer = gate.try(c, 'form', typeof given.secret === 'string' ? given.secret : '')
    if (answer !== 'right') return c.html(pages.ask(answer, localeOf(c)), answer === 'wait' ? 429 : 403)
    await gate.letIn(c)
    return c.redirect('/admin', 303)
  })

  app.post('/admin/leave', (c) => {
    if (!isOwn(c)) return c.body(null, 403)
    gate.letOut(c)
    return c.redirect('/admin', 303)
  })

  app.get('/metrics', unkept, async (c) => {
    const [, given] = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '') ?? []
    const answer = given === undefined ? 'wrong' : gate.try(c, 'header', given)
    if (answer !== 'right') return c.body(null, answer === 'wait' ? 429 : 401, { 'WWW-Authenticate': 'Bearer' })
    return c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType })
  })
  return app
}

/** Not a form of another site's. */
function isOwn(c: Context): boolean {
  const site = c.req.header('sec-fetch-site')
  return site === undefined || site === 'same-origin'
}

async function unkept(c: Context, next: () => Promise<void>): Promise<void> {
  c.header('Cache-Control', 'no-store')
  await next()
}
