import type { KeptSession } from '../learner.ts'
import { isAsleep, linkDue } from '../link/due.ts'
import { replyOf } from '../practice/attempt.ts'
import { pauseMock, timeUp } from '../practice/mock.ts'
import { workOf } from '../practice/plan.ts'
import { endSeal, sealEnds } from '../practice/round.ts'
import { askNext, finish, showCard } from '../practice/session.ts'
import { addDays, type Day, daysBetween, instantOf } from '../streak/day.ts'
import { viewStreak } from '../streak/streak.ts'
import type { Turn } from '../turn.ts'
import { busyUntil } from './busy.ts'
import { decidePush, nextPush, nudgeAt } from './due.ts'
import { planSummary, summaryDue } from './summary.ts'

/** What a learner's document does by itself when its time comes (DESIGN 5). All of it in one turn, all of it repeatable. */

/** Unanswered daily questions after which the bot stops by itself. */
const SILENT_AFTER = 14
/** A nudge later than this is no nudge. */
const NUDGE_LASTS = 90 * 60_000

/** Works out the next scheduled question, the evening nudge and the week's summary anew; called whenever what they depend on changes. */
export function planPush(turn: Turn): void {
  const { doc } = turn
  const { cutover } = turn.world.settings
  doc.push.next =
    doc.push.stopped !== null
      ? null
      : (nextPush({
          now: turn.now,
          zone: doc.settings.zone,
          pushMinutes: doc.settings.time,
          cutover,
          lastPushDay: doc.push.lastDay,
          floor: doc.floor,
          off: turn.off,
        }) ?? null)
  doc.push.nudgeAt = doc.settings.nudge && doc.push.stopped === null ? (nextNudge(turn) ?? null) : null
  planSummary(turn)
}

function nextNudge(turn: Turn): number | undefined {
  const { doc } = turn
  for (const day of [turn.today, addDays(turn.today, 1)]) {
    if (doc.push.lastNudge !== null && day <= doc.push.lastNudge) continue
    const at = nudgeAt({
      day,
      zone: doc.settings.zone,
      pushMinutes: doc.settings.time,
      cutover: turn.world.settings.cutover,
    })
    if (at !== undefined && at > turn.now) return at
  }
  return undefined
}

/** The earliest instant something is to be done by itself, null for never. */
export function nextDue({ doc }: Turn): number | null {
  const times = [
    doc.push.next?.at,
    doc.push.nudgeAt,
    doc.push.weekly?.at,
    ...doc.sessions.flatMap((session) => [session.idleAt, session.snoozedUntil, sealEnds(session)]),
  ].filter((time) => time !== undefined && time !== null)
  return times.length === 0 ? null : Math.min(...times)
}

/** How long the pump has before a tick looks at an outbox that is not empty. */
export const OUTBOX_GRACE = 60_000

/** When this document wants attention: for what is due, or for what a crash could leave over: an outbox, effects, a job. */
export function wakeTime(turn: Turn): number | null {
  const link = linkDue(turn.doc, turn.now)
  const due = isAsleep(turn.doc) ? link : nextDue(turn)
  const { outbox, effects, leaving, imports } = turn.doc
  const isLinking = link !== null && link <= turn.now
  if (outbox.length === 0 && effects.length === 0 && !leaving && imports.job === null && !isLinking) return due
  return Math.min(due ?? Infinity, turn.now + OUTBOX_GRACE)
}

function isDue(session: KeptSession, now: number): boolean {
  return [session.idleAt, session.snoozedUntil, sealEnds(session)].some((at) => at !== null && at <= now)
}

/** Whether nothing is due but what the bot sends to many: it can wait until what went before has gone out. */
export function canWait({ doc, now }: Turn): boolean {
  return !doc.sessions.some((session) => isDue(session, now))
}

/** Everything that is due now: drafts gone silent, sealed answers no reveal came for, "in an hour", the daily question, the nudge, the week's summary. */
export function wake(turn: Turn): void {
  const { doc, now } = turn
  for (const kept of doc.sessions) {
    const session = isDue(kept, now) ? turn.asked(kept) : undefined
    if (session === undefined) continue
    if (session.idleAt !== null && session.idleAt <= now) {
      const unchanged = session.attemptId !== undefined && session.assessed === replyOf(session)
      if (unchanged) {
        // Reopened and nothing added: it closes without a word.
        session.state = 'closed'
        session.idleAt = null
      } else if (session.dueAt !== undefined && session.dueAt <= now) timeUp(turn, session)
      else finish(turn, session)
    }
    if ((sealEnds(session) ?? Infinity) <= now) endSeal(turn, session)
    if (session.snoozedUntil !== null && session.snoozedUntil <= now) {
      session.snoozedUntil = null
      if (session.state === 'asked') showCard(turn, session, { title: turn.t.card.snoozed })
    }
  }
  pushDue(turn)
  nudgeDue(turn)
  summaryDue(turn)
}

