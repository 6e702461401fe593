import { join, resolve } from 'node:path'
import type { Context } from 'hono'
import type { WebChat } from '../adapters/channels/web/channel.ts'
import type { App } from './app.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { DemoClock, tomorrowOf } from './demo.ts'
import type { Group } from './groups/group.ts'
import { documentId } from './identity.ts'
import type { Learner } from './learner.ts'
import type { Channel } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'
import { isLoopback } from './ports/http.ts'
import type { Store } from './ports/store.ts'
import { practiceDay } from './streak/day.ts'
import { textOf } from './text/text.ts'

/** The part of the composition root that opens the chat page: its channel, the demo's clock. */

/**
 * Whether `coach start` opens the page, and as what. With no channel configured it is there to try things out: on this
 * machine alone, its records in a folder of their own, so that days that were only simulated never stand in anybody's
 * real one.
 */
export function pageMode(config: Config): 'on' | 'demo' | 'off' {
  if (config.WEB !== 'auto') return config.WEB
  if (config.TELEGRAM_BOT_TOKEN !== undefined || config.WECHAT === 'on') return 'off'
  return isLoopback(config.WEB_HOST) && config.WEB_SECRET === undefined ? 'demo' : 'on'
}

/** The configuration of a demo: its own data, the machine's time zone. */
export function demoConfig(config: Config): Config {
  return { ...config, DATA_DIR: join(config.DATA_DIR, 'demo') }
}

/** What a demo needs of the bot it shows. */
interface Stage {
  app: Pick<App, 'settled' | 'tick'>
  store: Pick<Store<Learner, Group>, 'resolve' | 'read' | 'readRecord' | 'writeRecord'>
  config: Config
}

const RECORD = 'demo-clock'

/** The demo's clock and what moves it on. How far it is ahead is kept with the data: no day comes twice after a restart. */
export function openDemo() {
  const clock = new DemoClock(systemClock)
  let stage: Stage | undefined
  let moving: Promise<void> = Promise.resolve()

  async function move(userId: string): Promise<void> {
    if (stage === undefined) return
    const { app, store, config } = stage
    const id = store.resolve('learner', { channel: 'web', id: userId }) ?? documentId('web', userId)
    const doc = await store.read({ kind: 'learner', id })
    const { time, zone } = doc?.settings ?? { time: config.DEFAULT_TIME, zone: config.DEFAULT_TIMEZONE }
    const today = practiceDay(clock.now(), zone, config.DAY_STARTS_AT)
    const at = tomorrowOf(today, { time, zone }, config.DAY_STARTS_AT)
    await store.writeRecord(RECORD, { offset: at - systemClock.now() })
    await clock.moveTo(at, app.settled)
    app.tick()
    await app.settled()
  }

  return {
    clock,
    offset: () => clock.offset,
    /** One after the other, when several people ask for it. */
    tomorrow(userId: string): Promise<void> {
      moving = moving.catch(() => {}).then(() => move(userId))
      return moving
    },
    /** To be called when the store is open and before anything begins. @throws StoreError */
    async recall(store: Stage['store']): Promise<void> {
      const kept = (await store.readRecord(RECORD)) as { offset?: unknown } | undefined
      if (typeof kept?.offset === 'number') await clock.moveTo(systemClock.now() + kept.offset, async () => {})
    },
    raise(on: Stage): void {
      stage = on
    },
  }
}

export type Demo = ReturnType<typeof openDemo>

export interface Web {
  channel: Channel
  /** The chat page, to be mounted at `/`. */
  app: WebChat['app']
  /** Whose chat a browser has here; undefined before the secret is entered, or for a browser that has none yet. */
  chatOf(c: Context): Promise<{ channel: string; userId: string } | undefined>
  /** Ends the open pages' streams. */
  end(): void
}

/** Where the page's conversations and its cookies' key are. */
const folderOf = (config: Config) => join(resolve(config.DATA_DIR), 'web')

/** Removes somebody's conversation while the page is off. */
export async function forgetConversation(config: Config, userId: string): Promise<void> {
  const { Transcripts } = await import('../adapters/channels/web/transcripts.ts')
  await Transcripts.in(folderOf(config)).forget(userId)
}

/** The page as a channel. */
export async function openWeb(config: Config, clock: Clock, demo: Demo | undefined): Promise<Web> {
  const { webChat } = await import('../adapters/channels/web/channel.ts')
  const other = config.DEFAULT_LANGUAGE === 'zh' ? 'en' : 'zh'
  const { channel, app, visitors, end } = webChat({
    folder: folderOf(config),
    words: { [config.DEFAULT_LANGUAGE]: textOf(config.DEFAULT_LANGUAGE).page, [other]: textOf(other).page },
    secret: config.WEB_SECRET,
    progress: '/me',
    demo,
    clock,
  })
  return {
    channel,
    app,
    end,
    async chatOf(c) {
      const userId = (await visitors.mayEnter(c)) ? await visitors.find(c) : undefined
      return userId === undefined ? undefined : { channel: channel.name, userId }
    },
  }
}

/** For whoever started it. */
export function webLine(url: string, isDemo: boolean): string {
  const link = `\n  ▶ 用浏览器打开 · open in a browser: ${url}\n`
  return isDemo
    ? `${link}    试用，数据单独存放 · a demo with data of its own (WEB=on for daily practice; npm run chat for this terminal)`
    : link
}
