import { planPush } from '../reminders/push.ts'
import type { Turn } from '../turn.ts'
import { type Command, clock, parseTime } from './command.ts'
import { nextWords } from './when.ts'

export const time: Command = {
  name: 'time',
  aliases: ['时间', 'time'],
  section: 'settings',
  accepts: (argument) => parseTime(argument) !== undefined,
  glued: true,
  run(turn, argument) {
    const t = turn.t.time
    if (argument.trim() === '') return turn.line(t.ask(clock(turn.doc.settings.time)))
    const minutes = parseTime(argument)
    if (minutes === undefined) return turn.line(t.bad(argument.trim().slice(0, 40)))
    setTime(turn, minutes)
  },
  actions: {
    time: (turn, argument) => {
      const minutes = Number(argument)
      if (Number.isInteger(minutes) && minutes >= 0 && minutes < 1440) setTime(turn, minutes)
    },
  },
}

function setTime(turn: Turn, minutes: number): void {
  turn.doc.settings.time = minutes
  planPush(turn)
  turn.line(turn.t.time.set(clock(minutes), nextWords(turn)))
}
