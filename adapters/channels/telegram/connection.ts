import type { ChannelError, ChannelHost } from '../../../src/ports/channel.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import type { Logger } from '../../../src/ports/logger.ts'
import { toChannelError } from './errors.ts'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000
/** Failures in a row after which the channel counts as down. */
const DOWN_AFTER = 3

/** Repeats calls until they succeed, and tells the host whether the network can be reached. */
export interface Connection {
  /**
   * The call's result; undefined once `signal` is aborted.
   * @throws ChannelError kind `auth`: repeating is of no use
   */
  attempt<T>(call: () => Promise<T>): Promise<T | undefined>
}

export function createConnection(options: {
  clock: Clock
  logger: Logger
  host: Pick<ChannelHost, 'connectivity'>
  signal: AbortSignal
}): Connection {
  const { clock, logger, host, signal } = options
  let failures = 0
  let state: 'up' | 'down' | undefined

  function report(next: 'up' | 'down', cause?: ChannelError): void {
    if (state === next) return
    state = next
    host.connectivity(next, cause)
  }

  async function failed(error: ChannelError): Promise<void> {
    failures++
    logger.debug({ failures, cause: error.message }, 'telegram call failed')
    if (failures >= DOWN_AFTER || error.kind === 'conflict' || error.kind === 'auth') report('down', error)
    if (error.kind === 'auth') throw error
    const backoff = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS)
    await pause(clock, error.retryAfterMs ?? backoff, signal)
  }

  return {
    async attempt(call) {
      while (!signal.aborted) {
        try {
          const result = await call()
          failures = 0
          report('up')
          return result
        } catch (error) {
          if (!signal.aborted) await failed(toChannelError(error))
        }
      }
      return undefined
    },
  }
}

/** Resolves after `ms`, or as soon as `signal` is aborted. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      cancel()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.after(ms, done)
    signal.addEventListener('abort', done, { once: true })
  })
}
