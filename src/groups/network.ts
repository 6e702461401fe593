import type { Channel, Chat, Role } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'

/** How long the network's word on a person stands: for what only admins may do, and for who is still in a group. */
const ADMIN_FOR = 60_000
const MEMBER_FOR = 15 * 60_000
const KEPT = 20_000
/** How long an answer is waited for, ms: nobody's command, and no stop, waits for a network that has gone silent. */
const PATIENCE = 4000

interface Known {
  role: Role
  at: number
}

/** What is asked of the network about a group's people, and done with their messages: best effort, never in a turn. */
export class Network {
  readonly #channel: (name: string) => Channel | undefined
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #known = new Map<string, Known>()
  readonly #background = new Set<Promise<void>>()

  constructor(channel: (name: string) => Channel | undefined, clock: Clock, logger: Logger) {
    this.#channel = channel
    this.#clock = clock
    this.#logger = logger
  }

  /** What somebody is in the group, as of a minute ago at most; undefined when it cannot be found out. */
  role(chat: Chat, userId: string): Promise<Role | undefined> {
    return this.#ask(chat, userId, ADMIN_FOR)
  }

  /** Whether somebody is in the group, as of a quarter of an hour ago at most; false when it cannot be found out. */
  async isIn(chat: Chat, userId: string): Promise<boolean> {
    const role = await this.#ask(chat, userId, MEMBER_FOR)
    return role !== undefined && role !== 'none'
  }

  /** Of these people those who are not in the group any more; where the network does not tell, none. */
  async gone(chat: Chat, userIds: readonly string[]): Promise<Set<string>> {
    const roles = await Promise.all(userIds.map((userId) => this.#ask(chat, userId, MEMBER_FOR)))
    return new Set(userIds.filter((_, index) => roles[index] === 'none'))
  }

  /** Something changed about this person. */
  forget(chat: Chat, userId: string): void {
    this.#known.delete(key(chat, userId))
  }

  /** Takes somebody's message away. @returns whether it is gone */
  takeAway(chat: Chat, messageId: string): Promise<boolean> {
    return this.#try(chat, async (channel) => (await channel.remove?.(chat, messageId)) ?? false)
  }

  acknowledge(chat: Chat, messageId: string): Promise<boolean> {
    return this.#try(chat, async (channel) => (await channel.acknowledge?.(chat, messageId)) ?? false)
  }

  /** Work nobody waits for but the end of everything. */
  inBackground(work: Promise<unknown>): void {
    const done = work
      .then(() => undefined)
      .catch((error: unknown) => this.#logger.warn({ cause: String(error) }, 'a group could not be told something'))
      .finally(() => this.#background.delete(done))
    this.#background.add(done)
  }

  async idle(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background)
  }

  async #ask(chat: Chat, userId: string, lasts: number): Promise<Role | undefined> {
    const now = this.#clock.now()
    const known = this.#known.get(key(chat, userId))
    if (known !== undefined && now - known.at < lasts) return known.role
    let role: Role | undefined
    await this.#try(chat, async (channel) => {
      role = await channel.roleOf?.(chat, userId)
      return true
    })
    if (role === undefined) return undefined
    this.#known.delete(key(chat, userId))
    this.#known.set(key(chat, userId), { role, at: now })
    if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value as string)
    return role
  }

  async #try(chat: Chat, work: (channel: Channel) => Promise<boolean>): Promise<boolean> {
    const channel = this.#channel(chat.channel)
    if (channel === undefined) return false
    const late = Promise.withResolvers<false>()
    const cancel = this.#clock.after(PATIENCE, () => late.resolve(false))
    try {
      return await Promise.race([work(channel), late.promise])
    } catch (error) {
      this.#logger.info({ channel: chat.channel, cause: String(error) }, 'the network refused something for a group')
      return false
    } finally {
      cancel()
    }
  }
}

function key({ channel, chatId }: Chat, userId: string): string {
  return `${channel}/${chatId}/${userId}`
}
