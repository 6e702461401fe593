import { join } from 'node:path'
import { type BotProcess, runCoach, temporaryFolder } from './bot-process.ts'

export interface PageProcess {
  bot: BotProcess
  dataDir: string
  /** Where the page is; a free port. */
  url: string
  /** @returns the exit status */
  stop(): Promise<number | string>
}

/** `coach start` with the page, as a process of its own. Answers count at once unless `env` says otherwise. */
export async function startPage(
  env: Record<string, string> = {},
  dataDir = join(temporaryFolder(), 'data'),
): Promise<PageProcess> {
  const bot = runCoach(['start'], { DATA_DIR: dataDir, WEB_PORT: '0', ANSWER_IDLE_SECONDS: '0', ...env })
  await bot.says('http://')
  const [url = ''] = /http:\/\/[\d.]+:\d+/.exec(bot.stderr()) ?? []
  return {
    bot,
    dataDir,
    url,
    stop() {
      bot.kill('SIGTERM')
      return bot.ended
    },
  }
}
