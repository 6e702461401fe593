import { describe, expect, it } from 'vitest'
import { decode } from '../../../src/questions/import/decode/decode.ts'
import { decodeText } from '../../../src/questions/import/decode/encoding.ts'
import { htmlToText } from '../../../src/questions/import/decode/html.ts'
import { readFileBytes } from '../../../src/questions/import/read.ts'
import { docx, expectedQuestions, paragraph, table, xlsx } from './support.ts'

const text = '1. 你为什么选择银行？\n答案：我想帮本地的小店借到合适的钱，也想学会看账。'

/** Bytes of a text in an encoding of pairs, by trying all pairs: Node only decodes them. */
function inPairs(encoding: string, words: string): Buffer {
  const decoder = new TextDecoder(encoding)
  const pairs = new Map<string, [number, number]>()
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) {
      const sign = decoder.decode(Uint8Array.of(high, low))
      if (sign.length === 1 && !pairs.has(sign)) pairs.set(sign, [high, low])
    }
  return Buffer.from([...words].flatMap((sign) => (sign < '\u0080' ? [sign.charCodeAt(0)] : (pairs.get(sign) ?? [63]))))
}

const utf16 = Buffer.from(text, 'utf16le')
const traditional = '1. 你為什麼選擇銀行？\n答案：我想幫這個地方的客戶，說清楚風險，過了再辦。'

describe('bytes to text', () => {
  it.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from(text), text],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), text],
    ['UTF-16 LE with a mark', Buffer.concat([Buffer.of(0xff, 0xfe), utf16]), text],
    ['UTF-16 LE without', utf16, text],
    ['UTF-16 BE with a mark', Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(utf16).swap16()]), text],
    ['UTF-16 BE without', Buffer.from(utf16).swap16(), text],
    ['GBK', inPairs('gbk', text), text],
    ['Big5', inPairs('big5', traditional), traditional],
    ['UTF-8 cut inside a character', Buffer.from(text).subarray(0, -1), `${text.slice(0, -1)}\ufffd`],
  ])('%s', (_, bytes, expected) => {
    expect(decodeText(bytes)).toBe(expected)
  })

  it.each([
    ['bytes of no text', Buffer.from(Array.from({ length: 500 }, (_, n) => n % 7)), 'a.txt', 'binary'],
    ['nothing', Buffer.alloc(0), 'a.txt', 'empty'],
    ['blanks', Buffer.from('  \n '), 'a.txt', 'empty'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'a.txt', 'pdf'],
    ['an old Word file', Buffer.of(0xd0, 0xcf, 0x11, 0xe0, 1), 'a.doc', 'old-word'],
    ['a programme', Buffer.from('x'), 'a.exe', 'unsupported'],
    ['a .docx that is none', Buffer.from('hello'), 'a.docx', 'broken'],
  ])('%s is refused', async (_, bytes, name, code) => {
    await expect(decode(bytes, name)).rejects.toMatchObject({ code })
  })
})

describe('HTML to Markdown', () => {
  it.each([
    ['<h2>一、行为题</h2><p>x', '## 一、行为题\n\nx'],
    ['<ol start="3"><li><p><b>甲</b></p><p>乙</p><ul><li>丙</ul></ol>', '3. **甲**\n\n  乙\n\n  - 丙'],
    ['a<br>b', 'a\nb'],
    ['<details><summary>甲</summary><p>乙</details>', '<summary>甲</summary>\n\n乙'],
    ['<table><tr><th>a<th>b<tr><td>1<td>2|3</table>', '| a | b |\n| --- | --- |\n| 1 | 2／3 |'],
    ['<blockquote><p>甲</p></blockquote>', '> 甲'],
    ['<pre>if a:\n  b</pre>', '```\nif a:\n  b\n```'],
    ['<script>甲</script><nav>乙</nav><p hidden>丙</p><p style="display: none">丁</p>戊', '戊'],
  ])('%s', (html, markdown) => {
    expect(htmlToText(html)).toBe(markdown)
  })
})

describe('a word processor’s document', () => {
  it('with headings, bold labels and automatic numbers', async () => {
    const file = docx(
      [
        paragraph('网点面试', { style: 'H1' }),
        paragraph('服务', { style: 'H2' }),
        paragraph('客户睡着了，你叫不叫醒他？', { listed: true }),
        paragraph('答案：', { bold: true }),
        paragraph('轻声叫他的号，再扶一把。'),
        paragraph('客户把伞忘在柜台，怎么办？', { listed: true }),
        paragraph('答案：', { bold: true }),
        paragraph('收好登记，按留下的电话联系。'),
      ].join(''),
    )
    const { questions, title } = await readFileBytes(file, '面试.docx')
    expect(title).toBe('网点面试')
    expect(questions).toEqual(
      expectedQuestions({
        questions: [
          { number: 1, prompt: '客户睡着了，你叫不叫醒他？', category: '服务', answer: '轻声叫他的号，再扶一把。' },
          { number: 1, prompt: '客户把伞忘在柜台，怎么办？', category: '服务', answer: '收好登记，按留下的电话联系。' },
        ],
      }),
    )
  })

  it('with its questions in a table', async () => {
    const file = docx(
      table([
        ['题目', '参考答案', '考察点'],
        ['什么是透支？', '花了账上没有的钱。', '基础知识'],
        ['什么是复利？', '利息也生利息。', '基础知识、表达'],
      ]),
    )
    expect((await readFileBytes(file, 'a.docx')).questions).toEqual(
      expectedQuestions({
        questions: [
          { prompt: '什么是透支？', answer: '花了账上没有的钱。', examPoints: ['基础知识'] },
          { prompt: '什么是复利？', answer: '利息也生利息。', examPoints: ['基础知识', '表达'] },
        ],
      }),
    )
  })
})

describe('a table file', () => {
  it.each<[string, string[], Record<string, unknown>]>([
    [
      'Chinese',
      ['题号', '题型', '题目内容', '标准答案', '解析', '追问'],
      { number: 7, category: '简答', analysis: '丙', followUps: ['丁？'] },
    ],
    [
      'English',
      ['No.', 'Category', 'Question', 'Model Answer', 'Explanation', 'Follow-up'],
      { number: 7, category: '简答', analysis: '丙', followUps: ['丁？'] },
    ],
    [
      'in another order of words',
      ['ID', 'Topic', 'Interview question', 'Sample answer', 'Notes', 'Follow-up questions'],
      { number: 7, category: '简答', analysis: '丙', followUps: ['丁？'] },
    ],
  ])('with %s column titles', async (_, header, fields) => {
    const file = xlsx([header, ['7', '简答', '甲是什么？', '乙', '丙', '丁？']])
    expect((await readFileBytes(file, 'a.xlsx')).questions).toEqual(
      expectedQuestions({ questions: [{ prompt: '甲是什么？', answer: '乙', ...fields }] }),
    )
  })

  it('in GBK with tabs between cells', async () => {
    const file = inPairs('gbk', '题目\t答案\n什么是甲？\t一个字。\n什么是乙？\t也是一个字。\n')
    expect((await readFileBytes(file, 'a.csv')).questions.map(({ answer }) => answer)).toEqual([
      '一个字。',
      '也是一个字。',
    ])
  })
})
