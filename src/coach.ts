import { type Access, Doorkeeper } from './access.ts'
import { offerRecovery } from './commands/link.ts'
import { GroupDesk } from './groups/desk.ts'
import type { Network } from './groups/network.ts'
import type { OpenRounds } from './groups/open-rounds.ts'
import { documentId } from './identity.ts'
import type { Learner, OutboxEntry } from './learner.ts'
import { resumeJob } from './library/documents.ts'
import { isAsleep, linkDue } from './link/due.ts'
import { Guesses } from './link/guesses.ts'
import { Links } from './link/links.ts'
import type { Delivery, Outcome } from './outbox/delivery.ts'
import { createDispatch, type Deliverer } from './outbox/dispatch.ts'
import { createOutbox } from './outbox/outbox.ts'
import type { Chat, InboundEvent, OutboundMessage } from './ports/channel.ts'
import type { Painter } from './ports/painter.ts'
import { type DocRef, type Presence, StoreError } from './ports/store.ts'
import { inbound } from './practice/inbound.ts'
import { languageOf, newLearner } from './practice/newcomer.ts'
import { meetGroup } from './practice/round.ts'
import { canWait, nextDue, wake, wakeTime } from './reminders/push.ts'
import type { Again, ChannelState } from './reminders/scheduler.ts'
import { textOf } from './text/text.ts'
import type { Turn } from './turn.ts'
import { createTurns, type TurnsParts, tellOperators } from './turns.ts'

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
   * reminder would ask for. What is sent to many is not even chosen while enough of it waits to go out.
   * @returns when to look at it again
   * @throws StoreError when it cannot be committed: try again later
   */
  wake(ref: DocRef, state: (channel: string) => ChannelState): Promise<Again>
  /** Commits what became of a message. @returns the entry as it stands, undefined when it is gone */
  outcome(delivery: Delivery, outcome: Outcome): Promise<OutboxEntry | undefined>
  prepare(delivery: Delivery): Promise<OutboundMessage>
  /** Resolves when no model reads any more, no document is read and no bank shared. */
  resting(): Promise<void>
  /** Drops what is read or shared, but for results being written; it is begun again after the next start. */
  stop(): Promise<void>
}

export interface CoachOptions extends Omit<TurnsParts, 'dispatch'> {
  access: Access
  messagesPerMinute: number
  pump(channel: string): Deliverer | undefined
  network: Network
  openRounds: OpenRounds
  /** Somebody wrote to the bot: for the operator's counts. */
  active(id: string): void
  /** Has everything beside the documents forget a person too: the channels, the counts. Never rejects. */
  forgotten(id: string, aliases: readonly { channel: string; id: string }[]): Promise<void>
  /** Draws picture cards. */
  painter?: Painter | undefined
  /** Sends at once, outside the outbox, best effort, waiting for nothing: faults, refusals, the farewell. */
  sayNow(chat: Chat, message: OutboundMessage): void
}

/** How long a document waits whose channel is down, ms. */
const RETRY = 30_000

