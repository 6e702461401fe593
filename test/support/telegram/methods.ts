import { pngSize } from '../png.ts'
import { type Entity, HtmlError, parseHtml } from './html.ts'
import { asMessage, type Button, type FakeChat, Refusal, type SentMessage, type World } from './world.ts'

/** A call's parameters: JSON values, or texts when they came as a form. A file is a FormFile. */
export type Params = Record<string, unknown>
export interface FormFile {
  name: string
  data: Buffer
}

const bad = (description: string) => new Refusal(400, `Bad Request: ${description}`)

/** The methods that answer at once (getUpdates waits; it is the server's). Each validates as Telegram does. */
export const METHODS: Record<string, (world: World, params: Params) => unknown> = {
  getMe: (world) => ({ ...world.bot, can_join_groups: true, can_read_all_group_messages: false }),

  sendMessage(world, params) {
    const chat = world.speakable(params.chat_id)
    const { text, entities } = content(params, 'text', 4096)
    if (text === '') throw bad('message text is empty')
    const alone = parsed(params.ephemeral_message_parameters) as { receiver_user_id?: number } | undefined
    if (alone !== undefined) return whisper(world, chat, alone, text, keyboard(params))
    return show(world, chat, { raw: String(params.text), text, entities, ...placing(chat, params) })
  },

  sendDocument(world, params) {
    const chat = world.speakable(params.chat_id)
    const file = params.document as FormFile | undefined
    if (!(file?.data instanceof Buffer)) throw bad('there is no document in the request')
    if (file.data.length === 0) throw bad('file must be non-empty')
    const { text, entities } = content(params, 'caption', 1024)
    const document = { name: file.name, text: file.data.toString() }
    return show(world, chat, { raw: String(params.caption ?? ''), text, entities, document, ...placing(chat, params) })
  },

  sendPhoto(world, params) {
    const chat = world.speakable(params.chat_id)
    const file = params.photo as FormFile | undefined
    if (!(file?.data instanceof Buffer)) throw bad('there is no photo in the request')
    if (file.data.length === 0) throw bad('file must be non-empty')
    if (file.data.length > 10 * 2 ** 20) throw bad('file is too big')
    const size = pngSize(file.data)
    if (size === undefined) throw bad('IMAGE_PROCESS_FAILED')
    if (size.width + size.height > 10_000 || Math.max(size.width / size.height, size.height / size.width) > 20)
      throw bad('PHOTO_INVALID_DIMENSIONS')
    const { text, entities } = content(params, 'caption', 1024)
    const photo = { ...size, data: file.data }
    return show(world, chat, { raw: String(params.caption ?? ''), text, entities, photo, ...placing(chat, params) })
  },

  editMessageText(world, params) {
    const chat = world.speakable(params.chat_id)
    const message = chat.sent.get(Number(params.message_id))
    if (!message)
      throw bad(chat.received.has(Number(params.message_id)) ? "message can't be edited" : 'message to edit not found')
    if (message.document || message.photo) throw bad('there is no text in the message to edit')
    const { text, entities } = content(params, 'text', 4096)
    if (text === '') throw bad('message text is empty')
    const buttons = keyboard(params)
    const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
    if (text === message.text && same(entities, message.entities) && same(buttons, message.buttons))
      throw bad(
        'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      )
    const edited = { ...message, text, raw: String(params.text), entities, buttons, edits: message.edits + 1 }
    return publish(world, chat, edited)
  },

  answerCallbackQuery(world, params) {
    const callback = world.callbacks.get(String(params.callback_query_id))
    if (!callback || callback.answered)
      throw bad('query is too old and response timeout expired or query ID is invalid')
    callback.answered = true
    return true
  },

  getFile(world, params) {
    const file = world.files.get(String(params.file_id))
    if (!file) throw bad('wrong file_id or the file is temporarily unavailable')
    if (file.size > 20 * 2 ** 20) throw bad('file is too big')
    return { file_id: params.file_id, file_unique_id: 'u', file_size: file.size, file_path: file.path }
  },

  setMyCommands(world, params) {
    const commands = parsed(params.commands)
    if (!Array.isArray(commands) || commands.length > 100) throw bad("can't parse commands list")
    for (const { command, description, is_ephemeral = false } of commands) {
      if (typeof is_ephemeral !== 'boolean')
        throw bad('can\'t parse BotCommand: Field "is_ephemeral" must be of type Boolean')
      if (!/^[a-z0-9_]{1,32}$/.test(command)) throw bad('BOT_COMMAND_INVALID')
      if (typeof description !== 'string' || description.length < 1 || description.length > 256)
        throw bad('BOT_COMMAND_DESCRIPTION_INVALID')
    }
    const language = String(params.language_code ?? '')
    if (!/^([a-z]{2})?$/.test(language)) throw bad('LANG_CODE_INVALID')
    const scope = parsed(params.scope) as { type?: string } | undefined
    world.commands.set(`${scope?.type ?? 'default'} ${language}`.trim(), commands)
    return true
  },

  deleteWebhook(world, params) {
    world.webhook = undefined
    if (params.drop_pending_updates) world.queue = []
    return true
  },

  setWebhook(world, params) {
    const url = String(params.url ?? '')
    // Telegram wants https; loopback is let through so that tests need no certificates.
    if (!/^https:\/\/|^http:\/\/127\.0\.0\.1[:/]/.test(url))
      throw bad('bad webhook: An HTTPS URL must be provided for webhook')
    const secret = params.secret_token === undefined ? undefined : String(params.secret_token)
    if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret)) throw bad('secret token contains unallowed characters')
    subscribe(world, params)
    world.webhook = { url, ...(secret !== undefined && { secret }) }
    return true
  },

  getWebhookInfo: (world) => ({
    url: world.webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: world.queue.length,
    ...(world.webhook?.lastError && { last_error_message: world.webhook.lastError }),
  }),

  getChatMember(world, params) {
    const chat = world.writable(params.chat_id)
    const user = world.users.get(Number(params.user_id))
    if (user === undefined) throw bad('user not found')
    return { status: chat.people.get(user.id) ?? 'member', user }
  },

  deleteMessage(world, params) {
    const chat = world.writable(params.chat_id)
    const id = Number(params.message_id)
    const own = chat.sent.has(id)
    if (!own && !chat.received.has(id)) throw bad('message to delete not found')
    if (!own && !chat.rights.delete && chat.chat.type !== 'private') throw bad("message can't be deleted")
    chat.sent.delete(id)
    chat.received.delete(id)
    return true
  },

  setMessageReaction(world, params) {
    const chat = world.writable(params.chat_id)
    const id = Number(params.message_id)
    if (!chat.received.has(id)) throw bad('message to react not found')
    const reaction = (parsed(params.reaction) ?? []) as { type?: string; emoji?: string }[]
    const [first] = reaction
    if (reaction.length > 1 || (first && !/^(👍|👎|❤|🔥|👌|🙏|👀|🎉|✍)$/u.test(first.emoji ?? '')))
      throw bad('REACTION_INVALID')
    if (first) chat.reactions.set(id, first.emoji ?? '')
    else chat.reactions.delete(id)
    return true
  },
}

