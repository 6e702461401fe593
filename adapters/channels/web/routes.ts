import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { streamSSE } from 'hono/streaming'
import { type Browser, type Desk, messageOf, type PageAct, type WebDemo } from './channel.ts'
import { asset, chatPage, entryPage, type PageWords } from './page.ts'
import type { StreamEvent, Streams } from './streams.ts'
import type { Transcripts } from './transcripts.ts'
import type { Visitors } from './visitors.ts'

/** UTF-16 code units of one message; more is said to be too long before it is sent. */
const LONGEST = 20_000
/** Acts of one learner: so many at once, then so many a second. The core has its own, kinder limit below that. */
const PACE = { burst: 40, perSecond: 2 }
const PACES_KEPT = 5000

interface RouteOptions {
  desk: Desk
  visitors: Visitors
  transcripts: Transcripts
  streams: Streams
  words: Record<string, PageWords>
  progress: string | undefined
  demo: WebDemo | undefined
}

type Visit = { Variables: { userId: string; body: Record<string, unknown> } }

/**
 * The page and what it talks to. A POST is JSON: another site's form cannot send that, and its script only after asking,
 * which is not answered; cookies stay out of its requests as well (SameSite). Answers that mean something to the page:
 * 401 the cookie is no good (open the page anew), 403 the secret is missing, 413, 429, 503 with Retry-After.
 */
export function chatRoutes({ desk, visitors, transcripts, streams, words, progress, demo }: RouteOptions): Hono {
  const app = new Hono<Visit>()
  const pace = paces(PACE)
  const languages = Object.keys(words)
  const languageOf = (c: Context) => chosen(languages, visitors.language(c), c.req.header('accept-language'))
  const wordsOf = (c: Context) => words[languageOf(c)] as PageWords

  const json: MiddlewareHandler<Visit> = async (c, next) => {
    const site = c.req.header('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin') return c.body(null, 403)
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return c.body(null, 415)
    const body: unknown = await c.req.json().catch((error: unknown) => {
      // Beyond the server's limit the body ends in an error of its own.
      if (error instanceof SyntaxError) return undefined
      throw error
    })
    if (typeof body !== 'object' || body === null) return c.body(null, 400)
    c.set('body', body as Record<string, unknown>)
    await next()
  }
  const learner: MiddlewareHandler<Visit> = async (c, next) => {
    if (!(await visitors.mayEnter(c))) return c.body(null, 403)
    const userId = await visitors.find(c)
    if (userId === undefined) return c.body(null, 401)
    c.set('userId', userId)
    await next()
  }

  app.get('/', async (c) => {
    c.header('Cache-Control', 'no-store')
    const language = languageOf(c)
    if (!(await visitors.mayEnter(c))) return c.html(entryPage(language, wordsOf(c)), 401)
    await visitors.meet(c)
    return c.html(chatPage(language, wordsOf(c), { demo: demo !== undefined, progress, longest: LONGEST }))
  })

  app.get('/chat/page/:file', async (c) => {
    const found = asset(c.req.param('file'))
    if (found === undefined) return c.notFound()
    c.header('Cache-Control', 'no-cache')
    c.header('ETag', found.etag)
    if (c.req.header('if-none-match')?.includes(found.etag)) return c.body(null, 304)
    return c.body(found.body, 200, { 'Content-Type': found.type })
  })

  app.post('/chat/enter', json, async (c) => {
    const { secret } = c.get('body')
    const result = await visitors.enter(c, typeof secret === 'string' ? secret : '')
    return c.body(null, { in: 204 as const, wrong: 403 as const, wait: 429 as const }[result])
  })

  app.post('/chat/language', json, (c) => {
    const { language } = c.get('body')
    if (typeof language === 'string' && languages.includes(language)) visitors.setLanguage(c, language)
    return c.body(null, 204)
  })

  const act = async (c: Context<Visit>, make: (body: Record<string, unknown>) => PageAct | 400 | 413) => {
    const userId = c.get('userId')
    const body = c.get('body')
    const { id } = body
    if (typeof id !== 'string' || !/^[\w-]{8,40}$/.test(id)) return c.body(null, 400)
    const made = make(body)
    if (typeof made === 'number') return c.body(null, made)
    if (!pace(userId)) return c.body(null, 429, { 'Retry-After': '5' })
    const taken = await desk.act(userId, id, made, browserOf(body, languageOf(c)))
    return taken ? c.body(null, 204) : c.body(null, 503, { 'Retry-After': '2' })
  }

  app.post('/chat/messages', json, learner, (c) =>
    act(c, ({ text }) => {
      if (typeof text !== 'string' || text.trim() === '') return 400
      return text.length > LONGEST ? 413 : { type: 'message', text }
    }),
  )

  app.post('/chat/choices', json, learner, (c) =>
    act(c, ({ choice, message }) => {
      if (typeof choice !== 'string' || choice === '' || Buffer.byteLength(choice) > 64) return 400
      return { type: 'action', choice, messageId: typeof message === 'string' ? message : undefined }
    }),
  )

  app.get('/chat/events', learner, async (c) => {
    // Nobody would read that stream, nor end it.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' })
    const userId = c.get('userId')
    const read = c.req.header('last-event-id')
    const language = languageOf(c)
    const stream = await transcripts.with(userId, (transcript) => {
      const opened = streams.open(userId)
      const [epoch, rev] = read?.split('.') ?? []
      if (demo !== undefined) opened?.push(clockEvent(demo))
      opened?.push({ event: 'menu', data: JSON.stringify(desk.menu(language)) })
      const id = `${transcript.epoch}.${transcript.rev}`
      // What the page missed; all of it, when it has none or another one.
      if (epoch === transcript.epoch) {
        const missed = transcript.entries.filter((entry) => entry.rev > Number(rev))
        // They come in the order of the page, not of the changes: only with the last one it has read all of them.
        for (const [n, entry] of missed.entries())
          opened?.push({ ...messageOf(entry), ...(n === missed.length - 1 && { id }) })
      } else opened?.push({ event: 'history', data: JSON.stringify(transcript.entries), id })
      return opened
    })
    if (stream === undefined) return c.body(null, 503, { 'Retry-After': '10' })
    // A proxy is not to hold events back.
    c.header('X-Accel-Buffering', 'no')
    return streamSSE(c, async (out) => {
      out.onAbort(() => stream.end())
      for await (const event of stream) {
        if (event.event === undefined) await out.write(':\n\n')
        else await out.writeSSE(event as StreamEvent & { data: string })
      }
    })
  })

  app.get('/chat/:kind{files|pictures}/:id', learner, async (c) => {
    const id = c.req.param('id')
    if (!/^[\w-]{1,60}$/.test(id)) return c.notFound()
    const kind = c.req.param('kind') === 'files' ? 'file' : 'picture'
    const found = await transcripts.with(c.get('userId'), async (transcript) => ({
      name: transcript.entry(id)?.file?.name,
      bytes: await transcript.attachment(id, kind),
    }))
    if (found.bytes === undefined) return c.notFound()
    c.header('Cache-Control', 'private, no-store')
    if (kind === 'picture') c.header('Content-Type', 'image/png')
    else {
      const name = encodeURIComponent(found.name ?? '').replaceAll("'", '%27')
      c.header('Content-Type', 'text/plain; charset=utf-8')
      c.header('Content-Disposition', `attachment; filename*=UTF-8''${name}`)
    }
    return c.body(found.bytes as Uint8Array<ArrayBuffer>)
  })

  if (demo !== undefined)
    app.post('/chat/tomorrow', json, learner, async (c) => {
      await demo.tomorrow(c.get('userId'))
      streams.tellAll(clockEvent(demo))
      return c.body(null, 204)
    })

  return new Hono().route('/', app)
}

