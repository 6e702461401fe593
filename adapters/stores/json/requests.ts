/** One request and one answer a connection, each a line of JSON of at most 1 MiB. */
import { createConnection, createServer, type Socket } from 'node:net'
import { codeOf } from './files.ts'

/** What other processes may ask; a handler answers with JSON or rejects with a message for whoever asked. */
export type Handlers = Record<string, (arg: unknown) => Promise<unknown>>

/** `verdict`: does this process have the folder? With true the answer waits until it knows. */
type Request = { command: string; arg: unknown } | { verdict: boolean }

export type Answer =
  | { kind: 'result'; result: unknown }
  | { kind: 'error'; message: string }
  /** Nobody listens at this name any more. */
  | { kind: 'dead' }
  /** It wanted the folder and did not get it, or has let go of it. */
  | { kind: 'gone' }
  /** The connection ended before the answer. */
  | { kind: 'ended' }
  /** No answer in time. */
  | { kind: 'silent' }

const LINE_LIMIT = 1 << 20
/** ms in which a caller must have sent its request. */
const REQUEST_MS = 10_000
const CONNECTIONS = 64

export class RequestServer {
  readonly #server = createServer((socket) => void this.#serve(socket))
  readonly #sockets = new Set<Socket>()
  readonly #verdict = Promise.withResolvers<'held' | 'gone'>()
  #handlers: Handlers | undefined

  /** Does not keep the process alive. */
  async listen(path: string): Promise<void> {
    this.#server.maxConnections = CONNECTIONS
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(path, resolve)
    })
    this.#server.unref()
  }

  decide(verdict: 'held' | 'gone'): void {
    this.#verdict.resolve(verdict)
  }

  serve(handlers: Handlers): void {
    this.#handlers = handlers
  }

  /** Those who still wait see the connection end. */
  async close(): Promise<void> {
    this.decide('gone')
    if (!this.#server.listening) return
    const closed = new Promise((resolve) => this.#server.close(resolve))
    // Answers on their way (a candidate's "gone") go out first.
    await new Promise((resolve) => setImmediate(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  async #serve(socket: Socket): Promise<void> {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    const line = await readLine(socket, REQUEST_MS)
    if (line === undefined) return void socket.destroy()
    const answer = `${JSON.stringify(await this.#answer(line))}\n`
    const fits = Buffer.byteLength(answer) <= LINE_LIMIT
    socket.end(fits ? answer : `${JSON.stringify({ kind: 'error', message: 'the answer is too long' })}\n`)
  }

  async #answer(line: string): Promise<Answer> {
    try {
      const request = JSON.parse(line) as Request
      if ('verdict' in request && !request.verdict) return { kind: 'result', result: null }
      if ((await this.#verdict.promise) === 'gone') return { kind: 'gone' }
      if ('verdict' in request) return { kind: 'result', result: null }
      if (!this.#handlers) return error('the running process is still starting: try again in a moment')
      const handler = Object.hasOwn(this.#handlers, request.command) ? this.#handlers[request.command] : undefined
      if (!handler) return error(`the running process knows no command "${request.command}": is it an older version?`)
      return { kind: 'result', result: (await handler(request.arg)) ?? null }
    } catch (cause) {
      return error(cause instanceof Error ? cause.message : String(cause))
    }
  }
}

/** Sends one request to a socket. Without `timeoutMs` it waits as long as the other process lives. */
export async function ask(path: string, request: Request, timeoutMs?: number): Promise<Answer> {
  const line = `${JSON.stringify(request)}\n`
  if (Buffer.byteLength(line) > LINE_LIMIT) return error('the request is too long')
  const socket = createConnection(path)
  try {
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'ECONNREFUSED') return { kind: 'dead' }
    if (code === 'ECONNRESET' || code === 'EPIPE') return { kind: 'ended' }
    return code === 'ENOENT' ? { kind: 'gone' } : error(`cannot reach the running process (${code})`)
  }
  socket.on('error', () => socket.destroy())
  socket.write(line)
  const answer = await readLine(socket, timeoutMs)
  const ended = socket.closed
  socket.destroy()
  if (answer !== undefined) return JSON.parse(answer) as Answer
  return { kind: ended ? 'ended' : 'silent' }
}

/** The first line, or undefined when the connection ends, is too long or too slow first. What follows is dropped. */
async function readLine(socket: Socket, timeoutMs = 0): Promise<string | undefined> {
  const parts: Buffer[] = []
  let length = 0
  return new Promise((resolve) => {
    const done = (line?: string) => {
      socket.setTimeout(0).off('data', onData)
      resolve(line)
    }
    const onData = (part: Buffer) => {
      const end = part.indexOf(0x0a)
      parts.push(end === -1 ? part : part.subarray(0, end))
      length += part.length
      if (length > LINE_LIMIT) done()
      else if (end !== -1) done(Buffer.concat(parts).toString())
    }
    socket.setTimeout(timeoutMs, () => done())
    socket.once('close', () => done())
    socket.on('data', onData)
  })
}

function error(message: string): Answer {
  return { kind: 'error', message }
}
