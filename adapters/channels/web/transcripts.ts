import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Block, Choice } from '../../../src/ports/channel.ts'
import { orderedByKey } from '../in-order.ts'

/** Messages of a chat that are kept; older ones are gone from the page (`/history` and `/export` still have the answers). */
export const KEPT = 200
/** The file is written anew when it holds so many times as many lines. */
const SLACK = 2
/** Chats in memory, the least used leaves first. */
const AT_HAND = 300

/** A message as the page shows it. */
export interface Entry {
  id: string
  /** Which change of the transcript it is; an edit gets a new one. */
  rev: number
  from: 'bot' | 'learner'
  /** Epoch ms. */
  at: number
  blocks: Block[]
  choices?: Choice[][]
  /** Their bytes lie beside the transcript, see `attachment`. */
  file?: { name: string }
  picture?: { alt: string }
}

export type AttachmentKind = 'file' | 'picture'

/** What is new of an entry, with the bytes of its file and its picture. */
export type Draft = Omit<Entry, 'rev'> & { bytes?: Partial<Record<AttachmentKind, string | Uint8Array>> }

/**
 * The conversations as their pages show them: the core sends a message once, so somebody has to keep it for the next
 * time the page is opened. One folder a chat: lines of JSON, and the files that were sent. A line is in the system's
 * hands when `put` resolves: it survives this process, but not a power cut within the same seconds.
 */
export class Transcripts {
  readonly #folder: string
  readonly #open = new Map<string, Transcript>()
  readonly #inOrder = orderedByKey()
  /** Forgotten, and silent since: what is said to them is kept in memory alone. */
  readonly #forgotten = new Set<string>()

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** Those in the folder of a page, see `WebChatOptions`. */
  static in(folder: string): Transcripts {
    return new Transcripts(join(folder, 'chats'))
  }

  /** Runs `work` on a chat's transcript, one after the other for each chat. */
  async with<T>(chatId: string, work: (transcript: Transcript) => T | Promise<T>): Promise<T> {
    let result: { value: T } | undefined
    await this.#inOrder(chatId, async () => {
      result = { value: await work(await this.#at(chatId)) }
    })
    return (result as { value: T }).value
  }

