import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Update } from 'grammy/types'
import type { Api } from 'grammy/web'
import type { Clock } from '../../../src/ports/clock.ts'
import { type Connection, pause } from './connection.ts'
import { withDeadline } from './network.ts'
import { ALLOWED_UPDATES } from './updates.ts'

const MAX_BODY_BYTES = 1024 * 1024
const REQUEST_MS = 10_000
const CALL_MS = 30_000
/** How long start-up waits for Telegram to deliver what is pending, and how often it asks. */
const DRAIN_MS = 60_000
const DRAIN_STEP_MS = 500

export interface WebhookOptions {
  /** The public address Telegram posts to; its path is the one served here. */
  url: string
  /** Sent back by Telegram with every update: 1–256 of [A-Za-z0-9_-]. */
  secret: string
  /** Where to listen; TLS is the business of a proxy in front. */
  host: string
  port: number
}

interface ReceiverOptions {
  webhook: WebhookOptions
  api: Api
  clock: Clock
  connection: Connection
  signal: AbortSignal
  /** Rejects when the update's effect could not be committed. */
  handle(update: Update): Promise<void>
  /** Called once, when the backlog has been delivered or enough time was given to it. */
  drained(): void
}

/**
 * Serves Telegram's webhook until `signal` is aborted. An update is answered with 200 only after its handling is
 * committed, else with 500, so that Telegram delivers it again. The webhook stays registered when this ends:
 * updates wait at Telegram.
 * @throws ChannelError kind `auth`; Error when the address cannot be listened on
 */
export async function receive(options: ReceiverOptions): Promise<void> {
  const { webhook, api, clock, connection, signal, drained } = options
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS })
  const answered = new Set<Promise<unknown>>()
  server.on('request', (req, res) => {
    const answer = respond(req, options).then(
      (status) =>
        new Promise<void>((resolve) => {
          res.once('close', resolve)
          res.writeHead(status, status === 413 ? { connection: 'close' } : {}).end()
        }),
    )
    answered.add(answer)
    answer.finally(() => answered.delete(answer))
  })
  await listen(server, webhook)
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

  try {
    const registration = { url: webhook.url, secret_token: webhook.secret, allowed_updates: ALLOWED_UPDATES }
    await connection.attempt(() => withDeadline(clock, CALL_MS, signal, (s) => api.raw.setWebhook(registration, s)))
    const deadline = clock.now() + DRAIN_MS
    while (!signal.aborted && clock.now() < deadline) {
      const info = await connection.attempt(() =>
        withDeadline(clock, CALL_MS, signal, (s) => api.raw.getWebhookInfo(s)),
      )
      if (info?.pending_update_count === 0) break
      await pause(clock, DRAIN_STEP_MS, signal)
    }
    await Promise.all(answered)
    drained()
    await aborted
  } finally {
    const closed = new Promise((resolve) => server.close(resolve))
    await Promise.all(answered)
    server.closeAllConnections()
    await closed
  }
}

function listen(server: Server, { host, port }: WebhookOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(`telegram webhook: cannot listen on ${host}:${port} (${error.code})`)),
    )
    server.listen(port, host, resolve)
  })
}

/** Handles one request. @returns the status to answer with; never rejects */
async function respond(req: IncomingMessage, { webhook, handle }: ReceiverOptions): Promise<number> {
  if (req.url?.split('?')[0] !== URL.parse(webhook.url)?.pathname) return 404
  if (req.method !== 'POST') return 405
  if (!isSecret(req.headers['x-telegram-bot-api-secret-token'], webhook.secret)) return 401
  try {
    const body = await read(req)
    if (body === undefined) return 413
    const update = parse(body)
    if (update === undefined) return 400
    await handle(update)
    return 200
  } catch {
    return 500
  }
}

/** Compares in a time that does not tell how much of a guess was right. */
function isSecret(given: string | string[] | undefined, secret: string): boolean {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(secret)]
  return a.length === b.length && timingSafeEqual(a, b)
}

async function read(req: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function parse(body: string): Update | undefined {
  try {
    const update = JSON.parse(body) as Update | null
    return Number.isInteger(update?.update_id) ? (update as Update) : undefined
  } catch {
    return undefined
  }
}
