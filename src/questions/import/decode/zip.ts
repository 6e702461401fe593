import { inflateRawSync } from 'node:zlib'
import { ImportError, LIMITS } from '../result.ts'

/**
 * Looks at a packed file (.docx, .xlsx) before any library unpacks it: the table of contents at its end says how large
 * everything is, and each XML part is inflated once under that bound, so a table that lies is caught too.
 *
 * @returns the names of its entries
 * @throws ImportError `unpacks-too-large`, `encrypted`, `dtd` or `broken`
 */
export function inspectZip(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(view)
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count === 0xffff || at === 0xffffffff) throw new ImportError('unpacks-too-large')
  if (count > LIMITS.entries) throw new ImportError('unpacks-too-large')
  const names: string[] = []
  let total = 0
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw new ImportError('broken')
    const flags = view.getUint16(at + 8, true)
    const method = view.getUint16(at + 10, true)
    const packed = view.getUint32(at + 20, true)
    const size = view.getUint32(at + 24, true)
    const nameLength = view.getUint16(at + 28, true)
    const local = view.getUint32(at + 42, true)
    if (flags & 1) throw new ImportError('encrypted')
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    total += size
    if (total > LIMITS.unpacked) throw new ImportError('unpacks-too-large')
    if (/\.(xml|rels)$/i.test(name)) checkPart(bytes, view, { method, packed, size, local })
    names.push(name)
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return names
}

function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--)
    if (view.getUint32(at, true) === 0x06054b50) return at
  throw new ImportError('broken')
}

function checkPart(
  bytes: Uint8Array,
  view: DataView,
  entry: { method: number; packed: number; size: number; local: number },
): void {
  if (entry.size > LIMITS.part) throw new ImportError('unpacks-too-large')
  if (entry.local + 30 > bytes.length || view.getUint32(entry.local, true) !== 0x04034b50)
    throw new ImportError('broken')
  const start = entry.local + 30 + view.getUint16(entry.local + 26, true) + view.getUint16(entry.local + 28, true)
  const packed = bytes.subarray(start, start + entry.packed)
  let part: Uint8Array
  try {
    part = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) })
  } catch (error) {
    throw new ImportError(
      (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'unpacks-too-large' : 'broken',
    )
  }
  if (part.length !== entry.size) throw new ImportError('broken')
  checkXml(part)
}

/** No document type (entities, external files) and no nesting deeper than any writer makes: 200 levels. */
function checkXml(part: Uint8Array): void {
  const text = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1')
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new ImportError('dtd')
  // The same in UTF-16 would slip past, and no office writes its parts in it.
  if (text.startsWith('\xff\xfe') || text.startsWith('\xfe\xff')) throw new ImportError('dtd')
  let depth = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const next = text[at + 1]
    if (next === '?' || next === '!') continue
    if (next === '/') depth--
    else {
      const close = text.indexOf('>', at)
      if (close < 0) break
      if (text[close - 1] !== '/' && ++depth > 200) throw new ImportError('too-deep')
      at = close - 1
    }
  }
}
