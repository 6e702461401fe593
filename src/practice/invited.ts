import { clock } from '../commands/command.ts'
import { localTime } from '../streak/day.ts'
import type { Turn } from '../turn.ts'
import { joinGroup, reveal, tellWaiting } from './round.ts'
import { ask, showCard } from './session.ts'

/** Does what the link to a group's round asks for. @returns false when no such link was followed */
export function followInvitation(turn: Turn): boolean {
  const { doc, t, invitation } = turn
  if (invitation === undefined) return false
  const { group, round, state, question, mine, settled } = invitation
  if (state === 'gone' || question === undefined) {
    turn.line(t.question.over)
    return true
  }
  joinGroup(turn, group)
  if (state === 'revealed') {
    if (doc.rounds.some((known) => known.group === group && known.round === round)) turn.line(t.round.known)
    else if (mine !== undefined) reveal(turn, { group, round, settled, question, ...mine })
    else {
      turn.line(t.round.over)
      ask(turn, question)
    }
    return true
  }
  const name = invitation.name
  const known = turn.asked(
    doc.sessions.findLast(
      (session) =>
        session.questionId === question.id && session.attemptId === undefined && !session.mock && !session.followUp,
    ),
  )
  const revealAt = turn.world.openRounds([group]).find((open) => open.number === round)?.revealAt ?? turn.now
  const hour = clock(localTime(revealAt, doc.settings.zone).minutes)
  if (known === undefined) ask(turn, question, { title: t.round.title(hour), memberName: name })
  else {
    known.memberName = name
    // What is written next is meant for this one.
    doc.sessions = [...doc.sessions.filter((session) => session !== known), known]
    if (known.state === 'closed' && known.sealed === undefined) known.state = 'asked'
    if (!tellWaiting(turn, known)) showCard(turn, known, { title: t.round.title(hour) })
  }
  return true
}
