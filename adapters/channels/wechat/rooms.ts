import { ChannelError, type Chat, type Role } from '../../../src/ports/channel.ts'
import type { Session } from './session.ts'

/**
 * What somebody is in a room. Of its admins WeChat tells the owner, to some puppets (not to the one of the web protocol);
 * where nobody is told, whoever is in it is `present`.
 * @throws ChannelError when it cannot be asked
 */
export async function roleOf(session: Session | undefined, chat: Chat, userId: string): Promise<Role | undefined> {
  const bot = session?.bot()
  if (bot === undefined) throw new ChannelError('logged-out', 'WeChat is logged out')
  try {
    const room = await bot.Room.find({ id: chat.chatId })
    if (room === undefined || session?.isStale(chat.chatId)) return undefined
    const members = await bot.puppet.roomMemberList(room.id)
    // The list comes some time after the room itself: one without the bot is none.
    if (!members.includes(bot.puppet.currentUserId)) return undefined
    if (!members.includes(userId) || session?.isStale(userId)) return 'none'
    const owner = room.owner()?.id
    if (owner === undefined) return 'present'
    return owner === userId ? 'admin' : 'member'
  } catch {
    // What the puppet says may name the room.
    throw new ChannelError('unavailable', 'WeChat does not tell who is in the room')
  }
}
