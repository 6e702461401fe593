import { telegramChannel } from '../../adapters/channels/telegram/channel.ts'
import { serve } from './child.ts'
import { openBot, quiet, realClock } from './desk.ts'

/** Our bot on Telegram, in a process of its own. Any request is answered with when each event became durable. */

export type CommitTimes = Record<string, number>

const [dataDir = '', apiRoot = '', token = ''] = process.argv.slice(2)
const clock = realClock()
const channel = telegramChannel({ token, apiRoot, clock, logger: quiet })
const env = { MESSAGES_PER_MINUTE: '1000', QUESTIONS_PER_DAY: '1000' }
const { store } = await openBot({ dataDir, clock, env }, channel)
let committed: CommitTimes = {}
store.committed = (eventId) => {
  committed[eventId] = Date.now()
}
// The clock's own timers keep nobody alive; the connection to Telegram and to the parent do.
serve('ready', () => {
  const times = committed
  committed = {}
  return times
})
