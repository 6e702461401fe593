import { describe, expect, it } from 'vitest'
import { telegramChannel } from '../../../../adapters/channels/telegram/channel.ts'
import { bench, gate, quiet } from './harness.ts'

/** Lets what is under way in this process and on loopback happen. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('confirming', () => {
  it('confirms an update only after it was handled', async () => {
    const b = await bench()
    const slow = gate()
    b.onEvent = () => slow.opened
    await b.channel.start(b.host)
    b.api.say(1, '你好')
    await settle()
    expect([b.api.pending(), b.events.length]).toEqual([1, 0])
    slow.open()
    await b.api.confirmed()
    expect(b.texts()).toEqual(['你好'])
  })

  it('delivers again, with the same id, what a process that died had not finished', async () => {
    const b = await bench()
    const stuck = gate()
    const entered = gate()
    const seen: string[] = []
    const dying = telegramChannel({ token: b.api.token, apiRoot: b.api.url, clock: b.clock, logger: quiet })
    b.api.say(1, '第一')
    b.api.say(2, '第二')
    const started = dying.start({
      connectivity() {},
      async handle(event) {
        seen.push(event.eventId)
        entered.open()
        await stuck.opened
      },
    })
    await entered.opened
    await b.channel.start(b.host)
    expect(b.texts().sort()).toEqual(['第一', '第二'])
    expect(b.events.map((event) => event.eventId).sort()).toEqual(seen.sort())
    const over = dying.stop()
    stuck.open()
    await Promise.all([over, started])
  })

  it('confirms the batch in hand when it stops, and takes no other', async () => {
    const b = await bench()
    const [slow, entered] = [gate(), gate()]
    b.onEvent = () => {
      entered.open()
      return slow.opened
    }
    await b.channel.start(b.host)
    b.api.say(1, '在手')
    await entered.opened
    b.api.say(1, '下次')
    const stopped = b.channel.stop()
    slow.open()
    await stopped
    expect([b.texts(), b.api.pending()]).toEqual([['在手'], 1])
  })

  it('finds updates whose ids started again lower after a quiet week', async () => {
    const b = await bench()
    await b.channel.start(b.host)
    b.api.say(1, '一月')
    await b.api.confirmed()
    await b.api.parked()
    b.api.endPoll()
    await settle()
    await b.api.parked()
    b.api.continueUpdatesAt(7)
    b.api.say(1, '二月')
    await b.handled(2)
    await b.api.confirmed()
    expect(b.events.map((event) => event.eventId)).toEqual(['tg:100001', 'tg:7'])
  })

  it('confirms a batch whose ids are out of order', async () => {
    const b = await bench()
    for (const [id, text] of [
      [500, '甲'],
      [300, '乙'],
      [301, '丙'],
    ] as const) {
      b.api.continueUpdatesAt(id)
      b.api.say(1, text)
    }
    await b.channel.start(b.host)
    await b.api.confirmed()
    expect(b.texts()).toEqual(['甲', '乙', '丙'])
  })

  it('goes on after an update that could not be handled, and logs no word of it', async () => {
    const b = await bench()
    b.onEvent = (event) => (event.eventId === 'tg:100001' ? Promise.reject(new Error('私密')) : Promise.resolve())
    b.api.say(1, '坏')
    b.api.say(1, '好')
    await b.channel.start(b.host)
    expect([b.texts(), b.api.pending()]).toEqual([['好'], 0])
    expect(b.log.join()).toContain('could not be handled')
    expect(b.log.join()).not.toMatch(/私密|坏|AAFake/)
  })

  it('survives an update of a shape it does not know', async () => {
    const b = await bench()
    b.api.inject({ message: { message_id: 1, date: 1 } })
    b.api.say(1, '好')
    await b.channel.start(b.host)
    expect(b.texts()).toEqual(['好'])
  })
})

describe('order', () => {
  it('keeps a chat in order while other chats proceed', async () => {
    const b = await bench()
    const slow = gate()
    b.onEvent = (event) => (event.eventId === 'tg:100001' ? slow.opened : Promise.resolve())
    b.api.say(1, '慢')
    b.api.say(1, '后')
    b.api.say(2, '快')
    const started = b.channel.start(b.host)
    await b.handled(1)
    await settle()
    expect(b.texts()).toEqual(['快'])
    slow.open()
    await started
    expect(b.texts()).toEqual(['快', '慢', '后'])
  })

  it('drains a backlog of several batches before start() resolves', async () => {
    const b = await bench()
    for (let i = 0; i < 250; i++) b.api.say(1 + (i % 7), String(i))
    await b.channel.start(b.host)
    expect([b.events.length, b.api.pending()]).toEqual([250, 0])
  })

  it('starts although messages never cease', async () => {
    const b = await bench()
    const date = Math.floor(b.clock.now() / 1000) + 10
    let said = 0
    b.onEvent = async () => {
      if (said++ < 1000) b.api.say(1, '又一条', { date })
    }
    b.api.say(1, '旧的', { date: date - 1000 })
    await b.channel.start(b.host)
    expect(b.events.length).toBeLessThan(10)
    said = 1000
  })
})

describe('a network that refuses', () => {
  it('starts with a webhook set earlier, keeping what waits', async () => {
    const b = await bench()
    b.api.say(1, '等着')
    b.api.setWebhook('http://127.0.0.1:9/')
    await b.channel.start(b.host)
    expect(b.texts()).toEqual(['等着'])
  })

  it.each([401, 404])('start() throws auth when Telegram answers %i', async (code) => {
    const b = await bench()
    b.api.fault({ method: 'getMe', error: { code } })
    await expect(b.channel.start(b.host)).rejects.toMatchObject({ kind: 'auth' })
    expect(b.api.calls('getUpdates')).toBe(0)
  })

  it('reports a token revoked later, and stops polling', async () => {
    const b = await bench()
    await b.channel.start(b.host)
    await b.api.parked()
    b.api.revoke()
    b.api.endPoll()
    // The refusal comes over a real connection, as soon as the machine lets it.
    await expect.poll(() => b.states).toEqual([{ state: 'up' }, { state: 'down', kind: 'auth' }])
    const calls = b.api.calls('getUpdates')
    b.clock.advance(60_000)
    await settle()
    expect(b.api.calls('getUpdates')).toBe(calls)
    await b.channel.stop()
  })

  it('is down while another process polls, and keeps trying', async () => {
    const b = await bench()
    await b.channel.start(b.host)
    await b.api.parked()
    const other = fetch(`${b.api.url}/bot${b.api.token}/getUpdates`)
    await b.clock.pass(1000)
    await other
    await b.api.parked()
    b.api.say(1, '回来了')
    await b.handled(1)
    expect(b.states).toEqual([{ state: 'up' }, { state: 'down', kind: 'conflict' }, { state: 'up' }])
  })

  it('waits as long as a 429 says', async () => {
    const b = await bench()
    b.api.fault({ method: 'getUpdates', error: { code: 429, retry_after: 7 } })
    const started = b.channel.start(b.host)
    await b.clock.pass(7000)
    await started
    expect(b.states).toEqual([{ state: 'up' }])
  })

  it('backs off from 1 s to 30 s, is down after three failures, up again after one success', async () => {
    const b = await bench()
    b.api.fault({ method: 'getUpdates', error: { code: 502 }, times: 3 })
    b.api.fault({ method: 'getUpdates', cut: 'before', times: 2 })
    b.api.fault({ method: 'getUpdates', cut: 'response' })
    b.api.fault({ method: 'getUpdates', page: '<html>502</html>' })
    const started = b.channel.start(b.host)
    for (const seconds of [1, 2]) await b.clock.pass(seconds * 1000)
    expect(b.states).toEqual([{ state: 'up' }])
    for (const seconds of [4, 8, 16, 30, 30]) await b.clock.pass(seconds * 1000)
    await started
    expect(b.states).toEqual([{ state: 'up' }, { state: 'down', kind: 'unavailable' }, { state: 'up' }])
    await b.api.parked()
    b.api.fault({ method: 'getUpdates', error: { code: 502 } })
    b.api.endPoll()
    await b.clock.pass(1000)
    await b.api.parked()
    expect(b.log.join()).not.toContain(b.api.token)
  })

  it('gives up a poll that never answers', async () => {
    const b = await bench()
    b.api.fault({ method: 'getUpdates', hang: true })
    const started = b.channel.start(b.host)
    await b.api.called('getUpdates')
    await b.clock.pass(40_000)
    await b.clock.pass(1000)
    await started
  })
})

describe('stopping', () => {
  it('ends a long poll at once', async () => {
    const b = await bench()
    await b.channel.start(b.host)
    await b.api.parked()
    await b.channel.stop()
    await b.channel.stop()
  })

  it('ends on a dead network before and after it was started', async () => {
    const b = await bench()
    await b.api.close()
    const started = b.channel.start(b.host)
    await b.clock.pass(1000)
    await b.channel.stop()
    await started
    expect(b.events).toEqual([])
  })

  it('waits for the last confirmation no longer than 2 s', async () => {
    const b = await bench()
    await b.channel.start(b.host)
    b.api.say(1, '你好')
    await b.handled(1)
    await b.api.parked()
    b.api.fault({ method: 'getUpdates', hang: true })
    const stopped = b.channel.stop()
    await b.clock.pass(2000)
    await stopped
  })

  it('can be started again', async () => {
    const b = await bench()
    for (const text of ['一', '二']) {
      b.api.say(1, text)
      await b.channel.start(b.host)
      await b.channel.stop()
    }
    expect(b.texts()).toEqual(['一', '二'])
  })
})

describe('presses', () => {
  it('are answered at once, whatever the handler does', async () => {
    const b = await bench()
    const slow = gate()
    await b.channel.start(b.host)
    b.api.open(1)
    const chat = { channel: 'telegram', chatId: '1', kind: 'direct' } as const
    await b.channel.send(chat, {
      blocks: [{ kind: 'text', spans: ['问'] }],
      choices: [[{ id: 'skip', label: '跳过' }]],
    })
    b.onEvent = () => slow.opened
    b.api.press(1, '跳过')
    await b.api.called('answerCallbackQuery')
    expect(b.events).toEqual([])
    slow.open()
    await b.handled(1)
    expect(b.events[0]).toMatchObject({ type: 'action', choice: 'skip', at: b.clock.now(), messageId: '1' })
    expect(b.api.answered()).toEqual(['1'])

    b.api.fault({ method: 'answerCallbackQuery', error: { code: 400 } })
    b.api.press(1, '跳过')
    await b.handled(2)
  })
})
