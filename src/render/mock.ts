import type { Message } from '../ports/channel.ts'
import type { MockLine } from '../practice/mock.ts'
import { excerpt } from '../text/shorten.ts'
import type { Text } from '../text/text.ts'
import { bold, message, text } from './message.ts'

/** Competencies named to practise next. */
const NEXT = 3
/** What cost most of a question's points; more is in its own feedback. */
const SHOWN = 2
/** Under this share of the points a kind word. */
const LOW = 0.4

/** A paper's result: the sum, each section, each question with what it lacked, what to practise next. */
export function mockResult(t: Text, lines: readonly MockLine[], named: (competency: string) => string): Message {
  // What only the learner can tell is no part of the sum.
  const judged = lines.flatMap(({ earned, ...line }) => (earned === undefined ? [] : { ...line, earned }))
  const sum = (some: typeof judged, key: 'earned' | 'points') =>
    Math.round(some.reduce((total, line) => total + line[key], 0))
  const sections = [...new Set(judged.map((line) => line.question.category))].map((category) => {
    const some = judged.filter((line) => line.question.category === category)
    return t.mock.section(category, sum(some, 'earned'), sum(some, 'points'))
  })
  const costs = new Map<string, number>()
  for (const { points, earned, lost } of judged)
    for (const { competency } of lost)
      costs.set(competency, (costs.get(competency) ?? 0) + (points - earned) / Math.max(1, lost.length))
  const worst = [...costs].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, NEXT)
  const isFull = judged.length > 0 && judged.every(({ earned, points }) => earned === points)
  const isLow = sum(judged, 'earned') < LOW * sum(judged, 'points')
  return message(
    [
      text(bold(judged.length === 0 ? t.mock.unscored : t.mock.result(sum(judged, 'earned'), sum(judged, 'points')))),
      isLow ? t.mock.low : undefined,
      sections.length === 0 ? undefined : sections.join('\n'),
      ...lines.map((line, index) => {
        return text(
          line.earned === undefined
            ? t.mock.unjudged(index + 1, excerpt(line.question.prompt, 22))
            : t.mock.line(index + 1, excerpt(line.question.prompt, 22), Math.round(line.earned), line.points),
          ...line.lost
            .slice(0, SHOWN)
            .map(({ competency, criterion }) => `\n${t.mock.lost(named(competency), excerpt(criterion, 40))}`),
          ...(line.lost.length > SHOWN ? [`\n${t.mock.more(line.lost.length - SHOWN)}`] : []),
          ...line.redLines.map((red) => `\n${t.feedback.redLine(red)}`),
        )
      }),
      worst.length === 0
        ? isFull
          ? t.mock.nothingLost
          : undefined
        : t.mock.next(worst.map(([competency]) => named(competency)).join(t.list)),
      text({ italic: t.mock.how }),
    ],
    worst.map(([competency]) => [{ id: `topic:${competency}`, label: t.weak.practise(named(competency)) }]),
  )
}
