import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attempt, Card } from '../../src/learner.ts'
import { reschedule, resultOf, standing } from '../../src/practice/review.ts'
import { selectQuestion, topicFilter } from '../../src/practice/select.ts'
import type { Bank } from '../../src/questions/schema.ts'
import { addDays, daysBetween } from '../../src/streak/day.ts'
import { startBot, testBanks } from '../support/bot.ts'

const TODAY = '2026-11-23'
const results = ['good', 'partly', 'poor', 'unanswered', 'skipped'] as const

/** A bank of `count` questions q0, q1, … in two categories. */
function bankOf(count: number): Bank {
  const [model] = testBanks().banks
  const [question] = model?.questions ?? []
  if (model === undefined || question === undefined) throw new Error('no test bank')
  return {
    ...model,
    questions: Array.from({ length: count }, (_, n) => ({
      ...question,
      id: `q${n}`,
      category: n % 2 ? '知识题' : '行为题',
    })),
  }
}

const card = fc.record({
  result: fc.constantFrom(...results),
  ago: fc.integer({ min: 0, max: 80 }),
})

/** Cards as practice makes them, for some of the questions of a bank. */
const practised = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.array(fc.option(card), { minLength: 12, maxLength: 12 }))
  .map(([count, made]) => {
    const bank = bankOf(count)
    const cards: Record<string, Card> = {}
    for (const [n, { id }] of bank.questions.entries()) {
      const one = made[n]
      if (one) cards[id] = reschedule(undefined, one.result, addDays(TODAY, -one.ago))
    }
    return { bank, cards }
  })

describe('selectQuestion', () => {
  const select = (bank: Bank, cards: Record<string, Card>, turn: number, exclude: string[] = []) =>
    selectQuestion({ banks: [bank], cards, ledger: {}, today: TODAY, turn, exclude: new Set(exclude) })?.question

  it('always finds one, the same for the same input, and none only in an empty pool', () => {
    fc.assert(
      fc.property(practised, fc.nat(20), fc.array(fc.nat(11), { maxLength: 12 }), ({ bank, cards }, turn, excluded) => {
        const exclude = excluded.map((n) => `q${n}`)
        const found = select(bank, cards, turn, exclude)
        expect(found).toBeDefined()
        expect(select(bank, cards, turn, exclude)).toBe(found)
        if (bank.questions.some(({ id }) => !exclude.includes(id))) expect(exclude).not.toContain(found?.id)
      }),
    )
    expect(
      selectQuestion({ banks: [], cards: {}, ledger: {}, today: TODAY, turn: 0, exclude: new Set() }),
    ).toBeUndefined()
    expect(
      selectQuestion({
        banks: [bankOf(3)],
        cards: {},
        ledger: {},
        today: TODAY,
        turn: 0,
        exclude: new Set(),
        wanted: () => false,
      }),
    ).toBeUndefined()
  })

  it('a well-answered question not within 7 days, unless all the others are such too', () => {
    fc.assert(
      fc.property(practised, fc.nat(20), ({ bank, cards }, turn) => {
        const resting = (id: string) => cards[id]?.result === 'good' && daysBetween(cards[id].last, TODAY) < 7
        const found = select(bank, cards, turn)
        if (found && resting(found.id)) expect(bank.questions.every(({ id }) => resting(id))).toBe(true)
      }),
    )
  })

  it('unseen on even turns, due on odd ones, so neither starves the other', () => {
    fc.assert(
      fc.property(practised, fc.nat(20), ({ bank, cards }, turn) => {
        const unseen = bank.questions.filter(({ id }) => cards[id] === undefined)
        const due = bank.questions.filter(({ id }) => (cards[id]?.due ?? '9999') <= TODAY)
        if (unseen.length === 0 || due.length === 0) return
        expect(turn % 2 === 0 ? unseen : due).toContain(select(bank, cards, turn))
      }),
    )
  })

  it('of the due, the longest overdue first', () => {
    fc.assert(
      fc.property(practised, ({ bank, cards }) => {
        const due = bank.questions.flatMap(({ id }) => (cards[id] && cards[id].due <= TODAY ? [cards[id].due] : []))
        const found = select(bank, cards, 1)
        if (found && due.length > 0) expect(cards[found.id]?.due).toBe(due.sort()[0])
      }),
    )
  })

  it('of the unseen, sections take turns', () => {
    const bank = bankOf(6)
    const cards: Record<string, Card> = {}
    const asked: string[] = []
    for (let n = 0; n < 6; n++) {
      const found = select(bank, cards, 0)
      if (found === undefined) throw new Error('nothing found')
      asked.push(found.category)
      cards[found.id] = { due: addDays(TODAY, 1), last: TODAY, result: 'poor' }
    }
    expect(asked).toEqual(['行为题', '知识题', '行为题', '知识题', '行为题', '知识题'])
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
    ['火星', []],
  ])('%s', (words, ids) => {
    expect(found(words)).toEqual(ids)
  })

  it('takes any text for what it is, never for a pattern', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (words) => Array.isArray(found(words))))
    expect(found('.*')).toEqual([])
  })
})

