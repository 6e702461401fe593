import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeFiles } from '../../../../adapters/stores/json/files.ts'
import { describeStore, forget, HOUR, increment, learner, newDoc, testId } from '../../../contracts/store.ts'
import { FakeClock } from '../../../support/clock.ts'
import {
  Faults,
  failure,
  makeStore,
  namesIn,
  openStore,
  pathOf,
  reopened,
  START,
  tempFolder,
  testKind,
} from './support.ts'

describeStore('json', async () => {
  const { store, clock } = makeStore(tempFolder())
  await store.open()
  return { store, clock, dispose: () => store.close() }
})

const text = (n: number) => JSON.stringify(newDoc(n, { count: 5 }))

describe('what is on the disk', () => {
  it('is all there after opening again: documents, history, records, indexes, tombstones', async () => {
    const dataDir = tempFolder()
    await reopened(dataDir, async (store) => {
      const aliases = [...newDoc(1).aliases, { channel: 'wechat', id: 'w' }]
      await store.transact(learner(1), { id: 'e', at: 0 }, () => ({
        doc: newDoc(1, { wakeAt: 7, aliases, notes: ['每日一面'] }),
        archive: [{ id: 'h' }],
      }))
      await store.transact({ kind: 'group', id: 'a1' }, null, () => ({ doc: newDoc(1, { id: 'a1' }) }))
      await increment(store, 2, 'hello')
      await forget(store, 2, 'delete')
      await store.writeRecord('uptime', [1])
    })
    const { store, report } = await openStore(dataDir)
    expect(report).toEqual({ learners: 1, groups: 1, setAside: [] })
    expect(await store.read(learner(1))).toMatchObject({ notes: ['每日一面'], seen: [{ id: 'e' }] })
    expect(await store.history(learner(1))).toEqual([{ id: 'h' }])
    expect(await store.readRecord('uptime')).toEqual([1])
    expect([...store.wakes()]).toEqual([{ ...learner(1), wakeAt: 7 }])
    expect(store.resolve('learner', { channel: 'wechat', id: 'w' })).toBe(learner(1).id)
    expect(await increment(store, 1, 'e')).toBe('duplicate')
    expect(await increment(store, 2, 'hello')).toBe('duplicate')
  })

  it('is for its owner only', async () => {
    const dataDir = join(tempFolder(), 'new', 'data')
    const { store } = await openStore(dataDir)
    await store.transact(learner(1), null, () => ({ doc: newDoc(1), archive: [{ id: 'h' }] }))
    await forget(store, 2)
    await store.writeRecord('uptime', 1)
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
    for (const folder of ['', 'learners', 'groups']) {
      expect(mode(join(dataDir, folder))).toBe('700')
      for (const name of namesIn(dataDir, folder)) {
        const path = join(dataDir, folder, name)
        if (!statSync(path).isDirectory()) expect([name, mode(path)]).toEqual([name, '600'])
      }
    }
    expect(namesIn(dataDir)).toHaveLength(3)
  })

  it('holds nothing of a forgotten learner but hashed ids and event ids', async () => {
    const dataDir = tempFolder()
    writeBeforeOpening(dataDir, pathOf(dataDir, 1), '')
    const { store, clock } = await openStore(dataDir)
    await store.transact(learner(1), { id: 'e', at: 0 }, () => ({ doc: newDoc(1), archive: [{ id: 'h' }] }))
    expect(namesIn(dataDir)).toHaveLength(3)
    await forget(store, 1, 'f')
    expect(namesIn(dataDir)).toEqual([`${learner(1).id}.gone.json`])
    const seen = ['e', 'f'].map((id) => ({ id, at: START }))
    expect(JSON.parse(readFileSync(pathOf(dataDir, 1, '.gone.json'), 'utf8'))).toEqual({
      at: START,
      seen,
      ids: [learner(1).id],
    })
    clock.set(START + 48 * HOUR)
    await store.tidy(clock.now())
    expect(namesIn(dataDir)).toEqual([])
  })
})

