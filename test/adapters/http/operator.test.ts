import { afterEach, describe, expect, it } from 'vitest'
import { operatorApp } from '../../../adapters/http/operator.ts'
import { type HttpServer, serveHttp } from '../../../adapters/http/server.ts'
import { systemClock } from '../../../src/clock.ts'
import { documentId } from '../../../src/identity.ts'
import { operatorPages } from '../../../src/pages/operator.ts'
import type { Survey } from '../../../src/ports/status.ts'
import { type Bot, startBot } from '../../support/bot.ts'
import { FakeChannel } from '../../support/channel.ts'
import { Browser } from '../../support/pages.ts'

/* What the operator sees, over real HTTP, of a bot over fakes. */

const SECRET = 'a-secret-of-24-characters'
const servers: HttpServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function start(options: { secret?: string | undefined; survey?: Survey; bot?: Bot } = { secret: SECRET }) {
  const bot = options.bot ?? (await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } }))
  const app = operatorApp({
    status: () => bot.app.status(),
    stock: () => ({ learners: 3, groups: 1, backup: { at: Date.parse('2026-11-22T20:30:00Z'), daily: true } }),
    survey: async () => options.survey ?? { disk: { bytes: 2_400_000, files: 9 }, banks: [] },
    pages: operatorPages({ language: 'zh', zone: 'Asia/Shanghai' }),
    secret: options.secret,
    key: '5f'.repeat(32),
    clock: bot.clock,
  })
  const server = await serveHttp({ host: '127.0.0.1', port: 0, apps: [app], clock: systemClock, logger: bot.logger })
  servers.push(server)
  return { bot, server, browser: new Browser(server) }
}

