import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { watchBanks } from '../../src/questions/watch.ts'
import { bankSurvey } from '../../src/server.ts'
import { MemoryLogger } from '../support/logger.ts'

const DAY = '2026-11-23'

/** Banks in a folder of their own, watched and surveyed as by a bot that runs. */
function desk() {
  const root = mkdtempSync(join(tmpdir(), 'survey-'))
  const folder = join(root, 'content')
  cpSync(resolve(import.meta.dirname, '../support/banks'), folder, { recursive: true })
  const watched = watchBanks(join(root, 'banks.json'), [folder], new MemoryLogger(), () => {})
  onTestFinished(() => {
    watched.stop()
    rmSync(root, { recursive: true })
  })
  const survey = bankSurvey([folder])
  const file = join(folder, 'practice.zh.yaml')
  const text = readFileSync(file, 'utf8')
  return {
    survey: (day = DAY) => survey(watched.read(), day),
    /** @returns whether the changed bank is in use */
    write(changed: string): boolean {
      writeFileSync(file, changed)
      return watched.reload()
    },
    text,
  }
}

const titles = (found: { title: string }[]) => found.map(({ title }) => title)

it('the operator is told of a bank that stopped loading, and that it is mended, while the last good one is used', () => {
  const { survey, write, text } = desk()
  expect(titles(survey())).toContain('练习题库')
  expect(write(text.replace('points: 10', 'points: ten'))).toBe(false)
  expect(titles(survey())).toEqual(['⚠️'])
  expect(survey()[0]?.warnings.join('\n')).toContain('practice.zh.yaml')
  expect(write(text)).toBe(true)
  expect(titles(survey())).toContain('练习题库')
})

it('banks are looked through once for each change and each day', () => {
  const { survey, write, text } = desk()
  const first = survey()
  expect(survey()).toBe(first)
  expect(survey('2026-11-24')).not.toBe(first)
  const second = survey('2026-11-24')
  write(text.replace('练习题库', '练习题库二'))
  expect(titles(survey('2026-11-24'))).toContain('练习题库二')
  expect(survey('2026-11-24')).not.toBe(second)
})
