import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { telegramChannel } from '../../../../adapters/channels/telegram/channel.ts'
import { startBotApi } from '../../../support/bot-api-server.ts'
import { hurriedClock } from '../../../support/telegram/clock.ts'
import { bench, freePort, quiet } from './harness.ts'

const PASSWORD = 'pr0xy-passw0rd'
const chat = { channel: 'telegram', chatId: '1', kind: 'direct' } as const
const hello = { blocks: [{ kind: 'text' as const, spans: ['你好'] }] }

/** Where a tunnel was asked to lead, and with which user. */
interface Tunnel {
  host: string
  user: string
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function join(a: Socket, b: Socket): void {
  for (const socket of [a, b]) socket.on('error', () => {})
  a.pipe(b).pipe(a)
}

/** An HTTP proxy that knows CONNECT. Every name leads to loopback. */
async function httpProxy(tunnels: Tunnel[], status = 200): Promise<number> {
  const server = createHttpServer()
  server.on('connect', (req, client: Socket) => {
    const [host = '', port] = (req.url ?? '').split(':')
    const basic = String(req.headers['proxy-authorization'] ?? '').replace('Basic ', '')
    tunnels.push({ host, user: Buffer.from(basic, 'base64').toString() })
    if (status !== 200) return void client.end(`HTTP/1.1 ${status} Refused\r\n\r\n`)
    const upstream = connect(Number(port), '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'))
    join(client, upstream)
  })
  return listen(server)
}

/** A SOCKS5 server (RFC 1928) with user and password, for names only. Every name leads to loopback. */
async function socksProxy(tunnels: Tunnel[]): Promise<number> {
  const server = createServer((client) => {
    let user = ''
    client.on('error', () => {})
    client.once('data', () => {
      client.write(Buffer.from([5, 2]))
      client.once('data', (login) => {
        user = login.subarray(2, 2 + (login[1] ?? 0)).toString()
        client.write(Buffer.from([1, 0]))
        client.once('data', (request) => {
          const length = request[4] ?? 0
          const isName = request[3] === 3
          const host = isName ? request.subarray(5, 5 + length).toString() : 'an address'
          tunnels.push({ host, user })
          const upstream = connect(request.readUInt16BE(5 + length), '127.0.0.1', () => {
            client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]))
            join(client, upstream)
          })
        })
      })
    })
  })
  return listen(server)
}

async function through(proxy: string) {
  const api = await startBotApi()
  api.open(1)
  const apiRoot = api.url.replace('127.0.0.1', 'api.telegram.test')
  const channel = telegramChannel({ token: api.token, apiRoot, proxy, clock: hurriedClock(), logger: quiet })
  onTestFinished(async () => {
    await channel.stop()
    await api.close()
  })
  return { api, channel }
}

it.each([
  ['an HTTP proxy', httpProxy, 'http'],
  ['a SOCKS5 proxy', socksProxy, 'socks5'],
])('polls and sends through %s, which resolves the name', async (_, start, scheme) => {
  const tunnels: Tunnel[] = []
  const { api, channel } = await through(`${scheme}://user:${PASSWORD}@127.0.0.1:${await start(tunnels)}`)
  const heard: string[] = []
  api.say(1, '在吗', { file: { name: 'a.txt', content: '题' } })
  await channel.start({ connectivity() {}, handle: async (event) => void heard.push(event.type) })
  expect(await channel.fetchFile?.('BQ1', 10)).toEqual(Buffer.from('题'))
  await channel.send(chat, hello)
  await channel.send(chat, { ...hello, file: { name: 'a.txt', text: 'x' } })
  expect([heard, api.sent(1).length]).toEqual([['message'], 2])
  expect(tunnels[0]).toEqual({ host: 'api.telegram.test', user: scheme === 'http' ? `user:${PASSWORD}` : 'user' })
  expect(tunnels.length, 'connections are kept').toBeLessThanOrEqual(3)
})

it.each(['http', 'https', 'socks5'])('reports a %s proxy that is not there, without its password', async (scheme) => {
  const { channel } = await through(`${scheme}://user:${PASSWORD}@127.0.0.1:${await freePort()}`)
  const error = await channel.send(chat, hello).catch((error: unknown) => error)
  expect(error).toMatchObject({ kind: 'unavailable', outcome: 'not-sent' })
  expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toMatch(/AAFake|pr0xy/)
})

it('reports a proxy that wants other credentials', async () => {
  const { channel } = await through(`http://user:${PASSWORD}@127.0.0.1:${await httpProxy([], 407)}`)
  const error = await channel.send(chat, hello).catch((error: unknown) => error)
  expect(error).toMatchObject({ kind: 'unavailable', message: 'network failed (HTTP 407)', outcome: 'not-sent' })
})

it('reports a proxy setting that makes no sense', async () => {
  for (const proxy of ['ftp://127.0.0.1', 'proxy.example:8080', '']) {
    const b = await bench({ proxy })
    await expect(b.channel.send(chat, hello)).rejects.toMatchObject({ kind: 'unavailable', outcome: 'not-sent' })
  }
})
