import type { Update } from 'grammy/types'
import type { Api } from 'grammy/web'
import type { Clock } from '../../../src/ports/clock.ts'
import type { Connection } from './connection.ts'
import { withDeadline } from './network.ts'
import { ALLOWED_UPDATES, updateDate } from './updates.ts'

const POLL_SECONDS = 30
/** A poll that the server should have answered long ago: the connection is dead. */
const POLL_DEADLINE_MS = (POLL_SECONDS + 10) * 1000
const CONFIRM_DEADLINE_MS = 2_000

interface PollingOptions {
  api: Api
  clock: Clock
  connection: Connection
  /** Aborted to stop. */
  signal: AbortSignal
  /** Handles one update; never rejects. Calls for one chat are made in order and need not be awaited in between. */
  handle(update: Update): Promise<void>
  /** The backlog that waited while the bot was down has been handled. May be called again. */
  drained(): void
}

/**
 * Fetches and handles updates until `signal` is aborted. A batch is confirmed, by the next fetch, only after all of it
 * was handled; what a crash leaves unhandled is delivered again.
 * @throws ChannelError kind `auth`
 */
export async function poll({ api, clock, connection, signal, handle, drained }: PollingOptions): Promise<void> {
  await connection.attempt(() => withDeadline(clock, POLL_DEADLINE_MS, signal, (s) => api.raw.deleteWebhook({}, s)))

  const startedAt = clock.now()
  let caughtUp = false
  let unconfirmed: number | undefined
  while (!signal.aborted) {
    // Once an offset is confirmed it is not repeated: after a quiet week the ids may start again below it.
    const request = { ...offset(unconfirmed), timeout: caughtUp ? POLL_SECONDS : 0, allowed_updates: ALLOWED_UPDATES }
    const updates = await connection.attempt(() =>
      withDeadline(clock, POLL_DEADLINE_MS, signal, (s) => api.raw.getUpdates(request, s)),
    )
    if (updates === undefined) break
    await Promise.all(updates.map(handle))
    unconfirmed = updates.length > 0 ? Math.max(...updates.map((update) => update.update_id)) : undefined
    if (!caughtUp && (updates.length === 0 || updates.some((update) => (updateDate(update) ?? 0) > startedAt))) {
      caughtUp = true
      drained()
    }
  }

  if (unconfirmed === undefined) return
  const last = { ...offset(unconfirmed), limit: 1, timeout: 0, allowed_updates: ALLOWED_UPDATES }
  // Best effort: what stays unconfirmed is delivered again, and its effect happens once.
  await withDeadline(clock, CONFIRM_DEADLINE_MS, undefined, (s) => api.raw.getUpdates(last, s)).catch(() => {})
}

function offset(unconfirmed: number | undefined): { offset?: number } {
  return unconfirmed === undefined ? {} : { offset: unconfirmed + 1 }
}
