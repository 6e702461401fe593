import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { documentId } from '../../src/identity.ts'
import type { Learner } from '../../src/learner.ts'
import { FakeClock } from '../support/clock.ts'
import { openDesk, REPLY } from './desk.ts'

/** Learners as they come to be: lived through with the bot itself, then copied under other names. */

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** A user id that occurs nowhere else in a document. */
const ORIGINAL = '7770001777'

/** One learner's files as text; the last question of the day is still open. */
export interface Lived {
  document: string
  /** Empty when nothing was archived yet. */
  history: string
}

/** All learners are as of the same instant, so that all are due in the same minute. */
const AS_OF = Date.now()

const scratch = mkdtempSync(join(tmpdir(), 'coach-bench-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
let folders = 0

/** A new empty folder, gone with the process. */
export function temporary(name: string): string {
  const path = join(scratch, `${name}-${++folders}`)
  mkdirSync(path)
  return path
}

export function discard(path: string): void {
  rmSync(path, { recursive: true, force: true })
}

/** A learner who answered once a day for so many days, up to now, and has just been asked again. */
export async function live(days: number): Promise<Lived> {
  const dataDir = temporary('life')
  const end = AS_OF
  const now = new Date(end)
  const clock = new FakeClock(end - days * DAY)
  // Wherever it is eleven something now: a bench run at night is no different. (POSIX counts westwards.)
  const east = 11 - now.getUTCHours()
  const zone = `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`
  const env = { DEFAULT_TIMEZONE: zone, DEFAULT_TIME: `10:${String(now.getUTCMinutes()).padStart(2, '0')}` }
  const desk = await openDesk({ dataDir, clock, durable: false, env })
  const { app } = desk
  await desk.says(ORIGINAL, '/start')
  await app.settled()
  for (let day = 0; day < days; day++) {
    await desk.says(ORIGINAL, REPLY.slice(0, 120 + ((day * 37) % 80)))
    await app.settled()
    await clock.moveTo(end - (days - day - 1) * DAY - 30 * 60_000, () => app.settled())
  }
  clock.set(end)
  await app.settled()
  await app.stop()
  const id = documentId('telegram', ORIGINAL)
  const doc = JSON.parse(readFileSync(join(dataDir, `learners/${id}.json`), 'utf8')) as Learner
  // Nothing but the next question wakes it while a bench runs.
  doc.settings.nudge = false
  doc.settings.weekly = false
  doc.push.nudgeAt = null
  doc.push.weekly = null
  doc.wakeAt = doc.push.next?.at ?? null
  const open = doc.sessions.at(-1)
  if (doc.attemptCount !== days || open?.state !== 'asked' || doc.outbox.length > 0 || doc.push.next === null)
    throw new Error(
      `not the learner wanted: ${doc.attemptCount} attempts, ${open?.state}, ${doc.outbox.length} to send`,
    )
  const history = join(dataDir, `learners/${id}.history.jsonl`)
  const lived = { document: JSON.stringify(doc), history: existsSync(history) ? readFileSync(history, 'utf8') : '' }
  discard(dataDir)
  return lived
}

/** The user id of the n-th copy. */
export function userId(n: number): string {
  return String(5_000_000_000 + n)
}

export function documentFile(dataDir: string, n: number): string {
  return join(dataDir, 'learners', `${documentId('telegram', userId(n))}.json`)
}

let crowds = 0

/**
 * A data folder with so many learners, the first hundred with ten days of practice, the others with one (so that
 * a hundred thousand of them fit on a small disk).
 */
export async function crowd(size: number): Promise<string> {
  const dataDir = temporary(`crowd${++crowds}`)
  populate(dataDir, await live(10), 0, Math.min(size, VETERANS))
  if (size > VETERANS) populate(dataDir, await live(1), VETERANS, size)
  return dataDir
}

export const VETERANS = 100

/** Writes copies number `from` to `to` (exclusive) into a data folder; not durably, then flushes everything. */
export function populate(dataDir: string, { document, history }: Lived, from: number, to: number): void {
  const folder = join(dataDir, 'learners')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const originalId = documentId('telegram', ORIGINAL)
  // Cut once where the names go; joining the pieces is cheap.
  const pieces = document.split(new RegExp(`(${originalId}|${ORIGINAL})`))
  for (let n = from; n < to; n++) {
    const user = userId(n)
    const id = documentId('telegram', user)
    const text = pieces.map((piece) => (piece === originalId ? id : piece === ORIGINAL ? user : piece)).join('')
    writeFileSync(join(folder, `${id}.json`), text, { mode: 0o600 })
    if (history !== '') writeFileSync(join(folder, `${id}.history.jsonl`), history, { mode: 0o600 })
  }
  flush()
}

/** Empties the page cache's backlog, so that no measurement waits for what was written before it. */
export function flush(): void {
  spawnSync('sync')
}
