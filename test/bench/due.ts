import { performance } from 'node:perf_hooks'
import { nextPush } from '../../src/reminders/due.ts'
import { median, table } from './report.ts'

const ZONES = ['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC']

/** One calculation of a learner's next question, zones and hours mixed. */
export function dueBench(): void {
  const count = 20_000
  const start = Date.UTC(2026, 10, 24)
  const rounds = Array.from({ length: 3 }, () => {
    const before = performance.now()
    for (let n = 0; n < count; n++)
      nextPush({
        now: start + n * 977_000,
        zone: ZONES[n % ZONES.length] ?? 'UTC',
        pushMinutes: (n * 7) % 1440,
        cutover: 180,
        lastPushDay: null,
        floor: null,
        off: () => undefined,
      })
    return ((performance.now() - before) / count) * 1000
  })
  table('The next due question of a learner', [{ what: 'one calculation', figure: `${median(rounds).toFixed(1)} µs` }])
}
