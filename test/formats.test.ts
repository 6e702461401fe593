import { describe, expect, it } from 'vitest'
import { decode } from '../adapters/stores/json/document.ts'
import { documentFormats } from '../src/formats.ts'
import type { KeptSession, Learner } from '../src/learner.ts'
import { startBot } from './support/bot.ts'

/** A learner with a question answered and one open. */
async function learner(): Promise<Learner> {
  const lin = (await startBot()).learner()
  await lin.says('/start')
  await lin.answers()
  await lin.says('题目 违规')
  return lin.doc()
}

const read = (doc: object) => decode(documentFormats.learner, (doc as Learner).id, Buffer.from(JSON.stringify(doc)))

describe('a learner’s document', () => {
  it('of this version is read as it was written', async () => {
    const doc = await learner()
    expect(read(doc)).toEqual(doc)
  })

  it('of version 1, whose sessions had no id of their question, is read with nothing lost', async () => {
    const doc = await learner()
    const first = { ...doc, schema: 1, sessions: doc.sessions.map(({ questionId: _, ...old }: KeptSession) => old) }
    expect(read(first)).toEqual(doc)
  })
})
