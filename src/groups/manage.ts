import type { InboundEvent } from '../ports/channel.ts'
import type { GroupTurn } from './group-turn.ts'

/**
 * Whether the sender may manage the group: its admins, as the network names them. Where it does not name them all (of a
 * WeChat room the owner at most, and that not through every puppet), so may its keeper: who brought the bot in, or, while
 * there is none and nobody is named, whoever first manages it. Says so to everybody else.
 */
export function mayManage(turn: GroupTurn, event: InboundEvent): boolean {
  const { doc, known, t } = turn
  const { role } = known
  if (event.from.as === 'group' || role === 'admin') return true
  if (role === 'present' && (doc.keeper === null || known.keeperGone)) {
    doc.keeper = event.from.userId
    turn.changed = true
  }
  const isThere = role === 'present' || role === 'member'
  if (isThere && doc.keeper === event.from.userId) return true
  turn.reply(role === undefined ? t.group.adminUnknown : t.group.adminOnly)
  return false
}
