import type { Group } from '../groups/group.ts'
import { leaveTopic, moveGroup } from '../groups/move.ts'
import type { Learner, OutboxEntry } from '../learner.ts'
import { isRepeatable, type Outcome } from './delivery.ts'

/** What becomes of the entries in a document's outbox (DESIGN 5). These functions change the document given. */

/** Entries a crash left behind: those that may have gone out are sent again or dropped, as their kind says. */
export function resume(doc: { outbox: OutboxEntry[] }, left: OutboxEntry[]): OutboxEntry[] {
  for (const entry of left) if (entry.state === 'sending') entry.state = 'unknown'
  const again = left.filter((entry) => entry.state === 'planned' || isRepeatable(entry))
  doc.outbox = doc.outbox.filter((entry) => !left.includes(entry) || again.includes(entry))
  for (const entry of again) entry.state = 'planned'
  return again
}

/** Most sent messages remembered for replies and edits. */
const SENT_KEPT = 12

/** Writes down what became of a message: it leaves the outbox, waits again, or is remembered as sent. */
export function settle(doc: Learner | Group, entry: OutboxEntry, outcome: Outcome): void {
  const remove = () => {
    doc.outbox = doc.outbox.filter((candidate) => candidate !== entry)
  }
  switch (outcome.kind) {
    case 'sending':
      entry.state = 'sending'
      break
    case 'unknown':
      entry.state = 'unknown'
      if (!isRepeatable(entry)) remove()
      break
    case 'failed':
      // Refused in a topic alone, perhaps: once more without it, as soon as the document is looked at again.
      if (outcome.reason === 'blocked' && 'home' in doc && !('sessions' in doc) && entry.chat.threadId !== undefined) {
        leaveTopic(doc, entry.chat.threadId)
        entry.state = 'planned'
      } else remove()
      break
    case 'migrated': {
      const { channel, chatId } = entry.chat
      for (const { chat } of doc.outbox)
        if (chat.channel === channel && chat.chatId === chatId) chat.chatId = outcome.toChatId
      if ('rounds' in doc && !('sessions' in doc)) moveGroup(doc, channel, chatId, outcome.toChatId)
      entry.state = 'planned'
      break
    }
    case 'sent': {
      remove()
      if (entry.session === undefined || outcome.messageId === undefined) break
      if (!('sessions' in doc)) {
        // The card of a round: answers are replies to it, the counter edits it.
        const round = doc.rounds.find((candidate) => String(candidate.number) === entry.session)
        if (entry.edits === undefined) round?.cards.push(outcome.messageId)
        break
      }
      if (entry.role === 'checklist') {
        const session = doc.sessions.find((candidate) => candidate.id === entry.session)
        if (session) session.checklistId = outcome.messageId
      }
      if (entry.edits === undefined)
        doc.sent = [...doc.sent, { messageId: outcome.messageId, session: entry.session }].slice(-SENT_KEPT)
    }
  }
  // The next message of this chat goes out in the same breath: one commit for both.
  const next = outcome.kind === 'sent' ? doc.outbox.find((candidate) => candidate.id === outcome.next) : undefined
  if (next !== undefined) next.state = 'sending'
}
