import type { OutboxEntry } from '../learner.ts'
import type { HistoryEntry } from '../ports/store.ts'
import { selectQuestion, topicFilter } from '../practice/select.ts'
import type { Question } from '../questions/schema.ts'
import { decidePush, nextPush } from '../reminders/due.ts'
import { questionCard } from '../render/card.ts'
import { nameList, nameOf } from '../render/group.ts'
import { message, text } from '../render/message.ts'
import { offDays } from '../streak/calendar.ts'
import { addDays, type Day } from '../streak/day.ts'
import type { Off } from '../streak/streak.ts'
import type { Group, Round } from './group.ts'
import type { GroupTurn } from './group-turn.ts'
import { type Member, withPeople } from './members.ts'
import { type Answer, answersOf, isComplete, namedIn, namedLine, questionLine, revealTime } from './round.ts'
import { planBoard } from './weekly.ts'

/** The life of a round in the group's document: posted, counted, closed, revealed, forgotten. */

/** Daily questions without any answer after which the group is left in peace. */
export const SILENT_AFTER = 7
/** How often the number of answers on the card may change; where messages cannot be edited, how often names are told. */
const COUNT_EVERY = { edit: 15_000, names: 2 * 60_000 }
const ASKED_KEPT = 200
/** Members remembered as told how to keep an answer private. */
const TOLD_KEPT = 200

function offOf({ doc, world }: GroupTurn): Off {
  return offDays(doc.calendar, (day) => world.wasDown([doc.home.channel], day, doc.settings.zone))
}

/** Works out the next daily question anew, and the next board. */
export function planNext(turn: GroupTurn): void {
  const { doc, world, now } = turn
  const { time, zone } = doc.settings
  doc.next =
    time === null || doc.presence === 'gone' || doc.unanswered >= SILENT_AFTER
      ? null
      : (nextPush({
          now,
          zone,
          pushMinutes: time,
          cutover: world.settings.cutover,
          lastPushDay: doc.lastDay,
          floor: doc.floor,
          off: offOf(turn),
        }) ?? null)
  planBoard(turn)
  turn.changed = true
}

/** The same when somebody has just decided about it: an hour that has passed is not made up for. */
export function planFromNow(turn: GroupTurn): void {
  const { doc, now } = turn
  planNext(turn)
  while (doc.next !== null && doc.next.at <= now) {
    doc.lastDay = doc.next.day
    planNext(turn)
  }
}

/** Whoever speaks to the bot again gets its daily questions back. */
export function heard(turn: GroupTurn): void {
  if (turn.doc.unanswered < SILENT_AFTER) return
  turn.doc.unanswered = 0
  planFromNow(turn)
}

/** Posts the daily question if its time has come. */
export function postDue(turn: GroupTurn): void {
  const { doc, now, world } = turn
  for (let due = doc.next; due !== null && due.at <= now; due = doc.next) {
    const { zone } = doc.settings
    const decision = decidePush({ now, due, zone, cutover: world.settings.cutover, lastPushDay: doc.lastDay })
    if (typeof decision === 'object') {
      doc.next = { at: decision.waitUntil, day: due.day }
      return
    }
    doc.lastDay = due.day
    turn.changed = true
    turn.due = due.at
    if (decision === 'ask' && doc.presence === 'in') openRound(turn, 'daily', { day: due.day })
    turn.due = undefined
    planNext(turn)
  }
}

