import type { Wechaty } from 'wechaty'
import { ChannelError, type ChannelHost } from '../../../src/ports/channel.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import type { Logger } from '../../../src/ports/logger.ts'
import type { Status } from './status.ts'
import type { OpenWechaty } from './wechaty.ts'

/** Waits between two attempts to get a session: from one to the other, doubling. */
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 10 * 60_000
const CHECK_MS = 60_000
/** A puppet that beats and stops beating so long has lost its network. */
const SILENCE_MS = 3 * 60_000
/** A puppet that neither logs in nor shows a code for so long is started anew. */
const STUCK_MS = 5 * 60_000
/** Errors in a row, without a login or a code, after which nothing will come of it: puppets try again at once. */
const MOST_ERRORS = 10
/** `ScanStatus.Waiting` of wechaty-puppet. */
const WAITING = 2

const FIX =
  'scan the code on the terminal with the WeChat account of the bot, or open the link that `coach doctor` shows'

export interface SessionOptions {
  open: OpenWechaty
  clock: Clock
  logger: Logger
  /** Shows the code to scan; `link` opens it in a browser. Called for each new one. */
  show(code: string, link: string): void
  record(status: Status): void
  /** What was recorded last, by an earlier process too. */
  recall(): Status | undefined
}

export interface Session {
  /** The bot while it is logged in. */
  bot(): Wechaty | undefined
  /**
   * Whether this contact or room is one of an earlier login, before all ids changed: puppets go on listing them, and
   * WeChat refuses what is sent there with an error that says nothing.
   */
  isStale(id: string): boolean
  /**
   * Whether this chat is certainly none of this login: stale, or, once the account's own id has changed, not among those
   * the puppet lists. Never rejects.
   */
  isGone(id: string): Promise<boolean>
  /** Resolves at the first login. */
  readonly ready: Promise<void>
  /** Says again whether it is up. */
  tell(): void
}

/**
 * Keeps an account logged in as long as WeChat lets it: what ends a session is reported, and a new one tried with
 * growing pauses. `attach` is called with each new bot that has its puppet, before it starts. It ends with the process:
 * the usual puppet logs the account out when it is stopped, and the next start would need a new code.
 */
export function keepSession(
  options: SessionOptions,
  host: Pick<ChannelHost, 'connectivity'>,
  attach: (bot: Wechaty) => void,
): Session {
  const { clock, logger } = options
  const ready = Promise.withResolvers<void>()
  let current: Wechaty | undefined
  let isIn = false
  let state: 'up' | 'down' | 'down, with a link' | undefined
  let failures = 0
  let self = options.recall()?.self
  let hasNewIds = false
  let known: string[] = []
  const stale = new Set<string>()

  /** Another id of our own means that everybody has another. */
  function recognise(id: string): void {
    if (self !== undefined && self !== id) {
      hasNewIds = true
      stale.clear()
      for (const one of known) stale.add(one)
    }
    self = id
  }

  /** The chats the puppet lists: none when it cannot say. */
  async function listed(bot: Wechaty): Promise<string[]> {
    const lists = await Promise.all([bot.puppet.contactList(), bot.puppet.roomList()]).catch(() => [])
    return lists.flat()
  }

  async function isUnlisted(id: string): Promise<boolean> {
    if (!hasNewIds || current === undefined) return false
    // A list that has not been loaded yet says nothing about anybody.
    const chats = await listed(current)
    return chats.length > 0 && !chats.includes(id)
  }

  function report(next: 'up' | 'down', cause?: ChannelError): void {
    const now = cause?.link === undefined ? next : 'down, with a link'
    if (state === now || (next === 'down' && state === 'down, with a link')) return
    state = now
    host.connectivity(next, cause)
  }

  function note(status: Omit<Status, 'since' | 'self'>): void {
    options.record({ ...status, since: clock.now(), ...(self !== undefined && { self }) })
  }

  /** Runs one bot until its session is beyond repair. @returns why it ended */
  async function live(bot: Wechaty): Promise<string> {
    const ended = Promise.withResolvers<string>()
    let sign = clock.now()
    let beat: number | undefined
    let lastCode = ''
    let isOver = false
    let errors = 0

    bot.on('scan', (code, status) => {
      if (isOver) return
      sign = clock.now()
      errors = 0
      if (status !== WAITING || code === '' || code === lastCode) return
      lastCode = code
      const link = `https://wechaty.js.org/qrcode/${encodeURIComponent(code)}`
      note({ state: 'waiting', link })
      options.show(code, link)
      report('down', new ChannelError('logged-out', 'WeChat waits for its code to be scanned', { fix: FIX, link }))
    })
    bot.on('login', (user) => {
      if (isOver) return
      recognise(user.id)
      isIn = true
      failures = 0
      lastCode = ''
      beat = undefined
      note({ state: 'logged-in' })
      report('up')
      ready.resolve()
    })
    bot.on('logout', (_user, reason) => {
      if (isOver) return
      void listed(bot).then((chats) => {
        known = chats
      })
      isIn = false
      sign = clock.now()
      const why = typeof reason === 'string' ? reason.slice(0, 200) : ''
      note({ state: 'logged-out', ...(why !== '' && { reason: why }) })
      report('down', new ChannelError('logged-out', 'WeChat has logged the account out', { fix: FIX }))
    })
    bot.on('heartbeat', () => {
      beat = clock.now()
    })
    bot.on('error', (error) => {
      if (isOver) return
      errors = isIn ? 0 : errors + 1
      // The puppets put what they like into the message: only its kind is safe to log. And they may report by the dozen.
      const level = errors > 1 ? 'debug' : 'warn'
      logger[level]({ channel: 'wechat', error: error.name }, 'wechaty reports an error')
      if (errors >= MOST_ERRORS) ended.resolve('WeChat cannot be reached')
    })
    const check = () => {
      const now = clock.now()
      if (isIn && beat !== undefined && now - beat > SILENCE_MS) ended.resolve('the connection to WeChat is lost')
      else if (!isIn && now - sign > STUCK_MS) ended.resolve('WeChat shows no code to scan')
      else cancel = clock.after(CHECK_MS, check)
    }
    let cancel = clock.after(CHECK_MS, check)
    try {
      await bot.init()
      attach(bot)
      await bot.start()
    } catch {
      ended.resolve('wechaty could not be started')
    }
    const why = await ended.promise
    isOver = true
    cancel()
    return why
  }

  async function run(): Promise<void> {
    for (;;) {
      note({ state: 'starting' })
      let why: string
      try {
        current = await options.open()
        why = await live(current)
      } catch (error) {
        why = `wechaty could not be made (${error instanceof Error ? error.name : typeof error})`
      }
      const over = current
      isIn = false
      current = undefined
      failures += 1
      note({ state: 'logged-out', reason: why })
      report('down', new ChannelError('unavailable', why, { fix: 'check the network of this machine' }))
      logger.warn({ channel: 'wechat', failures, cause: why }, 'the session with WeChat is begun anew')
      // It may never end: a dead connection is no reason to wait.
      over?.stop().catch(() => {})
      await new Promise<void>((resolve) => {
        clock.after(Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS), resolve)
      })
    }
  }
  void run()

  return {
    bot: () => (isIn ? current : undefined),
    isStale: (id) => stale.has(id),
    isGone: async (id) => stale.has(id) || isUnlisted(id),
    ready: ready.promise,
    tell() {
      if (isIn) host.connectivity('up')
    },
  }
}
