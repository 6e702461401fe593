import { isGreeting, isRealAnswer, visible } from '../assess/reply.ts'
import { tickPoints } from '../commands/answer.ts'
import { parseTime } from '../commands/command.ts'
import { language, languageNamed } from '../commands/language.ts'
import { parseCommand, parseMistaken, runAction } from '../commands/registry.ts'
import { sendReport } from '../commands/report.ts'
import { welcome } from '../commands/start.ts'
import { time } from '../commands/time.ts'
import type { Part, Session } from '../learner.ts'
import { receiveFile } from '../library/documents.ts'
import type { InboundEvent } from '../ports/channel.ts'
import { planPush } from '../reminders/push.ts'
import { excerpt } from '../text/shorten.ts'
import type { Turn } from '../turn.ts'
import { isCourtesy, isPuttingOff } from './courtesy.ts'
import { addPart, canReopen, canRetry, editPart, keepUnasked, takesPlain } from './draft.ts'
import { canChange } from './round.ts'
import { tickSelf } from './self-check.ts'
import { finish, later } from './session.ts'

/** What one event in a direct chat does: the whole conversation, as one turn on the learner's document. */
export function inbound(turn: Turn, event: InboundEvent, isNew: boolean): void {
  if (event.type === 'blocked') return stopPushing(turn, 'blocked')
  if (event.type === 'unblocked' || event.type === 'joined') return present(turn)
  if (event.type === 'left' || event.type === 'migrated' || event.type === 'member') return
  if (event.type === 'ended') {
    const draft = turn.openSession
    if (draft?.state === 'drafting') finish(turn, draft, { now: true })
    return
  }
  present(turn)
  if (isNew) firstMeeting(turn, event)
  if (event.type === 'message' && event.file !== undefined) return receiveFile(turn, event.file, event.text)
  if (isNew) return
  if (event.type === 'edited') {
    const parsed = parseCommand(event.text)
    const answered = parsed !== undefined && 'command' in parsed && parsed.command.name === 'answer'
    editPart(turn, event.messageId, answered ? parsed.argument : event.text)
    return
  }
  if (event.type === 'action') return act(turn, [event.choice])
  received(turn, event)
}

/** Whoever writes is back: pushes that had stopped by themselves start again. */
function present(turn: Turn): void {
  const { push } = turn.doc
  if (push.stopped === null) return
  if (push.stopped === 'silent') push.unanswered = 0
  push.stopped = null
  turn.returned = true
  planPush(turn)
}

export function stopPushing(turn: Turn, reason: 'blocked'): void {
  turn.doc.push.stopped = reason
  planPush(turn)
}

function firstMeeting(turn: Turn, event: InboundEvent): void {
  const parsed = event.type === 'message' ? parseCommand(event.text) : undefined
  const isLink = parsed !== undefined && 'command' in parsed && parsed.command.name === 'link'
  // With a code in hand they are nobody new.
  if (isLink && turn.linking?.kind === 'found') return parsed.command.run(turn, parsed.argument)
  if (isLink && turn.linking !== undefined) parsed.command.run(turn, parsed.argument)
  welcome(turn, parsed && 'command' in parsed && parsed.command.name === 'start' ? parsed.argument : '')
}

