import { existsSync, watch } from 'node:fs'
import type { Logger } from '../ports/logger.ts'
import type { QuestionBanks } from './bank.ts'
import { loadBanksCached } from './cache.ts'

/**
 * The banks as they stand now; `current()` is the last good version of them, whatever an author is writing. `cache`: the
 * file of `loadBanksCached`. `tell` gets the mistakes that keep the changed banks from being used, each once, and
 * undefined when they are mended.
 * @throws ContentError when there is no good version to begin with
 */
export function watchBanks(
  cache: string,
  folders: string[],
  logger: Logger,
  tell: (mistakes: string | undefined) => void,
) {
  let banks = loadBanksCached(cache, ...folders)
  let waiting: NodeJS.Timeout | undefined
  let told: string | undefined
  let read = 1
  /** @returns whether what is in the folders is in use now */
  const reload = (): boolean => {
    let mistakes: string | undefined
    read += 1
    try {
      banks = loadBanksCached(cache, ...folders)
      logger.info({ questions: banks.size, banks: banks.banks.length }, 'question banks reloaded')
    } catch (error) {
      mistakes = (error as Error).message
      logger.error({ cause: mistakes }, 'the changed banks are not used: correct them; the last good ones stay')
    }
    if (mistakes !== told) tell(mistakes === undefined ? undefined : firstOf(mistakes, folders))
    told = mistakes
    return mistakes === undefined
  }
  const watchers = folders
    .filter((folder) => existsSync(folder))
    .map((folder) =>
      // Editors write in several steps: once it has been quiet.
      watch(folder, () => {
        clearTimeout(waiting)
        waiting = setTimeout(reload, 300)
        waiting.unref()
      }),
    )
  return {
    current: (): QuestionBanks => banks,
    /** How often they have been read so far, also in vain. */
    read: (): number => read,
    reload,
    stop() {
      clearTimeout(waiting)
      for (const watcher of watchers) watcher.close()
    },
  }
}

/** The first mistakes, for a phone: the operator knows where the folders are. */
function firstOf(mistakes: string, folders: string[]): string {
  const [, ...lines] = mistakes.split('\n')
  const shown = lines
    .slice(0, 5)
    .map((line) => folders.reduce((text, folder) => text.replaceAll(`${folder}/`, ''), line.trim()))
  return [...shown, ...(lines.length > 5 ? ['…'] : [])].join('\n')
}
