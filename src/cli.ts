#!/usr/bin/env node
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, ConfigError, readConfig } from './config.ts'
import { ChannelError } from './ports/channel.ts'
import { StoreError } from './ports/store.ts'

/** `npm run coach -- COMMAND`. Errors say cause and fix; nobody gets a stack trace. */

// Types are stripped once, not at every start.
enableCompileCache()

const USAGE = `coach COMMAND

  start            run the bot: the channels configured, or the terminal when there are none
  chat             practise in this terminal; no token, no account
  check            check the question banks
  doctor           check configuration, token, data folder, banks and clock, and say what to fix
  backup           write a backup now (while the bot runs or not)
  restore FILE     put a backup in place of the data (only while the bot is stopped)

Settings come from .env or the environment; .env.example explains each.`

const commands: Record<string, (args: string[]) => Promise<number>> = {
  start: async () => (await import('./main.ts')).run(configuration(), 'start'),
  chat: async () => (await import('./main.ts')).run(configuration(), 'chat'),
  check,
  doctor,
  backup: backupNow,
  restore,
}

function configuration(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return readConfig(process.env)
}

async function check(): Promise<number> {
  const { contentFolder } = await import('./main.ts')
  const { loadBanks } = await import('./questions/bank.ts')
  const banks = loadBanks(contentFolder)
  for (const bank of banks.banks) console.log(`${bank.id}: ${bank.questions.length} questions`)
  console.log('All banks are in order.')
  return 0
}

async function backupNow(): Promise<number> {
  const config = configuration()
  const dataDir = resolve(config.DATA_DIR)
  const { requestRunning } = await import('../adapters/stores/json/lock.ts')
  const { backup, pruneBackups } = await import('../adapters/stores/json/backup.ts')
  const answer = (await requestRunning(dataDir, 'backup', null)) as { file: string; files: number } | undefined
  const made = answer ?? (await backup(dataDir, Date.now()))
  if (answer === undefined) await pruneBackups(dataDir, config.BACKUP_KEEP_DAYS, Date.now())
  console.log(`Backup of ${made.files} files: ${made.file}`)
  return 0
}

async function restore([file]: string[]): Promise<number> {
  if (file === undefined) {
    console.error('Which backup? coach restore data/backups/coach-….ndjson.gz')
    return 2
  }
  const { restore } = await import('../adapters/stores/json/restore.ts')
  const report = await restore(resolve(configuration().DATA_DIR), resolve(file), Date.now())
  console.log(`Restored ${report.files} files. What was there before: ${report.before}`)
  if (report.deleted > 0) console.log(`${report.deleted} left out: their owners had them deleted.`)
  return 0
}

/** Everything that keeps a bot from running well, each with what to do about it. */
async function doctor(): Promise<number> {
  let problems = 0
  const say = (good: boolean, what: string, fix?: string | undefined) => {
    if (!good) problems += 1
    console.log(`${good ? '✔' : '✘'} ${what}${!good && fix ? `\n    → ${fix}` : ''}`)
  }
  let config: Config
  try {
    config = configuration()
    say(true, 'configuration is valid')
  } catch (error) {
    say(false, (error as Error).message, 'correct these in .env; .env.example explains each')
    return 1
  }
  const { contentFolder, systemClock } = await import('./main.ts')

  try {
    const { loadBanks } = await import('./questions/bank.ts')
    const banks = loadBanks(contentFolder)
    say(true, `banks: ${banks.banks.map((bank) => `${bank.id} (${bank.questions.length})`).join(', ')}`)
  } catch (error) {
    say(false, (error as Error).message, 'correct the file at that line')
  }

  const dataDir = resolve(config.DATA_DIR)
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    const { requestRunning } = await import('../adapters/stores/json/lock.ts')
    const running = await requestRunning(dataDir, 'ping', null).catch(() => 'pong')
    say(
      true,
      `data folder ${dataDir} is writable; ${running === undefined ? 'no bot is running on it' : 'a bot is running on it'}`,
    )
  } catch (error) {
    say(
      false,
      `data folder ${dataDir}: ${(error as Error).message}`,
      'make the folder writable for this user, or set DATA_DIR to one that is',
    )
  }

  let networkTime: number | undefined
  if (config.TELEGRAM_BOT_TOKEN === undefined) console.log('· Telegram is off: TELEGRAM_BOT_TOKEN is not set')
  else {
    const { probe } = await import('../adapters/channels/telegram/probe.ts')
    const found = await probe(
      { token: config.TELEGRAM_BOT_TOKEN, apiRoot: config.TELEGRAM_API_ROOT, proxy: config.TELEGRAM_PROXY },
      systemClock,
    ).catch((error: unknown) => error as Error)
    if (found instanceof Error)
      say(false, `Telegram: ${found.message}`, found instanceof ChannelError ? found.fix : undefined)
    else {
      networkTime = found.serverTime
      say(true, `Telegram: connected as @${found.username}`)
    }
  }

  const now = systemClock.now()
  const skew = networkTime === undefined ? undefined : Math.round((now - networkTime) / 1000)
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (skew !== undefined)
    say(
      Math.abs(skew) <= 60,
      `clock: ${skew === 0 ? 'exact' : `${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} Telegram's`}`,
      'set the time: timedatectl set-ntp true',
    )
  else
    say(
      now > Date.UTC(2026, 0, 1),
      `clock: ${new Date(now).toISOString()} (this machine is in ${zone})`,
      'set the time: timedatectl set-ntp true',
    )
  say(true, `Node ${process.versions.node}`)
  console.log(problems === 0 ? 'All is well.' : `${problems} to fix.`)
  return problems === 0 ? 0 : 1
}

async function main(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true, strict: false })
  const [name = '', ...args] = positionals
  const command = commands[name]
  if (command === undefined) {
    console.log(USAGE)
    return name === '' || name === 'help' ? 0 : 2
  }
  return command(args)
}

try {
  process.exitCode = await main()
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof StoreError || error instanceof ChannelError
  const known = expected || (error instanceof Error && error.name === 'ContentError')
  console.error(
    known
      ? (error as Error).message
      : `Something went wrong that should not: ${error instanceof Error ? error.message : String(error)}`,
  )
  process.exitCode = error instanceof ConfigError ? 2 : 1
}
// Nothing that is left (a connection kept open) holds the process.
process.exit()