function received(turn: Turn, event: InboundEvent & { type: 'message' }): void {
  const { doc, t } = turn
  const text = event.text
  if (visible(text).trim() === '') {
    const kept = turn.openSession === undefined ? '' : t.attachmentKept
    turn.line(t.attachment[event.attachment ?? 'other'] + kept)
    return
  }
  // A forwarded message is somebody's words: never a choice or a command.
  const picked = event.forwarded ? [] : turn.picked(text)
  if (picked.length > 0)
    return act(
      turn,
      picked.map((choice) => choice.id),
    )
  const parsed = event.forwarded ? undefined : parseCommand(text)
  if (parsed !== undefined && 'command' in parsed) {
    if (parsed.command.name !== 'cancel') doc.prompted = null
    const draft = turn.openSession
    if (parsed.command.endsDraft && draft?.state === 'drafting') finish(turn, draft, { now: true })
    parsed.command.run(turn, parsed.argument, event)
    return
  }
  if (doc.prompted?.kind === 'report') return sendReport(turn, doc.prompted.questionId, text.trim())
  if (parsed !== undefined) return turn.line(t.unknownCommand(parsed.unknown.slice(0, 40), parsed.nearest?.name))
  const replied =
    event.replyTo === undefined ? undefined : doc.sent.find((sent) => sent.messageId === event.replyTo)?.session
  // Their question has left the document, or its bank.
  if (replied !== undefined && turn.session(replied) === undefined) return turn.line(t.feedback.outsideTime)
  const session = turn.session(replied) ?? turn.openSession
  const part = { messageId: event.messageId, text, at: event.at }
  // A setting mistyped is no answer, and must not use the question up.
  const mistaken = event.forwarded || replied !== undefined ? undefined : parseMistaken(text)
  if (mistaken !== undefined && (session === undefined || session.state === 'closed' || isSlip(session, text)))
    return mistaken.command.run(turn, mistaken.argument, event)
  if (session?.state !== 'drafting') {
    const isFree = !event.forwarded && turn.openSession === undefined
    const meant = isFree ? turn.pickedInPart(text) : undefined
    if (meant !== undefined) return act(turn, [meant.id])
    if (languageNamed(text) !== undefined) return language.run(turn, text)
    if (isGreeting(text)) return greet(turn, session)
    if (session?.state === 'asked' && session.mock === undefined && isPuttingOff(text)) return later(turn, session)
    if (isCourtesy(text)) return turn.line(turn.lastSession?.state === 'asked' ? t.courtesy.open : t.courtesy.idle)
  }
  if (session === undefined || (replied === undefined && !takesPlain(turn, session, text)))
    return nothingOpen(turn, part)
  if (session.state === 'closed' && !canReopen(turn, session)) return turn.line(t.feedback.outsideTime)
  if (event.attachment !== undefined) turn.line(t.captionOnly)
  addPart(turn, session, part)
}

/** A hello uses no question up. */
function greet(turn: Turn, session: Session | undefined): void {
  const isOpen = session !== undefined && session.state !== 'closed'
  turn.line(isOpen ? turn.t.greeting.open(excerpt(session.question.prompt.trim(), 30)) : turn.t.greeting.idle)
}

function isSlip(session: Session, text: string): boolean {
  return session.state === 'asked' && !isRealAnswer(session.question, text)
}

/** One helpful line. What reads like an answer is kept, one tap away from counting; a time of day sets the hour. */
function nothingOpen(turn: Turn, part: Part): void {
  if (/[:：点]/u.test(part.text) && parseTime(part.text) !== undefined) return time.run(turn, part.text)
  const last = turn.lastSession
  const canAdd = last !== undefined && last.parts.length > 0 && canReopen(turn, last)
  const add = canAdd ? [{ id: `add:${last.id}`, label: turn.t.choice.add }] : []
  if (last !== undefined && canChange(turn, last) && isRealAnswer(last.question, part.text)) {
    keepUnasked(turn, last, part)
    turn.line(turn.t.round.unasked, [[...add, { id: `change:${last.id}`, label: turn.t.choice.change }]], {
      offer: 'words',
    })
  } else if (last !== undefined && canRetry(last) && isRealAnswer(last.question, part.text)) {
    keepUnasked(turn, last, part)
    turn.line(turn.t.unasked, [[...add, { id: `retry:${last.id}`, label: turn.t.choice.retry }]], { offer: 'words' })
  } else if (canAdd) turn.line(turn.t.unknownAfter, [add], { offer: 'words' })
  else turn.line(turn.t.unknown)
}

/** Runs the choices picked: one, or several ticks together. */
function act(turn: Turn, choices: string[]): void {
  const ticks = choices.filter((choice) => choice.startsWith('tick:')).map((choice) => choice.slice('tick:'.length))
  if (ticks.length > 0) return tickPoints(turn, ticks)
  const own = choices.filter((choice) => choice.startsWith('selftick:')).map((choice) => choice.split(':'))
  const checking = turn.session(own[0]?.[1])
  if (checking !== undefined)
    return tickSelf(
      turn,
      checking,
      own.map(([, , index]) => Number(index)),
    )
  const [choice = ''] = choices
  // Anything but the answer to it means that the question the bot put no longer stands.
  if (!/^(delete|noreason|add|retry|change):/.test(choice)) turn.doc.prompted = null
  if (!runAction(turn, choice)) turn.line(turn.t.question.over)
}
