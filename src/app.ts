import { localAssessor } from './assess/local.ts'
import { type Coach, createCoach } from './coach.ts'
import { menus } from './commands/registry.ts'
import type { Config } from './config.ts'
import { Forgetting } from './forgetting.ts'
import type { Group } from './groups/group.ts'
import { Network } from './groups/network.ts'
import { OpenRounds } from './groups/open-rounds.ts'
import type { Learner } from './learner.ts'
import type { ImportWork } from './library/jobs.ts'
import { Activity } from './operator/activity.ts'
import { statusOf } from './operator/status.ts'
import { Pump } from './outbox/pump.ts'
import { Reach, type ReachReport } from './outbox/reach.ts'
import type { PageLinks } from './pages/links.ts'
import { type Capabilities, type Channel, ChannelError, type Chat, type OutboundMessage } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'
import type { Logger } from './ports/logger.ts'
import type { Model } from './ports/model.ts'
import type { Pages } from './ports/pages.ts'
import type { Painter } from './ports/painter.ts'
import type { Status } from './ports/status.ts'
import type { Store } from './ports/store.ts'
import type { QuestionBanks } from './questions/bank.ts'
import { LIMITS } from './questions/import/result.ts'
import { Outages } from './reminders/outages.ts'
import { OUTBOX_GRACE } from './reminders/push.ts'
import { type ChannelState, Scheduler } from './reminders/scheduler.ts'
import { Uptime } from './reminders/uptime.ts'
import { type Text, textOf } from './text/text.ts'
import type { World } from './turn.ts'

/** The running bot: coach, pumps, reminders and channels put together, over whatever store and channels are given. */
export interface App {
  /**
   * Starts the channels; reminders begin for a channel when its backlog is drained.
   * @throws ChannelError kind `auth`, StoreError
   */
  start(): Promise<void>
  /** Tells the operators (`ADMIN_IDS`) at once, as far as their channels run. */
  tellOperators(words: (t: Text) => string): void
  /** Called every minute. */
  tick(): void
  /** Resolves when every message planned so far has been sent or given up. */
  settled(): Promise<void>
  /** Takes nothing more, finishes what is under way within about 8 s, lets the store go. */
  stop(): Promise<void>
  coach: Coach
  /** What became of the messages of each channel. */
  reach(): ReachReport[]
  /** How it is doing, for the operator. */
  status(): Status
  /** What a browser is shown, loaded only when asked for; undefined without `pageLinks`. */
  pages(): Promise<Pages | undefined>
}

export interface AppOptions {
  config: Config
  store: Store<Learner, Group>
  channels: Channel[]
  banks: () => QuestionBanks
  imports: Pick<ImportWork, 'readBank' | 'shareBank'>
  clock: Clock
  logger: Logger
  /** Reads answers for learners who agreed; without it all is assessed here. */
  model?: Model | undefined
  /** Signs the ways to the pages; without it there are none. */
  pageLinks?: PageLinks | undefined
  /** By channel: what removes its keepings of somebody while it is off, see `Channel.forget`. */
  keepersOff?: Record<string, (userId: string) => Promise<void>>
  /** Draws picture cards; without it they are sent as text. */
  painter?: Painter | undefined
  /** Random numbers from 0 to 1. */
  chance(): number
  /** A channel that cannot go on (token revoked). */
  onFatal?(channel: string, error: ChannelError): void
}

/** For documents whose channel is not running. */
const PLAIN: Capabilities = {
  choices: 'typed',
  edit: false,
  maxTextLength: 2000,
  commandMenu: false,
  stableUserIds: true,
  images: false,
  files: false,
  pace: { perChat: { burst: 1, perSecond: 1 }, overall: 1, broadcast: 1 },
}

/** How often who was active is written down, ms: it is a list of everybody. */
const ACTIVITY_EVERY = 5 * 60_000
/** Patience for sends under way at a stop, ms: with the rest it stays below 10 s. */
const STOP_PATIENCE = 5000

