/**
 * A chat network as the core sees it. A channel only carries: it turns the network's updates into
 * InboundEvents and OutboundMessages into the network's calls. No practice logic, no words of its own.
 */

/** A conversation on a network. `chatId` and `threadId` are the network's own ids, as text. */
export interface Chat {
  channel: string
  chatId: string
  kind: 'direct' | 'group'
  /** A forum topic inside a group, where the network has them. */
  threadId?: string | undefined
}

export interface Sender {
  channel: string
  userId: string
  /** What the network calls the person; shown, never stored for direct chats, never logged. */
  name?: string | undefined
  /**
   * Not as a person: `group` is one of the group's administrators writing as the group itself (anonymously), `channel`
   * a channel or another group. `userId` is then that chat's.
   */
  as?: 'group' | 'channel' | undefined
}

/** What a message carried instead of text. Only the kind matters to the core. */
export type Attachment = 'voice' | 'photo' | 'sticker' | 'document' | 'money' | 'other'

/** A file that came with a message. Its content is fetched apart, when somebody wants it. */
export interface InboundFile {
  /** The network's own id of it, for `Channel.fetchFile`; it still leads there after a restart. */
  id: string
  /** As its sender named it; '' where the network does not tell. */
  name: string
  /** Bytes, if the network tells. */
  size?: number | undefined
}

interface InboundBase {
  /**
   * The network's id of this event, unique within the channel for at least 48 h. An event that the network
   * delivers again carries the same id: that is how its effect happens once.
   */
  eventId: string
  chat: Chat
  from: Sender
  /** When the network says it was sent, epoch milliseconds. For an edit: when the original was sent. */
  at: number
  /** BCP 47 tag of the sender's app, if the network tells. */
  locale?: string | undefined
  /** IANA time zone of the sender's device, if the network tells. */
  zone?: string | undefined
}

export type InboundEvent =
  /** A text, or something that is not text (`attachment`). A caption is the text of its attachment. */
  | (InboundBase & {
      type: 'message'
      messageId: string
      text: string
      attachment?: Attachment | undefined
      /** The attachment as a file, where the channel can hand files over. */
      file?: InboundFile | undefined
      /** The message it answers, when the sender used the network's reply function. */
      replyTo?: string | undefined
      forwarded?: boolean | undefined
      /** In a group, seen by its sender and the bot alone. */
      unseen?: boolean | undefined
      /** Meant for the bot: always true in direct chats; in groups a command, a mention or a reply to the bot. */
      addressed: boolean
    })
  /** A button was pressed; `choice` is the Choice.id it carried, `messageId` the message it stood under. */
  | (InboundBase & { type: 'action'; choice: string; messageId?: string | undefined })
  /** A message was changed; `text` empty: it was taken back. `replyTo`: the message it answers. */
  | (InboundBase & { type: 'edited'; messageId: string; text: string; replyTo?: string | undefined })
  /**
   * The bot was added to / removed from a group; a learner blocked / unblocked it, or a group forbade / allowed it to
   * write.
   */
  | (InboundBase & { type: 'joined' })
  | (InboundBase & { type: 'left' })
  | (InboundBase & { type: 'blocked' })
  | (InboundBase & { type: 'unblocked' })
  /** Somebody joined or left a group, where the network tells. `from` is that person. */
  | (InboundBase & { type: 'member'; change: 'joined' | 'left' })
  /** A group got a new id. `chat` is the old one. */
  | (InboundBase & { type: 'migrated'; toChatId: string })
  /** The chat's input is over (piped input reached its end): nothing more will come from there. */
  | (InboundBase & { type: 'ended' })

/** Something the learner can pick. `id` comes back as the action's `choice`: at most 64 bytes of UTF-8. */
export interface Choice {
  id: string
  label: string
  /** Several may be picked in one message ("1 3"): the ticks of a checklist. */
  multi?: true | undefined
  /** A link instead of an action. */
  url?: string | undefined
}

/** Inline text. Never markup: a channel escapes what its network would interpret. */
export type Span = string | { bold: string } | { italic: string } | { code: string }