describe('reschedule', () => {
  const days = (before: Card | undefined, result: Card['result'], interview: string | null = null) =>
    daysBetween(TODAY, reschedule(before, result, TODAY, interview).due)
  /** The days between reviews that all go the same way. */
  function spaced(...marks: Card['result'][]): number[] {
    let card: Card | undefined
    let day = TODAY
    return marks.map((mark) => {
      card = reschedule(card, mark, day)
      const gap = daysBetween(day, card.due)
      day = card.due
      return gap
    })
  }

  it('a new question: a week when good, three days when partly, tomorrow when not, two days when skipped', () => {
    expect(days(undefined, 'good')).toBe(7)
    expect(days(undefined, 'partly')).toBe(3)
    expect(days(undefined, 'poor')).toBe(1)
    expect(days(undefined, 'unanswered')).toBe(1)
    expect(days(undefined, 'skipped')).toBe(2)
  })

  it('golden: good answers in a row, and a lapse', () => {
    expect(spaced('good', 'good', 'good', 'good')).toMatchInlineSnapshot(`
      [
        7,
        21,
        60,
        60,
      ]
    `)
    expect(spaced('good', 'good', 'poor', 'good', 'good')).toMatchInlineSnapshot(`
      [
        7,
        21,
        1,
        7,
        13,
      ]
    `)
  })

  it('better never comes back sooner, within 1 to 60 days, the same every time', () => {
    const marks = fc.array(fc.constantFrom(...results), { maxLength: 8 })
    fc.assert(
      fc.property(marks, fc.integer({ min: 1, max: 90 }), (past, ago) => {
        let before: Card | undefined
        for (const mark of past) before = { ...reschedule(before, mark, addDays(TODAY, -ago)) }
        expect(days(before, 'good')).toBeGreaterThanOrEqual(days(before, 'partly'))
        expect(days(before, 'partly')).toBeGreaterThanOrEqual(days(before, 'poor'))
        expect(days(before, 'poor')).toBe(1)
        expect(days(before, 'good')).toBeGreaterThanOrEqual(7)
        expect(days(before, 'good')).toBeLessThanOrEqual(60)
        expect(reschedule(before, 'good', TODAY)).toEqual(reschedule(before, 'good', TODAY))
      }),
    )
  })

  it('before an interview everything comes again in time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...results), fc.integer({ min: 2, max: 60 }), (result, left) => {
        const interview = addDays(TODAY, left)
        expect(days(undefined, result, interview)).toBeLessThan(left)
      }),
    )
    expect(days(undefined, 'good', addDays(TODAY, 6))).toBe(3)
    expect(days(undefined, 'good', addDays(TODAY, -3))).toBe(7)
  })

  it('a skip leaves no mark on the memory', () => {
    const good = reschedule(undefined, 'good', TODAY)
    expect(reschedule(good, 'skipped', TODAY).memory).toEqual(good.memory)
  })
})

