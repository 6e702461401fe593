import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type WebChat, type WebChatOptions, webChat } from '../../../../adapters/channels/web/channel.ts'
import { type HttpServer, serveHttp } from '../../../../adapters/http/server.ts'
import { systemClock } from '../../../../src/clock.ts'
import type { InboundEvent } from '../../../../src/ports/channel.ts'
import type { Clock } from '../../../../src/ports/clock.ts'
import { en } from '../../../../src/text/en.ts'
import { zh } from '../../../../src/text/zh.ts'
import { Browser } from '../../../support/browser.ts'
import { MemoryLogger } from '../../../support/logger.ts'

export const words = { zh: zh.page, en: en.page }

export interface Site {
  chat: WebChat
  server: HttpServer
  folder: string
  logger: MemoryLogger
  /** What reached the core. */
  events: InboundEvent[]
  browser(options?: { cookie?: string; language?: string }): Browser
  close(): Promise<void>
}

/** The page on a free port of loopback, with a core that only writes down; ends with the test. */
export async function site(options: Partial<WebChatOptions> & { start?: boolean } = {}): Promise<Site> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'coach-web-'))
  const logger = new MemoryLogger()
  const clock: Clock = options.clock ?? systemClock
  const chat = webChat({ words, clock, ...options, folder })
  const server = await serveHttp({ host: '127.0.0.1', port: 0, apps: [chat.app], clock: systemClock, logger })
  const events: InboundEvent[] = []
  const browsers: Browser[] = []
  if (options.start !== false)
    await chat.channel.start({ handle: async (event) => void events.push(event), connectivity() {} })
  let closed: Promise<void> | undefined
  const made: Site = {
    chat,
    server,
    folder,
    logger,
    events,
    browser(more = {}) {
      const browser = new Browser({ url: server.url, ...more })
      browsers.push(browser)
      return browser
    },
    close() {
      closed ??= (async () => {
        for (const browser of browsers) browser.close()
        await chat.channel.stop()
        chat.end()
        await server.close()
        if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
      })()
      return closed
    },
  }
  onTestFinished(() => made.close())
  return made
}
