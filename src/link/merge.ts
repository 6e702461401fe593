import type { Brought, Card, Learner } from '../learner.ts'
import type { Chat } from '../ports/channel.ts'
import type { RestCalendar } from '../streak/calendar.ts'
import { addDays, type Day, laterDay } from '../streak/day.ts'
import { mergeCalendars, mergeStreaks } from '../streak/merge.ts'
import { keepDay, type Off, type StreakState } from '../streak/streak.ts'
import { LINK_CHANNEL } from './codes.ts'

/** Joining two records of one person, and taking them apart again. Pure, but for the document given. */

export interface MergeContext {
  today: Day
  /** What each record took for off by itself, down times of its own channels included. */
  offOf(doc: Learner): Off
  /** The same of a calendar with all the channels of both. */
  offWith(calendar: RestCalendar, doc: Learner): Off
}

const SENT_KEPT = 12
const MOST_BOOKMARKS = 200

/**
 * Makes `other` part of `doc`, which keeps its own settings: its chats and codes, days, cards, attempts, bookmarks, what
 * was learned of the learner and what is open. `chat` is where the learner writes now. @returns what to keep to undo it
 */
export function join(doc: Learner, joining: Learner, chat: Chat, context: MergeContext): Brought {
  const { today } = context
  const other = withOwnIds(joining)
  const offs = [context.offOf(doc), context.offOf(other)] as const
  const before = {
    streak: doc.streak,
    calendar: doc.calendar,
    floor: doc.floor,
    createdAt: doc.createdAt,
    home: doc.home,
  }
  const calendar = mergeCalendars(doc.calendar, other.calendar, downDays(doc, other, offs, today), today)
  // Where a login changes ids, the record begun later has the id of now: it comes last.
  doc.aliases =
    other.createdAt < doc.createdAt ? [...other.aliases, ...doc.aliases] : [...doc.aliases, ...other.aliases]
  doc.link.codes = [...doc.link.codes, ...other.link.codes]
  doc.streak = mergeStreaks(
    { streak: doc.streak, off: offs[0] },
    { streak: other.streak, off: offs[1] },
    context.offWith(calendar, doc),
    today,
  )
  doc.calendar = calendar
  doc.floor = other.floor === null ? doc.floor : laterDay(other.floor, doc.floor)
  doc.createdAt = Math.min(doc.createdAt, other.createdAt)
  doc.home = { ...chat }

  const bookmarks = other.bookmarks.filter((id) => !doc.bookmarks.includes(id))
  doc.bookmarks = [...bookmarks, ...doc.bookmarks].slice(-MOST_BOOKMARKS)
  const sessions = other.sessions.filter(({ id }) => !doc.sessions.some((session) => session.id === id))
  doc.sessions = [...doc.sessions, ...sessions].sort((a, b) => a.askedAt - b.askedAt)
  const attempts = other.attempts.filter(({ id }) => !doc.attempts.some((attempt) => attempt.id === id))
  doc.attempts = [...doc.attempts, ...attempts].sort((a, b) => a.at - b.at)
  doc.attemptCount += other.attemptCount
  doc.answerCount += other.answerCount
  addLedger(doc.ledger, other.ledger, 1)
  doc.sent = [...doc.sent, ...other.sent].slice(-SENT_KEPT)
  const mock = doc.mock === null && other.mock !== null
  if (mock) doc.mock = other.mock
  if (doc.usage.day === other.usage.day)
    for (const kind of ['asked', 'read', 'documents'] as const) doc.usage[kind] += other.usage[kind]
  doc.push.lastDay = other.push.lastDay === null ? doc.push.lastDay : laterDay(other.push.lastDay, doc.push.lastDay)
  doc.push.unanswered = Math.min(doc.push.unanswered, other.push.unanswered)

  // Rounds of study groups know members by their chats: both lead here now, and no reveal has its effect twice.
  const groups = other.groups.filter((id) => !doc.groups.includes(id))
  doc.groups = [...doc.groups, ...groups]
  const known = new Set(doc.rounds.map(({ group, round }) => `${group}/${round}`))
  doc.rounds = [...doc.rounds, ...other.rounds.filter(({ group, round }) => !known.has(`${group}/${round}`))]

  const cards: Brought['cards'] = {}
  for (const [id, card] of Object.entries(other.cards)) {
    const own = doc.cards[id]
    if (own !== undefined && !isBetter(card, own)) continue
    cards[id] = { before: own ?? null, after: card }
    doc.cards[id] = card
  }
  return {
    ...before,
    calendar: { before: before.calendar, after: calendar },
    mock,
    bookmarks,
    groups,
    sessions: sessions.map(({ id }) => id),
    attempts: attempts.map(({ id }) => id),
    attemptCount: other.attemptCount,
    answerCount: other.answerCount,
    ledger: other.ledger,
    cards,
  }
}

