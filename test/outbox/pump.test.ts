import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failures, startPump, still } from './harness.ts'

describe('order and pace (§5)', () => {
  it('keeps the order within a chat', async () => {
    const { add, shown } = startPump()
    add('a', ['1', '2', '3'])
    expect(await shown()).toEqual(['a: 1', 'a: 2', 'a: 3'])
  })

  it('sends one message of a chat at a time, and no chat waits for another', async () => {
    const { add, shown, channel } = startPump()
    channel.hanging = 'deaf'
    add('a', ['1', '2'])
    expect(await shown()).toEqual(['a: 1'])
    channel.hanging = undefined
    add('b', '1')
    expect(await shown()).toEqual(['b: 1'])
  })

  it('lets a chat have a burst, then so many a second', async () => {
    const { add, shown, wait } = startPump({ perChat: { burst: 2, perSecond: 1 } })
    add('a', ['1', '2', '3', '4'])
    add('b', '1')
    expect(await shown()).toEqual(['a: 1', 'b: 1', 'a: 2'])
    await wait(999)
    expect(await shown()).toEqual([])
    await wait(1)
    expect(await shown()).toEqual(['a: 3'])
    await wait(1000)
    expect(await shown()).toEqual(['a: 4'])
  })

  it('forgets a chat only when its pace has recovered', async () => {
    const { add, shown, wait } = startPump({ perChat: { burst: 2, perSecond: 0.01 } })
    add('a', ['1', '2'])
    await wait(60_000)
    expect(await shown()).toEqual(['a: 1', 'a: 2'])
    add('a', ['3', '4'])
    await wait(60_000)
    expect(await shown()).toEqual(['a: 3'])
    await wait(100_000)
    expect(await shown()).toEqual(['a: 4'])
  })

  it('keeps to the rate of the whole channel', async () => {
    const { add, shown, wait } = startPump({ overall: 2 })
    for (const chat of ['a', 'b', 'c', 'd', 'e']) add(chat, '1')
    expect(await shown()).toHaveLength(2)
    await wait(1000)
    expect(await shown()).toHaveLength(2)
    await wait(500)
    expect(await shown()).toHaveLength(1)
  })

  const push = { kind: 'question', expiresAt: 3_600_000 } as const

  it('sends pushes slowly, and replies before pushes', async () => {
    const { add, shown, wait } = startPump({ broadcast: 1 })
    for (const chat of ['a', 'b', 'c']) add(chat, 'push', push)
    add('z', 'reply')
    expect(await shown()).toEqual(['a: push', 'z: reply'])
    await wait(1000)
    expect(await shown()).toEqual(['b: push'])
    await wait(1000)
    expect(await shown()).toEqual(['c: push'])
  })

  it('is full with two hundred pushes, and says when one is done with; replies do not count', async () => {
    const { pump, add, wait, room } = startPump({ broadcast: 1 })
    for (let n = 1; n < 201; n++) add(`push${n}`, 'push', push)
    for (let n = 1; n < 300; n++) add(`reply${n}`, 'reply')
    await still()
    expect([pump.isFull, room.said]).toEqual([false, 1])
    add('push201', 'push', push)
    expect(pump.isFull).toBe(true)
    await wait(1000)
    expect([pump.isFull, room.said]).toEqual([false, 2])
    await wait(200_000)
    expect([pump.waiting, room.said]).toEqual([0, 201])
  })

  it('a reply does not wait behind the push of its own chat: it takes it along', async () => {
    const { add, shown } = startPump({ broadcast: 1 })
    for (const chat of ['a', 'b', 'c']) add(chat, 'push', push)
    await still()
    add('c', 'reply')
    expect(await shown()).toEqual(['a: push', 'c: push', 'c: reply'])
  })

  it('serves thousands of chats, first come first served', async () => {
    const { add, shown } = startPump()
    const chats = Array.from({ length: 5000 }, (_, n) => `c${n}`)
    for (const chat of chats) add(chat, 'hello', push)
    expect(await shown()).toEqual(chats.map((chat) => `${chat}: hello`))
  })

  it('an entry it already holds is not taken twice', async () => {
    const { pump, add, outbox, shown } = startPump({ overall: 1 })
    add('a', ['1', '2'])
    const entry = structuredClone([...outbox.values()].at(-1))
    if (entry) pump.add([{ ref: { kind: 'learner', id: 'a' }, entry }])
    await still()
    expect([pump.holds({ kind: 'learner', id: 'a' }, 'm2'), pump.holds({ kind: 'learner', id: 'b' }, 'm2')]).toEqual([
      true,
      false,
    ])
    expect(await shown()).toEqual(['a: 1'])
  })
})

