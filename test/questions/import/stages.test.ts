import { describe, expect, it } from 'vitest'
import { compactEntries, findAnswerKeys } from '../../../src/questions/import/answers.ts'
import { assemble } from '../../../src/questions/import/assemble.ts'
import { isChrome, isPaywall, opensTail } from '../../../src/questions/import/chrome.ts'
import { readDocument } from '../../../src/questions/import/document.ts'
import {
  choiceLetters,
  criteriaIn,
  minutesIn,
  optionsIn,
  pointName,
  pointNames,
  pointsEachIn,
  pointsIn,
  pointsInProse,
  withoutRemarks,
} from '../../../src/questions/import/fields.ts'
import { fold } from '../../../src/questions/import/fold.ts'
import { labelAt, labelsInside, opensAnswers } from '../../../src/questions/import/labels.ts'
import { toLines } from '../../../src/questions/import/lines.ts'
import { markAt, optionAt, readsAsQuestion } from '../../../src/questions/import/marks.ts'
import { hideReadings } from '../../../src/questions/import/readings.ts'
import { readLines } from '../../../src/questions/import/roles.ts'
import { findSections, sectionOf } from '../../../src/questions/import/sections.ts'
import { splitLines } from '../../../src/questions/import/split.ts'
import { findStarts } from '../../../src/questions/import/starts.ts'
import { notices } from './support.ts'

/** The stages up to roles, on a text. */
function read(text: string) {
  const document = hideReadings(text)
  return readLines(splitLines(document, toLines(document)))
}
const texts = (lines: { text: string }[]) => lines.map(({ text }) => text)

describe('blocks: text to lines, the markup off', () => {
  it.each([
    ['#### 题目1：**诚信**', { heading: 4, text: '题目1：诚信' }],
    ['- **沟通**：先听', { bullet: true, lead: 2, text: '沟通：先听' }],
    ['**为什么？**', { bold: true, text: '为什么？' }],
    ['> 解析：好', { quoted: true, text: '解析：好' }],
    ['<summary><b>答案</b></summary>', { summary: true, text: '答案' }],
    ['| 甲 | 乙 |', { table: true }],
    ['\t\t先问', { indent: 8, text: '先问' }],
    ['[题目](http://x.y) ~~旧~~ `a*b*c`', { text: '题目 旧 `a*b*c`' }],
    ['a < b &amp;&amp; List<String>', { text: 'a < b && List<String>' }],
  ])('%s', (text, line) => {
    expect(toLines(hideReadings(text))).toEqual([expect.objectContaining(line)])
  })

  it('code is left alone; comments and a site’s settings are no text', () => {
    const lines = toLines(hideReadings('---\ntitle: x\n---\n甲<!-- 乙\n丙 -->丁\n```\n# 1. 戊\n```\n己'))
    expect(lines.map(({ text, code }) => [text, code])).toEqual([
      ['甲', false],
      ['丁', false],
      ['# 1. 戊', true],
      ['己', false],
    ])
  })

  it.each([
    ['考察点：甲、乙。评分标准：丙', ['考察点：甲、乙。', '评分标准：丙']],
    ['难度：★（考察要点：甲、乙）', ['难度：★', '考察要点：甲、乙']],
    ['- 为什么来：一\n- 为什么走：二\n- 怎么看：三', ['为什么来：', '一', '为什么走：', '二', '怎么看：', '三']],
    ['考点：环境2、以下不对的是()\nA、甲\nB、乙', ['考点：环境', '2、以下不对的是()', 'A、甲', 'B、乙']],
    ['我们的答案：好', ['我们的答案：好']],
  ])('cut where something new starts: %s', (text, pieces) => {
    expect(texts(read(text))).toEqual(pieces)
  })

  it('folding keeps every offset', () => {
    const text = '【參考答案】Ａ．　「甲」'
    expect(fold(text)).toBe('[参考答案]a. [甲]')
    expect(fold(text)).toHaveLength(text.length)
  })

  it('injected readings are hidden from rules and come back as written', () => {
    const text = '客(kè)服(fú)專(zhuān)員(yuán)面(miàn)試'
    const document = hideReadings(text)
    expect(document.bare(document.text)).toBe('客服專員面試')
    expect(document.restore(document.text)).toBe(text)
  })
})