  /** Removes all that is kept of a chat. Until its learner speaks again nothing is kept of it anew. */
  async forget(chatId: string): Promise<void> {
    await this.#inOrder(chatId, async () => {
      this.#open.delete(chatId)
      this.#forgotten.add(chatId)
      await rm(this.#path(chatId), { recursive: true, force: true })
    })
  }

  /** Removes the conversations nobody has written in since an instant (epoch ms). */
  async tidy(before: number): Promise<void> {
    const chats = await readdir(this.#folder).catch(() => [])
    for (const chatId of chats) {
      const written = await stat(join(this.#path(chatId), LINES)).catch(undefinedIfMissing)
      if (written !== undefined && written.mtimeMs < before) await this.forget(chatId)
    }
  }

  /** They speak again. */
  remember(chatId: string): void {
    if (this.#forgotten.delete(chatId)) this.#open.delete(chatId)
  }

  async #at(chatId: string): Promise<Transcript> {
    const known = this.#open.get(chatId)
    const transcript = known ?? (await Transcript.load(this.#forgotten.has(chatId) ? undefined : this.#path(chatId)))
    this.#open.delete(chatId)
    this.#open.set(chatId, transcript)
    for (const oldest of this.#open.keys()) if (this.#open.size > AT_HAND) this.#open.delete(oldest)
    return transcript
  }

  #path(chatId: string): string {
    return join(this.#folder, chatId)
  }
}

export class Transcript {
  /** Another one is another conversation: what a page holds of the old one is void. */
  readonly epoch: string
  readonly #folder: string | undefined
  #entries: Map<string, Entry>
  #rev: number
  #lines: number
  /** The last line may lack its end. */
  #torn: boolean

  private constructor(
    folder: string | undefined,
    epoch: string,
    entries: Map<string, Entry>,
    lines: number,
    torn: boolean,
  ) {
    this.#folder = folder
    this.epoch = epoch
    this.#entries = entries
    this.#lines = lines
    this.#torn = torn
    this.#rev = Math.max(0, ...[...entries.values()].map(({ rev }) => rev))
  }

  /** @param folder undefined: in memory alone */
  static async load(folder: string | undefined): Promise<Transcript> {
    const text = folder === undefined ? '' : await readFile(join(folder, LINES), 'utf8').catch(emptyIfMissing)
    const lines = text.split('\n').flatMap(parse)
    const epoch = lines.map((line) => ('epoch' in line ? line.epoch : undefined)).find((found) => found !== undefined)
    const entries = new Map<string, Entry>()
    for (const line of lines) if (!('epoch' in line)) entries.set(line.id, line)
    for (const id of entries.keys()) if (entries.size > KEPT) entries.delete(id)
    const torn = text !== '' && !text.endsWith('\n')
    return new Transcript(folder, epoch ?? randomUUID(), entries, epoch === undefined ? 0 : lines.length, torn)
  }

  get entries(): Entry[] {
    return [...this.#entries.values()]
  }

  get rev(): number {
    return this.#rev
  }

  /** An id for the next message, never used before, not even in a transcript of this chat that was lost. */
  get nextId(): string {
    return `${this.epoch.slice(0, 8)}-${this.#rev + 1}`
  }

  /** Adds a message, or replaces the one with its id where it stands. @throws when it cannot be written */
  async put({ bytes = {}, ...draft }: Draft): Promise<Entry> {
    const at = this.#entries.get(draft.id)?.at ?? draft.at
    const entry: Entry = { ...draft, at, rev: this.#rev + 1 }
    if (this.#folder !== undefined) {
      if (this.#lines === 0) {
        await mkdir(this.#folder, { recursive: true, mode: 0o700 })
        await this.#append({ epoch: this.epoch })
      }
      for (const [kind, content] of Object.entries(bytes))
        await writeFile(this.#pathOf(entry.id, kind as AttachmentKind), content, { mode: 0o600 })
      await this.#append(entry)
    }
    this.#rev = entry.rev
    this.#entries.set(entry.id, entry)
    await this.#prune()
    return entry
  }

  /** The file or picture that came with a message; undefined when there is none, or none any more. */
  async attachment(id: string, kind: AttachmentKind): Promise<Uint8Array | undefined> {
    if (this.#entries.get(id)?.[kind] === undefined || this.#folder === undefined) return undefined
    return readFile(this.#pathOf(id, kind)).catch(undefinedIfMissing)
  }

  entry(id: string): Entry | undefined {
    return this.#entries.get(id)
  }

  async #append(line: object): Promise<void> {
    const text = `${this.#torn ? '\n' : ''}${JSON.stringify(line)}\n`
    // A write that fails may have left half a line.
    this.#torn = true
    await appendFile(join(this.#folder as string, LINES), text, { mode: 0o600 })
    this.#torn = false
    this.#lines += 1
  }

  async #prune(): Promise<void> {
    for (const entry of this.#entries.values()) {
      if (this.#entries.size <= KEPT) break
      this.#entries.delete(entry.id)
      for (const kind of ['file', 'picture'] as const)
        if (entry[kind] !== undefined && this.#folder !== undefined)
          await rm(this.#pathOf(entry.id, kind), { force: true })
    }
    if (this.#folder === undefined || this.#lines <= KEPT * SLACK) return
    const lines = [{ epoch: this.epoch }, ...this.#entries.values()]
    const temporary = join(this.#folder, `${LINES}.tmp`)
    await writeFile(temporary, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 })
    await rename(temporary, join(this.#folder, LINES))
    this.#lines = lines.length
  }

  #pathOf(id: string, kind: AttachmentKind): string {
    return join(this.#folder as string, `${id}.${kind}`)
  }
}

const LINES = 'messages.jsonl'

/** A line torn by a crash was never promised to anybody. */
function parse(line: string): (Entry | { epoch: string })[] {
  if (line === '') return []
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}

function emptyIfMissing(error: NodeJS.ErrnoException): '' {
  if (error.code === 'ENOENT') return ''
  throw error
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