function pushDue(turn: Turn): void {
  const { doc, now, t } = turn
  for (let due = doc.push.next; due !== null && due.at <= now; due = doc.push.next) {
    const busy = busyUntil(turn)
    if (busy !== undefined) {
      doc.push.next = { at: busy, day: due.day }
      return
    }
    if (doc.mock?.paused === false) pauseMock(turn)
    const decision = decidePush({
      now,
      due: { at: scheduledAt(turn, due), day: due.day },
      zone: doc.settings.zone,
      cutover: turn.world.settings.cutover,
      lastPushDay: doc.push.lastDay,
    })
    if (typeof decision === 'object') {
      doc.push.next = { at: decision.waitUntil, day: due.day }
      return
    }
    doc.push.lastDay = due.day
    if (decision === 'ask') {
      turn.due = due.at
      if (doc.push.unanswered >= SILENT_AFTER) {
        doc.push.stopped = 'silent'
        turn.line(t.pause.silent(SILENT_AFTER))
      } else pushWork(turn, due.day)
      turn.due = undefined
    }
    planPush(turn)
  }
}

/** Today's question, or what the plan to the interview has for today. */
function pushWork(turn: Turn, day: Day): void {
  const { doc, t } = turn
  const { interview } = doc.settings
  const expiresAt = endOf(turn, day)
  if (interview !== null && interview < day) {
    doc.settings.interview = null
    turn.line(t.plan.over)
  }
  const work = workOf(day, doc.settings.interview, turn.off)
  if (work === 'calm' || work === 'interview')
    return turn.line(t.plan[work], undefined, { kind: 'question', expiresAt })
  if (work === 'short' || work === 'full')
    return turn.line(
      t.plan.mockToday[work],
      [
        [{ id: `mock:${work}`, label: work === 'full' ? t.choice.mockFull : t.choice.mockShort }],
        [{ id: 'next', label: t.choice.next }],
      ],
      { kind: 'question', offer: 'words', expiresAt },
    )
  const left = doc.settings.interview === null ? undefined : daysBetween(day, doc.settings.interview)
  const title = left === undefined ? t.card.daily : t.card.countdown(left)
  if (askNext(turn, { title, expiresAt })) doc.push.unanswered += 1
}

/** The instant a push was meant for: having waited for a draft or for waking hours counts only while its day lasts. */
function scheduledAt(turn: Turn, due: { at: number; day: Day }): number {
  if (turn.today <= due.day) return due.at
  const { time, zone } = turn.doc.settings
  const day = time < turn.world.settings.cutover ? addDays(due.day, 1) : due.day
  return Math.min(due.at, instantOf(day, time, zone))
}

function endOf(turn: Turn, day: Day): number {
  return Math.max(
    instantOf(addDays(day, 1), turn.world.settings.cutover, turn.doc.settings.zone),
    turn.now + NUDGE_LASTS,
  )
}

function nudgeDue(turn: Turn): void {
  const { doc, now, t } = turn
  const at = doc.push.nudgeAt
  if (at === null || at > now) return
  const view = viewStreak(doc.streak, turn.today, turn.off)
  const draft = doc.sessions.some((session) => session.state === 'drafting')
  if (now - at <= NUDGE_LASTS && view.today === 'open' && view.atRisk !== 'none' && view.current > 0 && !draft) {
    const open = turn.openSession
    turn.due = at
    turn.line(
      `${t.nudge[view.atRisk](view.current)}\n${t.nudge.open}`,
      [[{ id: open ? `hint:${open.id}` : 'next', label: open ? t.choice.hint : t.choice.next }]],
      { kind: 'nudge', expiresAt: at + NUDGE_LASTS, offer: 'words' },
    )
    turn.due = undefined
  }
  // The evening it was meant for: one missed while the bot was down takes nothing from today's.
  doc.push.lastNudge = turn.dayOf(at)
  planPush(turn)
}
