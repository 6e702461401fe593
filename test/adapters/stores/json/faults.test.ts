/** Every step of every write fails once, and once for ever (a crash): what is on the disk is the old or the new. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { JsonStore } from '../../../../adapters/stores/json/store.ts'
import { StoreError } from '../../../../src/ports/store.ts'
import { forget, increment, learner, newDoc, type TestDoc } from '../../../contracts/store.ts'
import { Faults, makeStore, namesIn, openStore, pathOf, reopened, tempFolder } from './support.ts'

type TestStore = JsonStore<TestDoc, TestDoc>

interface Scenario {
  name: string
  prepare(store: TestStore): Promise<unknown>
  act(store: TestStore): Promise<unknown>
}

const addWithArchive = (store: TestStore, event: string) =>
  store.transact(learner(1), { id: event, at: 0 }, (doc = newDoc(1)) => {
    doc.count++
    doc.notes.push(event)
    return { doc, archive: [{ id: `${event}-1` }, { id: `${event}-2` }] }
  })

const addWithAttachment = (store: TestStore, event: string) =>
  store.transact(learner(1), { id: event, at: 0 }, (doc = newDoc(1)) => {
    doc.count++
    doc.notes.push(event)
    return { doc, attachment: { of: event } }
  })

const scenarios: Scenario[] = [
  { name: 'a first commit', prepare: async () => {}, act: (store) => increment(store, 1, 'new') },
  { name: 'a commit', prepare: (store) => increment(store, 1, 'old'), act: (store) => increment(store, 1, 'new') },
  {
    name: 'a commit with history',
    prepare: (store) => addWithArchive(store, 'old'),
    act: (store) => addWithArchive(store, 'new'),
  },
  {
    name: 'a commit with an attachment',
    prepare: (store) => addWithAttachment(store, 'old'),
    act: (store) => addWithAttachment(store, 'new'),
  },
  {
    name: 'forgetting with an attachment',
    prepare: (store) => addWithAttachment(store, 'old'),
    act: (store) => forget(store, 1, 'new'),
  },
  { name: 'a group of commits', prepare: (store) => increment(store, 1, 'old'), act: (store) => group(store) },
  { name: 'forgetting', prepare: (store) => addWithArchive(store, 'old'), act: (store) => forget(store, 1, 'new') },
  {
    name: 'coming back',
    prepare: async (store) => {
      await addWithArchive(store, 'old')
      await forget(store, 1, 'delete')
    },
    act: (store) => addWithArchive(store, 'new'),
  },
]

async function group(store: TestStore): Promise<void> {
  const results = await Promise.allSettled(['new', 'new2', 'new3'].map((event) => increment(store, 1, event)))
  const failed = results.filter((result) => result.status === 'rejected')
  expect([0, 3]).toContain(failed.length)
  if (failed[0]) throw failed[0].reason
}

/** All that one sees of learner 1, with what a redelivered event would do. */
async function look(store: TestStore) {
  const doc = await store.read(learner(1))
  const history = (await store.history(learner(1))).map((entry) => entry.id)
  const attachment = await store.attachment(learner(1))
  return { notes: doc?.notes, count: doc?.count, seen: doc?.seen.map((entry) => entry.id), history, attachment }
}

type View = Awaited<ReturnType<typeof look>>

/** History and attachment may be ahead of their document, never behind it, and are never half there. */
function expectOneOf(found: View, before: View, after: View): void {
  const { history, attachment, ...state } = found
  const matching = [before, after].filter(
    (view) => JSON.stringify({ ...view, history, attachment }) === JSON.stringify({ ...state, history, attachment }),
  )
  expect(matching, JSON.stringify(found)).not.toEqual([])
  const [view] = matching
  expect(view === before ? [before.attachment, after.attachment] : [after.attachment]).toContainEqual(attachment)
  for (const view of matching.slice(0, 1)) expect(history).toEqual(expect.arrayContaining(view.history))
  expect(new Set([...before.history, ...after.history])).toEqual(
    new Set([...before.history, ...after.history, ...history]),
  )
}

