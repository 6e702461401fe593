import { describe, expect, it } from 'vitest'
import { telegramChannel } from '../../../../adapters/channels/telegram/channel.ts'
import type { Chat, OutboundMessage } from '../../../../src/ports/channel.ts'
import { split } from '../../../../src/render/split.ts'
import { smallPng } from '../../../support/png.ts'
import type { Fault } from '../../../support/telegram/faults.ts'
import { bench, quiet } from './harness.ts'

const one: Chat = { channel: 'telegram', chatId: '1', kind: 'direct' }
const text = (words: string): OutboundMessage => ({ blocks: [{ kind: 'text', spans: [words] }] })

/** A bench whose learner 1 and group -100 have a chat with the bot. */
async function open() {
  const b = await bench()
  b.api.open(1, -100)
  return b
}

it('sends HTML, buttons and no link preview, into the topic', async () => {
  const b = await open()
  b.api.topic(-100, 7)
  const group: Chat = { channel: 'telegram', chatId: '-100', kind: 'group', threadId: '7' }
  await b.channel.send(group, {
    blocks: [
      { kind: 'text', spans: [{ bold: 'a<b' }] },
      { kind: 'quote', spans: ['答案'], collapsed: true },
    ],
    choices: [[{ id: 'go', label: '继续' }], [], [{ id: '', label: '更多', url: 'https://example.org/' }]],
  })
  expect(b.api.sent(-100)).toMatchObject([
    {
      raw: '<b>a&lt;b</b>\n<blockquote expandable>答案</blockquote>',
      text: 'a<b\n答案',
      thread_id: 7,
      buttons: [[{ text: '继续', callback_data: 'go' }], [{ text: '更多', url: 'https://example.org/' }]],
    },
  ])
  expect(await b.api.called('sendMessage')).toMatchObject({ link_preview_options: { is_disabled: true } })
})

it('sends plain text when Telegram does not understand the markup', async () => {
  const b = await open()
  const error = { code: 400, description: 'Bad Request: can\'t parse entities: Unsupported start tag "x"' }
  b.api.fault({ method: 'sendMessage', error })
  await b.channel.send(one, { blocks: [{ kind: 'quote', spans: [{ bold: 'a<b' }] }] })
  expect(b.api.sent(1)).toMatchObject([{ raw: '│ a<b', entities: [] }])

  b.api.fault({ method: 'sendMessage', error, times: 2 })
  await expect(b.channel.send(one, text('x'))).rejects.toMatchObject({ kind: 'invalid-message' })
})

it('edits; an edit that changes nothing is a success', async () => {
  const b = await open()
  const { messageId: edits } = await b.channel.send(one, { ...text('甲'), choices: [[{ id: 'a', label: 'A' }]] })
  for (const words of ['乙', '乙'])
    expect(await b.channel.send(one, { ...text(words), edits })).toEqual({ messageId: edits })
  expect(b.api.sent(1)).toMatchObject([{ text: '乙', buttons: [], edits: 1 }])
})

it('refuses an edit of a message that is gone or somebody else’s', async () => {
  const b = await open()
  const { message_id } = b.api.say(1, '我的')
  for (const edits of ['99', String(message_id)])
    await expect(b.channel.send(one, { ...text('乙'), edits })).rejects.toMatchObject({ kind: 'invalid-message' })
})

it('sends a file with its text as the caption', async () => {
  const b = await open()
  const file = { name: '记录.md', text: '第一天\r\n--\r\n"好"' }
  await b.channel.send(one, { ...text('给你'), file })
  await b.channel.send(one, { blocks: [], file })
  expect(b.api.sent(1)).toMatchObject([
    { text: '给你', document: file },
    { text: '', document: file },
  ])
})

it('refuses a choice that no button can carry', async () => {
  const b = await open()
  for (const id of ['', '久'.repeat(22)])
    await expect(b.channel.send(one, { ...text('问'), choices: [[{ id, label: 'x' }]] })).rejects.toMatchObject({
      kind: 'invalid-message',
    })
  expect(b.api.calls('sendMessage')).toBe(0)
})

