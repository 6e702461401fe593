import { bold, message, text } from '../render/message.ts'
import type { Command } from './command.ts'

export const privacy: Command = {
  name: 'privacy',
  aliases: ['隐私', 'privacy'],
  section: 'data',
  run(turn) {
    const t = turn.t.privacy
    const { groups, imports } = turn.doc
    const { banks } = imports
    const questions = banks.reduce((sum, bank) => sum + bank.questions, 0)
    const { model, backupKeepDays } = turn.world.settings
    const { keeps } = turn.capabilities
    const sent = model !== undefined && turn.doc.settings.model
    turn.say(
      message([
        text(bold(t.heading)),
        t.kept,
        keeps === undefined ? undefined : t.keptByPage(keeps),
        sent ? t.withModel(model.name) : t.nobodyElse,
        banks.length === 0 ? undefined : t.banks(banks.length, questions),
        groups.length === 0 ? undefined : t.groups(groups.length),
        t.rights,
        t.backups(backupKeepDays),
      ]),
    )
  },
}
