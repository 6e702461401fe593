import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readFileBytes } from '../../../src/questions/import/read.ts'
import { docx, type ExpectedReading, expectedQuestions, notices, paragraph } from './support.ts'

/**
 * One file a layout, in our own sentences: the document, then `=== expected ===` and the whole reading of it. A field
 * that is not named is empty; a warning that is not named fails the test; `leftOut` lists where stretches of text begin
 * that are in no question.
 */
const folder = join(import.meta.dirname, 'layouts')

describe('documents as they are found', () => {
  it.each(readdirSync(folder))('%s', async (name) => {
    const [document = '', expected = ''] = readFileSync(join(folder, name), 'utf8').split('=== expected ===\n')
    const reading = parse(expected) as ExpectedReading
    const got = await readFileBytes(Buffer.from(document), `document${extname(name)}`)
    expect(got.questions).toEqual(expectedQuestions(reading))
    expect(notices(got)).toEqual({ warnings: reading.warnings ?? [], leftOut: reading.leftOut ?? [] })
    if (reading.title !== undefined) expect(got.title).toBe(reading.title)
  })
})

/**
 * A word processor, a page and a mail programme lose indentation, and put a blank line between any two paragraphs or
 * none at all. What such a document asks stays the same.
 */
describe('a plain document in another format asks the same', () => {
  // An option broken in its middle is told from the next paragraph by its indentation alone.
  const byIndentation = new Set(['choice-wrapped-options.txt'])
  const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  const formats: [string, string, (lines: string[]) => Buffer][] = [
    ['.docx', 'a.docx', (lines) => docx(lines.map((line) => paragraph(escaped(line))).join(''))],
    [
      '.html of paragraphs',
      'a.html',
      (lines) =>
        Buffer.from(
          lines
            .filter((line) => line.trim() !== '')
            .map((line) => `<p>${escaped(line)}</p>`)
            .join(''),
        ),
    ],
    ['.html of broken lines', 'a.html', (lines) => Buffer.from(`<div>${lines.map(escaped).join('<br>')}</div>`)],
    ['.md without indentation', 'a.md', (lines) => Buffer.from(lines.map((line) => line.trimStart()).join('\n'))],
  ]
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt') && !byIndentation.has(name))

  it.each(formats)('%s', async (_, name, made) => {
    const asked = async (bytes: Buffer, as: string) =>
      (await readFileBytes(bytes, as)).questions.map(({ prompt }) => prompt.replace(/\s+/g, ' '))
    // A .docx goes through HTML: what a site puts around it is the rest that may differ.
    for (const layout of name === 'a.docx' ? names.filter((one) => one.startsWith('site-')) : names) {
      const [text = ''] = readFileSync(join(folder, layout), 'utf8').split('=== expected ===\n')
      expect(await asked(made(text.split('\n')), name), layout).toEqual(await asked(Buffer.from(text), 'a.txt'))
    }
  })
})