describe('a document file that cannot be understood', () => {
  const cases: [string, string | Buffer, RegExp][] = [
    ['is empty', '', /empty/],
    ['is torn', text(1).slice(0, 40), /not valid JSON/],
    ['is no JSON object', '[]', /schema version/],
    ['is null', 'null', /schema version/],
    ['holds bytes that are no text', Buffer.from(text(1).replace('test', '\xff\xfe'), 'latin1'), /UTF-8/],
    ['fails its schema', text(1).replace('"count"', '"amount"'), /count or notes missing/],
    ['has a schema version nobody migrates', text(1).replace('"schema":1', '"schema":0'), /no migration/],
    ['holds another id', text(2), /another id/],
  ]
  it.each(cases)(
    'because it %s is set aside, told, and never overwritten; the others go on',
    async (_, content, why) => {
      const dataDir = tempFolder()
      await reopened(dataDir, (store) => increment(store, 3))
      writeFileSync(pathOf(dataDir, 1), content)
      const { store, report, logger } = await openStore(dataDir)
      const copy = `${learner(1).id}.json.corrupt-20260105T000000Z`
      expect(report).toEqual({ learners: 1, groups: 0, setAside: [{ file: copy, reason: expect.stringMatching(why) }] })
      expect(logger.lines.filter((line) => line.level === 'error')).toHaveLength(1)
      expect(logger.text).not.toContain('notes":')
      expect(await store.read(learner(1))).toBeUndefined()
      let presence: string | undefined
      await store.transact(learner(1), { id: 'e', at: 0 }, (doc = newDoc(1), found) => {
        presence = found
        return { doc }
      })
      expect(presence).toBe('set-aside')
      expect(readFileSync(join(dataDir, 'learners', copy))).toEqual(Buffer.from(content))
      expect(await increment(store, 3)).toBe('applied')
    },
  )

  it('is set aside also when found later, and its linked aliases still lead to it', async () => {
    const dataDir = tempFolder()
    const linked = { channel: 'wechat', id: 'w' }
    await reopened(dataDir, (store) =>
      store.transact(learner(1), null, () => ({ doc: newDoc(1, { wakeAt: 9, aliases: [linked] }) })),
    )
    const told: unknown[] = []
    const { store } = await openStore(dataDir, { onSetAside: (file) => told.push(file) })
    const wakes: (number | null)[] = []
    store.onWake((_, wakeAt) => wakes.push(wakeAt))
    writeFileSync(pathOf(dataDir, 1), '')
    expect(await store.read(learner(1))).toBeUndefined()
    expect(told).toEqual([{ file: expect.stringContaining('.corrupt-'), reason: 'it is empty' }])
    expect(wakes).toEqual([null])
    expect(store.resolve('learner', linked)).toBe(learner(1).id)
    let presence: string | undefined
    await store.transact(learner(1), null, (_, found) => {
      presence = found
      return { keep: true }
    })
    expect(presence).toBe('set-aside')
  })

  it('gets a name of its own when it happens twice in a second, and is remembered after a restart', async () => {
    const dataDir = tempFolder()
    for (const content of ['first', 'second']) {
      writeBeforeOpening(dataDir, pathOf(dataDir, 1), content)
      await reopened(dataDir, async () => {})
    }
    const { store } = await openStore(dataDir)
    expect(
      namesIn(dataDir)
        .map((name) => readFileSync(join(dataDir, 'learners', name), 'utf8'))
        .sort(),
    ).toEqual(['first', 'second'])
    let presence: string | undefined
    await store.transact(learner(1), null, (_, found) => {
      presence = found
      return { keep: true }
    })
    expect(presence).toBe('set-aside')
  })

  it('is no reason to lose a record either', async () => {
    const dataDir = tempFolder()
    writeFileSync(join(dataDir, 'uptime.json'), '{')
    const { store } = await openStore(dataDir)
    expect(await store.readRecord('uptime')).toBeUndefined()
    expect(existsSync(join(dataDir, 'uptime.json.corrupt-20260105T000000Z'))).toBe(true)
  })
})

it('writes of a record that wait for one under way become one: the newest', async () => {
  const faults = new Faults()
  const { store } = await openStore(tempFolder(), { files: faults.files })
  faults.steps = []
  await Promise.all(Array.from({ length: 1000 }, (_, n) => store.writeRecord('uptime', { n })))
  expect(faults.steps.filter((step) => step === 'rename').length).toBeLessThanOrEqual(2)
  expect(await store.readRecord('uptime')).toEqual({ n: 999 })
})

