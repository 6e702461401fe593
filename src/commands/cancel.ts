import { decline } from '../library/documents.ts'
import { dropAdded } from '../practice/session.ts'
import type { Command } from './command.ts'

export const cancel: Command = {
  name: 'cancel',
  aliases: ['取消', 'cancel'],
  section: 'practice',
  run(turn) {
    const { doc, t } = turn
    const draft = turn.openSession
    if (doc.prompted !== null) {
      doc.prompted = null
      turn.line(t.cancel.done)
    } else if (draft !== undefined && draft.parts.length > 0 && draft.attemptId === undefined) {
      draft.parts = []
      draft.state = 'asked'
      draft.idleAt = null
      turn.line(t.draft.cleared)
    } else if (draft?.state === 'drafting') {
      dropAdded(turn, draft)
      turn.line(t.feedback.unchanged)
    } else if (doc.imports.job?.kind === 'read') {
      doc.imports.job = null
      turn.line(t.library.cancelled)
    } else if (doc.imports.job === null && doc.imports.offered !== null) decline(turn)
    else turn.line(t.cancel.nothing)
  },
}
