/** The few calls to the file system that the store's guarantees rest on, as one seam: tests pass ones that fail. */
import * as fs from 'node:fs'
import { promisify } from 'node:util'
import { StoreError } from '../../../src/ports/store.ts'

/** What waits for the disk is asynchronous here; the rest may be and is, in `nodeFiles`, not. */
export interface FileOps {
  /** A file descriptor; files are created with mode 0600. */
  open(path: string, flags: 'wx' | 'a+'): Promise<number>
  /** Bytes written, possibly fewer than given. */
  write(fd: number, bytes: Uint8Array): number
  truncate(fd: number, length: number): void
  /** Content and size are on the disk afterwards. */
  syncFile(fd: number): Promise<void>
  openFolder(path: string): Promise<OpenFolder>
  close(fd: number): void
  rename(from: string, to: string): Promise<void>
  /** A file that is not there is no error. */
  remove(path: string): Promise<void>
  /** The bytes of a file, undefined when there is none. */
  read(path: string): Promise<Buffer | undefined>
  /**
   * The bytes of a document, valid until the next call; undefined when there is none. At once: from the page cache that
   * takes 15 µs, and 0.1 ms from an SSD, where hopping to a thread and back costs 0.2 ms.
   */
  readNow(path: string): Buffer | undefined
}

export interface OpenFolder {
  /** The folder's names are on the disk afterwards. */
  sync(): Promise<void>
  close(): void
}

const readFile = promisify(fs.readFile)
const fsync = promisify(fs.fsync)
let scratch: Buffer | undefined

/**
 * The real ones. Only flushes leave the loop: names and page cache are changed in 0.03 ms, where waking a thread takes
 * 0.3 ms (measured). While the file system writes its journal a name waits for it: under full load 0.4 ms on the mean
 * and 30 ms at the worst, still less in all than a thread each time.
 */
export const nodeFiles: FileOps = {
  open: async (path, flags) => fs.openSync(path, flags, 0o600),
  write: (fd, bytes) => fs.writeSync(fd, bytes),
  truncate: (fd, length) => fs.ftruncateSync(fd, length),
  syncFile: promisify(fs.fdatasync),
  async openFolder(path) {
    // Windows has no such call; its file system journals names by itself.
    if (process.platform === 'win32') return { sync: async () => {}, close: () => {} }
    const fd = fs.openSync(path, 'r')
    return { sync: () => fsync(fd), close: () => fs.closeSync(fd) }
  },
  close: fs.closeSync,
  rename: async (from, to) => fs.renameSync(from, to),
  remove: (path) => fs.promises.rm(path, { force: true }),
  read: (path) => readFile(path).catch(undefinedIfMissing),
  readNow(path) {
    scratch ??= Buffer.allocUnsafeSlow(1 << 18)
    const fd = openToRead(path)
    if (fd === undefined) return undefined
    try {
      const length = fs.readSync(fd, scratch, 0, scratch.length, 0)
      return length < scratch.length ? scratch.subarray(0, length) : fs.readFileSync(path)
    } finally {
      fs.closeSync(fd)
    }
  },
}

/** Noting when a file was read would be a write, which may wait for the disk; where that cannot be avoided it is noted. */
const QUIETLY = fs.constants.O_RDONLY | (fs.constants.O_NOATIME ?? 0)

function openToRead(path: string): number | undefined {
  try {
    return fs.openSync(path, QUIETLY)
  } catch (error) {
    if (codeOf(error) === 'EPERM' && QUIETLY !== fs.constants.O_RDONLY) return fs.openSync(path, fs.constants.O_RDONLY)
    return undefinedIfMissing(error)
  }
}

const ADVICE: Record<string, string> = {
  ENOSPC: 'the disk is full: free some space; nothing needs restarting',
  EDQUOT: 'the disk quota is used up: free some space or raise the quota; nothing needs restarting',
  EACCES: 'permission denied: give the user who runs this read and write access to the folder',
  EPERM: 'not permitted: give the user who runs this read and write access to the folder',
  EROFS: 'the file system is read-only: mount it writable, or set DATA_DIR to another folder',
  EIO: 'the disk reports an error: check it (dmesg) and have a backup at hand',
  EMFILE: 'too many open files: raise the limit (ulimit -n)',
  ENFILE: 'too many open files on this machine',
  ENOENT: 'the folder is gone: was it removed or unmounted while this was running?',
}

/** `what` says what could not be done, such as "write /data/learners/1a.json". Cause and fix for the operator. */
export function ioError(cause: unknown, what: string): StoreError {
  if (cause instanceof StoreError) return cause
  const code = codeOf(cause)
  const reason = code ? `${ADVICE[code] ?? 'unexpected error of the file system'} (${code})` : String(cause)
  return new StoreError('io', `cannot ${what}: ${reason}`, { cause })
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** For `.catch`: a missing file is undefined, any other failure stays one. */
export function undefinedIfMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}
