import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attempt } from '../../src/learner.ts'
import { dayEntry } from '../../src/practice/archive.ts'
import { mondayOf, progressOf } from '../../src/practice/progress.ts'
import { practised, weekOf } from '../../src/practice/week.ts'
import { addDays, daysBetween, instantOf } from '../../src/streak/day.ts'
import { keepDay } from '../../src/streak/streak.ts'
import type { Turn } from '../../src/turn.ts'
import { startBot } from '../support/bot.ts'

type Doc = Turn['doc']

/** A turn on a document at noon of `today`, as far as the figures look. */
function turnOn(today: string, change: (doc: Doc) => void = () => {}): Turn {
  const doc = {
    streak: { base: { last: null, current: 0, longest: 0, total: 0, freezes: 0 }, kept: [] },
    attempts: [],
    ledger: {},
    settings: { interview: null },
  } as unknown as Doc
  change(doc)
  return { doc, today, off: () => undefined } as unknown as Turn
}

function keep(doc: Doc, ...days: string[]): void {
  for (const day of days) doc.streak = keepDay(doc.streak, { day, at: instantOf(day, 720, 'UTC'), zone: 'UTC' })
}

let attempts = 0
/** An answer, counted in the ledger as practice does. */
function answer(doc: Doc, day: string, verdicts: Record<string, keyof Doc['ledger'][string]>): void {
  const points = Object.entries(verdicts).map(([competency, verdict]) => ({
    competency,
    looksFor: '',
    verdict,
    evidence: [],
  }))
  doc.attempts.push({ id: `a${++attempts}`, day, outcome: 'answered', verdicts: points } as unknown as Attempt)
  for (const { competency, verdict } of points) {
    doc.ledger[competency] ??= { covered: 0, partly: 0, missed: 0 }
    const tally = doc.ledger[competency] as Doc['ledger'][string]
    tally[verdict] += 1
  }
}

const kinds = (turn: Turn, from: string, history: Parameters<typeof progressOf>[1] = []) =>
  progressOf(turn, history, { from, recent: from }).days.map(({ kind, answers }) => `${kind}${answers || ''}`)

describe('the calendar', () => {
  it('begins with the record, counts answers, and ends today', () => {
    const turn = turnOn('2026-11-27', (doc) => {
      keep(doc, '2026-11-24', '2026-11-26')
      for (const day of ['2026-11-24', '2026-11-26', '2026-11-26']) answer(doc, day, {})
    })
    expect(kinds(turn, '2026-11-22')).toEqual(['none', 'none', 'kept1', 'missed', 'kept2', 'open'])
  })

  it('is all open for somebody new', () => {
    expect(kinds(turnOn('2026-11-27'), '2026-11-25')).toEqual(['none', 'none', 'open'])
  })

  it('knows days folded away from the history', () => {
    const turn = turnOn('2026-11-27', (doc) => {
      doc.streak.base = { last: '2026-11-23', current: 3, longest: 3, total: 3, freezes: 0 }
      keep(doc, '2026-11-25')
    })
    const day = (date: string, kind: string) => ({ id: `day-${date}`, type: 'day', day: date, kind, streak: 1 })
    const history = [day('2026-11-21', 'kept'), day('2026-11-22', 'frozen'), day('2026-11-23', 'kept')]
    expect(kinds(turn, '2026-11-20', history)).toEqual([
      'none',
      'kept',
      'frozen',
      'kept',
      'missed',
      'kept',
      'missed',
      'open',
    ])
  })

  it('of a record joined from two, a day that either kept is kept', () => {
    const turn = turnOn('2026-11-27', (doc) => {
      doc.streak.base = { last: '2026-11-21', current: 1, longest: 1, total: 1, freezes: 0 }
      keep(doc, '2026-11-24')
    })
    const lines = [
      { day: '2026-11-21', kind: 'missed', streak: 0 },
      { day: '2026-11-21', kind: 'kept', streak: 1 },
      { day: '2026-11-22', kind: 'kept', streak: 2 },
      { day: '2026-11-22', kind: 'missed', streak: 0 },
    ] as const
    const shown = kinds(turn, '2026-11-21', lines.map(dayEntry))
    expect(shown).toEqual(['kept', 'kept', 'missed', 'kept', 'missed', 'missed', 'open'])
  })

  it('has every day once, in order, whatever was kept', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 2000 })),
        fc.integer({ min: 0, max: 400 }),
        (days, length) => {
          const today = '2026-11-27'
          const turn = turnOn(today, (doc) => keep(doc, ...days.map((n) => addDays(today, -n)).sort()))
          const { days: shown, streak } = progressOf(turn, [], { from: addDays(today, -length), recent: today })
          expect(shown.length).toBe(length + 1)
          expect(shown.every(({ day }, n) => daysBetween(day, today) === length - n)).toBe(true)
          expect(shown.filter(({ kind }) => kind === 'kept').length).toBe(days.filter((n) => n <= length).length)
          expect(streak.total).toBe(days.length)
        },
      ),
    )
  })
})

