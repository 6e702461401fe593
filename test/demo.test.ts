import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DemoClock, tomorrowOf } from '../src/demo.ts'
import { FakeClock } from './support/clock.ts'

const HOUR = 3_600_000
const settled = async () => {}

describe('the clock of a demo', () => {
  it('runs what was due on the way, in order, each at its own instant', async () => {
    const machine = new FakeClock('2026-11-27T10:00:00Z')
    const clock = new DemoClock(machine)
    const ran: string[] = []
    const note = (name: string) => () => void ran.push(`${name} ${new Date(clock.now()).toISOString().slice(11, 16)}`)
    clock.after(10 * HOUR, note('nudge'))
    clock.after(HOUR, () => {
      note('draft')()
      clock.after(HOUR, note('again'))
    })
    clock.after(2 * HOUR, note('dropped'))()
    clock.after(30 * HOUR, note('later'))
    await clock.moveTo(Date.parse('2026-11-28T08:00:00Z'), settled)
    expect(ran).toEqual(['draft 11:00', 'again 12:00', 'nudge 20:00'])
    expect(new Date(clock.now()).toISOString()).toBe('2026-11-28T08:00:00.000Z')
    // What is left comes when the machine gets there, and not before.
    await machine.moveTo(machine.now() + 8 * HOUR - 1)
    expect(ran).toHaveLength(3)
    await machine.moveTo(machine.now() + 1)
    expect(ran.at(-1)).toBe('later 16:00')
  })

  it('waits for what a timer began before it runs the next', async () => {
    const clock = new DemoClock(new FakeClock(0))
    const ran: string[] = []
    clock.after(1, () => void ran.push('first'))
    clock.after(2, () => void ran.push('second'))
    await clock.moveTo(5, async () => void ran.push('settled'))
    expect(ran).toEqual(['first', 'settled', 'second', 'settled'])
  })

  it('never goes back and never runs a timer early, however it is moved', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({ move: fc.integer({ min: -1000, max: 100_000 }) }),
            fc.record({ pass: fc.integer({ min: 0, max: 100_000 }) }),
            fc.record({ after: fc.integer({ min: 0, max: 100_000 }) }),
          ),
        ),
        async (steps) => {
          const machine = new FakeClock(1_000_000)
          const clock = new DemoClock(machine)
          let last = clock.now()
          let open = 0
          for (const step of steps) {
            if ('after' in step) {
              const at = clock.now() + step.after
              open += 1
              clock.after(step.after, () => {
                open -= 1
                expect(clock.now()).toBeGreaterThanOrEqual(at)
              })
            } else if ('move' in step) await clock.moveTo(clock.now() + step.move, settled)
            else await machine.moveTo(machine.now() + step.pass)
            expect(clock.now()).toBeGreaterThanOrEqual(last)
            last = clock.now()
          }
          await clock.moveTo(clock.now() + 100_000, settled)
          expect(open).toBe(0)
        },
      ),
    )
  })
})

it.each([
  ['2026-11-27', 8 * 60, 'Asia/Shanghai', '2026-11-28T00:00:00.000Z'],
  // Half past one belongs to the practice day before.
  ['2026-11-27', 90, 'Asia/Shanghai', '2026-11-28T17:30:00.000Z'],
  // The hour that does not exist that night.
  ['2027-03-27', 150, 'Europe/Berlin', '2027-03-29T00:30:00.000Z'],
])('tomorrow of %s at minute %i in %s', (today, time, zone, expected) => {
  expect(new Date(tomorrowOf(today, { time, zone }, 180)).toISOString()).toBe(expected)
})
