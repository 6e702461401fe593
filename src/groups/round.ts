import type { HistoryEntry } from '../ports/store.ts'
import { type Question, questionSchema } from '../questions/schema.ts'
import { addDays, type Day, instantOf, localTime } from '../streak/day.ts'
import { activeBefore, type Member } from './members.ts'

/** What a round is made of: answers folded from its segment, its deadline, its quorum. Pure. */

/** One member's answer as it stands in the round's segment. */
export interface Answer {
  user: string
  name: string
  text: string
  /** When it was sent, epoch ms. */
  at: number
  /** The message it was, where it was said for all to see. */
  message?: string | undefined
}

/** The line of an answer. `id` names the event it came in: the same event writes the same line. */
export function answerLine(id: string, answer: Answer): HistoryEntry {
  return { id, ...answer }
}

export const questionLine = (question: Question): HistoryEntry => ({ id: 'question', question })

/** A message was taken back, which may have been an answer. */
export const withdrawnLine = (id: string, message: string): HistoryEntry => ({ id, withdrawn: message })

/** A member has another id since a login. */
export const renamedLine = (was: string, user: string): HistoryEntry => ({ id: `was-${was}`, was, user })

/** These members' answers, of these instants, have been acknowledged by name. */
export const namedLine = (id: string, answers: Answer[]): HistoryEntry => ({
  id,
  named: Object.fromEntries(answers.map(({ user, at }) => [user, at])),
})

/**
 * The answers of a round, one a member, the last that was sent and not taken back; members in the order of their first
 * lines.
 */
export function answersOf(lines: HistoryEntry[]): Answer[] {
  const withdrawn = new Set<unknown>(lines.flatMap((line) => (line.withdrawn === undefined ? [] : [line.withdrawn])))
  const current = currentIds(lines)
  const byUser = new Map<string, Answer>()
  for (const line of lines) {
    if (!isAnswer(line) || withdrawn.has(line.message)) continue
    const user = current(line.user)
    const known = byUser.get(user)
    if (known === undefined || known.at <= line.at) byUser.set(user, { ...line, user })
  }
  return [...byUser.values()]
}

/** Whose answers have been acknowledged by name, and of which instants. */
export function namedIn(lines: HistoryEntry[]): Map<string, number> {
  const current = currentIds(lines)
  const named = lines.flatMap((line) => Object.entries((line.named ?? {}) as Record<string, number>))
  return new Map(named.map(([user, at]) => [current(user), at]))
}

/** The lines without anything of one member; the same list when there was nothing. */
export function withoutMember(lines: HistoryEntry[], user: string): HistoryEntry[] {
  const current = currentIds(lines)
  let found = false
  const isTheirs = (id: unknown) => typeof id === 'string' && current(id) === user
  const kept = lines.flatMap((line) => {
    if (isTheirs(line.user)) found = true
    else if (line.named !== undefined) {
      const named = Object.entries(line.named as Record<string, number>)
      const others = named.filter(([id]) => !isTheirs(id))
      found ||= others.length < named.length
      return [{ ...line, named: Object.fromEntries(others) }]
    } else return [line]
    return []
  })
  return found ? kept : lines
}

/** From an id of before a login to the one of now. */
function currentIds(lines: HistoryEntry[]): (id: string) => string {
  const later = new Map<string, string>()
  for (const { was, user } of lines) if (typeof was === 'string' && typeof user === 'string') later.set(was, user)
  const current = (id: string, steps = later.size): string => {
    const next = later.get(id)
    return next === undefined || steps === 0 ? id : current(next, steps - 1)
  }
  return current
}

/** The question as it was asked; undefined when the segment is gone. */
export function questionOf(lines: HistoryEntry[]): Question | undefined {
  const read = questionSchema.safeParse(lines.find((line) => line.id === 'question')?.question)
  return read.success ? read.data : undefined
}

function isAnswer(line: HistoryEntry): line is HistoryEntry & Answer {
  return typeof line.user === 'string' && typeof line.text === 'string' && typeof line.at === 'number'
}

/** A round lasts at least so long. */
const SHORTEST = 30 * 60_000

/** When a round opened now is revealed: the group's hour of the reveal that leaves time to answer. */
export function revealTime(now: number, zone: string, minutes: number): number {
  const { day } = localTime(now, zone)
  for (let n = 0; ; n++) {
    const at = instantOf(addDays(day, n), minutes, zone)
    if (at >= now + SHORTEST) return at
  }
}

/** Answers that make a round count: as set, else two, or a third of the active members if that is more. */
export function quorumOf(setting: number | null, active: number): number {
  return setting ?? Math.max(2, Math.ceil(active / 3))
}

/** Fewest active members for whom a round is revealed before its time: two would see at once who is waited for. */
const EARLY_FROM = 3

/** Whether nobody is waited for: all members active before the round have answered, and they are enough. */
export function isComplete(members: Member[], answers: Answer[], on: Day, quorum: number | null): boolean {
  const active = activeBefore(members, on)
  const users = new Set(answers.map(({ user }) => user))
  return (
    active.length >= EARLY_FROM &&
    users.size >= quorumOf(quorum, active.length) &&
    active.every(({ id }) => users.has(id))
  )
}
