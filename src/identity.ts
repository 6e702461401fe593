import { createHash } from 'node:crypto'

/**
 * The internal id of the document that the alias (channel, network's id) leads to by itself: 32 hex digits, so that a
 * file name or a log line tells nothing about its owner. Linked accounts lead elsewhere, see Store.resolve.
 */
export function documentId(channel: string, id: string): string {
  return createHash('sha256').update(`${channel}:${id}`).digest('hex').slice(0, 32)
}
