import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readFileBytes } from '../../../src/questions/import/read.ts'
import { type ExpectedReading, expectedQuestions, notices } from './support.ts'

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
