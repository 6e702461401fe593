import type { Update } from 'grammy/types'
import { describe, expect, it } from 'vitest'
import { toEvent, updateDate } from '../../../../adapters/channels/telegram/updates.ts'
import type { InboundEvent } from '../../../../src/ports/channel.ts'

const bot = { id: 42, username: 'Coach_Bot' }
const NOW = 1_900_000_000_000

const user = { id: 111, is_bot: false, first_name: '小', last_name: '明', language_code: 'zh-hans' }
const coach = { id: 42, is_bot: true, first_name: 'Coach', username: 'Coach_Bot' }
const direct = { id: 111, type: 'private', first_name: '小', last_name: '明' }
const group = { id: -1001, type: 'supergroup', title: '学习小组', is_forum: true }
const file = { file_id: 'x', file_unique_id: 'x' }
const base = { message_id: 9, from: user, chat: direct, date: 1_800_000_000 }
const command = (length: number, offset = 0) => ({ type: 'bot_command', offset, length })

const message = (fields: object) => toEvent({ update_id: 1, message: { ...base, ...fields } } as never, bot, NOW)
const inGroup = (fields: object) => message({ chat: group, ...fields })

it('reads a message in a direct chat whole', () => {
  expect(message({ text: '久期是加权平均时间' })).toEqual({
    type: 'message',
    eventId: 'tg:1',
    chat: { channel: 'telegram', chatId: '111', kind: 'direct' },
    from: { channel: 'telegram', userId: '111', name: '小 明' },
    locale: 'zh-hans',
    at: 1_800_000_000_000,
    messageId: '9',
    text: '久期是加权平均时间',
    addressed: true,
  } satisfies InboundEvent)
})

const contents: [string, object, object | undefined][] = [
  ['a voice', { voice: file }, { attachment: 'voice', text: '' }],
  ['an audio with a caption', { audio: file, caption: '我的答案' }, { attachment: 'voice', text: '我的答案' }],
  ['a round video', { video_note: file }, { attachment: 'voice' }],
  ['a photo', { photo: [file] }, { attachment: 'photo' }],
  ['a sticker', { sticker: { ...file, emoji: '👍' } }, { attachment: 'sticker', text: '' }],
  [
    'a document',
    { document: { ...file, file_name: '简历.docx', file_size: 7 }, caption: '简历' },
    { attachment: 'document', text: '简历', file: { id: 'x', name: '简历.docx', size: 7 } },
  ],
  ['a document without a name', { document: file }, { attachment: 'document', file: { id: 'x', name: '' } }],
  ['an animation (with its twin document)', { animation: file, document: file }, { attachment: 'other' }],
  ['a video', { video: file }, { attachment: 'other' }],
  ['a place', { location: { latitude: 0, longitude: 0 } }, { attachment: 'other' }],
  ['a poll', { poll: { id: '1' } }, { attachment: 'other' }],
  ['a forwarded text', { text: 'x', forward_origin: { type: 'hidden_user' } }, { forwarded: true }],
  ['a reply', { text: 'x', reply_to_message: { message_id: 3, from: coach } }, { replyTo: '3' }],
  ['a joined member', { new_chat_members: [user] }, undefined],
  ['a pinned message', { pinned_message: { message_id: 1 } }, undefined],
  ['a new topic', { forum_topic_created: { name: 'x' } }, undefined],
  ['a text by another bot', { text: 'x', from: { ...user, is_bot: true } }, undefined],
  ['a text without a sender', { text: 'x', from: undefined }, undefined],
  ['a post of a channel', { text: 'x', chat: { id: -5, type: 'channel', title: 'c' } }, undefined],
  [
    'the linked channel’s post',
    { text: 'x', sender_chat: { id: -5, type: 'channel' }, is_automatic_forward: true },
    undefined,
  ],
  ['a move to a new id', { migrate_to_chat_id: -1002, chat: group }, { type: 'migrated', toChatId: '-1002' }],
  ['the other side of the move', { migrate_from_chat_id: -1, chat: group }, undefined],
]

it.each(contents)('%s', (_, fields, expected) => {
  const event = message(fields)
  if (expected === undefined) expect(event).toBeUndefined()
  else expect(event).toMatchObject(expected)
})

