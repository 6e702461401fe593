import type { Message } from '../ports/channel.ts'
import type { Progress } from '../practice/progress.ts'
import type { Week } from '../practice/week.ts'
import { addDays } from '../streak/day.ts'
import type { Text } from '../text/text.ts'
import { bold, message, text } from './message.ts'

/** The summary of a week: what was kept, what became stronger, what is next. `isFirst`: the first one says what it is. */
export function weekMessage(
  t: Text,
  { streak, daysToInterview }: Pick<Progress, 'streak' | 'daysToInterview'>,
  { monday, days, kept, possible, answers, stronger, weakest }: Week,
  about: { name: (competency: string) => string; isFirst: boolean },
): Message {
  const w = t.week
  const lines = [
    kept === 0 ? w.none : w.kept(kept, possible, answers),
    streak.current > 1 ? w.streak(streak.current) : undefined,
    days.some(({ kind }) => kind === 'open') ? w.open : undefined,
  ]
  const next = [
    stronger && w.stronger(about.name(stronger.id)),
    weakest && w.weakest(about.name(weakest.id)),
    daysToInterview === undefined || daysToInterview === 0 ? undefined : w.interview(daysToInterview),
  ]
  const joined = (some: (string | undefined)[]) => some.filter((line) => line !== undefined).join('\n')
  return message(
    [
      text(bold(w.heading(w.range(monday, addDays(monday, 6))))),
      joined(lines),
      joined(next),
      about.isFirst ? text({ italic: w.off }) : undefined,
    ],
    weakest && [[{ id: `topic:${weakest.id}`, label: t.weak.practise(about.name(weakest.id)) }]],
  )
}