describe('starting', () => {
  it('refuses a newer schema version and touches nothing', async () => {
    const dataDir = tempFolder()
    const newer = text(1).replace('"schema":1', '"schema":2')
    writeBeforeOpening(dataDir, pathOf(dataDir, 1), newer)
    await expect(makeStore(dataDir).store.open()).rejects.toMatchObject({ name: 'StoreError', kind: 'newer-schema' })
    expect(readFileSync(pathOf(dataDir, 1), 'utf8')).toBe(newer)
    writeFileSync(pathOf(dataDir, 1), text(1))
    await reopened(dataDir, async (store) => expect(await store.read(learner(1))).toMatchObject({ count: 5 }))
  })

  it.each(['EACCES', 'EIO'])('refuses on %s: that is no corruption', async (code) => {
    const dataDir = tempFolder()
    await reopened(dataDir, (store) => increment(store, 1))
    const readNow = () => {
      throw failure(code)
    }
    const opening = makeStore(dataDir, { files: { ...nodeFiles, readNow } }).store.open()
    await expect(opening).rejects.toMatchObject({ kind: 'io', message: expect.stringContaining(code) })
    await reopened(dataDir, async (store) => expect(await store.read(learner(1))).toMatchObject({ count: 1 }))
  })

  it('migrates version by version, and writes the result with the next commit', async () => {
    const dataDir = tempFolder()
    await reopened(dataDir, (store) => increment(store, 1))
    const kind = {
      ...testKind,
      schema: 3,
      migrations: {
        1: (doc: Record<string, unknown>) => ({ ...doc, notes: ['one'] }),
        2: (doc: Record<string, unknown>) => ({ ...doc, notes: [...(doc.notes as string[]), 'two'], wakeAt: 4 }),
      },
    }
    const { store } = await openStore(dataDir, { kinds: { learner: kind, group: testKind } })
    expect([...store.wakes()]).toEqual([{ ...learner(1), wakeAt: 4 }])
    expect(await store.read(learner(1))).toMatchObject({ schema: 3, notes: ['one', 'two'] })
    expect(JSON.parse(readFileSync(pathOf(dataDir, 1), 'utf8'))).toMatchObject({ schema: 1 })
    await increment(store, 1)
    expect(JSON.parse(readFileSync(pathOf(dataDir, 1), 'utf8'))).toMatchObject({ schema: 3, count: 2 })
  })

  it('removes what writes cut off have left, and leaves files of others alone', async () => {
    const dataDir = tempFolder()
    writeBeforeOpening(dataDir, pathOf(dataDir, 1, '.json.3.tmp'), '{"schema"')
    writeFileSync(join(dataDir, 'learners', 'Notes of mine.txt'), 'x')
    await openStore(dataDir)
    expect(namesIn(dataDir)).toEqual(['Notes of mine.txt'])
  })

  it('finishes a removal cut off after its tombstone', async () => {
    const dataDir = tempFolder()
    await reopened(dataDir, (store) =>
      store.transact(learner(1), { id: 'e', at: 0 }, () => ({ doc: newDoc(1, { wakeAt: 1 }), archive: [{ id: 'h' }] })),
    )
    const tombstone = { at: START, seen: [{ id: 'e', at: START }], ids: [learner(1).id], removing: true }
    writeFileSync(pathOf(dataDir, 1, '.gone.json'), JSON.stringify(tombstone))
    const { store, report } = await openStore(dataDir)
    expect(report.learners).toBe(0)
    expect(namesIn(dataDir)).toEqual([`${learner(1).id}.gone.json`])
    expect([...store.wakes()]).toEqual([])
    expect(await increment(store, 1, 'e')).toBe('duplicate')
  })
})

