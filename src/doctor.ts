import { accessSync, constants, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { probeTelegram, probeWechat } from './channels.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { banksFolder, contentFolder, createLogger, isRunning, MODEL_TRIAL, openModel, reachOf } from './main.ts'
import { reachLine } from './outbox/reach.ts'
import { ChannelError } from './ports/channel.ts'
import type { ModelError } from './ports/model.ts'
import { loadBanks } from './questions/bank.ts'
import { isServed, probePublic, probeServer } from './server.ts'
import { demoConfig, pageMode } from './web.ts'

/** Everything that keeps a bot from running well, each with what to do about it. */
export async function doctor(configuration: () => Config): Promise<number> {
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

  try {
    const banks = loadBanks(contentFolder, banksFolder(config))
    say(true, `banks: ${banks.banks.map((bank) => `${bank.id} (${bank.questions.length})`).join(', ')}`)
  } catch (error) {
    say(false, (error as Error).message, 'correct the file at that line')
  }

  const dataDir = resolve(config.DATA_DIR)
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    say(
      true,
      `data folder ${dataDir} is writable; ${(await isRunning(config)) ? 'a bot is running on it' : 'no bot is running on it'}`,
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
    const found = await probeTelegram(config).catch((error: unknown) => error as Error)
    if (found instanceof Error)
      say(false, `Telegram: ${found.message}`, found instanceof ChannelError ? found.fix : undefined)
    else {
      networkTime = found.serverTime
      say(true, `Telegram: connected as @${found.username}`)
    }
  }

  if (config.WECHAT === 'off') console.log('· WeChat is off: WECHAT=on is not set')
  else {
    const found = await probeWechat(config).catch((error: unknown) => error as Error)
    if (found instanceof Error)
      say(false, `WeChat: ${found.message}`, found instanceof ChannelError ? found.fix : undefined)
    else sayWechat(found, await isRunning(config).catch(() => false), say)
  }

  const page = pageMode(config)
  const served = page === 'demo' ? demoConfig(config) : config
  if (!isServed(config, page !== 'off'))
    console.log('· the page is off: WEB=off, or WEB=auto and a channel is configured')
  else if (await isRunning(served).catch(() => false)) say(true, `page: served by the bot that runs (${page})`)
  else {
    const failed = await probeServer(config, createLogger('silent')).catch((error: unknown) => error as Error)
    const [cause = '', fix] = failed?.message.split('\n  → ') ?? []
    say(
      failed === undefined,
      `page: ${failed ? cause : `${config.WEB_HOST}:${config.WEB_PORT} is free (${page})`}`,
      fix,
    )
  }

  if (config.PUBLIC_URL !== undefined && (await isRunning(served).catch(() => false))) {
    const failed = await probePublic(config.PUBLIC_URL).catch((error: Error) => error)
    const [cause, fix] = failed?.message.split('\n  → ') ?? []
    say(failed === undefined, cause ?? `public address: ${config.PUBLIC_URL} leads to the pages`, fix)
  }

  for (const report of await reachOf(config)) say(true, `messages: ${reachLine(report)}`)

  const model = await openModel(config)
  if (model === undefined) console.log('· no model reads answers: LLM_BASE_URL is not set')
  else {
    const failed = await model.answer(MODEL_TRIAL).then(
      () => undefined,
      (error: ModelError) => error,
    )
    say(failed === undefined, `model ${model.name}: ${failed?.message ?? 'answers'}`, failed?.fix)
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

type Say = (good: boolean, what: string, fix?: string) => void

/** What the running bot wrote last of its session with WeChat. */
function sayWechat(status: Awaited<ReturnType<typeof probeWechat>>, isRunning: boolean, say: Say): void {
  const since = status === undefined ? '' : ` since ${new Date(status.since).toISOString()}`
  if (!isRunning || status === undefined) say(true, 'WeChat: installed; no bot is running, so nobody is logged in')
  else if (status.state === 'logged-in') say(true, `WeChat: logged in${since}`)
  else if (status.state === 'waiting')
    say(false, `WeChat: waits${since} for its code to be scanned`, `scan it with the bot's account: ${status.link}`)
  else if (status.state === 'starting') say(true, `WeChat: starting${since}`)
  else
    say(
      false,
      `WeChat: logged out${since}${status.reason === undefined ? '' : ` (${status.reason})`}`,
      'wait for the next code and scan it; coach doctor shows its link',
    )
}
