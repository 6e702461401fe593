/*
 * A process that draws nothing, and misbehaves as the picture's height tells: 1 never answers, 2 throws, 3 exits, 4 cannot
 * draw it, 5 says which process it is. Any other height is answered by a byte of it.
 */
process.on('message', ({ id, picture: { height } }) => {
  if (height === 1) return
  if (height === 2) throw new Error('out of colours')
  if (height === 3) process.exit(7)
  if (height === 4) return process.send({ id, failed: 'Error: no such style' })
  process.send({ id, png: height === 5 ? [process.pid] : Uint8Array.of(height) })
})
