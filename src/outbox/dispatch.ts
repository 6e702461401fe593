import type { OutboxEntry } from '../learner.ts'
import type { Chat } from '../ports/channel.ts'
import type { DocRef } from '../ports/store.ts'
import { resume } from './entries.ts'
import type { Delivery } from './pump.ts'

/** The pump of a channel as the core sees it. */
export interface Deliverer {
  add(deliveries: Iterable<Delivery>): void
  holds(ref: DocRef, entryId: string): boolean
  isIdle(chatId: string): boolean
  spare(chat: Chat): boolean
}

/** Hands a document's outbox to the pumps: before the commit what can start at once, after it all that was planned. */
export class Dispatch {
  readonly #pump: (channel: string) => Deliverer | undefined

  constructor(pump: (channel: string) => Deliverer | undefined) {
    this.#pump = pump
  }

  /** The first message to a chat that waits for nothing is committed as being sent: one commit less a reply. */
  startFirst(doc: { outbox: OutboxEntry[] }, planned: readonly OutboxEntry[]): void {
    const chats = new Set<string>()
    for (const entry of doc.outbox) {
      const chat = `${entry.chat.channel}/${entry.chat.chatId}`
      const first = !chats.has(chat)
      chats.add(chat)
      if (first && planned.includes(entry) && this.#pump(entry.chat.channel)?.isIdle(entry.chat.chatId))
        entry.state = 'sending'
    }
  }

  /** Takes up what an earlier process left in the outbox, so that it goes out before anything new. */
  recover(ref: DocRef, doc: { outbox: OutboxEntry[] }): OutboxEntry[] {
    return doc.outbox.length === 0 ? [] : resume(doc, this.leftOver(ref, doc))
  }

  /** Entries nobody is sending. Those whose channel is off wait for it. */
  leftOver(ref: DocRef, doc: { outbox: OutboxEntry[] }): OutboxEntry[] {
    return doc.outbox.filter((entry) => this.#pump(entry.chat.channel)?.holds(ref, entry.id) === false)
  }

  deliver(ref: DocRef, planned: readonly OutboxEntry[]): void {
    for (const entry of planned) this.#pump(entry.chat.channel)?.add([{ ref, entry: { ...entry } }])
  }

  /** Whether something may go out beside the outbox without using up the chat's pace. */
  spare(chat: Chat): boolean {
    return this.#pump(chat.channel)?.spare(chat) ?? false
  }
}