describe('what becomes of a message is committed before the next of its chat goes out', () => {
  it('marks the next one in the same commit', async () => {
    const { add, outcomes } = startPump()
    add('a', ['1', '2'])
    await still()
    expect(outcomes).toEqual(['1 sending', '1 sent', '2 sent'])
  })

  it('marks only one of the same document', async () => {
    const { add, outcomes } = startPump()
    add('operator', 'from a', { doc: 'a' })
    add('operator', 'from b', { doc: 'b' })
    await still()
    expect(outcomes).toEqual(['from a sending', 'from a sent', 'from b sending', 'from b sent'])
  })

  it('one committed as being sent goes out at once', async () => {
    const { add, outcomes } = startPump()
    add('a', '1', { state: 'sending' })
    await still()
    expect(outcomes).toEqual(['1 sent'])
  })

  it('an entry that is gone by now (all deleted) is not sent', async () => {
    const { add, outbox, shown, pump, wait } = startPump({ overall: 1 })
    add('a', '1')
    add('b', '1')
    await still()
    outbox.clear()
    await wait(1000)
    expect([await shown(), pump.isIdle('b')]).toEqual([['a: 1'], true])
  })

  it('one that is no longer worth it is dropped', async () => {
    const { add, shown, outcomes, wait } = startPump({ perChat: { burst: 1, perSecond: 0.1 } })
    add('a', '1')
    add('a', 'the question of the day', { kind: 'question', expiresAt: 5000 })
    await wait(10_000)
    expect(await shown()).toEqual(['a: 1'])
    expect(outcomes.at(-1)).toBe('the question of the day failed expired')
  })
})

describe('faults of the network', () => {
  it('429: the whole channel waits as long as it was told', async () => {
    const { add, shown, wait, channel } = startPump()
    channel.faults.push({ error: failures.busy(7000) })
    add('a', ['1', '2'])
    await still()
    add('b', '1')
    await wait(6999)
    expect(await shown()).toEqual([])
    await wait(1)
    expect(await shown()).toEqual(['a: 1', 'b: 1', 'a: 2'])
  })

  it('no network: tried again after 1, 2, 4 … at most 60 seconds, nothing lost, order kept', async () => {
    const { add, shown, wait, channel, outcomes, clock } = startPump()
    channel.broken = failures.down()
    const tries: number[] = []
    const send = channel.send.bind(channel)
    channel.send = (...args) => {
      tries.push(clock.now() / 1000)
      return send(...args)
    }
    add('a', ['1', '2'])
    await wait(180_000)
    expect(tries).toEqual([0, 1, 3, 7, 15, 31, 63, 123])
    channel.broken = undefined
    await wait(60_000)
    expect(await shown()).toEqual(['a: 1', 'a: 2'])
    expect(outcomes).toEqual(['1 sending', '1 sent', '2 sent'])
  })

  it('a chat in trouble does not hold up others', async () => {
    const { add, shown, channel } = startPump()
    channel.faults.push({ error: failures.down() })
    add('a', '1')
    await still()
    add('b', '1')
    expect(await shown()).toEqual(['b: 1'])
  })

  it.each(['question', 'feedback', 'notice', 'export'] as const)(
    'a 5xx may have gone out all the same: a %s is sent again',
    async (kind) => {
      const { add, shown, wait, channel } = startPump()
      channel.faults.push({ error: failures.broken(), accepted: true })
      add('a', '1', { kind })
      await wait(1000)
      expect(await shown()).toEqual(['a: 1', 'a: 1'])
    },
  )

  it.each(['nudge', 'counter'] as const)('… a %s is not', async (kind) => {
    const { add, shown, wait, channel, outcomes } = startPump()
    channel.faults.push({ error: failures.broken(), accepted: true })
    add('a', '1', { kind })
    add('a', '2')
    await wait(1000)
    expect(await shown()).toEqual(['a: 1', 'a: 2'])
    expect(outcomes).toContain('1 unknown')
  })

  it('403: this message is over, and that is reported', async () => {
    const { add, shown, channel, outcomes } = startPump()
    channel.faults.push({ error: failures.blocked() })
    add('a', ['1'])
    expect(await shown()).toEqual([])
    expect(outcomes).toEqual(['1 sending', '1 failed blocked'])
  })

  it('400: a message the network will never take is dropped, the next goes out', async () => {
    const { add, shown, channel, outcomes, logger } = startPump()
    channel.faults.push({ error: failures.refused() })
    add('a', ['1', '2'])
    expect(await shown()).toEqual(['a: 2'])
    expect(outcomes).toContain('1 failed invalid-message')
    expect(logger.lines.map((line) => line.level)).toEqual(['error'])
  })

  it('a fault of our own in sending does not silence a chat for ever', async () => {
    const { add, shown, channel } = startPump()
    channel.faults.push({ error: new TypeError('x is undefined') as never })
    add('a', ['1', '2'])
    expect(await shown()).toEqual(['a: 2'])
  })

  it('a chat that got another id: everything goes there, in order', async () => {
    const { add, shown, channel, outbox } = startPump()
    channel.faults.push({ error: failures.moved('new') })
    add('old', ['1', '2', '3'])
    expect(await shown()).toEqual(['new: 1', 'new: 2', 'new: 3'])
    expect(outbox.size).toBe(0)
  })

  it('… even what other documents have to say there', async () => {
    const { add, shown, channel } = startPump()
    channel.faults.push({ error: failures.moved('new') })
    add('old', '1', { doc: 'a' })
    add('old', '2', { doc: 'b' })
    const send = channel.send.bind(channel)
    channel.send = async (chat, ...rest) => {
      if (chat.chatId === 'old') throw failures.moved('new')
      return send(chat, ...rest)
    }
    channel.faults.length = 0
    expect(await shown()).toEqual(['new: 1', 'new: 2'])
  })

  it('a chat that moved to where it is gets no message, rather than one for ever', async () => {
    const { add, shown, channel, outcomes } = startPump()
    channel.faults.push({ error: failures.moved('a') })
    add('a', '1')
    expect(await shown()).toEqual([])
    expect(outcomes.at(-1)).toBe('1 failed invalid-message')
  })
})

