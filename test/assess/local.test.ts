import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localAssessor } from '../../src/assess/local.ts'
import type { AssessedQuestion } from '../../src/ports/assessor.ts'
import { testBanks } from '../support/bot.ts'

const questions: AssessedQuestion[] = testBanks().banks.flatMap((bank) => bank.questions)

function question(cues: string[], need = 1, more: Partial<AssessedQuestion> = {}): AssessedQuestion {
  return {
    kind: 'open',
    prompt: 'x',
    minutes: 2,
    modelAnswer: 'x',
    examPoints: [{ competency: 'x', looksFor: 'x', cues, need }],
    redLines: [],
    ...more,
  }
}

/** Verdict and quoted words of the first point. */
function heard(asked: AssessedQuestion, reply: string) {
  const [point] = localAssessor.assess(asked, reply).points
  return { verdict: point?.verdict, quoted: point?.evidence.map(({ start, end }) => reply.slice(start, end)) }
}

/** Replies that hold cues, in whatever disguise, among anything else. */
const reply = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        '倾听',
        '倾\u200b听',
        '道歉。',
        '回访',
        'ＬＩＳＴＥＮ',
        'apologise',
        '4000',
        '４０００',
        'B',
        '㍿',
        'ﬁ',
        'İ',
        '。',
        '\n',
        '😀',
        '我保证赔',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

