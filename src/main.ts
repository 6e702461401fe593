import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import { pino } from 'pino'
import { type App, createApp } from './app.ts'
import { createBackups } from './backups.ts'
import { openTelegram, openWechat } from './channels.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { documentFormats } from './formats.ts'
import type { Group } from './groups/group.ts'
import { documentId } from './identity.ts'
import type { Learner } from './learner.ts'
import type { ReachReport } from './outbox/reach.ts'
import type { Channel, ChannelError } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'
import type { Logger } from './ports/logger.ts'
import type { Model, ModelError, ModelRequest } from './ports/model.ts'
import { watchBanks } from './questions/watch.ts'
import { isServed, openKey, openServer, pageLinks, pagesLine } from './server.ts'
import { demoConfig, forgetConversation, openDemo, openWeb, pageMode, webLine } from './web.ts'

/**
 * The composition root: configuration to stores, channels (`channels.ts`), pages (`web.ts`, `server.ts`), backups
 * (`backups.ts`) and schedule. They alone import `adapters/` (biome.json sees to it).
 */

export const contentFolder = resolve(import.meta.dirname, '../content')

/** Log lines on standard error, so that standard output stays the conversation's. */
export function createLogger(level: Config['LOG_LEVEL']): Logger {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }))
}

export async function openStore(config: Config, logger: Logger, clock: Clock = systemClock) {
  const { JsonStore } = await import('../adapters/stores/json/store.ts')
  const store = new JsonStore<Learner, Group>({
    dataDir: resolve(config.DATA_DIR),
    clock,
    logger,
    kinds: documentFormats,
    deriveId: (_kind, alias) => documentId(alias.channel, alias.id),
  })
  return { store, report: await store.open() }
}

/** Banks imported here, beside the data they are practised with. */
export function banksFolder(config: Config): string {
  return join(resolve(config.DATA_DIR), 'banks')
}

/** Whether a bot has the data folder now. */
export async function isRunning(config: Config): Promise<boolean> {
  const { requestRunning } = await import('../adapters/stores/json/lock.ts')
  return (await requestRunning(resolve(config.DATA_DIR), 'ping', null).catch(() => 'pong')) !== undefined
}

/** What became of messages, as the bot that runs on the data folder tells; none when there is none. */
export async function reachOf(config: Config): Promise<ReachReport[]> {
  const { requestRunning } = await import('../adapters/stores/json/lock.ts')
  const told = await requestRunning(resolve(config.DATA_DIR), 'reach', null).catch(() => undefined)
  return Array.isArray(told) ? (told as ReachReport[]) : []
}

/** A backup now, by the bot that runs on the data if there is one. @throws StoreError */
export async function backupData(config: Config): Promise<{ file: string; files: number }> {
  const dataDir = resolve(config.DATA_DIR)
  const { requestRunning } = await import('../adapters/stores/json/lock.ts')
  const answer = await requestRunning(dataDir, 'backup', null)
  if (answer !== undefined) return answer as { file: string; files: number }
  const { backup, pruneBackups } = await import('../adapters/stores/json/backup.ts')
  const made = await backup(dataDir, systemClock.now())
  await pruneBackups(dataDir, config.BACKUP_KEEP_DAYS, systemClock.now())
  return made
}

/** Puts a backup in place of the data. @throws StoreError `locked` while a bot runs on it */
export async function restoreData(config: Config, file: string) {
  const { restore } = await import('../adapters/stores/json/restore.ts')
  return restore(resolve(config.DATA_DIR), resolve(file), systemClock.now())
}

const NO_CHANNEL = `Nothing to run: no channel is configured and the page is off (WEB=off).
  - The page: WEB=auto or WEB=on in .env
  - Telegram: get a token from @BotFather and put TELEGRAM_BOT_TOKEN=… into .env (see .env.example)
  - WeChat: WECHAT=on in .env (read "WeChat" in the README first)
  - Just to try it, in a terminal: npm run chat`

