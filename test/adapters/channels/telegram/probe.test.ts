import { expect, it } from 'vitest'
import { probe } from '../../../../adapters/channels/telegram/probe.ts'
import { bench } from './harness.ts'

it('tells who the bot is and what time it is there', async () => {
  const { api, clock } = await bench()
  const { username, serverTime } = await probe({ token: api.token, apiRoot: api.url }, clock)
  expect(username).toBe('coach_bot')
  expect(Math.abs((serverTime ?? 0) - Date.now())).toBeLessThan(5000)
})

it('tells a wrong token from a network that does not answer', async () => {
  const { api, clock } = await bench()
  await expect(probe({ token: '42:wrong', apiRoot: api.url }, clock)).rejects.toMatchObject({ kind: 'auth' })
  api.fault({ method: 'getMe', hang: true })
  const silent = expect(probe({ token: api.token, apiRoot: api.url }, clock)).rejects.toMatchObject({
    kind: 'unavailable',
  })
  await clock.pass(10_000)
  await silent
})
