import { isRealAnswer, visible } from '../assess/reply.ts'
import { parseCommand } from '../commands/registry.ts'
import type { InboundEvent } from '../ports/channel.ts'
import { takeAnswer } from './answer.ts'
import { type GroupCommand, groupActions, groupCommands, hello } from './commands.ts'
import type { GroupTurn } from './group-turn.ts'
import { mayManage } from './manage.ts'
import { moveGroup } from './move.ts'
import { withdrawnLine } from './round.ts'
import { addLines, heard, isAnswered, planFromNow, toCount } from './rounds.ts'

/** What one event in a group does. */

/** Whether it may be an answer: those write the same when they come again, and leave no event id in the document. */
export function isAnswer(event: InboundEvent): boolean {
  if (event.type === 'edited') return event.replyTo !== undefined
  if (event.type !== 'message' || !event.addressed || event.forwarded) return false
  const parsed = parseCommand(event.text)
  return parsed === undefined || ('command' in parsed && parsed.command.name === 'answer')
}

/** What has to be known before the turn: the sender's role, the members. */
export function wants(event: InboundEvent): Pick<GroupCommand, 'admins' | 'members'> & { argument: string } {
  const [name = '', argument = ''] = event.type === 'action' ? event.choice.split(':') : []
  const parsed = event.type === 'message' && event.addressed ? parseCommand(event.text) : undefined
  const command = parsed && 'command' in parsed ? groupCommands[parsed.command.name] : groupActions[name]
  return { ...command, argument: parsed && 'argument' in parsed ? parsed.argument : argument }
}

/** A group that was not there before. Met by a message, it may be an old one whose id is new. */
export function firstMet(turn: GroupTurn, event: InboundEvent): void {
  planFromNow(turn)
  if (event.type !== 'message' || turn.capabilities.stableUserIds || turn.known.linking !== undefined) return
  const parsed = parseCommand(event.text)
  const isHello = parsed !== undefined && 'command' in parsed && groupCommands[parsed.command.name]?.run === hello
  if (!isHello) turn.line(turn.t.group.link.offer)
}

export function inbound(turn: GroupTurn, event: InboundEvent): void {
  const { doc } = turn
  switch (event.type) {
    case 'migrated':
      moveGroup(doc, event.chat.channel, event.chat.chatId, event.toChatId)
      turn.changed = true
      return
    case 'joined':
      doc.presence = 'in'
      doc.home = { ...event.chat }
      if (!turn.capabilities.admins && event.from.userId !== event.chat.chatId) doc.keeper = event.from.userId
      planFromNow(turn)
      return hello(turn)
    case 'left':
    case 'blocked':
      doc.presence = event.type === 'left' ? 'gone' : 'muted'
      return planFromNow(turn)
    case 'unblocked':
      doc.presence = 'in'
      return planFromNow(turn)
    case 'action':
      return act(turn, event)
    case 'message':
      return received(turn, event)
    case 'edited':
      return changed(turn, event)
    default:
      return
  }
}

/** An answer posted for all to see is put better where it stands: that counts until the reveal, without a word. */
function changed(turn: GroupTurn, event: InboundEvent & { type: 'edited' }): void {
  const { replyTo, text } = event
  if (text === '') return takenBack(turn, event)
  const round = turn.open.find(({ cards }) => replyTo !== undefined && cards.includes(replyTo))
  if (round === undefined || event.from.as !== undefined || !isRealAnswer(round.question, text)) return
  takeAnswer(turn, { ...event, type: 'message', addressed: true }, text)
}

/** Whatever it said, it is no answer any more. */
function takenBack(turn: GroupTurn, event: InboundEvent & { type: 'edited' }): void {
  for (const round of turn.open) {
    if (!isAnswered(round)) continue
    addLines(turn, round, [withdrawnLine(event.eventId, event.messageId)])
    toCount(turn, round)
  }
}

function received(turn: GroupTurn, event: InboundEvent & { type: 'message' }): void {
  if (!event.addressed) return
  // Heard from a group it was thought out of, or that would not let it write: worth another try.
  if (turn.doc.presence !== 'in') {
    turn.doc.presence = 'in'
    planFromNow(turn)
  }
  heard(turn)
  const { t } = turn
  const parsed = event.forwarded ? undefined : parseCommand(event.text)
  if (parsed === undefined) {
    if (event.forwarded) return
    const isEmpty = visible(event.text).trim() === ''
    if (!answersSomething(turn, event) || (isEmpty && event.attachment === undefined)) return mentioned(turn, event)
    if (isEmpty) return turn.reply(t.attachment[event.attachment ?? 'other'])
    return takeAnswer(turn, event, event.text)
  }
  if (!('command' in parsed)) return
  const { command, argument } = parsed
  if (command.name === 'answer') return takeAnswer(turn, event, argument)
  const own = groupCommands[command.name]
  if (own === undefined) return turn.reply(t.group.privateOnly, turn.private(t.choice.openPrivate, 'start'))
  if (own.admins === true && !mayManage(turn, event)) return
  own.run(turn, argument.trim(), event)
}

/** A reply to a card, or (where answers are mentions) anything said to the bot while a round is open. Not small talk. */
function answersSomething(turn: GroupTurn, event: InboundEvent & { type: 'message' }): boolean {
  const { replyTo } = event
  if (replyTo === undefined) return turn.open.length > 0
  // Cards of a group that moved, or that nobody knows to have arrived, are not known by their id.
  return turn.doc.rounds.some(({ cards, state }) => cards.includes(replyTo) || (state === 'open' && cards.length === 0))
}

/** Spoken to with nothing to answer: an answer that comes after the reveal, or somebody who wants to know what to do. */
function mentioned(turn: GroupTurn, event: InboundEvent & { type: 'message' }): void {
  const { doc, t, capabilities } = turn
  if (!capabilities.hearsAll || event.replyTo !== undefined) return
  const last = doc.rounds.at(-1)
  if (last?.day === turn.today && isRealAnswer({ kind: 'open', prompt: '' }, event.text))
    return takeAnswer(turn, event, event.text)
  turn.reply(t.group.hint)
}

function act(turn: GroupTurn, event: InboundEvent & { type: 'action' }): void {
  turn.doc.pending = turn.doc.pending.filter(({ user }) => user !== event.from.userId)
  const [name = '', ...rest] = event.choice.split(':')
  const action = groupActions[name]
  if (action === undefined || (action.admins && !mayManage(turn, event))) return
  action.run(turn, rest.join(':'), event)
}