export function createCoach(options: CoachOptions): Coach {
  const { store, world, clock, logger } = options
  const dispatch = createDispatch(options.pump)
  const turns = createTurns({ ...options, dispatch })
  const guesses = new Guesses(clock)
  const groups = new GroupDesk({ ...options, dispatch, guesses, inLearner: turns.inLearner, farewell })
  const outbox = createOutbox({
    store,
    world,
    clock,
    logger,
    painter: options.painter,
    settled: (doc, entry, outcome) => groups.settled(doc, entry, outcome),
  })
  const door = new Doorkeeper(options.access, options.messagesPerMinute, clock)

  function sayNow(chat: Chat, words: string): void {
    options.sayNow(chat, { blocks: [{ kind: 'text', spans: [words] }] })
  }

  function refOf(event: InboundEvent): DocRef & { kind: 'learner' } {
    const { channel, userId } = event.from
    return { kind: 'learner', id: store.resolve('learner', { channel, id: userId }) ?? documentId(channel, userId) }
  }

  /** The groups have forgotten them: so does the bot. */
  async function farewell(id: string): Promise<void> {
    let last: Learner | undefined
    await store.transact({ kind: 'learner', id }, null, (doc) => {
      last = doc?.leaving ? doc : undefined
      return last === undefined ? { keep: true } : { forget: true }
    })
    if (last !== undefined) await forgotten(last)
  }

  /** Their document is gone: so is what hangs on it, and they are told. */
  async function forgotten(doc: Learner): Promise<void> {
    await options.forgotten(doc.id, doc.aliases)
    sayNow(doc.home, textOf(doc.settings.language).remove.done)
    await links.forgetJoined(doc)
  }

  const links = new Links({
    store,
    world,
    clock,
    logger,
    guesses,
    async act(ref, stamp, work) {
      let outcome: 'absent' | 'done' | 'before' = (await store.read(ref)) === undefined ? 'absent' : 'before'
      await turns.run(ref, stamp, (turn) => {
        outcome = 'done'
        return work(turn)
      })
      return outcome
    },
    forget: async (ref) => void (await store.transact(ref, null, () => ({ forget: true }))),
  })

  async function handleDirect(event: InboundEvent): Promise<void> {
    const ref = refOf(event)
    const linking = await links.attempt(event, ref.id)
    const isInvited = linking?.kind === 'found' && door.knows(linking.aliases)
    const verdict = door.admit(ref.id, event, isInvited || (await isMember(ref)))
    if (verdict.kind === 'refuse')
      return sayNow(event.chat, textOf(await languageFor(event))[verdict.area][verdict.words as never])
    if (verdict.kind === 'ignore') return
    let toLink = false
    let deleted: Learner | undefined
    const invitation = await groups.invitations.of(event)
    const unmet = await groups.invitations.unmet(event)
    const hasEffects = await turns.run(
      ref,
      event,
      (turn, { presence }) => {
        turn.invitation = invitation
        turn.linking = linking
        const isNew = presence !== 'present'
        if (isNew) reportLoss(turn, presence)
        else if (event.type !== 'ended') turn.doc.home = { ...event.chat }
        if (turns.isOrphan(ref, turn.doc)) resumeJob(turn)
        for (const group of unmet) meetGroup(turn, group, event.from.name)
        inbound(turn, event, isNew)
        if (!turn.forget) offerRecovery(turn)
        toLink = (linkDue(turn.doc, turn.now) ?? Infinity) <= turn.now
        deleted = turn.forget && turn.doc.groups.length === 0 ? turn.doc : undefined
      },
      begins(event) ? () => newLearner(ref.id, event, world.settings, clock.now()) : undefined,
    )
    if (begins(event)) options.active(ref.id)
    if (deleted !== undefined) await forgotten(deleted)
    if (hasEffects) await groups.effects.deliver(ref)
    if (toLink) await links.deliver(ref.id)
    if (toLink && linking?.kind === 'found') await groups.effects.deliver({ kind: 'learner', id: linking.owner })
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
    if (!door.asksStrangers) return true
    const doc = await store.read(ref)
    return doc !== undefined && door.knows(doc.aliases)
  }

  /** A record that could not be read is said so, never silently begun anew. */
  function reportLoss(turn: Turn, presence: Presence): void {
    if (presence !== 'set-aside') return
    turn.line(turn.t.fault.setAside)
    tellOperators(turn, turn.t.fault.operatorSetAside(turn.doc.id))
    logger.error(
      { document: turn.doc.id },
      'the file of a learner who came back was set aside: restore it from a backup',
    )
  }

  return {
    load: () => groups.load(),

    async handle(event) {
      // Whoever floods is not heard; the group is not told. What is not meant for the bot is no flood of it.
      const isMeant = event.type !== 'message' || event.addressed
      if (event.chat.kind === 'group' && isMeant && isTooFast(event)) return
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
      let again: Again = null
      let woken: Turn | undefined
      let toLink = false
      const hasEffects = await turns.run(ref, null, (turn, { unsent }) => {
        const { doc, now } = turn
        toLink = (linkDue(doc, now) ?? Infinity) <= now
        const channel = state(doc.home.channel)
        woken = undefined
        again = channel === 'down' ? now + RETRY : null
        if (channel === 'down' || channel === 'off') return false
        again = wakeTime(turn)
        const orphan = turns.isOrphan(ref, doc)
        // Woken for what the pump or a job is still at: nothing to commit.
        if (unsent === 0 && !orphan && (isAsleep(doc) || (nextDue(turn) ?? Infinity) > now)) return false
        if (channel === 'full' && unsent === 0 && !orphan && canWait(turn)) {
          again = { roomOn: doc.home.channel }
          return false
        }
        if (orphan) resumeJob(turn)
        if (!isAsleep(doc)) wake(turn)
        if (!isAsleep(doc)) offerRecovery(turn)
        woken = turn
      })
      if (toLink) {
        await links.deliver(ref.id)
        const after = await store.read({ kind: 'learner', id: ref.id })
        return after === undefined || after.wakeAt === null ? null : Math.max(after.wakeAt, clock.now() + RETRY)
      }
      const committed = woken as Turn | undefined
      if (committed !== undefined) again = committed.doc.wakeAt
      if (!hasEffects) return again
      await groups.effects.deliver(ref)
      const after = (await store.read({ kind: 'learner', id: ref.id }))?.wakeAt ?? null
      // Effects that could not be delivered are not tried again at once.
      return after === null ? null : Math.max(after, clock.now() + RETRY)
    },

    outcome: outbox.outcome,
    prepare: outbox.prepare,

    resting: turns.resting,
    stop: turns.stop,
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
