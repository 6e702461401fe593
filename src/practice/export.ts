import type { Learner } from '../learner.ts'
import type { HistoryEntry } from '../ports/store.ts'
import { offDays } from '../streak/calendar.ts'
import { viewStreak } from '../streak/streak.ts'

/** Everything kept of a learner, as they would want to read it. `history` completes what the document no longer carries. */
export function exportOf(doc: Learner, history: HistoryEntry[], now: number): Record<string, unknown> {
  const attempts = new Map<string, unknown>()
  for (const { type, ...entry } of history) if (type === 'attempt') attempts.set(entry.id, entry)
  for (const attempt of doc.attempts) attempts.set(attempt.id, attempt)
  const days = history.filter((entry) => entry.type === 'day').map(({ type: _, id: __, ...entry }) => entry)
  const { streak, settings, calendar, bookmarks, cards, ledger, aliases, createdAt, push, home } = doc
  const lastDay = streak.kept.at(-1)?.day ?? streak.base.last ?? '1970-01-01'
  const view = viewStreak(
    streak,
    lastDay,
    offDays(calendar, () => false),
  )
  return {
    exportedAt: new Date(now).toISOString(),
    createdAt: new Date(createdAt).toISOString(),
    accounts: aliases,
    home,
    settings: { ...settings, restDays: calendar.rest, pauses: calendar.pauses },
    streak: { longest: view.longest, total: view.total, kept: streak.kept, log: [...days, ...view.log] },
    attempts: [...attempts.values()],
    openAnswers: doc.sessions
      .filter((session) => session.state !== 'closed' && session.parts.length > 0)
      .map((session) => ({ questionId: session.question.id, parts: session.parts })),
    cards,
    competencies: ledger,
    bookmarks,
    reminders: push,
  }
}
