import * as z from 'zod'
import { visible } from '../assess/reply.ts'
import type { HistoryEntry } from '../ports/store.ts'
import { addDays, type Day, laterDay } from '../streak/day.ts'
import { shorten } from '../text/shorten.ts'

/** The members of a group as it knows them: who has ever answered or said how they want to be shown. Pure. */

const day = z.iso.date()

const memberSchema = z.object({
  /** The network's id of the person. */
  id: z.string(),
  name: z.string(),
  /** Wants no name shown. */
  hide: z.boolean(),
  /** May be quoted at a reveal. */
  quote: z.boolean(),
  /** Left the group, as far as was announced. */
  left: z.boolean(),
  /** Days of the first and last answer. */
  first: day.nullable(),
  last: day.nullable(),
  /** Days with rounds the group had before the first answer: they are not missed. */
  since: z.number().int(),
  /** Days with an answer and exam points covered, ever; and the same of the last days one by one. */
  total: z.number().int(),
  points: z.number().int(),
  recent: z.array(z.object({ day, points: z.number().int() })),
})

export type Member = z.infer<typeof memberSchema>

/** Days kept one by one: two months, so that a month's board is whole. */
export const RECENT_DAYS = 62
/** A member counts as active for so many days after an answer. */
const ACTIVE_DAYS = 14
const NAME_LENGTH = 24

/** The members in the lines of a snapshot; lines that are none are left out. */
export function membersOf(lines: HistoryEntry[]): Member[] {
  return lines.flatMap((line) => {
    const read = memberSchema.safeParse(line)
    return read.success ? [read.data] : []
  })
}

export function newMember(id: string, name: string): Member {
  return {
    id,
    name: displayName(name),
    hide: false,
    quote: false,
    left: false,
    first: null,
    last: null,
    since: 0,
    total: 0,
    points: 0,
    recent: [],
  }
}

/** A name fit to stand in a line of others: short, on one line, and it cannot turn the direction of what follows. */
export function displayName(given: string): string {
  const plain = shorten(visible(given).replace(/\p{C}/gu, '').trim(), NAME_LENGTH)
  return /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(plain) ? `\u2068${plain}\u2069` : plain
}

/** The members with one changed, or added. */
export function withMember(members: Member[], id: string, change: (member: Member) => Member): Member[] {
  const known = members.some((member) => member.id === id)
  return known
    ? members.map((member) => (member.id === id ? change(member) : member))
    : [...members, change(newMember(id, ''))]
}

/** The members, and those beside them who have said something, by the names they go by. */
export function withPeople(members: Member[], people: { user: string; name: string }[]): Member[] {
  const added = people.filter(({ user }) => !members.some(({ id }) => id === user))
  return [...members, ...added.map(({ user, name }) => newMember(user, name))]
}

/** One member's part in a round. */
export interface Part {
  user: string
  name: string
  /** Exam points covered. */
  points: number
}

/** The members after a round of that day; `dayCount`: the days with rounds before it. */
export function afterRound(members: Member[], on: Day, parts: Part[], dayCount: number): Member[] {
  const oldest = addDays(on, -RECENT_DAYS)
  return parts.reduce(
    (all, { user, name, points }) =>
      withMember(all, user, (member) => {
        const same = member.recent.find((entry) => entry.day === on)
        const recent = same
          ? member.recent.map((entry) => (entry === same ? { day: on, points: entry.points + points } : entry))
          : [...member.recent, { day: on, points }].sort((a, b) => (a.day < b.day ? -1 : 1))
        return {
          ...member,
          name: name === '' ? member.name : displayName(name),
          left: false,
          first: member.first !== null && member.first < on ? member.first : on,
          last: laterDay(on, member.last),
          since: member.first === null ? dayCount : member.since,
          total: member.total + (same ? 0 : 1),
          points: member.points + points,
          recent: recent.filter((entry) => entry.day > oldest),
        }
      }),
    members,
  )
}

/** The members with one person known by two ids, before a login and since, as one. */
export function withNewId(members: Member[], was: string, id: string): Member[] {
  const before = members.find((member) => member.id === was)
  if (before === undefined) return members
  const since = members.find((member) => member.id === id)
  const one = since === undefined ? { ...before, id, left: false } : oneMember(before, since)
  return members.filter((member) => member.id !== id).map((member) => (member === before ? one : member))
}

/**
 * The members of a group that began anew under another id and was joined again. `gone`: those of before who are there
 * no more; `dayCount`: the days with rounds it had before.
 */
export function joinMembers(
  before: Member[],
  since: Member[],
  { gone, dayCount }: { gone: ReadonlySet<string>; dayCount: number },
): Member[] {
  const known = before.map((member) => {
    const again = since.find(({ id }) => id === member.id)
    return again === undefined ? { ...member, left: member.left || gone.has(member.id) } : oneMember(member, again)
  })
  const added = since
    .filter(({ id }) => !before.some((member) => member.id === id))
    .map((member) => ({ ...member, since: member.since + dayCount }))
  return [...known, ...added]
}

/** Two records of one person as one, with the id of the later: no day counts twice. */
function oneMember(before: Member, since: Member): Member {
  const days = new Map(before.recent.map((entry) => [entry.day, entry]))
  const twice = since.recent.filter((entry) => days.has(entry.day)).length
  for (const { day, points } of since.recent) days.set(day, { day, points: points + (days.get(day)?.points ?? 0) })
  return {
    ...since,
    name: since.name === '' ? before.name : since.name,
    hide: before.hide || since.hide,
    quote: before.quote || since.quote,
    first: earliest(before.first, since.first),
    last: since.last === null ? before.last : laterDay(since.last, before.last),
    since: before.first === null ? since.since : before.since,
    total: before.total + since.total - twice,
    points: before.points + since.points,
    recent: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)),
  }
}

function earliest(a: Day | null, b: Day | null): Day | null {
  return a === null || (b !== null && b < a) ? b : a
}

/** Who was active before a round of that day: answered on an earlier day, lately, and has not left. */
export function activeBefore(members: Member[], on: Day): Member[] {
  const since = addDays(on, -ACTIVE_DAYS)
  return members.filter(
    ({ first, last, left }) => !left && first !== null && first < on && last !== null && last >= since,
  )
}
