import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  answerLine,
  answersOf,
  isComplete,
  questionLine,
  questionOf,
  quorumOf,
  revealTime,
} from '../../src/groups/round.ts'
import { streakAfter } from '../../src/groups/streak.ts'
import { instantOf } from '../../src/streak/day.ts'
import { testBanks } from '../support/bot.ts'
import { memberWith } from './members.ts'

const question = testBanks().find('complaint')
if (question === undefined) throw new Error('no question')
const answer = (user: string, text: string, at: number) =>
  answerLine(`${user}${at}${text}`, { user, name: user, text, at })

describe('the answers of a round', () => {
  it('are one a member, the last sent, in the order of first answers', () => {
    const lines = [questionLine(question), answer('a', 'one', 1), answer('b', 'one', 2), answer('a', 'two', 3)]
    expect(answersOf(lines).map(({ user, text }) => `${user} ${text}`)).toEqual(['a two', 'b one'])
    expect(questionOf(lines)).toEqual(question)
  })

  it('stand whatever came again or out of order', () => {
    const said = fc.record({ user: fc.constantFrom('a', 'b', 'c'), at: fc.integer({ min: 0, max: 5 }) })
    fc.assert(
      fc.property(
        fc.uniqueArray(said, { selector: ({ user, at }) => `${user}${at}` }),
        fc.array(fc.nat()),
        fc.nat(),
        (all, again, seed) => {
          const lines = all.map(({ user, at }) => answer(user, String(at), at))
          const repeated = [...lines, ...again.flatMap((n) => lines[n % Math.max(1, lines.length)] ?? [])]
          const mixed = repeated.toSorted((a, b) => hash(`${seed}${a.id}`) - hash(`${seed}${b.id}`))
          const last = (from: typeof lines) => new Map(answersOf(from).map(({ user, at }) => [user, at]))
          expect(last(mixed)).toEqual(last(lines))
          for (const [user, at] of last(lines))
            expect(at).toBe(Math.max(...all.filter((one) => one.user === user).map((one) => one.at)))
        },
      ),
    )
  })
})

function hash(text: string): number {
  return [...text].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 1009, 7)
}

describe('the reveal', () => {
  const zone = 'Asia/Shanghai'
  const at = (day: string, minutes: number) => instantOf(day, minutes, zone)
  it.each([
    ['08:00', 8 * 60, '2026-11-23'],
    ['19:30', 19 * 60 + 30, '2026-11-23'],
    ['19:31: not half an hour is left', 19 * 60 + 31, '2026-11-24'],
    ['22:00', 22 * 60, '2026-11-24'],
  ])('of a round opened at %s', (_, minutes, day) => {
    expect(revealTime(at('2026-11-23', minutes), zone, 20 * 60)).toBe(at(day, 20 * 60))
  })
})

describe('the quorum', () => {
  it.each([
    [0, 2],
    [3, 2],
    [6, 2],
    [7, 3],
    [12, 4],
    [50, 17],
  ])('of %i active members is %i', (active, quorum) => {
    expect(quorumOf(null, active)).toBe(quorum)
    expect(quorumOf(5, active)).toBe(5)
  })
})

describe('a round is revealed early', () => {
  const day = '2026-11-30'
  const members = ['a', 'b', 'c'].map((id) => memberWith(id, { '2026-11-28': 1 }))
  const answers = (...users: string[]) => users.map((user) => ({ user, name: user, text: 'x', at: 1 }))
  it.each([
    ['when all three active have answered', members, answers('a', 'b', 'c'), null, true],
    ['and a newcomer too', members, answers('a', 'b', 'c', 'd'), null, true],
    ['not while one is missing', members, answers('a', 'b', 'd'), null, false],
    ['not for two active members', members.slice(0, 2), answers('a', 'b'), null, false],
    ['not below the quorum set', members, answers('a', 'b', 'c'), 4, false],
  ] as const)('%s', (_, list, given, quorum, complete) => {
    expect(isComplete([...list], [...given], day, quorum)).toBe(complete)
  })
})

describe('the group’s streak', () => {
  const daily = { kind: 'daily' as const, quorum: 2, down: false }
  it('by hand: kept, kept, missed, kept', () => {
    const after = [3, 2, 1, 2].reduce((streak, answers) => streakAfter(streak, { ...daily, answers }), {
      current: 0,
      longest: 0,
    })
    expect(after).toEqual({ current: 1, longest: 2, broken: 2 })
  })

  it('is neither kept nor broken by a question on demand, nor broken on a day the bot was down', () => {
    const streak = { current: 4, longest: 4 }
    expect(streakAfter(streak, { kind: 'asked', quorum: 2, down: false, answers: 0 })).toEqual(streak)
    expect(streakAfter(streak, { kind: 'asked', quorum: 2, down: false, answers: 9 })).toEqual(streak)
    expect(streakAfter(streak, { ...daily, down: true, answers: 1 })).toEqual(streak)
    expect(streakAfter(streak, { ...daily, down: true, answers: 2 })).toEqual({ current: 5, longest: 5 })
  })
})
