import type { ReachReport } from '../outbox/reach.ts'
import type { ChannelStatus } from '../ports/status.ts'
import type { Outages } from '../reminders/outages.ts'
import type { Uptime } from '../reminders/uptime.ts'

/** How each channel is doing, put together from those who know. */
export function statusOf(
  waiting: readonly (readonly [channel: string, messages: number])[],
  reports: readonly ReachReport[],
  outages: Pick<Outages, 'of'>,
  uptime: Pick<Uptime, 'isUp'>,
): ChannelStatus[] {
  return waiting.map(([name, messages]) => {
    const report = reports.find(({ channel }) => channel === name)
    const outage = outages.of(name)
    return {
      name,
      up: uptime.isUp(name),
      outage: outage && { since: outage.since, cause: outage.cause?.message, fix: outage.cause?.fix },
      waiting: messages,
      sent: report?.sent ?? 0,
      unconfirmed: report?.unconfirmed ?? 0,
      failed: report?.failed ?? 0,
      reasons: report?.reasons ?? {},
      pushes: report?.pushes ?? { sent: 0, late: 0, failed: 0, expired: 0 },
      unreachable: report?.unreachable.length ?? 0,
    }
  })
}
