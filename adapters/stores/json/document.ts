/** One document file: a lowdb `Low` over an adapter of our own that checks what it reads and writes durably. */
import { isUtf8 } from 'node:buffer'
import { join } from 'node:path'
import { type Adapter, Low } from 'lowdb'
import { type StoredDoc, StoreError } from '../../../src/ports/store.ts'
import type { DurableFolder } from './durable.ts'
import { type FileOps, ioError } from './files.ts'
import { documentName } from './names.ts'

/** What the composition root tells the store about a kind of document. */
export interface DocumentKind<D extends StoredDoc> {
  /** The schema version this program writes. */
  schema: number
  /** Checks a document of that version and returns it; throws with the reason (no personal data in it). */
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

/**
 * Holds the committed document as its JSON text, '' when there is none. Text, because a private draft then costs one
 * JSON.parse (half of structuredClone), no reader can alter it, and it takes a third of the memory.
 *
 * lowdb's own `update` and `write` change memory first and the disk afterwards, so that a failure leaves the two
 * different; here `commit` is the only way to write, and memory follows the disk.
 */
export class DocumentFile extends Low<string> {
  constructor(folder: DurableFolder, files: FileOps, kind: DocumentKind<StoredDoc>, id: string) {
    super(new CheckedFile(folder, files, kind, id), '')
  }

  /** Durable when it resolves; `data` is unchanged when it rejects. @throws StoreError `io` */
  async commit(text: string): Promise<void> {
    await this.adapter.write(text)
    this.data = text
  }

  forget(): void {
    this.data = ''
  }
}

class CheckedFile implements Adapter<string> {
  readonly #folder: DurableFolder
  readonly #files: FileOps
  readonly #kind: DocumentKind<StoredDoc>
  readonly #id: string

  constructor(folder: DurableFolder, files: FileOps, kind: DocumentKind<StoredDoc>, id: string) {
    this.#folder = folder
    this.#files = files
    this.#kind = kind
    this.#id = id
  }

  /** null without a file. @throws CorruptFile (also when empty: lowdb would take '' for "no data"); StoreError */
  async read(): Promise<string | null> {
    const path = join(this.#folder.path, documentName(this.#id))
    let bytes: Buffer | undefined
    try {
      bytes = this.#files.readNow(path)
    } catch (error) {
      throw ioError(error, `read ${path}`)
    }
    return bytes ? JSON.stringify(decode(this.#kind, this.#id, bytes)) : null
  }

  write(text: string): Promise<void> {
    return this.#folder.write(documentName(this.#id), text)
  }
}
