import { isRealAnswer, visible } from '../assess/reply.ts'
import { parseCommand } from '../commands/registry.ts'
import type { InboundEvent } from '../ports/channel.ts'
import { takeAnswer } from './answer.ts'
import { type GroupCommand, groupActions, groupCommands, hello } from './commands.ts'
import type { GroupTurn } from './group-turn.ts'
import { moveGroup } from './move.ts'
import { heard, planFromNow } from './rounds.ts'

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

/** `learner`: the sender's own document, if there is one. */
export function inbound(turn: GroupTurn, event: InboundEvent, learner: string | undefined): void {
  const { doc } = turn
  switch (event.type) {
    case 'migrated':
      moveGroup(doc, event.chat.channel, event.chat.chatId, event.toChatId)
      turn.changed = true
      return
    case 'joined':
      doc.presence = 'in'
      doc.home = { ...event.chat }
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
      return received(turn, event, learner)
    case 'edited':
      return changed(turn, event, learner)
    default:
      return
  }
}

/** An answer posted for all to see is put better where it stands: that counts until the reveal, without a word. */
function changed(turn: GroupTurn, event: InboundEvent & { type: 'edited' }, learner: string | undefined): void {
  const { replyTo, text } = event
  const round = turn.open.find(({ cards }) => replyTo !== undefined && cards.includes(replyTo))
  if (round === undefined || event.from.as !== undefined || !isRealAnswer(round.question, text)) return
  takeAnswer(turn, { ...event, type: 'message', addressed: true }, text, learner)
}

function received(turn: GroupTurn, event: InboundEvent & { type: 'message' }, learner: string | undefined): void {
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
    if (event.forwarded || !answersSomething(turn, event)) return
    if (visible(event.text).trim() === '') return turn.reply(t.attachment[event.attachment ?? 'other'])
    return takeAnswer(turn, event, event.text, learner)
  }
  if (!('command' in parsed)) return
  const { command, argument } = parsed
  if (command.name === 'answer') return takeAnswer(turn, event, argument, learner)
  const own = groupCommands[command.name]
  if (own === undefined) return turn.reply(t.group.privateOnly, turn.private(t.choice.openPrivate, 'start'))
  if (own.admins && !mayManage(turn, event)) return
  own.run(turn, argument.trim(), event)
}

/** A reply to a card, or (where answers are mentions) anything said to the bot while a round is open. Not small talk. */
function answersSomething(turn: GroupTurn, event: InboundEvent & { type: 'message' }): boolean {
  const { replyTo } = event
  if (replyTo === undefined) return turn.open.length > 0
  // Cards of a group that moved, or that nobody knows to have arrived, are not known by their id.
  return turn.doc.rounds.some(({ cards, state }) => cards.includes(replyTo) || (state === 'open' && cards.length === 0))
}

function act(turn: GroupTurn, event: InboundEvent & { type: 'action' }): void {
  const [name = '', ...rest] = event.choice.split(':')
  const action = groupActions[name]
  if (action === undefined || (action.admins && !mayManage(turn, event))) return
  action.run(turn, rest.join(':'), event)
}

/** Admins only, as the network says; says so to everybody else. */
function mayManage(turn: GroupTurn, event: InboundEvent): boolean {
  if (event.from.as === 'group' || turn.known.role === 'admin') return true
  turn.reply(turn.known.role === undefined ? turn.t.group.adminUnknown : turn.t.group.adminOnly)
  return false
}
