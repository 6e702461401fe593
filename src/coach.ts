import { type Access, Doorkeeper } from './access.ts'
import type { Group } from './groups/group.ts'
import { groupTurn, newGroup } from './groups/group-chat.ts'
import { documentId } from './identity.ts'
import type { Learner, OutboxEntry } from './learner.ts'
import { resume, settle } from './outbox/entries.ts'
import type { Delivery, Outcome } from './outbox/pump.ts'
import type { Chat, InboundEvent, OutboundMessage } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'
import type { Logger } from './ports/logger.ts'
import type { Model } from './ports/model.ts'
import { type DocRef, type HistoryEntry, type Presence, type Store, StoreError } from './ports/store.ts'
import { archiveOld } from './practice/archive.ts'
import { exportOf } from './practice/export.ts'
import { inbound, stopPushing } from './practice/inbound.ts'
import { languageOf, newLearner } from './practice/newcomer.ts'
import { Reader, type Reading } from './practice/reader.ts'
import { nextDue, OUTBOX_GRACE, wake, wakeTime } from './reminders/push.ts'
import { textOf } from './text/text.ts'
import { Turn, type World } from './turn.ts'

/**
 * The heart: one inbound event is one transaction on one document; what it has to say goes to the outbox in the same
 * commit, and only then to the pump. Everything a learner is told about a fault is told here.
 */
export interface Coach {
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
  /** Resolves when no model reads any more. */
  resting(): Promise<void>
}

/** The pump of a channel as the coach sees it. */
export interface Deliverer {
  add(deliveries: Iterable<Delivery>): void
  holds(ref: DocRef, entryId: string): boolean
  isIdle(chatId: string): boolean
}

export interface CoachOptions {
  store: Store<Learner, Group>
  world: World
  access: Access
  messagesPerMinute: number
  clock: Clock
  logger: Logger
  pump(channel: string): Deliverer | undefined
  /** Reads answers for learners who agreed. */
  model?: Model | undefined
  /** Sends at once, outside the outbox, best effort, waiting for nothing: faults, refusals, the farewell. */
  sayNow(chat: Chat, words: string): void
}

/** How long a document waits whose channel is down, ms. */
const RETRY = 30_000

