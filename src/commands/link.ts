import type { Learner } from '../learner.ts'
import { keepCode, moveId, newCode, ONCE_LASTS, readCode } from '../link/codes.ts'
import { chatAliases, part } from '../link/merge.ts'
import { planPush } from '../reminders/push.ts'
import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'

const UNDO = /^(撤销|解绑|undo)$/i
/** How long a record that became part of another can be taken out again, ms. */
const UNDO_LASTS = 24 * 3_600_000

export const link: Command = {
  name: 'link',
  aliases: ['绑定', 'link'],
  section: 'data',
  accepts: (argument) => UNDO.test(argument.trim()) || readCode(argument) !== undefined,
  glued: true,
  run(turn, argument) {
    const { doc, t } = turn
    const given = argument.trim()
    if (given === '') return showCode(turn)
    if (UNDO.test(given)) return unlink(turn, lastJoined(doc)?.id)
    const found = turn.linking
    if (found === undefined) return turn.line(t.link.malformed)
    if (found.kind !== 'found') return turn.line(t.link[found.kind])
    if (found.owner === doc.id) return turn.line(t.link.own)
    doc.link.moving = {
      id: moveId('link', found.hash, doc),
      state: 'asked',
      into: found.owner,
      hash: found.hash,
      at: turn.now,
      chat: { ...turn.chat },
      aliases: [],
      until: turn.now + UNDO_LASTS,
    }
  },
  actions: { unlink: (turn, id) => unlink(turn, id) },
}

/** A code for another chat; the one shown before is void. */
function showCode(turn: Turn): void {
  const code = newCode('once')
  keepCode(turn.doc, 'once', code, turn.now + ONCE_LASTS)
  turn.line(turn.t.link.code(code, ONCE_LASTS / 60_000, chatAliases(turn.doc).length))
}

function lastJoined({ link }: Learner): Learner['link']['joined'][number] | undefined {
  return link.joined.findLast(({ undone }) => !undone)
}

function unlink(turn: Turn, id: string | undefined): void {
  const { doc, t } = turn
  const joined = doc.link.joined.find((one) => one.id === id)
  if (joined === undefined || joined.undone || joined.until <= turn.now) return turn.line(t.link.nothingToUndo)
  // What is taken out is what one record was before: with it would go what came later.
  if (joined !== lastJoined(doc)) return turn.line(t.link.newestFirst)
  part(doc, joined)
  joined.undone = true
  planPush(turn)
  turn.line(t.link.undone)
}

/**
 * Who has only chats whose ids do not last gets a code that lasts, once there is something to lose, and a new one when
 * it was used.
 */
export function offerRecovery(turn: Turn): void {
  const { doc, t, world } = turn
  if (doc.answerCount === 0 || doc.link.moving !== null || doc.link.codes.some(({ kind }) => kind === 'recovery'))
    return
  const channels = chatAliases(doc).map(({ channel }) => channel)
  if (channels.length === 0 || channels.some((channel) => world.capabilities(channel).stableUserIds)) return
  const code = newCode('recovery')
  keepCode(doc, 'recovery', code, null)
  turn.line(t.link.recovery(code))
}