describe.each(scenarios)('$name', ({ prepare, act }) => {
  async function run(
    failAt: number,
    mode: 'once' | 'crash',
    then: (context: {
      dataDir: string
      store: TestStore
      faults: Faults
      error: unknown
      before: View
    }) => Promise<void>,
  ) {
    const dataDir = tempFolder()
    const faults = new Faults()
    const { store } = await openStore(dataDir, { files: faults.files })
    await prepare(store)
    const before = await look(store)
    faults.arm(failAt, mode)
    const error = await act(store).then(
      () => undefined,
      (cause: unknown) => cause,
    )
    await then({ dataDir, store, faults, error, before })
    return faults.steps
  }

  it('leaves memory as it was when a step fails, says why, and goes on once the disk does', async () => {
    let steps: string[] = []
    let after: View | undefined
    await run(Number.POSITIVE_INFINITY, 'once', async ({ store, faults, error }) => {
      expect(error).toBeUndefined()
      steps = [...faults.steps]
      after = await look(store)
    })
    expect(steps.length).toBeGreaterThan(4)
    for (let n = 0; n < steps.length; n++) {
      await run(n, 'once', async ({ dataDir, store, faults, error, before }) => {
        faults.disarm()
        if (error) {
          expect(error).toBeInstanceOf(StoreError)
          expect(error).toMatchObject({ kind: 'io', message: expect.stringMatching(/disk is full: free .*ENOSPC/) })
          const { history: _, ...state } = await look(store)
          expect({ ...state }, `step ${n} ${steps[n]}`).toEqual({ ...state, notes: before.notes, seen: before.seen })
          await act(store)
        }
        expect(await look(store), `step ${n} ${steps[n]}`).toEqual(after)
        await store.close()
        expect(await reopened(dataDir, look)).toEqual(after)
        expect(namesIn(dataDir).filter((name) => name.endsWith('.tmp'))).toEqual([])
      })
    }
  })

  it('is whole or absent after a crash at any step, and there when it was acknowledged', async () => {
    let steps: string[] = []
    let after: View | undefined
    await run(Number.POSITIVE_INFINITY, 'crash', async ({ store, faults }) => {
      steps = [...faults.steps]
      after = await look(store)
    })
    for (let n = 0; n < steps.length; n++) {
      await run(n, 'crash', async ({ dataDir, store, error, before }) => {
        await store.close()
        const found = await reopened(dataDir, look)
        if (!error) expect(found, `step ${n} ${steps[n]}`).toEqual(after)
        if (after) expectOneOf(found, before, after)
        await reopened(dataDir, async (again) => {
          await act(again)
          expect(await look(again), `step ${n} ${steps[n]}`).toEqual(after)
        })
      })
    }
  })
})

describe('an acknowledged commit', () => {
  it('outlives a forgetting that failed before it, whichever step failed', async () => {
    for (const earlier of [false, true]) {
      for (let n = 0; n < 12; n++) {
        const dataDir = tempFolder()
        const faults = new Faults()
        const { store } = await openStore(dataDir, { files: faults.files })
        if (earlier) await forget(store, 1, 'long ago')
        await increment(store, 1, 'old')
        faults.arm(n, 'crash')
        const failed = await forget(store, 1, 'delete').then(
          () => false,
          () => true,
        )
        faults.disarm()
        await increment(store, 1, 'new')
        const expected = failed ? ['old', 'new'] : ['new']
        await store.close()
        expect((await reopened(dataDir, look)).notes, `step ${n}`).toEqual(expected)
      }
    }
  })

  it('and a forgetting whose files could not be removed is finished by tidy', async () => {
    for (let n = 0; ; n++) {
      const dataDir = tempFolder()
      const faults = new Faults()
      const { store, clock, logger } = await openStore(dataDir, { files: faults.files })
      await addWithArchive(store, 'old')
      faults.arm(n, 'crash')
      const outcome = await forget(store, 1, 'delete').catch(() => 'failed')
      faults.disarm()
      if (outcome === 'failed') continue
      expect(logger.lines.map((line) => line.level)).toEqual(['error'])
      expect(namesIn(dataDir).length).toBeGreaterThan(1)
      expect(await look(store)).toMatchObject({ notes: undefined, history: [] })
      await store.tidy(clock.now())
      expect(namesIn(dataDir)).toEqual([`${learner(1).id}.gone.json`])
      return
    }
  })
})

it('is on the disk before it counts: history, then content, then name, then folder', async () => {
  const faults = new Faults()
  const { store } = await openStore(tempFolder(), { files: faults.files })
  const steps = async (act: () => Promise<unknown>) => {
    faults.arm(Number.POSITIVE_INFINITY, 'once')
    await act()
    return faults.steps.filter((step, n) => step !== faults.steps[n - 1])
  }
  const write = ['open', 'write', 'syncFile', 'close', 'rename', 'syncFolder']
  expect(await steps(() => increment(store, 1))).toEqual(write)
  const append = ['open', 'write', 'syncFile', 'close']
  expect(await steps(() => addWithArchive(store, 'a'))).toEqual([...append, 'syncFolder', ...write])
  expect(await steps(() => addWithArchive(store, 'b'))).toEqual([...append, ...write])
  expect(await steps(() => forget(store, 1))).toEqual([...write, 'remove', 'syncFolder', ...write])
  expect(await steps(() => store.writeRecord('uptime', 1))).toEqual(write)
})

describe('the message of a failure', () => {
  it.each([
    ['ENOSPC', /disk is full: free some space/],
    ['EDQUOT', /quota is used up/],
    ['EACCES', /permission denied: give the user/],
    ['EROFS', /read-only: mount it writable/],
  ])('names cause and fix of %s, and no more than the file', async (code, message) => {
    const dataDir = tempFolder()
    const faults = new Faults()
    const { store } = await openStore(dataDir, { files: faults.files })
    for (const write of [() => increment(store, 1), () => store.writeRecord('uptime', 1)]) {
      faults.arm(0, 'once', code)
      await expect(write()).rejects.toMatchObject({
        name: 'StoreError',
        kind: 'io',
        message: expect.stringMatching(message),
      })
      await write()
    }
    expect(readFileSync(pathOf(dataDir, 1), 'utf8')).toContain('"count":1')
  })

  it('of a folder that cannot be made says so at start', async () => {
    const opening = makeStore('/dev/null/data').store.open()
    await expect(opening).rejects.toMatchObject({ kind: 'io', message: expect.stringContaining('/dev/null/data') })
  })
})