describe('competencies', () => {
  const turn = turnOn('2026-11-27', (doc) => {
    for (const n of [20, 15])
      answer(doc, addDays('2026-11-27', -n), { calm: 'missed', law: 'covered', sell: 'covered' })
    for (const n of [2, 1]) answer(doc, addDays('2026-11-27', -n), { calm: 'covered', law: 'missed', plan: 'partly' })
  })
  const progress = progressOf(turn, [], { from: '2026-11-23', recent: mondayOf('2026-11-27') })
  const of = (id: string) => progress.competencies.find((one) => one.id === id)

  it('say what became stronger or weaker, where there is enough to tell', () => {
    expect(of('calm')).toMatchObject({ trend: 'stronger', score: 0.5, recent: { covered: 2, partly: 0, missed: 0 } })
    expect(of('law')?.trend).toBe('weaker')
    expect([of('sell')?.trend, of('plan')?.trend]).toEqual([undefined, undefined])
  })

  it('of two that became stronger the week names the one that gained most on what was before', () => {
    const grown = turnOn('2026-11-27', (doc) => {
      // From 0 of 2 to 7 of 8, and from 2 of 10 to 2 of 3.
      for (let n = 20; n > 18; n--) answer(doc, addDays('2026-11-27', -n), { calm: 'missed' })
      for (let n = 18; n > 8; n--) answer(doc, addDays('2026-11-27', -n), { law: n > 16 ? 'covered' : 'missed' })
      for (let n = 0; n < 8; n++) answer(doc, '2026-11-26', { calm: n < 7 ? 'covered' : 'missed' })
      for (let n = 0; n < 3; n++) answer(doc, '2026-11-26', { law: n < 2 ? 'covered' : 'missed' })
    })
    const figures = progressOf(grown, [], { from: '2026-11-23', recent: '2026-11-23' })
    expect(weekOf(figures, '2026-11-23').stronger?.id).toBe('calm')
  })

  it('come weakest first, and the week names the strongest gain and what is next', () => {
    const weaknesses = progress.competencies.map(({ weakness }) => weakness)
    expect(weaknesses).toEqual(weaknesses.toSorted((a, b) => b - a))
    const week = weekOf(progress, '2026-11-23')
    expect([week.stronger?.id, week.weakest?.id, week.answers]).toEqual(['calm', progress.competencies[0]?.id, 2])
    expect(
      practised(progress.competencies)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['calm', 'law', 'plan'])
  })
})

it('a week counts the days an answer was wanted: not those off, before the record, or still to come', () => {
  const turn = turnOn('2026-11-27', (doc) => keep(doc, '2026-11-24', '2026-11-26'))
  const off = (day: string) => (day === '2026-11-25' ? ('rest' as const) : undefined)
  const progress = progressOf({ ...turn, off } as Turn, [], { from: '2026-11-23', recent: '2026-11-23' })
  const week = weekOf(progress, '2026-11-23')
  expect(week.days.map(({ kind }) => kind)).toEqual(['none', 'kept', 'rest', 'kept', 'open', 'none', 'none'])
  expect([week.kept, week.possible]).toEqual([2, 3])
})

it('the figures of a learner who practised for months are those of every day, folded or not', async () => {
  const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
  const lin = bot.learner()
  await lin.says('/start')
  for (let day = 0; day < 90; day++) {
    await lin.says('/question')
    await lin.answers()
    await lin.waits('1 day')
  }
  const doc = await lin.doc()
  expect(doc.streak.kept.length).toBeLessThan(90)
  const history = await bot.store.history({ kind: 'learner', id: doc.id })
  const turn = { doc, today: '2027-02-21', off: () => undefined } as unknown as Turn
  const { days, attempts: all, streak } = progressOf(turn, history, { from: '2026-11-23', recent: '2027-02-15' })
  expect(days.filter(({ kind }) => kind === 'kept').length).toBe(90)
  expect(days.reduce((sum, { answers }) => sum + answers, 0)).toBe(
    all.filter((one) => one.outcome === 'answered').length,
  )
  expect(streak.current).toBe(90)
}, 60_000)
