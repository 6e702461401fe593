import type { Attempt, KeptSession, Learner } from '../learner.ts'
import type { HistoryEntry } from '../ports/store.ts'
import { prune } from '../streak/calendar.ts'
import { addDays, type Day } from '../streak/day.ts'
import { foldStreak, type LogEntry } from '../streak/streak.ts'
import type { Turn } from '../turn.ts'
import { canReopen } from './draft.ts'
import { sealEnds } from './round.ts'

/** Attempts a document keeps when it passes some on, how many more it may carry until then, and characters of replies. */
const ATTEMPTS_KEPT = 4
const ATTEMPTS_MORE = 4
const REPLY_UNITS_KEPT = 20_000
/** Days of the streak kept in detail, and how many more until some are folded. */
const DAYS_KEPT = 60
const DAYS_MORE = 14

/**
 * Moves what is old into the history, and lets go of questions whose answers are over, so that a reply costs the same
 * after years of practice. What belongs to a record that can still be taken out again stays: nothing comes back out of a
 * history.
 */
export function archiveOld(turn: Turn): void {
  const { doc, now } = turn
  for (const session of doc.sessions) if (!isUnderWay(turn, session)) delete session.question
  const joined = doc.link.joined.filter(({ until, undone }) => !undone && until > now)
  const brought = new Set(joined.flatMap((one) => one.brought.attempts))
  archiveAttempts(turn, brought)
  if (joined.length === 0) fold(turn)
}

function archiveAttempts(turn: Turn, stays: ReadonlySet<string>): void {
  const { doc } = turn
  const inUse = new Set([
    ...doc.sessions.flatMap((session) => [session.attemptId, session.retryOf]),
    ...(doc.mock?.attempts ?? []),
  ])
  const own = doc.attempts.filter(({ id }) => !stays.has(id))
  let units = own.reduce((sum, attempt) => sum + attempt.reply.length, 0)
  // Several at once: most replies then cost one write, not two.
  if (own.length <= ATTEMPTS_KEPT + ATTEMPTS_MORE && units <= REPLY_UNITS_KEPT) return
  const gone = new Set<string>()
  while (own.length > ATTEMPTS_KEPT || (own.length > 1 && units > REPLY_UNITS_KEPT)) {
    const oldest = own[0]
    if (oldest === undefined || inUse.has(oldest.id)) break
    turn.archive.push({ ...oldest, id: oldest.id, type: 'attempt' } as HistoryEntry)
    units -= oldest.reply.length
    own.shift()
    gone.add(oldest.id)
  }
  doc.attempts = doc.attempts.filter(({ id }) => !gone.has(id))
}

/** Whether the session's answer is still to come, or may become another. */
function isUnderWay(turn: Turn, session: KeptSession): boolean {
  return (
    session.state !== 'closed' ||
    canReopen(turn, session) ||
    sealEnds(session) !== null ||
    session.selfTicks !== undefined
  )
}

/** Every attempt, oldest first: those in the document's history, then those it still carries (which win). */
export function allAttempts(doc: Learner, history: readonly HistoryEntry[]): Attempt[] {
  const attempts = new Map<string, Attempt>()
  for (const { type, ...entry } of history) if (type === 'attempt') attempts.set(entry.id, entry as unknown as Attempt)
  for (const attempt of doc.attempts) attempts.set(attempt.id, attempt)
  return [...attempts.values()]
}

/** A day of the streak as a line of the history: of two records joined, one may have kept a day the other missed. */
export function dayEntry(entry: LogEntry): HistoryEntry {
  return { ...entry, id: entry.kind === 'kept' ? `day-${entry.day}` : `day-${entry.day}-off`, type: 'day' }
}

/** Every day of the streak, each once and in order: those in the history, then those of the log. What was kept is kept. */
export function allDays(history: readonly HistoryEntry[], log: readonly LogEntry[]): LogEntry[] {
  const archived = history.filter(({ type }) => type === 'day').map(({ id: _, type: __, ...entry }) => entry)
  const days = new Map<Day, LogEntry>()
  for (const entry of [...(archived as unknown as LogEntry[]), ...log])
    if (days.get(entry.day)?.kind !== 'kept') days.set(entry.day, entry)
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** Days of the streak that nothing can change any more. */
function fold(turn: Turn): void {
  const { doc } = turn
  const oldest = doc.streak.kept[0]
  if (oldest === undefined || oldest.day >= addDays(turn.today, -DAYS_KEPT - DAYS_MORE)) return
  const { state, archived } = foldStreak(doc.streak, turn.today, turn.off, DAYS_KEPT)
  if (archived.length === 0) return
  doc.streak = state
  turn.archive.push(...archived.map(dayEntry))
  if (state.base.last !== null) doc.calendar = prune(doc.calendar, addDays(state.base.last, -1))
}
