/** One document file: a lowdb `Low` over an adapter of our own that checks what it reads and writes durably. */
import { isUtf8 } from 'node:buffer'
import { type Adapter, Low } from 'lowdb'
import { type StoredDoc, StoreError } from '../../../src/ports/store.ts'
import type { DurableFolder } from './durable.ts'
import { documentName } from './names.ts'

/** What the composition root tells the store about a kind of document. */
export interface DocumentKind<D extends StoredDoc> {
  /** The schema version this program writes. */
  schema: number
  /**
   * Checks a document of that version and returns a copy that shares nothing with it; throws with the reason (no
   * personal data in it).
   */
  parse(raw: unknown): D
  /** `migrations[n]` turns a document of version n into one of n + 1. */
  migrations: Record<number, (doc: Record<string, unknown>) => Record<string, unknown>>
}

/** The file cannot be understood; `message` is the reason, without content. */
export class CorruptFile extends Error {}

/**
 * The document in a file's bytes, migrated to the current schema.
 * @throws CorruptFile; StoreError `newer-schema`
 */
export function decode<D extends StoredDoc>(kind: DocumentKind<D>, id: string, bytes: Buffer): D {
  let raw = parseJson(bytes)
  if (typeof raw !== 'object' || raw === null || !('schema' in raw) || !Number.isInteger(raw.schema))
    throw new CorruptFile('it has no schema version')
  const found = raw.schema as number
  if (found > kind.schema)
    throw new StoreError(
      'newer-schema',
      `document ${id} has schema version ${found}, this program knows ${kind.schema}: run the newer version of the program, or restore a backup made by this one`,
    )
  let doc: D
  try {
    for (let version = found; version < kind.schema; version++) {
      const migrate = kind.migrations[version]
      if (!migrate) throw new Error(`no migration from schema version ${version}`)
      raw = { ...migrate(raw as Record<string, unknown>), schema: version + 1 }
    }
    doc = kind.parse(raw)
  } catch (error) {
    throw new CorruptFile(reasonOf(error))
  }
  if (doc.id !== id) throw new CorruptFile('it holds another id than its name says')
  return doc
}

/** @throws CorruptFile; its message quotes nothing of the content, unlike that of JSON.parse */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw new CorruptFile('it is empty')
  if (!isUtf8(bytes)) throw new CorruptFile('it is not UTF-8 text')
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw new CorruptFile('it is not valid JSON')
  }
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 300)
}

/** What a file holds. */
interface Content {
  /** The document as JSON; '' when there is none. */
  text: string
  /** Whether `text` is as this program writes it; else it still has to be migrated and checked. */
  written: boolean
  /** The same as an object that nobody else has. */
  spare: StoredDoc | undefined
}

const NOTHING: Content = { text: '', written: true, spare: undefined }

/**
 * Holds the committed document as its JSON text: no reader can alter it, and it takes a third of an object's memory.
 * Beside it, until it is wanted or `cool` is called, the object it was made from: the next draft then costs nothing.
 *
 * lowdb's own `update` and `write` change memory first and the disk afterwards, so that a failure leaves the two
 * different; here `commit` is the only way to write, and memory follows the disk.
 */
export class DocumentFile extends Low<Content> {
  readonly #kind: DocumentKind<StoredDoc>
  readonly #id: string

  constructor(folder: DurableFolder, kind: DocumentKind<StoredDoc>, id: string) {
    super(new CheckedFile(folder, kind, id), NOTHING)
    this.#kind = kind
    this.#id = id
  }

  get isEmpty(): boolean {
    return this.data.text === ''
  }

  /** The committed document for a caller who may change it; undefined when there is none. */
  draft(): StoredDoc | undefined {
    const { text, written, spare } = this.data
    if (text === '') return undefined
    this.cool()
    if (spare) return spare
    return written ? (JSON.parse(text) as StoredDoc) : decode(this.#kind, this.#id, Buffer.from(text))
  }

  /** Durable when it resolves; nothing is changed when it rejects. Takes `doc` for its own. @throws StoreError `io` */
  async commit(text: string, doc: StoredDoc): Promise<void> {
    const content = { text, written: true, spare: doc }
    await this.adapter.write(content)
    this.data = content
  }

  /** Keeps no object beside the text. */
  cool(): void {
    if (this.data.spare) this.data = { ...this.data, spare: undefined }
  }

  forget(): void {
    this.data = NOTHING
  }
}

class CheckedFile implements Adapter<Content> {
  readonly #folder: DurableFolder
  readonly #kind: DocumentKind<StoredDoc>
  readonly #id: string

  constructor(folder: DurableFolder, kind: DocumentKind<StoredDoc>, id: string) {
    this.#folder = folder
    this.#kind = kind
    this.#id = id
  }

  /** null without a file. @throws CorruptFile (also when empty: lowdb would take '' for "no data"); StoreError */
  async read(): Promise<Content | null> {
    const bytes = this.#folder.readNow(documentName(this.#id))
    if (!bytes) return null
    const spare = decode(this.#kind, this.#id, bytes)
    return { text: bytes.toString(), written: false, spare }
  }

  write({ text }: Content): Promise<void> {
    return this.#folder.write(documentName(this.#id), text)
  }
}
