import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ContentError, loadBanks } from '../../src/questions/bank.ts'
import { loadBanksCached } from '../../src/questions/cache.ts'

let folder: string
let file: string

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'cache-'))
  folder = join(root, 'content')
  file = join(root, 'data', 'cache', 'banks.json')
  cpSync(resolve(import.meta.dirname, '../support/banks'), folder, { recursive: true })
})
afterEach(() => rmSync(resolve(folder, '..'), { recursive: true }))

const bank = () => join(folder, 'practice.zh.yaml')

function change(from: string, to: string): void {
  writeFileSync(bank(), readFileSync(bank(), 'utf8').replace(from, to))
}

describe('banks read before', () => {
  it('are the same banks', () => {
    const first = loadBanksCached(file, folder)
    const again = loadBanksCached(file, folder)
    expect(again.banks).toEqual(loadBanks(folder).banks)
    expect([...again.competencies]).toEqual([...first.competencies])
    expect(again.find('rate')?.key).toBe('4000')
  })

  it('come from the file when nothing has changed', () => {
    loadBanksCached(file, folder)
    writeFileSync(file, readFileSync(file, 'utf8').replace('客户投诉时你怎么做？', '从记下的来'))
    expect(loadBanksCached(file, folder).find('complaint')?.prompt).toBe('从记下的来')
  })

  it('are read anew when a file changed, also to the same length', () => {
    loadBanksCached(file, folder)
    change('客户投诉时', '客户抱怨时')
    utimesSync(bank(), new Date(), new Date(Date.now() + 5000))
    expect(loadBanksCached(file, folder).find('complaint')?.prompt).toBe('客户抱怨时你怎么做？')
  })

  it('are read anew when a file came or went', () => {
    loadBanksCached(file, folder)
    rmSync(join(folder, 'practice.en.yaml'))
    expect(loadBanksCached(file, folder).banks.map(({ id }) => id)).toEqual(['practice-zh'])
  })

  it.each(['', '{', '[]', '{"key":1}'])('a damaged file (%j) costs nothing but time', (text) => {
    loadBanksCached(file, folder)
    writeFileSync(file, text)
    expect(loadBanksCached(file, folder).size).toBe(loadBanks(folder).size)
  })

  it('are for their user alone', () => {
    loadBanksCached(file, folder)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })
})

it('a mistake is said every time, and nothing is kept', () => {
  change('points: 5', 'points: five')
  for (let n = 0; n < 2; n++) expect(() => loadBanksCached(file, folder)).toThrow(ContentError)
  expect(existsSync(file)).toBe(false)
})

it('a place that cannot be written is no reason to fail', () => {
  writeFileSync(resolve(folder, '..', 'data'), 'a file where the folder should be')
  expect(loadBanksCached(file, folder).size).toBe(loadBanks(folder).size)
})
