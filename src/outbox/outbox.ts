import { altOf, pictureOf } from '../cards/draw.ts'
import type { Group } from '../groups/group.ts'
import type { Learner, OutboxEntry } from '../learner.ts'
import type { OutboundMessage } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { Painter } from '../ports/painter.ts'
import type { DocRef, Store } from '../ports/store.ts'
import { exportFile } from '../practice/export.ts'
import { stopPushing } from '../practice/inbound.ts'
import { wakeTime } from '../reminders/push.ts'
import { Turn, type World } from '../turn.ts'
import type { Delivery, Outcome } from './delivery.ts'
import { settle } from './entries.ts'

/** What the pumps ask of documents: to write down what became of a message, and to make the one that goes out. */
export function createOutbox(options: {
  store: Store<Learner, Group>
  world: World
  clock: Clock
  logger: Logger
  /** Draws cards; without it they are sent as text. */
  painter: Painter | undefined
  /** Does for a group's document what follows from what became of an entry; part of its commit. */
  settled(doc: Group, entry: OutboxEntry, outcome: Outcome): void
}) {
  const { store, world, clock, logger, painter } = options

  /** Commits what became of a message. @returns the entry as it stands, undefined when it is gone @throws StoreError */
  async function outcome({ ref, entry }: Delivery, outcome: Outcome): Promise<OutboxEntry | undefined> {
    let current: OutboxEntry | undefined
    await store.transact(ref as DocRef & { kind: 'learner' }, null, (found) => {
      const doc: Learner | Group | undefined = found
      current = undefined
      if (doc === undefined) return { keep: true }
      const held = doc.outbox.find((candidate) => candidate.id === entry.id)
      if (held === undefined) return { keep: true }
      settle(doc, held, outcome)
      if ('sessions' in doc) {
        const turn = new Turn(world, doc, doc.home, clock.now())
        const isHome = held.chat.channel === turn.chat.channel && held.chat.chatId === turn.chat.chatId
        if (outcome.kind === 'failed' && outcome.reason === 'blocked' && isHome) stopPushing(turn, 'blocked')
        doc.wakeAt = wakeTime(turn)
      } else options.settled(doc, held, outcome)
      const wanted = outcome.kind === 'sent' ? outcome.next : entry.id
      current = doc.outbox.find((candidate) => candidate.id === wanted)
      return { doc: doc as Learner }
    })
    return current && { ...(current as OutboxEntry) }
  }

  async function prepare({ ref, entry }: Delivery): Promise<OutboundMessage> {
    const { message, edits } = entry
    const outbound: OutboundMessage = { ...(message as OutboundMessage), ...(edits !== undefined && { edits }) }
    if (entry.picture !== undefined) return withPicture(outbound, entry.picture, { ref, entry })
    if (entry.kind !== 'export' || ref.kind !== 'learner') return outbound
    const doc = await store.read({ kind: 'learner', id: ref.id })
    if (doc === undefined) return outbound
    const [attachment, history] = await Promise.all([store.attachment(ref), store.history(ref)])
    return { ...outbound, file: exportFile(new Turn(world, doc, doc.home, clock.now(), () => attachment), history) }
  }

  /** The message as its text alone when there is no picture to be had. */
  async function withPicture(
    message: OutboundMessage,
    { card, caption }: NonNullable<OutboxEntry['picture']>,
    { ref, entry }: Delivery,
  ): Promise<OutboundMessage> {
    // Planned before a restart, perhaps, and the channel is another one now.
    if (painter === undefined || !world.capabilities(entry.chat.channel).images) return message
    try {
      const png = await painter.paint(pictureOf(card))
      return { ...message, blocks: caption ?? message.blocks, picture: { png, alt: altOf(card) } }
    } catch (error) {
      logger.warn({ document: ref.id, card: card.kind, cause: String(error) }, 'no picture: sent as text instead')
      return message
    }
  }

  return { outcome, prepare }
}
