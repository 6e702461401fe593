import { weekCard } from '../cards/figures.ts'
import { mondayOf, progressOf } from '../practice/progress.ts'
import { weekOf } from '../practice/week.ts'
import { weekMessage } from '../render/week.ts'
import { addDays, type Day, laterDay } from '../streak/day.ts'
import type { Turn } from '../turn.ts'
import { busyUntil } from './busy.ts'
import { decideSummary, endOf, nextSummary, summaryTime } from './weekly.ts'

/** The summary of a learner's week. */

/** Whoever has not answered for so many days gets none. */
const ACTIVE_DAYS = 14

/** Works out the next summary anew. */
export function planSummary(turn: Turn): void {
  const { doc, now } = turn
  // Of a week that was over, or all but over, when one began there is nothing to tell.
  const settled = laterDay(turn.dayOf(doc.createdAt), doc.push.lastWeekly)
  const { zone, time, weekly } = doc.settings
  doc.push.weekly =
    weekly && doc.push.stopped === null ? nextSummary({ now, zone, time: summaryTime(time), last: settled }) : null
}

/** Sends the week's summary if its time has come. */
export function summaryDue(turn: Turn): void {
  const { doc, now } = turn
  const { zone, time } = doc.settings
  const { weekly } = doc.push
  if (weekly === null || weekly.at > now) return
  const { day } = weekly
  // Its own time, not the one it was put off to.
  const due = nextSummary({ now, zone, time: summaryTime(time), last: addDays(day, -1) })
  const decision = due.day === day ? decideSummary({ now, due, zone }) : 'skip'
  const waits = typeof decision === 'object' ? decision.waitUntil : decision === 'send' ? busyUntil(turn) : undefined
  if (waits !== undefined) {
    doc.push.weekly = { at: waits, day }
    return
  }
  if (decision === 'send' && wantsSummary(turn, day)) {
    if (!sendSummary(turn, day)) return
  }
  doc.push.lastWeekly = day
  planSummary(turn)
}

/** Not for those who are away, or have stopped answering. */
function wantsSummary(turn: Turn, sunday: Day): boolean {
  const { doc, today, off } = turn
  if (off(sunday) === 'pause' || off(today) === 'pause') return false
  const { base, kept } = doc.streak
  const since = addDays(sunday, -ACTIVE_DAYS)
  return [base.last, ...kept.map((one) => one.day)].some((day) => day !== null && since < day && day <= sunday)
}

/** @returns false when it needs the history first */
function sendSummary(turn: Turn, sunday: Day): boolean {
  const past = turn.recall()
  if (past === undefined) return false
  const monday = mondayOf(sunday)
  const progress = progressOf(turn, past, { from: monday, recent: monday })
  const week = weekOf(progress, monday)
  const isFirst = turn.doc.push.toldWeekly === undefined
  const view = weekMessage(turn.t, progress, week, { name: (id) => turn.competency(id), isFirst })
  turn.say(view, {
    kind: 'nudge',
    offer: 'words',
    expiresAt: endOf(sunday, turn.doc.settings.zone),
    picture: { card: weekCard(turn, progress, week) },
  })
  turn.doc.push.toldWeekly = true
  return true
}
