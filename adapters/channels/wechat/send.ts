import type { Contact, Room, Wechaty } from 'wechaty'
import { ChannelError, type Chat, type OutboundMessage } from '../../../src/ports/channel.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import { toPlain } from '../../../src/render/plain.ts'
import type { Session } from './session.ts'
import type { ToFile } from './wechaty.ts'

type SayableFile = Awaited<ReturnType<ToFile>>

const SEND_MS = 30_000
/** The usual puppet asks ten times within 51 s before it says that there is no such contact or room. */
const LOOKUP_MS = 90_000
/** How long WeChat wants to be left alone after "too often"; it does not say. */
const TOO_OFTEN_MS = 10 * 60_000

/**
 * Says one message. Without an id in the answer (the usual puppets give none) nobody knows whether it arrived.
 * @throws ChannelError; `blocked` when the contact or room does not exist (any more), as after a login with new ids
 */
export async function deliver(
  session: Session | undefined,
  chat: Chat,
  message: OutboundMessage,
  toFile: ToFile,
  clock: Clock,
): Promise<{ messageId?: string | undefined }> {
  const bot = session?.bot()
  if (session === undefined || bot === undefined || !bot.isLoggedIn) throw loggedOut()
  // Nothing has gone out while the chat is only looked up.
  const lost = new ChannelError('unavailable', 'WeChat does not tell whether there is such a contact or room')
  const to = await within(clock, LOOKUP_MS, lost, lookUp(session, bot, chat)).catch(() => Promise.reject(lost))
  // wechaty finds nobody when WeChat cannot be asked, too.
  if (session.bot() !== bot || !bot.isLoggedIn) throw loggedOut()
  if (to === undefined) throw new ChannelError('blocked', 'there is no such contact or room (any more)')
  const expired = new ChannelError('unavailable', 'WeChat does not answer', { outcome: 'unknown' })
  try {
    return await within(clock, SEND_MS, expired, say(to, message, toFile))
  } catch (error) {
    throw toChannelError(error)
  }
}

/** @throws `late` when the work takes longer than `ms` */
async function within<T>(clock: Clock, ms: number, late: ChannelError, work: Promise<T>): Promise<T> {
  const expired = Promise.withResolvers<never>()
  const cancel = clock.after(ms, () => expired.reject(late))
  try {
    return await Promise.race([work, expired.promise])
  } finally {
    cancel()
  }
}

const loggedOut = () => new ChannelError('logged-out', 'WeChat is logged out')

async function lookUp(session: Session, bot: Wechaty, { chatId: id, kind }: Chat): Promise<Contact | Room | undefined> {
  if (await session.isGone(id)) return undefined
  return kind === 'group' ? bot.Room.find({ id }) : bot.Contact.find({ id })
}

async function say(to: Contact | Room, message: OutboundMessage, toFile: ToFile) {
  const shown = message.picture && (await show(to, message.picture.png, toFile))
  const text = [shown === false && message.picture?.alt, toPlain(message)].filter(Boolean).join('\n\n')
  const sent = text === '' ? undefined : await to.say(text)
  if (message.file) await to.say(await toFile(Buffer.from(message.file.text), message.file.name))
  return { messageId: sent ? sent.id : undefined }
}

/** @returns whether the puppet takes pictures: if not, what they show is told in words */
async function show(
  to: { say(file: SayableFile): Promise<unknown> },
  png: Uint8Array,
  toFile: ToFile,
): Promise<boolean> {
  try {
    await to.say(await toFile(Buffer.from(png), 'card.png'))
    return true
  } catch (error) {
    const known = toChannelError(error)
    if (known.kind !== 'unavailable') throw known
    return false
  }
}

/** The web protocol fails with a number (`ret`); what a puppet says beside it may hold the message itself. */
export function toChannelError(error: unknown): ChannelError {
  if (error instanceof ChannelError) return error
  const told = error instanceof Error ? error.message : ''
  const code = /\b(1\d{3})\b/.exec(told)?.[1]
  if (code === '1205' || /too (?:often|frequent)|频繁/i.test(told))
    return new ChannelError('rate-limited', 'WeChat wants fewer messages', { retryAfterMs: TOO_OFTEN_MS })
  if (/^110[0-2]$/.test(code ?? '') || /not logged in|logged out/i.test(told))
    return new ChannelError('logged-out', 'WeChat is logged out')
  const what = code === undefined ? '' : ` (${code})`
  return new ChannelError('unavailable', `WeChat did not take the message${what}`, { outcome: 'unknown' })
}