export function createApp(options: AppOptions): App {
  const { config, store, channels, clock, logger } = options
  const byName = new Map(channels.map((channel) => [channel.name, channel]))
  let uptime = new Uptime(undefined)
  const reach = new Reach()
  const startedAt = clock.now()
  let activity = new Activity(clock, config.DEFAULT_TIMEZONE)
  let activityKeptAt = startedAt
  const outages = new Outages(clock, tellOperators)
  const handling = new Set<Promise<void>>()
  const notices = new Set<Promise<void>>()
  const gaveUp = new AbortController()
  let stopped = false
  const network = new Network((name) => byName.get(name), clock, logger)
  const openRounds = new OpenRounds()
  const forgetting = new Forgetting({
    store,
    keeper(name) {
      const channel = byName.get(name)
      return channel === undefined ? options.keepersOff?.[name] : channel.forget?.bind(channel)
    },
    logger,
  })

  const world: World = {
    get banks() {
      return options.banks()
    },
    assessor: localAssessor,
    settings: {
      defaultLanguage: config.DEFAULT_LANGUAGE,
      defaultZone: config.DEFAULT_TIMEZONE,
      defaultTime: config.DEFAULT_TIME,
      cutover: config.DAY_STARTS_AT,
      answerIdle: config.ANSWER_IDLE_SECONDS * 1000,
      questionsPerDay: config.QUESTIONS_PER_DAY,
      backupKeepDays: config.BACKUP_KEEP_DAYS,
      model: options.model && {
        name: options.model.name,
        perDay: config.LLM_ASSESSMENTS_PER_DAY,
        patience: config.LLM_TIMEOUT_SECONDS * 1000,
      },
      operators: config.ADMIN_IDS.map(operatorChat).filter((chat) => byName.has(chat.channel)),
    },
    capabilities: (channel) => byName.get(channel)?.capabilities ?? PLAIN,
    wasDown: (names, day, zone) =>
      uptime.wasDown(
        names.filter((name) => isReachable(byName.get(name))),
        day,
        zone,
      ),
    openRounds: (groups) => openRounds.of(groups),
    deepLink: (channel, payload) => byName.get(channel)?.deepLink?.(payload),
    pageLink(channel, target) {
      const base = byName.get(channel)?.pagesAt ?? config.PUBLIC_URL
      return base === undefined || !options.pageLinks ? undefined : base + options.pageLinks.path(target)
    },
    alert: ({ event, question }) => logger.warn({ event, question }, 'a learner reports a mistake in a question'),
  }

  async function say(chat: Chat, message: OutboundMessage): Promise<void> {
    try {
      await byName.get(chat.channel)?.send(chat, message, gaveUp.signal)
    } catch (error) {
      logger.warn({ channel: chat.channel, cause: String(error) }, 'a notice could not be sent')
    }
  }

  function sayNow(chat: Chat, message: OutboundMessage): void {
    const pump = pumps.get(chat.channel)
    if (pump?.isWatched) return pump.say(chat, message)
    const work = say(chat, message).finally(() => notices.delete(work))
    notices.add(work)
  }

  const pumps = new Map<string, Pump>()
  const coach = createCoach({
    store,
    world,
    access: {
      mode: config.ACCESS,
      inviteCode: config.INVITE_CODE,
      allowed: new Set([...config.ALLOWED_IDS, ...config.ADMIN_IDS]),
    },
    messagesPerMinute: config.MESSAGES_PER_MINUTE,
    model: options.model,
    painter: options.painter,
    clock,
    logger,
    pump: (channel) => pumps.get(channel),
    network,
    openRounds,
    imports: {
      ...options.imports,
      async fetchFile(channel, id, signal) {
        const fetched = await byName.get(channel)?.fetchFile?.(id, LIMITS.bytes, signal)
        if (fetched === undefined) throw new ChannelError('unavailable', `${channel} is off`)
        return fetched
      },
    },
    active: (id) => activity.seen(id),
    async forgotten(id, aliases) {
      activity.forget(id)
      await forgetting.of(aliases)
    },
    sayNow,
  })
  for (const channel of channels)
    pumps.set(
      channel.name,
      new Pump({
        channel,
        clock,
        logger,
        outcome(delivery, outcome) {
          reach.note(delivery, outcome, clock.now())
          return coach.outcome(delivery, outcome)
        },
        prepare: (delivery) => coach.prepare(delivery),
        chance: options.chance,
        room: () => scheduler.tick(),
      }),
    )

  const scheduler = new Scheduler({
    store,
    ready: () => uptime.isAnyUp,
    clock,
    logger,
    isFull,
    wake: (ref) => coach.wake(ref, stateOf),
  })

  function stateOf(channel: string): ChannelState {
    if (!byName.has(channel)) return 'off'
    if (!uptime.isUp(channel)) return 'down'
    return isFull(channel) ? 'full' : 'up'
  }

  /** Messages to be sent: those in the pump's hands, and pushes that are due. */
  function waitingByChannel(): [channel: string, messages: number][] {
    return [...pumps].map(([channel, pump]) => [channel, pump.waiting + scheduler.waitingOn(channel)])
  }

  function isFull(channel: string): boolean {
    return pumps.get(channel)?.isFull ?? false
  }

  async function beat(): Promise<void> {
    try {
      await store.writeRecord('uptime', uptime.beat(clock.now()))
      const unreachable = reach.changes()
      if (unreachable !== undefined) await store.writeRecord('reach', unreachable)
      for (const [channel, { sentToday }] of pumps)
        if (sentToday !== undefined) await store.writeRecord(`sent-${channel}`, sentToday)
      if (stopped || clock.now() - activityKeptAt >= ACTIVITY_EVERY) {
        activityKeptAt = clock.now()
        const record = activity.record()
        if (record !== undefined) await store.writeRecord('activity', record)
      }
    } catch (error) {
      logger.error({ cause: String(error) }, 'the uptime record could not be written')
    }
  }

  /** Resolves when the channel's backlog is drained, or when it had to report itself down and goes on trying. */
  async function startChannel(channel: Channel): Promise<void> {
    let drained = false
    const reportedDown = Promise.withResolvers<void>()
    const started = channel
      .start({
        handle(event) {
          const work = coach.handle(event).finally(() => handling.delete(work))
          handling.add(work)
          return work
        },
        connectivity(state, cause) {
          if (cause !== undefined)
            logger.error(
              { channel: channel.name, kind: cause.kind, cause: cause.message, fix: cause.fix },
              'the channel is down',
            )
          else logger.info({ channel: channel.name }, `the channel is ${state}`)
          outages.note(channel.name, state, cause)
          // Until somebody logs in again messages wait: trying would only wear out the pace.
          if (cause?.kind === 'logged-out') pumps.get(channel.name)?.hold()
          if (state === 'up') pumps.get(channel.name)?.release()
          if (state === 'down') {
            uptime.down(channel.name, clock.now())
            reportedDown.resolve()
          } else if (drained) {
            uptime.up(channel.name, clock.now())
            scheduler.tick()
          }
          if (cause?.kind === 'auth') options.onFatal?.(channel.name, cause)
        },
      })
      .then(() => {
        drained = true
        uptime.up(channel.name, clock.now())
        channel.publishCommands?.(menus(config.DEFAULT_LANGUAGE)).catch((error: unknown) => {
          logger.warn({ channel: channel.name, cause: String(error) }, 'the command menu could not be published')
        })
        scheduler.tick()
      })
    await Promise.race([started, reportedDown.promise])
    // Later than that a failure has been reported as connectivity.
    started.catch(() => {})
  }

  /** Tells the operators who can be reached on other channels than this one. */
  function tellOperators(words: (t: Text) => string, except?: string): void {
    for (const chat of world.settings.operators)
      if (chat.channel !== except)
        sayNow(chat, { blocks: [{ kind: 'text', spans: [words(textOf(config.DEFAULT_LANGUAGE))] }] })
  }

  return {
    coach,
    reach: () => reach.report(),
    status: () => ({
      startedAt,
      ready: !stopped && uptime.isAnyUp,
      channels: statusOf(waitingByChannel(), reach.report(), outages, uptime),
      active: activity.counts(),
    }),
    async pages() {
      const links = options.pageLinks
      if (links === undefined) return undefined
      const { createPages } = await import('./pages/pages.ts')
      return createPages({ store, world, links, clock, gone: (chat, userIds) => network.gone(chat, userIds) })
    },
    async start() {
      uptime = new Uptime(
        await store.readRecord('uptime'),
        channels.filter(isReachable).map(({ name }) => name),
        clock.now(),
      )
      activity = new Activity(clock, config.DEFAULT_TIMEZONE, await store.readRecord('activity'))
      await coach.load()
      await forgetting.recall()
      reach.recall(await store.readRecord('reach'))
      for (const [channel, pump] of pumps)
        if (pump.sentToday !== undefined) pump.recall(await store.readRecord(`sent-${channel}`))
      // Channels start side by side; one that is slow or down holds up only its own learners' reminders.
      const starting = channels.map((channel) => startChannel(channel))
      scheduler.start(store, OUTBOX_GRACE)
      await Promise.all(starting)
      await beat()
    },
    tellOperators: (words) => tellOperators(words),
    tick() {
      if (stopped) return
      void beat()
      outages.tick()
      scheduler.tick()
      void forgetting.retry()
    },
    async settled() {
      await Promise.all(handling)
      await Promise.all(notices)
      await network.idle()
      await forgetting.idle()
      await scheduler.resting()
      await coach.resting()
      await Promise.all([...pumps.values()].map((pump) => pump.drained()))
    },
    async stop() {
      stopped = true
      await Promise.all(
        channels.map((channel) =>
          channel
            .stop()
            .catch((error: unknown) =>
              logger.warn({ channel: channel.name, cause: String(error) }, 'the channel did not stop cleanly'),
            ),
        ),
      )
      await Promise.all(handling)
      await network.idle()
      await forgetting.idle()
      await scheduler.stop()
      await coach.stop()
      // What is being drawn goes out as text: no stop waits for a picture.
      await options.painter?.stop()
      await Promise.all([...pumps.values()].map((pump) => pump.stop(STOP_PATIENCE)))
      gaveUp.abort()
      await beat()
      await store.close()
    },
  }
}

/** Whether the bot is there whether or not its learner is, so that its absence is an outage. */
function isReachable(channel: Channel | undefined): channel is Channel {
  return channel !== undefined && !channel.capabilities.opened
}

/** `telegram:123` as the direct chat with that person. */
function operatorChat(id: string): Chat {
  const [channel = '', ...rest] = id.split(':')
  return { channel, chatId: rest.join(':'), kind: 'direct' }
}
