import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { learner } from '../../../contracts/store.ts'
import { reopened, tempFolder } from './support.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))

it('keeps every acknowledged commit through kill -9 in the middle of writing', async () => {
  const dataDir = tempFolder()
  const acknowledged = new Map<number, number>()
  for (const commits of [1, 20, 57, 140, 300]) {
    const child = fork(CHILD, ['commit', dataDir], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    let left = commits
    child.on('message', ({ n, count }: { n: number; count: number }) => {
      acknowledged.set(n, Math.max(count, acknowledged.get(n) ?? 0))
      if (--left === 0) child.kill('SIGKILL')
    })
    await once(child, 'close')
    await reopened(dataDir, async (store) => {
      for (const [n, count] of acknowledged) {
        const doc = await store.read(learner(n))
        expect(doc?.count).toBeGreaterThanOrEqual(count)
        expect(doc?.notes).toEqual(['面'.repeat(2000)])
        const history = (await store.history(learner(n))).map((entry) => Number(entry.id))
        expect(history.slice(0, doc?.count)).toEqual(Array.from({ length: doc?.count ?? 0 }, (_, i) => i + 1))
        expect(history.length - (doc?.count ?? 0)).toBeLessThanOrEqual(1)
      }
    })
  }
  expect(acknowledged.size).toBe(6)
}, 30_000)
