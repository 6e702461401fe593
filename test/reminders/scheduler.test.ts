import { describe, expect, it } from 'vitest'
import type { DocRef } from '../../src/ports/store.ts'
import { type Again, Scheduler } from '../../src/reminders/scheduler.ts'
import { FakeClock } from '../support/clock.ts'
import { MemoryLogger } from '../support/logger.ts'

/** A scheduler over documents that are nothing but a time to be woken. */
function start(documents: Record<string, number>, wake: (id: string) => Promise<Again> = async () => null) {
  const clock = new FakeClock(0)
  const logger = new MemoryLogger()
  const woken: string[] = []
  const store = {
    wakes: () => Object.entries(documents).map(([id, wakeAt]) => ({ kind: 'learner' as const, id, wakeAt })),
    listener: (_ref: DocRef, _at: number | null) => {},
    onWake(listener: (ref: DocRef, at: number | null) => void) {
      store.listener = listener
    },
  }
  const world = {
    clock,
    logger,
    woken,
    isUp: true,
    /** Channels with enough pushes to send. */
    full: new Set<string>(),
    /** What waking a document does and answers. */
    wake,
    commit: (id: string, at: number | null) => store.listener({ kind: 'learner', id }, at),
    async wait(ms: number) {
      await still()
      await clock.moveTo(clock.now() + ms, still)
    },
  }
  const scheduler = new Scheduler({
    store,
    ready: () => world.isUp,
    isFull: (channel) => world.full.has(channel),
    wake({ id }) {
      woken.push(`${id} ${clock.now() / 1000}`)
      return world.wake(id)
    },
    clock,
    logger,
  })
  scheduler.start(store, 60_000)
  return { ...world, world, scheduler }
}

async function still(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}

it('lets everything else have its turn while a crowd is woken that waits for no disk', async () => {
  const crowd = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`l${n}`, 0]))
  const { scheduler, woken } = start(crowd)
  const turns: number[] = []
  const watch = () => {
    turns.push(woken.length)
    if (woken.length < 500) setImmediate(watch)
  }
  setImmediate(watch)
  await scheduler.resting()
  await new Promise((resolve) => setImmediate(resolve))
  expect(woken).toHaveLength(500)
  const strides = turns.map((count, n) => count - (turns[n - 1] ?? 0))
  expect(Math.max(...strides)).toBeLessThan(50)
})

describe('the scheduler', () => {
  it('wakes each document when it is due, without waiting for the minute', async () => {
    const { wait, woken } = start({ b: 90_500, a: 70_000 })
    await wait(200_000)
    expect(woken).toEqual(['a 70', 'b 90.5'])
  })

  it('looks at once at what a crash may have left: what is due within the minute', async () => {
    const { wait, woken, world } = start({ a: 30_000 }, async () => 30_000)
    await still()
    expect(woken).toEqual(['a 0'])
    world.wake = async () => null
    await wait(40_000)
    expect(woken).toEqual(['a 0', 'a 30'])
  })

  it('follows what commits say', async () => {
    const { wait, woken, commit } = start({ a: 100_000 })
    commit('a', 200_000)
    commit('b', 150_000)
    commit('c', 150_000)
    commit('c', null)
    await wait(300_000)
    expect(woken).toEqual(['b 150', 'a 200'])
  })

  it('tries again what fails, after half a minute', async () => {
    const { wait, woken, world, logger } = start({ a: 0 }, () => Promise.reject(new Error('disk full')))
    await wait(60_000)
    world.wake = async () => null
    await wait(600_000)
    expect(woken).toEqual(['a 0', 'a 30', 'a 60', 'a 90'])
    expect(logger.lines[0]).toMatchObject({ level: 'error', fields: { document: 'a' } })
  })

  it('what a commit says while a document is being woken stands', async () => {
    const gate = Promise.withResolvers<number>()
    const { wait, woken, world, commit } = start({ a: 0, b: 0 }, () => gate.promise)
    commit('a', 100_000)
    commit('b', null)
    gate.resolve(500_000)
    await still()
    world.wake = async () => null
    await wait(600_000)
    expect(woken).toEqual(['a 0', 'b 0', 'a 100'])
  })

  it('wakes nothing while no channel is up, everything as soon as one is', async () => {
    const { wait, woken, world, scheduler } = start({ a: 100_000, b: 100_000 })
    world.isUp = false
    await wait(200_000)
    expect(woken).toEqual([])
    world.isUp = true
    scheduler.tick()
    expect(woken).toEqual(['a 200', 'b 200'])
  })

  it('what waits for room on a channel is woken again as there is some, first come first served', async () => {
    const documents = { a: 100_000, b: 101_000, c: 102_000, other: 103_000 }
    const { wait, woken, world, scheduler, commit } = start(documents, async (id) =>
      id !== 'other' && world.full.has('x') ? { roomOn: 'x' } : null,
    )
    world.full.add('x')
    await wait(110_000)
    expect(woken.splice(0)).toEqual(['a 100', 'b 101', 'c 102', 'other 103'])
    scheduler.tick()
    await wait(600_000)
    expect([woken, scheduler.waitingOn('x')]).toEqual([[], 3])
    // Somebody wrote meanwhile: what the commit says stands.
    commit('b', 800_000)
    world.full.clear()
    scheduler.tick()
    await wait(0)
    expect(woken.splice(0)).toEqual(['a 710', 'c 710'])
    await wait(600_000)
    expect(woken).toEqual(['b 800'])
  })

  it('room there was before somebody began to wait for it is not missed', async () => {
    const answers: Again[] = [{ roomOn: 'x' }, null]
    const { wait, woken } = start({ a: 0 }, async () => answers.shift() ?? null)
    await wait(0)
    expect(woken).toEqual(['a 0', 'a 0'])
  })

  it('wakes eight at a time, all of them in the end', async () => {
    const documents = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`d${n}`, 0]))
    const gate = Promise.withResolvers<null>()
    const { woken, scheduler } = start(documents, () => gate.promise)
    expect(woken).toHaveLength(8)
    gate.resolve(null)
    await scheduler.resting()
    await still()
    expect(woken).toHaveLength(1000)
  })

  it('stops: waits for what is under way and wakes nothing more', async () => {
    const gate = Promise.withResolvers<null>()
    const { wait, woken, scheduler, commit } = start({ a: 100_000, b: 200_000 }, () => gate.promise)
    await wait(100_000)
    let over = false
    const stopped = scheduler.stop().then(() => {
      over = true
    })
    await still()
    expect(over).toBe(false)
    gate.resolve(null)
    await stopped
    commit('c', 0)
    await wait(1_000_000)
    expect(woken).toEqual(['a 100'])
  })
})
