import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { contentFolder } from '../../src/main.ts'
import { type BankFile, readBanks } from '../../src/questions/bank.ts'
import { adviseOn } from '../../src/questions/check.ts'
import { bankSchema, type Question } from '../../src/questions/schema.ts'
import { testBanks } from '../support/bot.ts'

const TODAY = '2026-11-24'

/** What is said about a bank of the test's first question, changed so. */
function advice(...changes: Partial<Question>[]): string[] {
  const [bank] = testBanks().banks
  const [question] = bank?.questions ?? []
  if (bank === undefined || question === undefined) throw new Error('no bank')
  const questions = changes.map((change, n) => ({
    ...question,
    id: `q${n}`,
    prompt: `${n} 问什么好呢 ${n}`,
    ...change,
  }))
  const file: BankFile = { path: 'x.yaml', bank: { ...bank, questions }, lineOf: (path) => Number(path[1]) + 1 }
  return adviseOn([file], TODAY).map(({ line, message }) => `${line} ${message}`)
}

describe('coach check advises on', () => {
  it('nothing in the banks that come with the bot', () => {
    expect(adviseOn(readBanks(contentFolder).files, TODAY)).toEqual([])
  })

  it('prompts that are nearly the same', () => {
    const prompts = [
      '请讲一次你处理客户投诉的经历，结果怎样？',
      '请讲一次你处理客户投诉的经历，结果如何？',
      '你为什么想来我们银行？',
    ]
    expect(advice(...prompts.map((prompt) => ({ prompt })))).toEqual(['2 asks nearly the same as "q0" in x.yaml'])
  })

  it('an answer that cannot be said in its minutes', () => {
    expect(advice({ modelAnswer: '好'.repeat(700), minutes: 2 })).toEqual([
      expect.stringContaining('takes about 175 s'),
    ])
    expect(advice({ modelAnswer: '好'.repeat(480), minutes: 2 })).toEqual([])
  })

  it('a rule without a source, unless it is an imported question or a sum', () => {
    const rule = { modelAnswer: '按照《存款保险条例》，最高偿付五十万元。', sources: [] }
    expect(advice(rule)).toEqual([expect.stringContaining('without a source')])
    expect(advice({ ...rule, origin: 'imported' })).toEqual([])
    expect(advice({ modelAnswer: '年利率 4%，一年 4000 元。', kind: 'calculation', key: '4000' })).toEqual([])
  })

  it('facts checked more than a year ago', () => {
    const sources = [{ title: 'x' }]
    expect(advice({ sources, reviewed: '2025-11-20' })).toEqual([expect.stringContaining('last checked on 2025-11-20')])
    expect(advice({ sources, reviewed: '2026-01-01' })).toEqual([])
  })

  it('a point that needs more ideas than it has cues for', () => {
    const examPoints = [{ competency: 'empathy', looksFor: 'x', cues: ['a', 'b'], need: 3 }]
    expect(advice({ examPoints })).toEqual(['1 "empathy" needs 3 ideas and has cues for 2'])
  })
})

it('the JSON Schema that editors read is that of the banks (vitest -u renews it)', async () => {
  const schema = { title: 'Question bank', ...z.toJSONSchema(bankSchema, { io: 'input' }) }
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(resolve(contentFolder, 'schema.json'))
  for (const bank of ['account-manager.zh.yaml', 'account-manager.en.yaml'])
    expect(readFileSync(resolve(contentFolder, bank), 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=schema.json\n/,
    )
})
