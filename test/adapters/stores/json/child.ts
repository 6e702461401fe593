/**
 * Another process of the tests, started with `fork`. Commits until it is killed (`commit`), or contends for a folder
 * each time it is told to (`contend`). What it says it has committed must be there after any death.
 */
import { acquireLock, type Lock } from '../../../../adapters/stores/json/lock.ts'
import { JsonStore } from '../../../../adapters/stores/json/store.ts'
import { learner, newDoc, type TestDoc, testId } from '../../../contracts/store.ts'

const [mode, dataDir = ''] = process.argv.slice(2)
const say = (message: unknown) => new Promise((resolve) => process.send?.(message, resolve))

if (mode === 'commit') {
  const silent = () => {}
  const kind = { schema: 1, parse: (raw: unknown) => structuredClone(raw) as TestDoc, migrations: {} }
  const store = new JsonStore<TestDoc, TestDoc>({
    dataDir,
    clock: { now: Date.now, after: () => silent },
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    kinds: { learner: kind, group: kind },
    deriveId: testId,
  })
  await store.open()
  const work = async (n: number) => {
    for (;;) {
      let count = 0
      await store.transact(learner(n), null, (doc = newDoc(n)) => {
        count = ++doc.count
        doc.notes = ['面'.repeat(2000)]
        return { doc, archive: [{ id: `${count}` }] }
      })
      await say({ n, count })
    }
  }
  await Promise.all(Array.from({ length: 6 }, (_, n) => work(n)))
}

if (mode === 'contend') {
  let lock: Lock | undefined
  process.on('message', async (message) => {
    if (message === 'release') {
      await lock?.release()
      lock = undefined
      await say('released')
      return
    }
    lock = await acquireLock(dataDir).catch((error: { kind?: string }) => void say(error.kind ?? String(error)))
    if (lock) await say('won')
  })
  await say('ready')
}
