import { followInvitation } from '../practice/invited.ts'
import type { Command } from './command.ts'

export const group: Command = {
  name: 'group',
  aliases: ['群设置', '群题', 'group'],
  section: 'group',
  accepts: (argument) => argument.length <= 40,
  // In private: the question one's group is answering just now.
  run(turn) {
    if (!followInvitation(turn)) turn.line(turn.t.group.inGroup)
  },
}
