import { type Api, GrammyError } from 'grammy/web'
import type { Chat, Role } from '../../../src/ports/channel.ts'
import type { ApiSignal } from './network.ts'
import { isPresent } from './updates.ts'

/** What the Bot API offers for groups beside messages. */

/** How an answer posted for all to see is acknowledged where it cannot be taken away. */
const RECEIVED = '👌'

/**
 * What somebody is in the group; undefined when Telegram does not tell (members are certain only to administrators).
 * @throws GrammyError, HttpError
 */
export async function roleOf(api: Api, chat: Chat, userId: string, signal: ApiSignal): Promise<Role | undefined> {
  try {
    const member = await api.raw.getChatMember({ chat_id: chat.chatId, user_id: Number(userId) }, signal)
    if (member.status === 'creator' || member.status === 'administrator') return 'admin'
    return isPresent(member) ? 'member' : 'none'
  } catch (error) {
    if (isRefused(error, /member not found|PARTICIPANT_ID_INVALID|USER_NOT_PARTICIPANT/i)) return 'none'
    if (isRefused(error, /CHAT_ADMIN_REQUIRED|member list is inaccessible|user not found/i)) return undefined
    throw error
  }
}

/** @returns whether the message is gone @throws GrammyError, HttpError */
export async function remove(api: Api, chat: Chat, messageId: string, signal: ApiSignal): Promise<boolean> {
  try {
    return await api.raw.deleteMessage({ chat_id: chat.chatId, message_id: Number(messageId) }, signal)
  } catch (error) {
    if (isRefused(error, /message to delete not found/i)) return true
    if (isRefused(error, /message can't be deleted|not enough rights|MESSAGE_DELETE_FORBIDDEN/i)) return false
    throw error
  }
}

/** @returns false where the group allows no such reaction @throws GrammyError, HttpError */
export async function react(api: Api, chat: Chat, messageId: string, signal: ApiSignal): Promise<boolean> {
  try {
    const reaction = [{ type: 'emoji' as const, emoji: RECEIVED } as const]
    return await api.raw.setMessageReaction({ chat_id: chat.chatId, message_id: Number(messageId), reaction }, signal)
  } catch (error) {
    if (isRefused(error, /REACTION|message to react not found/i)) return false
    throw error
  }
}

function isRefused(error: unknown, why: RegExp): boolean {
  return error instanceof GrammyError && error.error_code === 400 && why.test(error.description)
}
