import type { Period } from '../groups/board.ts'
import type { Command } from './command.ts'

export const board: Command = {
  name: 'board',
  aliases: ['榜', '排行榜', 'board'],
  section: 'group',
  accepts: (argument) => parsePeriod(argument) !== undefined,
  run: (turn) => turn.line(turn.t.group.boardInGroup),
}

/** The board "month", "本月", "总" ask for. */
export function parsePeriod(given: string): Period | undefined {
  const plain = given.trim().toLowerCase()
  if (/^(周|本周|week)$/.test(plain)) return 'week'
  if (/^(月|本月|month)$/.test(plain)) return 'month'
  return /^(总|总榜|全部|all)$/.test(plain) ? 'all' : undefined
}