/** Opens a round. @returns false when the banks hold no such question */
export function openRound(turn: GroupTurn, kind: Round['kind'], options: { day?: Day; topic?: string } = {}): boolean {
  const { doc, now, world } = turn
  const topic = options.topic ?? ''
  const names = (id: string) => Object.values(world.banks.competencies.get(id)?.name ?? {})
  const banks = world.banks.chosen(doc.settings.banks, doc.language)
  const wanted = topic === '' ? () => true : topicFilter(topic, names)
  const pool = new Set(banks.flatMap((bank) => bank.questions.filter(wanted).map(({ id }) => id)))
  if (pool.size === 0) return false
  // Once all have been asked, the one asked longest ago comes again.
  const lately = doc.asked.filter((id) => pool.has(id)).toReversed()
  const exclude = new Set(lately.slice(0, pool.size - 1))
  const selected = selectQuestion({ banks, cards: {}, ledger: {}, today: '1970-01-01', turn: 0, exclude, wanted })
  if (selected === undefined) return false
  const { question } = selected
  doc.asked = [...doc.asked.filter((id) => id !== question.id), question.id].slice(-ASKED_KEPT)
  doc.roundCount += 1
  const number = doc.roundCount
  const round: Round = {
    number,
    questionId: question.id,
    question: structuredClone(question),
    kind,
    day: options.day ?? turn.today,
    chat: { ...(kind === 'daily' ? doc.home : turn.chat) },
    revealAt: revealTime(now, doc.settings.zone, doc.settings.reveal),
    state: 'open',
    segment: `round-${number}`,
    lines: 0,
    cards: [],
    shown: 0,
    countedAt: now,
    countAt: null,
    keepUntil: null,
  }
  doc.rounds.push(round)
  addLines(turn, round, [questionLine(question)])
  turn.say(cardOf(turn, round, question), {
    kind: 'question',
    chat: round.chat,
    round,
    // A daily question is the bot's own doing: it lets replies go first, and is useless after its reveal.
    ...(kind === 'daily' && { expiresAt: round.revealAt }),
  })
  return true
}

/** A question the group never got to see was not asked. @returns whether this was one */
export function dropUnseen(doc: Group, { kind, session }: OutboxEntry): boolean {
  const round = doc.rounds.find(({ number }) => String(number) === session)
  if (kind !== 'question' || round?.state !== 'open' || round.cards.length > 0 || isAnswered(round)) return false
  doc.rounds = doc.rounds.filter((other) => other !== round)
  doc.stale.push(round.segment)
  doc.asked = doc.asked.filter((id) => id !== round.questionId)
  if (round.kind === 'daily' && doc.lastDay === round.day) doc.lastDay = addDays(round.day, -1)
  return true
}

/** Takes over a round nobody has answered yet, of the document that was the group's. */
export function takeRound(turn: GroupTurn, round: Round & { question: Question }): void {
  const { doc } = turn
  doc.roundCount += 1
  const number = doc.roundCount
  const taken = { ...round, number, segment: `round-${number}`, lines: 0 }
  doc.rounds.push(taken)
  addLines(turn, taken, [questionLine(round.question)])
}

/** Whether an answer may have been given to it. */
export function isAnswered({ lines }: Round): boolean {
  return lines > 1
}

export function addLines(turn: GroupTurn, round: Round, lines: HistoryEntry[]): void {
  turn.append[round.segment] = [...(turn.append[round.segment] ?? []), ...lines]
  round.lines += lines.length
  turn.changed = true
}

function cardOf(turn: GroupTurn, round: Round, question: Question) {
  const { t, capabilities } = turn
  const choices = turn.linkTo(round, t.choice.openPrivate)
  const how = choices.length === 0 ? 'mention' : capabilities.unseen ? 'unseen' : 'link'
  const card = questionCard(t, question, {
    title: t.group.title[round.kind](turn.hour(round.revealAt)),
    howTo: t.group.howTo[how],
    choices,
  })
  return round.shown === 0 ? card : { ...card, blocks: [...card.blocks, text(t.group.counter(round.shown))] }
}

/** An answer has come: it is to be counted before long. */
export function toCount(turn: GroupTurn, round: Round): void {
  const every = turn.capabilities.edit ? COUNT_EVERY.edit : COUNT_EVERY.names
  round.countAt ??= Math.max(turn.now, round.countedAt + every)
  turn.changed = true
}

/** Counts the answers: on the card where messages can be edited, by names in batches elsewhere; closes a round all have answered. */
export function count(turn: GroupTurn, round: Round, lines: HistoryEntry[], members: Member[]): void {
  const { doc } = turn
  const answers = answersOf(lines)
  round.countAt = null
  round.countedAt = turn.now
  turn.changed = true
  const before = round.shown
  round.shown = answers.length
  if (doc.settings.early && isComplete(members, answers, round.day, doc.settings.quorum)) {
    round.state = 'closing'
    return
  }
  if (doc.presence !== 'in' || round.question === undefined) return
  if (turn.capabilities.edit) countOnCard(turn, round, round.question, before)
  else tellNames(turn, round, answers, namedIn(lines), members)
}

