import * as z from 'zod'
import type { Logger } from './ports/logger.ts'
import type { Store } from './ports/store.ts'

interface ForgettingOptions {
  store: Pick<Store, 'readRecord' | 'writeRecord'>
  /** Removes what a channel keeps of somebody, whether it runs or not; undefined where it keeps nothing. */
  keeper(channel: string): ((userId: string) => Promise<void>) | undefined
  logger: Logger
}

const RECORD = 'to-forget'
const accounts = z.array(z.object({ channel: z.string(), id: z.string() }))
type Account = z.infer<typeof accounts>[number]

/**
 * What channels themselves keep of people who had their data deleted: removed at once. What cannot be removed stays on
 * record and is tried again, after a restart too. Nothing here rejects.
 */
export class Forgetting {
  readonly #options: ForgettingOptions
  #left: Account[] = []
  #trying: Promise<void> | undefined

  constructor(options: ForgettingOptions) {
    this.#options = options
  }

  /** Goes on with what an earlier process left. */
  async recall(): Promise<void> {
    this.#left = accounts.safeParse(await this.#options.store.readRecord(RECORD).catch(() => [])).data ?? []
    await this.retry()
  }

  /** Resolves when it is done, or on record. */
  async of(aliases: readonly Account[]): Promise<void> {
    const kept = aliases.filter(({ channel }) => this.#options.keeper(channel) !== undefined)
    if (kept.length === 0) return
    this.#left.push(...kept.map(({ channel, id }) => ({ channel, id })))
    // A crash from here on is made good by the next start.
    await this.#write()
    await this.#try(kept)
  }

  /** What is left once more; joins a try that is under way. */
  retry(): Promise<void> {
    this.#trying ??= this.#try(this.#left, 'again').finally(() => {
      this.#trying = undefined
    })
    return this.#trying
  }

  /** Resolves when no further try is under way. */
  async idle(): Promise<void> {
    await this.#trying
  }

  async #try(some: readonly Account[], again?: 'again'): Promise<void> {
    let isLess = false
    for (const { channel, id } of [...some])
      try {
        await this.#options.keeper(channel)?.(id)
        this.#left = this.#left.filter((one) => one.channel !== channel || one.id !== id)
        isLess = true
      } catch (error) {
        if (again === undefined)
          this.#options.logger.error(
            { channel, cause: String(error), fix: 'see that DATA_DIR is writable; it is tried again every minute' },
            'what the channel keeps of somebody could not be removed',
          )
      }
    if (isLess) await this.#write()
  }

  async #write(): Promise<void> {
    await this.#options.store
      .writeRecord(RECORD, this.#left)
      .catch((error: unknown) =>
        this.#options.logger.error({ cause: String(error) }, 'whom the channels are to forget could not be written'),
      )
  }
}