describe('new questions go where it is weakest', () => {
  const ledgerOf = (covered: number, missed: number) => ({ covered, partly: 0, missed })
  it('and the learner is told why, once there is a past', () => {
    const [bank] = testBanks().banks
    if (bank === undefined) throw new Error('no bank')
    const cards = { bend: reschedule(undefined, 'good', TODAY) }
    const choose = (ledger: Record<string, { covered: number; partly: number; missed: number }>) =>
      selectQuestion({ banks: [bank], cards, ledger, today: TODAY, turn: 0, exclude: new Set() })
    expect(choose({})?.why).toBeUndefined()
    const strongRules = choose({ compliance: ledgerOf(4, 0), empathy: ledgerOf(0, 3) })
    expect(strongRules).toMatchObject({ question: { id: 'complaint' }, why: { kind: 'weak', competency: 'empathy' } })
    const weakRules = choose({ compliance: ledgerOf(0, 4), empathy: ledgerOf(3, 0), 'follow-up': ledgerOf(3, 0) })
    expect(weakRules?.question.examPoints[0]?.competency).toBe('compliance')
    expect(weakRules?.why).toEqual({ kind: 'weak', competency: 'compliance' })
  })

  it('a thousand questions and two thousand attempts are no burden: the choice is the same each time', () => {
    const [bank] = testBanks().banks
    const [model] = bank?.questions ?? []
    if (bank === undefined || model === undefined) throw new Error('no bank')
    const questions = Array.from({ length: 1000 }, (_, n) => ({ ...model, id: `q${n}` }))
    const cards = Object.fromEntries(
      questions.slice(0, 900).map(({ id }, n) => [id, reschedule(undefined, 'good', addDays(TODAY, -(n % 90)))]),
    )
    const input = {
      banks: [{ ...bank, questions }],
      cards,
      ledger: {},
      today: TODAY,
      turn: 1,
      exclude: new Set<string>(),
    }
    expect(selectQuestion(input)).toEqual(selectQuestion(input))
  })
})

describe('resultOf', () => {
  const verdicts = fc.array(
    fc.record(
      { verdict: fc.constantFrom('covered' as const, 'partly' as const, 'missed' as const), tick: fc.boolean() },
      { requiredKeys: ['verdict'] },
    ),
    { minLength: 1, maxLength: 8 },
  )
  const attempt = (
    points: { verdict: 'covered' | 'partly' | 'missed'; tick?: boolean }[],
  ): Pick<Attempt, 'outcome' | 'verdicts' | 'redLines'> => ({
    outcome: 'answered',
    redLines: [],
    verdicts: points.map((point) => ({ competency: 'x', looksFor: 'x', evidence: [], ...point })),
  })
  const rank = { poor: 0, unanswered: 0, skipped: 0, partly: 1, good: 2 }

  it('a point ticked as covered never makes the whole worse', () => {
    fc.assert(
      fc.property(verdicts, fc.nat(7), (points, at) => {
        const better = points.map((point, n) => (n === at ? { ...point, tick: true } : point))
        expect(rank[resultOf(attempt(better))]).toBeGreaterThanOrEqual(rank[resultOf(attempt(points))])
      }),
    )
  })

  it('all covered is good, none is poor, a red line is poor whatever else', () => {
    expect(resultOf(attempt([{ verdict: 'covered' }, { verdict: 'missed', tick: true }]))).toBe('good')
    expect(resultOf(attempt([{ verdict: 'missed' }, { verdict: 'covered', tick: false }]))).toBe('poor')
    expect(resultOf({ ...attempt([{ verdict: 'covered' }]), redLines: [{ text: 'x', evidence: 'x' }] })).toBe('poor')
    expect(standing({ competency: 'x', looksFor: 'x', evidence: [], verdict: 'partly' })).toBe('partly')
  })
})

describe('in the conversation', () => {
  it('every question of a bank is met before a well-answered one returns', async () => {
    const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.learner()
    await lin.says('/start')
    const good: Record<string, string> = {
      complaint: '我会先倾听，真诚道歉，核实情况，三天后回访。',
      bend: '我会明确拒绝，说明规定。',
      rate: '4000',
      pick: 'B',
    }
    for (let n = 0; n < 4; n++) {
      const id = (await lin.doc()).sessions.at(-1)?.question.id ?? ''
      await lin.says(good[id] ?? '')
      if (n < 3) await lin.says('题目')
    }
    expect((await lin.doc()).attempts.map((attempt) => attempt.questionId).sort()).toEqual(Object.keys(good).sort())
    for (const held of Object.values((await lin.doc()).cards)) expect(held.due).toBe('2026-11-30')
  })

  it('a question not answered is back the next day, on the odd turn', async () => {
    const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.learner()
    await lin.says('/start')
    await lin.says('不知道')
    const [card] = await lin.until('08:00')
    expect(card).toContain('📮 今日一面\n📮 再遇见这道题')
    expect(card).toContain('客户投诉时你怎么做？')
  })
})
