/** What every store promises. A store is made fresh, already open, for each test. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DocRef, Store, StoredDoc } from '../../src/ports/store.ts'
import type { FakeClock } from '../support/clock.ts'

export interface TestDoc extends StoredDoc {
  count: number
  notes: string[]
}

export interface StoreHarness {
  store: Store<TestDoc, TestDoc>
  clock: FakeClock
  dispose(): Promise<void>
}

export const HOUR = 3_600_000

/** Same shape as the real one, kinds apart. */
export function testId(kind: DocRef['kind'], alias: { channel: string; id: string }): string {
  return createHash('sha256').update(`${kind}:${alias.channel}:${alias.id}`).digest('hex').slice(0, 32)
}

export function learner(n: number | string) {
  return { kind: 'learner' as const, id: testId('learner', { channel: 'test', id: String(n) }) }
}

export function newDoc(n: number | string, changes: Partial<TestDoc> = {}): TestDoc {
  const aliases = [{ channel: 'test', id: String(n) }]
  return { schema: 1, id: learner(n).id, aliases, wakeAt: null, seen: [], count: 0, notes: [], ...changes }
}

/** Adds one, creating the document when there is none. */
export function increment(store: Store<TestDoc, TestDoc>, n: number | string, eventId: string | null = null) {
  const event = eventId === null ? null : { id: eventId, at: 0 }
  return store.transact(learner(n), event, (doc = newDoc(n)) => {
    doc.count++
    if (eventId !== null) doc.notes.push(eventId)
    return { doc }
  })
}

export function forget(store: Store<TestDoc, TestDoc>, n: number | string, eventId: string | null = null) {
  return store.transact(learner(n), eventId === null ? null : { id: eventId, at: 0 }, () => ({ forget: true }))
}

