import { open } from 'node:fs/promises'
import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import type { Learner } from '../../src/learner.ts'
import { serve } from './child.ts'

/** The store lowdb's manual shows: all learners in one file. In a process of its own, for its memory's sake. */

export interface LowdbRequest {
  document: Learner
}
export interface LowdbAnswer {
  ms: number
  cpu: number
  bytes: number
}

const [path = ''] = process.argv.slice(2)
const db = new Low<{ learners: Record<string, Learner> }>(new JSONFile(path), { learners: {} })
await db.read()

serve('ready', async ({ document }: LowdbRequest): Promise<LowdbAnswer> => {
  const cpu = process.cpuUsage()
  const start = performance.now()
  await db.update(({ learners }) => {
    learners[document.id] = document
  })
  // lowdb writes a second file and renames it, but leaves it to the system when it reaches the disk.
  const handle = await open(path, 'r+')
  await handle.sync()
  const { size } = await handle.stat()
  await handle.close()
  const ms = performance.now() - start
  const used = process.cpuUsage(cpu)
  return { ms, cpu: (used.user + used.system) / 1000, bytes: size }
})