function countOnCard(turn: GroupTurn, round: Round, question: Question, before: number): void {
  const { doc } = turn
  if (round.shown === before) return
  const edits = round.cards.at(-1)
  // Its card is still on its way: counted again when that is known to be there.
  if (edits === undefined) {
    round.shown = before
    if (doc.outbox.some(({ session, edits: edit }) => session === String(round.number) && edit === undefined))
      toCount(turn, round)
    return
  }
  const waiting = doc.outbox.find(
    (entry) => entry.kind === 'counter' && entry.edits === edits && entry.state === 'planned',
  )
  const card = cardOf(turn, round, question)
  if (waiting) waiting.message = card as typeof waiting.message
  else turn.say(card, { kind: 'counter', chat: round.chat, edits, expiresAt: round.revealAt })
}

/** These members know how to keep an answer private. */
export function markTold(turn: GroupTurn, users: string[]): void {
  const { doc } = turn
  doc.told = [...new Set([...doc.told, ...users])].slice(-TOLD_KEPT)
  turn.changed = true
}

/**
 * Who has answered since names were told last, and who has changed an answer for all to see; those who do so for the
 * first time are told how to keep it private. One message, however many they are.
 */
function tellNames(
  turn: GroupTurn,
  round: Round,
  answers: Answer[],
  named: Map<string, number>,
  members: Member[],
): void {
  const { t } = turn
  const fresh = answers.filter(({ user }) => !named.has(user))
  const changed = answers.filter(({ user, at, message }) => message !== undefined && at > (named.get(user) ?? at))
  if (fresh.length + changed.length === 0) return
  addLines(turn, round, [namedLine(turn.nextId('named-'), [...fresh, ...changed])])
  const people = withPeople(members, answers)
  const names = (of: Answer[]) => of.map(({ user }) => nameOf(people, user))
  const isNamed = [...names(fresh), ...names(changed)].some((name) => name !== undefined)
  const words = isNamed
    ? t.group.names(nameList(t, names(fresh)), answers.length, nameList(t, names(changed)))
    : t.group.counter(answers.length)
  const isTold = ({ user, message }: Answer) => message === undefined || turn.doc.told.includes(user)
  const toTell = [...fresh, ...changed].filter((answer) => !isTold(answer))
  markTold(
    turn,
    toTell.map(({ user }) => user),
  )
  const shown = names(toTell).filter((name) => name !== undefined)
  const told = toTell.length > 0 && t.group.keepPrivate(shown.length === 0 ? t.group.someone : nameList(t, shown))
  turn.say(message([told === false ? words : `${words}\n${told}`]), {
    kind: 'counter',
    chat: round.chat,
    expiresAt: round.revealAt,
  })
}

/** Closes rounds whose time has come. */
export function closeDue(turn: GroupTurn): void {
  for (const round of turn.doc.rounds)
    if (round.state === 'open' && round.revealAt <= turn.now) {
      round.state = 'closing'
      turn.changed = true
    }
}

/** Lets go of rounds nobody comes back to, with their answers. */
export function forgetOld(turn: GroupTurn): void {
  const { doc, now } = turn
  const isOld = (round: Round) =>
    round.state === 'revealed' &&
    (round.keepUntil ?? 0) <= now &&
    !doc.effects.some((effect) => effect.round === round.number)
  const old = doc.rounds.filter(isOld)
  if (old.length === 0) return
  doc.rounds = doc.rounds.filter((round) => !isOld(round))
  doc.stale.push(...old.map((round) => round.segment))
  turn.changed = true
}

/** What follows from events alone, whatever the hour: closed rounds to reveal, answers to count, segments to drop. */
export function followsAt({ doc, now }: Pick<GroupTurn, 'doc' | 'now'>): number | null {
  return earliest([
    doc.stale.length > 0 ? now : null,
    ...doc.rounds.flatMap(({ state, countAt }) => [
      state === 'closing' ? now : null,
      state === 'open' ? countAt : null,
    ]),
  ])
}

/** When the group wants attention next, but for what is on its way; null for never. */
export function dueAt({ doc, now }: Pick<GroupTurn, 'doc' | 'now'>): number | null {
  return earliest([
    followsAt({ doc, now }),
    doc.next?.at ?? null,
    doc.week?.at ?? null,
    ...doc.rounds.flatMap((round) => [
      round.state === 'open' ? round.revealAt : null,
      round.state === 'revealed' && !doc.effects.some((effect) => effect.round === round.number)
        ? round.keepUntil
        : null,
    ]),
  ])
}

function earliest(times: (number | null)[]): number | null {
  const known = times.filter((time) => time !== null)
  return known.length === 0 ? null : Math.min(...known)
}
