import { telegramChannel } from '../../../../adapters/channels/telegram/channel.ts'
import { describeChannel } from '../../../contracts/channel.ts'
import { startBotApi } from '../../../support/bot-api-server.ts'
import { hurriedClock } from '../../../support/telegram/clock.ts'
import { freePort, quiet } from './harness.ts'

async function makeHarness(webhook: boolean) {
  const api = await startBotApi()
  api.open(1, 2)
  const port = await freePort()
  const channel = telegramChannel({
    token: api.token,
    apiRoot: api.url,
    clock: hurriedClock(),
    logger: quiet,
    webhook: webhook
      ? { url: `http://127.0.0.1:${port}/hook`, secret: 'hush-hush', host: '127.0.0.1', port }
      : undefined,
  })
  const fault = (code: number, description?: string) => () =>
    api.fault({ method: 'sendMessage', error: { code, ...(description && { description }) } })
  return {
    channel,
    chat: (n: number) => ({ channel: 'telegram', chatId: String(n), kind: 'direct' as const }),
    say: (n: number, text: string) => api.say(n, text),
    sendFile: (n: number, file: { name: string; content: Uint8Array; size?: number }, caption = '') =>
      api.say(n, caption, { file }),
    failFile: {
      unavailable: () => api.fault({ method: 'file', cut: 'response' }),
      'rate-limited': () => api.fault({ method: 'getFile', error: { code: 429 } }),
      'too-large': () =>
        api.fault({ method: 'getFile', error: { code: 400, description: 'Bad Request: file is too big' } }),
      'invalid-message': () => api.fault({ method: 'getFile', error: { code: 400 } }),
    },
    press: (n: number, label: string) => api.press(n, label),
    async seen(n: number) {
      const message = await api.next(n)
      const { text, document: file, photo } = message
      return { text, labels: message.buttons.flat().map((b) => b.text), file, picture: photo?.width }
    },
    group: {
      chat: { channel: 'telegram', chatId: '-700', kind: 'group' as const },
      say: (n: number, text: string) => String(api.say(n, text, { chatId: -700 }).message_id),
      seen: (n: number) => ({ alone: api.whispers(-700, n), all: api.sent(-700).map((message) => message.text) }),
      permit: () => api.allows(1, -700, { delete: true }),
    },
    fail: {
      'rate-limited': fault(429),
      blocked: fault(403),
      auth: fault(401),
      conflict: fault(409),
      unavailable: () => api.fault({ method: 'sendMessage', cut: 'before' }),
      'invalid-message': fault(400, 'Bad Request: message text is empty: "绝密的回答"'),
      migrated: () =>
        api.fault({ method: 'sendMessage', error: { code: 400, description: 'upgraded', migrate_to_chat_id: -100 } }),
    },
    secrets: [api.token, 'hush-hush'],
    close: () => api.close(),
  }
}

describeChannel('telegram, polling', () => makeHarness(false))
describeChannel('telegram, webhook', () => makeHarness(true))