const texts: [string, object, boolean, string?][] = [
  ['other talk', { text: '大家好' }, false],
  ['a command', { text: '/question 久期', entities: [command(9)] }, true],
  ['a command to this bot', { text: '/question@coach_bot 久期', entities: [command(19)] }, true, '/question 久期'],
  ['a command to another bot', { text: '/question@other_bot', entities: [command(19)] }, false],
  ['a command later in the text', { text: '试试 /question', entities: [command(9, 3)] }, false],
  ['a path that looks like a command', { text: '/etc/passwd' }, false],
  ['a mention', { text: '你好 @COACH_bot', entities: [{ type: 'mention', offset: 3, length: 10 }] }, true],
  [
    'a mention of someone else',
    { text: '@coach_bottom', entities: [{ type: 'mention', offset: 0, length: 13 }] },
    false,
  ],
  [
    'a mention by name',
    { text: '教练', entities: [{ type: 'text_mention', offset: 0, length: 2, user: coach }] },
    true,
  ],
  [
    'a mention in a caption',
    { photo: [file], caption: '@coach_bot', caption_entities: [{ type: 'mention', offset: 0, length: 10 }] },
    true,
  ],
  ['a reply to the bot', { text: '答案', reply_to_message: { message_id: 3, from: coach } }, true],
  ['a reply to someone else', { text: '对', reply_to_message: { message_id: 3, from: user } }, false],
  [
    'another bot’s command as a reply to this one',
    { text: '/x@other_bot', entities: [command(12)], reply_to_message: { message_id: 3, from: coach } },
    false,
  ],
]

it.each(texts)('in a group, %s', (_, fields, addressed, text) => {
  const event = inGroup(fields)
  expect(event).toMatchObject({ chat: { kind: 'group', chatId: '-1001' }, addressed })
  if (text !== undefined) expect(event).toMatchObject({ text })
})

describe('topics', () => {
  const topic = { message_thread_id: 77, is_topic_message: true, text: 'x' }

  it('name the thread, and no reply where the topic itself is “replied” to', () => {
    const event = inGroup({ ...topic, reply_to_message: { message_id: 77, from: coach, forum_topic_created: {} } })
    expect(event).toMatchObject({ chat: { threadId: '77' }, addressed: false })
    expect(event).not.toHaveProperty('replyTo')
    expect(inGroup({ ...topic, reply_to_message: { message_id: 78, from: coach } })).toMatchObject({ replyTo: '78' })
  })

  it('are not the reply chains of ordinary groups', () => {
    expect(inGroup({ text: 'x', message_thread_id: 77 })?.chat).not.toHaveProperty('threadId')
  })
})

it('takes an anonymous administrator, or a channel that writes, for the chat it writes as', () => {
  const from = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' }
  expect(inGroup({ text: 'x', from, sender_chat: group })?.from).toEqual({
    channel: 'telegram',
    userId: '-1001',
    name: '学习小组',
    as: 'group',
  })
  const other = { id: -1009, type: 'channel', title: '频道' }
  expect(inGroup({ text: 'x', from, sender_chat: other })?.from).toMatchObject({ userId: '-1009', as: 'channel' })
})

it('knows a message that nobody else sees, with an id of its own', () => {
  const event = inGroup({ text: '/answer 先倾听', entities: [command(7)], message_id: 0, ephemeral_message_id: 5 })
  expect(event).toMatchObject({ unseen: true, messageId: 'e5', text: '/answer 先倾听', addressed: true })
})

it('leaves its name out of what is said to it in a group', () => {
  const entities = [{ type: 'mention', offset: 0, length: 10 }]
  expect(inGroup({ text: '@COACH_bot 先倾听', entities })).toMatchObject({ text: '先倾听', addressed: true })
  expect(message({ text: '@COACH_bot 先倾听', entities })).toMatchObject({ text: '@COACH_bot 先倾听' })
})

it('dates an edit by the original', () => {
  const edited = { ...base, text: '改过', edit_date: 1_800_000_500 }
  const update = { update_id: 2, edited_message: edited } as unknown as Update
  expect(toEvent(update, bot, NOW)).toMatchObject({
    type: 'edited',
    messageId: '9',
    text: '改过',
    at: 1_800_000_000_000,
  })
  expect(updateDate(update)).toBe(1_800_000_500_000)
  expect(toEvent({ update_id: 3, edited_message: { ...base, location: {} } } as never, bot, NOW)).toBeUndefined()
})

