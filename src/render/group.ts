import type { Row } from '../groups/board.ts'
import type { Member } from '../groups/members.ts'
import type { RoundResult } from '../groups/reveal.ts'
import type { Choice, Message } from '../ports/channel.ts'
import type { Question } from '../questions/schema.ts'
import { shorten } from '../text/shorten.ts'
import type { Text } from '../text/text.ts'
import { bold, message, quote, section, text } from './message.ts'

/** What a group is shown. */

/** Names in one line, and rows of a board. */
const NAMES = 20
export const BOARD_ROWS = 20
/** The longest model answer that leaves room for the rest of a reveal in one message. */
const ANSWER_LENGTH = 2200

/** How a member is named to the others, apart from namesakes; undefined for those who want no name shown. */
export function nameOf(members: readonly Member[], user: string, given = ''): string | undefined {
  const member = members.find(({ id }) => id === user)
  if (member?.hide) return undefined
  const name = member === undefined || member.name === '' ? given : member.name
  if (name === '') return undefined
  const namesakes = members.filter((other) => other.name === name && !other.left)
  const place = member === undefined ? namesakes.length : namesakes.indexOf(member)
  return place > 0 ? `${name} (${place + 1})` : name
}

/** "A, B and 3 others"; those without a name are among the others. */
export function nameList(t: Text, names: (string | undefined)[]): string {
  const shown = names.filter((name) => name !== undefined).slice(0, NAMES)
  const others = names.length - shown.length
  return others === 0 ? shown.join(t.list) : t.group.andOthers(shown.join(t.list), others)
}

/** One message: the answer, what everybody covered, the best lines, who took part. */
export function revealMessage(
  t: Text,
  question: Question,
  result: RoundResult,
  shown: {
    competency: (id: string) => string
    name: (user: string, given?: string) => string | undefined
    streak: string | undefined
    choices: Choice[][]
    /** Says how to get one's own feedback, though no button leads there. */
    invite: boolean
  },
): Message {
  const all = result.parts.length
  const hardest = result.hardest === undefined ? undefined : question.examPoints[result.hardest]
  return message(
    [
      text(bold(t.group.revealed(shorten(question.prompt.trim(), 120)))),
      question.key === undefined ? undefined : text(bold(t.feedback.key(question.key))),
      ...section(t.feedback.modelAnswer, shortened(question.modelAnswer.trim())),
      all === 0
        ? t.group.nobody
        : text(
            bold(t.group.covered(all)),
            result.right === undefined ? '' : `\n${t.group.right(result.right, all)}`,
            `\n${question.examPoints
              .map((point, index) => t.group.point(shown.competency(point.competency), result.points[index], all))
              .join('\n')}`,
          ),
      hardest && t.group.hardest(shown.competency(hardest.competency), hardest.looksFor),
      ...(result.quotes.length === 0 ? [] : [text(bold(t.group.lines))]),
      ...result.quotes.map(({ user, words }) => quote(t.group.quoted(shown.name(user) ?? t.group.someone, words))),
      all === 0
        ? undefined
        : t.group.tookPart(
            nameList(
              t,
              result.parts.map(({ answer }) => shown.name(answer.user, answer.name)),
            ),
          ),
      shown.streak,
      all > 0 && (shown.choices.length > 0 || shown.invite) ? text({ italic: t.group.invite }) : undefined,
    ],
    all > 0 ? shown.choices : [],
  )
}

export function boardMessage(
  t: Text,
  heading: string,
  rows: Row[],
  choices: Choice[][],
  members: readonly Member[],
): Message {
  const place = (n: number) => ['🥇', '🥈', '🥉'][n - 1] ?? `${n}.`
  const lines = rows
    .slice(0, BOARD_ROWS)
    .map(({ place: n, member, kept, possible, points }) =>
      t.group.board.row(place(n), nameOf(members, member.id) ?? t.group.board.hidden, kept, possible, points),
    )
  if (rows.length > BOARD_ROWS) lines.push(t.group.board.more(rows.length - BOARD_ROWS))
  return message(
    [
      text(bold(heading)),
      lines.length === 0 ? t.group.board.none : lines.join('\n'),
      lines.length === 0 ? undefined : text({ italic: t.group.board.foot }),
    ],
    choices,
  )
}

/** With its paragraphs, unlike `shorten`. */
function shortened(answer: string): string {
  return answer.length <= ANSWER_LENGTH ? answer : `${answer.slice(0, ANSWER_LENGTH).replace(/[\ud800-\udbff]$/, '')}…`
}
