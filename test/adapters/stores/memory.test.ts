import { MemoryStore } from '../../../adapters/stores/memory/store.ts'
import { describeStore, type TestDoc, testId } from '../../contracts/store.ts'
import { FakeClock } from '../../support/clock.ts'

describeStore('memory', async () => {
  const clock = new FakeClock('2026-01-05T00:00:00Z')
  const store = new MemoryStore<TestDoc, TestDoc>({ clock, deriveId: testId })
  await store.open()
  return { store, clock, dispose: () => store.close() }
})
