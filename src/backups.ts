import { resolve } from 'node:path'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { Logger } from './ports/logger.ts'
import type { Store } from './ports/store.ts'
import { instantOf, localTime } from './streak/day.ts'

/** The part of the composition root that makes backups by itself. */

/** Daily backups at `BACKUP_AT` (the machine's time), caught up after downtime, old ones removed. */
export async function createBackups(config: Config, store: Pick<Store, 'readRecord' | 'writeRecord'>, logger: Logger) {
  const dataDir = resolve(config.DATA_DIR)
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const kept = ((await store.readRecord('backup')) as { at?: number } | undefined)?.at ?? null
  let made: number | null = kept
  // Without one the first is tomorrow's: there is nothing yet.
  let last = kept ?? systemClock.now()
  let running: Promise<unknown> = Promise.resolve()
  async function now(): Promise<{ file: string; files: number }> {
    const { backup, pruneBackups } = await import('../adapters/stores/json/backup.ts')
    const at = systemClock.now()
    const result = await backup(dataDir, at)
    await pruneBackups(dataDir, config.BACKUP_KEEP_DAYS, at)
    last = at
    made = at
    await store.writeRecord('backup', { at })
    logger.info({ files: result.files }, 'backup made')
    return result
  }
  return {
    now,
    /** When one was last made, epoch ms. */
    get last(): number | null {
      return made
    },
    async ifDue() {
      if (config.BACKUP_AT === 'off') return
      const today = instantOf(localTime(systemClock.now(), zone).day, config.BACKUP_AT, zone)
      if (systemClock.now() < today || last >= today) return
      last = today
      running = now().catch((error: unknown) => logger.error({ cause: String(error) }, 'the backup failed'))
      await running
    },
  }
}