describe('roles: what a line could be', () => {
  it.each([
    ['答案：B', 'answer'],
    ['【參考答案】', 'answer'],
    ['STAR回答示例：', 'answer'],
    ['A1: I …', 'answer'],
    ['Sample answer: I', 'answer'],
    ['应聘者：能', 'answer'],
    ['面试官考察点：', 'points'],
    ['面试官想看：', 'points'],
    ['What they’re testing: x', 'points'],
    ['优秀答案需体现：', 'criteria'],
    ['Marking scheme: x', 'criteria'],
    ['追问2：为何？', 'followUps'],
    ['答题思路：先', 'guidance'],
    ['解析', 'analysis'],
    ['Hints: x', 'analysis'],
    ['难度：★', 'meta'],
    ['面试官：你好', 'question'],
    ['答案是B', undefined],
    ['客户的答案：不要', undefined],
    ['典型面试题及答案解析', undefined],
    ['需求分析', undefined],
  ])('label %s', (text, role) => {
    expect(labelAt(fold(text), 0)?.role).toBe(role)
  })

  it.each([
    ['3、你', 'dot', 3],
    ['1️⃣ 你', 'dot', 1],
    ['5、2020年', 'dot', 5],
    ['第十二题：你', 'keyword', 12],
    ['1.题目：你', 'keyword', 1],
    ['【例2】你', 'keyword', 2],
    ['Question 4', 'keyword', 4],
    ['题目：你', 'bare-keyword', null],
    ['Q. Tell', 'bare-keyword', null],
    ['（二）你', 'chinese-paren', 2],
    ['一、你', 'chinese', 1],
    ['③你', 'circle', 3],
  ])('mark %s', (text, form, number) => {
    expect(markAt(fold(text), 0)).toMatchObject({ form, number })
  })

  it.each(['2026年', '3.5%', '1:30', '百分之三'])('no mark: %s', (text) => {
    expect(markAt(fold(text), 0)).toBeUndefined()
  })

  it.each([
    ['你为什么选择银行？', 2],
    ['请分享一次经历。', 2],
    ['Walk me through a deal.', 2],
    ['下面错误的是（ ）。', 1],
    ['职业规划', 0],
    ['倾听与共情：耐心听完', 0],
  ])('%s asks %i', (text, asks) => {
    expect(readsAsQuestion(fold(text))).toBe(asks)
  })

  it('options, site text, cut-off notices', () => {
    expect(optionAt('(b) 乙')).toMatchObject({ letter: 'B' })
    expect(optionAt('a bank')).toBeUndefined()
    const line = (text: string) => read(text)[0] as never
    expect(['第PAGE页共NUMPAGES页', '- 3 -', '约 9页'].map((text) => isChrome(line(text)))).toEqual([true, true, true])
    expect(opensTail(line('相关文档推荐'))).toBe(true)
    expect(opensTail(line('上传者：小鱼'))).toBe(true)
    expect(opensTail(line('先下架，再通知上传者。'))).toBe(false)
  })

  it.each([
    '登录后阅读全文',
    '扫码关注公众号即可获取全部答案',
    '购买后可查看',
    '剩余内容需开通会员',
    '试读结束',
    'Sign in to read the rest',
  ])('a paywall: %s', (text) => {
    expect(isPaywall(read(text)[0] as never)).toBe(true)
  })

  it.each([
    '客户登录手机银行',
    '请客户登录手机银行后查看明细。',
    '客户购买之前请他阅读产品说明书',
    '3.开通手机银行后可查看完整账单',
    '关注客户还款，每月获取流水',
    '登录后看到的内容和客户说的一样吗？',
  ])('no paywall: %s', (text) => {
    expect(isPaywall(read(text)[0] as never)).toBe(false)
  })

  it('labels inside a line need an end before them', () => {
    expect(labelsInside(fold('甲。解析：乙'))).toEqual([2])
    expect(labelsInside(fold('D.线性预警答案:A'))).toEqual([])
  })
})

