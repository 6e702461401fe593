import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card, Learner } from '../../src/learner.ts'
import { reschedule } from '../../src/practice/review.ts'
import { dueQuestions, selectQuestion, topicFilter, weaknesses } from '../../src/practice/select.ts'
import type { Bank, Question } from '../../src/questions/schema.ts'
import { addDays, daysBetween } from '../../src/streak/day.ts'
import { testBanks } from '../support/bot.ts'

const TODAY = '2026-11-23'
const results = ['good', 'partly', 'poor', 'unanswered', 'skipped'] as const
const result = fc.constantFrom(...results)

/** A bank of `count` questions q0, q1, … that differ in nothing but what `differs` gives them. */
function bankOf(count: number, differs: (n: number) => Partial<Question> = () => ({})): Bank {
  const [model] = testBanks().banks
  const [question] = model?.questions ?? []
  if (model === undefined || question === undefined) throw new Error('no test bank')
  return {
    ...model,
    questions: Array.from({ length: count }, (_, n) => ({ ...question, id: `q${n}`, ...differs(n) })),
  }
}

const twoSections = (n: number) => ({ category: n % 2 ? '知识题' : '行为题' })
const points = (...competencies: string[]) => ({
  examPoints: competencies.map((competency) => ({ competency, looksFor: 'x', cues: ['x'], need: 1 })),
})

/** Cards as practice makes them, for some of the questions of a bank. */
const practised = fc
  .tuple(
    fc.integer({ min: 1, max: 12 }),
    fc.array(fc.option(fc.record({ result, ago: fc.integer({ min: 0, max: 80 }) })), { minLength: 12, maxLength: 12 }),
  )
  .map(([count, made]) => {
    const bank = bankOf(count, twoSections)
    const cards: Record<string, Card> = {}
    for (const [n, { id }] of bank.questions.entries()) {
      const one = made[n]
      if (one) cards[id] = reschedule(undefined, one.result, addDays(TODAY, -one.ago))
    }
    return { bank, cards }
  })

const tally = fc.record({ covered: fc.nat(20), partly: fc.nat(20), missed: fc.nat(20) })
const ledgers = fc.dictionary(fc.constantFrom('empathy', 'follow-up', 'compliance', 'x', 'y'), tally)

function select(
  bank: Bank,
  cards: Record<string, Card>,
  turn: number,
  rest: { ledger?: Learner['ledger']; exclude?: string[] } = {},
) {
  const { ledger = {}, exclude = [] } = rest
  return selectQuestion({ banks: [bank], cards, ledger, today: TODAY, turn, exclude: new Set(exclude) })?.question
}

