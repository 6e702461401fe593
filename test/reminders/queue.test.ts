import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DueQueue } from '../../src/reminders/queue.ts'

describe('DueQueue', () => {
  it('pops what is due, earliest first, each once', () => {
    const queue = new DueQueue()
    queue.set('b', 200)
    queue.set('a', 100)
    queue.set('c', 300)
    expect(queue.peek()).toEqual({ key: 'a', at: 100 })
    expect(queue.popDue(200)).toEqual(['a', 'b'])
    expect(queue.popDue(200)).toEqual([])
    expect(queue.size).toBe(1)
  })

  it('a key has one instant: setting it again replaces, null removes', () => {
    const queue = new DueQueue()
    queue.set('a', 100)
    queue.set('a', 300)
    queue.set('b', 200)
    expect(queue.popDue(250)).toEqual(['b'])
    queue.set('a', null)
    queue.set('never set', null)
    expect(queue.peek()).toBeUndefined()
  })

  it('a bounded pop leaves the rest for the next tick', () => {
    const queue = new DueQueue()
    for (let n = 0; n < 5; n++) queue.set(`k${n}`, 0)
    expect(queue.popDue(0, 2)).toEqual(['k0', 'k1'])
    expect(queue.popDue(0, 0)).toEqual([])
    expect(queue.popDue(0)).toEqual(['k2', 'k3', 'k4'])
  })

  it('sorts', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 50, maxLength: 300 }), (times) => {
        const queue = new DueQueue()
        for (const [n, at] of times.entries()) queue.set(`k${n}`, at)
        const popped = queue.popDue(Infinity).map((key) => times[+key.slice(1)])
        expect(popped).toEqual(times.toSorted((a, b) => a - b))
      }),
    )
  })

  it('does what a sorted list would do', () => {
    const key = fc.integer({ min: 0, max: 30 }).map((n) => `k${n}`)
    const set = fc.record({ key, at: fc.option(fc.nat(50)) })
    const pop = fc.record({ now: fc.nat(50), max: fc.oneof(fc.constant(Infinity), fc.nat(4)) })
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: set }, pop), { maxLength: 200 }), (steps) => {
        const queue = new DueQueue()
        const model = new Map<string, number>()
        const sorted = () => [...model].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
        for (const step of steps) {
          if ('key' in step) {
            queue.set(step.key, step.at)
            if (step.at === null) model.delete(step.key)
            else model.set(step.key, step.at)
          } else {
            const due = sorted().filter(([, at]) => at <= step.now)
            const expected = due.slice(0, step.max).map(([key]) => key)
            expect(queue.popDue(step.now, step.max)).toEqual(expected)
            for (const key of expected) model.delete(key)
          }
          const [first] = sorted()
          expect(queue.peek()).toEqual(first && { key: first[0], at: first[1] })
          expect(queue.size).toBe(model.size)
        }
      }),
      { numRuns: 300 },
    )
  })
})
