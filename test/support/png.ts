const SIGNATURE = '89504e470d0a1a0a'

/** Width and height of a PNG; undefined when it is none, or not whole. */
export function pngSize(data: Uint8Array): { width: number; height: number } | undefined {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const isWhole = bytes.subarray(0, 8).toString('hex') === SIGNATURE && bytes.subarray(-8, -4).toString() === 'IEND'
  return isWhole ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : undefined
}

/** The smallest PNG there is: one grey point. */
export const smallPng = new Uint8Array(
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64'),
)