export function createCoach(options: CoachOptions): Coach {
  const { store, world, clock, logger } = options
  const door = new Doorkeeper(options.access, options.messagesPerMinute, clock)

  function refOf(event: InboundEvent): DocRef & { kind: 'learner' } {
    const { channel, userId } = event.from
    return { kind: 'learner', id: store.resolve('learner', { channel, id: userId }) ?? documentId(channel, userId) }
  }

  /** Ends a turn: what there is to wake for, what to archive, what to commit. */
  function commit(
    turn: Turn,
    planned: readonly OutboxEntry[],
  ): { doc: Learner; archive?: HistoryEntry[] } | { forget: true } {
    if (turn.forget) return { forget: true }
    archiveOld(turn)
    startFirst(turn.doc, planned)
    turn.doc.wakeAt = wakeTime(turn)
    return { doc: turn.doc, ...(turn.archive.length > 0 && { archive: turn.archive }) }
  }

  /** The first message to a chat that waits for nothing is committed as being sent: one commit less a reply. */
  function startFirst(doc: { outbox: OutboxEntry[] }, planned: readonly OutboxEntry[]): void {
    const chats = new Set<string>()
    for (const entry of doc.outbox) {
      const chat = `${entry.chat.channel}/${entry.chat.chatId}`
      const first = !chats.has(chat)
      chats.add(chat)
      if (first && planned.includes(entry) && options.pump(entry.chat.channel)?.isIdle(entry.chat.chatId))
        entry.state = 'sending'
    }
  }

  /** Takes up what an earlier process left in the outbox, so that it goes out before anything new. */
  function recover(ref: DocRef, doc: { outbox: OutboxEntry[] }): OutboxEntry[] {
    return doc.outbox.length === 0 ? [] : resume(doc, leftOver(ref, doc))
  }

  /** Entries nobody is sending. Those whose channel is off wait for it. */
  function leftOver(ref: DocRef, doc: { outbox: OutboxEntry[] }): OutboxEntry[] {
    return doc.outbox.filter((entry) => options.pump(entry.chat.channel)?.holds(ref, entry.id) === false)
  }

  function deliver(ref: DocRef, planned: readonly OutboxEntry[]): void {
    for (const entry of planned) options.pump(entry.chat.channel)?.add([{ ref, entry: { ...entry } }])
  }

  const reader =
    options.model &&
    new Reader(options.model, logger, async (ref, work) => {
      let planned: readonly OutboxEntry[] = []
      await store.transact({ kind: 'learner', id: ref.id }, null, (doc) => {
        planned = []
        if (doc === undefined) return { keep: true }
        const turn = new Turn(world, doc, doc.home, clock.now())
        const left = recover(ref, doc)
        if (!work(turn)) return { keep: true }
        planned = [...left, ...turn.planned]
        return commit(turn, planned)
      })
      deliver(ref, planned)
    })

  async function handleDirect(event: InboundEvent): Promise<void> {
    const ref = refOf(event)
    const verdict = door.admit(ref.id, event, await isMember(ref))
    if (verdict.kind === 'refuse')
      return options.sayNow(event.chat, textOf(await languageFor(event))[verdict.area][verdict.words as never])
    if (verdict.kind === 'ignore') return
    let planned: readonly OutboxEntry[] = []
    let farewell: string | undefined
    let toRead: readonly Reading[] = []
    const result = await store.transact(ref, { id: event.eventId, at: event.at }, (doc, presence) => {
      planned = []
      farewell = undefined
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
      const left = recover(ref, turn.doc)
      inbound(turn, event, isNew)
      if (turn.forget) farewell = turn.t.remove.done
      planned = [...left, ...turn.planned]
      toRead = turn.toRead
      return commit(turn, planned)
    })
    if (result === 'duplicate') return
    if (farewell !== undefined) options.sayNow(event.chat, farewell)
    else deliver(ref, planned)
    reader?.add(ref, toRead)
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

  async function handleGroup(event: InboundEvent): Promise<void> {
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

  return {
    async handle(event) {
      try {
        await (event.chat.kind === 'group' ? handleGroup(event) : handleDirect(event))
      } catch (error) {
        const { fault } = textOf(await languageFor(event))
        const words = error instanceof StoreError ? fault.notSaved : fault.broken
        logger.error(
          { event: event.type, channel: event.chat.channel, cause: causeOf(error) },
          'an event could not be handled',
        )
        if (event.chat.kind === 'direct' && event.type !== 'ended') options.sayNow(event.chat, words)
      }
    },

    async wake(ref, state) {
      let again: number | null = null
      let planned: OutboxEntry[] = []
      let toRead: readonly Reading[] = []
      if (ref.kind === 'group') {
        await store.transact({ kind: 'group', id: ref.id }, null, (doc) => {
          planned = doc === undefined ? [] : recover(ref, doc)
          again = doc === undefined ? null : groupWake(doc, clock.now())
          if (doc === undefined || planned.length === 0) return { keep: true }
          doc.wakeAt = again
          return { doc }
        })
      } else {
        await store.transact({ kind: 'learner', id: ref.id }, null, (doc) => {
          planned = []
          again = null
          if (doc === undefined) return { keep: true }
          const channel = state(doc.home.channel)
          if (channel === 'down') again = clock.now() + RETRY
          if (channel !== 'up') return { keep: true }
          const turn = new Turn(world, doc, doc.home, clock.now())
          again = wakeTime(turn)
          // Woken for messages the pump is still at: nothing to commit.
          if (leftOver(ref, doc).length === 0 && (nextDue(turn) ?? Infinity) > turn.now) return { keep: true }
          const left = recover(ref, doc)
          wake(turn)
          planned = [...left, ...turn.planned]
          toRead = turn.toRead
          const committed = commit(turn, planned)
          again = doc.wakeAt
          return committed
        })
      }
      deliver(ref, planned)
      reader?.add(ref, toRead)
      return again
    },

    async outcome({ ref, entry }, outcome) {
      let current: OutboxEntry | undefined
      await store.transact(ref as DocRef & { kind: 'learner' }, null, (doc) => {
        current = undefined
        if (doc === undefined) return { keep: true }
        const held = doc.outbox.find((candidate) => candidate.id === entry.id)
        if (held === undefined) return { keep: true }
        settle(doc, held, outcome)
        if (ref.kind === 'learner') {
          const turn = new Turn(world, doc, doc.home, clock.now())
          const isHome = held.chat.channel === turn.chat.channel && held.chat.chatId === turn.chat.chatId
          if (outcome.kind === 'failed' && outcome.reason === 'blocked' && isHome) stopPushing(turn, 'blocked')
          doc.wakeAt = wakeTime(turn)
        } else doc.wakeAt = groupWake(doc, clock.now())
        const wanted = outcome.kind === 'sent' ? outcome.next : entry.id
        current = doc.outbox.find((candidate) => candidate.id === wanted)
        return { doc }
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

    resting: async () => reader?.resting(),
  }
}

/** A group has nothing to wake for but what it could not be told. */
function groupWake({ outbox }: { outbox: OutboxEntry[] }, now: number): number | null {
  return outbox.length > 0 ? now + OUTBOX_GRACE : null
}

/** Events that may begin a learner's document. */
function begins(event: InboundEvent): boolean {
  return event.type === 'message' || event.type === 'action'
}

/** The fault's own words, without stack. */
function causeOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