export function describeStore(name: string, makeStore: () => Promise<StoreHarness>): void {
  describe(`store contract: ${name}`, () => {
    let store: Store<TestDoc, TestDoc>
    let harness: StoreHarness
    beforeEach(async () => {
      harness = await makeStore()
      store = harness.store
    })
    afterEach(() => harness.dispose())

    describe('transactions', () => {
      it('creates a document from nothing and gives it back', async () => {
        expect(await store.read(learner(1))).toBeUndefined()
        expect(await increment(store, 1, 'a')).toBe('applied')
        expect(await store.read(learner(1))).toMatchObject({ count: 1, notes: ['a'] })
      })

      it('says whether there is a document', async () => {
        const presences: string[] = []
        const look = () =>
          store.transact(learner(1), null, (doc, presence) => {
            presences.push(`${presence} ${doc ? 'with' : 'without'}`)
            return { keep: true }
          })
        await look()
        await increment(store, 1)
        await look()
        await forget(store, 1)
        await look()
        expect(presences).toEqual(['absent without', 'present with', 'absent without'])
      })

      it('changes nothing with keep, whatever happened to the draft', async () => {
        await increment(store, 1)
        const result = await store.transact(learner(1), { id: 'e', at: 0 }, (doc) => {
          if (doc) doc.count = 99
          return { keep: true }
        })
        expect(result).toBe('applied')
        expect(await store.read(learner(1))).toMatchObject({ count: 1, seen: [] })
      })

      it('changes nothing when the function throws, and rejects with that error alone', async () => {
        await increment(store, 1)
        const error = new Error('no')
        const all = await Promise.allSettled([
          increment(store, 1, 'before'),
          store.transact(learner(1), { id: 'bad', at: 0 }, (doc) => {
            if (doc) doc.count = 99
            throw error
          }),
          increment(store, 1, 'after'),
        ])
        expect(all.map((result) => (result.status === 'fulfilled' ? result.value : result.reason))).toEqual([
          'applied',
          error,
          'applied',
        ])
        expect(await store.read(learner(1))).toMatchObject({ count: 3, notes: ['before', 'after'] })
        expect(await increment(store, 1, 'bad')).toBe('applied')
      })

      it('gives drafts and copies nobody else can reach', async () => {
        const draft = newDoc(1)
        await store.transact(learner(1), null, () => ({ doc: draft }))
        draft.count = 99
        const copy = await store.read(learner(1))
        if (copy) copy.notes.push('mine')
        expect(await store.read(learner(1))).toMatchObject({ count: 0, notes: [] })
      })

      it('runs those of one document in call order, and documents apart', async () => {
        await Promise.all(Array.from({ length: 200 }, (_, n) => increment(store, n % 3, `e${n}`)))
        for (const n of [0, 1, 2]) {
          const expected = Array.from({ length: 200 }, (_, m) => m).filter((m) => m % 3 === n)
          expect((await store.read(learner(n)))?.notes).toEqual(expected.map((m) => `e${m}`))
        }
      })

      it('refuses a document under another id, and ids that are no file name', async () => {
        await expect(store.transact(learner(1), null, () => ({ doc: newDoc(2) }))).rejects.toThrow(TypeError)
        for (const id of ['', '../x', 'a.b', 'A', 'a/b', 'a\0'])
          await expect(store.transact({ kind: 'learner', id }, null, () => ({ keep: true }))).rejects.toThrow(TypeError)
        expect(await store.read(learner(1))).toBeUndefined()
      })

      it('keeps learners and groups of one id apart', async () => {
        await increment(store, 1)
        expect(await store.read({ kind: 'group', id: learner(1).id })).toBeUndefined()
      })
    })

    describe('an event delivered again', () => {
      it('has its effect once, also when both come at once', async () => {
        const all = await Promise.all([increment(store, 1, 'e'), increment(store, 1, 'e')])
        expect(all).toEqual(['applied', 'duplicate'])
        expect(await increment(store, 1, 'e')).toBe('duplicate')
        expect(await store.read(learner(1))).toMatchObject({ count: 1 })
      })

      it('is remembered 48 h from when it was handled, however old it was', async () => {
        const start = harness.clock.now()
        await store.transact(learner(1), { id: 'old', at: start - 100 * HOUR }, () => ({ doc: newDoc(1) }))
        harness.clock.set(start + 48 * HOUR - 1)
        await increment(store, 1, 'other')
        expect(await increment(store, 1, 'old')).toBe('duplicate')
        harness.clock.set(start + 48 * HOUR)
        await increment(store, 1, 'third')
        expect((await store.read(learner(1)))?.seen.map((entry) => entry.id)).toEqual(['other', 'third'])
      })

      it('is remembered among the newest 500', async () => {
        for (let n = 0; n <= 500; n++) await increment(store, 1, `e${n}`)
        const seen = (await store.read(learner(1)))?.seen
        expect([seen?.length, seen?.[0]?.id, seen?.at(-1)?.id]).toEqual([500, 'e1', 'e500'])
      })

      it('stays known when a transaction replaces the document, and when it brings in ids of another', async () => {
        await increment(store, 1, 'first')
        const merged = { id: 'theirs', at: harness.clock.now() - HOUR }
        await store.transact(learner(1), { id: 'second', at: 0 }, () => ({ doc: newDoc(1, { seen: [merged] }) }))
        expect((await store.read(learner(1)))?.seen.map((entry) => entry.id)).toEqual(['theirs', 'first', 'second'])
      })
    })

    describe('forgetting', () => {
      it('removes document, history, wake time and aliases', async () => {
        await store.transact(learner(1), null, () => ({
          doc: newDoc(1, { wakeAt: 5, aliases: [...newDoc(1).aliases, { channel: 'other', id: 'x' }] }),
          archive: [{ id: 'h' }],
        }))
        expect(store.resolve('learner', { channel: 'other', id: 'x' })).toBe(learner(1).id)
        await forget(store, 1)
        expect(await store.read(learner(1))).toBeUndefined()
        expect(await store.history(learner(1))).toEqual([])
        expect([...store.wakes()]).toEqual([])
        expect(store.resolve('learner', { channel: 'other', id: 'x' })).toBeUndefined()
      })

      it('is not undone by an event delivered again, nor forgotten itself', async () => {
        await increment(store, 1, 'hello')
        await forget(store, 1, 'delete')
        expect(await increment(store, 1, 'hello')).toBe('duplicate')
        expect(await forget(store, 1, 'delete')).toBe('duplicate')
        expect(await store.read(learner(1))).toBeUndefined()
      })

      it('lets who comes back start anew, still deaf to the old events', async () => {
        await increment(store, 1, 'hello')
        await forget(store, 1, 'delete')
        expect(await increment(store, 1, 'back')).toBe('applied')
        expect(await store.read(learner(1))).toMatchObject({ count: 1 })
        expect(await increment(store, 1, 'hello')).toBe('duplicate')
        await forget(store, 1, 'again')
        expect(await increment(store, 1, 'hello')).toBe('duplicate')
      })

      it('also covers events that come by a linked alias', async () => {
        await store.transact(learner(1), { id: 'wechat-9', at: 0 }, () => ({
          doc: newDoc(1, { aliases: [...newDoc(1).aliases, { channel: 'test', id: 'linked' }] }),
        }))
        await forget(store, 1)
        expect(await increment(store, 'linked', 'wechat-9')).toBe('duplicate')
        expect(await store.read(learner('linked'))).toBeUndefined()
      })

      it('keeps event ids 48 h, then tidies them away', async () => {
        await increment(store, 1, 'hello')
        await forget(store, 1, 'delete')
        const start = harness.clock.now()
        harness.clock.set(start + 48 * HOUR - 1)
        await store.tidy(harness.clock.now())
        expect(await increment(store, 1, 'hello')).toBe('duplicate')
        harness.clock.set(start + 48 * HOUR)
        await store.tidy(harness.clock.now())
        expect(await increment(store, 1, 'hello')).toBe('applied')
      })

      it('in one go with other transactions takes effect in call order', async () => {
        await Promise.all([
          increment(store, 1, 'a'),
          forget(store, 1, 'b'),
          increment(store, 1, 'c'),
          increment(store, 1, 'a'),
        ])
        expect(await store.read(learner(1))).toMatchObject({ count: 1, notes: ['c'] })
      })
    })

    describe('history', () => {
      const archive = (...ids: string[]) =>
        store.transact(learner(1), null, (doc = newDoc(1)) => ({
          doc,
          archive: ids.map((id) => ({ id, text: 'line\nbreak' })),
        }))

      it('gives entries oldest first, each id once', async () => {
        expect(await store.history(learner(1))).toEqual([])
        await Promise.all([archive('a', 'b'), archive('b', 'c')])
        await archive('a', 'd')
        const entries = await store.history(learner(1))
        expect(entries.map((entry) => entry.id)).toEqual(['a', 'b', 'c', 'd'])
        expect(entries[0]).toEqual({ id: 'a', text: 'line\nbreak' })
      })

      it('takes nothing from a transaction that throws', async () => {
        await archive('a')
        await store
          .transact(learner(1), null, () => {
            throw new Error('no')
          })
          .catch(() => {})
        expect(await store.history(learner(1))).toHaveLength(1)
      })
    })

    describe('segments', () => {
      const append = (name: string, ...ids: string[]) =>
        store.transact(learner(1), null, (doc = newDoc(1)) => ({ doc, append: { [name]: ids.map((id) => ({ id })) } }))
      const ids = async (name?: string) => (await store.history(learner(1), name)).map((entry) => entry.id)

      it('are apart from each other and from the history, and listed in the document', async () => {
        await Promise.all([append('one', 'a', 'b'), append('two', 'a'), append('one', 'b', 'c')])
        expect(await ids('one')).toEqual(['a', 'b', 'c'])
        expect(await ids('two')).toEqual(['a'])
        expect(await ids('three')).toEqual([])
        expect(await ids()).toEqual([])
        expect((await store.read(learner(1)))?.segments).toEqual(['one', 'two'])
      })

      it('stand as the last line of an id says', async () => {
        for (const text of ['first', 'last'])
          await store.transact(learner(1), null, (doc = newDoc(1)) => ({ doc, append: { one: [{ id: 'a', text }] } }))
        expect(await store.history(learner(1), 'one')).toEqual([{ id: 'a', text: 'last' }])
      })

      it('are gone when dropped, also in the transaction after their last lines', async () => {
        await append('one', 'a')
        await Promise.all([
          append('one', 'b'),
          store.transact(learner(1), null, (doc = newDoc(1)) => ({
            doc,
            append: { two: [{ id: 'c' }] },
            drop: ['one'],
          })),
        ])
        expect([await ids('one'), await ids('two')]).toEqual([[], ['c']])
        expect((await store.read(learner(1)))?.segments).toEqual(['two'])
      })

      it('are gone with their document', async () => {
        await append('one', 'a')
        await forget(store, 1)
        expect(await ids('one')).toEqual([])
        await append('two', 'b')
        expect([await ids('one'), await ids('two')]).toEqual([[], ['b']])
      })

      it('have names that stay in their folder', async () => {
        for (const name of ['../x', 'history', 'X', '']) await expect(append(name, 'a')).rejects.toThrow(TypeError)
      })
    })

    describe('attachments', () => {
      const attach = (n: number, attachment: Record<string, unknown> | null) =>
        store.transact(learner(n), null, (doc = newDoc(n)) => ({ doc, attachment }))

      it('are kept beside the document, replaced as a whole, and stay while it changes', async () => {
        expect(await store.attachment(learner(1))).toBeUndefined()
        await attach(1, { banks: ['一'], old: true })
        await attach(1, { banks: ['一', '二'] })
        await increment(store, 1)
        expect(await store.attachment(learner(1))).toEqual({ banks: ['一', '二'] })
        expect(await store.read(learner(1))).not.toHaveProperty('attachment')
        expect(await store.attachment(learner(2))).toBeUndefined()
      })

      it('are read in a transaction as the ones before it left them', async () => {
        const found: unknown[] = []
        const look = () =>
          store.transact(learner(1), null, (_doc, _presence, attachment) => {
            found.push(attachment())
            return { keep: true }
          })
        await Promise.all([look(), attach(1, { n: 1 }), look(), attach(1, { n: 2 }), look(), attach(1, null), look()])
        expect(found).toEqual([undefined, { n: 1 }, { n: 2 }, undefined])
      })

      it('are copies nobody else can reach', async () => {
        const mine = { list: ['a'] }
        await attach(1, mine)
        mine.list.push('b')
        await store.transact(learner(1), null, (_doc, _presence, attachment) => {
          const read = attachment() as typeof mine
          read.list.push('c')
          return { keep: true }
        })
        expect(await store.attachment(learner(1))).toEqual({ list: ['a'] })
      })

      it('stay as they were when a transaction throws', async () => {
        await attach(1, { n: 1 })
        await expect(
          store.transact(learner(1), null, () => {
            throw new Error('no')
          }),
        ).rejects.toThrow('no')
        expect(await store.attachment(learner(1))).toEqual({ n: 1 })
      })

      it('go with null, and with the document; who comes back does not find them', async () => {
        await attach(1, { n: 1 })
        await attach(1, null)
        expect(await store.attachment(learner(1))).toBeUndefined()
        await attach(1, { n: 2 })
        await forget(store, 1)
        expect(await store.attachment(learner(1))).toBeUndefined()
        await increment(store, 1)
        expect(await store.attachment(learner(1))).toBeUndefined()
      })
    })

    describe('indexes', () => {
      it('lists wake times and tells of each change of one after its commit', async () => {
        const told: (number | null)[] = []
        let first: Promise<TestDoc | undefined> | undefined
        store.onWake((ref, wakeAt) => {
          expect(ref).toEqual(learner(1))
          told.push(wakeAt)
          first ??= store.read(learner(1))
        })
        const set = (wakeAt: number | null, count: number) =>
          store.transact(learner(1), null, () => ({ doc: newDoc(1, { wakeAt, count }) }))
        await set(100, 1)
        await set(100, 2)
        await set(200, 3)
        expect([...store.wakes()]).toEqual([{ ...learner(1), wakeAt: 200 }])
        await set(null, 4)
        await set(300, 5)
        await forget(store, 1)
        expect([...store.wakes()]).toEqual([])
        expect(told).toEqual([100, 200, null, 300, null])
        expect(await first).toMatchObject({ count: 1 })
      })

      it('resolves linked aliases only, and follows them', async () => {
        const first = { channel: 'test', id: '1' }
        const linked = { channel: 'wechat', id: 'w' }
        const set = (n: number, aliases: TestDoc['aliases']) =>
          store.transact(learner(n), null, () => ({ doc: newDoc(n, { aliases }) }))
        await set(1, [first, linked])
        expect(store.resolve('learner', first)).toBeUndefined()
        expect(store.resolve('learner', linked)).toBe(learner(1).id)
        expect(store.resolve('group', linked)).toBeUndefined()
        await set(2, [{ channel: 'test', id: '2' }, linked])
        await set(1, [first])
        expect(store.resolve('learner', linked)).toBe(learner(2).id)
      })
    })

    describe('records', () => {
      it('keeps the last of each name', async () => {
        expect(await store.readRecord('uptime')).toBeUndefined()
        await Promise.all([1, 2, 3].map((n) => store.writeRecord('uptime', { n })))
        expect(await store.readRecord('uptime')).toEqual({ n: 3 })
        await expect(store.writeRecord('../x', 1)).rejects.toThrow(TypeError)
        await expect(store.readRecord('a/b')).rejects.toThrow(TypeError)
      })
    })

    it('waits for commits under way when closing, and takes none afterwards', async () => {
      const all = Array.from({ length: 50 }, (_, n) => increment(store, n % 5, `e${n}`))
      await store.close()
      expect(await Promise.all(all)).toEqual(Array(50).fill('applied'))
      await expect(increment(store, 1)).rejects.toMatchObject({ name: 'StoreError', kind: 'io' })
      await expect(store.read(learner(1))).rejects.toMatchObject({ name: 'StoreError' })
    })

    it('behaves, whatever is called in whatever order at once, as if called one by one', async () => {
      const operation = fc.record({
        n: fc.integer({ min: 0, max: 2 }),
        event: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
        what: fc.constantFrom('add', 'add', 'add', 'forget', 'throw', 'keep'),
      })
      let run = 0
      await fc.assert(
        fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
          const prefix = `run${run++}-`
          const model = new Map<number, { count: number | undefined; seen: Set<number> }>()
          const expected: string[] = []
          for (const { n, event, what } of operations) {
            const state = model.get(n) ?? { count: undefined, seen: new Set() }
            model.set(n, state)
            if (event !== undefined && state.seen.has(event)) {
              expected.push('duplicate')
              continue
            }
            expected.push(what === 'throw' ? 'thrown' : 'applied')
            if (what === 'add') state.count = (state.count ?? 0) + 1
            if (what === 'forget') state.count = undefined
            if (event !== undefined && (what === 'add' || what === 'forget')) state.seen.add(event)
          }
          const results = await Promise.all(
            operations.map(({ n, event, what }) => {
              const key = prefix + n
              return store
                .transact(
                  learner(key),
                  event === undefined ? null : { id: `e${event}`, at: 0 },
                  (doc = newDoc(key)) => {
                    if (what === 'throw') throw new Error('thrown')
                    if (what === 'keep') return { keep: true }
                    if (what === 'forget') return { forget: true }
                    return { doc: { ...doc, count: doc.count + 1 } }
                  },
                )
                .catch((error: Error) => error.message)
            }),
          )
          expect(results).toEqual(expected)
          for (const [n, { count }] of model) expect((await store.read(learner(prefix + n)))?.count).toBe(count)
        }),
        { numRuns: 40 },
      )
    })
  })
}
