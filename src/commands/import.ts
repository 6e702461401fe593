import { decide, drop, offerAgain } from '../library/documents.ts'
import { askNext } from '../practice/session.ts'
import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'

/** Nothing is imported by name: a file comes as a file (`receiveFile`), and what is on offer is shown again. */
export const importDocument: Command = {
  name: 'import',
  aliases: ['导入', 'import'],
  section: 'settings',
  run(turn) {
    if (offerAgain(turn)) return
    turn.line(turn.capabilities.files ? turn.t.library.how : turn.t.library.howElsewhere)
  },
  actions: {
    import: decide,
    frombank: (turn, id) => {
      const ids = new Set(turn.shelf.find(id)?.questions.map((question) => question.id))
      if (!askNext(turn, { wanted: (question) => ids.has(question.id) })) turn.line(turn.t.bank.unknown)
    },
    onlybank: (turn, id) => {
      if (turn.shelf.find(id) === undefined) return turn.line(turn.t.bank.unknown)
      turn.doc.settings.banks = [id]
      turn.line(turn.t.bank.changed(turn.banks.map((bank) => bank.title).join(turn.t.list)))
    },
    dropbank: askDrop,
    dropyes: drop,
    dropno: (turn) => turn.line(turn.t.library.undropped),
  },
}

function askDrop(turn: Turn, id: string): void {
  const bank = turn.doc.imports.banks.find((own) => own.id === id)
  if (bank === undefined) return turn.line(turn.t.bank.unknown)
  turn.line(turn.t.library.askDrop(bank.title), [
    [
      { id: `dropyes:${id}`, label: turn.t.choice.dropYes },
      { id: 'dropno:', label: turn.t.choice.dropNo },
    ],
  ])
}
