import type { Context } from 'hono'

/** The language a browser asks for first, as a BCP 47 tag; undefined when it takes any. */
export function localeOf(c: Context): string | undefined {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*/i.exec(c.req.header('accept-language')?.trim() ?? '')?.[0]
}
