import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Where the session stands, for `coach doctor` and for the next process: both read what the bot wrote last. */
export interface Status {
  state: 'starting' | 'waiting' | 'logged-in' | 'logged-out'
  /** Since when, epoch ms. */
  since: number
  /** While waiting: where the code to scan is shown. It is renewed every few minutes. */
  link?: string
  /** Why it is logged out, as WeChat said it or we saw it. */
  reason?: string
  /** The account's own id at its last login: another at the next means that everybody has another. */
  self?: string
}

/** Best effort: the session matters more than what is told of it. */
export function writeStatus(file: string, status: Status): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, JSON.stringify(status), { mode: 0o600 })
    chmodSync(file, 0o600)
  } catch {}
}

/** undefined: nothing readable was written. */
export function readStatus(file: string): Status | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Status
  } catch {
    return undefined
  }
}
