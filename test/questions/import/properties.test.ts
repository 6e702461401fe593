import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { readDocument } from '../../../src/questions/import/document.ts'
import type { ImportResult } from '../../../src/questions/import/result.ts'

// A loaded machine.
vi.setConfig({ testTimeout: 30_000 })

/** Line beginnings that mean something to one rule or another. */
const openings = [
  '',
  '1. ',
  '2、',
  '3) ',
  '(1)',
  '①',
  '- ',
  '-',
  '# ',
  '## ',
  '### 1 ',
  '> ',
  '**',
  '    ',
  '\t',
  '一、',
  '（二）',
  'A. ',
  'B.',
  '第1题：',
  '题目2：',
  'Q1: ',
  'A1: ',
  '问：',
  '答：',
  '答案：',
  '【答案】',
  '参考答案',
  '解析：',
  '考察点：',
  '评分标准：',
  '追问：',
  '难度：',
  '| ',
  '```',
  '---',
  '<summary>',
  '<!-- ',
  'Answer: ',
  'What it tests: ',
  '参考答案：1.A 2.B ',
  '| 题号 | 答案 |\n| 1 | ',
  '1. 本站文件由网友上传，下载后不退款。',
  '以上两题参考答案：',
  '参考答案 ',
  '相关文档\n1. ',
  '登录后阅读全文\n',
  '2）考点：①',
]
const endings = [
  '',
  '？',
  '。',
  '：',
  '（5分）',
  '？答：',
  '。解析：',
  ' |',
  '**',
  '</summary>',
  '（',
  '、',
  ' -->',
  '()',
]
const line = fc.tuple(fc.constantFrom(...openings), fc.nat(9999), fc.constantFrom(...endings))

/** Every line has a word of its own, so that what becomes of it can be told. */
function document(lines: [string, number, string][]): { text: string; words: string[] } {
  const words = lines.map(([, number], index) => `目${index}件${number}事`)
  return { text: lines.map(([start, , end], index) => start + words[index] + end).join('\n'), words }
}

/** Words in no question, and how many lines the import says it left out. */
function losses(text: string, words: string[]): { lost: string[]; leftOut: number } {
  const result = readDocument(text)
  return {
    lost: words.filter((word) => !kept(result).includes(word)),
    leftOut: result.warnings.reduce((sum, warning) => sum + (warning.code === 'left-out' ? warning.lines : 0), 0),
  }
}

const kept = ({ questions }: ImportResult) => JSON.stringify(questions)
const documents = fc.array(line, { minLength: 1, maxLength: 40 }).map(document)

describe('any document at all', () => {
  it('is read without an error, whatever is in it', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void readDocument(text)))
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...openings, ...endings, '\n', '甲', ' ')),
        (bits) => void readDocument(bits.join('')),
      ),
    )
  })

  it('loses no line: each is in a question or counted as left out', () => {
    fc.assert(
      fc.property(documents, ({ text, words }) => {
        // Comments and code fences are not text.
        fc.pre(!/<!--|```/.test(text))
        const { lost, leftOut } = losses(text, words)
        expect(lost.length).toBeLessThanOrEqual(leftOut)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['a question asked over by two others', 'Q1: 甲\n问：乙\n问：丙\n丁', ['甲', '乙', '丙', '丁']],
    [
      'the title of a part whose one question was none',
      '第1题：甲\n## 乙\n题目2：丙\n| 丁 |\n### 1 戊\n己',
      ['甲', '乙', '丙', '丁', '戊', '己'],
    ],
  ])('counts %s', (_, text, words) => {
    const { lost, leftOut } = losses(text, words)
    expect(lost.length).toBeGreaterThan(0)
    expect(lost.length).toBeLessThanOrEqual(leftOut)
  })

  it('reads the same with other line ends, blanks behind lines, a mark before and blank lines behind', () => {
    fc.assert(
      fc.property(documents, ({ text }) => {
        // Inside code that is never closed blank lines are text.
        fc.pre(!/```/.test(text))
        const questions = kept(readDocument(text))
        expect(kept(readDocument(text.replaceAll('\n', '\r\n')))).toBe(questions)
        expect(kept(readDocument(text.replaceAll('\n', ' \n')))).toBe(questions)
        expect(kept(readDocument(`\ufeff${text}\n\n\n`))).toBe(questions)
      }),
    )
  })

  it('numbers its warnings by lines there are', () => {
    fc.assert(
      fc.property(documents, ({ text }) => {
        for (const warning of readDocument(text).warnings) {
          expect(warning.line).toBeGreaterThanOrEqual(1)
          expect(warning.line).toBeLessThanOrEqual(text.split('\n').length)
        }
      }),
    )
  })

  it('gives back a plain document it could have written itself', () => {
    const words = fc
      .array(fc.constantFrom(...'山水风云花鸟鱼虫'), { minLength: 6, maxLength: 12 })
      .map((signs) => signs.join(''))
    fc.assert(
      fc.property(fc.array(fc.tuple(words, words), { minLength: 2, maxLength: 12 }), (pairs) => {
        const text = pairs.map(([ask, answer], index) => `${index + 1}. ${ask}？\n答案：${answer}。\n`).join('\n')
        expect(readDocument(text).questions.map(({ number, prompt, answer }) => [number, prompt, answer])).toEqual(
          pairs.map(([ask, answer], index) => [index + 1, `${ask}？`, `${answer}。`]),
        )
      }),
    )
  })
})
