import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wechatPace } from '../../src/channels.ts'
import { readConfig } from '../../src/config.ts'
import { isBetween } from '../../src/outbox/human.ts'
import { ChannelError, type HumanPace, type Pace } from '../../src/ports/channel.ts'
import { localTime } from '../../src/streak/day.ts'
import { startPump } from './harness.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const human: HumanPace = {
  betweenChats: { min: 3000, max: 5000 },
  spread: 10 * MINUTE,
  perDay: 1000,
  quiet: { from: 23 * 60, to: 7 * 60 },
  zone: 'Asia/Shanghai',
}
/** As the WeChat channel declares it unless the operator says otherwise. */
const pace = (change: Partial<HumanPace> = {}): Partial<Pace> => ({
  ...wechatPace(readConfig({})),
  human: { ...human, ...change },
})
/** 08:00 in Shanghai, some day in 2026. */
const EIGHT = Date.parse('2026-11-23T00:00:00Z')
const push = { kind: 'question', expiresAt: EIGHT + 19 * HOUR } as const

/** A source of chance that is the same each time. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return state / 2 ** 31
  }
}

/** A pump at that pace, with the instants at which its channel was written to. */
function paced(change: Partial<HumanPace> = {}, seed = 7) {
  const bench = startPump(pace(change), dice(seed))
  bench.clock.set(EIGHT)
  const sent: { at: number; chatId: string; words: string }[] = []
  const send = bench.channel.send.bind(bench.channel)
  bench.channel.send = (chat, message) => {
    sent.push({ at: bench.clock.now(), chatId: chat.chatId, words: message.blocks[0]?.spans.join('') ?? '' })
    return send(chat, message)
  }
  return { ...bench, sent }
}

/** Every rule of the pace, checked against what was sent. */
function obeys(
  sent: { at: number; chatId: string; words: string }[],
  rules: HumanPace = human,
  /** When each reply was planned: it takes along the pushes before it in its chat, at any hour. */
  planned: { at: number; chatId: string }[] = [],
): void {
  const days = new Map<string, number>()
  for (const [index, { at, chatId, words }] of sent.entries()) {
    const before = sent[index - 1]
    if (before !== undefined) {
      const gap = at - before.at
      if (before.chatId === chatId) expect(gap).toBeGreaterThanOrEqual(1000)
      else expect(gap).toBeGreaterThanOrEqual(rules.betweenChats.min)
    }
    // In any minute, however it is laid.
    expect(sent.filter((other) => other.at >= at && other.at < at + MINUTE).length).toBeLessThanOrEqual(40)
    const { day, minutes } = localTime(at, rules.zone)
    days.set(day, (days.get(day) ?? 0) + 1)
    const pending = planned.filter((reply) => reply.chatId === chatId && reply.at <= at).length
    const out = sent.slice(0, index).filter((other) => other.chatId === chatId && other.words !== 'push').length
    if (words === 'push' && rules.quiet && pending === out)
      expect(isBetween(minutes, rules.quiet.from, rules.quiet.to)).toBe(false)
  }
  for (const count of days.values()) expect(count).toBeLessThanOrEqual(rules.perDay)
}

it('the pace kept to here is the one WeChat is written to at by default', () => {
  expect(wechatPace(readConfig({}))).toEqual({
    perChat: { burst: 1, perSecond: 1 },
    overall: 40 / 60,
    broadcast: 40 / 60,
    human,
  })
})

