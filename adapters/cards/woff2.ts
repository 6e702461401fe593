import { brotliDecompressSync } from 'node:zlib'

/**
 * The code points a WOFF2 font has glyphs for. What a stylesheet says of a font's range is wider than the font, and
 * what it lacks would be drawn as an empty box. Layout: W3C WOFF2 §4–5, OpenType `cmap` formats 4 and 12.
 * @throws RangeError when it is no such font
 */
export function codePointsOf(font: Buffer): number[] {
  const cmap = tableAt(font, CMAP)
  const points = new Set<number>()
  const tables = cmap.readUInt16BE(2)
  for (let n = 0; n < tables; n++) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + n * 8 + 4))
    const format = table.readUInt16BE(0)
    const found = format === 12 ? groups(table) : format === 4 ? segments(table) : []
    for (const point of found) points.add(point)
  }
  return [...points].sort((a, b) => a - b)
}

const HEADER = 48
/** Numbers of the known tables; 63: the tag itself follows. */
const CMAP = 0
const GLYF = 10
const LOCA = 11
const CUSTOM = 63

/** The bytes from the start of a table. All tables are one compressed stream, in the order of the directory. */
function tableAt(font: Buffer, wanted: number): Buffer {
  let at = HEADER
  const number = () => {
    for (let value = 0; ; ) {
      const byte = font.readUInt8(at)
      at += 1
      value = value * 128 + (byte & 127)
      if (byte < 128) return value
    }
  }
  let offset = 0
  let start = -1
  const tables = font.readUInt16BE(12)
  for (let n = 0; n < tables; n++) {
    const flags = font.readUInt8(at)
    at += 1
    const tag = flags & 63
    if (tag === CUSTOM) at += 4
    const version = flags >> 6
    const length = number()
    // Version 3 of these two means "as it is", in all others it is version 0.
    const isTransformed = version !== (tag === GLYF || tag === LOCA ? 3 : 0)
    const stored = isTransformed ? number() : length
    if (tag === wanted) start = offset
    offset += stored
  }
  if (start < 0) throw new RangeError('the font has no such table')
  return brotliDecompressSync(font.subarray(at, at + font.readUInt32BE(20))).subarray(start)
}

function* groups(table: Buffer): Generator<number> {
  const count = table.readUInt32BE(12)
  for (let n = 0; n < count; n++) {
    const last = table.readUInt32BE(16 + n * 12 + 4)
    for (let point = table.readUInt32BE(16 + n * 12); point <= last; point++) yield point
  }
}

function* segments(table: Buffer): Generator<number> {
  const size = table.readUInt16BE(6)
  for (let n = 0; n < size; n += 2) {
    const last = table.readUInt16BE(14 + n)
    const first = table.readUInt16BE(16 + size + n)
    const delta = table.readUInt16BE(16 + size * 2 + n)
    const rangeAt = 16 + size * 3 + n
    const range = table.readUInt16BE(rangeAt)
    for (let point = first; point <= last && point < 0xffff; point++) {
      const glyph = range === 0 ? (point + delta) & 0xffff : table.readUInt16BE(rangeAt + range + (point - first) * 2)
      if (glyph !== 0) yield point
    }
  }
}