it('takes 4096 characters, and what split() makes of more', async () => {
  const b = await open()
  await b.channel.send(one, text('&'.repeat(4096)))
  const long: OutboundMessage = { blocks: [{ kind: 'quote', spans: [{ bold: '<久期>。\n'.repeat(2000) }] }] }
  await expect(b.channel.send(one, long)).rejects.toMatchObject({ kind: 'invalid-message' })
  const parts = split(long, b.channel.capabilities.maxTextLength)
  for (const part of parts) await b.channel.send(one, part)
  expect(b.api.sent(1)).toHaveLength(1 + parts.length)
})

const failures: [string, Omit<Fault, 'method'>, object][] = [
  ['429', { error: { code: 429, retry_after: 9 } }, { kind: 'rate-limited', retryAfterMs: 9000 }],
  ['403', { error: { code: 403 } }, { kind: 'blocked' }],
  ['401', { error: { code: 401 } }, { kind: 'auth' }],
  ['404', { error: { code: 404 } }, { kind: 'auth' }],
  ['409', { error: { code: 409 } }, { kind: 'conflict' }],
  ['400', { error: { code: 400, description: 'Bad Request: message is too long' } }, { kind: 'invalid-message' }],
  [
    'no rights in a group',
    { error: { code: 400, description: 'Bad Request: not enough rights to send text messages to the chat' } },
    { kind: 'blocked' },
  ],
  [
    'migrated',
    { error: { code: 400, description: 'upgraded', migrate_to_chat_id: -1001234 } },
    { kind: 'migrated', toChatId: '-1001234' },
  ],
  ['5xx', { error: { code: 500 }, accept: true }, { kind: 'unavailable', outcome: 'unknown' }],
  ['a page of a load balancer', { page: '<html>' }, { kind: 'unavailable', outcome: 'unknown' }],
  ['cut before acceptance', { cut: 'before' }, { kind: 'unavailable', outcome: 'unknown' }],
  ['cut after acceptance', { cut: 'after' }, { kind: 'unavailable', outcome: 'unknown' }],
  ['cut in mid-response', { cut: 'response' }, { kind: 'unavailable', outcome: 'unknown' }],
]

it.each(failures)('%s becomes a typed error without the token', async (_, fault, expected) => {
  const b = await open()
  b.api.fault({ method: 'sendMessage', ...fault })
  const error = await b.channel.send(one, text('绝密')).catch((error: unknown) => error)
  expect(error).toMatchObject({ name: 'ChannelError', ...expected })
  expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toMatch(/AAFake|绝密/)
  await b.channel.send(one, text('再来'))
})

it('a chat that does not exist, blocked the bot, or moved', async () => {
  const b = await open()
  await expect(b.channel.send({ ...one, chatId: '5' }, text('x'))).rejects.toMatchObject({ kind: 'blocked' })
  b.api.block(1)
  await expect(b.channel.send(one, text('x'))).rejects.toMatchObject({ kind: 'blocked' })
  b.api.migrate(-100, -1_000_000_000_100)
  await expect(b.channel.send({ ...one, chatId: '-100' }, text('x'))).rejects.toMatchObject({
    kind: 'migrated',
    toChatId: '-1000000000100',
  })
})

it('knows that nothing was sent when there is no way to the network', async () => {
  const b = await open()
  for (const apiRoot of ['http://127.0.0.1:9', 'http://nowhere.invalid']) {
    const channel = telegramChannel({ token: b.api.token, apiRoot, clock: b.clock, logger: quiet })
    const error = await channel.send(one, text('x')).catch((error: unknown) => error)
    expect(error).toMatchObject({ kind: 'unavailable', outcome: 'not-sent' })
    expect((error as Error).message).not.toContain('AAFake')
  }
})

it('gives up a send after 30 s, or when nobody waits for it any more', async () => {
  const b = await open()
  b.api.fault({ method: 'sendMessage', hang: true, times: 2 })
  const slow = expect(b.channel.send(one, text('x'))).rejects.toMatchObject({ kind: 'unavailable', outcome: 'unknown' })
  await b.api.called('sendMessage')
  await b.clock.pass(30_000)
  await slow

  const controller = new AbortController()
  const dropped = expect(b.channel.send(one, text('x'), controller.signal)).rejects.toMatchObject({
    outcome: 'unknown',
  })
  await b.api.called('sendMessage', 2)
  controller.abort()
  await dropped
  await expect(b.channel.send(one, text('x'), controller.signal)).rejects.toMatchObject({ outcome: 'not-sent' })
})

