import { request } from 'node:http'
import { expect, it } from 'vitest'
import { hurriedClock } from '../../../support/telegram/clock.ts'
import { bench, freePort, gate } from './harness.ts'

const SECRET = 'hush-hush_1'

/** A bench on a webhook, with a function that posts to it as anybody could. */
async function hooked() {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/tg/hook`
  const webhook = { url, secret: SECRET, host: '127.0.0.1', port }
  const b = await bench({ webhook, clock: hurriedClock() })
  const post = (body: string, options: { secret?: string; path?: string; method?: string } = {}) =>
    new Promise<number | undefined>((resolve, reject) => {
      const req = request(`http://127.0.0.1:${port}${options.path ?? '/tg/hook'}`, {
        method: options.method ?? 'POST',
        headers: { 'x-telegram-bot-api-secret-token': options.secret ?? SECRET },
      })
      req.on('response', (res) => {
        res.resume()
        resolve(res.statusCode)
      })
      req.on('error', reject)
      req.end(body)
    })
  return { ...b, b, post, webhook }
}

const update = (id: number) =>
  JSON.stringify({
    update_id: id,
    message: {
      message_id: id,
      date: 1,
      text: '你好',
      chat: { id: 1, type: 'private' },
      from: { id: 1, is_bot: false, first_name: 'A' },
    },
  })

it('registers with its secret and the updates it wants, and handles what waits before start() resolves', async () => {
  const { api, b, channel, host } = await hooked()
  for (const words of ['一', '二', '三']) api.say(1, words)
  await channel.start(host)
  expect(b.texts()).toEqual(['一', '二', '三'])
  expect(await api.called('setWebhook')).toMatchObject({
    secret_token: SECRET,
    allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member', 'chat_member'],
  })
  expect(api.pending()).toBe(0)
})

it('answers 200 only after the update was handled', async () => {
  const { b, channel, host, post } = await hooked()
  await channel.start(host)
  const slow = gate()
  const entered = gate()
  b.onEvent = () => {
    entered.open()
    return slow.opened
  }
  let status: number | undefined
  const posted = post(update(5)).then((code) => {
    status = code
  })
  await entered.opened
  expect(status).toBeUndefined()
  slow.open()
  await posted
  expect([status, b.events.length]).toEqual([200, 1])
})

it('answers 500 when handling failed, and gets the update again', async () => {
  const { api, b, channel, host } = await hooked()
  await channel.start(host)
  let failures = 2
  b.onEvent = async () => {
    if (failures-- > 0) throw new Error('disk full')
  }
  api.say(1, '你好')
  await api.confirmed()
  expect(b.texts()).toEqual(['你好'])
  expect(api.webhook()?.lastError).toContain('500')
})

it('lets in nothing but updates from who knows the secret', async () => {
  const { b, channel, host, post } = await hooked()
  await channel.start(host)
  expect(await post(update(1), { secret: 'wrong' })).toBe(401)
  expect(await post(update(1), { secret: '' })).toBe(401)
  expect(await post(update(1), { path: '/other' })).toBe(404)
  expect(await post('', { method: 'GET' })).toBe(405)
  for (const body of ['{', 'null', '[]', '{"update_id":"x"}']) expect(await post(body)).toBe(400)
  expect(await post(`"${'x'.repeat(1024 * 1024)}"`)).toBe(413)
  expect(b.events).toEqual([])
  expect(await post(update(2), { path: '/tg/hook?x=1' })).toBe(200)
})

it('finishes and answers what it has in hand when it stops', async () => {
  const { api, b, channel, host } = await hooked()
  await channel.start(host)
  const [slow, entered] = [gate(), gate()]
  b.onEvent = () => {
    entered.open()
    return slow.opened
  }
  api.say(1, '在手')
  await entered.opened
  const stopped = channel.stop()
  slow.open()
  await stopped
  expect(b.texts()).toEqual(['在手'])
  await api.confirmed()
})

it('waits no longer than a minute for a backlog that does not come', async () => {
  const port = await freePort()
  const webhook = { url: 'http://127.0.0.1:9/elsewhere', secret: SECRET, host: '127.0.0.1', port }
  const b = await bench({ webhook })
  b.api.say(1, '别处')
  const started = b.channel.start(b.host)
  for (let waited = 0; waited < 60_000; waited += 500) await b.clock.pass(500)
  await started
})

it('says so when it cannot listen', async () => {
  const { webhook } = await hooked()
  const first = await bench({ webhook })
  await first.channel.start(first.host)
  const second = await bench({ webhook })
  await expect(second.channel.start(second.host)).rejects.toThrow(
    `cannot listen on 127.0.0.1:${webhook.port} (EADDRINUSE)`,
  )
})
