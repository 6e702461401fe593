import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PASS_LASTS, PageLinks, type Target } from '../../src/pages/links.ts'
import { FakeClock } from '../support/clock.ts'

const target = fc.record({
  kind: fc.constantFrom<Target['kind'][]>('me', 'group'),
  id: fc.stringMatching(/^[a-z0-9]{1,64}$/),
  born: fc.integer({ min: 0, max: 4e12 }),
})
const purpose = fc.constantFrom('link', 'stay')

function start(key = 'a key') {
  const clock = new FakeClock('2026-11-23T01:00:00Z')
  return { clock, links: new PageLinks(key, clock) }
}

describe('a pass', () => {
  it('opens what it was made for, until it is over', () => {
    fc.assert(
      fc.property(target, purpose, (to, why) => {
        const { clock, links } = start()
        const pass = links.pass(why, to)
        expect(links.read(why, to.kind, pass)).toEqual(to)
        clock.set(clock.now() + PASS_LASTS[why] - 1)
        expect(links.read(why, to.kind, pass)).toEqual(to)
        clock.set(clock.now() + 1)
        expect(links.read(why, to.kind, pass)).toBeUndefined()
      }),
    )
  })

  it('opens nothing else: not as the other purpose or kind, not with another key', () => {
    fc.assert(
      fc.property(target, purpose, (to, why) => {
        const { links } = start()
        const pass = links.pass(why, to)
        expect(links.read(why === 'link' ? 'stay' : 'link', to.kind, pass)).toBeUndefined()
        expect(links.read(why, to.kind === 'me' ? 'group' : 'me', pass)).toBeUndefined()
        expect(start('another key').links.read(why, to.kind, pass)).toBeUndefined()
      }),
    )
  })

  it('opens nothing when any of its characters is another', () => {
    fc.assert(
      fc.property(target, purpose, fc.nat(), fc.constantFrom(...'abz019._-AZ '), (to, why, at, character) => {
        const { links } = start()
        const pass = links.pass(why, to)
        const place = at % pass.length
        fc.pre(pass[place] !== character)
        const changed = pass.slice(0, place) + character + pass.slice(place + 1)
        expect(links.read(why, to.kind, changed)).toBeUndefined()
      }),
    )
  })

  it('of anything at all opens nothing and breaks nothing', () => {
    const { links } = start()
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant(undefined)), (pass) => {
        expect(links.read('link', 'me', pass)).toBeUndefined()
      }),
    )
  })

  it('fits an address, and a chat’s line', () => {
    const { links } = start()
    const path = links.path({ kind: 'me', id: 'f'.repeat(32), born: Date.parse('2026-11-23') })
    expect(path).toMatch(/^\/me\/in\/[\w.-]+$/)
    expect(path.length).toBeLessThan(90)
  })
})