it('publishes menus by audience and language, and links to itself', async () => {
  const b = await open()
  expect(b.channel.deepLink?.('x')).toBeUndefined()
  await b.channel.start(b.host)
  expect(b.channel.deepLink?.('join_1')).toBe('https://t.me/coach_bot?start=join_1')
  const commands = [{ name: 'question', description: '今天的题' }]
  await b.channel.publishCommands?.([
    { scope: 'direct', commands },
    { scope: 'group', language: 'zh-CN', commands },
  ])
  const published = [{ command: 'question', description: '今天的题' }]
  expect(b.api.commands()).toEqual({ all_private_chats: published, 'all_group_chats zh': published })
})

describe('a picture', () => {
  const picture = { png: smallPng, alt: '打卡日历：连续 3 天。' }
  const next = [[{ id: 'go', label: '继续' }]]
  const group: Chat = { channel: 'telegram', chatId: '-100', kind: 'group', threadId: '7' }

  it('has its words as caption, with markup and buttons, in its topic', async () => {
    const b = await open()
    b.api.topic(-100, 7)
    const sent = await b.channel.send(group, {
      blocks: [{ kind: 'text', spans: [{ bold: '连续 a<b' }] }],
      choices: next,
      picture,
    })
    expect(b.api.sent(-100)).toMatchObject([
      {
        message_id: Number(sent.messageId),
        photo: { width: 1 },
        text: '连续 a<b',
        raw: '<b>连续 a&lt;b</b>',
        thread_id: 7,
        buttons: [[{ text: '继续' }]],
      },
    ])
  })

  it.each([
    [1024, 1],
    [1025, 2],
  ])('with %i characters to say takes %i messages, the last with the buttons', async (length, count) => {
    const b = await open()
    const { messageId } = await b.channel.send(one, { ...text('久'.repeat(length)), choices: next, picture })
    const sent = b.api.sent(1)
    expect(sent.length).toBe(count)
    expect(sent[0]?.photo).toBeDefined()
    expect(sent.at(-1)).toMatchObject({ message_id: Number(messageId), text: '久'.repeat(length) })
    expect(sent.at(-1)?.buttons).toMatchObject([[{ text: '继续' }]])
  })

  it('that is refused, as in a group that allows no photos, is told in words', async () => {
    for (const description of ['not enough rights to send photos to the chat', 'IMAGE_PROCESS_FAILED']) {
      const b = await open()
      b.api.fault({ method: 'sendPhoto', error: { code: 400, description: `Bad Request: ${description}` } })
      await b.channel.send(one, { ...text('今天已经打卡。'), choices: next, picture })
      expect(b.api.sent(1)).toMatchObject([
        { text: '打卡日历：连续 3 天。\n\n今天已经打卡。', buttons: [[{ text: '继续' }]] },
      ])
    }
  })

  it('keeps its caption when Telegram does not understand the markup', async () => {
    const b = await open()
    const error = { code: 400, description: 'Bad Request: can\'t parse entities: Unsupported start tag "x"' }
    b.api.fault({ method: 'sendPhoto', error })
    await b.channel.send(one, { blocks: [{ kind: 'text', spans: [{ bold: 'a<b' }] }], picture })
    expect(b.api.sent(1)).toMatchObject([{ raw: 'a<b', photo: { width: 1 } }])
  })

  it.each([
    [
      { code: 429, retry_after: 3 },
      { kind: 'rate-limited', retryAfterMs: 3000 },
    ],
    [{ code: 403 }, { kind: 'blocked' }],
    [
      { code: 400, description: 'upgraded', migrate_to_chat_id: -200 },
      { kind: 'migrated', toChatId: '-200' },
    ],
  ])('%j means the same as for a text', async (error, wanted) => {
    const b = await open()
    b.api.fault({ method: 'sendPhoto', error })
    await expect(b.channel.send(one, { ...text('x'), picture })).rejects.toMatchObject(wanted)
    expect(b.api.sent(1)).toEqual([])
  })
})
