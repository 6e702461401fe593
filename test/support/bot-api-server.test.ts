import { Api, InputFile } from 'grammy'
import { describe, expect, it, onTestFinished } from 'vitest'
import { spawnBotApi, startBotApi } from './bot-api-server.ts'
import { parseHtml } from './telegram/html.ts'

/** The fake with grammY's own client, which knows nothing of it. */
async function open() {
  const fake = await startBotApi()
  onTestFinished(() => fake.close())
  return { fake, api: new Api(fake.token, { apiRoot: fake.url }) }
}

describe('getUpdates', () => {
  it('delivers again until an offset confirms, and never after', async () => {
    const { fake, api } = await open()
    for (const words of ['一', '二', '三']) fake.say(1, words)
    const ids = async (request: Parameters<typeof api.getUpdates>[0]) =>
      (await api.getUpdates(request)).map((update) => update.update_id)
    expect(await ids({})).toEqual([100_001, 100_002, 100_003])
    expect(await ids({ limit: 2 })).toEqual([100_001, 100_002])
    expect(await ids({ offset: 100_003 })).toEqual([100_003])
    expect(await ids({})).toEqual([100_003])
    expect(await ids({ offset: 100_004 })).toEqual([])
    expect(await ids({})).toEqual([])
  })

  it('waits for updates, and lets only one wait', async () => {
    const { fake, api } = await open()
    const first = api.getUpdates({ timeout: 30 })
    await fake.parked()
    const second = api.getUpdates({ timeout: 30 })
    await expect(first).rejects.toMatchObject({ error_code: 409 })
    fake.say(1, '到了')
    expect(await second).toMatchObject([{ message: { text: '到了' } }])
  })

  it('queues only the types asked for, and nothing while a webhook is set', async () => {
    const { fake, api } = await open()
    await api.getUpdates({ allowed_updates: ['message'] })
    fake.block(1)
    fake.say(1, '只有我')
    expect(await api.getUpdates()).toHaveLength(1)
    fake.setWebhook('http://127.0.0.1:9/')
    await expect(api.getUpdates()).rejects.toMatchObject({ error_code: 409 })
  })
})

describe('refusals', () => {
  it('are those of Telegram', async () => {
    const { fake, api } = await open()
    fake.open(1, 2)
    fake.block(2)
    const html = { parse_mode: 'HTML' } as const
    const keyboard = (data: string) => ({
      reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: data }]] },
    })
    const cases: [Promise<unknown>, number, RegExp][] = [
      [api.sendMessage(3, 'x'), 400, /chat not found/],
      [api.sendMessage(2, 'x'), 403, /blocked by the user/],
      [api.sendMessage(1, ' '), 400, /message text is empty/],
      [api.sendMessage(1, 'x'.repeat(4097)), 400, /message is too long/],
      [api.sendMessage(1, '1 < 2', html), 400, /Unclosed start tag at byte offset 2/],
      [api.sendMessage(1, '久<x>', html), 400, /Unsupported start tag "x" at byte offset 3/],
      [api.sendMessage(1, '<b>x', html), 400, /Can't find end tag corresponding to start tag "b"/],
      [api.sendMessage(1, '<b><i>x</b></i>', html), 400, /Unmatched end tag at byte offset 7, expected "<\/i>"/],
      [api.sendMessage(1, 'x', keyboard('久'.repeat(22))), 400, /BUTTON_DATA_INVALID/],
      [api.sendMessage(1, 'x', { message_thread_id: 5 }), 400, /message thread not found/],
      [api.editMessageText(1, 99, 'x'), 400, /message to edit not found/],
      [api.answerCallbackQuery('99'), 400, /query ID is invalid/],
      [
        api.sendDocument(1, new InputFile(Buffer.from('x'), 'a'), { caption: 'x'.repeat(1025) }),
        400,
        /caption is too long/,
      ],
      [new Api('42:wrong', { apiRoot: fake.url }).getMe(), 401, /Unauthorized/],
    ]
    for (const [call, error_code, description] of cases)
      await expect(call).rejects.toMatchObject({ error_code, description: expect.stringMatching(description) })
    expect(fake.sent(1)).toEqual([])
  })

  it('lets an edit through only when it changes something, and a press be answered once', async () => {
    const { fake, api } = await open()
    fake.open(1)
    const markup = { reply_markup: { inline_keyboard: [[{ text: '跳过', callback_data: 's' }]] } }
    const { message_id } = await api.sendMessage(1, '甲', markup)
    await expect(api.editMessageText(1, message_id, '甲', markup)).rejects.toThrow(/not modified/)
    const { callback_id } = fake.press(1, '跳过')
    await api.editMessageText(1, message_id, '甲')
    expect(() => fake.press(1, '跳过')).toThrow('no button')
    await api.answerCallbackQuery(callback_id)
    await expect(api.answerCallbackQuery(callback_id)).rejects.toThrow(/query is too old/)
  })
})

it('parses the HTML of messages as Telegram counts it', () => {
  expect(parseHtml(' <b>久&lt;期&#33;</b> &amp;&quot;&nope; a > b ')).toEqual({
    text: '久<期!  &"&nope; a > b'.replace('  ', ' '),
    entities: [{ type: 'bold', offset: 0, length: 4 }],
  })
  expect(parseHtml('<blockquote expandable>x</blockquote>').entities[0]?.type).toBe('expandable_blockquote')
})

it('fails after accepting, if told so', async () => {
  const { fake, api } = await open()
  fake.open(1)
  fake.fault({ method: 'sendMessage', error: { code: 500 }, accept: true })
  await expect(api.sendMessage(1, '到了')).rejects.toMatchObject({ error_code: 500 })
  fake.fault({ method: 'sendMessage', cut: 'after' })
  await expect(api.sendMessage(1, '也到了')).rejects.toThrow('Network request')
  expect(fake.sent(1).map((message) => message.text)).toEqual(['到了', '也到了'])
})

it('runs as a process of its own, with the same controls', async () => {
  const fake = await spawnBotApi({ username: 'other_bot' })
  onTestFinished(() => fake.close())
  const api = new Api(fake.token, { apiRoot: fake.url })
  expect((await api.getMe()).username).toBe('other_bot')
  await fake.say(1, '/start@other_bot')
  expect(await api.getUpdates()).toMatchObject([{ message: { entities: [{ type: 'bot_command', length: 16 }] } }])
  const next = fake.next(1)
  await api.sendMessage(1, '你好')
  expect(await next).toMatchObject({ text: '你好', chat_id: 1 })
  await expect(fake.press(1, '没有')).rejects.toThrow('no button')
})
