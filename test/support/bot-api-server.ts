import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { readBody, readParams } from './telegram/body.ts'
import { type Fault, Faults, failure } from './telegram/faults.ts'
import { METHODS, type Params } from './telegram/methods.ts'
import { createPeople } from './telegram/people.ts'
import { Poller } from './telegram/updates.ts'
import { Deliverer } from './telegram/webhook.ts'
import { Refusal, type SentMessage, World } from './telegram/world.ts'

/*
 * A Bot API server on loopback, as strict as Telegram where a bot could notice. In process: `startBotApi()`. As a
 * process of its own: `spawnBotApi()`, or `node test/support/bot-api-server.ts`; the same controls are then reached
 * over HTTP: POST /__control/<name> with a JSON array of arguments.
 */

export interface BotApiOptions {
  port?: number
  token?: string
  username?: string
  /** Pause before a refused webhook delivery is repeated, ms. */
  webhookRetryMs?: number
  /** The network's clock, epoch ms; in this process only. */
  now?: () => number
}

/** What a test does and sees. Functions that return promises wait until there is something to return. */
export type Controls = ReturnType<typeof createControls>
/** The same in another process. */
export type RemoteControls = {
  [K in keyof Controls]: (...args: Parameters<Controls[K]>) => Promise<Awaited<ReturnType<Controls[K]>>>
}

export interface BotApi {
  /** To be used as `apiRoot`. */
  url: string
  token: string
  close(): Promise<void>
}

interface State {
  world: World
  poller: Poller
  faults: Faults
  token: string
  latency: Map<string, number>
  counts: Map<string, number>
  lastParams: Map<string, Params>
}

/** Starts the server in this process. */
export async function startBotApi(options: BotApiOptions = {}): Promise<BotApi & Controls> {
  const world = new World(options.username ?? 'coach_bot', options.now)
  const state: State = {
    world,
    poller: new Poller(world),
    faults: new Faults(),
    token: options.token ?? '42:AAFakeTokenFakeTokenFakeTokenFakeTok',
    latency: new Map(),
    counts: new Map(),
    lastParams: new Map(),
  }
  const deliverer = new Deliverer(world, options.webhookRetryMs ?? 5)
  const controls = createControls(state)
  const server = createServer((req, res) => {
    serve(req, res, state, controls).catch((error: unknown) => {
      if (!res.headersSent) answer(res, 500, { ok: false, error_code: 500, description: `fake: ${error}` })
    })
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    ...controls,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: state.token,
    async close() {
      deliverer.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Starts the server in a process of its own. */
export async function spawnBotApi(options: BotApiOptions = {}): Promise<BotApi & RemoteControls> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { url, token } = await new Promise<BotApi>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(JSON.parse(line.toString())))
    child.once('exit', (code) => reject(new Error(`the fake Bot API ended with ${code}`)))
  })
  const own = {
    url,
    token,
    close: () =>
      new Promise<void>((resolve) => {
        child.once('exit', () => resolve())
        child.kill()
      }),
  }
  const remote = async (name: string, args: unknown[]) => {
    const response = await fetch(`${url}/__control/${name}`, { method: 'POST', body: JSON.stringify(args) })
    const { result, error } = (await response.json()) as { result?: unknown; error?: string }
    if (error !== undefined) throw new Error(error)
    return result
  }
  return new Proxy(own, {
    // `then` is asked for by `await`: this is no promise.
    get: (target, name) =>
      name in target || name === 'then'
        ? Reflect.get(target, name)
        : (...args: unknown[]) => remote(String(name), args),
  }) as BotApi & RemoteControls
}

function createControls(state: State) {
  const { world, poller, faults, latency, counts, lastParams } = state
  return {
    ...createPeople(world),
    fault: (fault: Fault): void => faults.add(fault),
    clearFaults: (): void => faults.clear(),
    /** Every call of `method` (or `*`) takes this long. */
    delay(method: string, ms: number): void {
      latency.set(method, ms)
    },
    /** The bot's next new or edited message in the chat: each is returned once, in order. */
    next(chatId: number): Promise<SentMessage> {
      const chat = world.chat(chatId)
      const turn = chat.taken++
      return world.until(() => chat.shown[turn])
    },
    /** The bot's messages in the chat, in their latest version. */
    sent: (chatId: number): SentMessage[] => [...world.chat(chatId).sent.values()],
    /** Resolves once the bot has shown every one of these chats at least `count` messages. */
    shownTo: (chatIds: number[], count: number): Promise<true> => {
      let left = chatIds
      return world.until(() => {
        left = left.filter((id) => world.chat(id).shown.length < count)
        return left.length === 0 || undefined
      })
    },
    /** What one person alone was told in a group. */
    whispers: (chatId: number, userId: number): string[] =>
      world.chat(chatId).whispers.flatMap(({ user, text }) => (user === userId ? [text] : [])),
    /** Reactions of the bot in a chat, by message. */
    reactions: (chatId: number): Record<number, string> => Object.fromEntries(world.chat(chatId).reactions),
    /** Messages people sent to a chat that are still there. */
    received: (chatId: number): number[] => [...world.chat(chatId).received.keys()],
    /** The most messages and edits a group got in any minute, and how many requests were refused for its limit. */
    traffic(chatId: number): { most: number; all: number } {
      const times = world.chat(chatId).traffic
      const most = Math.max(0, ...times.map((at, n) => times.slice(n).filter((later) => later < at + 60_000).length))
      return { most, all: times.length }
    },
    tooMany: (): number => world.tooMany,
    /** Updates the bot has not confirmed. */
    pending: (): number => world.queue.length,
    /** Resolves once the bot has confirmed every update. */
    confirmed: (): Promise<true> => world.until(() => world.queue.length === 0 || undefined),
    /** Resolves once a long poll waits for updates. */
    parked: (): Promise<true> => world.until(() => poller.parked || undefined),
    /** Lets the waiting long poll end without updates, as after its timeout. */
    endPoll: (): void => poller.release(),
    /** Calls of the method so far. */
    calls: (method: string): number => counts.get(method) ?? 0,
    /** Resolves once the method has been called `count` times, with the latest parameters. */
    called: (method: string, count = 1): Promise<Params> =>
      world.until(() => ((counts.get(method) ?? 0) >= count ? lastParams.get(method) : undefined)),
    /** Callbacks the bot answered. */
    answered: (): string[] => [...world.callbacks].filter(([, { answered }]) => answered).map(([id]) => id),
    commands: (): Record<string, unknown> => Object.fromEntries(world.commands),
    /** From now on getFile answers as a server started with --local: with paths on its own disk. */
    keepsFilesLocally(): void {
      for (const file of world.files.values()) file.path = `/var/lib/telegram-bot-api/${file.path}`
    },
    webhook: () => world.webhook,
    /** Registers a webhook behind the bot's back. */
    setWebhook(url: string): void {
      world.webhook = { url }
    },
    /** The token becomes invalid, as after /revoke at @BotFather. */
    revoke(): void {
      state.token = 'revoked'
    },
  }
}

