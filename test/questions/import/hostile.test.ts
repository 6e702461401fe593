import { describe, expect, it, vi } from 'vitest'
import { importDocument } from '../../../src/questions/import/import.ts'
import { readFileBytes } from '../../../src/questions/import/read.ts'
import { LIMITS } from '../../../src/questions/import/result.ts'
import { docx, paragraph, xlsx, zip } from './support.ts'

// A loaded machine; the limits themselves are the import's own.
vi.setConfig({ testTimeout: 60_000 })

const mega = 2 ** 20
const lines = (line: string, count: number) => `${line}\n`.repeat(count)
const entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'

describe('a hostile file is refused clearly', () => {
  it.each<[string, () => Buffer, string, string]>([
    ['50 MB of text', () => Buffer.alloc(50 * mega, 'a'), 'a.txt', 'too-large'],
    [
      'more text than a library',
      () => Buffer.from('你好。\n'.repeat(LIMITS.characters / 4 + 1)),
      'a.txt',
      'too-much-text',
    ],
    ['one line without end', () => Buffer.from('甲'.repeat(LIMITS.line + 1)), 'a.txt', 'too-much-text'],
    ['a zip bomb', () => zip({ 'word/document.xml': Buffer.alloc(LIMITS.part + 1) }), 'a.docx', 'unpacks-too-large'],
    [
      'a zip bomb that lies about its size',
      () => zip({ 'word/document.xml': Buffer.alloc(LIMITS.part + 1) }, { 'word/document.xml': 1000 }),
      'a.docx',
      'unpacks-too-large',
    ],
    [
      'many small bombs',
      () => zip({ '1.bin': '', '2.bin': '' }, { '1.bin': LIMITS.unpacked / 2, '2.bin': LIMITS.unpacked / 2 + 1 }),
      'a.xlsx',
      'unpacks-too-large',
    ],
    [
      'a thousand bombs',
      () => zip(Object.fromEntries(Array.from({ length: LIMITS.entries + 1 }, (_, n) => [`${n}.bin`, '']))),
      'a.xlsx',
      'unpacks-too-large',
    ],
    [
      'an outside entity in a document',
      () => docx('', { 'word/document.xml': `${entity}<x>&e;</x>` }),
      'a.docx',
      'dtd',
    ],
    [
      'an outside entity in a workbook',
      () => xlsx([['题目']], { 'xl/sharedStrings.xml': `${entity}<x>&e;</x>` }),
      'a.xlsx',
      'dtd',
    ],
    [
      'a document nested without end',
      () =>
        docx('', {
          'word/document.xml': `<w:document xmlns:w="${word}">${'<w:sdt>'.repeat(5000)}${'</w:sdt>'.repeat(5000)}</w:document>`,
        }),
      'a.docx',
      'too-deep',
    ],
    ['a page nested without end', () => Buffer.from('<div>'.repeat(100_000)), 'a.html', 'too-deep'],
    ['half a document', () => docx(paragraph('甲')).subarray(0, 300), 'a.docx', 'broken'],
    ['a zip that is no document', () => zip({ 'a.txt': '甲' }), 'a.docx', 'broken'],
    [
      'aliases that unfold without end',
      () =>
        Buffer.from(
          `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from(
            { length: 12 },
            (_, n) =>
              `b${n}: &b${n} [${Array(9)
                .fill(n === 0 ? '*a' : `*b${n - 1}`)
                .join(',')}]`,
          ).join('\n')}`,
        ),
      'a.yaml',
      'too-deep',
    ],
  ])('%s', async (_, file, name, code) => {
    await expect(readFileBytes(file(), name)).rejects.toMatchObject({ code })
  })

  const long = Buffer.from(lines('1.你好吗？', 10_000))
  it.each([
    [
      'its reason crosses from the thread',
      'a.docx',
      docx('', { 'word/document.xml': `${entity}<x>&e;</x>` }),
      LIMITS,
      'dtd',
    ],
    ['more time than there is', 'a.txt', long, { ...LIMITS, milliseconds: 20 }, 'too-slow'],
    ['more memory than there is', 'a.txt', long, { ...LIMITS, megabytes: 12 }, 'too-slow'],
  ])('in a thread of its own: %s', async (_, name, bytes, bounds, code) => {
    await expect(importDocument(bytes, name, bounds)).rejects.toMatchObject({ code })
  })
})

describe('a text made to be slow', () => {
  /** Of what the limits allow. */
  const share = 1 / 4
  const long = LIMITS.line * share - 1
  const many = LIMITS.lines * share - 10
  const fill = (bit: string) => bit.repeat(Math.floor(long / bit.length))
  it.each([
    ['brackets', fill('（')],
    ['links', fill('[a](')],
    ['emphasis', fill('**a')],
    ['tags', fill('<p ')],
    ['comments', fill('<!--')],
    ['numbers', fill('1.甲')],
    ['numbered words', fill('第一题')],
    ['sections', fill('(一)')],
    ['labels', fill('。答案：')],
    ['options', fill('A.甲B.乙')],
    ['readings', fill('我(wǒ)')],
    ['exam points', `1.甲？\n考察点：${fill('甲、').slice(10)}`],
    ['quotes', fill('> ')],
    ['pipes', fill('|')],
    ['questions', lines('1.你好吗？', many)],
    ['options on lines', lines('A.甲', many)],
    ['tables', lines('|问题|答案|', many)],
    ['keys', `1.甲？\n2.乙？\n参考答案\n${lines('1.A 2.B', many / 2)}`],
    ['site terms', lines('1.本站文档由网友上传，付费下载后不退款', many)],
    ['broken lines', `${'甲'.repeat(35)}\n\n`.repeat((LIMITS.characters / 37) * share)],
  ])('of %s takes its share of the time at most, and is read or refused for what it is', async (_, text) => {
    const started = process.cpuUsage()
    const code = await readFileBytes(Buffer.from(text), 'a.md').then(
      () => 'read',
      (error: { code: string }) => error.code,
    )
    const { user, system } = process.cpuUsage(started)
    expect(['read', 'no-questions', 'too-many-questions', 'too-much-text']).toContain(code)
    // Processor time, so that a loaded machine does not count. A cost that grows with n√n still lets the whole pass.
    expect((user + system) / 1000).toBeLessThan(LIMITS.milliseconds * share ** 1.5)
  })

  it.each([
    ['HTML', 'a.html', `${'<div><ul><li><blockquote>'.repeat(1000)}<p>1. 你好吗？</p><p>答案：好。</p>`],
    ['Markdown', 'a.md', `${'>'.repeat(50_000)}\n1. 你好吗？\n答案：好。`],
  ])('%s nested deeply is read all the same', async (_, name, text) => {
    const { questions } = await readFileBytes(Buffer.from(text), name)
    expect(questions.map(({ prompt }) => prompt)).toEqual(['你好吗？'])
  })
})
