import { expect, it } from 'vitest'
import { senderOf } from '../../../adapters/http/address.ts'
import { Secret } from '../../../adapters/http/secret.ts'
import { FakeClock } from '../../support/clock.ts'

const SHORT = 'spring-2027'
const LONG = 'a-secret-of-24-characters'

it('a short secret: an address waits after ten wrong ones in a minute, everybody after a hundred', () => {
  const clock = new FakeClock('2026-11-23T01:00:00Z')
  const secret = new Secret(SHORT, clock)
  for (let n = 0; n < 10; n++) expect(secret.try(`${n}`, 'a')).toBe('wrong')
  expect(secret.try(SHORT, 'a')).toBe('wait')
  expect(secret.try(SHORT, 'b')).toBe('right')
  for (let n = 0; n < 90; n++) expect(secret.try(`${n}`, `c${n}`)).toBe('wrong')
  expect(secret.try(SHORT, 'b')).toBe('wait')
  clock.set(clock.now() + 61_000)
  expect(secret.try(SHORT, 'a')).toBe('right')
})

it('a long secret: wrong ones wait, the right one never does', () => {
  const secret = new Secret(LONG, new FakeClock('2026-11-23T01:00:00Z'))
  const answers = Array.from({ length: 200 }, (_, n) => secret.try(`${n}`, 'a'))
  expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(10)
  expect(answers.at(-1)).toBe('wait')
  expect(secret.try(LONG, 'a')).toBe('right')
})

it.each([
  ['203.0.113.1', undefined, '203.0.113.1'],
  ['127.0.0.1', '198.51.100.9, 203.0.113.1', '203.0.113.1'],
  ['::ffff:172.17.0.1', '2001:db8::1', '2001:db8::1'],
  ['fd00::1', '203.0.113.1', '203.0.113.1'],
  // Nobody far away says who they are.
  ['203.0.113.1', '198.51.100.9', '203.0.113.1'],
  ['2001:db8::1', '198.51.100.9', '2001:db8::1'],
  ['127.0.0.1', 'unknown', '127.0.0.1'],
])('a request from %s, forwarded for %s, counts as from %s', (peer, forwardedFor, sender) => {
  expect(senderOf(peer, forwardedFor)).toBe(sender)
})