describe('selectQuestion', () => {
  it('always finds one, the same for the same input, and none only in an empty pool', () => {
    fc.assert(
      fc.property(practised, ledgers, fc.nat(20), fc.array(fc.nat(11)), ({ bank, cards }, ledger, turn, excluded) => {
        const exclude = excluded.map((n) => `q${n}`)
        const found = select(bank, cards, turn, { ledger, exclude })
        expect(found).toBeDefined()
        expect(select(bank, cards, turn, { ledger, exclude })).toBe(found)
        if (bank.questions.some(({ id }) => !exclude.includes(id))) expect(exclude).not.toContain(found?.id)
      }),
    )
    const nothing = { cards: {}, ledger: {}, today: TODAY, turn: 0, exclude: new Set<string>() }
    expect(selectQuestion({ ...nothing, banks: [] })).toBeUndefined()
    expect(selectQuestion({ ...nothing, banks: [bankOf(3)], wanted: () => false })).toBeUndefined()
  })

  it('three unseen, then one that is due, so that neither starves the other', () => {
    fc.assert(
      fc.property(practised, ledgers, fc.nat(20), ({ bank, cards }, ledger, turn) => {
        const unseen = bank.questions.filter(({ id }) => cards[id] === undefined)
        const due = dueQuestions({ banks: [bank], cards, ledger, today: TODAY })
        if (unseen.length === 0 && due.length === 0) return
        const [first, second] = turn % 4 === 3 ? [due, unseen] : [unseen, due]
        expect(first.length > 0 ? first : second).toContain(select(bank, cards, turn, { ledger }))
      }),
    )
  })

  it('a well-answered question not within 7 days, unless all the others are such too', () => {
    fc.assert(
      fc.property(practised, ledgers, fc.nat(20), ({ bank, cards }, ledger, turn) => {
        const resting = (id: string) => cards[id]?.result === 'good' && daysBetween(cards[id].last, TODAY) < 7
        const found = select(bank, cards, turn, { ledger })
        if (found && resting(found.id)) expect(bank.questions.every(({ id }) => resting(id))).toBe(true)
      }),
    )
  })

  it('before its day comes only a question of an exhausted bank', () => {
    fc.assert(
      fc.property(practised, ledgers, fc.nat(20), ({ bank, cards }, ledger, turn) => {
        const found = cards[select(bank, cards, turn, { ledger })?.id ?? '']
        if (found && found.due > TODAY)
          expect(bank.questions.every(({ id }) => (cards[id]?.due ?? TODAY) > TODAY)).toBe(true)
      }),
    )
  })

  it('of the due: what went worse before what went better, and what is longer ago before what is not', () => {
    const rank = { poor: 0, unanswered: 0, skipped: 0, partly: 1, good: 2 }
    const due = (ago: number, outcome: Card['result']): Card => ({
      last: addDays(TODAY, -ago),
      due: TODAY,
      result: outcome,
    })
    fc.assert(
      fc.property(result, result, fc.integer({ min: 1, max: 90 }), ledgers, (one, other, ago, ledger) => {
        const [worse, better] = rank[one] <= rank[other] ? [one, other] : [other, one]
        if (rank[worse] < rank[better])
          expect(select(bankOf(2), { q0: due(ago, better), q1: due(ago, worse) }, 3, { ledger })?.id).toBe('q1')
        expect(select(bankOf(2), { q0: due(ago, one), q1: due(ago + 1, one) }, 3, { ledger })?.id).toBe('q1')
      }),
    )
  })

  it('of the due: the weaker competency', () => {
    const bank = bankOf(2, (n) => points(n === 0 ? 'strong' : 'weak'))
    const card: Card = { last: addDays(TODAY, -3), due: TODAY, result: 'partly' }
    const ledger = { strong: { covered: 3, partly: 0, missed: 1 }, weak: { covered: 1, partly: 0, missed: 3 } }
    expect(select(bank, { q0: card, q1: card }, 3, { ledger })?.id).toBe('q1')
  })

  it('all seen: what is due, whatever the turn; else what does not rest from a good answer', () => {
    const of = (ago: number, outcome: Card['result'], inDays: number): Card => ({
      last: addDays(TODAY, -ago),
      due: addDays(TODAY, inDays),
      result: outcome,
    })
    fc.assert(
      fc.property(fc.nat(20), (turn) => {
        expect(select(bankOf(2), { q0: of(60, 'poor', 1), q1: of(1, 'partly', 0) }, turn)?.id).toBe('q1')
        expect(select(bankOf(2), { q0: of(6, 'good', 1), q1: of(1, 'partly', 2) }, turn)?.id).toBe('q1')
        expect(select(bankOf(2), { q0: of(7, 'good', 1), q1: of(1, 'partly', 2) }, turn)?.id).toBe('q0')
      }),
    )
  })

  it('in the list of what is due stands first what is asked first', () => {
    fc.assert(
      fc.property(practised, ledgers, ({ bank, cards }, ledger) => {
        const [first] = dueQuestions({ banks: [bank], cards, ledger, today: TODAY })
        if (first) expect(select(bank, cards, 3, { ledger })).toBe(first)
      }),
    )
  })

  it('of the unseen: the weaker competency, more to train, simple ones first', () => {
    fc.assert(
      fc.property(tally, fc.nat(20), fc.integer({ min: 1, max: 20 }), (other, covered, missed) => {
        const more = { covered, partly: 0, missed: missed + covered }
        const less = { covered: missed + covered, partly: 0, missed: covered }
        const bank = bankOf(2, (n) => points(n === 0 ? 'strong' : 'weak'))
        expect(select(bank, {}, 0, { ledger: { other, strong: less, weak: more } })?.id).toBe('q1')
      }),
    )
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const longer = bankOf(2, (n) => (n === 0 ? points('x') : points('x', 'y')))
        expect(select(longer, {}, 0, { ledger })?.id).toBe('q1')
        const level = (n: number) => ({ level: (['advanced', 'intermediate', 'basic'] as const)[n] ?? 'basic' })
        expect(select(bankOf(3, level), {}, 0, { ledger })?.id).toBe('q2')
      }),
    )
  })

  it('a competency missed again and again does not take the days from those never asked', () => {
    const bank = bankOf(2, (n) => points(n === 0 ? 'missed' : 'new'))
    expect(select(bank, {}, 0, { ledger: { missed: { covered: 0, partly: 0, missed: 5 } } })?.id).toBe('q1')
  })

  it('sections mix by their size: a small one is not over before a large one has begun', () => {
    const bank = bankOf(12, (n) => ({ category: n < 9 ? '行为题' : '知识题' }))
    const cards: Record<string, Card> = {}
    const asked: string[] = []
    for (let n = 0; n < 12; n++) {
      const found = select(bank, cards, 0)
      if (found === undefined) throw new Error('nothing found')
      asked.push(found.category === '行为题' ? '行' : '知')
      cards[found.id] = { due: addDays(TODAY, 1), last: TODAY, result: 'poor' }
    }
    expect(asked.join('')).toBe('行知行行行知行行行知行行')
  })

  it('practised daily, every question is met, and none that is due waits for ever', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(result, { minLength: 90, maxLength: 90 }),
        (count, outcomes) => {
          const bank = bankOf(count, twoSections)
          const cards: Record<string, Card> = {}
          for (const [turn, outcome] of outcomes.entries()) {
            const today = addDays(TODAY, turn)
            const found = selectQuestion({
              banks: [bank],
              cards,
              ledger: {},
              today,
              turn,
              exclude: new Set(),
            })?.question
            if (found === undefined) throw new Error('nothing found')
            cards[found.id] = reschedule(cards[found.id], outcome, today)
            for (const { due } of Object.values(cards)) expect(daysBetween(due, today)).toBeLessThan(5 * count)
          }
          expect(Object.keys(cards)).toHaveLength(count)
        },
      ),
    )
  })
})

