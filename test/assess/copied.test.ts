import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { localAssessor } from '../../src/assess/local.ts'
import { contentFolder } from '../../src/main.ts'
import { loadBanks } from '../../src/questions/bank.ts'

/** Replies that give the learner's own screen back: the question, the checklist, or the model answer, lightly changed. */
interface Parroted {
  question: string
  kind: 'question' | 'checklist' | 'answer'
  reply: string
}

const banks = loadBanks(contentFolder)
const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, `labelled/${name}.json`), 'utf8'))

function assessed({ question: id, reply }: { question: string; reply: string }) {
  const question = banks.find(id)
  if (question === undefined) throw new Error(`no question ${id}`)
  return localAssessor.assess(question, reply)
}

const parroted = (kind: Parroted['kind']) => (read('parroted') as Parroted[]).filter((one) => one.kind === kind)

it.each(parroted('answer'))('$question: the model answer with words exchanged and left out is a copy', (one) => {
  expect(assessed(one).copied).toBe(true)
})

it.each(parroted('checklist'))('$question: the checklist in the first person is a copy that covers nothing', (one) => {
  const { copied, points } = assessed(one)
  expect(copied).toBe(true)
  expect(points.map(({ verdict }) => verdict)).not.toContain('covered')
})

it.each(parroted('question'))('$question: the question said back covers nothing', (one) => {
  expect(assessed(one).points.map(({ verdict }) => verdict)).not.toContain('covered')
})

it('no honest reply is taken for a copy', () => {
  for (const one of read('tuning') as Parroted[]) expect([one.reply, assessed(one).copied]).toEqual([one.reply, false])
})
