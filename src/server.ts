import { join, resolve } from 'node:path'
import type { HttpServer } from '../adapters/http/server.ts'
import type { App } from './app.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { PageLinks } from './pages/links.ts'
import type { Clock } from './ports/clock.ts'
import { isLoopback } from './ports/http.ts'
import type { Logger } from './ports/logger.ts'
import type { Stock, Survey } from './ports/status.ts'
import { readBanks } from './questions/bank.ts'
import { adviseOn } from './questions/check.ts'
import { localTime } from './streak/day.ts'
import type { Web } from './web.ts'

/** The part of the composition root that puts the pages on one HTTP server: the chat, progress, groups, operator. */

/**
 * Whether there is a server: for the chat page, for links to be opened from elsewhere, for the operator, or because
 * WEB_HOST says that somebody beyond this machine is to reach it (a container's health check).
 */
export function isServed(config: Config, hasWeb: boolean): boolean {
  return hasWeb || config.PUBLIC_URL !== undefined || config.ADMIN_SECRET !== undefined || !isLoopback(config.WEB_HOST)
}

/** What signs links and cookies, kept with the data. @throws Error when DATA_DIR cannot be written */
export async function openKey(config: Config): Promise<string> {
  const { signingKey } = await import('../adapters/http/key.ts')
  return signingKey(join(resolve(config.DATA_DIR), 'web'))
}

export const pageLinks = (key: string, clock: Clock): PageLinks => new PageLinks(key, clock)

interface ServerParts {
  config: Config
  app: App
  web: Web | undefined
  key: string
  stock(): Stock
  /** The folders the banks come from, and how often they were read, see `watchBanks`. */
  folders: string[]
  banksRead(): number
  clock: Clock
  logger: Logger
}

/** @throws ListenError */
export async function openServer(parts: ServerParts): Promise<HttpServer> {
  const { config, app, web, key, stock, clock, logger } = parts
  const [{ operatorPages }, { serveHttp }, { pagesApp }, { operatorApp }, { diskUse }] = await Promise.all([
    import('./pages/operator.ts'),
    import('../adapters/http/server.ts'),
    import('../adapters/http/pages.ts'),
    import('../adapters/http/operator.ts'),
    import('../adapters/stores/json/disk.ts'),
  ])
  const { DEFAULT_LANGUAGE: language, DEFAULT_TIMEZONE: zone } = config
  const surveyBanks = bankSurvey(parts.folders)
  const survey = async (): Promise<Survey> => ({
    disk: await diskUse(resolve(config.DATA_DIR)),
    banks: surveyBanks(parts.banksRead(), localTime(clock.now(), zone).day),
  })
  const operator = operatorApp({
    status: app.status,
    stock,
    survey,
    pages: operatorPages({ language, zone }),
    secret: config.ADMIN_SECRET,
    key,
    clock: systemClock,
  })
  const opened = await app.pages()
  const pages = opened && pagesApp({ pages: opened, ...(web && { chatOf: web.chatOf }) })
  return serveHttp({
    host: config.WEB_HOST,
    port: config.WEB_PORT,
    publicUrl: config.PUBLIC_URL,
    notice: opened?.notice,
    apps: [operator, ...(pages ? [pages] : []), ...(web ? [web.app] : [])],
    clock: systemClock,
    logger,
  })
}

/**
 * Every bank with what its author should look at; mistakes that keep one from loading count as such. Reading them takes
 * a while: it is done once after each change of the banks (`read`: how often they were, in vain too) and once a day.
 */
export function bankSurvey(folders: string[]): (read: number, today: string) => Survey['banks'] {
  let last: { read: number; day: string; found: Survey['banks'] } | undefined
  return (read, today) => {
    if (last?.read !== read || last.day !== today) last = { read, day: today, found: look(folders, today) }
    return last.found
  }
}

function look(folders: string[], today: string): Survey['banks'] {
  try {
    const { files } = readBanks(...folders)
    const advice = adviseOn(files, today)
    return files.map(({ path, bank: { title, questions } }) => ({
      title,
      questions: questions.length,
      warnings: advice
        .filter(({ file }) => file === path)
        .map(({ line, question, message }) => `${line} ${question}: ${message}`),
    }))
  } catch (error) {
    return [{ title: '⚠️', questions: 0, warnings: (error as Error).message.split('\n').slice(1, 20) }]
  }
}

/** Listens where the pages would be and stops again. @throws ListenError */
export async function probeServer({ WEB_HOST: host, WEB_PORT: port }: Config, logger: Logger): Promise<void> {
  const { serveHttp } = await import('../adapters/http/server.ts')
  await (await serveHttp({ host, port, apps: [], clock: systemClock, logger })).close()
}

/** Whether the public address leads to a bot's pages. @throws Error saying what came instead, and after a line what to do */
export async function probePublic(url: string): Promise<void> {
  const came = await fetch(`${url}/healthz`, { redirect: 'manual', signal: AbortSignal.timeout(10_000) }).then(
    async (answer) => (answer.ok && (await answer.text()) === 'ok\n' ? undefined : `status ${answer.status}`),
    (error: Error) => (error.cause instanceof Error ? error.cause.message : error.message),
  )
  if (came !== undefined)
    throw new Error(
      `${url} does not lead to the bot's pages (${came})\n  → have the proxy there pass requests on to WEB_HOST:WEB_PORT, or correct PUBLIC_URL`,
    )
}

/** For whoever started it, where there is no chat page. */
export function pagesLine(url: string, { ADMIN_SECRET }: Config): string {
  return `  ▶ 网页 · pages: ${url}${ADMIN_SECRET === undefined ? '' : '/admin'}`
}