/** Remembers the types of updates wanted from now on, as Telegram does: until told otherwise. */
export function subscribe(world: World, params: Params): void {
  const allowed = parsed(params.allowed_updates)
  if (allowed === undefined) return
  if (!Array.isArray(allowed)) throw bad("can't parse allowed updates: Expected an Array of String")
  world.allowed = allowed
}

function content(params: Params, field: string, limit: number): { text: string; entities: Entity[] } {
  const raw = String(params[field] ?? '')
  const mode = params.parse_mode
  if (mode !== undefined && String(mode).toLowerCase() !== 'html') throw bad('unsupported parse_mode')
  try {
    const result = mode === undefined ? { text: raw.trim(), entities: [] } : parseHtml(raw)
    if (result.text.length > limit) throw bad(`message ${field === 'text' ? '' : 'caption '}is too long`)
    return result
  } catch (error) {
    throw error instanceof HtmlError ? bad(error.message) : error
  }
}

function placing(chat: FakeChat, params: Params) {
  const thread = params.message_thread_id === undefined ? undefined : Number(params.message_thread_id)
  if (thread !== undefined && !chat.topics.has(thread)) throw bad('message thread not found')
  return { ...(thread !== undefined && { thread_id: thread }), buttons: keyboard(params) }
}

function keyboard(params: Params): Button[][] {
  const markup = parsed(params.reply_markup) as { inline_keyboard?: Button[][] } | undefined
  if (markup === undefined) return []
  if (!Array.isArray(markup.inline_keyboard)) throw bad('object expected as reply markup')
  for (const button of markup.inline_keyboard.flat()) {
    if (!button.text?.trim()) throw bad("can't parse inline keyboard button: Text must be non-empty")
    if ((button.callback_data === undefined) === (button.url === undefined))
      throw bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    const bytes = Buffer.byteLength(button.callback_data ?? 'x')
    if (bytes < 1 || bytes > 64) throw bad('BUTTON_DATA_INVALID')
    if (button.url !== undefined && !/^(https?|tg):\/\//.test(button.url)) throw bad('BUTTON_URL_INVALID')
  }
  return markup.inline_keyboard.filter((row) => row.length > 0)
}

/** A message one person sees, and only now: it is no message of the chat. */
function whisper(
  world: World,
  chat: FakeChat,
  { receiver_user_id: user }: { receiver_user_id?: number },
  text: string,
  buttons: Button[][],
): unknown {
  if (chat.chat.type === 'private') throw bad('ephemeral messages can be sent only to groups')
  if (user === undefined || !world.users.has(user)) throw bad('receiver not found')
  chat.whispers.push({ user, text, buttons })
  const date = world.now()
  return { message_id: 0, ephemeral_message_id: chat.whispers.length, chat: chat.chat, from: world.bot, date, text }
}

function show(
  world: World,
  chat: FakeChat,
  message: Omit<SentMessage, 'message_id' | 'chat_id' | 'date' | 'edits'>,
): unknown {
  const message_id = chat.nextMessageId++
  return publish(world, chat, { message_id, chat_id: chat.chat.id, date: world.now(), edits: 0, ...message })
}

function publish(world: World, chat: FakeChat, message: SentMessage): unknown {
  chat.sent.set(message.message_id, message)
  chat.shown.push(message)
  world.changed()
  return asMessage(world, chat, message)
}

/** A parameter that is an object: given as one, or as its JSON text. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    throw bad("can't parse JSON object")
  }
}