describe('a commit', () => {
  it('that its own schema check refuses is rejected now, not found corrupt tomorrow', async () => {
    const { store } = await openStore(tempFolder())
    const broken = { ...newDoc(1), notes: undefined } as unknown as ReturnType<typeof newDoc>
    await expect(store.transact(learner(1), null, () => ({ doc: broken }))).rejects.toThrow('count or notes missing')
    expect(await store.read(learner(1))).toBeUndefined()
  })

  it('is shared by the transactions that wait: 48 of them take 3 writes, not 48', async () => {
    const faults = new Faults()
    const { store } = await openStore(tempFolder(), { files: faults.files })
    await Promise.all(Array.from({ length: 48 }, (_, n) => increment(store, 1, `e${n}`)))
    expect(faults.steps.filter((step) => step === 'rename')).toHaveLength(3)
    expect(await store.read(learner(1))).toMatchObject({ count: 48 })
  })

  it('shares the sync of the folder with others at the same time', async () => {
    const faults = new Faults()
    const { store } = await openStore(tempFolder(), { files: faults.files })
    await Promise.all(Array.from({ length: 64 }, (_, n) => increment(store, n)))
    expect(faults.steps.filter((step) => step === 'rename')).toHaveLength(64)
    expect(faults.steps.filter((step) => step === 'syncFolder').length).toBeLessThan(64)
  })

  it('leaves only a bounded number of documents in memory, and none of them wrong', async () => {
    let reads = 0
    const readNow = (path: string) => {
      reads++
      return nodeFiles.readNow(path)
    }
    const { store } = await openStore(tempFolder(), { idleDocuments: 3, files: { ...nodeFiles, readNow } })
    await Promise.all(Array.from({ length: 100 }, (_, n) => increment(store, n % 10, `e${n}`)))
    for (const n of [7, 8, 9]) await store.read(learner(n))
    const before = reads
    for (let n = 0; n < 10; n++) expect(await store.read(learner(n))).toMatchObject({ count: 10 })
    expect(reads - before).toBeGreaterThanOrEqual(7)
  })

  it('survives a listener that throws, and the error is not lost', async () => {
    const { store } = await openStore(tempFolder())
    const uncaught: unknown[] = []
    const listeners = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.once('uncaughtException', (error) => uncaught.push(error))
    store.onWake(() => {
      throw new Error('bug of the listener')
    })
    try {
      await store.transact(learner(1), null, () => ({ doc: newDoc(1, { wakeAt: 1 }) }))
      await new Promise((resolve) => setImmediate(resolve))
    } finally {
      for (const listener of listeners) process.on('uncaughtException', listener)
    }
    expect(uncaught).toEqual([new Error('bug of the listener')])
    expect(await store.read(learner(1))).toBeDefined()
  })
})

describe('history', () => {
  it('tolerates an unfinished last line and cuts it off before the next', async () => {
    const dataDir = tempFolder()
    const path = pathOf(dataDir, 1, '.history.jsonl')
    const torn = `{"id":"c","text":"${'x'.repeat(10_000)}`
    writeBeforeOpening(dataDir, path, `{"id":"a"}\n{"id":"b"}\n${torn}`)
    const { store, logger } = await openStore(dataDir)
    expect((await store.history(learner(1))).map((entry) => entry.id)).toEqual(['a', 'b'])
    await store.transact(learner(1), null, () => ({ doc: newDoc(1), archive: [{ id: 'd' }] }))
    expect(readFileSync(path, 'utf8')).toBe('{"id":"a"}\n{"id":"b"}\n{"id":"d"}\n')
    expect(logger.lines).toEqual([])
  })

  it('that is nothing but an unfinished line starts anew', async () => {
    const dataDir = tempFolder()
    writeBeforeOpening(dataDir, pathOf(dataDir, 1, '.history.jsonl'), '{"id"')
    const { store } = await openStore(dataDir)
    await store.transact(learner(1), null, () => ({ doc: newDoc(1), archive: [{ id: 'd' }] }))
    expect(await store.history(learner(1))).toEqual([{ id: 'd' }])
  })

  it('tells the operator of damaged lines and gives the others', async () => {
    const dataDir = tempFolder()
    writeBeforeOpening(dataDir, pathOf(dataDir, 1, '.history.jsonl'), '{"id":"a"}\n\0\0\0\n5\n{"id":"b"}\n')
    const { store, logger } = await openStore(dataDir)
    expect((await store.history(learner(1))).map((entry) => entry.id)).toEqual(['a', 'b'])
    expect(logger.lines).toMatchObject([{ level: 'warn', fields: { damaged: 2 } }])
  })
})

describe('segments', () => {
  it('begin empty, whatever a crash before the commit left under that name', async () => {
    const dataDir = tempFolder()
    writeBeforeOpening(dataDir, pathOf(dataDir, 1, '.members-1.jsonl'), '{"id":"forgotten"}\n')
    const { store } = await openStore(dataDir)
    await store.transact(learner(1), null, () => ({ doc: newDoc(1), append: { 'members-1': [{ id: 'a' }] } }))
    expect(await store.history(learner(1), 'members-1')).toEqual([{ id: 'a' }])
    await store.transact(learner(1), null, (doc) => ({ doc: doc ?? newDoc(1), drop: ['members-1'] }))
    expect(existsSync(pathOf(dataDir, 1, '.members-1.jsonl'))).toBe(false)
  })
})

function writeBeforeOpening(dataDir: string, path: string, content: string): void {
  mkdirSync(join(dataDir, 'learners'), { recursive: true })
  writeFileSync(path, content)
}

it('needs no clock but the one it is given', async () => {
  const { store } = await openStore(tempFolder(), { clock: new FakeClock(1000), deriveId: testId })
  await increment(store, 1, 'e')
  expect((await store.read(learner(1)))?.seen).toEqual([{ id: 'e', at: 1000 }])
})
