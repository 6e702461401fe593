import { keepCode, moveId, newCode, useCode } from '../link/codes.ts'
import type { InboundEvent } from '../ports/channel.ts'
import { laterDay } from '../streak/day.ts'
import type { GroupCommand } from './commands.ts'
import type { Group, Round } from './group.ts'
import type { GroupTurn } from './group-turn.ts'
import { mayManage } from './manage.ts'
import { joinMembers, type Member } from './members.ts'
import { moveGroup } from './move.ts'
import { effectOf, keepMembers } from './revealing.ts'
import { isAnswered, planNext, takeRound } from './rounds.ts'
import { joinStreaks } from './streak.ts'

/**
 * A group whose id does not last (a WeChat room after a login) is led back to its document by a code: given beforehand,
 * in private, to who manages it; typed in the group by whoever has it. What the group did meanwhile under its new id
 * joins what it did before. Turns alone; what carries them between documents is `room-links.ts`.
 */

export const linkCommand: GroupCommand = {
  admins: 'asked',
  run(turn, argument, event) {
    const { doc, t, known } = turn
    if (turn.capabilities.stableUserIds)
      return turn.reply(t.group.privateOnly, turn.private(t.choice.openPrivate, 'start'))
    if (argument === '') {
      if (mayManage(turn, event)) askForCode(turn, event)
      return
    }
    const { linking } = known
    if (linking === undefined) return turn.reply(t.link.malformed)
    if (linking.kind === 'personal') return turn.reply(t.group.link.personal)
    if (linking.kind !== 'found') return turn.reply(t.link[linking.kind])
    if (linking.owner === doc.id) return turn.reply(t.group.link.own)
    doc.link.moving = {
      id: moveId('room', linking.hash, doc),
      state: 'asked',
      into: linking.owner,
      hash: linking.hash,
      at: turn.now,
      user: event.from.userId,
    }
    turn.changed = true
    const waits = doc.rounds.find((round) => isUnderWay(round))
    if (waits !== undefined) turn.line(t.group.link.later(turn.hour(waits.revealAt)))
  },
}

/** In private, for a code said in the group is everybody's. */
function askForCode(turn: GroupTurn, event: InboundEvent): void {
  const { t, known } = turn
  if (known.learner === undefined) return turn.reply(t.group.link.befriend)
  giveCode(turn, event.from.userId, known.learner)
  turn.reply(t.group.link.given)
}

/** A code that leads to this group from now on, for one person; the one before is void. */
function giveCode(turn: GroupTurn, user: string, learner: string): void {
  const { doc } = turn
  const code = newCode('recovery')
  keepCode(doc, 'recovery', code, null)
  doc.link.offered = true
  turn.plan({ ...effectOf({ number: 0 }, 'code', { user, learner, at: turn.now }), text: code })
}

/** Once there is something to lose: the keeper is given a code; where there is none, the group is told how to get one. */
export function offerCode(turn: GroupTurn, learner: (user: string) => string): void {
  const { doc, t, capabilities } = turn
  if (capabilities.stableUserIds || doc.link.offered || doc.presence !== 'in') return
  doc.link.offered = true
  if (doc.keeper === null) turn.line(t.group.link.ask)
  else giveCode(turn, doc.keeper, learner(doc.keeper))
}

/** Whether nothing is under way that would be lost if the document became part of another now. */
export function isQuiet(doc: Group): boolean {
  return doc.outbox.length === 0 && doc.effects.length === 0 && !doc.rounds.some(isUnderWay)
}

/** Whether it is being made part of another document: what is done in it now is done for nothing. */
export function isSealed(doc: Group | undefined): boolean {
  return doc?.link.moving?.state === 'sealed'
}

function isUnderWay(round: Round): boolean {
  return round.state === 'closing' || (round.state === 'open' && isAnswered(round))
}

/** What is known of both before they are joined. */
export interface Rejoined {
  other: Group
  members: { before: Member[]; since: Member[]; gone: ReadonlySet<string> }
  /** The document of somebody in the group. */
  learner(user: string): string
  /** Whether whoever typed the code has one. */
  isKnown: boolean
}

/**
 * Makes what the group did under its new id part of this document, which keeps its settings, its calendar and its open
 * rounds; days, members and streak are joined, no day counted twice. What was revealed meanwhile stays revealed, its
 * answers are let go. @returns false, with nothing changed, when the code does not hold any more
 */
export function rejoin(turn: GroupTurn, moving: NonNullable<Group['link']['moving']>, about: Rejoined): boolean {
  const { doc, t, now } = turn
  const { other, members } = about
  if (!useCode(doc, moving.hash, now)) return false
  const { channel, chatId } = other.home
  moveGroup(doc, channel, doc.home.chatId, chatId)
  doc.home = { ...other.home }
  // The ids of earlier logins are nobody's any more.
  doc.aliases = doc.aliases.filter((alias) => alias.channel !== channel || alias.id === chatId)
  doc.presence = 'in'
  doc.keeper = moving.user
  doc.unanswered = 0
  for (const round of other.rounds)
    if (round.state === 'open' && round.question !== undefined) takeRound(turn, { ...round, question: round.question })

  keepMembers(turn, joinMembers(members.before, members.since, { gone: members.gone, dayCount: doc.dayCount }))
  const days = other.days.filter((day) => !doc.days.includes(day))
  doc.dayCount += other.dayCount - (other.days.length - days.length)
  doc.days = [...doc.days, ...days].sort()
  doc.streak = joinStreaks(doc.streak, other.streak)
  doc.lastDay = other.lastDay === null ? doc.lastDay : laterDay(other.lastDay, doc.lastDay)
  doc.asked = [...doc.asked.filter((id) => !other.asked.includes(id)), ...other.asked]
  doc.askedAt = [...doc.askedAt, ...other.askedAt]
  doc.told = [...new Set([...doc.told, ...other.told])]
  for (const { id } of members.since)
    turn.plan({
      ...effectOf({ number: 0 }, 'moved', { user: id, learner: about.learner(id), at: now }),
      text: other.id,
    })

  turn.say(
    { blocks: [{ kind: 'text', spans: [t.group.link.joined(doc.streak.current, doc.dayCount)] }] },
    { chat: doc.home },
  )
  doc.link.offered = false
  if (about.isKnown) giveCode(turn, moving.user, about.learner(moving.user))
  planNext(turn)
  return true
}
