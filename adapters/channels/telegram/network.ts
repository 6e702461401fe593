import type http from 'node:http'
import type https from 'node:https'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { Api, type ApiClientOptions } from 'grammy/web'
import { ChannelError } from '../../../src/ports/channel.ts'
import type { Clock } from '../../../src/ports/clock.ts'

/**
 * The client an address needs and no other: TLS takes 7 MB. An import of node:http would load the WebSocket client it
 * also offers: 5 MB and 20 ms of start.
 */
function clientFor(url: string): typeof http | typeof https {
  return process.getBuiltinModule(url.startsWith('https:') ? 'node:https' : 'node:http')
}

/** Connections kept for calls side by side: a full batch of presses is answered at once. */
const MAX_SOCKETS = 100
/** Idle connections are dropped before the server drops them, so that no call is written into a dying one. */
const IDLE_MS = 20_000

/** The way to the network failed. Holds no URL: it would contain the token. `code` is that of the system's error. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'
  readonly code: string
  /** Whether the request may have reached the network. */
  readonly sent: boolean

  constructor(code: string, sent: boolean) {
    super(`network failed (${code})`)
    this.code = code
    this.sent = sent
  }
}

export interface NetworkOptions {
  token: string
  /** Root URL of the Bot API server, default https://api.telegram.org. */
  apiRoot?: string | undefined
  /** `http://`, `https://` or `socks5://`, with credentials if it needs them. Names are resolved by the proxy. */
  proxy?: string | undefined
  /** Told of every answer: the server's clock, from its Date header. */
  onDate?: ((ms: number) => void) | undefined
}

export interface Network {
  api: Api
  /** The bytes at a `file_path`. @throws NetworkError; ChannelError `too-large` as soon as there are more than `limit` */
  download(path: string, limit: number, signal: AbortSignal): Promise<Uint8Array>
}

/**
 * grammY's client over `node:http`: on loopback 1.4 times the calls a second of its own node-fetch and 1.7 times those of Node's fetch,
 * proxies by agent, and it can tell whether a failed request had been sent. Calls reject with GrammyError or HttpError;
 * the latter holds a NetworkError.
 */
export function createNetwork(options: NetworkOptions): Network {
  const apiRoot = options.apiRoot?.replace(/\/+$/, '') ?? 'https://api.telegram.org'
  const agent = createAgent(apiRoot, options.proxy)
  agent.catch(() => {}) // every call reports it
  const fetch = (url: string, init: RequestInit) => agent.then((agent) => request(url, init, agent, options.onDate))
  return {
    api: new Api(options.token, { apiRoot, fetch: fetch as unknown as NonNullable<ApiClientOptions['fetch']> }),
    async download(path, limit, signal) {
      return download(
        `${apiRoot}/file/bot${options.token}/${path.split('/').map(encodeURIComponent).join('/')}`,
        limit,
        signal,
        await agent,
      )
    },
  }
}

async function createAgent(apiRoot: string, proxy: string | undefined): Promise<http.Agent> {
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS }
  if (proxy === undefined) return new (clientFor(apiRoot).Agent)(options)
  const scheme = URL.canParse(proxy) ? new URL(proxy).protocol : undefined
  if (scheme?.startsWith('socks')) {
    const { SocksProxyAgent } = await import('socks-proxy-agent')
    // socks5 would ask the local DNS, which is what a proxy is often there to avoid.
    return new SocksProxyAgent(proxy.replace(/^socks5?:/, 'socks5h:'), options)
  }
  if (scheme === 'http:' || scheme === 'https:') {
    const { HttpsProxyAgent } = await import('https-proxy-agent')
    return new HttpsProxyAgent(proxy, options)
  }
  throw new NetworkError('the proxy is not an http, https or socks5 URL', false)
}

/** What grammY hands to `fetch`: a text or, for uploads, a stream. */
interface RequestInit {
  method: string
  headers: Record<string, string>
  body: string | ReadableStream
  signal: Pick<AbortSignal, 'aborted' | 'addEventListener'>
}

/** The part of `fetch` that grammY uses. @throws NetworkError */
function request(
  url: string,
  init: RequestInit,
  agent: http.Agent,
  onDate?: (ms: number) => void,
): Promise<{ json(): unknown }> {
  return new Promise((resolve, reject) => {
    let sent = false
    let refused = false
    const fail = (code: string) => reject(new NetworkError(code, sent && !refused))
    if (init.signal.aborted) return fail('aborted')

    const secure = url.startsWith('https:')
    const req = clientFor(url).request(url, { method: init.method, headers: init.headers, agent })
    init.signal.addEventListener('abort', () => {
      fail('aborted')
      req.destroy()
    })
    req.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'unknown'))
    req.on('socket', (socket) => {
      if (!socket.connecting) sent = true
      else socket.once(secure ? 'secureConnect' : 'connect', () => (sent = true))
    })
    req.on('proxyConnect', ({ statusCode }: { statusCode: number }) => {
      refused = statusCode !== 200 // the answer that follows is the proxy's
    })
    req.on('response', (res) => {
      const date = Date.parse(res.headers.date ?? '')
      if (!Number.isNaN(date)) onDate?.(date)
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'unknown'))
      res.on('end', () => {
        const body = parse(Buffer.concat(chunks).toString())
        if (body === undefined) fail(`HTTP ${res.statusCode}`)
        else resolve({ json: () => body })
      })
    })
    if (typeof init.body === 'string') req.end(init.body)
    else Readable.fromWeb(init.body).pipe(req)
  })
}

/** What is promised and what comes are both held against the limit: nothing beyond it is kept or waited for. */
function download(url: string, limit: number, signal: AbortSignal, agent: http.Agent): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const fail = (code: string) => reject(new NetworkError(code, false))
    if (signal.aborted) return fail('aborted')
    const req = clientFor(url).request(url, { agent })
    const abort = () => {
      fail('aborted')
      req.destroy()
    }
    signal.addEventListener('abort', abort, { once: true })
    const refuse = () => {
      reject(new ChannelError('too-large', `the file has more than ${limit} bytes`))
      req.destroy()
    }
    req.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'unknown'))
    req.on('response', (res) => {
      if (res.statusCode !== 200) {
        fail(`HTTP ${res.statusCode}`)
        return void req.destroy()
      }
      const promised = Number(res.headers['content-length'] ?? Number.NaN)
      if (promised > limit) return refuse()
      const chunks: Buffer[] = []
      let size = 0
      res.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > limit) refuse()
        else chunks.push(chunk)
      })
      res.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'unknown'))
      res.on('end', () => {
        if (!Number.isNaN(promised) && size !== promised) return fail('cut short')
        resolve(Buffer.concat(chunks))
      })
    })
    req.on('close', () => signal.removeEventListener('abort', abort))
    req.end()
  })
}

/** The answer of a Bot API server; undefined for anything else (a proxy's or load balancer's page). */
function parse(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && 'ok' in value ? value : undefined
  } catch {
    return undefined
  }
}

/** Runs `call` with a signal that aborts after `ms` or together with `outer`. */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  outer: AbortSignal | undefined,
  call: (signal: ApiSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const abort = () => controller.abort()
  if (outer?.aborted) abort()
  outer?.addEventListener('abort', abort, { once: true })
  const cancel = clock.after(ms, abort)
  try {
    return await call(controller.signal as ApiSignal)
  } finally {
    cancel()
    outer?.removeEventListener('abort', abort)
  }
}

/** grammY's signal type: that of the abort-controller package, which the native one satisfies at run time. */
export type ApiSignal = Parameters<Api['raw']['deleteWebhook']>[1] & AbortSignal
