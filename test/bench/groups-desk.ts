import { telegramChannel } from '../../adapters/channels/telegram/channel.ts'
import type { Clock } from '../../src/ports/clock.ts'
import { addDays, instantOf, localTime } from '../../src/streak/day.ts'
import { serve } from './child.ts'
import { openBot, quiet, realClock } from './desk.ts'

/** Our bot on Telegram in a process of its own, with a clock that jumps to the hour asked for: 08:00 or 20:00. */

const ZONE = 'Asia/Shanghai'
const [dataDir = '', apiRoot = '', token = ''] = process.argv.slice(2)
const real = realClock()
let ahead = 0
const clock: Clock = { now: () => real.now() + ahead, after: real.after }
const channel = telegramChannel({ token, apiRoot, clock, logger: quiet })
const { app } = await openBot({ dataDir, clock, env: { MESSAGES_PER_MINUTE: '1000', DEFAULT_TIMEZONE: ZONE } }, channel)

serve('ready', async ({ hour }: { hour: number }) => {
  const { day, minutes } = localTime(clock.now(), ZONE)
  const next = instantOf(minutes < hour * 60 ? day : addDays(day, 1), hour * 60, ZONE)
  ahead += next - clock.now() + 1000
  app.tick()
  return true
})
