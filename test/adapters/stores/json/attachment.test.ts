import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { backup } from '../../../../adapters/stores/json/backup.ts'
import { nodeFiles } from '../../../../adapters/stores/json/files.ts'
import { restore } from '../../../../adapters/stores/json/restore.ts'
import type { JsonStore } from '../../../../adapters/stores/json/store.ts'
import { forget, increment, learner, newDoc, type TestDoc } from '../../../contracts/store.ts'
import { namesIn, openStore, reopened, START, tempFolder } from './support.ts'

const { id } = learner(1)
const name = `${id}.attachment.json`
const attach = (store: JsonStore<TestDoc, TestDoc>, attachment: Record<string, unknown>) =>
  store.transact(learner(1), null, (doc = newDoc(1)) => ({ doc, attachment }))
const path = (dataDir: string) => `${dataDir}/learners/${name}`

describe('the attachment of a document', () => {
  it('is a file of its own, for its owner only, that outlives the process; commits leave it alone', async () => {
    const dataDir = tempFolder()
    await reopened(dataDir, (store) => attach(store, { banks: ['题库'] }))
    expect(statSync(path(dataDir)).mode & 0o777).toBe(0o600)
    const before = statSync(path(dataDir)).ino
    await reopened(dataDir, (store) => increment(store, 1))
    expect(statSync(path(dataDir)).ino).toBe(before)
    expect(await reopened(dataDir, (store) => store.attachment(learner(1)))).toEqual({ banks: ['题库'] })
  })

  it('is in the backup and comes back from it', async () => {
    const dataDir = tempFolder()
    await reopened(dataDir, (store) => attach(store, { banks: ['旧'] }))
    const { file, files } = await backup(dataDir, START)
    expect(files).toBe(2)
    await reopened(dataDir, (store) => attach(store, { banks: ['新'] }))
    await restore(dataDir, file, START + 1000)
    expect(await reopened(dataDir, (store) => store.attachment(learner(1)))).toEqual({ banks: ['旧'] })
  })

  it('is removed with its document, and a restore does not bring it back', async () => {
    const dataDir = tempFolder()
    await reopened(dataDir, (store) => attach(store, { banks: ['秘密'] }))
    const { file } = await backup(dataDir, START)
    await reopened(dataDir, (store) => forget(store, 1))
    expect(namesIn(dataDir)).not.toContain(name)
    await restore(dataDir, file, START + 1000)
    expect(namesIn(dataDir)).not.toContain(name)
  })

  it('that cannot be understood is set aside, never written over; the document goes on', async () => {
    const dataDir = tempFolder()
    await reopened(dataDir, (store) => attach(store, { banks: ['题库'] }))
    writeFileSync(path(dataDir), '{"banks": ["题')
    const { store, logger } = await openStore(dataDir)
    expect(await store.attachment(learner(1))).toBeUndefined()
    const copy = namesIn(dataDir).find((candidate) => candidate.startsWith(`${name}.corrupt-`))
    expect(readFileSync(`${dataDir}/learners/${copy}`, 'utf8')).toBe('{"banks": ["题')
    expect(JSON.stringify(logger.lines)).toContain('set aside')
    await attach(store, { banks: ['新'] })
    expect(await store.attachment(learner(1))).toEqual({ banks: ['新'] })
    await forget(store, 1)
    expect(namesIn(dataDir).filter((candidate) => candidate.includes('attachment'))).toEqual([])
  })

  it('may be the new one when the document could not be written; the document is the old one', async () => {
    const dataDir = tempFolder()
    await reopened(dataDir, (store) => attach(store, { n: 1 }))
    let full = false
    const files = {
      ...nodeFiles,
      rename: async (from: string, to: string) => {
        if (full && to.endsWith(`${id}.json`)) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
        return nodeFiles.rename(from, to)
      },
    }
    const { store } = await openStore(dataDir, { files })
    full = true
    await expect(
      store.transact(learner(1), null, (doc = newDoc(1)) => ({ doc: { ...doc, count: 9 }, attachment: { n: 2 } })),
    ).rejects.toMatchObject({ kind: 'io' })
    full = false
    expect(await store.read(learner(1))).toMatchObject({ count: 0 })
    expect(await store.attachment(learner(1))).toEqual({ n: 2 })
  })
})
