import type { InboundEvent } from '../ports/channel.ts'
import type { GroupTurn } from './group-turn.ts'

/**
 * Whether the sender may manage the group: its admins, as the network names them. Where it names none (a WeChat room
 * whose owner the puppet does not tell) that is the keeper: who brought the bot in, or else whoever first manages it.
 * Says so to everybody else.
 */
export function mayManage(turn: GroupTurn, event: InboundEvent): boolean {
  const { doc, known, t } = turn
  if (event.from.as === 'group' || known.role === 'admin') return true
  if (known.role === 'present') {
    if (doc.keeper === null || known.keeperGone) doc.keeper = event.from.userId
    turn.changed = true
    if (doc.keeper === event.from.userId) return true
  }
  turn.reply(known.role === undefined ? t.group.adminUnknown : t.group.adminOnly)
  return false
}