/**
 * Runs the bot until it is told to stop. `chat`: the terminal alone; `start`: the channels configured, or the page when
 * there are none.
 * @returns the exit status
 * @throws ConfigError, ContentError, StoreError, ChannelError, ListenError for what keeps it from starting
 */
export async function run(given: Config, mode: 'start' | 'chat'): Promise<number> {
  const { stdin, stdout } = process
  const stopping = Promise.withResolvers<number>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.resolve(0))

  const terminal = mode === 'chat'
  const hasNetwork = !terminal && (given.TELEGRAM_BOT_TOKEN !== undefined || given.WECHAT === 'on')
  const page = terminal ? 'off' : pageMode(given)
  const hasWeb = page !== 'off'
  if (!hasNetwork && !hasWeb && !terminal) {
    console.error(NO_CHANNEL)
    return 2
  }
  const demo = page === 'demo' ? openDemo() : undefined
  const config = demo === undefined ? given : demoConfig(given)
  const clock = demo?.clock ?? systemClock
  const level = (terminal || demo) && config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL
  const logger = createLogger(level)
  // Imported banks are the operator's, whoever practises with them.
  const folders = [contentFolder, banksFolder(given)]
  const channels: Channel[] = []
  if (hasNetwork)
    for (const channel of [await openTelegram(config, logger), await openWechat(config, logger)])
      if (channel) channels.push(channel)
  const web = hasWeb ? await openWeb(config, clock, demo) : undefined
  if (web) channels.push(web.channel)

  let inputOver = () => {}
  if (terminal) {
    const { consoleChannel } = await import('../adapters/channels/console/channel.ts')
    const options = {
      input: stdin,
      output: stdout,
      clock: systemClock,
      locale: process.env.LC_ALL || process.env.LANG?.replace('_', '-').replace(/\..*/, ''),
      saveFile,
      onEnd: () => inputOver(),
    }
    channels.push(consoleChannel({ ...options, locale: terminalLocale(options.locale) }))
  }

  const { store, report } = await openStore(config, logger, clock)
  await demo?.recall(store)
  for (const { file, reason } of report.setAside)
    logger.error(
      { file: basename(file), reason },
      'a file could not be read and was set aside: restore it from a backup',
    )
  mkdirSync(banksFolder(given), { recursive: true, mode: 0o700 })
  const watched = watchBanks(join(resolve(config.DATA_DIR), 'cache', 'banks.json'), folders, logger, (mistakes) =>
    app.tellOperators(({ fault }) => (mistakes === undefined ? fault.banksMended : fault.banksBroken(mistakes))),
  )
  const banks = watched.current()
  const model = await openModel(config)
  void model
    ?.answer(MODEL_TRIAL)
    .then(() => logger.info({}, 'the model answers'))
    .catch((error: ModelError) =>
      logger.error(
        { kind: error.kind, cause: error.message, fix: error.fix },
        'the model cannot be used: answers are assessed locally until it can',
      ),
    )
  // Whoever tries it out sits at this machine.
  const local = terminal || demo ? { ...config, DEFAULT_TIMEZONE: localZone(config) } : config
  const key = !terminal && isServed(config, hasWeb) ? await openKey(config) : undefined
  const { createPainter } = await import('../adapters/cards/painter.ts')
  const app: App = createApp({
    config: local,
    pageLinks: key === undefined ? undefined : pageLinks(key, clock),
    store,
    channels,
    banks: watched.current,
    imports: {
      async readBank(bytes, name) {
        const { importBank } = await import('./questions/import/import.ts')
        return importBank(bytes, name, [...watched.current().competencies.values()])
      },
      async shareBank(bank) {
        const { saveBank } = await import('./questions/import/save.ts')
        saveBank(banksFolder(given), bank)
        return watched.reload()
      },
    },
    clock,
    chance: Math.random,
    logger,
    model,
    painter: createPainter({ clock: systemClock }),
    keepersOff: { web: (userId) => forgetConversation(config, userId) },
    onFatal: (channel, error: ChannelError) => {
      console.error(`${channel}: ${error.message}${error.fix === undefined ? '' : `\n  → ${error.fix}`}`)
      if (channels.length === 1) stopping.resolve(1)
    },
  })
  demo?.raise({ app, store, config: local })
  // The end of the terminal's input ends a bot that serves nobody else.
  inputOver = () => {
    if (channels.length === 1) void app.settled().then(() => stopping.resolve(0))
  }
  const backups = await createBackups(config, store, logger)
  store.serve({ backup: () => backups.now(), reach: async () => app.reach() })

  const stock = () => ({ ...store.counts(), backup: { at: backups.last, daily: config.BACKUP_AT !== 'off' } })
  const server =
    key === undefined
      ? undefined
      : await openServer({
          config: local,
          app,
          web,
          key,
          stock,
          folders,
          banksRead: watched.read,
          clock,
          logger,
        }).catch(async (error: unknown) => {
          watched.stop()
          await store.close()
          throw error
        })
  console.error(
    `每日一面 · ${channels.map((channel) => channel.name).join(' + ')} · data ${resolve(config.DATA_DIR)} · ${banks.size} questions in ${banks.banks.length} banks`,
  )
  const url = config.PUBLIC_URL ?? server?.url.replace('//0.0.0.0:', '//127.0.0.1:')
  if (server && url) console.error(web ? webLine(url, demo !== undefined) : pagesLine(url, config))
  // A stop asked for while a channel is still connecting is obeyed too.
  const started = Promise.race([app.start().then(() => undefined), stopping.promise])
  started.catch(() => {}) // awaited below
  const { schedule } = await import('node-cron')
  const minute = schedule('* * * * *', () => {
    app.tick()
    void backups.ifDue()
    void store.tidy(clock.now()).catch((error: unknown) => logger.error({ cause: String(error) }, 'tidying up failed'))
  })
  let status = 0
  try {
    const stopped = await started
    if (stopped === undefined) logger.info({}, 'ready')
    // Keeps the process alive: the clock's own timers do not.
    const alive = setInterval(() => {}, 2 ** 30)
    status = stopped ?? (await stopping.promise)
    clearInterval(alive)
  } finally {
    watched.stop()
    await minute.destroy()
    // Pages that are open hear the last word before they are let go.
    await Promise.all([app.stop().finally(() => web?.end()), server?.close()])
  }
  return status
}

