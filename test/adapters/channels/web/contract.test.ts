import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ChannelHarness, describeChannel } from '../../../contracts/channel.ts'
import { type Browser, type PageMessage, textOf } from '../../../support/browser.ts'
import { site } from './harness.ts'

/* Through HTTP on loopback, as the page's script does it. */

async function makeHarness(): Promise<ChannelHarness> {
  const { chat, browser, folder, close } = await site({ start: false })
  const pages = new Map<number, Browser>()
  for (const n of [1, 2]) {
    const page = browser()
    await page.open()
    pages.set(n, page)
  }
  const page = (n: number) => pages.get(n) as Browser
  const told = new Map<number, number>()
  const { channel } = chat
  /** A file where the first learner's folder should be. */
  const obstacle = () => join(folder, 'chats', page(1).userId)
  let blocked = false
  return {
    channel: {
      ...channel,
      send: (...given) =>
        channel.send(...given).finally(() => {
          if (blocked) rmSync(obstacle())
          blocked = false
        }),
    },
    chat: (n) => ({ channel: 'web', chatId: page(n).userId, kind: 'direct' }),
    // Not waited for: the page too goes on while what was said is on its way.
    say: (n, text) => void page(n).says(text),
    press: (n, label) => void page(n).presses(label),
    async seen(n) {
      const from = told.get(n) ?? 0
      told.set(n, from + 1)
      return shownOf(page(n), await page(n).until(() => page(n).told[from]))
    },
    fail: {
      unavailable() {
        mkdirSync(dirname(obstacle()), { recursive: true })
        writeFileSync(obstacle(), '')
        blocked = true
      },
    },
    secrets: [page(1).cookie, page(2).cookie],
    close,
  }
}

async function shownOf(page: Browser, message: PageMessage) {
  const { choices, file, picture } = message
  const labels = choices?.flat().map(({ label }) => label)
  const text = textOf(message)
  if (picture !== undefined) {
    const png = Buffer.from(await (await page.request(`/chat/pictures/${message.id}`)).arrayBuffer())
    return { text, picture: png.readUInt32BE(16), ...(labels && { labels }) }
  }
  if (file === undefined) return { text, ...(labels && { labels }) }
  const answer = await page.request(`/chat/files/${message.id}`)
  return { text, file: { name: file.name, text: await answer.text() } }
}

describeChannel('web', makeHarness, {
  'backlog before start resolves':
    'a page keeps what was said while the bot was away; nobody knows how much is to come',
})