/** A paragraph, or a quotation; `collapsed` is folded where the network can (the long model answer). */
export type Block = { kind: 'text'; spans: Span[] } | { kind: 'quote'; spans: Span[]; collapsed?: boolean | undefined }

/** A message in the core's terms; `src/render` turns it into HTML or plain text and splits what is too long. */
export interface Message {
  blocks: Block[]
  /** Rows of choices, shown as buttons or as a numbered list. */
  choices?: Choice[][] | undefined
}

export interface OutboundMessage extends Message {
  /** Replace this message instead of sending a new one (capability `edit`). */
  edits?: string | undefined
  /** In a group, to be seen by this person alone (capability `unseen`). May get lost. */
  only?: string | undefined
  file?: { name: string; text: string } | undefined
  /** A PNG to be shown, the text being its caption (capability `images`). `alt`: what it shows, for those who hear it. */
  picture?: { png: Uint8Array; alt: string } | undefined
}

export interface Capabilities {
  /** `buttons`: the network shows choices itself. `typed`: the core numbers them and reads the numbers back. */
  choices: 'buttons' | 'typed'
  edit: boolean
  /** Longest text of one message, UTF-16 code units after markup is parsed. */
  maxTextLength: number
  commandMenu: boolean
  /** User ids last for ever. */
  stableUserIds: boolean
  images: boolean
  /** Learners can send it files: a message may bring one, and `fetchFile` gets its content. */
  files: boolean
  /** It runs only while its learner has it open: closed, it is not out of reach. */
  opened?: boolean
  /** In groups, messages that only one person and the bot see. */
  unseen?: boolean
  /** The network names the administrators of a group, of every group. */
  admins?: boolean
  /** In groups all that is said reaches the bot, not only what is meant for it: it is spoken to by mentioning it. */
  hearsAll?: boolean
  /** So many of a chat's last messages the channel keeps itself, on the bot's machine; see `Channel.forget`. */
  keeps?: number
  /** What the pump keeps to. */
  pace: Pace
}

/** How fast a network may be written to, messages a second; Infinity where it sets no limit. */
export interface Pace {
  /** In one chat: so many at once, then so many a second. */
  perChat: { burst: number; perSecond: number }
  /** In one group, where that differs; edits count too. */
  perGroup?: { burst: number; perSecond: number }
  /** In all. */
  overall: number
  /** Of what the bot sends by itself: daily questions and reminders. */
  broadcast: number
  /** On a network that watches for machines. */
  human?: HumanPace
}

/** One message at a time, with the pauses of a person. Times of day are minutes after midnight in `zone`. */
export interface HumanPace {
  /** Pause before writing to another chat than the last, ms: a random length from `min` to `max`. */
  betweenChats: { min: number; max: number }
  /** What the bot sends by itself waits a random time first, at most so long, ms. */
  spread: number
  /** Messages a calendar day in all; what is over waits for the next. */
  perDay: number
  /** When nothing is sent unasked; answers are. May go past midnight. */
  quiet: { from: number; to: number } | null
  zone: string
}

/** The menu of commands for one audience. `language` undefined: for everyone without a menu in their own. */
export interface CommandMenu {
  scope: 'direct' | 'group'
  language?: string | undefined
  /** `unseen`: in groups what is sent with it is for the bot alone, where the network can (capability `unseen`). */
  commands: { name: string; description: string; unseen?: boolean }[]
}

/** What somebody is in a group; `present`: in it, and who its admins are the network does not tell. */
export type Role = 'admin' | 'member' | 'present' | 'none'

/**
 * Hands one event to the core. Resolves when its effect is durably committed (or was before): only then may
 * the channel tell the network that the update is done with. Never rejects for a learner's bad input.
 */
export type InboundHandler = (event: InboundEvent) => Promise<void>

/** What a channel tells the process that runs it. */
export interface ChannelHost {
  handle: InboundHandler
  /** The channel can (`up`) or cannot (`down`) take answers; counted against streaks as downtime. */
  connectivity(state: 'up' | 'down', cause?: ChannelError): void
}