describe('a full disk', () => {
  it('what was sent is not sent again because it could not be written down', async () => {
    const { add, shown, wait, channel, disk, outbox, outcomes } = startPump()
    add('a', 'first')
    await still()
    const send = channel.send.bind(channel)
    channel.send = async (...args) => {
      const sent = await send(...args)
      disk.full = true
      return sent
    }
    add('a', ['1', '2'])
    await wait(60_000)
    expect(await shown()).toEqual(['a: first', 'a: 1'])
    channel.send = send
    disk.full = false
    await wait(60_000)
    expect(await shown()).toEqual(['a: 2'])
    expect(outcomes.filter((line) => line === '1 sent')).toHaveLength(1)
    expect(outbox.size).toBe(0)
  })

  it('nothing is sent that could not be marked as being sent', async () => {
    const { add, shown, wait, disk } = startPump()
    disk.full = true
    add('a', '1')
    await wait(10_000)
    expect(await shown()).toEqual([])
    disk.full = false
    await wait(60_000)
    expect(await shown()).toEqual(['a: 1'])
  })

  it('a nudge that may have gone out is not sent again even then', async () => {
    const { add, shown, wait, disk, channel } = startPump()
    channel.faults.push({ error: failures.broken(), accepted: true })
    add('a', 'nudge', { kind: 'nudge' })
    await Promise.resolve()
    disk.full = true
    await wait(5000)
    disk.full = false
    await wait(60_000)
    expect(await shown()).toEqual(['a: nudge'])
  })
})

