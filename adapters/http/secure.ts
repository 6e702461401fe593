import type { Context } from 'hono'

/** Whether the browser came over TLS, a proxy's included; whoever lies here only loses their own cookie. */
export function isSecure(c: Context): boolean {
  return c.req.url.startsWith('https:') || c.req.header('x-forwarded-proto') === 'https'
}
