import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a server was asked, as the core put it. */
export interface Asked {
  instructions: string
  prompt: string
  schema: unknown
}

/** How a server behaves: an answer of the protocol, something else altogether, or never. */
export type Behaviour =
  | { answer: unknown }
  | { text: string }
  | { status: number; body?: string }
  | { raw: string }
  | 'silent'

/** A strict OpenAI-compatible server on loopback. It accepts one key and one model, and records what it is asked. */
export interface ModelServer {
  url: string
  asked: Asked[]
  /** How it behaves from now on. */
  behave(how: (asked: Asked) => Behaviour): void
  stop(): Promise<void>
}

export const KEY = 'sk-loopback'
export const MODEL = 'loopback-model'

interface Body {
  model: string
  messages: { role: string; content: string }[]
  response_format?: { type: string; json_schema?: { schema: unknown } }
}

export async function modelServer(): Promise<ModelServer> {
  const asked: Asked[] = []
  let behaviour: (asked: Asked) => Behaviour = () => 'silent'
  const server = createServer((request, response) => {
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }
    const refuse = (status: number, message: string) => json(status, { error: { message, type: 'error' } })
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    request.on('end', () => {
      if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return refuse(404, 'no such address')
      if (request.headers.authorization !== `Bearer ${KEY}`)
        return refuse(401, `Incorrect API key provided: ${request.headers.authorization}`)
      const body = JSON.parse(text) as Body
      if (body.model !== MODEL) return refuse(404, `The model ${body.model} does not exist`)
      const [system, user] = body.messages
      if (system?.role !== 'system' || user?.role !== 'user' || body.messages.length !== 2)
        return refuse(400, 'one system and one user message')
      if (body.response_format?.type !== 'json_schema') return refuse(400, 'response_format must be json_schema')
      const one = {
        instructions: system.content,
        prompt: user.content,
        schema: body.response_format.json_schema?.schema,
      }
      asked.push(one)
      const how = behaviour(one)
      if (how === 'silent') return
      if ('status' in how) return json(how.status, how.body ?? { error: { message: 'refused', type: 'error' } })
      if ('raw' in how) return json(200, how.raw)
      const content = 'text' in how ? how.text : JSON.stringify(how.answer)
      json(200, {
        id: 'c1',
        object: 'chat.completion',
        created: 0,
        model: MODEL,
        choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    behave: (how) => {
      behaviour = how
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
