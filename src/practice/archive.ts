import type { HistoryEntry } from '../ports/store.ts'
import { prune } from '../streak/calendar.ts'
import { addDays } from '../streak/day.ts'
import { foldStreak } from '../streak/streak.ts'
import type { Turn } from '../turn.ts'

/**
 * Attempts a document carries, and characters of replies in them. Beyond the most, so many are moved that only the
 * fewest are left: a write to the history every few answers instead of at each.
 */
const ATTEMPTS = { most: 12, fewest: 8 }
const REPLY_UNITS = { most: 20_000, fewest: 10_000 }

/** Moves what is old into the history, so that a reply costs the same after years of practice. */
export function archiveOld(turn: Turn): void {
  const { doc } = turn
  let units = doc.attempts.reduce((sum, attempt) => sum + attempt.reply.length, 0)
  if (doc.attempts.length <= ATTEMPTS.most && units <= REPLY_UNITS.most) return
  const inUse = new Set(doc.sessions.map((session) => session.attemptId))
  while (doc.attempts.length > 1 && (doc.attempts.length > ATTEMPTS.fewest || units > REPLY_UNITS.fewest)) {
    const oldest = doc.attempts[0]
    if (oldest === undefined || inUse.has(oldest.id)) break
    turn.archive.push({ ...oldest, id: oldest.id, type: 'attempt' } as HistoryEntry)
    units -= oldest.reply.length
    doc.attempts.shift()
  }
  const { state, archived } = foldStreak(doc.streak, turn.today, turn.off)
  if (archived.length === 0) return
  doc.streak = state
  for (const entry of archived) turn.archive.push({ ...entry, id: `day-${entry.day}`, type: 'day' })
  if (state.base.last !== null) doc.calendar = prune(doc.calendar, addDays(state.base.last, -1))
}
