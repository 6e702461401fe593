import type { OutboxEntry } from '../learner.ts'
import type { Chat } from '../ports/channel.ts'
import type { DocRef } from '../ports/store.ts'
import type { Delivery } from './delivery.ts'
import { resume } from './entries.ts'

/** From a document's outbox to the pumps: before the commit what is taken up, after it what is sent. */

/** The pump of a channel as a document's outbox sees it. */
export interface Deliverer {
  add(deliveries: Iterable<Delivery>): void
  holds(ref: DocRef, entryId: string): boolean
  isIdle(chatId: string): boolean
  /** Whether something may go out beside the queue without using up the chat's pace; if so it is counted. */
  spare(chat: Chat): boolean
}

export function createDispatch(pump: (channel: string) => Deliverer | undefined) {
  /** The first message to a chat that waits for nothing is committed as being sent: one commit less a reply. */
  function startFirst(doc: { outbox: OutboxEntry[] }, planned: readonly OutboxEntry[]): void {
    const chats = new Set<string>()
    for (const entry of doc.outbox) {
      const chat = `${entry.chat.channel}/${entry.chat.chatId}`
      const first = !chats.has(chat)
      chats.add(chat)
      if (first && planned.includes(entry) && pump(entry.chat.channel)?.isIdle(entry.chat.chatId))
        entry.state = 'sending'
    }
  }

  /** Takes up what an earlier process left in the outbox, so that it goes out before anything new. */
  function recover(ref: DocRef, doc: { outbox: OutboxEntry[] }): OutboxEntry[] {
    return doc.outbox.length === 0 ? [] : resume(doc, leftOver(ref, doc))
  }

  /** Entries nobody is sending. Those whose channel is off wait for it. */
  function leftOver(ref: DocRef, doc: { outbox: OutboxEntry[] }): OutboxEntry[] {
    return doc.outbox.filter((entry) => pump(entry.chat.channel)?.holds(ref, entry.id) === false)
  }

  function deliver(ref: DocRef, planned: readonly OutboxEntry[]): void {
    for (const entry of planned) pump(entry.chat.channel)?.add([{ ref, entry: { ...entry } }])
  }

  /** Whether something may be sent at once, outside the outbox. */
  function spare(chat: Chat): boolean {
    return pump(chat.channel)?.spare(chat) ?? false
  }

  return { startFirst, leftOver, recover, deliver, spare }
}

export type Dispatch = ReturnType<typeof createDispatch>