describe('a human pace (§5)', () => {
  it('500 pushes obey it exactly: one at a time, 3 to 5 seconds apart, spread, all before the morning is over', async () => {
    const { add, wait, sent } = paced()
    for (let n = 0; n < 500; n++) add(`c${n}`, 'push', push)
    await wait(90 * MINUTE)
    expect(sent.length).toBe(500)
    obeys(sent)
    const gaps = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0))
    // Once all have had their random wait, nothing but the pause between chats separates them.
    const busy = gaps.slice(200)
    expect(Math.max(...busy)).toBeLessThanOrEqual(5001)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3000)
    expect(new Set(gaps).size).toBeGreaterThan(100)
    expect(sent.map(({ chatId }) => chatId)).not.toEqual(Array.from({ length: 500 }, (_, n) => `c${n}`))
  })

  it('ten pushes are spread over the minutes they may wait', async () => {
    const { add, wait, sent } = paced()
    for (let n = 0; n < 10; n++) add(`c${n}`, 'push', push)
    await wait(20 * MINUTE)
    expect(sent).toHaveLength(10)
    const last = sent.at(-1)?.at ?? 0
    expect(last - EIGHT).toBeGreaterThan(5 * MINUTE)
    expect(last - EIGHT).toBeLessThanOrEqual(10 * MINUTE + 5000)
  })

  it('a message to one chat: one a second and never more than 40 a minute', async () => {
    const { add, wait, sent } = paced()
    add(
      'a',
      Array.from({ length: 100 }, (_, n) => `${n}`),
    )
    await wait(10 * MINUTE)
    expect(sent).toHaveLength(100)
    obeys(sent)
    expect((sent.at(-1)?.at ?? 0) - EIGHT).toBeLessThanOrEqual(99 * 1501)
  })

  it('an answer waits neither for the spread of pushes nor behind the push of its own chat', async () => {
    const { add, wait, sent } = paced({ spread: 60 * MINUTE })
    for (let n = 0; n < 20; n++) add(`c${n}`, 'push', push)
    add('c19', 'reply')
    await wait(10_000)
    expect(sent.slice(0, 2).map(({ chatId, words }) => `${chatId} ${words}`)).toEqual(['c19 push', 'c19 reply'])
    await wait(2 * HOUR)
    expect(sent).toHaveLength(21)
    obeys(sent)
  })

  it('an answer does not wait for the spread of the push before it, while another chat is being written to either', async () => {
    const { add, wait, sent, channel, clock } = paced({ spread: 60 * MINUTE })
    const slow = Promise.withResolvers<void>()
    const send = channel.send.bind(channel)
    channel.send = async (chat, message) => {
      if (chat.chatId === 'slow') await slow.promise
      return send(chat, message)
    }
    add('slow', 'reply')
    await wait(1)
    add('c', 'push', push)
    add('c', 'reply')
    await wait(1)
    slow.resolve()
    await wait(10_000)
    expect(sent.map(({ chatId, words }) => `${chatId} ${words}`)).toEqual(['slow reply', 'c push', 'c reply'])
    expect(clock.now() - EIGHT).toBeLessThan(MINUTE)
  })

  it('what is in no document (faults, refusals, notices to the operator) keeps to it too, in line with the rest', async () => {
    const { add, wait, sent, pump, outcomes } = paced({ perDay: 25 })
    const notice = { blocks: [{ kind: 'text' as const, spans: ['notice'] }] }
    for (let n = 0; n < 20; n++) pump.say({ channel: 'fake', chatId: `c${n}`, kind: 'direct' }, notice)
    for (let n = 0; n < 10; n++) add(`c${n}`, 'reply')
    await wait(5 * MINUTE)
    expect(sent).toHaveLength(25)
    obeys(sent, { ...human, perDay: 25 })
    expect(outcomes.filter((outcome) => outcome.startsWith('notice'))).toEqual([])
    await wait(DAY)
    expect(sent.filter(({ words }) => words === 'reply')).toHaveLength(10)
  })

  it('a notice that could not go out in time is let go, and one the network refuses ends nothing', async () => {
    const { add, wait, sent, pump, channel } = paced()
    const notice = { blocks: [{ kind: 'text' as const, spans: ['notice'] }] }
    pump.hold()
    pump.say({ channel: 'fake', chatId: 'a', kind: 'direct' }, notice)
    await wait(11 * MINUTE)
    pump.release()
    await wait(MINUTE)
    expect(sent).toEqual([])
    channel.faults.push({ error: new ChannelError('blocked', 'no such chat') })
    pump.say({ channel: 'fake', chatId: 'a', kind: 'direct' }, notice)
    channel.faults.push({ error: new ChannelError('unavailable', 'cut', { outcome: 'unknown' }) })
    pump.say({ channel: 'fake', chatId: 'b', kind: 'direct' }, notice)
    add('c', 'reply')
    await wait(MINUTE)
    expect(channel.shown.map(({ chatId }) => chatId)).toEqual(['c'])
    await pump.drained()
  })

  it('the daily cap is hard: what is over waits for the next day', async () => {
    const { add, wait, sent } = paced({ perDay: 30 })
    for (let n = 0; n < 40; n++) add(`c${n}`, 'reply')
    await wait(6 * HOUR)
    expect(sent).toHaveLength(30)
    await wait(DAY)
    expect(sent).toHaveLength(40)
    obeys(sent, { ...human, perDay: 30 })
    expect(localTime(sent[30]?.at ?? 0, human.zone)).toMatchObject({ day: '2026-11-24', minutes: 0 })
  })

  it('the cap outlives a restart', async () => {
    const first = paced({ perDay: 3 })
    first.add('a', ['1', '2'])
    await first.wait(MINUTE)
    expect(first.pump.sentToday).toEqual({ day: '2026-11-23', count: 2 })
    const second = paced({ perDay: 3 })
    second.pump.recall(JSON.parse(JSON.stringify(first.pump.sentToday)))
    second.add('a', ['3', '4'])
    await second.wait(HOUR)
    expect(second.sent.map(({ words }) => words)).toEqual(['3'])
    second.pump.recall('nonsense')
  })

  it('while nobody is logged in it tries once a minute, and what did not go out does not count', async () => {
    const { add, wait, sent, channel, pump } = paced({ perDay: 3 })
    channel.broken = new ChannelError('logged-out', 'WeChat is logged out')
    for (const chat of ['a', 'b', 'c']) add(chat, 'reply')
    await wait(10 * MINUTE)
    expect(sent.length).toBeGreaterThanOrEqual(10)
    expect(sent.length).toBeLessThanOrEqual(11)
    expect(pump.sentToday?.count).toBe(0)
    channel.broken = undefined
    await wait(2 * MINUTE)
    expect(
      sent
        .slice(-3)
        .map(({ chatId }) => chatId)
        .sort(),
    ).toEqual(['a', 'b', 'c'])
    expect(pump.sentToday?.count).toBe(3)
  })

  it('in quiet hours nothing goes out unasked, and answers do', async () => {
    const { add, wait, sent, clock } = paced()
    clock.set(EIGHT + 15.5 * HOUR) // 23:30
    add('a', 'push', { kind: 'nudge', expiresAt: EIGHT + 2 * DAY })
    add('b', 'reply')
    await wait(HOUR)
    expect(sent.map(({ words }) => words)).toEqual(['reply'])
    await wait(8 * HOUR)
    expect(sent.map(({ words }) => words)).toEqual(['reply', 'push'])
    expect(localTime(sent[1]?.at ?? 0, human.zone)).toMatchObject({ day: '2026-11-24', minutes: 7 * 60 })
  })

  it('on hold all waits; what is of no use any more is dropped without taking up the pace', async () => {
    const { add, wait, sent, pump, outcomes } = paced()
    pump.hold()
    expect(pump.isIdle('a')).toBe(false)
    for (let n = 0; n < 200; n++) add(`c${n}`, 'push', { ...push, expiresAt: EIGHT + HOUR })
    add('z', 'still useful')
    await wait(3 * HOUR)
    expect(sent).toEqual([])
    expect(outcomes).toEqual([])
    pump.release()
    await wait(10_000)
    expect(sent.map(({ words }) => words)).toEqual(['still useful'])
    expect(outcomes.filter((outcome) => outcome === 'push failed expired')).toHaveLength(200)
  })

  it('whatever comes whenever: every rule is kept, chats keep their order, and all that is of use goes out', async () => {
    const message = fc.record({
      after: fc.integer({ min: 0, max: 30 * MINUTE }),
      chat: fc.integer({ min: 0, max: 5 }),
      isPush: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 5, max: 60 }),
        fc.integer({ min: 1, max: 2 ** 30 }),
        async (messages, perDay, seed) => {
          const { add, wait, sent, clock } = paced({ perDay }, seed)
          const planned: { at: number; chatId: string }[] = []
          for (const [n, { after, chat, isPush }] of messages.entries()) {
            await wait(after)
            if (!isPush) planned.push({ at: clock.now(), chatId: `c${chat}` })
            add(
              `c${chat}`,
              isPush ? 'push' : `reply ${n}`,
              isPush ? { kind: 'nudge', expiresAt: EIGHT + 99 * DAY } : {},
            )
          }
          await wait(20 * DAY)
          expect(sent).toHaveLength(messages.length)
          obeys(sent, { ...human, perDay }, planned)
          for (let chat = 0; chat <= 5; chat++) {
            const wanted = messages.flatMap((each, n) =>
              each.chat === chat ? [each.isPush ? 'push' : `reply ${n}`] : [],
            )
            expect(sent.filter(({ chatId }) => chatId === `c${chat}`).map(({ words }) => words)).toEqual(wanted)
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})

it('hours may go past midnight', () => {
  expect([22 * 60 + 59, 23 * 60, 0, 6 * 60 + 59, 7 * 60].map((at) => isBetween(at, 23 * 60, 7 * 60))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
  expect(isBetween(5, 0, 0)).toBe(false)
})
