import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The key that links and cookies are signed with, 256 random bits as 64 hex digits in `<folder>/key`: made at the first
 * call, readable by its user alone (0600). Without the file, or with half of it, a new one is made, and every link and
 * cookie given before is void. It is not part of backups.
 */
export function signingKey(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'key')
  try {
    writeFileSync(file, newKey(), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    chmodSync(file, 0o600)
  }
  const kept = readFileSync(file, 'utf8').trim()
  if (/^[0-9a-f]{64}$/.test(kept)) return kept
  const made = newKey()
  writeFileSync(file, made, { mode: 0o600, flush: true })
  return made
}

function newKey(): string {
  return randomBytes(32).toString('hex')
}
