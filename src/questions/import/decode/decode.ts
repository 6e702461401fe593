import { ImportError, LIMITS } from '../result.ts'
import { decodeText } from './encoding.ts'
import type { Sheet } from './sheet.ts'

/** What a file holds once its format is undone. */
export type Decoded =
  | { kind: 'text'; text: string }
  | { kind: 'sheets'; sheets: Sheet[] }
  /** The bot's own bank, or some other YAML. */
  | { kind: 'yaml'; text: string }

/** The formats read, by extension. */
export const extensions = ['docx', 'txt', 'md', 'markdown', 'html', 'htm', 'csv', 'tsv', 'xlsx', 'yaml', 'yml'] as const

/**
 * First stage: bytes to text or table. The content decides where it can (a .docx that is really a web page is read as
 * one), the extension where it cannot. Libraries are loaded only for the format that needs them.
 * @throws ImportError with the reason, for whatever cannot be read safely
 */
export async function decode(bytes: Uint8Array, name: string): Promise<Decoded> {
  if (bytes.length === 0) throw new ImportError('empty')
  if (bytes.length > LIMITS.bytes) throw new ImportError('too-large', `${LIMITS.bytes / 2 ** 20} MB`)
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const magic = String.fromCharCode(...bytes.subarray(0, 4))
  if (magic === 'PK\u0003\u0004') {
    if (extension === 'xlsx') return { kind: 'sheets', sheets: await (await import('./sheet.ts')).readXlsx(bytes) }
    if (extension === 'docx') return { kind: 'text', text: bounded(await (await import('./docx.ts')).readDocx(bytes)) }
    throw new ImportError('unsupported', extension)
  }
  if (magic.startsWith('%PDF')) throw new ImportError('pdf')
  if (magic === '\u00d0\u00cf\u0011\u00e0') throw new ImportError('old-word')
  if (extension === 'xlsx') throw new ImportError('broken')
  if (!extensions.some((known) => known === extension) && extension !== '')
    throw new ImportError('unsupported', extension)
  if (extension === 'csv' || extension === 'tsv')
    return { kind: 'sheets', sheets: await (await import('./sheet.ts')).readCsv(bytes) }
  const text = bounded(decodeText(bytes))
  if (text.trim() === '') throw new ImportError('empty')
  if (extension === 'yaml' || extension === 'yml') return { kind: 'yaml', text }
  const markup = /^\s{0,200}<(?:!doctype html|html|head|body|\?xml)/i.test(text.slice(0, 400))
  if (extension === 'docx' && !markup) throw new ImportError('broken')
  if (markup || extension === 'html' || extension === 'htm')
    return { kind: 'text', text: (await import('./html.ts')).htmlToText(text) }
  return { kind: 'text', text }
}

function bounded(text: string): string {
  if (text.length > LIMITS.characters) throw new ImportError('too-much-text', String(LIMITS.characters))
  return text
}
