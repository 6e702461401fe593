import { documentId } from '../identity.ts'
import type { Learner, OutboxEntry } from '../learner.ts'
import type { Dispatch } from '../outbox/dispatch.ts'
import type { InboundEvent } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { DocRef, Store } from '../ports/store.ts'
import { languageOf } from '../practice/newcomer.ts'
import { OUTBOX_GRACE } from '../reminders/push.ts'
import type { World } from '../turn.ts'
import type { Group } from './group.ts'
import { groupTurn, newGroup } from './group-chat.ts'

/** Groups' documents, each event one transaction: the coach's part that is about no single learner. */
export function createGroups(options: {
  store: Store<Learner, Group>
  world: World
  clock: Clock
  dispatch: Dispatch
}) {
  const { store, world, clock } = options
  const { startFirst, recover, deliver } = options.dispatch

  /** @throws StoreError */
  async function handle(event: InboundEvent): Promise<void> {
    const { channel, chatId } = event.chat
    const alias = { channel, id: chatId }
    const ref = { kind: 'group' as const, id: store.resolve('group', alias) ?? documentId(channel, chatId) }
    let planned: readonly OutboxEntry[] = []
    await store.transact(ref, { id: event.eventId, at: event.at }, (found) => {
      const doc =
        found ?? newGroup(ref.id, alias, languageOf(event.locale) ?? world.settings.defaultLanguage, clock.now())
      planned = []
      const left = recover(ref, doc)
      const turn = groupTurn(world, doc, event, clock.now())
      if (turn.planned.length === 0 && !turn.changed) return { keep: true }
      planned = [...left, ...turn.planned]
      startFirst(doc, planned)
      doc.wakeAt = groupWake(doc, clock.now())
      return { doc }
    })
    deliver(ref, planned)
  }

  async function wake(ref: DocRef & { kind: 'group' }): Promise<number | null> {
    let again: number | null = null
    let planned: OutboxEntry[] = []
    await store.transact(ref, null, (doc) => {
      planned = doc === undefined ? [] : recover(ref, doc)
      again = doc === undefined ? null : groupWake(doc, clock.now())
      if (doc === undefined || planned.length === 0) return { keep: true }
      doc.wakeAt = again
      return { doc }
    })
    deliver(ref, planned)
    return again
  }

  return { handle, wake }
}

/** A group has nothing to wake for but what it could not be told. */
export function groupWake({ outbox }: { outbox: OutboxEntry[] }, now: number): number | null {
  return outbox.length > 0 ? now + OUTBOX_GRACE : null
}
