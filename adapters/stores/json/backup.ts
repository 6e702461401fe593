/**
 * Backups: one gzip file of JSON lines. A header, then `{path, content}` for every file (a long one in several lines,
 * to be joined), then a trailer with their number and the sha256 of all lines before it.
 * Every file in it is whole; files may differ in age by as long as the backup took. A history may be newer than its
 * document: entries in both are told apart by their ids.
 */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, open, opendir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip, createGzip } from 'node:zlib'
import { StoreError } from '../../../src/ports/store.ts'
import { DurableFolder } from './durable.ts'
import { ioError, nodeFiles, undefinedIfMissing } from './files.ts'
import { BANKS, classify, FOLDERS, freeName, isBankName, stamp, stampOf } from './names.ts'

const FORMAT = 1
const FOLDER = 'backups'
const BACKUP_NAME = /^coach-\d{8}T\d{6}Z[a-z0-9-]*\.ndjson\.gz(\.tmp)?$/
/** Bytes of a file in one line; memory needed stays a few times this. */
const CHUNK = 1 << 20
const LINE_LIMIT = 16 * CHUNK
const DAY_MS = 86_400_000

export interface BackupLine {
  /** Relative to DATA_DIR, with `/`; only names that `isDataPath` accepts. */
  path: string
  content: string
  /** Set for copies set aside, which may be no text at all. */
  encoding?: 'base64'
}

/**
 * Writes `DATA_DIR/backups/coach-<time>.ndjson.gz` (mode 0600) while the store runs or not; `now` in epoch ms. The
 * file appears when complete and durable. Memory is bounded, the loop never waits for it.
 * @throws StoreError `io`
 */
export async function backup(
  dataDir: string,
  now: number,
  label: '' | '-before-restore' = '',
): Promise<{ file: string; files: number }> {
  const folder = join(dataDir, FOLDER)
  const name = freeName(folder, `coach-${stamp(now)}${label}`, '.ndjson.gz')
  const file = join(folder, name)
  const temp = `${file}.tmp`
  const durable = new DurableFolder(folder, nodeFiles)
  const counter = { files: 0 }
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
    // Level 1 takes a third of the time of the default and a few per cent more space.
    await pipeline(
      Readable.from(lines(dataDir, now, counter)),
      createGzip({ level: 1 }),
      createWriteStream(temp, { flags: 'wx', mode: 0o600, flush: true }),
    )
    await durable.rename(`${name}.tmp`, name)
  } catch (error) {
    await rm(temp, { force: true }).catch(() => {})
    throw ioError(error, `write ${file}`)
  } finally {
    await durable.close()
  }
  return { file, files: counter.files }
}

/**
 * Every file of a backup. The trailer is checked at the end: take nothing for good before that.
 * @throws StoreError `io` when it is no backup, torn, altered, or of a newer format
 */
export async function* readBackup(file: string): AsyncGenerator<{ at: number } | BackupLine> {
  const hash = createHash('sha256')
  const seen = new Set<string>()
  let header: { at: number } | undefined
  let complete = false
  const source = createReadStream(file)
  const unzip = source.pipe(createGunzip())
  source.on('error', (error) => unzip.destroy(error))
  try {
    for await (const bytes of splitLines(unzip)) {
      if (complete) throw new Error('something follows its end')
      const line = JSON.parse(bytes.toString()) as Record<string, unknown>
      if (!header) {
        if (typeof line.backup !== 'number' || typeof line.at !== 'number') throw new Error('it is no backup')
        if (line.backup > FORMAT) throw new Error('a newer version of this program wrote it')
        header = { at: line.at }
        yield header
      } else if ('sha256' in line) {
        if (line.sha256 !== hash.digest('hex') || line.count !== seen.size) throw new Error('its content was altered')
        complete = true
        continue
      } else {
        const { path, content, encoding } = line
        if (typeof path !== 'string' || !isDataPath(path)) throw new Error('it holds a path that is not ours')
        if (typeof content !== 'string') throw new Error('a line has no content')
        seen.add(path)
        yield { path, content, ...(encoding === 'base64' && { encoding }) }
      }
      hash.update(bytes).update('\n')
    }
    if (!complete) throw new Error('it ends too early')
  } catch (error) {
    throw new StoreError('io', `cannot use the backup ${file}: ${messageOf(error)}`, { cause: error })
  } finally {
    source.destroy()
  }
}

