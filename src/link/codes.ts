import { createHash, randomInt } from 'node:crypto'
import type { Learner } from '../learner.ts'

/**
 * Codes that lead to a record. A record keeps only their hashes, each also as an alias of the channel `link`: so the
 * store's index finds the record of a code, and forgets the code when the record does.
 */

export const LINK_CHANNEL = 'link'
/** How long a code for another chat holds, ms. */
export const ONCE_LASTS = 10 * 60_000
/** Characters: 40 bits against guessing for ten minutes, 60 for as long as it is kept. */
const LENGTHS = { once: 8, recovery: 12 } as const
/** Crockford's alphabet: no letter that can be taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export type CodeKind = keyof typeof LENGTHS
type LinkCode = Learner['link']['codes'][number]
/** A document that codes lead to: a learner's or a group's. */
export type Coded = Pick<Learner, 'aliases'> & { link: { codes: LinkCode[] } }

/** A new code as it is shown, in groups of four. */
export function newCode(kind: CodeKind): string {
  const characters = Array.from({ length: LENGTHS[kind] }, () => ALPHABET[randomInt(ALPHABET.length)])
  return characters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

/** What a typed code is without its spaces, dashes and likely slips; undefined when it is none. */
export function readCode(typed: string): string | undefined {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—_.]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  const known = [...plain].every((character) => ALPHABET.includes(character))
  return known && Object.values(LENGTHS).some((length) => length === plain.length) ? plain : undefined
}

export function hashOf(code: string): string {
  return createHash('sha256').update(`link:${code}`).digest('hex').slice(0, 32)
}

/** Keeps a code in a record, in place of one of its kind. `until`: epoch ms, null for ever. */
export function keepCode(doc: Coded, kind: CodeKind, code: string, until: number | null): void {
  dropCodes(doc, (other) => other.kind === kind)
  const hash = hashOf(readCode(code) ?? code)
  doc.link.codes.push({ hash, kind, until })
  doc.aliases.push({ channel: LINK_CHANNEL, id: hash })
}

/**
 * What becoming part of another record is remembered by there. A code works once: the id is never another's, not even
 * that of a record deleted and begun anew, whose own ids begin anew too. Short enough for a button.
 */
export function moveId(kind: 'link' | 'room', hash: string, { id }: { id: string }): string {
  return `${kind}-${hash.slice(0, 16)}-${id}`
}

/** Forgets the codes that are over. @returns whether there were any */
export function dropExpired(doc: Coded, now: number): boolean {
  return dropCodes(doc, (code) => !holds(code, now))
}

function holds({ until }: LinkCode, now: number): boolean {
  return until === null || until >= now
}

/** Whether this code leads to the record now. */
export function isCodeOf(doc: Coded, hash: string, now: number): boolean {
  return doc.link.codes.some((code) => code.hash === hash && holds(code, now))
}

/** Takes a code out of a record: it works once. @returns whether it was there and still held */
export function useCode(doc: Coded, hash: string, now: number): boolean {
  dropExpired(doc, now)
  return dropCodes(doc, (code) => code.hash === hash)
}

function dropCodes(doc: Coded, which: (code: LinkCode) => boolean): boolean {
  const gone = new Set(doc.link.codes.filter(which).map(({ hash }) => hash))
  if (gone.size === 0) return false
  doc.link.codes = doc.link.codes.filter(({ hash }) => !gone.has(hash))
  doc.aliases = doc.aliases.filter(({ channel, id }) => channel !== LINK_CHANNEL || !gone.has(id))
  return true
}
