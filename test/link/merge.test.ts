import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card, Learner } from '../../src/learner.ts'
import { hashOf, keepCode, newCode, readCode } from '../../src/link/codes.ts'
import { join, part } from '../../src/link/merge.ts'
import type { InboundEvent } from '../../src/ports/channel.ts'
import { newLearner } from '../../src/practice/newcomer.ts'
import { emptyCalendar, offDays, type RestCalendar, setRestDays, startPause } from '../../src/streak/calendar.ts'
import { addDays, type Day } from '../../src/streak/day.ts'
import { mergeCalendars, mergeStreaks } from '../../src/streak/merge.ts'
import { emptyStreak, foldStreak, keepDay, type StreakState, viewStreak } from '../../src/streak/streak.ts'

const TODAY = '2026-11-23'
const NOW = Date.parse('2026-11-23T12:00:00Z')
const zone = 'Asia/Shanghai'

/** A streak of days so many days ago, some of it folded. */
const streakOf = fc
  .record({
    ago: fc.uniqueArray(fc.integer({ min: 0, max: 90 }), { maxLength: 60 }),
    fold: fc.integer({ min: 20, max: 120 }),
  })
  .map(({ ago, fold }) => {
    const days = ago.map((n) => addDays(TODAY, -n)).sort()
    const state = days.reduce<StreakState>(
      (kept, day) => keepDay(kept, { day, at: Date.parse(day), zone }),
      emptyStreak(),
    )
    return {
      days,
      state: foldStreak(state, TODAY, () => undefined, fold).state,
      isFolded: days.some((day) => day < addDays(TODAY, -fold)),
    }
  })
const calendarOf = fc
  .record({
    rest: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 3 }),
    from: fc.integer({ min: 0, max: 90 }),
    pause: fc.option(fc.record({ from: fc.integer({ min: 0, max: 60 }), days: fc.integer({ min: 1, max: 30 }) })),
  })
  .map(({ rest, from, pause }): RestCalendar => {
    const cal = setRestDays(emptyCalendar(), addDays(TODAY, -from), rest)
    return pause ? startPause(cal, addDays(TODAY, -pause.from), pause.days) : cal
  })
const off = (cal: RestCalendar) => offDays(cal, () => false)

describe('two streaks made one (§6)', () => {
  it('nothing is less than either had, no day counts twice, and the order does not matter', () => {
    fc.assert(
      fc.property(streakOf, calendarOf, streakOf, calendarOf, (a, calA, b, calB) => {
        const both = (one: RestCalendar, other: RestCalendar) => off(mergeCalendars(one, other, [], TODAY))
        const merged = mergeStreaks(
          { streak: a.state, off: off(calA) },
          { streak: b.state, off: off(calB) },
          both(calA, calB),
          TODAY,
        )
        const view = viewStreak(merged, TODAY, both(calA, calB))
        const [viewA, viewB] = [viewStreak(a.state, TODAY, off(calA)), viewStreak(b.state, TODAY, off(calB))]
        expect(view.current).toBeGreaterThanOrEqual(Math.max(viewA.current, viewB.current))
        expect(view.longest).toBeGreaterThanOrEqual(Math.max(viewA.longest, viewB.longest))
        expect(view.total).toBeGreaterThanOrEqual(Math.max(viewA.total, viewB.total))
        expect(view.total).toBeLessThanOrEqual(viewA.total + viewB.total)
        const union = new Set([...a.days, ...b.days]).size
        expect(view.total).toBeLessThanOrEqual(union)
        if (!a.isFolded && !b.isFolded) expect(view.total).toBe(union)
        expect(view.today === 'kept').toBe(a.days.includes(TODAY) || b.days.includes(TODAY))
        const turned = mergeStreaks(
          { streak: b.state, off: off(calB) },
          { streak: a.state, off: off(calA) },
          both(calA, calB),
          TODAY,
        )
        const other = viewStreak(turned, TODAY, both(calA, calB))
        expect([other.current, other.longest, other.total]).toEqual([view.current, view.longest, view.total])
      }),
      { numRuns: 500 },
    )
  })

  it('the same one twice is itself', () => {
    fc.assert(
      fc.property(streakOf, calendarOf, ({ state }, cal) => {
        const one = { streak: state, off: off(cal) }
        const view = viewStreak(mergeStreaks(one, one, off(cal), TODAY), TODAY, off(cal))
        expect(view).toMatchObject({ ...viewStreak(state, TODAY, off(cal)), log: expect.anything() })
      }),
    )
  })

  it('the days of one fill the gaps of the other', () => {
    const of = (...ago: number[]) =>
      ago.reduce<StreakState>((s, n) => keepDay(s, { day: addDays(TODAY, -n), at: 0, zone }), emptyStreak())
    const none = () => undefined
    const merged = mergeStreaks({ streak: of(6, 4, 2, 0), off: none }, { streak: of(5, 3, 1), off: none }, none, TODAY)
    expect(viewStreak(merged, TODAY, none)).toMatchObject({ current: 7, longest: 7, total: 7, freezes: 1 })
  })
})

