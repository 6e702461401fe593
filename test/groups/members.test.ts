import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activeBefore, afterRound, displayName, membersOf, RECENT_DAYS } from '../../src/groups/members.ts'
import { addDays } from '../../src/streak/day.ts'
import { memberWith } from './members.ts'

describe('a name among others', () => {
  it.each([
    ['小明', '小明'],
    ['  <b>Ann</b> & "Co" ', '<b>Ann</b> & "Co"'],
    ['两\n行\t名', '两行名'],
    ['\u202eevil\u202c', 'evil'],
    ['a\u200bb\u0007c', 'abc'],
    ['محمد', '\u2068محمد\u2069'],
    ['', ''],
    ['👨‍👩‍👧', '👨‍👩‍👧'.replaceAll('\u200d', '')],
  ])('%j is shown as %j', (given, shown) => {
    expect(displayName(given)).toBe(shown)
  })

  it('is short', () => {
    expect([...displayName('名'.repeat(500))].length).toBeLessThanOrEqual(25)
  })

  it('never holds what turns, breaks or hides a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(displayName(name)).not.toMatch(/[\n\r\u202a-\u202e\u200e\u200f\u2066\u2067]/u)
      }),
    )
  })
})

describe('who is active', () => {
  const day = '2026-11-30'
  it.each([
    ['answered the day before', { '2026-11-29': 1 }, true],
    ['answered 14 days before', { '2026-11-16': 1 }, true],
    ['answered 15 days before', { '2026-11-15': 1 }, false],
    ['answered first on the day itself', { '2026-11-30': 1 }, false],
    ['answered the day before and the day itself', { '2026-11-29': 1, '2026-11-30': 1 }, true],
    ['never answered', {}, false],
  ])('who %s: %s', (_, days, active) => {
    expect(activeBefore([memberWith('a', days)], day)).toHaveLength(active ? 1 : 0)
  })

  it('not who left', () => {
    expect(activeBefore([memberWith('a', { '2026-11-29': 1 }, { left: true })], day)).toEqual([])
  })
})

describe('after a round', () => {
  it('its members have their days, points and new names; who had left is back', () => {
    const old = memberWith('a', { '2026-11-29': 1 }, { left: true, hide: true })
    const [a, b] = afterRound(
      [old],
      '2026-11-30',
      [
        { user: 'a', name: '新名', points: 2 },
        { user: 'b', name: '', points: 0 },
      ],
      7,
    )
    expect(a).toMatchObject({ name: '新名', left: false, hide: true, total: 2, points: 3, last: '2026-11-30' })
    expect(b).toMatchObject({ id: 'b', name: '', first: '2026-11-30', since: 7, total: 1, points: 0 })
  })

  it('a second round of the same day is no second day', () => {
    const part = [{ user: 'a', name: 'a', points: 2 }]
    const twice = afterRound(afterRound([], '2026-11-30', part, 0), '2026-11-30', part, 0)
    expect(twice).toMatchObject([{ total: 1, points: 4, recent: [{ day: '2026-11-30', points: 4 }] }])
  })

  it('carries only two months one by one, and comes back from its lines as it was', () => {
    let members = memberWith('a', {}) && [memberWith('a', {})]
    for (let n = 0; n < 100; n++)
      members = afterRound(members, addDays('2026-01-01', n), [{ user: 'a', name: 'a', points: 1 }], n)
    expect(members[0]?.recent).toHaveLength(RECENT_DAYS)
    expect(members[0]).toMatchObject({ total: 100, points: 100, first: '2026-01-01' })
    expect(membersOf([...members, { id: 'broken' }])).toEqual(members)
  })
})
