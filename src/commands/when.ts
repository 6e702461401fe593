import { localTime } from '../streak/day.ts'
import { dayWords } from '../text/day.ts'
import type { Turn } from '../turn.ts'
import { clock } from './command.ts'

/** When the next scheduled question comes, in the learner's own time; undefined when none is planned. */
export function nextWords(turn: Turn): string | undefined {
  const { next } = turn.doc.push
  if (next === null) return undefined
  const { zone } = turn.doc.settings
  const local = localTime(Math.max(next.at, turn.now), zone)
  return `${dayWords(turn.t, local.day, localTime(turn.now, zone).day)} ${clock(local.minutes)}`
}
