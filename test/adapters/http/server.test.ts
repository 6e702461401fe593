import { connect } from 'node:net'
import { type Env, Hono } from 'hono'
import { stream } from 'hono/streaming'
import { afterEach, expect, test } from 'vitest'
import { type HttpServer, type ServerOptions, serveHttp } from '../../../adapters/http/server.ts'
import { systemClock } from '../../../src/clock.ts'
import { ListenError } from '../../../src/ports/http.ts'
import { MemoryLogger } from '../../support/logger.ts'

const logger = new MemoryLogger()
const open: HttpServer[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function serve(apps: Hono<Env>[], options: Partial<ServerOptions> = {}): Promise<HttpServer> {
  const server = await serveHttp({ host: '127.0.0.1', port: 0, apps, clock: systemClock, logger, ...options })
  open.push(server)
  return server
}

/** One request with whatever headers, on a connection of its own. @returns the status */
function rawStatus(url: string, lines: string[], body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.once('error', reject)
    socket.once('data', (data) => {
      resolve(Number(data.toString().split(' ')[1]))
      socket.destroy()
    })
    socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`)
  })
}

test('several apps answer on one port, and nothing is where none of them has a page', async () => {
  const { url } = await serve([
    new Hono().get('/', (c) => c.text('chat')),
    new Hono().get('/me', (c) => c.text('progress')),
  ])
  expect(await (await fetch(url)).text()).toBe('chat')
  expect(await (await fetch(`${url}/me`)).text()).toBe('progress')
  expect((await fetch(`${url}/nowhere`)).status).toBe(404)
})

test('every answer, the failed one too, forbids inline script, frames, sniffing and referrers', async () => {
  const { url } = await serve([new Hono().get('/', (c) => c.text('chat'))])
  for (const path of ['/', '/nowhere']) {
    const { headers } = await fetch(url + path)
    const policy = headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-inline')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-powered-by')).toBeNull()
  }
})

test('ten megabytes are refused, whether their length is announced or not', async () => {
  const app = new Hono().post('/', async (c) => c.text(String((await c.req.text()).length)))
  const { url } = await serve([app])
  const post = (body: string | ReadableStream) => fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit)
  expect(await (await post('x'.repeat(100_000))).text()).toBe('100000')
  expect((await post('x'.repeat(10_000_000))).status).toBe(413)
  const chunk = new TextEncoder().encode('x'.repeat(50_000))
  const chunks = new ReadableStream({
    pull(controller) {
      controller.enqueue(chunk)
      if (chunks.sent++ > 200) controller.close()
    },
  }) as ReadableStream & { sent: number }
  chunks.sent = 0
  expect((await post(chunks)).status).toBe(413)
})

test("on loopback a web site's own name pointed there gets nothing; the public name is answered", async () => {
  const app = new Hono().get('/', (c) => c.text('chat'))
  const { url } = await serve([app], { publicUrl: 'https://coach.example.org/' })
  const ask = (host: string) => rawStatus(url, ['GET / HTTP/1.1', `Host: ${host}`])
  expect(await ask('127.0.0.1')).toBe(200)
  expect(await ask('localhost:3000')).toBe(200)
  expect(await ask('coach.example.org')).toBe(200)
  expect(await ask('evil.example.com')).toBe(421)
  expect(await ask('127.0.0.1.evil.example.com')).toBe(421)
})

test('a page that fails says no more than that, and the operator reads why', async () => {
  const app = new Hono().get('/broken', () => {
    throw new Error('the disk is full')
  })
  const { url } = await serve([app])
  const answer = await fetch(`${url}/broken`)
  expect(answer.status).toBe(500)
  expect(await answer.text()).toBe('Internal Server Error')
  expect(logger.text).toContain('the disk is full')
})

test('a taken port names the setting to change', async () => {
  const { url } = await serve([new Hono()])
  const port = Number(new URL(url).port)
  const failure = await serve([new Hono()], { port }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(ListenError)
  expect(failure).toMatchObject({ kind: 'taken', message: expect.stringContaining('WEB_PORT=') })
})

test('an address of another machine names the setting to change', async () => {
  const failure = await serve([new Hono()], { host: '192.0.2.1' }).catch((error: unknown) => error)
  expect(failure).toMatchObject({ kind: 'no-such-address', message: expect.stringContaining('WEB_HOST') })
})

test('a stop finishes the answer under way and cuts off a stream that never ends', async () => {
  const begun = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  let cutStream = () => {}
  const app = new Hono()
    .get('/slow', async (c) => {
      begun.resolve()
      await finish.promise
      return c.text('whole')
    })
    .get('/endless', (c) => stream(c, async (out) => void (await out.write('hello').then(() => new Promise(() => {})))))
  const timer = (_: number, fn: () => void) => {
    cutStream = fn
    return () => {}
  }
  const clock = { ...systemClock, after: timer }
  const server = await serveHttp({ host: '127.0.0.1', port: 0, apps: [app], clock, logger })
  const endless = await fetch(`${server.url}/endless`)
  const slow = fetch(`${server.url}/slow`)
  await begun.promise
  const closing = server.close()
  await expect(fetch(`${server.url}/slow`)).rejects.toThrow()
  finish.resolve()
  expect(await (await slow).text()).toBe('whole')
  cutStream()
  await closing
  await expect(endless.text()).rejects.toThrow()
})
