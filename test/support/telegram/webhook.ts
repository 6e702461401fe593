import type { Update } from 'grammy/types'
import type { World } from './world.ts'

/** Posts queued updates to the webhook, a chat's one after the other, each until it is answered with 2xx. */
export class Deliverer {
  private readonly world: World
  private readonly retryMs: number
  private readonly busy = new Set<string>()
  private stopped = false

  /** @param retryMs pause before an update that was refused is posted again */
  constructor(world: World, retryMs: number) {
    this.world = world
    this.retryMs = retryMs
    void world.until(() => {
      this.pump()
      return this.stopped || undefined
    })
  }

  stop(): void {
    this.stopped = true
    this.world.changed()
  }

  private pump(): void {
    if (!this.world.webhook || this.stopped) return
    for (const update of this.world.queue) {
      const key = chatKeyOf(update)
      if (this.busy.has(key)) continue
      this.busy.add(key)
      void this.post(update).then(() => {
        this.busy.delete(key)
        this.world.changed()
      })
    }
  }

  private async post(update: Update): Promise<void> {
    const { webhook } = this.world
    if (!webhook) return
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (webhook.secret !== undefined) headers['x-telegram-bot-api-secret-token'] = webhook.secret
    const status = await fetch(webhook.url, { method: 'POST', headers, body: JSON.stringify(update) }).then(
      (response) => response.status,
      () => 0,
    )
    if (status >= 200 && status < 300) this.world.queue = this.world.queue.filter((queued) => queued !== update)
    else {
      webhook.lastError = `Wrong response from the webhook: ${status}`
      await new Promise((resolve) => setTimeout(resolve, this.retryMs))
    }
  }
}

function chatKeyOf(update: Update): string {
  const source = update.message ?? update.edited_message ?? update.callback_query?.message ?? update.my_chat_member
  return String(source?.chat.id)
}
