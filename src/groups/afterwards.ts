import type { Dispatch } from '../outbox/dispatch.ts'
import type { Chat, OutboundMessage } from '../ports/channel.ts'
import { tellOnce } from './answer.ts'
import type { GroupTurn } from './group-turn.ts'
import type { Network } from './network.ts'

interface Means {
  dispatch: Dispatch
  network: Network
  /** Sends at once, outside the outbox, best effort. */
  sayNow(chat: Chat, message: OutboundMessage): void
  /** Runs another turn on the same document. */
  later(work: (turn: GroupTurn) => unknown): Promise<unknown>
}

/** With fewer messages waiting for a group, an acknowledgement may wait behind them; else it is left out. */
const FEW = 2

/** Once a turn is committed: sends what it says beside the outbox, and clears a public answer away. Waits for nothing. */
export function afterwards(turn: GroupTurn, { dispatch, network, sayNow, later }: Means): void {
  const { chat, whispers, tookPublicly } = turn
  const late = whispers.filter(({ user, message, canSpare }) => {
    if (!dispatch.spare(chat)) return !canSpare || turn.doc.outbox.length < FEW
    sayNow(chat, { ...message, only: user })
    return false
  })
  const sayLate = (next: GroupTurn) => {
    for (const { user, message } of late) next.sayTo(user, message, chat)
  }
  if (late.length > 0) network.inBackground(later(sayLate))
  if (tookPublicly === undefined) return
  const { messageId, user, name } = tookPublicly
  const tell = async () => {
    if (await network.takeAway(chat, messageId)) return
    const told = turn.doc.told.includes(user)
    if (dispatch.spare(chat)) await network.acknowledge(chat, messageId)
    // Where names are told in batches, that is told with them.
    if (!told && turn.capabilities.edit) await later((next) => tellOnce(next, user, name, chat))
  }
  network.inBackground(tell())
}
