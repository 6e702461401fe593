import { type Member, newMember } from '../../src/groups/members.ts'

/** A member who answered on these days, so many points each. */
export function memberWith(id: string, days: Record<string, number>, more: Partial<Member> = {}): Member {
  const recent = Object.entries(days).map(([day, points]) => ({ day, points }))
  return {
    ...newMember(id, id),
    first: recent[0]?.day ?? null,
    last: recent.at(-1)?.day ?? null,
    total: recent.length,
    points: recent.reduce((sum, { points }) => sum + points, 0),
    recent,
    ...more,
  }
}
