import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Status, Stock } from '../../src/ports/status.ts'

/**
 * The status as Prometheus reads it, and the process's own figures. Nothing is counted here: each reading takes over
 * what the core has counted since the start.
 */
export function metricsOf(status: () => Status, stock: () => Stock) {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const of = (name: string, help: string, labelNames: string[] = []) => ({
    name: `coach_${name}`,
    help,
    labelNames,
    registers: [register],
  })
  const up = new Gauge(of('channel_up', 'Whether the channel takes answers', ['channel']))
  const waiting = new Gauge(of('outbox_waiting', 'Messages the network has not taken yet', ['channel']))
  const unreachable = new Gauge(of('unreachable_chats', 'Chats that take no messages', ['channel']))
  const messages = new Counter(
    of('messages_total', 'Messages by outcome (unconfirmed: taken without a receipt)', ['channel', 'outcome']),
  )
  const failures = new Counter(of('message_failures_total', 'Messages never taken, by reason', ['channel', 'reason']))
  const pushes = new Counter(
    of('pushes_total', 'Daily questions and reminders by outcome (late: over 15 min)', ['channel', 'outcome']),
  )
  const active = new Gauge(of('learners_active', 'Learners who wrote today, or within seven days', ['period']))
  const learners = new Gauge(of('learners', 'Learners on record'))
  const groups = new Gauge(of('groups', 'Study groups on record'))
  const ready = new Gauge(of('ready', 'Whether at least one channel takes answers'))
  const backup = new Gauge(of('last_backup_timestamp_seconds', 'When the last backup was made; 0: never'))

  function take(): void {
    const now = status()
    const kept = stock()
    for (const counter of [messages, failures, pushes]) counter.reset()
    for (const { name: channel, reasons, ...state } of now.channels) {
      up.set({ channel }, Number(state.up))
      waiting.set({ channel }, state.waiting)
      unreachable.set({ channel }, state.unreachable)
      for (const outcome of ['sent', 'unconfirmed', 'failed'] as const)
        messages.inc({ channel, outcome }, state[outcome])
      for (const [reason, times] of Object.entries(reasons)) failures.inc({ channel, reason }, times)
      for (const [outcome, times] of Object.entries(state.pushes))
        pushes.inc({ channel, outcome: outcome === 'sent' ? 'on_time' : outcome }, times)
    }
    active.set({ period: 'today' }, now.active.today)
    active.set({ period: 'week' }, now.active.week)
    ready.set(Number(now.ready))
    learners.set(kept.learners)
    groups.set(kept.groups)
    backup.set((kept.backup.at ?? 0) / 1000)
  }

  return {
    contentType: register.contentType,
    async text(): Promise<string> {
      take()
      return register.metrics()
    },
  }
}