function clockEvent(demo: WebDemo): StreamEvent {
  return { event: 'clock', data: String(demo.offset()) }
}

/** What the browser says of itself; the language of the page is the one it was opened in. */
function browserOf({ locale, zone }: Record<string, unknown>, language: string): Browser {
  const tag = typeof locale === 'string' && /^[A-Za-z0-9-]{2,35}$/.test(locale) ? locale : language
  return {
    locale: tag.toLowerCase().startsWith(language) ? tag : language,
    zone: typeof zone === 'string' && /^[\w+/-]{1,50}$/.test(zone) ? zone : undefined,
  }
}

/** The first of the languages that was chosen, or else that the browser asks for. */
function chosen(languages: string[], picked: string | undefined, accepted = ''): string {
  if (picked !== undefined && languages.includes(picked)) return picked
  const asked = accepted
    .split(',')
    .map((part) => {
      const [tag = '', quality = 'q=1'] = part.trim().split(';')
      return { language: tag.toLowerCase().split('-')[0] ?? '', quality: Number(quality.trim().slice(2)) || 0 }
    })
    .sort((a, b) => b.quality - a.quality)
    .find(({ language }) => languages.includes(language))
  return asked?.language ?? (languages[0] as string)
}

/** A token bucket for each key; machine time, since it guards the machine. */
function paces({ burst, perSecond }: typeof PACE): (key: string) => boolean {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return (key) => {
    const now = performance.now()
    const last = buckets.get(key) ?? { tokens: burst, at: now }
    const tokens = Math.min(burst, last.tokens + ((now - last.at) / 1000) * perSecond)
    buckets.delete(key)
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now })
    if (buckets.size > PACES_KEPT) buckets.delete(buckets.keys().next().value as string)
    return tokens >= 1
  }
}
