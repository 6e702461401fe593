import { expect, it } from 'vitest'
import type { MockLine } from '../../src/practice/mock.ts'
import { mockResult } from '../../src/render/mock.ts'
import { toPlain } from '../../src/render/plain.ts'
import { zh } from '../../src/text/zh.ts'
import { testBanks } from '../support/bot.ts'

const question = testBanks().find('complaint')
if (question === undefined) throw new Error('no question')

const line = (earned: number | undefined, lost: string[] = []): MockLine => ({
  question,
  points: 10,
  earned,
  lost: lost.map((competency) => ({ competency, criterion: 'x' })),
  redLines: [],
})
const shown = (...lines: MockLine[]) => toPlain(mockResult(zh, lines, (id) => id))

it('what only the learner can tell is neither points nor praise', () => {
  const alone = shown(line(undefined), line(undefined))
  expect(alone).toContain('没有折算分数')
  for (const words of ['约', zh.mock.nothingLost]) expect(alone.split('\n').slice(0, 3).join()).not.toContain(words)
  const mixed = shown(line(5, ['empathy']), line(undefined))
  expect(mixed).toContain('约 5 / 10 分')
  expect(mixed).toContain('🔲 自己判断，不计分')
})

it('all covered is said only of a paper that earned all', () => {
  expect(shown(line(10), line(10))).toContain(zh.mock.nothingLost)
  expect(shown(line(10), line(0))).not.toContain(zh.mock.nothingLost)
})

it('has a kind word for few points, and none for many', () => {
  expect(shown(line(10), line(0), line(0))).toContain(zh.mock.low)
  expect(shown(line(10), line(0))).not.toContain(zh.mock.low)
})
