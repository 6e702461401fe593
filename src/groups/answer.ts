import { isRealAnswer } from '../assess/reply.ts'
import type { LearnerEffect } from '../learner.ts'
import type { Chat, InboundEvent } from '../ports/channel.ts'
import { LONGEST_ANSWER } from '../practice/draft.ts'
import type { Round } from './group.ts'
import type { GroupTurn } from './group-turn.ts'
import { displayName } from './members.ts'
import { effectOf } from './revealing.ts'
import { answerLine } from './round.ts'
import { addLines, markTold, toCount } from './rounds.ts'

type MessageEvent = InboundEvent & { type: 'message' }

/**
 * An answer given in the group: to the round it is about, else to the last one, late. It may come twice (its event
 * is not remembered): the same line is written again, the same effect planned.
 */
export function takeAnswer(turn: GroupTurn, event: MessageEvent, given: string): void {
  const { doc, t } = turn
  const { learner } = turn.known
  const text = given.trim().slice(0, LONGEST_ANSWER)
  const round = turn.roundOf(event.replyTo) ?? doc.rounds.at(-1)
  if (event.from.as !== undefined)
    return turn.line(t.group.anonymous, round && turn.linkTo(round, t.choice.openPrivate))
  if (round === undefined) return turn.reply(t.group.noneOpen)
  const { userId: user, name = '' } = event.from
  if (event.unseen !== true) turn.tookPublicly = { messageId: event.messageId, user, name: displayName(name) }
  if (round.state !== 'open' || round.question === undefined) return late(turn, round, event, text)
  if (!isRealAnswer(round.question, text)) {
    turn.tookPublicly = undefined
    return turn.reply(t.group.notReal)
  }
  const message = event.unseen === true ? undefined : event.messageId
  const line = answerLine(event.eventId, { user, name: displayName(name), text, at: event.at, message })
  addLines(turn, round, [line])
  toCount(turn, round)
  if (learner !== undefined) turn.plan(effectOf(round, 'credit', { user, learner, at: event.at }))
  turn.whisper(t.group.taken(turn.hour(round.revealAt)))
}

/** After the reveal it is practice: with feedback in private for those who practise there. */
function late(turn: GroupTurn, round: Round, event: MessageEvent, text: string): void {
  const { t } = turn
  const { learner } = turn.known
  turn.tookPublicly = undefined
  // Talk about the answer is no answer.
  if (!isRealAnswer({ kind: 'open', prompt: '' }, text)) return
  if (round.state === 'revealed' && learner !== undefined)
    turn.plan(effectOf(round, 'late', { user: event.from.userId, learner, at: event.at, text }))
  turn.reply(t.group.late, turn.linkTo(round, t.choice.myFeedback))
}

/** Says to whoever answered for all to see, once, how the next answer stays private. */
export function tellOnce(turn: GroupTurn, user: string, name: string, chat: Chat): void {
  const { doc, t } = turn
  if (doc.told.includes(user)) return
  markTold(turn, [user])
  turn.say({ blocks: [{ kind: 'text', spans: [t.group.keepPrivate(name === '' ? t.group.someone : name)] }] }, { chat })
}

/** An answer given in private, handed over from the member's own document; the same again when handed over twice. */
export function takeHandedOver(
  turn: GroupTurn,
  learner: string,
  effect: LearnerEffect,
): 'taken' | 'late' | 'closing' | 'gone' {
  const round = turn.doc.rounds.find(({ number }) => number === effect.round)
  if (round === undefined) return 'gone'
  const { user, name = '', text = '', at } = effect
  if (round.state === 'closing') return 'closing'
  if (round.state === 'revealed') {
    turn.plan(effectOf(round, 'late', { user, learner, at, text }))
    return 'late'
  }
  addLines(turn, round, [answerLine(`${learner}.${effect.id}`, { user, name: displayName(name), text, at })])
  toCount(turn, round)
  return 'taken'
}
