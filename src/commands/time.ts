import { isBetween } from '../outbox/human.ts'
import { planPush } from '../reminders/push.ts'
import { localTime } from '../streak/day.ts'
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
  const quiet = quietAt(turn)
  const words = turn.t.time.set(clock(minutes), nextWords(turn))
  turn.line(quiet === undefined ? words : words + turn.t.time.quiet(clock(quiet.from), clock(quiet.to)))
}

/** The hours in which the channel sends nothing unasked, when the next question falls into them. */
function quietAt({ doc, capabilities }: Turn): { from: number; to: number } | undefined {
  const { human } = capabilities.pace
  const next = doc.push.next?.at
  if (!human?.quiet || next === undefined) return undefined
  const { from, to } = human.quiet
  return isBetween(localTime(next, human.zone).minutes, from, to) ? { from, to } : undefined
}
