import { mkdtempSync, rmSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type Draft, Transcript } from '../../../../adapters/channels/web/transcripts.ts'

/* What is kept when the disk fails in the middle. */

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>()
  return { ...real, appendFile: vi.fn(real.appendFile) }
})

const said = (id: string): Draft => ({ id, from: 'learner', at: 1, blocks: [{ kind: 'text', spans: [id] }] })

it('half a line, left by a disk that was full, costs nothing of what is said when there is room again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'coach-transcript-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const transcript = await Transcript.load(folder)
  await transcript.put(said('first'))
  const { appendFile } = await vi.importActual<typeof fs>('node:fs/promises')
  vi.mocked(fs.appendFile).mockImplementationOnce(async (file, data) => {
    await appendFile(file, String(data).slice(0, 20))
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  })
  await expect(transcript.put(said('second'))).rejects.toThrow('no space')
  await transcript.put(said('second'))
  await transcript.put(said('third'))
  const again = await Transcript.load(folder)
  expect(again.entries.map(({ id }) => id)).toEqual(['first', 'second', 'third'])
})
