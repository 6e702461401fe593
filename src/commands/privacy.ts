import { bold, message, text } from '../render/message.ts'
import type { Command } from './command.ts'

export const privacy: Command = {
  name: 'privacy',
  aliases: ['隐私', 'privacy'],
  section: 'data',
  run(turn) {
    const t = turn.t.privacy
    turn.say(
      message([
        text(bold(t.heading)),
        ...t.body,
        turn.doc.groups.length === 0 ? undefined : t.groups(turn.doc.groups.length),
        t.backups(turn.world.settings.backupKeepDays),
      ]),
    )
  },
}
