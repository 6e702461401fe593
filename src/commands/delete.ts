import type { Command } from './command.ts'

export const deleteData: Command = {
  name: 'delete',
  aliases: ['注销', 'delete'],
  section: 'data',
  run(turn) {
    turn.doc.prompted = { kind: 'delete' }
    turn.line(turn.t.remove.ask, [
      [
        { id: 'delete:yes', label: turn.t.choice.deleteYes },
        { id: 'delete:no', label: turn.t.choice.deleteNo },
      ],
    ])
  },
  actions: {
    delete: (turn, argument) => {
      // Only the answer to a question still standing deletes: not an old button found again.
      const asked = turn.doc.prompted?.kind === 'delete'
      turn.doc.prompted = null
      if (asked && argument === 'yes') turn.forget = true
      else turn.line(turn.t.remove.kept)
    },
  },
}
