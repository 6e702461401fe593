import { expect, it } from 'vitest'
import { ChannelError } from '../../../../src/ports/channel.ts'
import { bench } from './harness.ts'

const MB = 2 ** 20

/** A file that learner 1 has sent, as the core got to know it. */
async function sent(content: Uint8Array | string, size?: number) {
  const b = await bench()
  await b.channel.start(b.host)
  b.api.say(1, '', { file: { name: 'a.docx', content, ...(size !== undefined && { size }) } })
  const [event] = await b.handled(1)
  if (event?.type !== 'message' || event.file === undefined) throw new Error('no file came')
  return { ...b, fetch: (limit: number) => b.channel.fetchFile?.(event.file?.id ?? '', limit) }
}

it('a file larger than a bot may have is refused before anything is downloaded', async () => {
  const { api, fetch } = await sent('x', 21 * MB)
  await expect(fetch(20 * MB)).rejects.toMatchObject({ kind: 'too-large' })
  expect(api.calls('file')).toBe(0)
})

it('so is one that getFile says is beyond the limit', async () => {
  const { api, fetch } = await sent('x', 6 * MB)
  await expect(fetch(5 * MB)).rejects.toMatchObject({ kind: 'too-large' })
  expect(api.calls('file')).toBe(0)
})

it('a download that never ends is given up after two minutes', async () => {
  const { api, clock, fetch } = await sent('x')
  api.fault({ method: 'file', hang: true })
  const failed = fetch(MB)?.catch((error: unknown) => error)
  await api.called('getFile')
  await clock.pass(120_000)
  expect(await failed).toMatchObject({ kind: 'unavailable' })
})

it('a server that keeps files on its own disk is named as the cause, with the fix', async () => {
  const { api, fetch } = await sent('x')
  api.keepsFilesLocally()
  const error = await fetch(MB)?.catch((error: unknown) => error)
  expect(error).toBeInstanceOf(ChannelError)
  expect(error).toMatchObject({ kind: 'unavailable', fix: expect.stringContaining('--local') })
})