describe('presses', () => {
  const press = (fields: object) =>
    toEvent({ update_id: 4, callback_query: { id: '1', from: user, chat_instance: 'c', ...fields } } as never, bot, NOW)
  const card = { ...base, from: coach, chat: group, is_topic_message: true, message_thread_id: 77 }

  it('are the presser’s, of now', () => {
    expect(press({ message: card, data: 'hint:1' })).toEqual({
      type: 'action',
      eventId: 'tg:4',
      chat: { channel: 'telegram', chatId: '-1001', kind: 'group', threadId: '77' },
      from: { channel: 'telegram', userId: '111', name: '小 明' },
      locale: 'zh-hans',
      at: NOW,
      choice: 'hint:1',
      messageId: '9',
    } satisfies InboundEvent)
  })

  it('may be under a message too old to be seen', () => {
    const message = { chat: direct, message_id: 5, date: 0 }
    expect(press({ message, data: 'x' })).toMatchObject({ type: 'action', messageId: '5', at: NOW })
  })

  it('without data or a chat are not the core’s', () => {
    expect(press({ message: card, game_short_name: 'g' })).toBeUndefined()
    expect(press({ inline_message_id: 'i', data: 'x' })).toBeUndefined()
  })
})

describe('membership', () => {
  const left = { status: 'left' }
  const muted = { status: 'restricted', is_member: true, can_send_messages: false }
  const changes: [string, object, object, object, string | undefined][] = [
    ['blocked', direct, { status: 'member' }, { status: 'kicked' }, 'blocked'],
    ['unblocked', direct, { status: 'kicked' }, { status: 'member' }, 'unblocked'],
    ['added to a group', group, left, { status: 'member' }, 'joined'],
    ['added as an administrator', group, left, { status: 'administrator' }, 'joined'],
    ['removed', group, { status: 'administrator' }, { status: 'kicked' }, 'left'],
    ['promoted', group, { status: 'member' }, { status: 'administrator' }, undefined],
    [
      'muted',
      group,
      { status: 'member' },
      { status: 'restricted', is_member: true, can_send_messages: false },
      'blocked',
    ],
    ['allowed to write again', group, muted, { status: 'administrator' }, 'unblocked'],
    ['restricted, but not in writing', group, { status: 'member' }, { ...muted, can_send_messages: true }, undefined],
    ['restricted and gone', group, { status: 'member' }, { status: 'restricted', is_member: false }, 'left'],
    ['added to a channel', { id: -5, type: 'channel', title: 'c' }, left, { status: 'administrator' }, undefined],
  ]

  it.each(changes)('%s', (_, chat, old_chat_member, new_chat_member, type) => {
    const my_chat_member = { chat, from: user, date: 1_800_000_000, old_chat_member, new_chat_member }
    const event = toEvent({ update_id: 5, my_chat_member } as never, bot, NOW)
    expect(event?.type).toBe(type)
    if (event) expect(event).toMatchObject({ at: 1_800_000_000_000, from: { userId: '111' } })
  })
})

describe('other people’s membership', () => {
  const member = (status: string) => ({ status, user: { id: 222, is_bot: false, first_name: '王' } })
  const change = (before: string, after: string) =>
    toEvent(
      {
        update_id: 8,
        chat_member: {
          chat: group,
          from: user,
          date: 1_800_000_000,
          old_chat_member: member(before),
          new_chat_member: member(after),
        },
      } as never,
      bot,
      NOW,
    )

  it('is told of whoever joins or leaves', () => {
    expect(change('member', 'left')).toMatchObject({
      type: 'member',
      change: 'left',
      from: { userId: '222', name: '王' },
    })
    expect(change('kicked', 'member')).toMatchObject({ type: 'member', change: 'joined' })
    expect(change('member', 'administrator')).toBeUndefined()
  })

  it('is told of those who leave by a service message too, but for bots', () => {
    expect(inGroup({ left_chat_member: member('').user })).toMatchObject({ type: 'member', change: 'left' })
    expect(inGroup({ left_chat_member: coach })).toBeUndefined()
  })
})

it('ignores updates nobody asked for', () => {
  expect(toEvent({ update_id: 6, channel_post: { ...base, text: 'x' } } as never, bot, NOW)).toBeUndefined()
  expect(toEvent({ update_id: 7 } as never, bot, NOW)).toBeUndefined()
})
