import type { RevealCard } from '../cards/card.ts'
import type { Question } from '../questions/schema.ts'
import { nameOf, revealMessage } from '../render/group.ts'
import { addDays } from '../streak/day.ts'
import { shorten } from '../text/shorten.ts'
import type { GroupEffect, Round } from './group.ts'
import type { GroupTurn } from './group-turn.ts'
import { activeBefore, afterRound, type Member, RECENT_DAYS } from './members.ts'
import type { RoundResult } from './reveal.ts'
import { quorumOf } from './round.ts'
import { planNext, SILENT_AFTER } from './rounds.ts'
import { streakAfter } from './streak.ts'

/** What a reveal does to the group's document: its message, its members, its streak, and what follows for each member. */

/** How long answers are kept after the reveal. */
const KEEP = 7 * 86_400_000

/** Reveals a closed round. `learner`: the document of a member, by their id on the network. */
export function reveal(
  turn: GroupTurn,
  round: Round,
  question: Question,
  result: RoundResult,
  members: Member[],
  learner: (user: string) => string,
): void {
  const { doc, t, now } = turn
  const answers = result.parts.length
  const quorum = quorumOf(doc.settings.quorum, activeBefore(members, round.day).length)
  const before = doc.streak
  doc.streak = streakAfter(before, {
    kind: round.kind,
    answers,
    quorum,
    down: turn.world.wasDown([doc.home.channel], round.day, doc.settings.zone),
  })
  if (round.kind === 'daily') doc.unanswered = answers === 0 ? doc.unanswered + 1 : 0
  const parts = result.parts.map(({ answer, covered }) => ({ user: answer.user, name: answer.name, points: covered }))
  const list = afterRound(members, round.day, parts, doc.days.includes(round.day) ? doc.dayCount - 1 : doc.dayCount)
  keepMembers(turn, list)
  if (!doc.days.includes(round.day)) {
    const oldest = addDays(round.day, -RECENT_DAYS)
    doc.days = [...doc.days, round.day].sort().filter((day) => day > oldest)
    doc.dayCount += 1
  }
  round.state = 'revealed'
  round.keepUntil = now + KEEP
  round.countAt = null
  delete round.question
  for (const { answer } of result.parts)
    turn.plan(effectOf(round, 'reveal', { user: answer.user, learner: learner(answer.user), at: answer.at }))
  doc.outbox = doc.outbox.filter(
    ({ kind, state, edits }) => !(kind === 'counter' && state === 'planned' && edits === round.cards.at(-1)),
  )
  if (doc.presence === 'in')
    turn.say(
      revealMessage(t, question, result, {
        competency: (id) => turn.competency(id),
        name: (user, given) => nameOf(list, user, given),
        streak:
          doc.streak.current > before.current
            ? t.group.streakKept(doc.streak.current)
            : doc.streak.current < before.current
              ? t.group.streakMissed(quorum)
              : undefined,
        choices: turn.linkTo(round, t.choice.myFeedback),
        invite: turn.capabilities.hearsAll === true,
      }),
      // Replies to it are answers that come late.
      {
        kind: 'feedback',
        chat: round.chat,
        round,
        push: true,
        picture: answers === 0 ? undefined : { card: cardOf(turn, round, question, result) },
      },
    )
  if (doc.unanswered === SILENT_AFTER) {
    if (doc.presence === 'in') turn.line(t.group.silent(SILENT_AFTER))
    planNext(turn)
  }
}

function cardOf(
  turn: GroupTurn,
  round: Round,
  question: Question,
  { parts, points, hardest }: RoundResult,
): RevealCard {
  const judged = question.examPoints.flatMap(({ competency }, index) => {
    const covered = points[index]
    return covered === undefined ? [] : [{ index, competency, covered }]
  })
  const at = judged.findIndex(({ index }) => index === hardest)
  return {
    kind: 'reveal',
    language: turn.doc.language,
    day: round.day,
    prompt: shorten(question.prompt.trim(), 120),
    answers: parts.length,
    // What only each learner can tell is said in words.
    points: judged.map(({ competency, covered }) => ({ name: turn.competency(competency), covered })),
    ...(at >= 0 && { hardest: at }),
    streak: turn.doc.streak.current,
  }
}

export function effectOf(
  round: Pick<Round, 'number'>,
  kind: GroupEffect['kind'],
  of: { user: string; learner: string; at: number; text?: string },
): GroupEffect {
  return { id: `${round.number}.${kind}.${of.user}`, kind, round: round.number, ...of }
}

/** A new snapshot of the members; the one before is dropped in the next commit. */
export function keepMembers(turn: GroupTurn, list: Member[]): void {
  const { doc } = turn
  if (doc.members !== null) doc.stale.push(doc.members)
  doc.members = turn.nextId('members-')
  turn.append[doc.members] = list.map((member) => ({ ...member }))
  turn.changed = true
}

/** No round below this number can be sent to its members again. */
export function settledBelow(rounds: readonly Round[], roundCount: number): number {
  return Math.min(roundCount + 1, ...rounds.map((round) => round.number))
}
