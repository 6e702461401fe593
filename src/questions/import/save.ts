import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Bank } from '../schema.ts'

/** Writes a bank where the bot looks for them, whole or not at all. @returns its path */
export function saveBank(banksFolder: string, bank: Bank): string {
  mkdirSync(banksFolder, { recursive: true, mode: 0o700 })
  const path = join(banksFolder, `${bank.id}.yaml`)
  const note = '# Imported; cues are derived from the model answers. Read, correct and improve it, then: coach check\n'
  writeFileSync(`${path}.tmp`, note + stringify(bank, { lineWidth: 0 }), { mode: 0o600 })
  renameSync(`${path}.tmp`, path)
  return path
}
