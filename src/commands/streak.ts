import { bold, message, text } from '../render/message.ts'
import { streakStanding } from '../render/streak.ts'
import { addDays } from '../streak/day.ts'
import { viewStreak } from '../streak/streak.ts'
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
    turn.say(
      message(
        [
          text(bold(t.heading(view.current))),
          t.numbers(view.longest, view.total, view.freezes),
          `${t.recent}\n${row}\n${t.legend}`,
          streakStanding(turn.t, view),
          text({ italic: t.rule }),
        ],
        progressChoice(turn),
      ),
    )
  },
}
