import type { StreakCard } from '../cards/card.ts'
import { streakCard } from '../cards/figures.ts'
import { WEEKS } from '../cards/streak.ts'
import { progressOf } from '../practice/progress.ts'
import { bold, message, text } from '../render/message.ts'
import { streakStanding } from '../render/streak.ts'
import { addDays } from '../streak/day.ts'
import { viewStreak } from '../streak/streak.ts'
import type { Turn } from '../turn.ts'
import { type Command, progressChoice } from './command.ts'

const DAYS_SHOWN = 14

export const streak: Command = {
  name: 'streak',
  aliases: ['打卡', 'streak'],
  section: 'progress',
  endsDraft: true,
  run(turn) {
    const t = turn.t.streak
    const { today } = turn
    const view = viewStreak(turn.doc.streak, today, turn.off)
    const kinds = new Map(view.log.map((entry) => [entry.day, entry.kind]))
    const days = Array.from({ length: DAYS_SHOWN }, (_, index) => addDays(today, index - DAYS_SHOWN + 1))
    const first = view.log[0]?.day
    const row = days
      .filter((day) => day === today || (first !== undefined && day >= first))
      .map((day) =>
        day === today && view.today === 'open' ? t.mark.open : t.mark[kinds.get(day) ?? turn.off(day) ?? 'missed'],
      )
      .join('')
    const heading = text(bold(t.heading(view.current)))
    const numbers = t.numbers(view.longest, view.total, view.freezes)
    const standing = streakStanding(turn.t, view)
    const picture = pictured(turn)
    if (turn.wantsHistory) return
    turn.say(
      message(
        [heading, numbers, `${t.recent}\n${row}\n${t.legend}`, standing, text({ italic: t.rule })],
        progressChoice(turn),
      ),
      { picture: picture && { card: picture, caption: message([heading, numbers, standing]).blocks } },
    )
  },
}

/** The half year as a card, where it can be shown; it needs the history. */
function pictured(turn: Turn): StreakCard | undefined {
  if (!turn.capabilities.images) return undefined
  const past = turn.recall()
  if (past === undefined) return undefined
  const range = { from: addDays(turn.today, -7 * WEEKS), recent: addDays(turn.today, -6) }
  return streakCard(turn, progressOf(turn, past, range))
}