/**
 * Removes backups older than `keepDays` days, so that who was forgotten is forgotten there too, and what backups cut
 * off a day ago left. `now` in epoch ms. Returns the names removed. @throws StoreError `io`
 */
export async function pruneBackups(dataDir: string, keepDays: number, now: number): Promise<string[]> {
  const folder = join(dataDir, FOLDER)
  try {
    const names = ((await readdir(folder).catch(undefinedIfMissing)) ?? []).filter((name) => BACKUP_NAME.test(name))
    const old = names.filter((name) => stampOf(name) < now - (name.endsWith('.tmp') ? 1 : keepDays) * DAY_MS)
    for (const name of old) await rm(join(folder, name), { force: true })
    return old
  } catch (error) {
    throw ioError(error, `prune ${folder}`)
  }
}

/** Is this the path of a file that belongs into a backup? Nothing else is ever written by a restore. */
export function isDataPath(path: string): boolean {
  const [folder, name, ...rest] = path.split('/')
  if (name === undefined) return /^[a-z0-9-]+\.json$/.test(path)
  if (rest.length === 0 && folder === BANKS) return isBankName(name)
  if (rest.length > 0 || !Object.values<string | undefined>(FOLDERS).includes(folder)) return false
  return !['temp', 'other'].includes(classify(name).type)
}

async function* lines(dataDir: string, now: number, counter: { files: number }): AsyncGenerator<string> {
  const hash = createHash('sha256')
  const hashed = (value: object) => {
    const line = `${JSON.stringify(value)}\n`
    hash.update(line)
    return line
  }
  yield hashed({ backup: FORMAT, at: now })
  const buffer = Buffer.allocUnsafeSlow(CHUNK)
  for (const folder of ['', ...Object.values(FOLDERS), BANKS]) {
    for (const name of await listTwice(join(dataDir, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (!isDataPath(path)) continue
      let parts = 0
      for await (const part of readParts(join(dataDir, path), buffer, name.includes('.corrupt-'))) {
        parts++
        yield hashed({ path, ...part })
      }
      if (parts > 0) counter.files++
    }
  }
  yield `${JSON.stringify({ count: counter.files, sha256: hash.digest('hex') })}\n`
}

/** Some file systems may leave a file out of a listing while it is being replaced, but hardly twice. */
async function listTwice(path: string): Promise<Set<string>> {
  const names = new Set<string>()
  for (let time = 0; time < 2; time++) {
    // Piece by piece: one `readdir` of 100,000 names keeps the loop for 60 ms.
    const folder = await opendir(path, { bufferSize: 512 }).catch(undefinedIfMissing)
    if (folder) for await (const entry of folder) names.add(entry.name)
  }
  return names
}

/** A file removed meanwhile has no parts; every other has at least one. */
async function* readParts(path: string, buffer: Buffer, binary: boolean): AsyncGenerator<Omit<BackupLine, 'path'>> {
  const handle = await open(path).catch(undefinedIfMissing)
  if (!handle) return
  try {
    const decoder = new StringDecoder(binary ? 'base64' : 'utf8')
    const encoding = binary ? ({ encoding: 'base64' } as const) : {}
    for (let first = true; ; first = false) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK)
      const content = bytesRead === 0 ? decoder.end() : decoder.write(buffer.subarray(0, bytesRead))
      if (content !== '' || first) yield { content, ...encoding }
      if (bytesRead < CHUNK) {
        const tail = bytesRead === 0 ? '' : decoder.end()
        if (tail !== '') yield { content: tail, ...encoding }
        return
      }
    }
  } finally {
    await handle.close()
  }
}

/** By hand: `readline` also splits at U+2028, which JSON leaves as it is. */
async function* splitLines(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let length = 0
  for await (let chunk of stream) {
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a)) {
      yield Buffer.concat([...parts, chunk.subarray(0, end)])
      chunk = chunk.subarray(end + 1)
      parts = []
      length = 0
    }
    parts.push(chunk)
    length += chunk.length
    if (length > LINE_LIMIT) throw new Error('a line is too long')
  }
  if (length > 0) throw new Error('it ends in the middle of a line')
}

function messageOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'a line is not JSON'
  const message = error instanceof Error ? error.message : String(error)
  return message === 'unexpected end of file' ? 'it ends too early' : message
}