async function enters({ url }: HttpServer, secret: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${url}/admin`, {
    method: 'POST',
    body: new URLSearchParams({ secret }),
    redirect: 'manual',
    headers,
  })
  return { status: answer.status, html: await answer.text(), cookie: answer.headers.getSetCookie()[0] ?? '' }
}

async function opens({ url }: HttpServer, cookie: string): Promise<{ status: number; html: string }> {
  const answer = await fetch(`${url}/admin`, { headers: { cookie: cookie.split(';')[0] ?? '' } })
  return { status: answer.status, html: await answer.text() }
}

const metrics = async ({ url }: HttpServer, secret: string | undefined) => {
  const answer = await fetch(`${url}/metrics`, {
    headers: secret === undefined ? {} : { authorization: `Bearer ${secret}` },
  })
  return { status: answer.status, text: await answer.text() }
}

it('without a secret there is neither /admin nor /metrics', async () => {
  const { server, browser } = await start({ secret: undefined })
  expect((await browser.opens('/admin')).status).toBe(404)
  expect((await enters(server, '')).status).toBe(404)
  expect((await metrics(server, 'x')).status).toBe(404)
  expect((await browser.opens('/healthz')).status).toBe(200)
})

it('is ready once a channel takes answers, and not while none does', async () => {
  const { bot, browser } = await start()
  expect((await browser.opens('/readyz')).status).toBe(200)
  bot.channel.host?.connectivity('down')
  expect((await browser.opens('/readyz')).status).toBe(503)
  expect((await browser.opens('/healthz')).status).toBe(200)
  bot.channel.host?.connectivity('up')
  expect((await browser.opens('/readyz')).status).toBe(200)
})

describe('/admin', () => {
  it('opens with the secret alone, for twelve hours, and closes again', async () => {
    const { bot, server } = await start()
    expect((await opens(server, '')).status).toBe(401)
    const wrong = await enters(server, 'a-secret-of-24-characterz')
    expect([wrong.status, wrong.cookie]).toEqual([403, ''])
    expect(wrong.html).toContain('口令不对')
    const { status, cookie } = await enters(server, SECRET)
    expect(status).toBe(303)
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Strict/i)
    expect((await opens(server, cookie)).status).toBe(200)
    for (const forged of [`${cookie.split('.')[0]}9.x`, cookie.replace(/=\d/, '=9'), 'coach_admin=9999999999'])
      expect((await opens(server, forged)).status).toBe(401)
    bot.clock.set(bot.clock.now() + 12 * 3_600_000 + 1000)
    expect((await opens(server, cookie)).status).toBe(401)
  })

  it('tells who guesses to wait, keeps nobody out who knows the secret, and takes none from another site', async () => {
    const { bot, server } = await start()
    expect((await enters(server, SECRET, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    for (let n = 0; n < 10; n++) expect((await enters(server, `guess-${n}`)).status).toBe(403)
    expect((await enters(server, 'guess')).status).toBe(429)
    expect((await enters(server, SECRET)).status).toBe(303)
    // Another way in: what was tried at the form does not count there.
    expect((await metrics(server, 'guess')).status).toBe(401)
    expect((await metrics(server, SECRET)).status).toBe(200)
    bot.clock.set(bot.clock.now() + 61_000)
    expect((await enters(server, 'guess')).status).toBe(403)
  })

  it('tells of channels, pushes, learners, banks and the store: counts and causes, nobody’s words', async () => {
    const channels = [new FakeChannel('buttons'), new FakeChannel('buttons', 'other')]
    const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' }, channels })
    const banks = [{ title: '<script>1</script>', questions: 4, warnings: ['12 q-1: asks nearly the same'] }]
    const { server } = await start({ secret: SECRET, bot, survey: { disk: { bytes: 2_400_000, files: 9 }, banks } })
    const lin = bot.learner('lin')
    await lin.says('/start')
    await lin.says('我会先倾听客户把话说完，再真诚道歉。')
    await lin.at('2026-11-24 08:00')
    await lin.answers()
    channels[1]?.host?.connectivity('down')
    const { html } = await opens(server, (await enters(server, SECRET)).cookie)
    for (const words of [
      '正常接收回答',
      'other · <span class="bad">断开，自 2026-11-24 08:00',
      '准时 1 · 晚到 0',
      '<dt>今天来过</dt><dd>1</dd>',
      '<dt>学员总数</dt><dd>3</dd>',
      '1 处要看',
      '12 q-1: asks nearly the same',
      '2.4 MB，9 个文件',
      '2026-11-23 04:30',
    ])
      expect(html).toContain(words)
    expect(html).not.toContain('<script')
    expect(html).not.toMatch(/\blin\b|倾听|chat-/)
    for (const secret of [SECRET, documentId('fake', 'lin')]) expect(html).not.toContain(secret)
  })
})

describe('/metrics', () => {
  it('needs the secret in its header, and says in Prometheus’ form what happened', async () => {
    const { bot, server } = await start()
    expect((await metrics(server, undefined)).status).toBe(401)
    expect((await metrics(server, 'wrong')).status).toBe(401)
    const lin = bot.learner('lin')
    await lin.says('/start')
    await lin.answers()
    await lin.at('2026-11-24 08:00')
    const once = await metrics(server, SECRET)
    // Read twice, counted once.
    const { text } = await metrics(server, SECRET)
    expect(once.text.match(/coach_messages_total.*/g)).toEqual(text.match(/coach_messages_total.*/g))
    for (const line of [
      'coach_channel_up{channel="fake"} 1',
      'coach_outbox_waiting{channel="fake"} 0',
      'coach_pushes_total{channel="fake",outcome="on_time"} 1',
      'coach_learners_active{period="week"} 1',
      'coach_learners 3',
      'coach_last_backup_timestamp_seconds 1795379400',
      '# TYPE nodejs_eventloop_lag_seconds gauge',
    ])
      expect(text).toContain(line)
    expect(text).not.toMatch(/lin|倾听/)
  })
})

it('a push that comes after downtime is late', async () => {
  const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
  const lin = bot.learner('lin')
  await lin.says('/start')
  await lin.answers()
  bot.channel.host?.connectivity('down')
  await lin.at('2026-11-24 09:30')
  bot.channel.host?.connectivity('up')
  await lin.waits('2min')
  expect(bot.app.status().channels[0]?.pushes).toEqual({ sent: 0, late: 1, failed: 0, expired: 0 })
})

it('who was active is known after a restart, and forgotten with the record', async () => {
  const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
  const lin = bot.learner('lin')
  await lin.says('/start')
  await bot.learner('wang').says('/start')
  expect(bot.app.status().active).toEqual({ today: 2, week: 2 })
  await bot.restart()
  expect(bot.app.status().active).toEqual({ today: 2, week: 2 })
  await lin.says('/delete')
  await lin.presses('确定删除')
  expect(bot.app.status().active).toEqual({ today: 1, week: 1 })
})
