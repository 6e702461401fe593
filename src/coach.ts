import { type Access, Doorkeeper } from './access.ts'
import { GroupDesk } from './groups/desk.ts'
import type { Group } from './groups/group.ts'
import type { Network } from './groups/network.ts'
import type { OpenRounds } from './groups/open-rounds.ts'
import { documentId } from './identity.ts'
import type { Learner, OutboxEntry } from './learner.ts'
import { type Deliverer, Dispatch } from './outbox/dispatch.ts'
import { settle } from './outbox/entries.ts'
import type { Delivery, Outcome } from './outbox/pump.ts'
import type { Chat, InboundEvent, OutboundMessage } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'
import type { Logger } from './ports/logger.ts'
import { type DocRef, type HistoryEntry, type Presence, type Store, StoreError } from './ports/store.ts'
import { archiveOld } from './practice/archive.ts'
import { exportOf } from './practice/export.ts'
import { inbound, stopPushing } from './practice/inbound.ts'
import { languageOf, newLearner } from './practice/newcomer.ts'
import { leaveGroups } from './practice/round.ts'
import { nextDue, wake, wakeTime } from './reminders/push.ts'
import { textOf } from './text/text.ts'
import { Turn, type World } from './turn.ts'

/**
 * The heart: one inbound event is one transaction on one document; what it has to say goes to the outbox in the same
 * commit, and only then to the pump. Everything a learner is told about a fault is told here.
 */
export interface Coach {
  /** Learns what it has to know of all groups. Called once, before any event. @throws StoreError */
  load(): Promise<void>
  /** Resolves when the event's effect is durable, or was refused and said so. Never rejects. */
  handle(event: InboundEvent): Promise<void>
  /**
   * Does what is due in a document, unless its channel does not take answers now: a backlog may hold the very answer a
   * reminder would ask for.
   * @returns when to look at it again, null for not before it changes
   * @throws StoreError when it cannot be committed: try again later
   */
  wake(ref: DocRef, state: (channel: string) => 'up' | 'down' | 'off'): Promise<number | null>
  /** Commits what became of a message. @returns the entry as it stands, undefined when it is gone */
  outcome(delivery: Delivery, outcome: Outcome): Promise<OutboxEntry | undefined>
  prepare(delivery: Delivery): Promise<OutboundMessage>
}

export interface CoachOptions {
  store: Store<Learner, Group>
  world: World
  access: Access
  messagesPerMinute: number
  clock: Clock
  logger: Logger
  pump(channel: string): Deliverer | undefined
  network: Network
  openRounds: OpenRounds
  /** Sends at once, outside the outbox, best effort, waiting for nothing: faults, refusals, the farewell. */
  sayNow(chat: Chat, message: OutboundMessage): void
}

/** How long a document waits whose channel is down, ms. */
const RETRY = 30_000

