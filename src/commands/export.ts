import type { Command } from './command.ts'

/** The file itself is made when it is sent: it holds the whole history, which a document does not carry. */
export const exportData: Command = {
  name: 'export',
  aliases: ['导出', 'export'],
  section: 'data',
  endsDraft: true,
  run(turn) {
    turn.line(turn.t.exported, undefined, { kind: 'export' })
  },
}
