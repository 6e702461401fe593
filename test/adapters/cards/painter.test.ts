import { afterEach, describe, expect, it } from 'vitest'
import { createPainter, type PainterOptions } from '../../../adapters/cards/painter.ts'
import type { Painter, Picture } from '../../../src/ports/painter.ts'
import { FakeClock } from '../../support/clock.ts'

/* The painter around a process that misbehaves when told to, with the clock in the test's hand. */

const script = new URL('../../support/drawing.mjs', import.meta.url)
const NEVER = 1
const THROWS = 2
const EXITS = 3
const CANNOT = 4
const WHICH = 5

let clock: FakeClock
let painter: Painter
const make = (options: Partial<PainterOptions> = {}) => {
  clock = new FakeClock('2026-11-29T13:00:00Z')
  painter = createPainter({ clock, script, ...options })
}
afterEach(() => painter.stop())

const paint = (height: number) => {
  const picture: Picture = { width: 9, height, root: { kind: 'box', style: {}, children: [] } }
  return painter.paint(picture).then(([byte]) => byte)
}
const kindOf = (failing: Promise<unknown>) =>
  failing.then(
    () => 'drawn',
    (error) => error.kind,
  )

describe('the painter', () => {
  it('draws what is asked, each its own', async () => {
    make()
    expect(await Promise.all([10, 20, 30].map(paint))).toEqual([10, 20, 30])
  })

  it.each([
    ['throws', THROWS, 'broken'],
    ['exits', EXITS, 'broken'],
    ['cannot draw one', CANNOT, 'broken'],
  ])('a process that %s costs that picture alone', async (_, height, kind) => {
    make()
    await paint(10)
    const [before, bad, after] = [paint(10), kindOf(paint(height)), paint(20)]
    expect([await before, await bad, await after]).toEqual([10, kind, 20])
    expect(await paint(30)).toBe(30)
  })

  it('one that takes too long is given up, and the others are drawn by another process', async () => {
    make({ patience: 10_000 })
    const late = kindOf(paint(NEVER))
    await clock.moveTo(clock.now() + 6000)
    const next = paint(10)
    await clock.moveTo(clock.now() + 4000)
    expect(await late).toBe('too-slow')
    expect(await next).toBe(10)
  })

  it('patience counts the waiting too', async () => {
    make({ patience: 10_000 })
    const first = kindOf(paint(NEVER))
    const second = kindOf(paint(NEVER))
    await clock.moveTo(clock.now() + 10_000)
    expect(await Promise.all([first, second])).toEqual(['too-slow', 'too-slow'])
    expect(await paint(10)).toBe(10)
  })

  it('takes no more than may wait, and draws those it took', async () => {
    make({ most: 2 })
    const taken = [10, 20, 30].map(paint)
    expect(await kindOf(paint(40))).toBe('busy')
    expect(await Promise.all(taken)).toEqual([10, 20, 30])
  })

  it('ends the process when there is nothing to do, and starts another for the next picture', async () => {
    make({ idle: 60_000 })
    const first = await paint(WHICH)
    await clock.moveTo(clock.now() + 59_000)
    expect(await paint(WHICH)).toBe(first)
    await clock.moveTo(clock.now() + 60_000)
    expect(await paint(WHICH)).not.toBe(first)
  })

  it('a process that comes to nothing is not tried again for ten minutes', async () => {
    make({ script: new URL('./no-such-script.mjs', import.meta.url) })
    expect(await kindOf(paint(10))).toBe('broken')
    const refused = await painter
      .paint({ width: 1, height: 1, root: { kind: 'box', style: {}, children: [] } })
      .catch(String)
    expect(refused).toContain('a while ago')
    clock.set(clock.now() + 10 * 60_000)
    expect(String(await paint(10).catch(String))).not.toContain('a while ago')
  })

  it('a stop gives up what is being drawn and what waits', async () => {
    make()
    const [drawing, waiting] = [kindOf(paint(NEVER)), kindOf(paint(10))]
    await painter.stop()
    expect(await Promise.all([drawing, waiting, kindOf(paint(20))])).toEqual(['stopped', 'stopped', 'stopped'])
  })
})