async function serve(req: IncomingMessage, res: ServerResponse, state: State, controls: Controls): Promise<void> {
  const [, first = '', name = ''] = (req.url ?? '').split('?')[0]?.split('/') ?? []
  const body = await readBody(req)
  if (first === '__control') return control(res, controls, name, body)
  if (first === 'file') return hand(req, res, state)
  if (!first.startsWith('bot')) return answer(res, 404, failure(404))
  if (first.slice(3) !== state.token) return answer(res, 401, failure(401))
  const params = readParams(req, body)
  state.counts.set(name, (state.counts.get(name) ?? 0) + 1)
  state.lastParams.set(name, params)
  state.world.changed()

  const gone = new AbortController()
  res.once('close', () => gone.abort())
  const latency = state.latency.get(name) ?? state.latency.get('*')
  if (latency) await new Promise((resolve) => setTimeout(resolve, latency))
  const fault = state.faults.take(name)
  if (fault?.hang) return
  if (fault?.cut === 'before') return void res.socket?.destroy()
  if (fault?.page !== undefined) return void res.writeHead(502, { 'content-type': 'text/html' }).end(fault.page)
  const { status, reply } =
    fault?.error && !fault.accept ? { status: 200, reply: {} } : await perform(state, name, params, gone.signal)
  if (fault?.cut === 'after') return void res.socket?.destroy()
  if (fault?.cut === 'response') {
    const text = JSON.stringify(reply)
    res.writeHead(status, { 'content-length': Buffer.byteLength(text) })
    res.write(text.slice(0, text.length / 2), () => res.socket?.destroy())
    return
  }
  if (!fault?.error) return answer(res, status, reply)
  const { code, description, ...parameters } = fault.error
  answer(res, code, failure(code, description, parameters))
}

/** `/file/bot<token>/<file_path>`: a file as it is, or faults of the "method" `file`. */
async function hand(req: IncomingMessage, res: ServerResponse, state: State): Promise<void> {
  const [, , bot = '', ...path] = (req.url ?? '').split('/')
  if (bot !== `bot${state.token}`) return answer(res, 404, failure(404))
  state.counts.set('file', (state.counts.get('file') ?? 0) + 1)
  state.lastParams.set('file', {})
  state.world.changed()
  const file = [...state.world.files.values()].find((candidate) => candidate.path === decodeURI(path.join('/')))
  const fault = state.faults.take('file')
  if (fault?.hang) return
  if (fault?.cut === 'before') return void res.socket?.destroy()
  if (!file || fault?.error) return answer(res, fault?.error?.code ?? 404, failure(fault?.error?.code ?? 404))
  if (fault?.cut === 'response') {
    res.writeHead(200, { 'content-length': file.data.length })
    return void res.write(file.data.subarray(0, file.data.length / 2), () => res.socket?.destroy())
  }
  // In chunks, without a length: as through a proxy.
  res.writeHead(200, { 'content-type': 'application/octet-stream' })
  for (let at = 0; at < file.data.length && !res.destroyed; at += 1 << 16)
    res.write(file.data.subarray(at, at + (1 << 16)))
  res.end()
}

async function perform(state: State, method: string, params: Params, gone: AbortSignal) {
  try {
    const known = METHODS[method]
    if (!known && method !== 'getUpdates') throw new Refusal(404, 'Not Found: method not found')
    const result = known ? known(state.world, params) : await state.poller.getUpdates(params, gone)
    state.world.changed()
    return { status: 200, reply: { ok: true, result } }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: error.code, reply: failure(error.code, error.message, error.parameters) }
  }
}

async function control(res: ServerResponse, controls: Controls, name: string, body: Buffer): Promise<void> {
  try {
    const call = (controls as Record<string, (...args: unknown[]) => unknown>)[name]
    if (!call) throw new Error(`no control "${name}"`)
    const args = body.length > 0 ? (JSON.parse(body.toString()) as unknown[]) : []
    answer(res, 200, { result: await call(...args) })
  } catch (error) {
    answer(res, 400, { error: String(error) })
  }
}

function answer(res: ServerResponse, status: number, reply: object): void {
  const text = JSON.stringify(reply)
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
}

if (import.meta.main) {
  const { url, token } = await startBotApi(JSON.parse(process.argv[2] ?? '{}'))
  console.log(JSON.stringify({ url, token }))
}
