import type { Turn } from '../turn.ts'

/** A mock paper nobody has touched for so long is left for now. */
const MOCK_LEFT = 2 * 3_600_000

/** Until when what comes by itself has to wait: an answer is being written, or a mock paper taken. Undefined: it need not. */
export function busyUntil({ doc, now }: Turn): number | undefined {
  const draft = doc.sessions.find((session) => session.state === 'drafting')
  // The draft's own deadline wakes us again.
  if (draft !== undefined && draft.idleAt !== null) return Math.max(draft.idleAt, now + 1000)
  const left = doc.mock?.paused === false ? doc.mock.touchedAt + MOCK_LEFT : 0
  return now < left ? left : undefined
}