describe('starts: which lines begin a question', () => {
  it.each([
    ['lists in answers are none', '1.甲？\n答案：\n1.乙\n2.丙\n2.丁？\n答案：\n1.戊', ['1.甲？', '2.丁？']],
    [
      'a numbered title over unnumbered prompts',
      '题目1：甲\n问题：乙？\n答：丙\n题目2：丁\n问题：戊？\n答：己',
      ['题目1：甲', '题目2：丁'],
    ],
    [
      'parts of a question',
      '1.案例甲\n(1)乙？\n(2)丙？\n答案：丁\n2.案例戊\n(1)己？\n(2)庚？\n答案：辛',
      ['1.案例甲', '2.案例戊'],
    ],
    [
      'questions in sections that restart',
      '## 甲\n1. 乙？\n2. 丙？\n## 丁\n1. 戊？\n2. 己？',
      ['1. 乙？', '2. 丙？', '1. 戊？', '2. 己？'],
    ],
    ['prose has none', '今天天气很好。\n我们去了公园。', []],
  ])('%s', (_, text, starts) => {
    expect(texts(findStarts(read(text)).chosen)).toEqual(starts)
  })

  it('sections, and which one a line is in', () => {
    const lines = read('一、行为题（共2题，每题10分）\n1.甲？\n二、知识题\n2.乙？')
    const sections = findSections(lines, new Set(findStarts(lines).chosen))
    expect([...sections.values()].map(({ title, points }) => [title, points])).toEqual([
      ['行为题', 10],
      ['知识题', null],
    ])
    expect(sectionOf(sections, lines).get(lines[3] as never)?.title).toBe('知识题')
  })

  it('an answer key needs questions before it whose numbers start over', () => {
    expect(findAnswerKeys(read('1.甲？\n2.乙？\n参考答案\n1.丙\n2.丁'))).toHaveLength(1)
    expect(findAnswerKeys(read('1.甲？\n答案：\n1.丙\n2.丁'))).toHaveLength(0)
    expect(opensAnswers(fold('七、参考答案与解析（附）'))).toBe(true)
    expect(compactEntries('1-3 abc 4.√').map(({ text }) => text)).toEqual(['A', 'B', 'C'])
    expect(compactEntries('1.a 2.bd')).toEqual([
      { number: 1, text: 'A' },
      { number: 2, text: 'BD' },
    ])
  })
})

describe('assemble: a region becomes a question', () => {
  it('each part goes where its label says, and what says nothing is handed back', () => {
    const [start, ...body] = read(
      '1.甲？（5分）\n难度：★\n答案：乙\n考察点：丙、丁\n评分标准：\n-戊\n-己\n追问：庚？辛？',
    )
    const draft = assemble(start as never, body, undefined)
    expect(draft.question).toMatchObject({
      number: 1,
      prompt: '甲？',
      points: 5,
      answer: '乙',
      examPoints: [{ name: '丙' }, { name: '丁' }],
      criteria: ['戊', '己'],
      followUps: ['庚？', '辛？'],
    })
    expect(texts(draft.dropped)).toEqual(['难度：★'])
  })

  it.each([
    ['（5分）', 5],
    ['[10 marks]', 10],
    ['分值:8分', 8],
    ['（共50分）', null],
    ['（3分钟）', null],
  ])('points of %s', (text, points) => expect(pointsIn(fold(text))).toBe(points))

  it('the other small readings', () => {
    expect(pointsEachIn('每小题2分')).toBe(2)
    expect(minutesIn('(限时3分钟)')).toBe(3)
    expect(withoutRemarks('（单选）甲？（5分）')).toBe('甲？')
    expect(pointNames('服务意识、解决能力及沟通技巧。')).toEqual(['服务意识', '解决能力', '沟通技巧'])
    expect(pointNames('沟通与协调能力')).toEqual(['沟通与协调能力'])
    expect(pointName('2.变革愿景：是否清晰')).toBe('变革愿景')
    expect(pointName('与岗位有关的经历')).toBe('与岗位有关的经历')
    expect(pointsInProse('本题主要考察抗压能力与诚信意识。')).toEqual(['抗压能力', '诚信意识'])
    expect(pointsInProse('回答要具体。')).toEqual([])
    expect(criteriaIn('1.甲（3分）2.乙（4分）')).toEqual(['甲（3分）', '乙（4分）'])
    expect(optionsIn('不包括？A.10%B.20%C.30%')).toEqual({ before: '不包括？', options: ['10%', '20%', '30%'] })
    expect(choiceLetters('A、C。因为')).toMatchObject({ letters: 'AC' })
    expect(choiceLetters('Because')).toBeUndefined()
  })
})

describe('validate: what is odd is said', () => {
  const body = (n: number) => `${n}.第${n}件事你怎么看？\n答案：我会先听他说完，再办。\n`
  it.each([
    ['a missing number', body(1) + body(2) + body(4), ['5 missing-number']],
    ['a question without the answer the others have', `${body(1)}2.你好吗？\n${body(3)}`, ['3 no-answer']],
    ['a text that stops', `${body(1) + body(2)}3.你好吗？\n答案：我先请他坐下，然后（`, ['6 cut-off']],
    [
      'an answer to nothing',
      '1.甲？\n2.乙？\n参考答案\n1.丙\n2.丁\n3-5 ABC',
      ['6 answer-without-question', '6 answer-without-question', '6 answer-without-question'],
    ],
  ])('%s', (_, text, warnings) => {
    expect(notices(readDocument(text)).warnings).toEqual(warnings)
  })

  it('text in no question is listed, with how much it is', () => {
    const { warnings } = readDocument(`某某公司内部资料\n请勿外传\n${body(1)}${body(2)}`)
    expect(warnings).toEqual([{ line: 1, code: 'left-out', lines: 2, characters: 12, text: '某某公司内部资料' }])
  })
})
