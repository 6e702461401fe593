import type { Clock } from '../../../src/ports/clock.ts'

/** Tabs of one learner: a browser gives a host six connections in all, and messages have to be sent as well. */
const PER_CHAT = 4
/** In all. */
const MOST = 1000
/** So that nothing on the way takes a quiet stream for a dead one. */
const KEEP_ALIVE_MS = 20_000
/** A page that does not take what it is sent is left; it asks again for what it missed. */
const UNREAD = 500

/** One server-sent event; without `event` a comment that only says that the stream lives. */
export interface StreamEvent {
  event?: string
  data?: string
  id?: string
}

/** The open pages, by chat: whatever happens in a chat is told to all of its pages. */
export class Streams {
  readonly #clock: Clock
  readonly #byChat = new Map<string, Set<Stream>>()
  #count = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A further page of a chat. One too many, and the oldest makes room; undefined when all places are taken. */
  open(chatId: string): Stream | undefined {
    const pages = this.#byChat.get(chatId) ?? new Set()
    const [oldest] = pages
    if (pages.size >= PER_CHAT && oldest !== undefined) {
      oldest.push({ event: 'elsewhere', data: '' })
      oldest.end()
    }
    if (this.#count >= MOST) return undefined
    const stream = new Stream(this.#clock, () => {
      this.#count -= 1
      pages.delete(stream)
      if (pages.size === 0) this.#byChat.delete(chatId)
    })
    this.#count += 1
    pages.add(stream)
    this.#byChat.set(chatId, pages)
    return stream
  }

  tell(chatId: string, event: StreamEvent): void {
    for (const stream of this.#byChat.get(chatId) ?? []) stream.push(event)
  }

  tellAll(event: StreamEvent): void {
    for (const chatId of this.#byChat.keys()) this.tell(chatId, event)
  }

  /** Ends all of them: what is waiting is still read. */
  end(): void {
    for (const pages of [...this.#byChat.values()]) for (const stream of [...pages]) stream.end()
  }
}

/** What waits to be written to one page. */
export class Stream implements AsyncIterable<StreamEvent> {
  readonly #waiting: StreamEvent[] = []
  readonly #clock: Clock
  readonly #closed: () => void
  #wake = () => {}
  #ended = false
  #quiet: () => void

  constructor(clock: Clock, closed: () => void) {
    this.#clock = clock
    this.#closed = closed
    this.#quiet = this.#keepAlive()
  }

  push(event: StreamEvent): void {
    if (this.#ended) return
    this.#waiting.push(event)
    if (this.#waiting.length > UNREAD) this.end()
    this.#wake()
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#quiet()
    this.#closed()
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<StreamEvent> {
    for (;;) {
      const next = this.#waiting.shift()
      if (next !== undefined) yield next
      else if (this.#ended) return
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
    }
  }

  #keepAlive(): () => void {
    return this.#clock.after(KEEP_ALIVE_MS, () => {
      this.push({})
      if (!this.#ended) this.#quiet = this.#keepAlive()
    })
  }
}
