import type { InlineKeyboardButton } from 'grammy/types'
import { type Api, GrammyError, InputFile } from 'grammy/web'
import { type Block, ChannelError, type Chat, type Choice, type OutboundMessage } from '../../../src/ports/channel.ts'
import { toHtml } from '../../../src/render/html.ts'
import { toPlain } from '../../../src/render/plain.ts'
import { isEntityError, isNotModified } from './errors.ts'
import type { ApiSignal } from './network.ts'

/** Bot API limit for what a button sends back. */
const MAX_DATA_BYTES = 64
/** Of a caption, after its markup is parsed. */
const MAX_CAPTION = 1024

type Text = { text: string; parse_mode?: 'HTML' }

/**
 * Delivers one message in one call: a text, an edit of one, a file or a picture with the text as its caption. A text too
 * long for a caption follows its picture in a call of its own, and the message is that one.
 * Markup that Telegram refuses is sent again as plain text.
 * @throws GrammyError, HttpError; ChannelError `invalid-message` for a choice that no button can carry
 */
export async function deliver(
  api: Api,
  chat: Chat,
  message: OutboundMessage,
  signal: ApiSignal,
): Promise<{ messageId: string }> {
  const { file, edits, only, picture } = message
  const call = file ? sendFile : edits !== undefined ? editText : picture && only === undefined ? sendPicture : sendText
  try {
    return await call(api, chat, message, { text: toHtml(message), parse_mode: 'HTML' }, signal)
  } catch (error) {
    if (!isEntityError(error)) throw error
    return await call(api, chat, message, { text: toPlain(message) }, signal)
  }
}

async function sendText(api: Api, chat: Chat, message: OutboundMessage, text: Text, signal: ApiSignal) {
  const sent = await api.raw.sendMessage(
    {
      ...target(chat),
      ...text,
      ...keyboard(message),
      link_preview_options: { is_disabled: true },
      ...(message.only !== undefined && { ephemeral_message_parameters: { receiver_user_id: Number(message.only) } }),
    },
    signal,
  )
  return { messageId: String(sent.message_id) }
}

async function editText(api: Api, chat: Chat, message: OutboundMessage, text: Text, signal: ApiSignal) {
  const messageId = String(message.edits)
  try {
    await api.raw.editMessageText(
      {
        chat_id: chat.chatId,
        message_id: Number(messageId),
        ...text,
        ...keyboard(message),
        link_preview_options: { is_disabled: true },
      },
      signal,
    )
  } catch (error) {
    if (!isNotModified(error)) throw error
  }
  return { messageId }
}

async function sendFile(api: Api, chat: Chat, message: OutboundMessage, text: Text, signal: ApiSignal) {
  const file = message.file ?? { name: '', text: '' }
  const { text: caption, ...mode } = text
  const sent = await api.raw.sendDocument(
    {
      ...target(chat),
      document: new InputFile(Buffer.from(file.text), file.name),
      ...(caption !== '' && { caption, ...mode }),
      ...keyboard(message),
    },
    signal,
  )
  return { messageId: String(sent.message_id) }
}

/** Where pictures are refused, as in a group that allows none, its words go alone. */
async function sendPicture(api: Api, chat: Chat, message: OutboundMessage, text: Text, signal: ApiSignal) {
  try {
    return await sendPhoto(api, chat, message, text, signal)
  } catch (error) {
    if (!isPhotoRefused(error)) throw error
    const { picture, ...rest } = message
    const alt: Block = { kind: 'text', spans: [picture?.alt ?? ''] }
    return deliver(api, chat, { ...rest, blocks: [alt, ...message.blocks] }, signal)
  }
}

function isPhotoRefused(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    error.method === 'sendPhoto' &&
    error.error_code === 400 &&
    error.parameters.migrate_to_chat_id === undefined &&
    !isEntityError(error)
  )
}

async function sendPhoto(api: Api, chat: Chat, message: OutboundMessage, text: Text, signal: ApiSignal) {
  const fits = toPlain(message).length <= MAX_CAPTION
  const { text: caption, ...mode } = text
  const sent = await api.raw.sendPhoto(
    {
      ...target(chat),
      photo: new InputFile(message.picture?.png ?? new Uint8Array(), 'card.png'),
      ...(fits && caption !== '' && { caption, ...mode }),
      ...(fits && keyboard(message)),
    },
    signal,
  )
  return fits ? { messageId: String(sent.message_id) } : sendText(api, chat, message, text, signal)
}

function target(chat: Chat): { chat_id: string; message_thread_id?: number } {
  return { chat_id: chat.chatId, ...(chat.threadId !== undefined && { message_thread_id: Number(chat.threadId) }) }
}

function keyboard(message: OutboundMessage) {
  const rows = (message.choices ?? []).filter((row) => row.length > 0)
  return rows.length > 0 ? { reply_markup: { inline_keyboard: rows.map((row) => row.map(button)) } } : {}
}

function button(choice: Choice): InlineKeyboardButton {
  if (choice.url !== undefined) return { text: choice.label, url: choice.url }
  const bytes = Buffer.byteLength(choice.id)
  if (bytes === 0 || bytes > MAX_DATA_BYTES)
    throw new ChannelError('invalid-message', `a choice's id has ${bytes} bytes, not 1–${MAX_DATA_BYTES}`)
  return { text: choice.label, callback_data: choice.id }
}
