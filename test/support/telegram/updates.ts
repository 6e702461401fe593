import type { Update } from 'grammy/types'
import { type Params, subscribe } from './methods.ts'
import { Refusal, type World } from './world.ts'

/** The queue as getUpdates sees it: one poll at a time, and an offset that forgets what it passes, for ever. */
export class Poller {
  private readonly world: World
  private waiting: { end(updates: Update[] | Refusal): void } | undefined

  constructor(world: World) {
    this.world = world
  }

  /** Whether a long poll is waiting for updates. */
  get parked(): boolean {
    return this.waiting !== undefined
  }

  /** Ends the poll that waits, without updates, as after its timeout. */
  release(): void {
    this.waiting?.end([])
  }

  /** @throws Refusal */
  async getUpdates(params: Params, gone: AbortSignal): Promise<Update[]> {
    const { world } = this
    if (world.webhook)
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      )
    this.waiting?.end(
      new Refusal(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    )
    subscribe(world, params)
    const offset = Number(params.offset ?? 0)
    if (offset < 0) world.queue = world.queue.slice(offset)
    else if (offset > 0) {
      const kept = world.queue.findIndex((update) => update.update_id >= offset)
      world.queue = kept < 0 ? [] : world.queue.slice(kept)
    }
    const limit = Math.min(Math.max(Number(params.limit ?? 100) || 100, 1), 100)
    // Ids that started again below the offset of this poll stay hidden from it.
    const ready = () => {
      const first = world.queue.findIndex((update) => update.update_id >= offset)
      return first < 0 ? [] : world.queue.slice(first, first + limit)
    }
    world.changed()
    const now = ready()
    const timeout = Number(params.timeout ?? 0)
    return now.length > 0 || timeout <= 0 ? now : this.wait(ready, timeout, gone)
  }

  private async wait(ready: () => Update[], seconds: number, gone: AbortSignal): Promise<Update[]> {
    let ended: Update[] | Refusal | undefined
    const poll = {
      end: (result: Update[] | Refusal) => {
        if (this.waiting === poll) this.waiting = undefined
        ended = result
        this.world.changed()
      },
    }
    this.waiting = poll
    const timer = setTimeout(() => poll.end([]), seconds * 1000)
    const left = () => poll.end([])
    gone.addEventListener('abort', left, { once: true })
    this.world.changed()
    const result = await this.world.until(() => ended ?? nonEmpty(ready()))
    clearTimeout(timer)
    gone.removeEventListener('abort', left)
    if (this.waiting === poll) this.waiting = undefined
    if (result instanceof Refusal) throw result
    return result
  }
}

function nonEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined
}
