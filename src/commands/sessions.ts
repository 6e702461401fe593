import type { Session } from '../learner.ts'
import { tellWaiting } from '../practice/round.ts'
import type { Turn } from '../turn.ts'

/** The open session a command means; says so kindly when there is none. */
export function openSession(turn: Turn): Session | undefined {
  const session = turn.openSession
  if (session !== undefined) return session
  const last = turn.lastSession
  if (last === undefined || !tellWaiting(turn, last)) turn.line(turn.t.question.noneOpen)
  return undefined
}

/** The session a choice belongs to, still open; a stale choice gets a friendly word. */
export function sessionFor(turn: Turn, id: string): Session | undefined {
  const session = turn.session(id)
  if (session !== undefined && session.state !== 'closed') return session
  if (session === undefined || !tellWaiting(turn, session)) turn.line(turn.t.question.over)
  return undefined
}
