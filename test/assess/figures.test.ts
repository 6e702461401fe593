import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameResult, resultIn } from '../../src/assess/figures.ts'
import { fold } from '../../src/assess/fold.ts'

/** Whether a reply gives the key as its result. */
function isRight(reply: string, key: string): boolean {
  const wanted = resultIn(fold(key).text)
  const given = resultIn(fold(reply).text, wanted)
  return given !== undefined && wanted !== undefined && isSameResult(given, wanted)
}

describe('a right result, however it is written', () => {
  it.each([
    ['10,000 元', '10000'],
    ['10,000 元', '1万'],
    ['10,000 元', '一萬元'],
    ['10,000 元', '壹萬元整'],
    ['2,250 元', '贰仟贰佰伍拾元，在陆家嘴办'],
    ['10,000 元', '一万块钱。'],
    ['10,000 元', '利息1万元，到期前一共100天，按360天算'],
    ['10,000 元', '200万×1.8%×100÷360＝10000元'],
    ['10,000 元', '贴现利息是 ¥10,000.00'],
    ['5.25 万元', '52500'],
    ['5.25 万元', '5.25'],
    ['5.25 万元', '五万两千五'],
    ['5.25 万元', '52,500元，利差是1.05%'],
    ['65%', '65'],
    ['65%', '0.65'],
    ['65%', '百分之六十五'],
    ['65%', '资产负债率65%，流动比率1.2'],
    ['65%', '六成五就是百分之六十五，流动比率是1.2倍'],
    ['2.10%', '2.1'],
    ['2.10%', '2.1个点'],
    ['2.10%', '百分之二点一'],
    ['2.10%', '年化 2.10%（1680÷200000÷146×365）'],
    ['1.26', '1.26倍'],
    ['1.26', '126%'],
    ['1.26', '1.26:1'],
    ['£13,600', '£10,800 plus £800 plus £2,000 is £13,600, that is 11.3%'],
    ['£13,600', '£13.6k'],
    ['£13,600', 'about 13.6 thousand pounds'],
    ['11.5%', '11.52%'],
    ['2,250 元', '是2250元，不是1500元'],
    ['2,250 元', '答案是2250元，比合同利率多出750元'],
    ['2,250 元', '按30万元算，罚息就是2250'],
    ['10,000 元', '利息1万，到手199万'],
    ['10,000 元', '先算成了9,900元，不对，应该是10,000元'],
    ['65%', '资产负债率是65%，一般超过70%要警惕'],
    ['65%', '六成五'],
    ['4 次', '营运资金周转 4 次，一共要 891 万元'],
    ['90 天', '90'],
    ['£13,600', '£13,600 a year; with a limit of £150,000 it would be £12,600'],
  ])('%s: %s', (key, reply) => expect(isRight(reply, key)).toBe(true))
})

describe('a wrong result', () => {
  it.each([
    ['10,000 元', '9,900元'],
    ['10,000 元', '10000%'],
    ['10,000 元', '先算出10000元，再乘以2，等于20000元'],
    ['5.25 万元', '5.25元是每一百块赚的，总数是9.5万元'],
    ['65%', '50%'],
    ['65%', '流动比率1.2，资产负债率60%'],
    ['2.10%', '0.84%'],
    ['2.10%', '2.07%'],
    ['1.26', '1.65'],
    ['4 万元', '4.4万'],
    ['11.5%', '11.6%'],
    ['2,250 元', '2250元是错的，算错了，1500元'],
    ['2,250 元', '答案是1500元，因为300000×4.5%×40/360，不是2250元'],
    ['2,250 元', '说不清'],
    ['10,000 元', '10,000元，不对，是9,900元'],
    ['10,000 元', '本金200万元，利息约9,900'],
    ['10,000 元', '先算 10,000 元，最后是 5,000 元'],
  ])('%s: %s', (key, reply) => expect(isRight(reply, key)).toBe(false))
})

it('a number written with or without separators, alone or in 万, is read as the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999 }), (n) => {
      for (const text of [`${n}`, n.toLocaleString('en'), `${n}元`, `共 ${n / 10_000} 万元。`])
        expect(resultIn(text)?.value).toBeCloseTo(n, 4)
    }),
  )
})

it('reads any text in time that grows with its length, and what it finds lies within', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'一十百万亿点零1,.%×-元 a比'), maxLength: 3000 }), (text) => {
      const found = resultIn(text)
      if (found === undefined) return
      expect(text.slice(found.start, found.end).trim()).not.toBe('')
      expect(Number.isFinite(found.value)).toBe(true)
    }),
  )
})
