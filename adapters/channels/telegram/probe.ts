import type { Clock } from '../../../src/ports/clock.ts'
import { toChannelError } from './errors.ts'
import { createNetwork, type NetworkOptions, withDeadline } from './network.ts'

const PROBE_MS = 10_000

/**
 * Asks Telegram once who the bot is, for `coach doctor`. Takes no updates and disturbs no running bot.
 * @returns the bot's username and, if told, the server's clock (epoch ms, whole seconds)
 * @throws ChannelError `auth` for a wrong token, `unavailable` when there is no way to the network
 */
export async function probe(
  options: NetworkOptions,
  clock: Clock,
): Promise<{ username: string; serverTime: number | undefined }> {
  let serverTime: number | undefined
  const onDate = (ms: number) => {
    serverTime = ms
  }
  const { api } = createNetwork({ ...options, onDate })
  try {
    const { username } = await withDeadline(clock, PROBE_MS, undefined, (signal) => api.raw.getMe(signal))
    return { username, serverTime }
  } catch (error) {
    throw toChannelError(error)
  }
}
