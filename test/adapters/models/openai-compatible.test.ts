import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openaiCompatible } from '../../../adapters/models/openai-compatible.ts'
import type { Model } from '../../../src/ports/model.ts'
import { KEY, MODEL, type ModelServer, modelServer } from '../../support/model-server.ts'

let server: ModelServer

beforeEach(async () => {
  server = await modelServer()
})
afterEach(() => server.stop())

const request = {
  instructions: 'Mark it.',
  prompt: '{"reply":"我向客户道歉"}',
  schema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'], additionalProperties: false },
}

function model(options: { apiKey?: string; name?: string; timeoutMs?: number; baseURL?: string } = {}): Model {
  return openaiCompatible({
    baseURL: options.baseURL ?? server.url,
    apiKey: options.apiKey ?? KEY,
    model: options.name ?? MODEL,
    timeoutMs: options.timeoutMs ?? 5000,
  })
}

describe('an OpenAI-compatible endpoint', () => {
  it('is asked with instructions, data and the schema, and its JSON comes back', async () => {
    server.behave(() => ({ answer: { ok: true } }))
    expect(await model().answer(request)).toEqual({ ok: true })
    expect(server.asked).toEqual([
      { instructions: request.instructions, prompt: request.prompt, schema: request.schema },
    ])
  })

  it('may have a slash at the end of its address', async () => {
    server.behave(() => ({ answer: { ok: true } }))
    expect(await model({ baseURL: `${server.url}/` }).answer(request)).toEqual({ ok: true })
  })

  it.each([
    ['a wrong key', { apiKey: 'sk-wrong-secret' }, undefined, 'auth', 'LLM_API_KEY'],
    ['an unknown model', { name: 'nosuch' }, undefined, 'unknown-model', 'LLM_MODEL'],
    ['429', {}, { status: 429 }, 'rate-limited', 'quota'],
    ['500', {}, { status: 500, body: 'internal: 我向客户道歉' }, 'unavailable', undefined],
    ['a page of HTML', {}, { raw: '<html>login</html>' }, 'not-json', 'LLM_BASE_URL'],
    ['prose instead of JSON', {}, { text: '好的，这个回答很好。' }, 'not-json', 'LLM_MODEL'],
    ['silence', { timeoutMs: 200 }, 'silent' as const, 'too-slow', 'LLM_TIMEOUT_SECONDS'],
  ])('%s: its kind and what to do, no key, no answer', async (_, options, behaviour, kind, fix) => {
    server.behave(() => behaviour ?? { answer: { ok: true } })
    const error = await model(options)
      .answer(request)
      .then(
        () => undefined,
        (thrown: unknown) => thrown as Error & { kind: string; fix?: string },
      )
    expect(error).toMatchObject({ name: 'ModelError', kind })
    if (fix !== undefined) expect(error?.fix).toContain(fix)
    const said = `${error?.message}${error?.fix}`
    for (const secret of [KEY, 'sk-wrong', '道歉']) expect(said).not.toContain(secret)
  })

  it('that nobody runs is unavailable', async () => {
    await server.stop()
    await expect(model().answer(request)).rejects.toMatchObject({ name: 'ModelError', kind: 'unavailable' })
  })

  it('is asked once: falling back is quicker than trying again', async () => {
    server.behave(() => ({ status: 503 }))
    await expect(model().answer(request)).rejects.toMatchObject({ kind: 'unavailable' })
    expect(server.asked).toHaveLength(1)
  })
})
