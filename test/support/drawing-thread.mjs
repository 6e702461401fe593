import { parentPort, threadId } from 'node:worker_threads'

/*
 * A thread that draws nothing, and misbehaves as the picture's height tells: 1 never answers, 2 throws, 3 exits, 4 cannot
 * draw it, 5 says which thread it is. Any other height is answered by a byte of it.
 */
parentPort.on('message', ({ id, picture: { height } }) => {
  if (height === 1) return
  if (height === 2) throw new Error('out of colours')
  if (height === 3) process.exit(7)
  if (height === 4) return parentPort.postMessage({ id, failed: 'Error: no such style' })
  parentPort.postMessage({ id, png: Uint8Array.of(height === 5 ? threadId : height) })
})
