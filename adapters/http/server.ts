import { createServer, type Server, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { type Context, type Env, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Clock } from '../../src/ports/clock.ts'
import { isLoopback, ListenError } from '../../src/ports/http.ts'
import type { Logger } from '../../src/ports/logger.ts'
import { localeOf } from './locale.ts'

/** Nothing a page sends is longer: answers are text somebody typed. */
const MAX_BODY_BYTES = 128 * 1024
/** A request has to be here, whole, by then. */
const REQUEST_MS = 20_000
/** So that a flood of connections leaves the process file descriptors for its documents. */
const MAX_CONNECTIONS = 1500
/** What is being answered at a stop gets so long. */
const CLOSE_MS = 3000

export interface ServerOptions {
  /** Where to listen; port 0 takes a free one. */
  host: string
  port: number
  /** Where people reach it when that is somewhere else (behind a proxy). */
  publicUrl?: string | undefined
  /** A page that says so kindly, for who has a browser. */
  notice?: ((notice: 'missing' | 'failed', locale: string | undefined) => string) | undefined
  /** Mounted in this order, each with its own whole paths. */
  apps: Hono<Env>[]
  clock: Clock
  logger: Logger
}

export interface HttpServer {
  /** Where it listens: `http://127.0.0.1:3000`. */
  url: string
  /**
   * Takes no more requests and resolves when those under way are answered or 3 s have passed; what is open then
   * (streams, slow readers) is cut off.
   */
  close(): Promise<void>
}

/**
 * The one HTTP server of the process. Every answer carries a strict Content-Security-Policy: scripts and styles are
 * files of ours, never inline. A request body is at most 128 KB (413). Bound to loopback it answers only to loopback's
 * names and the public one, so that no web site reaches it by pointing its own name there (DNS rebinding; 421).
 * @throws ListenError
 */
export async function serveHttp(options: ServerOptions): Promise<HttpServer> {
  const { host, port, clock } = options
  const server = createAdaptorServer({
    fetch: build(options).fetch,
    createServer,
    serverOptions: { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, maxHeaderSize: 16 * 1024 },
    overrideGlobalObjects: false,
  }) as Server
  server.maxConnections = MAX_CONNECTIONS
  // A connection kept alive becomes idle only then; `close` alone would wait for it.
  server.on('request', (_, response) => response.once('close', () => server.listening || server.closeIdleConnections()))
  await listen(server, host, port)
  const { address, family, port: bound } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      const cancel = clock.after(CLOSE_MS, () => server.closeAllConnections())
      await closed
      cancel()
    },
  }
}

function build({ host, publicUrl, apps, logger, notice }: ServerOptions): Hono {
  const root = new Hono()
  root.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
      referrerPolicy: 'no-referrer',
      // The proxy that adds TLS says how long; without one, a browser must not insist on it.
      strictTransportSecurity: false,
    }),
  )
  if (isLoopback(host)) {
    // Said once: whoever sends such requests may send many.
    let refused = false
    const publicName = publicUrl === undefined ? undefined : URL.parse(publicUrl)?.hostname
    root.use(async (c, next) => {
      const name = URL.parse(`http://${c.req.header('host')}`)?.hostname
      if (name === undefined || !(isLoopback(name) || name === publicName)) {
        if (!refused)
          logger.warn(
            { fix: 'behind a proxy: set PUBLIC_URL to its address' },
            'a request for a name that is not this bot’s was refused',
          )
        refused = true
        return c.text(statusLine(421), 421)
      }
      await next()
    })
  }
  root.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.text(statusLine(413), 413) }))
  root.use(compress())
  for (const app of apps) root.route('/', app)
  const say = (c: Context, which: 'missing' | 'failed', status: 404 | 500) =>
    notice !== undefined && c.req.header('accept')?.includes('text/html')
      ? c.html(notice(which, localeOf(c)), status)
      : c.text(statusLine(status), status)
  root.notFound((c) => say(c, 'missing', 404))
  root.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse()
    logger.error({ path: c.req.routePath, cause: String(error) }, 'a page failed')
    return say(c, 'failed', 500)
  })
  return root
}

function statusLine(status: ContentfulStatusCode): string {
  return STATUS_CODES[status] ?? String(status)
}

function listen(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (error: NodeJS.ErrnoException) => reject(refusal(error, host, port)))
  server.listen(port, host, resolve)
  return promise
}

function refusal(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const at = `${host}:${port}`
  switch (error.code) {
    case 'EADDRINUSE':
      return new ListenError(
        'taken',
        `Something else already listens on ${at}.\n  → Stop it, or set another port in .env: WEB_PORT=${port === 65535 ? 3001 : port + 1}`,
        { cause: error },
      )
    case 'EACCES':
      return new ListenError(
        'not-allowed',
        `This user may not listen on ${at}.\n  → Ports below 1024 are for root: set WEB_PORT=3000 in .env and let a proxy pass requests on`,
        { cause: error },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ListenError(
        'no-such-address',
        `${host} is no address of this machine.\n  → Set WEB_HOST in .env: 127.0.0.1 for this machine alone, 0.0.0.0 for everyone who can reach it`,
        { cause: error },
      )
    default:
      return error
  }
}