describe('the end', () => {
  it('drained() waits for everything, through trouble', async () => {
    const { add, pump, channel, wait, shown } = startPump()
    channel.faults.push({ error: failures.down() })
    add('a', ['1', '2'])
    let over = false
    void pump.drained().then(() => {
      over = true
    })
    await still()
    expect(over).toBe(false)
    await wait(1000)
    expect([over, await shown()]).toEqual([true, ['a: 1', 'a: 2']])
  })

  it('stop() waits for the send under way and begins no other', async () => {
    const { add, pump, channel, outcomes } = startPump()
    const gate = Promise.withResolvers<void>()
    const send = channel.send.bind(channel)
    channel.send = async (...args) => {
      await gate.promise
      return send(...args)
    }
    add('a', ['1', '2'])
    await still()
    const stopped = pump.stop(5000)
    gate.resolve()
    await stopped
    expect(outcomes).toEqual(['1 sending', '1 sent'])
    expect(pump.isIdle('b')).toBe(false)
  })

  it.each(['deaf', 'heeding'] as const)('a send that never ends is given up: unknown (%s)', async (hanging) => {
    const { add, pump, channel, clock, outbox } = startPump()
    channel.hanging = hanging
    add('a', ['1', '2'])
    await still()
    const stopped = pump.stop(5000)
    await clock.moveTo(5000)
    await stopped
    expect([...outbox.values()].map((entry) => entry.state)).toEqual(['unknown', 'planned'])
  })
})

it('whatever the network does: every message is delivered or failed with a reason, in order, twice only if in doubt', async () => {
  const fault = fc.constantFrom('', '', '', 'busy', 'down', 'broken', 'lost', 'blocked', 'refused', 'moved')
  const message = fc.record({
    chat: fc.constantFrom('a', 'b', 'c'),
    kind: fc.constantFrom('question', 'feedback', 'nudge', 'counter'),
    pause: fc.constantFrom(0, 0, 0, 500, 3000),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { maxLength: 20 }),
      fc.array(fault, { maxLength: 30 }),
      fc.constantFrom(1, 5, Infinity),
      fc.array(fc.nat(60), { maxLength: 5 }),
      async (messages, given, overall, fullAt) => {
        const faults = [...given]
        const ids = new Map<string, string>()
        const { add, channel, wait, outcomes, outbox, disk } = startPump({ overall, broadcast: 2 })
        const doubts = new Map<string, number>()
        const sent: { chat: string; text: string }[] = []
        let calls = 0
        channel.send = async (chat, { blocks }) => {
          const text = blocks.map((block) => block.spans.join('')).join('')
          // A chat that moves while that cannot be written down may get a newer message first: not asked of it.
          disk.full = fullAt.includes(calls++) && !given.includes('moved')
          const what = faults.shift() ?? ''
          if (what === 'broken' || what === 'lost') doubts.set(text, (doubts.get(text) ?? 0) + 1)
          if (what === '' || what === 'broken') sent.push({ chat: chat.chatId[0] ?? '', text })
          if (what === 'busy') throw failures.busy(1500)
          if (what === 'down') throw failures.down()
          if (what === 'broken' || what === 'lost') throw failures.broken()
          if (what === 'blocked') throw failures.blocked()
          if (what === 'refused') throw failures.refused()
          if (what === 'moved') {
            ids.set(chat.chatId[0] ?? '', `${chat.chatId}+`)
            throw failures.moved(`${chat.chatId}+`)
          }
          return { messageId: text }
        }
        for (const [n, { chat, kind, pause }] of messages.entries()) {
          add(ids.get(chat) ?? chat, `${chat}${n}`, { kind: kind as 'question', doc: chat })
          if (pause > 0) await wait(pause)
        }
        // The disk comes back a while after it was found full; thirty failures in a row take half an hour to wait out.
        for (let n = 0; n < 400 && (n < 2 || outbox.size > 0); n++) {
          await wait(5000)
          disk.full = false
        }
        expect([...outbox.keys()]).toEqual([])
        for (const [n, { chat, kind }] of messages.entries()) {
          const text = `${chat}${n}`
          const times = sent.filter((one) => one.text === text).length
          const inDoubt = doubts.get(text) ?? 0
          const isRepeated = kind === 'question' || kind === 'feedback'
          const failed = outcomes.some(
            (line) => line.startsWith(`${text} failed`) || (!isRepeated && line === `${text} unknown`),
          )
          expect(times > 0 || failed).toBe(true)
          expect(times).toBeLessThanOrEqual(isRepeated ? inDoubt + 1 : 1)
        }
        for (const chat of ['a', 'b', 'c']) {
          const order = sent.filter((one) => one.chat === chat).map(({ text }) => Number(text.slice(1)))
          expect(order).toEqual(order.toSorted((a, b) => a - b))
        }
      },
    ),
    { numRuns: 500 },
  )
}, 30_000)
