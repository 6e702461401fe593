import type { Command } from './command.ts'

export const group: Command = {
  name: 'group',
  aliases: ['群设置', 'group'],
  section: 'group',
  accepts: (argument) => argument.length <= 40,
  run: (turn) => turn.line(turn.t.group.inGroup),
}
