import { addDays, type Day, weekday } from '../streak/day.ts'
import type { Member } from './members.ts'

/** The group's boards: by days with an answer, then by exam points covered; equal is equal. Pure. */

export type Period = 'week' | 'month' | 'all'

export interface Row {
  /** 1 for the first; those who are equal share it, and the next ones come after all of them. */
  place: number
  member: Member
  kept: number
  /** Days with rounds since the member's first answer: nobody is behind for what was before. */
  possible: number
  points: number
}

export function boardOf(
  members: Member[],
  period: Period,
  group: { today: Day; days: readonly Day[]; dayCount: number },
): Row[] {
  const from = firstDay(period, group.today)
  const rows = members
    .filter(({ left, first }) => !left && first !== null)
    .map((member) => {
      if (from === undefined)
        return {
          member,
          kept: member.total,
          possible: Math.max(member.total, group.dayCount - member.since),
          points: member.points,
        }
      const recent = member.recent.filter(({ day }) => day >= from)
      const since = member.first !== null && member.first > from ? member.first : from
      return {
        member,
        kept: recent.length,
        possible: group.days.filter((day) => day >= since).length,
        points: recent.reduce((sum, { points }) => sum + points, 0),
      }
    })
    .filter(({ kept }) => kept > 0)
    .sort((a, b) => b.kept - a.kept || b.points - a.points || compare(a.member, b.member))
  return rows.map((row) => ({
    ...row,
    place: 1 + rows.findIndex((other) => other.kept === row.kept && other.points === row.points),
  }))
}

function firstDay(period: Period, today: Day): Day | undefined {
  if (period === 'week') return addDays(today, 1 - weekday(today))
  return period === 'month' ? `${today.slice(0, 8)}01` : undefined
}

/** An order for those who are equal, so that the board is the same each time. */
function compare(a: Member, b: Member): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1
}