describe('two calendars made one', () => {
  it('a past day is off when it was in either, and from today on when it is in the one kept', () => {
    fc.assert(
      fc.property(calendarOf, calendarOf, fc.integer({ min: -90, max: 60 }), (a, b, n) => {
        const day = addDays(TODAY, n)
        const merged = off(mergeCalendars(a, b, [], TODAY))(day) !== undefined
        const [inA, inB] = [off(a)(day) !== undefined, off(b)(day) !== undefined]
        expect(merged).toBe(n < 0 ? inA || inB : inA)
      }),
      { numRuns: 500 },
    )
  })

  it('days the bot was out of reach for one stay excused though the other channel was up', () => {
    const merged = mergeCalendars(emptyCalendar(), emptyCalendar(), ['2026-11-20'], TODAY)
    expect(off(merged)('2026-11-20')).toBe('down')
    expect(off(merged)('2026-11-21')).toBeUndefined()
  })
})

const event = (channel: string, id: string): InboundEvent => ({
  type: 'message',
  eventId: 'e',
  messageId: 'm',
  text: '',
  addressed: true,
  at: NOW,
  chat: { channel, chatId: id, kind: 'direct' },
  from: { channel, userId: id },
})
const settings = { defaultLanguage: 'zh', defaultZone: zone, defaultTime: 480 } as never

function learner(channel: string, change: Partial<Learner>): Learner {
  return { ...newLearner(`${channel}00`, event(channel, 'lin'), settings, NOW), ...structuredClone(change) }
}
const cardOf = fc.record({
  due: fc.integer({ min: 0, max: 30 }).map((n) => addDays(TODAY, n)),
  last: fc.integer({ min: 0, max: 30 }).map((n): Day => addDays(TODAY, -n)),
  result: fc.constantFrom<Card['result']>('good', 'partly', 'poor'),
  memory: fc.record({ stability: fc.integer({ min: 1, max: 99 }), difficulty: fc.integer({ min: 1, max: 9 }) }),
})
const tally = fc.record({
  covered: fc.integer({ min: 0, max: 9 }),
  partly: fc.integer({ min: 0, max: 9 }),
  missed: fc.integer({ min: 1, max: 9 }),
})
const partial = fc
  .record({
    streak: streakOf,
    calendar: calendarOf,
    cards: fc.dictionary(fc.constantFrom('q1', 'q2', 'q3', 'q4'), cardOf),
    ledger: fc.dictionary(fc.constantFrom('empathy', 'risk', 'service'), tally),
    groups: fc.uniqueArray(fc.constantFrom('g1', 'g2', 'g3'), { maxLength: 3 }),
    bookmarks: fc.uniqueArray(fc.constantFrom('q1', 'q2', 'q3'), { maxLength: 3 }),
    attemptCount: fc.integer({ min: 0, max: 50 }),
    answerCount: fc.integer({ min: 0, max: 50 }),
  })
  .map(({ streak, ...rest }) => ({ ...rest, streak: streak.state }))

const context = {
  today: TODAY,
  offOf: (doc: Learner) => off(doc.calendar),
  offWith: (calendar: RestCalendar) => off(calendar),
}

