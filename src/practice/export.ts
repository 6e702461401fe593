import { chatAliases } from '../link/merge.ts'
import type { HistoryEntry } from '../ports/store.ts'
import { viewStreak } from '../streak/streak.ts'
import type { Turn } from '../turn.ts'
import { allAttempts, allDays } from './archive.ts'

/** The file that /export sends and the progress page hands out. */
export function exportFile(turn: Turn, history: HistoryEntry[]): { name: string; text: string } {
  const name = turn.t.exportFile(new Date(turn.now).toISOString().slice(0, 10))
  return { name, text: JSON.stringify(exportOf(turn, history), null, 2) }
}

/** Everything kept of a learner, as they would want to read it. `history` completes what the document no longer carries. */
function exportOf({ doc, now, today, off, shelf }: Turn, history: HistoryEntry[]): Record<string, unknown> {
  const { streak, settings, calendar, bookmarks, cards, ledger, aliases, createdAt, push, home, groups } = doc
  const view = viewStreak(streak, today, off)
  return {
    exportedAt: new Date(now).toISOString(),
    createdAt: new Date(createdAt).toISOString(),
    accounts: chatAliases({ aliases }),
    home,
    settings: { ...settings, restDays: calendar.rest, pauses: calendar.pauses },
    streak: {
      current: view.current,
      longest: view.longest,
      total: view.total,
      kept: streak.kept,
      log: allDays(history, view.log),
    },
    attempts: allAttempts(doc, history),
    openAnswers: doc.sessions
      .filter(({ state, sealed, attemptId }) => state !== 'closed' || (sealed !== undefined && attemptId === undefined))
      .filter((session) => session.parts.length > 0)
      .map((session) => ({ questionId: session.questionId, parts: session.parts })),
    mockPaper: doc.mock,
    cards,
    competencies: ledger,
    bookmarks,
    ownBanks: shelf.own,
    groups: groups.length,
    reminders: push,
  }
}