export function createCoach(options: CoachOptions): Coach {
  const { store, world, clock, logger } = options
  const door = new Doorkeeper(options.access, options.messagesPerMinute, clock)
  const dispatch = new Dispatch(options.pump)
  const groups = new GroupDesk({ ...options, dispatch, inLearner, farewell })
  const sayNow = (chat: Chat, words: string) => options.sayNow(chat, { blocks: [{ kind: 'text', spans: [words] }] })

  function refOf(event: InboundEvent): DocRef & { kind: 'learner' } {
    const { channel, userId } = event.from
    return { kind: 'learner', id: store.resolve('learner', { channel, id: userId }) ?? documentId(channel, userId) }
  }

  /** Ends a turn: what there is to wake for, what to archive, what to commit. */
  function commit(
    turn: Turn,
    planned: readonly OutboxEntry[],
  ): { doc: Learner; archive?: HistoryEntry[] } | { forget: true } {
    if (turn.forget && turn.doc.groups.length === 0) return { forget: true }
    if (turn.forget && !turn.doc.leaving) leaveGroups(turn)
    archiveOld(turn)
    dispatch.startFirst(turn.doc, planned)
    turn.doc.wakeAt = wakeTime(turn)
    return { doc: turn.doc, ...(turn.archive.length > 0 && { archive: turn.archive }) }
  }

  async function inLearner(id: string, work: (turn: Turn) => void): Promise<'absent' | 'done' | 'effects'> {
    const ref = { kind: 'learner' as const, id }
    let planned: OutboxEntry[] = []
    let outcome: 'absent' | 'done' | 'effects' = 'absent'
    await store.transact(ref, null, (doc) => {
      planned = []
      outcome = 'absent'
      if (doc === undefined) return { keep: true }
      const turn = new Turn(world, doc, doc.home, clock.now())
      const left = dispatch.recover(ref, doc)
      work(turn)
      planned = [...left, ...turn.planned]
      outcome = doc.effects.length > 0 ? 'effects' : 'done'
      return commit(turn, planned)
    })
    dispatch.deliver(ref, planned)
    return outcome
  }

  /** The groups have forgotten them: so does the bot. */
  async function farewell(id: string): Promise<void> {
    let last: { chat: Chat; words: string } | undefined
    await store.transact({ kind: 'learner', id }, null, (doc) => {
      last = undefined
      if (!doc?.leaving) return { keep: true }
      last = { chat: doc.home, words: textOf(doc.settings.language).remove.done }
      return { forget: true }
    })
    if (last !== undefined) sayNow((last as { chat: Chat }).chat, (last as { words: string }).words)
  }

  async function handleDirect(event: InboundEvent): Promise<void> {
    const ref = refOf(event)
    const verdict = door.admit(ref.id, event, await isMember(ref))
    if (verdict.kind === 'refuse')
      return sayNow(event.chat, textOf(await languageFor(event))[verdict.area][verdict.words as never])
    if (verdict.kind === 'ignore') return
    let planned: readonly OutboxEntry[] = []
    let goodbye: string | undefined
    let hasEffects = false
    const invitation = await groups.invitation(event)
    const result = await store.transact(ref, { id: event.eventId, at: event.at }, (doc, presence) => {
      planned = []
      goodbye = undefined
      if (doc === undefined && !begins(event)) return { keep: true }
      const isNew = doc === undefined
      const turn = new Turn(
        world,
        doc ?? newLearner(ref.id, event, world.settings, clock.now()),
        event.chat,
        clock.now(),
      )
      if (isNew) reportLoss(turn, presence)
      if (!isNew && event.type !== 'ended') turn.doc.home = { ...event.chat }
      turn.invitation = invitation
      const left = dispatch.recover(ref, turn.doc)
      inbound(turn, event, isNew)
      planned = [...left, ...turn.planned]
      const committed = commit(turn, planned)
      if ('forget' in committed) goodbye = turn.t.remove.done
      hasEffects = turn.doc.effects.length > 0 || turn.doc.leaving
      return committed
    })
    if (result === 'duplicate') return
    if (goodbye !== undefined) return sayNow(event.chat, goodbye)
    dispatch.deliver(ref, planned)
    if (hasEffects) await groups.effects.deliver(ref)
  }

  function isTooFast(event: InboundEvent): boolean {
    const verdict = door.admit(refOf(event).id, event, true)
    return verdict.kind === 'ignore' || (verdict.kind === 'refuse' && verdict.area === 'fault')
  }

  /** The learner's language where it can be known, for what is said outside a turn. */
  async function languageFor(event: InboundEvent): Promise<'zh' | 'en'> {
    const doc = await store.read(refOf(event)).catch(() => undefined)
    return doc?.settings.language ?? languageOf(event.locale) ?? world.settings.defaultLanguage
  }

  /** Known to the store: who is in stays in, whatever the door says to strangers. */
  async function isMember(ref: DocRef & { kind: 'learner' }): Promise<boolean> {
    return !door.asksStrangers || (await store.read(ref)) !== undefined
  }

  /** A record that could not be read is said so, never silently begun anew. */
  function reportLoss(turn: Turn, presence: Presence): void {
    if (presence !== 'set-aside') return
    turn.line(turn.t.fault.setAside)
    for (const operator of world.settings.operators)
      turn.line(turn.t.fault.operatorSetAside(turn.doc.id), undefined, { to: operator })
    logger.error({ document: turn.doc.id }, 'a learner whose file was set aside came back: restore it from a backup')
  }

  return {
    load: () => groups.load(),

    async handle(event) {
      // Whoever floods is not heard; the group is not told.
      if (event.chat.kind === 'group' && isTooFast(event)) return
      try {
        await (event.chat.kind === 'group' ? groups.handle(event) : handleDirect(event))
      } catch (error) {
        const { fault } = textOf(await languageFor(event))
        const words = error instanceof StoreError ? fault.notSaved : fault.broken
        logger.error(
          { event: event.type, channel: event.chat.channel, cause: causeOf(error) },
          'an event could not be handled',
        )
        if (event.chat.kind === 'direct' && event.type !== 'ended') sayNow(event.chat, words)
      }
    },

    async wake(ref, state) {
      if (ref.kind === 'group') return groups.wake({ kind: 'group', id: ref.id }, state, RETRY)
      let again: number | null = null
      let planned: OutboxEntry[] = []
      let hasEffects = false
      await store.transact({ kind: 'learner', id: ref.id }, null, (doc) => {
        planned = []
        again = null
        hasEffects = false
        if (doc === undefined) return { keep: true }
        hasEffects = doc.effects.length > 0 || doc.leaving
        const channel = state(doc.home.channel)
        if (channel === 'down') again = clock.now() + RETRY
        if (channel !== 'up') return { keep: true }
        const turn = new Turn(world, doc, doc.home, clock.now())
        again = wakeTime(turn)
        // Woken for messages the pump is still at: nothing to commit.
        if (dispatch.leftOver(ref, doc).length === 0 && (nextDue(turn) ?? Infinity) > turn.now) return { keep: true }
        const left = dispatch.recover(ref, doc)
        wake(turn)
        planned = [...left, ...turn.planned]
        const committed = commit(turn, planned)
        again = doc.wakeAt
        hasEffects = doc.effects.length > 0 || doc.leaving
        return committed
      })
      dispatch.deliver(ref, planned)
      if (!hasEffects) return again
      await groups.effects.deliver(ref)
      const after = (await store.read({ kind: 'learner', id: ref.id }))?.wakeAt ?? null
      // Effects that could not be delivered are not tried again at once.
      return after === null ? null : Math.max(after, clock.now() + RETRY)
    },

    async outcome({ ref, entry }, outcome) {
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
        } else groups.settled(doc, outcome)
        const wanted = outcome.kind === 'sent' ? outcome.next : entry.id
        current = doc.outbox.find((candidate) => candidate.id === wanted)
        return { doc: doc as Learner }
      })
      return current && { ...(current as OutboxEntry) }
    },

    async prepare({ ref, entry }) {
      const { message, edits } = entry
      const outbound: OutboundMessage = { ...(message as OutboundMessage), ...(edits !== undefined && { edits }) }
      if (entry.kind !== 'export' || ref.kind !== 'learner') return outbound
      const doc = await store.read({ kind: 'learner', id: ref.id })
      if (doc === undefined) return outbound
      const data = exportOf(new Turn(world, doc, doc.home, clock.now()), await store.history(ref))
      const name = textOf(doc.settings.language).exportFile(new Date(clock.now()).toISOString().slice(0, 10))
      return { ...outbound, file: { name, text: JSON.stringify(data, null, 2) } }
    },
  }
}

/** Events that may begin a learner's document. */
function begins(event: InboundEvent): boolean {
  return event.type === 'message' || event.type === 'action'
}

/** The fault's own words, without stack. */
function causeOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