export interface Channel {
  readonly name: string
  readonly capabilities: Capabilities
  /**
   * Where the pages are for those who chat here, put before their paths; '' for a chat that is itself on the pages'
   * server. Undefined: at the operator's public address, if there is one.
   */
  readonly pagesAt?: string
  /**
   * Connects. Resolves when the backlog of updates that waited while the bot was down has been handled, so
   * that no reminder or verdict about a day precedes an answer already sent.
   * @throws ChannelError kind `auth` when the network refuses the credentials
   */
  start(host: ChannelHost): Promise<void>
  /** Takes no more events; resolves when those already taken are committed. Sends still work until the pump stops. */
  stop(): Promise<void>
  /**
   * Delivers one message, whole. `signal` aborts a send whose outcome nobody waits for any more.
   * @throws ChannelError for everything the network refuses
   */
  send(chat: Chat, message: OutboundMessage, signal?: AbortSignal): Promise<{ messageId?: string | undefined }>
  /**
   * The content of a file a learner sent (capability `files`), never more than `limit` bytes. Ends within minutes.
   * @throws ChannelError `too-large` beyond the limit or the network's own; `invalid-message` when the file is gone
   */
  fetchFile?(id: string, limit: number, signal?: AbortSignal): Promise<Uint8Array>
  publishCommands?(menus: CommandMenu[]): Promise<void>
  /** Removes what the channel itself keeps of this person's direct chat: they had their data deleted. */
  forget?(userId: string): Promise<void>
  /**
   * What this person is in the group, as the network knows it now; undefined when it will not tell.
   * @throws ChannelError when it cannot be asked
   */
  roleOf?(chat: Chat, userId: string): Promise<Role | undefined>
  /** Takes away somebody's message. @returns whether it is gone; false: the bot may not @throws ChannelError */
  remove?(chat: Chat, messageId: string): Promise<boolean>
  /** Marks somebody's message as received. @returns false where that cannot be @throws ChannelError */
  acknowledge?(chat: Chat, messageId: string): Promise<boolean>
  /** A link that opens a direct chat with the bot and starts it with `payload` ([A-Za-z0-9_-]{1,64}). */
  deepLink?(payload: string): string | undefined
}

/**
 * Why a network call failed, in terms the pump acts on:
 * - `rate-limited`: try again after `retryAfterMs`
 * - `blocked`: this chat will not take messages until its owner writes again
 * - `migrated`: the chat lives on as `toChatId`
 * - `auth`: the credentials are wrong or revoked; nothing will work until the operator acts
 * - `logged-out`: somebody has to log in again, which needs no restart; `fix` says how. Messages wait for it
 * - `conflict`: another process reads the same bot's updates
 * - `unavailable`: the network or the way to it failed. `outcome` says whether the message may have gone out
 * - `invalid-message`: this message will never be accepted, this file never be had
 * - `too-large`: a file has more bytes than may be had
 * `message` never contains a token or a learner's text.
 */
export class ChannelError extends Error {
  override readonly name = 'ChannelError'
  readonly kind: ChannelErrorKind
  readonly retryAfterMs: number | undefined
  readonly toChatId: string | undefined
  /** For `unavailable`: `not-sent` when the request certainly never reached the network. */
  readonly outcome: 'not-sent' | 'unknown'
  /** What the operator can do about it. */
  readonly fix: string | undefined
  /** Where they can do it, for `logged-out`. Of use for some minutes only. */
  readonly link: string | undefined

  constructor(
    kind: ChannelErrorKind,
    message: string,
    details: {
      retryAfterMs?: number
      toChatId?: string
      outcome?: 'not-sent' | 'unknown'
      fix?: string
      link?: string
    } = {},
  ) {
    super(message)
    this.kind = kind
    this.retryAfterMs = details.retryAfterMs
    this.toChatId = details.toChatId
    this.outcome = details.outcome ?? 'not-sent'
    this.fix = details.fix
    this.link = details.link
  }
}

export type ChannelErrorKind =
  | 'rate-limited'
  | 'blocked'
  | 'migrated'
  | 'auth'
  | 'logged-out'
  | 'conflict'
  | 'unavailable'
  | 'invalid-message'
  | 'too-large'
