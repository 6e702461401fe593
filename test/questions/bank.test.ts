import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { localAssessor } from '../../src/assess/local.ts'
import { ContentError, type ContentProblem, loadBanks } from '../../src/questions/bank.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'banks-'))
  cpSync(resolve(import.meta.dirname, '../support/banks'), folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = 'practice.zh.yaml'

/** Loads after `from` became `to` in the Chinese bank. @returns the problems and the line of the change, from 1 */
function broken(from: string, to: string): { problems: ContentProblem[]; line: number } {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  const at = text.indexOf(from)
  if (at < 0) throw new Error(`no "${from}" in ${file}`)
  writeFileSync(path, text.slice(0, at) + to + text.slice(at + from.length))
  return { problems: problemsOf(), line: text.slice(0, at).split('\n').length }
}

function problemsOf(): ContentProblem[] {
  try {
    loadBanks(folder)
  } catch (error) {
    if (error instanceof ContentError) return error.problems
    throw error
  }
  return []
}

describe('loadBanks', () => {
  it('loads banks and competencies', () => {
    const banks = loadBanks(folder)
    expect(banks.banks.map((bank) => bank.id)).toEqual(['practice-en', 'practice-zh'])
    expect(banks.find('rate')?.kind).toBe('calculation')
    expect(banks.find('nosuch')).toBeUndefined()
    expect(banks.competencyName('empathy', 'zh')).toBe('共情')
  })

  it('the banks of the repository are without mistake', () => {
    const banks = loadBanks(resolve(import.meta.dirname, '../../content'))
    expect(banks.size).toBeGreaterThanOrEqual(15)
  })

  it('every model answer in the repository covers its points, gives its key and crosses no red line', async () => {
    for (const { questions } of loadBanks(resolve(import.meta.dirname, '../../content')).banks)
      for (const question of questions) {
        const { points, redLines } = await localAssessor.assess(question, question.modelAnswer)
        expect([question.id, ...points.map(({ verdict }) => verdict), ...redLines]).toEqual([
          question.id,
          ...question.examPoints.map(() => 'covered'),
        ])
      }
  })

  it('chooses: those chosen, else those of the language, else all', () => {
    const banks = loadBanks(folder)
    const ids = (chosen: string[] | null, language: string) => banks.chosen(chosen, language).map((bank) => bank.id)
    expect(ids(null, 'zh')).toEqual(['practice-zh'])
    expect(ids(['practice-en'], 'zh')).toEqual(['practice-en'])
    expect(ids(['gone'], 'zh')).toEqual(['practice-zh'])
    expect(ids(null, 'fr')).toEqual(['practice-en', 'practice-zh'])
  })
})

describe('a mistake', () => {
  it.each([
    ['a kind nobody knows', 'kind: calculation', 'kind: sum', ['kind', 'open', 'choice', 'calculation']],
    ['a number as text', 'points: 5', 'points: five', ['points', 'number']],
    ['a bad id', 'id: bend', 'id: Bend It', ['id', 'lower-case letters']],
    ['an unknown category', 'category: 知识题', 'category: 智力题', ['智力题', '行为题, 知识题']],
    ['an unknown competency', 'competency: follow-up', 'competency: telepathy', ['telepathy', 'competencies.yaml']],
    ['an id used twice', 'id: pick', 'id: rate', ['"rate"', 'already used']],
    ['a choice of one option', 'options: [20 万元, 50 万元, 100 万元]', 'options: [20 万元]', ['options', '2']],
    ['an empty hint', 'hint: 本金乘利率。', "hint: ''", ['hint']],
    ['a date that is none', 'reviewed: 2026-11-01', 'reviewed: soon', ['reviewed', 'date']],
  ])('%s: file, line, what is wrong, what is expected', (_, from, to, words) => {
    const { problems, line } = broken(from, to)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ file: join(folder, file), line })
    for (const word of words) expect(problems[0]?.message).toContain(word)
  })

  it.each([
    ['a missing key', '    hint: 本金乘利率。\n', '', 'hint'],
    ['a misspelt key', 'hint: 本金乘利率。', 'hints: 本金乘利率。', 'hints'],
    ['a calculation without key', '    key: "4000"\n', '', 'key'],
    ['sources without the day they were checked', '    reviewed: 2026-11-01\n', '', 'reviewed'],
  ])('%s: named, within its question', (_, from, to, word) => {
    const text = readFileSync(join(folder, file), 'utf8')
    const { problems, line } = broken(from, to)
    const start =
      text
        .split('\n')
        .slice(0, line)
        .findLastIndex((row) => row.startsWith('  - id:')) + 1
    const named = problems.find((problem) => problem.message.includes(word))
    expect(named?.line).toBeGreaterThanOrEqual(start)
    expect(named?.line).toBeLessThanOrEqual(line)
  })

  it('is not alone: all are named at once, over all files', () => {
    broken('points: 5', 'points: five')
    const english = join(folder, 'practice.en.yaml')
    writeFileSync(english, readFileSync(english, 'utf8').replace('points: 10', 'points: ten'))
    expect(problemsOf().map((problem) => problem.file)).toEqual([english, join(folder, file)])
  })

  it('of YAML itself has its line', () => {
    const { problems, line } = broken('hint: 本金乘利率。', 'hint: "本金乘利率。')
    expect(problems[0]?.message).toContain('not valid YAML')
    expect(problems[0]?.line).toBeGreaterThanOrEqual(line)
  })

  it.each(['', '# nothing\n', '[]\n', 'just words\n', '\u0000'])('a file of %j is named, not thrown over', (text) => {
    writeFileSync(join(folder, 'odd.yaml'), text)
    expect(problemsOf().every((problem) => problem.file.endsWith('odd.yaml') && problem.line >= 1)).toBe(true)
    expect(problemsOf().length).toBeGreaterThan(0)
  })

  it('the error reads as a list: file:line and the words', () => {
    broken('points: 5', 'points: five')
    expect(() => loadBanks(folder)).toThrow(/^The question banks have a mistake:\n {2}\S+practice\.zh\.yaml:\d+ /)
  })
})
