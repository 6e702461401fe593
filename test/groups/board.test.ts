import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boardOf, type Period } from '../../src/groups/board.ts'
import { afterRound, type Member } from '../../src/groups/members.ts'
import { addDays, weekday } from '../../src/streak/day.ts'
import { memberWith } from './members.ts'

/* 2026-11-23 is a Monday. */

const DAYS = ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25', '2026-12-01']

function board(period: Period, today: string, members: Member[]) {
  const days = DAYS.filter((day) => day <= today)
  return boardOf(members, period, { today, days, dayCount: days.length }).map(
    ({ place, member, kept, possible, points }) => `${place} ${member.id} ${kept}/${possible} ${points}`,
  )
}

describe('a board', () => {
  const ann = memberWith('ann', { '2026-11-20': 2, '2026-11-23': 1, '2026-11-25': 1 })
  const ben = memberWith('ben', { '2026-11-23': 1, '2026-11-25': 1 }, { since: 1 })
  const cat = memberWith('cat', { '2026-11-23': 0, '2026-11-24': 0, '2026-11-25': 0 }, { since: 1 })
  const dan = memberWith('dan', { '2026-11-25': 5 }, { since: 3 })

  it('of the week: days first, then points; equal is equal, and the next place counts them both', () => {
    expect(board('week', '2026-11-25', [dan, ben, ann, cat])).toEqual([
      '1 cat 3/3 0',
      '2 ann 2/3 2',
      '2 ben 2/3 2',
      '4 dan 1/1 5',
    ])
  })

  it('begins anew with the week, and with the month', () => {
    expect(board('week', '2026-11-30', [ann, ben])).toEqual([])
    expect(board('month', '2026-11-30', [ann, ben])).toEqual(['1 ann 3/4 4', '2 ben 2/3 2'])
    expect(board('month', '2026-12-01', [ann, ben])).toEqual([])
  })

  it('of all time counts nobody’s days before their first answer', () => {
    expect(board('all', '2026-12-01', [ann, dan])).toEqual(['1 ann 3/5 4', '2 dan 1/2 5'])
  })

  it('leaves out who left, and who never answered', () => {
    expect(board('all', '2026-12-01', [memberWith('eve', {}), { ...ann, left: true }])).toEqual([])
  })
})

describe('boards of any history', () => {
  const history = fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 9 }),
      who: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }),
    }),
    { maxLength: 60 },
  )

  it('agree with counting the days one by one', () => {
    fc.assert(
      fc.property(history, (rounds) => {
        let members: Member[] = []
        const days: string[] = []
        const kept = new Map<string, Map<string, number>>()
        let day = '2026-09-01'
        for (const { after, who } of rounds) {
          day = addDays(day, after)
          members = afterRound(
            members,
            day,
            who.map((user) => ({ user, name: user, points: 1 })),
            new Set(days).size - (days.includes(day) ? 1 : 0),
          )
          days.push(day)
          for (const user of who) {
            const own = kept.get(user) ?? new Map()
            own.set(day, (own.get(day) ?? 0) + 1)
            kept.set(user, own)
          }
        }
        const all = [...new Set(days)]
        for (const [period, from] of [
          ['week', addDays(day, 1 - weekday(day))],
          ['month', `${day.slice(0, 8)}01`],
          ['all', '0000'],
        ] as const) {
          const rows = boardOf(members, period, { today: day, days: all.slice(-62), dayCount: all.length })
          const expected = [...kept].flatMap(([user, own]) => {
            const counted = [...own].filter(([on]) => on >= from)
            const first = [...own.keys()].sort()[0] ?? ''
            if (counted.length === 0) return []
            return {
              user,
              kept: counted.length,
              possible: all.filter((on) => on >= from && on >= first).length,
              points: counted.reduce((sum, [, points]) => sum + points, 0),
            }
          })
          expect(
            rows
              .map(({ member, kept, possible, points }) => ({ user: member.id, kept, possible, points }))
              .sort((a, b) => (a.user < b.user ? -1 : 1)),
          ).toEqual(expected.sort((a, b) => (a.user < b.user ? -1 : 1)))
          for (const [index, row] of rows.entries()) {
            const before = rows[index - 1]
            if (before === undefined) expect(row.place).toBe(1)
            else if (before.kept === row.kept && before.points === row.points) expect(row.place).toBe(before.place)
            else expect(row.place).toBe(index + 1)
          }
        }
      }),
    )
  })
})