describe('two records made one', () => {
  it('keeps the better of everything, and taken apart again it is as it was', () => {
    fc.assert(
      fc.property(partial, partial, (a, b) => {
        const [doc, other] = [learner('telegram', a), learner('wechat', b)]
        keepCode(other, 'recovery', newCode('recovery'), null)
        const before = structuredClone(doc)
        const brought = join(doc, other, { channel: 'wechat', chatId: 'lin', kind: 'direct' }, context)
        expect(doc.answerCount).toBe(before.answerCount + other.answerCount)
        for (const id of new Set([...Object.keys(before.cards), ...Object.keys(other.cards)])) {
          const [one, two] = [before.cards[id], other.cards[id]]
          const last = [one?.last ?? '', two?.last ?? ''].sort().at(-1)
          expect(doc.cards[id]?.last).toBe(last)
        }
        expect(new Set(doc.bookmarks)).toEqual(new Set([...before.bookmarks, ...other.bookmarks]))
        expect(new Set(doc.groups)).toEqual(new Set([...before.groups, ...other.groups]))
        expect(doc.settings).toEqual(before.settings)
        expect(doc.aliases).toEqual([...before.aliases, ...other.aliases])
        part(doc, { id: 'l', from: other.id, at: NOW, until: NOW, aliases: other.aliases, brought, undone: false })
        expect({ ...doc, attempts: doc.attempts }).toEqual(before)
      }),
      { numRuns: 300 },
    )
  })

  it('ids of an earlier version, the same in both, lose neither anything', () => {
    const question = { id: 'complaint', kind: 'open' }
    const numbered = (reply: string): Partial<Learner> => ({
      attempts: [
        { id: 'a1', reply, at: 1 },
        { id: 'a2', reply, at: 2, retryOf: 'a1' },
      ] as never,
      sessions: [{ id: 's3', attemptId: 'a2', mock: 'p1', question, askedAt: 1 }] as never,
      sent: [{ messageId: reply, session: 's3' }],
      mock: {
        id: 'p1',
        kind: 'short',
        questions: [],
        attempts: ['a2', null],
        paused: false,
        timed: false,
        touchedAt: 1,
      },
    })
    const [doc, other] = [learner('telegram', numbered('here')), learner('wechat', numbered('there'))]
    const [before, given] = [structuredClone(doc), structuredClone(other)]
    doc.mock = null
    const brought = join(doc, other, { channel: 'wechat', chatId: 'lin', kind: 'direct' }, context)
    expect(other).toEqual(given)
    const ids = (...them: string[]) => them.map((id) => ({ id }))
    expect(doc.attempts).toMatchObject(ids('a1', 'a1-wech', 'a2', 'a2-wech'))
    expect(doc.attempts[3]?.retryOf).toBe('a1-wech')
    expect(doc.sessions[1]).toMatchObject({ id: 's3-wech', attemptId: 'a2-wech', mock: 'p1-wech' })
    expect(doc.sent.map(({ session }) => session)).toEqual(['s3', 's3-wech'])
    expect(doc.mock).toMatchObject({ id: 'p1-wech', attempts: ['a2-wech', null] })
    part(doc, { id: 'l', from: other.id, at: NOW, until: NOW, aliases: other.aliases, brought, undone: false })
    expect(doc).toEqual({ ...before, mock: null })
  })

  it('a card practised since the two were joined is not put back', () => {
    const card = (last: Day): Card => ({ due: TODAY, last, result: 'good', memory: { stability: 3, difficulty: 5 } })
    const doc = learner('telegram', { cards: { q1: card('2026-11-01') } })
    const other = learner('wechat', { cards: { q1: card('2026-11-10') } })
    const brought = join(doc, other, { channel: 'wechat', chatId: 'lin', kind: 'direct' }, context)
    doc.cards.q1 = card(TODAY)
    doc.streak = keepDay(doc.streak, { day: TODAY, at: NOW + 1, zone })
    part(doc, { id: 'l', from: other.id, at: NOW, until: NOW, aliases: other.aliases, brought, undone: false })
    expect(doc.cards.q1?.last).toBe(TODAY)
    expect(doc.streak.kept).toHaveLength(1)
  })
})

describe('codes', () => {
  it('are read however they are typed, and lead to one hash', () => {
    for (const kind of ['once', 'recovery'] as const)
      for (let n = 0; n < 200; n++) {
        const code = newCode(kind)
        const plain = code.replaceAll('-', '')
        expect(readCode(code)).toBe(plain)
        expect(readCode(` ${code.toLowerCase()} `)).toBe(plain)
        expect(readCode(plain.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(plain)
        expect(readCode([...plain].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join(''))).toBe(plain)
        expect(hashOf(plain)).toMatch(/^[0-9a-f]{32}$/)
        expect(hashOf(plain)).not.toContain(plain)
      }
  })

  it('what is none is none', () => {
    for (const typed of ['', 'hello', '12345', '撤销', 'ABCD-EFG!', 'A'.repeat(9)])
      expect(readCode(typed)).toBeUndefined()
  })
})
