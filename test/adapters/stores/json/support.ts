import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { DocumentKind } from '../../../../adapters/stores/json/document.ts'
import { type FileOps, nodeFiles } from '../../../../adapters/stores/json/files.ts'
import { JsonStore, type JsonStoreOptions } from '../../../../adapters/stores/json/store.ts'
import { learner, type TestDoc, testId } from '../../../contracts/store.ts'
import { FakeClock } from '../../../support/clock.ts'
import { MemoryLogger } from '../../../support/logger.ts'

export const START = Date.parse('2026-01-05T00:00:00Z')

export const testKind: DocumentKind<TestDoc> = {
  schema: 1,
  parse(raw) {
    const doc = structuredClone(raw) as TestDoc
    if (typeof doc.count !== 'number' || !Array.isArray(doc.notes)) throw new Error('count or notes missing')
    return doc
  },
  migrations: {},
}

/** Removed when the test is over. */
export function tempFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'coach-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export function makeStore(dataDir: string, options: Partial<JsonStoreOptions<TestDoc, TestDoc>> = {}) {
  const clock = new FakeClock(START)
  const logger = new MemoryLogger()
  const kinds = { learner: testKind, group: testKind }
  const store = new JsonStore<TestDoc, TestDoc>({ dataDir, clock, logger, kinds, deriveId: testId, ...options })
  return { store, clock, logger }
}

/** An open store, closed when the test is over. */
export async function openStore(dataDir: string, options: Partial<JsonStoreOptions<TestDoc, TestDoc>> = {}) {
  const made = makeStore(dataDir, options)
  const report = await made.store.open()
  onTestFinished(() => made.store.close())
  return { ...made, report }
}

/** Runs `use` with a store opened anew on what is on the disk. */
export async function reopened<T>(
  dataDir: string,
  use: (store: JsonStore<TestDoc, TestDoc>) => Promise<T>,
): Promise<T> {
  const { store } = makeStore(dataDir)
  await store.open()
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

export function pathOf(dataDir: string, n: number | string, suffix = '.json'): string {
  return join(dataDir, 'learners', `${learner(n).id}${suffix}`)
}

export function namesIn(dataDir: string, folder = 'learners'): string[] {
  return readdirSync(join(dataDir, folder)).sort()
}

export function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** Counts the steps that change the disk, and fails from the `n`th on: once, or (a crash) for ever. */
export class Faults {
  steps: string[] = []
  failAt = Number.POSITIVE_INFINITY
  mode: 'once' | 'crash' = 'once'
  code = 'ENOSPC'

  arm(step: number, mode: 'once' | 'crash', code = 'ENOSPC'): void {
    Object.assign(this, { steps: [], failAt: step, mode, code })
  }

  disarm(): void {
    this.failAt = Number.POSITIVE_INFINITY
  }

  get files(): FileOps {
    return {
      ...nodeFiles,
      open: async (...args) => this.#step('open') ?? nodeFiles.open(...args),
      write: (fd, bytes) => {
        const error = this.#next('write')
        // A full disk takes what still fits.
        if (error) nodeFiles.write(fd, bytes.subarray(0, bytes.length >> 1))
        if (error) throw error
        return nodeFiles.write(fd, bytes.subarray(0, Math.max(1, bytes.length >> 1)))
      },
      truncate: (...args) => this.#step('truncate') ?? nodeFiles.truncate(...args),
      syncFile: async (...args) => this.#step('syncFile') ?? nodeFiles.syncFile(...args),
      close: (fd) => {
        nodeFiles.close(fd)
        this.#step('close')
      },
      rename: async (...args) => this.#step('rename') ?? nodeFiles.rename(...args),
      remove: async (...args) => this.#step('remove') ?? nodeFiles.remove(...args),
      openFolder: async (path) => {
        const folder = await nodeFiles.openFolder(path)
        return { ...folder, sync: async () => this.#step('syncFolder') ?? folder.sync() }
      },
    }
  }

  #step(name: string): undefined {
    const error = this.#next(name)
    if (error) throw error
  }

  #next(name: string): Error | undefined {
    const step = this.steps.push(name) - 1
    const fails = this.mode === 'once' ? step === this.failAt : step >= this.failAt
    return fails ? failure(this.code) : undefined
  }
}
