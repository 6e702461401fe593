import { bold, message, text } from '../render/message.ts'
import type { Command } from './command.ts'

export const privacy: Command = {
  name: 'privacy',
  aliases: ['隐私', 'privacy'],
  section: 'data',
  run(turn) {
    const t = turn.t.privacy
    const { banks } = turn.doc.imports
    const questions = banks.reduce((sum, bank) => sum + bank.questions, 0)
    const own = banks.length === 0 ? undefined : t.banks(banks.length, questions)
    turn.say(message([text(bold(t.heading)), ...t.body, own, t.backups(turn.world.settings.backupKeepDays)]))
  },
}
