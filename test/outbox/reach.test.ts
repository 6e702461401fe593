import { expect, it } from 'vitest'
import { Reach, reachLine } from '../../src/outbox/reach.ts'

const delivery = (id: string) => ({
  ref: { kind: 'learner' as const, id },
  entry: { id: 'm1', chat: { channel: 'wechat', chatId: id, kind: 'direct' as const } } as never,
})

it('what came without a receipt is sent (unconfirmed), and who cannot be reached is named until they can', () => {
  const reach = new Reach()
  const now = Date.parse('2026-11-23T08:00:00Z')
  reach.note(delivery('a1'), { kind: 'sending' }, now)
  reach.note(delivery('a1'), { kind: 'sent', messageId: undefined }, now)
  reach.note(delivery('a1'), { kind: 'sent', messageId: '7' }, now)
  reach.note(delivery('b2'), { kind: 'failed', reason: 'blocked' }, now)
  reach.note(delivery('b2'), { kind: 'failed', reason: 'blocked' }, now + 1)
  reach.note(delivery('c3'), { kind: 'failed', reason: 'expired' }, now)
  const [report] = reach.report()
  expect(report).toEqual({
    channel: 'wechat',
    sent: 1,
    unconfirmed: 1,
    failed: 2,
    reasons: { blocked: 2 },
    pushes: { sent: 0, late: 0, failed: 0, expired: 0 },
    unreachable: [{ kind: 'learner', id: 'b2', since: now }],
  })
  expect(report && reachLine(report)).toBe(
    'wechat: 1 sent, 1 sent (unconfirmed: the network gives no receipts), 2 failed since the start; not reachable until they write: learners/b2 since 2026-11-23T08:00',
  )
  reach.note(delivery('b2'), { kind: 'sent', messageId: undefined }, now)
  expect(reach.report()[0]?.unreachable).toEqual([])
})

it('who cannot be reached is still known after a restart; what is no record of that is nobody', () => {
  const reach = new Reach()
  expect(reach.changes()).toBeUndefined()
  reach.note(delivery('b2'), { kind: 'failed', reason: 'blocked' }, 5)
  const kept = JSON.parse(JSON.stringify(reach.changes()))
  expect(reach.changes()).toBeUndefined()
  const next = new Reach()
  next.recall(kept)
  expect(next.report()[0]).toMatchObject({ sent: 0, unreachable: [{ kind: 'learner', id: 'b2', since: 5 }] })
  next.note(delivery('b2'), { kind: 'sent', messageId: undefined }, 6)
  expect(next.changes()).toEqual({ wechat: [] })
  for (const record of [undefined, null, 'x', { wechat: [{ id: 1 }] }]) new Reach().recall(record)
})

it('tells of pushes whether they came in time', () => {
  const reach = new Reach()
  const due = Date.parse('2026-11-23T08:00:00Z')
  const push = {
    ref: { kind: 'learner' as const, id: 'a1' },
    entry: { ...(delivery('a1').entry as object), due } as never,
  }
  reach.note(push, { kind: 'sent', messageId: '1' }, due + 14 * 60_000)
  reach.note(push, { kind: 'sent', messageId: '2' }, due + 16 * 60_000)
  reach.note(push, { kind: 'failed', reason: 'blocked' }, due)
  reach.note(push, { kind: 'failed', reason: 'expired' }, due)
  reach.note(delivery('a1'), { kind: 'sent', messageId: '3' }, due + 3_600_000)
  expect(reach.report()[0]?.pushes).toEqual({ sent: 1, late: 1, failed: 1, expired: 1 })
})
