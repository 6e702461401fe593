import fc from 'fast-check'
import { expect, it } from 'vitest'
import { localAssessor } from '../../src/assess/local.ts'
import { revealOf } from '../../src/groups/reveal.ts'
import { testBanks } from '../support/bot.ts'
import { memberWith } from './members.ts'

const question = testBanks().find('complaint')
if (question === undefined) throw new Error('no question')

const FIRST = '我会先倾听客户把话说完，再真诚道歉。'
const SECOND = '我先查清是哪笔业务，过两天再回访客户。'
const BOTH = '我先听完他说的，向他道歉，再核实情况，之后回访。'
const COPIED = `${question.modelAnswer}${question.modelAnswer}${question.modelAnswer}`
const PROMISE = '我保证赔给您。先倾听，再道歉，然后核实，最后回访。'

const answers = (texts: Record<string, string>) =>
  Object.entries(texts).map(([user, text], index) => ({ user, name: user, text, at: index }))
const agreed = (...ids: string[]) => ids.map((id) => memberWith(id, {}, { quote: true }))
const of = (texts: Record<string, string>, quotable: string[]) =>
  revealOf(question, answers(texts), agreed(...quotable), localAssessor.assess)

it('counts who covered each point and names the hardest', () => {
  const result = of({ a: FIRST, b: FIRST, c: BOTH }, [])
  expect(result.points).toEqual([3, 1])
  expect(result.hardest).toBe(1)
  expect(result.parts.map(({ covered }) => covered)).toEqual([1, 1, 2])
  expect(of({ a: BOTH }, []).hardest).toBeUndefined()
  expect(of({ a: '这个我没有什么特别的想法，慢慢来。' }, [])).toMatchObject({ points: [0, 0], hardest: undefined })
  expect(of({}, [])).toEqual({ parts: [], points: [0, 0], hardest: undefined, quotes: [] })
})

it('counts nobody where only each can tell', () => {
  const half = {
    ...question,
    examPoints: question.examPoints.map((point, n) => (n === 0 ? { ...point, cues: [] } : point)),
  }
  const result = revealOf(half, answers({ a: SECOND, b: FIRST }), [], localAssessor.assess)
  expect(result.points).toEqual([undefined, 1])
  expect(result.hardest).toBe(1)
})

it('of a choice counts the right letters, and one more for each beside the exam points', () => {
  const pick = testBanks().find('pick')
  if (pick === undefined) throw new Error('no question')
  const result = revealOf(pick, answers({ a: 'B', b: 'C', c: '选 B，50 万元' }), [], localAssessor.assess)
  expect(result.right).toBe(2)
  expect(result.parts.map(({ covered }) => covered)).toEqual([2, 0, 2])
  expect(of({ a: FIRST }, []).right).toBeUndefined()
})

it('quotes only who agreed, the one who covers most first, then who adds most', () => {
  expect(of({ a: FIRST, b: SECOND, c: BOTH }, []).quotes).toEqual([])
  expect(of({ a: FIRST, b: SECOND, c: BOTH }, ['a', 'b', 'c']).quotes.map(({ user }) => user)).toEqual(['c', 'a'])
  expect(of({ a: FIRST, x: FIRST, b: SECOND }, ['a', 'x', 'b']).quotes.map(({ user }) => user)).toEqual(['a', 'b'])
  const [quote] = of({ a: FIRST }, ['a']).quotes
  expect(FIRST).toContain(quote?.words)
})

it('quotes neither the model answer nor who crossed a red line nor who covered nothing', () => {
  expect(of({ a: COPIED, b: PROMISE, c: '这个我没有什么特别的想法，慢慢来。' }, ['a', 'b', 'c']).quotes).toEqual([])
})

it('never quotes anybody who did not agree, and never anybody twice', () => {
  const texts = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    fc.constantFrom(FIRST, SECOND, BOTH, COPIED, PROMISE),
  )
  fc.assert(
    fc.property(texts, fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e')), (given, quotable) => {
      const { quotes } = of(given, quotable)
      for (const { user, words } of quotes) {
        expect(quotable).toContain(user)
        for (const part of words.replace(/…$/, '').split(' … ')) expect(given[user]).toContain(part)
      }
      expect(new Set(quotes.map(({ user }) => user)).size).toBe(quotes.length)
      expect(quotes.length).toBeLessThanOrEqual(2)
    }),
  )
})
