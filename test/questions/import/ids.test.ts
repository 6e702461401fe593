import { describe, expect, it } from 'vitest'
import { QuestionBanks } from '../../../src/questions/bank.ts'
import { titled } from '../../../src/questions/import/bank.ts'
import { earlierVersion, freeId, withId } from '../../../src/questions/import/version.ts'
import type { Bank, Question } from '../../../src/questions/schema.ts'
import { testBanks } from '../../support/bot.ts'

const [sample] = testBanks().banks[0]?.questions ?? []

function bank(id: string, prompts: string[], origin: Question['origin'] = 'imported'): Bank {
  const questions = prompts.map((prompt, n) => ({ ...(sample as Question), id: `${id}-${n + 1}`, prompt, origin }))
  return { id, language: 'zh', title: id, description: 'x', categories: ['x'], questions }
}
const ids = ({ questions }: Bank) => questions.map(({ id }) => id)

describe('a new version of a bank', () => {
  it('keeps the ids of the questions asked before, wherever they stand and however they are punctuated', () => {
    const before = bank('own-1', ['自我介绍。', '为什么选我们？', '你的缺点'])
    const after = withId(bank('imported', ['新的一题', '为什么选我们', '自我介绍', '又一题']), 'own-1', before)
    expect(ids(after)).toEqual(['own-1-4', 'own-1-2', 'own-1-1', 'own-1-5'])
  })

  it('gives the same prompt asked twice two ids', () => {
    const after = withId(bank('imported', ['同一题', '同一题']), 'own-1', bank('own-1', ['同一题']))
    expect(ids(after)).toEqual(['own-1-1', 'own-1-2'])
  })

  it('leaves alone what an author has reviewed since', () => {
    const before = bank('own-1', ['自我介绍', '你的缺点'], 'reviewed')
    const improved = before.questions.map((question) => ({ ...question, category: '行为题', hint: '改过的提示' }))
    const after = withId(bank('imported', ['你的缺点', '新的一题']), 'own-1', { ...before, questions: improved })
    expect(after.questions.map(({ id, hint, origin }) => [id, hint === '改过的提示', origin])).toEqual([
      ['own-1-2', true, 'reviewed'],
      ['own-1-3', false, 'imported'],
    ])
    expect(after.categories).toContain('行为题')
    expect(earlierVersion(after, [before])).toBe(before)
  })

  it('is known by at least half of the old questions being asked again', () => {
    const old = bank('a', ['一题', '二题', '三题', '四题'])
    expect(earlierVersion(bank('b', ['二题', '新题', '四题']), [old])).toBe(old)
    expect(earlierVersion(bank('b', ['二题', '新题']), [old])).toBeUndefined()
  })

  it('never replaces a bank of the bot’s own', () => {
    expect(earlierVersion(bank('b', ['一题']), [bank('a', ['一题'], 'built-in')])).toBeUndefined()
  })
})

it.each([
  ['Bank Interview (2).docx', 'bank-interview-2'],
  ['面试题集.docx', 'imported'],
  ['own-3.docx', 'imported'],
  ['q.txt', 'bank-q'],
  ['taken.txt', 'taken-2'],
])('%s gets the id %s', (file, id) => {
  expect(freeId(file, new QuestionBanks([bank('taken', ['x'])], []))).toBe(id)
})

it('a document without a title goes by its file’s name', () => {
  const none = { questions: [], warnings: [], language: 'zh' as const }
  expect(titled({ ...none, title: null }, '支行题集 v2.docx').title).toBe('支行题集 v2')
  expect(titled({ ...none, title: '面试题' }, 'a.docx').title).toBe('面试题')
})