/** The model that may read answers, undefined when none is configured; its library is loaded only then. */
export async function openModel(config: Config): Promise<Model | undefined> {
  const { LLM_BASE_URL: baseURL, LLM_MODEL: name } = config
  if (baseURL === undefined || name === undefined) return undefined
  const { openaiCompatible } = await import('../adapters/models/openai-compatible.ts')
  const timeoutMs = config.LLM_TIMEOUT_SECONDS * 1000
  return openaiCompatible({ baseURL, apiKey: config.LLM_API_KEY, model: name, timeoutMs })
}

/** The least a model must be able to do. */
export const MODEL_TRIAL: ModelRequest = {
  instructions: 'Answer as the schema says.',
  prompt: 'Say that you are ready.',
  schema: {
    type: 'object',
    properties: { ready: { type: 'boolean' } },
    required: ['ready'],
    additionalProperties: false,
  },
}

function terminalLocale(locale: string | undefined): string | undefined {
  return locale === undefined || /^(C|POSIX)\b/.test(locale) ? undefined : locale
}

/** The machine's own zone is the learner's, unless the operator said otherwise. */
function localZone(config: Config): string {
  if (process.env.DEFAULT_TIMEZONE) return config.DEFAULT_TIMEZONE
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return zone === 'UTC' ? config.DEFAULT_TIMEZONE : zone
}

/** Into the folder the person is in, never over a file that is there. */
async function saveFile(name: string, text: string): Promise<string> {
  const extension = extname(name)
  for (let n = 1; ; n++) {
    const path = join(process.cwd(), n === 1 ? name : `${basename(name, extension)}-${n}${extension}`)
    try {
      writeFileSync(path, text, { flag: 'wx', mode: 0o600 })
      return path
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || n > 99) throw error
    }
  }
}
