/** The layout of DATA_DIR: what each file name means. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DocRef } from '../../../src/ports/store.ts'

/** The folder of each kind of document. */
export const FOLDERS = { learner: 'learners', group: 'groups' } as const
export const KINDS = ['learner', 'group'] as const satisfies DocRef['kind'][]

/** Question banks that were imported: no documents of the store, but part of what a backup brings back. */
export const BANKS = 'banks'
export const isBankName = (name: string) => /^[a-z0-9][a-z0-9-]*\.ya?ml$/.test(name)

export const documentName = (id: string) => `${id}.json`
export const tombstoneName = (id: string) => `${id}.gone.json`
export const attachmentName = (id: string) => `${id}.attachment.json`
export const historyName = (id: string) => `${id}.history.jsonl`
export const segmentName = (id: string, segment: string) => `${id}.${segment}.jsonl`

export type NameKind = 'document' | 'tombstone' | 'attachment' | 'history' | 'set-aside' | 'temp' | 'other'

const PATTERNS: [NameKind, RegExp][] = [
  ['document', /^([a-z0-9]+)\.json$/],
  ['tombstone', /^([a-z0-9]+)\.gone\.json$/],
  ['attachment', /^([a-z0-9]+)\.attachment\.json$/],
  // Segments too: lines beside a document.
  ['history', /^([a-z0-9]+)\.[a-z0-9-]+\.jsonl$/],
  ['set-aside', /^([a-z0-9]+)(?:\.attachment)?\.json\.corrupt-[0-9TZ-]+$/],
  ['temp', /^([a-z0-9]+).*\.tmp$/],
]

/** What a file in a folder of documents is, and the document it belongs to. */
export function classify(name: string): { type: NameKind; id: string } {
  for (const [type, pattern] of PATTERNS) {
    const id = pattern.exec(name)?.[1]
    if (id) return { type, id }
  }
  return { type: 'other', id: '' }
}

/** Epoch ms as `20260131T235959Z`. */
export function stamp(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')
}

/** Epoch ms of a stamp anywhere in `name`, or NaN. */
export function stampOf(name: string): number {
  return Date.parse(name.replace(/^.*?(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, '$1-$2-$3T$4:$5:$6Z'))
}

/** `prefix` + `suffix`, or with `-2`, `-3` … between them: a name not taken in `folder`. */
export function freeName(folder: string, prefix: string, suffix = ''): string {
  for (let n = 1; ; n++) {
    const name = `${prefix}${n === 1 ? '' : `-${n}`}${suffix}`
    if (!existsSync(join(folder, name))) return name
  }
}
