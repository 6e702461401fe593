import { ImportError } from '../result.ts'

/**
 * Bytes to text. A byte order mark decides; without one, UTF-16 shows by its zero bytes, UTF-8 by being valid,
 * and what is left is GB18030 (which holds GBK and GB2312) or Big5, whichever gives more of the characters
 * every Chinese text is full of.
 *
 * - `FF FE 62 11` is UTF-16: 我
 * - `B4 F0 B0 B8` is not valid UTF-8 and reads 答案 in GB18030
 * - `B5 AA AE D7` reads 答案 in Big5
 *
 * @throws ImportError `binary` for bytes that are no text
 */
export function decodeText(bytes: Uint8Array): string {
  const [a, b, c] = bytes
  if (a === 0xff && b === 0xfe) return decode('utf-16le', bytes.subarray(2))
  if (a === 0xfe && b === 0xff) return decode('utf-16be', bytes.subarray(2))
  if (a === 0xef && b === 0xbb && c === 0xbf) return decode('utf-8', bytes.subarray(3))
  const sixteen = utf16(bytes)
  if (sixteen !== undefined) return decode(sixteen, bytes)
  if (controlShare(bytes) > 0.05) throw new ImportError('binary')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // A file cut in the middle of a character is still UTF-8.
    for (const cut of [1, 2, 3])
      try {
        return `${new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut))}\ufffd`
      } catch {}
  }
  const [best] = (['gb18030', 'big5', 'utf-8'] as const)
    .map((name) => ({ name, text: decode(name, bytes) }))
    .map((candidate) => ({ ...candidate, score: plausibility(candidate.text) }))
    .sort((one, other) => other.score - one.score)
  if (best === undefined || best.score < 0) throw new ImportError('binary')
  return best.text
}

function decode(encoding: string, bytes: Uint8Array): string {
  return new TextDecoder(encoding).decode(bytes)
}

/** UTF-16 without a mark: ASCII in it leaves every other byte zero; Chinese punctuation leaves 0x30 or 0xFF there. */
function utf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  const high = [0, 0]
  for (const [index, byte] of sample.entries()) {
    const side = index % 2
    if (byte === 0) zeros[side] = (zeros[side] ?? 0) + 1
    if (byte >= 0x4e && byte <= 0x9f) high[side] = (high[side] ?? 0) + 1
  }
  const half = sample.length / 2
  const [even = 0, odd = 0] = zeros
  if (even + odd < Math.max(2, sample.length * 0.01)) return undefined
  if (odd > even * 4 && (odd > half * 0.3 || (high[1] ?? 0) > half * 0.3)) return 'utf-16le'
  if (even > odd * 4 && (even > half * 0.3 || (high[0] ?? 0) > half * 0.3)) return 'utf-16be'
  return undefined
}

/** Share of control bytes no text has, in the first part of the file. */
function controlShare(bytes: Uint8Array): number {
  const sample = bytes.subarray(0, 8192)
  let odd = 0
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd++
  return odd / Math.max(1, sample.length)
}

const common = new Set(
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里如问题答案考察请客户经理面试解析银行業務這個們來為說時會對過發後與個問題參點',
)

/** How much a text looks like Chinese: common characters for, impossible ones against. */
function plausibility(text: string): number {
  let score = 0
  let seen = 0
  for (const sign of text) {
    if (sign < '\u0080') continue
    if (++seen > 20_000) break
    if (common.has(sign)) score += 1
    else if (sign === '\ufffd' || (sign >= '\ue000' && sign <= '\uf8ff')) score -= 3
  }
  return score / Math.max(1, seen)
}