describe('weaknesses', () => {
  const of = (ledger: Learner['ledger']) => weaknesses(ledger)('x')

  it('one half for a newcomer, the learner’s usual for what was never asked', () => {
    expect(of({})).toBe(0.5)
    expect(of({ y: { covered: 98, partly: 0, missed: 0 } })).toBeCloseTo(0.01)
    expect(of({ y: { covered: 0, partly: 98, missed: 0 } })).toBeCloseTo(0.5)
  })

  it('a miss makes it weaker, a point covered stronger, always between 0 and 1', () => {
    fc.assert(
      fc.property(ledgers, tally, (others, x) => {
        const now = of({ ...others, x })
        expect(now).toBeGreaterThan(0)
        expect(now).toBeLessThan(1)
        expect(of({ ...others, x: { ...x, missed: x.missed + 1 } })).toBeGreaterThan(now)
        expect(of({ ...others, x: { ...x, covered: x.covered + 1 } })).toBeLessThan(now)
      }),
    )
  })
})

describe('why it is this one', () => {
  const ledgerOf = (covered: number, missed: number) => ({ covered, partly: 0, missed })
  const [bank] = testBanks().banks
  const why = (ledger: Learner['ledger'], cards: Record<string, Card> = {}, turn = 0) =>
    selectQuestion({ banks: bank ? [bank] : [], cards, ledger, today: TODAY, turn, exclude: new Set() })

  it('a weak competency is named once there is a past, and only where less than half was heard', () => {
    const cards = { bend: reschedule(undefined, 'good', TODAY) }
    expect(why({}, cards)?.why).toBeUndefined()
    expect(why({ compliance: ledgerOf(4, 0), empathy: ledgerOf(0, 3) }, cards)).toMatchObject({
      question: { id: 'complaint' },
      why: { kind: 'weak', competency: 'empathy' },
    })
    const weakRules = why({ compliance: ledgerOf(0, 4), empathy: ledgerOf(3, 0), 'follow-up': ledgerOf(3, 0) }, cards)
    expect(weakRules?.question.examPoints[0]?.competency).toBe('compliance')
    expect(weakRules?.why).toEqual({ kind: 'weak', competency: 'compliance' })
    expect(why({ compliance: ledgerOf(2, 2), empathy: ledgerOf(2, 2) }, cards)?.why).toBeUndefined()
  })

  it('a question met again names what was missed last time', () => {
    const card = { last: addDays(TODAY, -1), due: TODAY, result: 'poor' as const }
    expect(why({}, { bend: { ...card, weak: 'compliance' } }, 3)?.why).toEqual({
      kind: 'again',
      competency: 'compliance',
    })
    expect(why({}, { bend: card }, 3)).toMatchObject({ question: { id: 'bend' } })
    expect(why({}, { bend: card }, 3)?.why).toBeUndefined()
  })
})

describe('topicFilter', () => {
  const found = (words: string) => {
    const banks = testBanks()
    const wanted = topicFilter(words, (id) => Object.values(banks.competencies.get(id)?.name ?? {}))
    return banks.banks.flatMap((bank) => bank.questions.filter(wanted).map(({ id }) => id))
  }

  it.each([
    ['#rate', ['rate']],
    ['＃rate', ['rate']],
    ['# rate ', ['rate']],
    ['#rat', []],
    ['合规', ['bend', 'rate', 'pick']],
    ['Compliance', ['bend', 'rate', 'pick']],
    ['知识题 利息', ['rate']],
    ['知识题，利率', ['rate']],
    ['选择题', ['pick']],
    ['计算题', ['rate']],
    ['火星', []],
  ])('%s', (words, ids) => {
    expect(found(words)).toEqual(ids)
  })

  it('takes any text for what it is, never for a pattern', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (words) => Array.isArray(found(words))))
    expect(found('.*')).toEqual([])
  })
})
