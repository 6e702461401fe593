import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chosenLetters, isGivingUp, isGreeting, isRealAnswer, normalise, numberIn } from '../../src/assess/reply.ts'

const open = { kind: 'open' as const, prompt: '客户投诉时你怎么做？' }
const choice = { kind: 'choice' as const, prompt: '限额是多少？' }
const calculation = { kind: 'calculation' as const, prompt: '利息是多少？' }

describe('isRealAnswer, open questions', () => {
  it.each([
    '先倾听再道歉再回访',
    '我会先倾听客户的话',
    'I listen and then apologise',
    'Listen, apologise, check, call back',
    '先 listen 再 apologise 最后回访',
    'まずお客様の話を聞いて謝ります',
    '먼저 고객의 이야기를 듣고 사과합니다',
    'Сначала я выслушаю клиента внимательно',
    '我会先倾听\u200b客户的话',
  ])('real: %s', (text) => {
    expect(isRealAnswer(open, text)).toBe(true)
  })

  it.each([
    '',
    'ok',
    '好的',
    '先倾听再道歉',
    '先倾听客户再道',
    'I would listen first',
    '不知道',
    '我真的不知道怎么回答。',
    'I don’t know how to answer this',
    '哈哈哈哈哈哈哈哈哈哈哈哈',
    'no no no no no no no',
    '客户投诉时你怎么做',
    '客户投诉时你怎么做？？',
    '12345678901234567890',
    '！！！！！！！！！！！',
    '😀'.repeat(20),
    '\u200b'.repeat(20),
  ])('not: %s', (text) => {
    expect(isRealAnswer(open, text)).toBe(false)
  })

  it('more words never turn a real answer into none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (more) => {
        expect(isRealAnswer(open, `我会先倾听，真诚道歉，核实后回访。\n${more}`)).toBe(true)
      }),
    )
  })
})

describe('isRealAnswer, choice and calculation', () => {
  it.each(['B', 'b', 'ＡＣＤ', 'A、C', 'a and c', '选B', '答案：C', '我选 A', 'B. 50 万元', '我觉得是 B'])(
    'a choice: %s',
    (text) => {
      expect(isRealAnswer(choice, text)).toBe(true)
    },
  )

  it.each(['', 'X', 'ok', '不知道', 'pass', '50'])('no choice: %s', (text) => {
    expect(isRealAnswer(choice, text)).toBe(false)
  })

  it.each(['4000', '４０００', '4.35%', '-3', '12,000 元', '约 0.4 万'])('a result: %s', (text) => {
    expect(isRealAnswer(calculation, text)).toBe(true)
  })

  it.each(['', '不会', '很多', 'ok'])('no result: %s', (text) => {
    expect(isRealAnswer(calculation, text)).toBe(false)
  })
})

describe('the letter a reply chooses', () => {
  it.each([
    ['The answer is B', 'B'],
    ['It’s B.', 'B'],
    ['I pick B', 'B'],
    ['B because rates fell', 'B'],
    ['Option B is right', 'B'],
    ['I choose B because rates fell', 'B'],
    ['I would go with (d), since it is safer', 'D'],
    ['不选A，选C', 'C'],
    ['A方案不对，应该选C', 'C'],
    ['我选 B，因为利率低', 'B'],
    ['I had a customer who picked a loan', ''],
    ['it is a good idea', ''],
    ['I would choose a deposit', ''],
  ])('%s', (text, letter) => expect(chosenLetters(text)).toBe(letter))
})

describe('isGreeting', () => {
  it.each([
    '你好',
    '在吗？',
    '您好呀',
    '早上好',
    '在不在',
    'Hi',
    'hello there!',
    'Are you there?',
    '嗨～',
    '你好，在吗',
    'hi, are you there?',
    '你好！请问有人吗',
    '老师好',
    'hello coach',
  ])('%s', (text) => expect(isGreeting(text)).toBe(true))
  it.each(['你好，我会先道歉', '好', '好的', '早点告诉客户', 'hi, I would first listen', '在'])('not %s', (text) =>
    expect(isGreeting(text)).toBe(false),
  )
})

describe('isGivingUp', () => {
  it.each([
    '不知道',
    '不知道。',
    ' 我不知道啊！ ',
    '完全没思路',
    '想不出来',
    '忘了',
    '答不上来',
    'IDK',
    "I don't know",
    'I dont know.',
    'no idea',
    'Pass',
    '不知道怎么答',
  ])('%s', (text) => expect(isGivingUp(text)).toBe(true))

  it.each(['不知道客户的想法就先问', 'pass the customer to a colleague', '我会说不知道，然后去查', '', '知道'])(
    'not: %s',
    (text) => expect(isGivingUp(text)).toBe(false),
  )
})

describe('chosenLetters and numberIn', () => {
  it.each([
    ['c a', 'AC'],
    ['选 c 和 A', 'AC'],
    ['AAB', 'AB'],
    ['I think B', ''],
    ['A good banker listens', ''],
    ['I', ''],
    ['B，因为五十万是限额', 'B'],
    ['B，因为本金每个月都在还，LPR 变不变都一样，手里的钱平均只有一半，手续费却一直按全额收，所以接近两倍', 'B'],
    ['我选C。IRR 大约百分之十一', 'C'],
    ['我觉得是C，因为IRR算出来大约是百分之十一，一直按全额收手续费，本金却每个月都在还', 'C'],
    ['bad, because IRR', ''],
  ])('%s → "%s"', (text, letters) => expect(chosenLetters(text)).toBe(letters))

  it.each([
    ['4,000', 4000],
    ['4.35%', 0.0435],
    ['3 万', 30_000],
    ['1.5亿', 150_000_000],
    ['10 × 4% = 0.4万', 4000],
    ['-12', -12],
    ['两千二百五十元', 2250],
    ['一万八', 18_000],
    ['3万5', 35_000],
    ['一千零五', 1005],
    ['五万二千五百块', 52_500],
    ['一亿两千万', 120_000_000],
    ['百分之三点六', 0.036],
    ['2.1个百分点', 0.021],
    ['50个基点', 0.005],
    ['1,854块6', 1854],
    ['１０，０００元', 10_000],
    ['1.2:1', 1.2],
    ['利息是 2,250 元（300000×6.75%×40/360）', 2250],
    ['2250元，一共逾期了40天', 2250],
    ['一点也不会', undefined],
    ['万一不对呢', undefined],
    ['我一次都没学过', undefined],
    ['none', undefined],
  ])('%s → %s', (text, value) => {
    if (value === undefined) expect(numberIn(text)).toBeUndefined()
    else expect(numberIn(text)).toBeCloseTo(value, 10)
  })
})

it('nothing throws on any text, and normalising twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const question of [open, choice, calculation]) expect(typeof isRealAnswer(question, text)).toBe('boolean')
      expect(typeof isGivingUp(text)).toBe('boolean')
      expect(normalise(normalise(text))).toBe(normalise(text))
    }),
  )
})
