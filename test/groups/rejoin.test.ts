import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinMembers, type Member, withNewId } from '../../src/groups/members.ts'
import {
  answerLine,
  answersOf,
  namedIn,
  namedLine,
  renamedLine,
  withdrawnLine,
  withoutMember,
} from '../../src/groups/round.ts'
import { joinStreaks, streakAfter } from '../../src/groups/streak.ts'
import type { HistoryEntry } from '../../src/ports/store.ts'
import { memberWith } from './members.ts'

/* A group that began anew under another id, and the one it was: joined, nothing counts twice and nothing is lost. */

const days = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26']
const record = fc
  .dictionary(fc.constantFrom(...days), fc.integer({ min: 0, max: 5 }))
  .map((kept) => Object.fromEntries(Object.entries(kept).sort()))
const member = (id: string) => record.map((kept) => memberWith(id, kept))
const some = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 })
  .chain((ids) => fc.tuple(...ids.map(member)) as fc.Arbitrary<Member[]>)

const daysOf = (members: Member[], id: string) =>
  members.filter((one) => one.id === id).flatMap(({ recent }) => recent.map(({ day }) => day))
const pointsOf = (members: Member[]) => members.reduce((sum, { points }) => sum + points, 0)

describe('members', () => {
  it('of two documents: each once, their days together, no day twice, all their points', () => {
    fc.assert(
      fc.property(some, some, fc.uniqueArray(fc.constantFrom<string>('a', 'b')), (before, since, gone) => {
        const joined = joinMembers(before, since, { gone: new Set(gone), dayCount: 7 })
        expect(new Set(joined.map(({ id }) => id)).size).toBe(joined.length)
        expect(pointsOf(joined)).toBe(pointsOf(before) + pointsOf(since))
        for (const { id, total, recent, left, first, last } of joined) {
          const both = new Set([...daysOf(before, id), ...daysOf(since, id)])
          expect(recent.map(({ day }) => day)).toEqual([...both].sort())
          expect(total).toBe(both.size)
          expect([first, last]).toEqual([[...both].sort()[0] ?? null, [...both].sort().at(-1) ?? null])
          expect(left).toBe(gone.includes(id) && !since.some((one) => one.id === id))
        }
      }),
    )
  })

  it('one person under a new id, whatever they did under both; the same again when it is done again', () => {
    fc.assert(
      fc.property(some, (members) => {
        const renamed = withNewId(members, 'a', 'b')
        expect(renamed.some(({ id }) => id === 'a')).toBe(false)
        expect(pointsOf(renamed)).toBe(pointsOf(members))
        const both = new Set([...daysOf(members, 'a'), ...daysOf(members, 'b')])
        expect(daysOf(renamed, 'b')).toEqual([...both].sort())
        expect(withNewId(renamed, 'a', 'b')).toBe(renamed)
      }),
    )
  })

  it('a wish not to be named outlives the login, and so does the word that one may be quoted', () => {
    const [one] = withNewId([memberWith('a', {}, { hide: true, quote: true }), memberWith('b', {})], 'a', 'b')
    expect(one).toMatchObject({ id: 'b', hide: true, quote: true, left: false })
  })
})

it('streaks: joined they are what they would be had the group never lost its id', () => {
  const round = fc.record({ answers: fc.integer({ min: 0, max: 3 }), down: fc.boolean() })
  const run = (rounds: { answers: number; down: boolean }[], from = { current: 0, longest: 0 }) =>
    rounds.reduce((streak, one) => streakAfter(streak, { kind: 'daily', quorum: 2, ...one }), from)
  fc.assert(
    fc.property(fc.array(round), fc.array(round), (before, since) => {
      expect(joinStreaks(run(before), run(since))).toEqual(run(since, run(before)))
    }),
  )
})

describe('lines of a round', () => {
  const line = (n: number, user: string, message?: string) =>
    answerLine(`e${n}`, { user, name: user, text: `答 ${n}`, at: n, ...(message && { message }) })

  it('an answer taken back is none; the one before counts again', () => {
    const lines = [line(1, 'a', 'm1'), line(2, 'a', 'm2'), line(3, 'b', 'm3')]
    const after = [...lines, withdrawnLine('x', 'm2'), withdrawnLine('y', 'm3'), withdrawnLine('z', 'no answer')]
    expect(answersOf(after).map(({ user, text }) => [user, text])).toEqual([['a', '答 1']])
  })

  it('an answer given in private is not touched by any message taken back', () => {
    expect(answersOf([line(1, 'a'), withdrawnLine('x', 'm1')])).toHaveLength(1)
  })

  it('ids of earlier logins are one person, over any number of them', () => {
    const lines = [line(1, 'a'), line(2, 'b'), line(3, 'c'), renamedLine('a', 'b'), renamedLine('b', 'c')]
    expect(answersOf(lines).map(({ user, text }) => [user, text])).toEqual([['c', '答 3']])
    // What cannot be ends all the same.
    expect(answersOf([...lines, renamedLine('c', 'a')])).not.toEqual([])
    const named = [...lines, namedLine('n1', [{ user: 'a', name: 'a', text: '', at: 1 }])]
    expect([...namedIn(named)]).toEqual([['c', 1]])
  })

  it('who is forgotten leaves no trace in them, under any id, and the others stay as they were', () => {
    const user = fc.constantFrom('user-a', 'user-b', 'user-c', 'user-d')
    const one: fc.Arbitrary<(n: number) => HistoryEntry> = fc.oneof(
      user.map((id) => (n: number) => line(n, id, `m${n}`)),
      fc.uniqueArray(user).map(
        (ids) => (n: number) =>
          namedLine(
            `n${n}`,
            ids.map((id) => ({ user: id, name: '', text: '', at: n })),
          ),
      ),
    )
    fc.assert(
      fc.property(fc.array(one), (makes) => {
        const lines = [...makes.map((make, n) => make(n)), renamedLine('user-a', 'user-b')]
        const kept = withoutMember(lines, 'user-b')
        expect(JSON.stringify(kept)).not.toMatch(/user-[ab]/)
        expect(answersOf(kept)).toEqual(answersOf(lines).filter((answer) => answer.user !== 'user-b'))
        expect(withoutMember(kept, 'user-b')).toBe(kept)
      }),
    )
  })
})
