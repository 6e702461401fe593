import { ROWS } from '../cards/group.ts'
import { mondayOf } from '../practice/progress.ts'
import { decideSummary, endOf, nextSummary, summaryTime } from '../reminders/weekly.ts'
import { boardMessage, nameOf } from '../render/group.ts'
import { bold, text } from '../render/message.ts'
import type { Day } from '../streak/day.ts'
import { boardOf, type Row } from './board.ts'
import type { Group } from './group.ts'
import type { GroupTurn } from './group-turn.ts'
import type { Member } from './members.ts'

/** The board of the week, posted on Sunday evening after the reveal where the group has boards. */

/** Works out the next one anew. */
export function planBoard({ doc, now }: GroupTurn): void {
  const { zone, reveal, board } = doc.settings
  doc.week =
    board && doc.presence !== 'gone' ? nextSummary({ now, zone, time: summaryTime(reveal), last: doc.lastWeek }) : null
}

export function isBoardDue({ week }: Pick<Group, 'week'>, now: number): boolean {
  return week !== null && week.at <= now
}

/** Posts the board if its time has come and somebody is on it. `members`: without those who have left. */
export function boardDue(turn: GroupTurn, members: Member[]): void {
  const { doc, now } = turn
  if (doc.week === null || doc.week.at > now) return
  // The day's answers count: its reveal comes first.
  if (doc.rounds.some(({ state }) => state === 'closing')) return
  turn.changed = true
  const { zone } = doc.settings
  const decision = decideSummary({ now, due: doc.week, zone })
  if (typeof decision === 'object') {
    doc.week = { at: decision.waitUntil, day: doc.week.day }
    return
  }
  if (decision === 'send') post(turn, doc.week.day, members)
  doc.lastWeek = doc.week.day
  planBoard(turn)
}

function post(turn: GroupTurn, sunday: Day, members: Member[]): void {
  const { doc, t } = turn
  const isPaused = doc.calendar.pauses.some(({ from, to }) => from <= sunday && (to === null || sunday <= to))
  const rows = boardOf(members, 'week', { today: sunday, days: doc.days, dayCount: doc.dayCount })
  if (isPaused || doc.presence !== 'in' || rows.length === 0) return
  const monday = mondayOf(sunday)
  const heading = t.week.board(t.week.range(monday, sunday))
  turn.say(boardMessage(t, heading, rows, [], members), {
    kind: 'nudge',
    chat: doc.home,
    expiresAt: endOf(sunday, doc.settings.zone),
    picture: {
      card: {
        kind: 'board',
        language: doc.language,
        from: monday,
        rows: rows.slice(0, ROWS).map((row) => rowOf(row, members)),
        more: Math.max(0, rows.length - ROWS),
        streak: doc.streak.current,
      },
      caption: [text(bold(heading)), text({ italic: t.group.board.foot })],
    },
  })
}

function rowOf({ place, member, kept, possible, points }: Row, members: readonly Member[]) {
  const name = nameOf(members, member.id)
  return { place, ...(name !== undefined && { name }), kept, possible, points }
}
