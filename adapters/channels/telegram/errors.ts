import { GrammyError, HttpError } from 'grammy/web'
import { ChannelError } from '../../../src/ports/channel.ts'
import { NetworkError } from './network.ts'

/** Refusals (400) after which this chat takes no messages until someone there acts. */
const CHAT_CLOSED =
  /chat not found|user not found|PEER_ID_INVALID|not enough rights|need administrator rights|CHAT_WRITE_FORBIDDEN|TOPIC_CLOSED|message thread not found|group chat was deactivated/i

export const fixes = {
  auth: 'the token is wrong or revoked: ask @BotFather for a new one (/token) and put it into TELEGRAM_BOT_TOKEN',
  conflict: 'another program polls with this token: stop it, or give this bot a token of its own',
  localFiles:
    'the server at TELEGRAM_API_ROOT runs with --local and keeps files on its own disk: start it without --local',
  network:
    'check the network; from mainland China set TELEGRAM_PROXY, or TELEGRAM_API_ROOT to a server you host yourself',
}

/** What the pump needs to know of a failed Bot API call. Neither token, URL nor payload gets into it. */
export function toChannelError(error: unknown): ChannelError {
  if (error instanceof ChannelError) return error
  if (error instanceof GrammyError) return refusal(error)
  const cause = error instanceof HttpError ? error.error : error
  if (cause instanceof NetworkError)
    return new ChannelError('unavailable', cause.message, {
      outcome: cause.sent ? 'unknown' : 'not-sent',
      fix: fixes.network,
    })
  return new ChannelError('unavailable', 'network failed', { outcome: 'unknown', fix: fixes.network })
}

function refusal({ error_code: code, description, parameters, method }: GrammyError): ChannelError {
  // Telegram quotes parts of the message in some descriptions.
  const message = `${method}: ${code} ${description.replace(/"[^"]*"/g, '"…"')}`
  if (parameters.migrate_to_chat_id !== undefined)
    return new ChannelError('migrated', message, { toChatId: String(parameters.migrate_to_chat_id) })
  if (code === 429)
    return new ChannelError('rate-limited', message, { retryAfterMs: (parameters.retry_after ?? 1) * 1000 })
  if (code === 401 || code === 404) return new ChannelError('auth', message, { fix: fixes.auth })
  if (code === 403) return new ChannelError('blocked', message)
  if (code === 409) return new ChannelError('conflict', message, { fix: fixes.conflict })
  if (code >= 500) return new ChannelError('unavailable', message, { outcome: 'unknown' })
  // What getFile says of more than the 20 MB a bot may have.
  if (/file is too big/i.test(description)) return new ChannelError('too-large', message)
  return new ChannelError(CHAT_CLOSED.test(description) ? 'blocked' : 'invalid-message', message)
}

/** An edit that would change nothing: the message already is as wanted. */
export function isNotModified(error: unknown): boolean {
  return error instanceof GrammyError && /message is not modified/i.test(error.description)
}

/** Telegram did not understand the markup. */
export function isEntityError(error: unknown): boolean {
  return error instanceof GrammyError && /can't parse entities/i.test(error.description)
}