/** Takes out again what was joined at `at`; what was practised since stays with this record. */
export function part(doc: Learner, joined: Learner['link']['joined'][number]): void {
  const { brought, at, aliases } = joined
  const isTheirs = (alias: { channel: string; id: string }) =>
    aliases.some(({ channel, id }) => channel === alias.channel && id === alias.id)
  doc.aliases = doc.aliases.filter((alias) => !isTheirs(alias))
  doc.link.codes = doc.link.codes.filter(({ hash }) => !isTheirs({ channel: LINK_CHANNEL, id: hash }))
  doc.home = brought.home
  doc.streak = sinceJoined(doc.streak, at).reduce(keepDay, brought.streak)
  if (JSON.stringify(doc.calendar) === JSON.stringify(brought.calendar.after)) doc.calendar = brought.calendar.before
  doc.floor = brought.floor
  doc.createdAt = brought.createdAt
  if (brought.mock && doc.mock !== null && doc.mock.touchedAt < at) doc.mock = null
  const without = <T extends { id: string }>(list: T[], ids: string[]) => list.filter(({ id }) => !ids.includes(id))
  doc.bookmarks = doc.bookmarks.filter((id) => !brought.bookmarks.includes(id))
  doc.groups = doc.groups.filter((id) => !brought.groups.includes(id))
  doc.sessions = without(doc.sessions, brought.sessions)
  doc.attempts = without(doc.attempts, brought.attempts)
  doc.attemptCount = Math.max(0, doc.attemptCount - brought.attemptCount)
  doc.answerCount = Math.max(0, doc.answerCount - brought.answerCount)
  addLedger(doc.ledger, brought.ledger, -1)
  const sessions = new Set(brought.sessions)
  doc.sent = doc.sent.filter(({ session }) => !sessions.has(session))
  for (const [id, { before, after }] of Object.entries(brought.cards)) {
    // Practised since: it stays as that left it.
    if (JSON.stringify(doc.cards[id]) !== JSON.stringify(after)) continue
    if (before === null) delete doc.cards[id]
    else doc.cards[id] = before
  }
}

/**
 * An id that is no other record's, as `Turn.nextId` makes them. Those of an earlier version were unique in their record
 * alone: they get its four characters when it is joined.
 */
export function ownId<T extends string | null | undefined>(id: T, record: string): T {
  return typeof id === 'string' && !id.includes('-') ? (`${id}-${record.slice(0, 4)}` as T) : id
}

/** The record with nothing in it that could be taken for another's; the one given stays as it is. */
function withOwnIds(doc: Learner): Learner {
  const own = <T extends string | null | undefined>(id: T) => ownId(id, doc.id)
  const renamed = <T extends object>(one: T, ...fields: (keyof T)[]): T => {
    const ids = fields.flatMap((field) => (one[field] === undefined ? [] : [[field, own(one[field] as string)]]))
    return { ...one, ...Object.fromEntries(ids) }
  }
  return {
    ...doc,
    sessions: doc.sessions.map((session) => renamed(session, 'id', 'attemptId', 'retryOf', 'mock')),
    attempts: doc.attempts.map((attempt) => renamed(attempt, 'id', 'retryOf')),
    sent: doc.sent.map((sent) => renamed(sent, 'session')),
    mock: doc.mock && { ...renamed(doc.mock, 'id'), attempts: doc.mock.attempts.map(own) },
  }
}

/** The chats that lead to a record; its codes are no chats. */
export function chatAliases({ aliases }: Pick<Learner, 'aliases'>): Learner['aliases'] {
  return aliases.filter(({ channel }) => channel !== LINK_CHANNEL)
}

function sinceJoined({ kept }: StreakState, at: number): StreakState['kept'] {
  return kept.filter((day) => day.at > at)
}

/** The one that knows the later practice; of the same day the better memory. */
function isBetter(card: Card, own: Card): boolean {
  if (card.last !== own.last) return card.last > own.last
  return (card.memory?.stability ?? 0) > (own.memory?.stability ?? 0)
}

function addLedger(ledger: Learner['ledger'], other: Learner['ledger'], sign: 1 | -1): void {
  for (const [competency, tally] of Object.entries(other)) {
    const own = ledger[competency] ?? { covered: 0, partly: 0, missed: 0 }
    const sum = (verdict: keyof typeof tally) => Math.max(0, own[verdict] + sign * tally[verdict])
    const next = { covered: sum('covered'), partly: sum('partly'), missed: sum('missed') }
    if (next.covered + next.partly + next.missed === 0) delete ledger[competency]
    else ledger[competency] = next
  }
}

/** Days on which either could not be reached on the channels it had: both have more channels from now on. */
function downDays(doc: Learner, other: Learner, offs: readonly [Off, Off], today: Day): Day[] {
  const down = new Set<Day>()
  for (const [index, one] of [doc, other].entries()) {
    const from = one.streak.base.last ?? one.streak.kept[0]?.day
    if (from === undefined) continue
    for (let day = addDays(from, 1); day < today; day = addDays(day, 1))
      if (offs[index]?.(day) === 'down') down.add(day)
  }
  return [...down].sort()
}