describe('whatever the reply', () => {
  it('evidence lies within it, starts and ends at whole characters, and is not blank', () => {
    fc.assert(
      fc.property(fc.constantFrom(...questions), reply, (asked, text) => {
        const { points, redLines } = localAssessor.assess(asked, text)
        const spans = [...points.flatMap((point) => point.evidence), ...redLines.map((line) => line.evidence)]
        for (const { start, end } of spans) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(text.slice(start, end).trim()).not.toBe('')
          expect(text.slice(0, start).isWellFormed() || !text.isWellFormed()).toBe(true)
          expect(text.slice(start, end).isWellFormed() || !text.isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('one verdict a point, the same each time, covered only with evidence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...questions), reply, (asked, text) => {
        const result = localAssessor.assess(asked, text)
        expect(localAssessor.assess(asked, text)).toEqual(result)
        expect(result.points).toHaveLength(asked.examPoints.length)
        for (const point of result.points) expect(point.evidence.length > 0 || point.verdict === 'missed').toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('says at least as much for a longer reply', () => {
    const rank = { unjudged: 0, missed: 0, partly: 1, covered: 2 }
    const open = questions.filter((asked) => asked.kind === 'open')
    fc.assert(
      fc.property(fc.constantFrom(...open), reply, reply, (asked, one, two) => {
        const short = localAssessor.assess(asked, one).points
        const long = localAssessor.assess(asked, `${one}。\n${two}`).points
        for (const [n, point] of short.entries())
          expect(rank[long[n]?.verdict ?? 'missed']).toBeGreaterThanOrEqual(rank[point.verdict])
      }),
    )
  })
})

describe('cues', () => {
  it.each([
    ['倾听', '我先倾听客户', true],
    ['倾听|听完', '我听完再说', true],
    ['先…再', '我先听，再说', true],
    ['先…再', '我先听。再见', false],
    ['先…再', `先${'很'.repeat(41)}再`, false],
    ['listen', 'I was listening', true],
    ['listen', 'Listen!', true],
    ['listen', 'ＬＩＳＴＥＮ', true],
    ['heard', 'misheard', false],
    ['call back', 'I call\n back', true],
    ["don't promise", 'I don’t promise', true],
    ['3.5%', '利率是 3.5%', true],
    ['3.5%', '利率是 305%', false],
    ['a+b(c)', '就是 a+b(c)', true],
    ['倾听', '倾\u200b听', true],
    ['50万', '限额 50 万元', true],
    ['投诉', '那天有個客訴', true],
    ['对账单', '請妳把對帳單拿來', true],
    ['听着', '我就聽著', true],
    ['个人信息', '客戶的個資不能外流', true],
    ['征信报告', '先拉聯徵來看', true],
    ['查清', '我把原因釐清', true],
    ['倾听', '', false],
  ])('%s in "%s": %s', (cue, text, found) => {
    expect(heard(question([cue]), text).verdict).toBe(found ? 'covered' : 'missed')
  })

  it.each([
    // In another form or order.
    ['kept her informed', 'I was keeping her informed', true],
    ['asked a colleague', 'I asked one of my colleagues', true],
    ['call back', 'I called her back', true],
    ['lost a customer', 'that customer was lost', true],
    // Nothing but words that say nothing alone besides one.
    ['told me that', 'I told them more about it', false],
    ['asked what', 'what they asked', false],
    ['said i will', 'I would have said', false],
    ['when i was doing', 'doing this when I was there', false],
    ['had some more', 'some of them had more', false],
    // Far apart, in different clauses, or one of them missing.
    ['calm customer', 'The customer with the two dogs and a pram was calm', false],
    ['calm customer', 'The customer left, and calm returned', false],
    ['calm the angry customer', 'A calm customer', false],
    ['calm customer', 'Customers stand in a queue for long and calm a customer is not', true],
    // Denied.
    ['kept her informed', 'I was not keeping her informed', false],
    ['calm customers', 'I never calmed a customer, but my customers were calm', true],
  ])('loosely, %s in "%s": %s', (cue, text, found) => {
    expect(heard(question([cue]), text).verdict).toBe(found ? 'covered' : 'missed')
  })

  it('quotes the words that stand together, not the first of each', () => {
    const text = `I spoke of the customer and of ${'many other things and '.repeat(8)}then I calmed that customer`
    const [quoted = ''] = heard(question(['calm customer']), text).quoted ?? []
    expect(quoted).toContain('calmed that customer')
    expect(quoted.length).toBeLessThanOrEqual(112)
  })

  it.each([
    ['还清', 'first thing 是把那笔 fully repaid', 'covered', 'first thing 是把那笔 fully repaid'],
    ['现金流', '我会看 operating cash flow，三年的', 'covered', '我会看 operating cash flow，三年的'],
    ['现金流', '我们没有 cash flow', 'missed', undefined],
    ['道歉', '先 say sorry。然后查', 'covered', '先 say sorry'],
    [
      'tell the truth|honest',
      "for me it's about 诚信, nothing else",
      'covered',
      "for me it's about 诚信, nothing else",
    ],
    ['apologise', 'then I 道歉, and 倒了杯水', 'covered', 'then I 道歉, and 倒了杯水'],
    ['apologise', 'then I did not 道歉 at all', 'missed', undefined],
  ])('hears %s in the other language: %s', (cue, text, verdict, quoted) => {
    const found = heard(question([cue]), text)
    expect(found.verdict).toBe(verdict)
    expect(found.quoted?.[0]).toBe(quoted)
  })

  it('partly: fewer ideas than needed; one idea said twice is one', () => {
    const asked = question(['倾听|听完', '道歉'], 2)
    expect(heard(asked, '我先倾听，听完，再倾听').verdict).toBe('partly')
    expect(heard(asked, '我先倾听，再道歉').verdict).toBe('covered')
  })

  it('quotes the sentence, once, without its end mark', () => {
    expect(heard(question(['倾听', '道歉'], 2), '首先。我会倾听，再道歉！然后走。').quoted).toEqual([
      '我会倾听，再道歉',
    ])
    expect(heard(question(['rate']), 'First, no. The rate is 3.5 percent. Done.').quoted).toEqual([
      'The rate is 3.5 percent',
    ])
  })

  it.each([
    [
      '陪客户坐下',
      '嗯这个事情我碰到过好几次那天大厅里人特别多他一进门就拍桌子我先陪客户坐下然后给他倒了杯水再慢慢听他讲后来才知道是扣款扣错了',
      '我先陪客户坐下然后给他倒了杯水再慢慢听他讲',
    ],
    [
      '核实流水',
      '客户经理小王那天不在大堂主任也不在只好由我带着新来的柜员一起到后台核实流水单据以及当天全部凭证影像资料之类的东西花了整整一个下午',
      '柜员一起到后台核实流水单据以及当天',
    ],
    [
      'free cash',
      'well it was a busy friday and the branch was full of people who all wanted something and i looked at the free cash after drawings because that is what pays the loan and nothing else does in the end',
      'i looked at the free cash after drawings',
    ],
  ])('of dictation without marks quotes %s from breath to breath, and whole words', (cue, text, quoted) => {
    const [found = ''] = heard(question([cue]), text).quoted ?? []
    expect(found).toContain(quoted)
    expect(found.length).toBeLessThanOrEqual(112)
    const words = [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)].map(({ index }) => index)
    expect([...words, text.length]).toContain(text.indexOf(found))
    expect([...words, text.length]).toContain(text.indexOf(found) + found.length)
  })

  it('narrows a sentence without end to the words around', () => {
    const [quoted = ''] =
      heard(question(['道歉']), `${'说了很多话，'.repeat(100)}再道歉，${'又说很多话，'.repeat(100)}`).quoted ?? []
    expect(quoted).toContain('再道歉')
    expect(quoted.length).toBeLessThanOrEqual(62)
  })
})

describe('keys', () => {
  const calculation = question(['4000'], 1, { kind: 'calculation', key: '4000' })
  const choice = question(['五十万'], 1, { kind: 'choice', key: 'AC', options: ['五十万', '一百万', '不限'] })

  it.each([
    [calculation, '10万 × 4% = 4000 元', 'covered'],
    [calculation, '4,001', 'covered'],
    [calculation, '4100', 'missed'],
    [calculation, '先算 4000，最后是 5000', 'partly'],
    [choice, 'C、A', 'covered'],
    [choice, 'A', 'missed'],
    [choice, 'ABC', 'missed'],
    [choice, '限额是五十万，所以是第二个', 'covered'],
  ])('%#: %s', (asked, text, verdict) => {
    expect(heard(asked, text).verdict).toBe(verdict)
  })

  it('a right letter or number says its own result and nothing of the way there', () => {
    const way = { competency: 'way', looksFor: '说出道理', cues: ['本金在减', '平均占用'], need: 1 }
    const more = { examPoints: [...choice.examPoints, way] }
    const of = (asked: AssessedQuestion, text: string) => {
      const { points, result } = localAssessor.assess(asked, text)
      return [
        result?.right,
        result && text.slice(result.evidence.start, result.evidence.end),
        ...points.map(({ verdict }) => verdict),
      ]
    }
    expect(of({ ...choice, ...more }, '选 AC')).toEqual([true, '选 AC', 'covered', 'missed'])
    expect(of({ ...choice, ...more }, '选 AC，因为本金在减。')).toEqual([
      true,
      '选 AC，因为本金在减',
      'covered',
      'covered',
    ])
    expect(of({ ...choice, ...more }, '选 B，因为本金在减。')).toEqual([
      false,
      '选 B，因为本金在减',
      'missed',
      'partly',
    ])
    expect(of({ ...calculation, ...more }, '4000')[3]).toBe('missed')
    expect(of({ ...calculation, ...more }, '不清楚怎么算的，本金在减')[0]).toBeUndefined()
  })
})

it('a red line is reported with the words that crossed it', () => {
  const asked = question(['x'], 1, { redLines: [{ text: '许诺', cues: ['保证赔'] }] })
  const text = '请放心。我保证赔您。'
  const [line] = localAssessor.assess(asked, text).redLines
  expect(line && text.slice(line.evidence.start, line.evidence.end)).toBe('我保证赔您')
  expect(localAssessor.assess(asked, '请放心。').redLines).toEqual([])
})

describe('what is developed counts for more than what is named', () => {
  const asked = {
    kind: 'open' as const,
    prompt: '请讲一次客户投诉。',
    minutes: 2,
    modelAnswer: 'x',
    examPoints: [
      { competency: 'calm', looksFor: '安抚', cues: ['坐下', '道歉', '听完'], need: 2 },
      { competency: 'cause', looksFor: '查清', cues: ['核实', '系统'], need: 2 },
      { competency: 'after', looksFor: '回访', cues: ['回访', '打电话'], need: 2 },
    ],
    redLines: [],
  }
  const of = (reply: string) => localAssessor.assess(asked, reply).points.map(({ verdict }) => verdict)
  /** About so many seconds of other things. */
  const story = (seconds: number) =>
    Array.from({ length: Math.ceil((seconds * 4) / 3) }, (_, n) => `${'甲乙丙丁戊己庚辛壬癸'[n % 10]}${n}号窗`).join('')

  it('two ideas in a sentence are partly there, three are there', () => {
    expect(of('我请他坐下，听完。')[0]).toBe('partly')
    expect(of('我请他坐下，听完，道歉。')[0]).toBe('covered')
  })

  it('in half a minute three ideas are there, in a minute about the question one is', () => {
    expect(of(`我请他坐下，听完。${story(25)}`)[0]).toBe('partly')
    expect(of(`我请他坐下，听完，道歉。${story(25)}`)[0]).toBe('covered')
    expect(of(`我请他坐下。${story(25)}`)[0]).toBe('partly')
    const about = '核实之后查系统，然后回访，又打电话。'
    expect(of(`我请他坐下。${about}${story(45)}`)[0]).toBe('covered')
  })

  it('in a long reply that hardly touches the question a single idea is none, and two are no more than touched', () => {
    expect(of(`我请他坐下。${story(60)}`)).toEqual(['missed', 'missed', 'missed'])
    expect(of(`我请他坐下，听完。${story(60)}`)).toEqual(['partly', 'missed', 'missed'])
    expect(of(`我请他坐下。核实了一下。${story(60)}`)).toEqual(['partly', 'partly', 'missed'])
  })

  it('a passing word in a short reply is none; in an outline that touches most points it is', () => {
    expect(of('我会道歉。')).toEqual(['missed', 'missed', 'missed'])
    expect(of('我会道歉，核实，回访。')).toEqual(['partly', 'partly', 'partly'])
    expect(of('我会道歉，再核实。')).toEqual(['partly', 'partly', 'missed'])
  })

  it.each(['我会道个歉', '我道了歉', '当场道过歉', '先给他道了个歉', '道一个歉'])(
    'verb and object parted by speech are heard together: %s',
    (said) => {
      expect(of(`${said}，再核实。`)[0]).toBe('partly')
    },
  )

  it('a sentence said again and again develops nothing', () => {
    expect(of('我请他坐下。'.repeat(60))[0]).not.toBe('covered')
    expect(of('我请他坐下然后'.repeat(60))[0]).not.toBe('covered')
  })
})
