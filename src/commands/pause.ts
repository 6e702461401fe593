import { planPush } from '../reminders/push.ts'
import { MAX_PAUSE_DAYS, startPause } from '../streak/calendar.ts'
import { addDays } from '../streak/day.ts'
import { dayWords } from '../text/day.ts'
import type { Command } from './command.ts'

export const pause: Command = {
  name: 'pause',
  aliases: ['暂停', 'pause'],
  section: 'settings',
  accepts: (argument) => /^\d{1,4}\s*(天|days?)?$/i.test(argument),
  glued: true,
  run(turn, argument) {
    const t = turn.t.pause
    const days = numberOfDays(argument)
    if (days !== null && !(days >= 1 && days <= MAX_PAUSE_DAYS)) return turn.line(t.bad(MAX_PAUSE_DAYS))
    turn.doc.calendar = startPause(turn.doc.calendar, turn.today, days)
    planPush(turn)
    turn.line(days === null ? t.open : t.days(days, dayWords(turn.t, addDays(turn.today, days - 1), turn.today)))
  },
}

/** Days in "7", "7天", "7 days"; null when nothing is given, NaN when it is no number. */
export function numberOfDays(argument: string): number | null {
  const given = argument.normalize('NFKC').trim()
  return given === '' ? null : /^\d{1,4}\s*(天|days?)?$/i.test(given) ? Number.parseInt(given, 10) : Number.NaN
}
