import type { Choice, Span } from '../../src/ports/channel.ts'

/** A message as the page gets it. */
export interface PageMessage {
  id: string
  rev: number
  from: 'bot' | 'learner'
  at: number
  blocks: { kind: string; spans: Span[]; collapsed?: boolean }[]
  choices?: Choice[][]
  file?: { name: string }
  picture?: { alt: string }
}

/** One server-sent event. */
export interface PageEvent {
  event: string
  data: string
  id: string | undefined
}

export interface BrowserOptions {
  url: string
  /** As it would send it; kept and sent back by itself when it is set. */
  cookie?: string | undefined
  language?: string
}

/**
 * What the page's own script does, without a page: keeps its cookie, listens to the stream, sends one act after the
 * other and again until it is taken.
 */
export class Browser {
  readonly url: string
  readonly #language: string
  readonly #cookies = new Map<string, string>()
  /** Everything heard, oldest first. */
  readonly heard: PageEvent[] = []
  #waiting: (() => void)[] = []
  #queue: Promise<unknown> = Promise.resolve()
  #stream: AbortController | undefined
  #acts = 0
  closed = false

  constructor({ url, cookie, language = 'zh-CN' }: BrowserOptions) {
    this.url = url
    this.#language = language
    if (cookie !== undefined) this.#take(cookie)
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** The random part of the cookie: the learner's id on the channel. */
  get userId(): string {
    return this.#cookies.get('coach')?.split('.')[0] ?? ''
  }

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(this.url + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie: this.cookie, 'accept-language': this.#language, ...init.headers },
    })
    for (const cookie of answer.headers.getSetCookie()) this.#take(cookie)
    return answer
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
    })
  }

  /** Opens the page and its stream. @returns the page */
  async open(): Promise<string> {
    const page = await (await this.request('/')).text()
    await this.listen()
    return page
  }

  /** @param after the id of the last event, as a browser that reconnects sends it */
  async listen(after?: string): Promise<Response> {
    this.#stream = new AbortController()
    const answer = await this.request('/chat/events', {
      signal: this.#stream.signal,
      ...(after !== undefined && { headers: { 'last-event-id': after } }),
    })
    if (answer.ok) void this.#read(answer)
    return answer
  }

  close(): void {
    this.#stream?.abort()
  }

  /** What the page shows: edits in place, nothing from before it was forgotten. */
  get shown(): PageMessage[] {
    const shown = new Map<string, PageMessage>()
    for (const { event, data } of this.heard) {
      if (event === 'history' || event === 'reset') shown.clear()
      if (event === 'history') for (const message of JSON.parse(data) as PageMessage[]) shown.set(message.id, message)
      if (event === 'message') shown.set(JSON.parse(data).id, JSON.parse(data))
    }
    return [...shown.values()]
  }

  /** What the coach said: each message, new or edited, in the order it came. */
  get told(): PageMessage[] {
    return this.heard.flatMap(({ event, data }) => {
      const messages = event === 'history' ? JSON.parse(data) : event === 'message' ? [JSON.parse(data)] : []
      return (messages as PageMessage[]).filter(({ from }) => from === 'bot')
    })
  }

  /** Resolves with what `find` finds once it finds something. */
  async until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find()
      if (found !== undefined) return found
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  /** Resolves with the message that says so, when it is there. */
  sees(words: string): Promise<PageMessage> {
    return this.until(() => this.shown.find((message) => textOf(message).includes(words)))
  }

  /** Says something, after what was said before; tried again until it is taken. @returns the last answer's status */
  says(text: string, id = this.newId()): Promise<number> {
    return this.#act('/chat/messages', { id, text, locale: this.#language })
  }

  /** Presses the newest button of that label, when there is one. @returns the answer's status */
  async presses(label: string): Promise<number> {
    const { choice, message } = await this.until(() => {
      const found = this.shown.findLast(({ choices }) => choices?.flat().some((one) => one.label === label))
      const picked = found?.choices?.flat().find((one) => one.label === label)
      return picked && { choice: picked.id, message: found?.id }
    })
    return this.#act('/chat/choices', { id: this.newId(), choice, message })
  }

  newId(): string {
    this.#acts += 1
    return `act-${process.pid}-${this.userId.slice(0, 8)}-${this.#acts}`
  }

  #act(path: string, body: object): Promise<number> {
    const done = this.#queue.then(async () => {
      for (;;) {
        const { status } = await this.post(path, body)
        if (status < 500) return status
        await new Promise((resolve) => setImmediate(resolve))
      }
    })
    this.#queue = done.catch(() => {})
    return done
  }

  async #read(answer: Response): Promise<void> {
    let rest = ''
    try {
      for await (const bytes of answer.body as ReadableStream<Uint8Array>) {
        rest += Buffer.from(bytes).toString('utf8')
        const parts = rest.split('\n\n')
        rest = parts.pop() ?? ''
        for (const part of parts) this.#hear(part)
      }
    } catch {
      // Cut off: a browser would connect again.
    }
    this.closed = true
    this.#wake()
  }

  #hear(part: string): void {
    const field = (name: string) =>
      part
        .split('\n')
        .filter((line) => line.startsWith(`${name}: `))
        .map((line) => line.slice(name.length + 2))
        .join('\n')
    if (field('event') === '') return
    this.heard.push({ event: field('event'), data: field('data'), id: field('id') || undefined })
    this.#wake()
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }

  #take(cookie: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    if (name !== undefined) this.#cookies.set(name, value ?? '')
  }
}

export function textOf({ blocks }: Pick<PageMessage, 'blocks'>): string {
  return blocks
    .map(({ spans }) => spans.map((span) => (typeof span === 'string' ? span : Object.values(span)[0])).join(''))
    .join('\n\n')
}
