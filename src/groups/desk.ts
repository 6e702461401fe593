import { documentId } from '../identity.ts'
import type { Learner, OutboxEntry } from '../learner.ts'
import type { Guesses } from '../link/guesses.ts'
import type { Outcome } from '../outbox/delivery.ts'
import type { Dispatch } from '../outbox/dispatch.ts'
import type { Chat, InboundEvent, OutboundMessage } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { DocRef, HistoryEntry, Store, TransactionResult } from '../ports/store.ts'
import { languageOf } from '../practice/newcomer.ts'
import { OUTBOX_GRACE } from '../reminders/push.ts'
import type { ChannelState } from '../reminders/scheduler.ts'
import type { Turn, World } from '../turn.ts'
import { afterwards } from './afterwards.ts'
import { Effects } from './effects.ts'
import { type Group, newGroup, type Round } from './group.ts'
import { GroupTurn } from './group-turn.ts'
import { firstMet, inbound, isAnswer } from './inbound.ts'
import { asAction, Inquiry } from './inquiry.ts'
import { Invitations } from './invitations.ts'
import type { Network } from './network.ts'
import type { OpenRounds } from './open-rounds.ts'
import { revealOf } from './reveal.ts'
import { reveal } from './revealing.ts'
import { isQuiet, isSealed, offerCode } from './room-code.ts'
import { RoomLinks } from './room-links.ts'
import { Roster } from './roster.ts'
import { answersOf, questionOf } from './round.ts'
import { closeDue, count, dropUnseen, dueAt, followsAt, forgetOld, postDue } from './rounds.ts'
import { boardDue, isBoardDue } from './weekly.ts'

export type GroupRef = DocRef & { kind: 'group' }

export interface GroupDeskOptions {
  store: Store<Learner, Group>
  world: World
  clock: Clock
  logger: Logger
  dispatch: Dispatch
  network: Network
  openRounds: OpenRounds
  guesses: Guesses
  /** Runs a turn on a learner's document. @returns whether there is one, and whether it has effects to deliver */
  inLearner(id: string, work: (turn: Turn) => void): Promise<'absent' | 'done' | 'effects'>
  /** Sends at once, outside the outbox, best effort. */
  sayNow(chat: Chat, message: OutboundMessage): void
  /** Ends the document of a learner whom all groups have forgotten. */
  farewell(id: string): Promise<void>
}

/** Steps that may follow from one another in one go: posted, closed, revealed, cleared away, for a few rounds. */
const STEPS = 16
const PAUSE = 1000
/** How often an event waits for a join, which may have to begin anew. */
const MOST_JOINS = 5
/** How long a reveal waits for a group whose id was lost, ms. */
const REVEAL_WAITS = 24 * 3_600_000

/** Groups as the coach sees them: events and due times become turns on their documents, and what follows from those. */
export class GroupDesk {
  readonly #options: GroupDeskOptions
  readonly #effects: Effects
  readonly #roomLinks: RoomLinks
  readonly #inquiry: Inquiry
  readonly #roster: Roster
  readonly #invitations: Invitations

  constructor(options: GroupDeskOptions) {
    this.#options = options
    this.#roster = new Roster(options.store, options.network, (ref, work) => this.#turn(ref, work))
    this.#invitations = new Invitations({
      ...options,
      learnerId: (channel, userId) => this.#learnerId(channel, userId),
    })
    this.#effects = new Effects({
      ...options,
      roster: this.#roster,
      inGroup: (ref, work) => this.#turn(ref, work).then((doc) => doc !== undefined),
    })
    this.#roomLinks = new RoomLinks({
      ...options,
      roster: this.#roster,
      learnerId: (channel, userId) => this.#learnerId(channel, userId),
      act: (ref, event, work) => this.#turn(ref, work, event),
    })
    this.#inquiry = new Inquiry({
      ...options,
      roster: this.#roster,
      roomLinks: this.#roomLinks,
      learnerId: (channel, userId) => this.#learnerId(channel, userId),
    })
  }

  get effects(): Effects {
    return this.#effects
  }

  /** Fills the index of open rounds. Called once, before any event. @throws StoreError */
  async load(): Promise<void> {
    const { store, openRounds } = this.#options
    for (const { kind, id } of store.wakes()) {
      const doc = kind === 'group' ? await store.read({ kind, id }) : undefined
      if (doc) openRounds.update(doc)
    }
  }

  handle(given: InboundEvent): Promise<void> {
    return this.#handle(given, MOST_JOINS)
  }

  /** `joins`: how often it may yet wait for a document that is being joined to another. */
  async #handle(given: InboundEvent, joins: number): Promise<void> {
    const { store, world, clock } = this.#options
    const { choices } = world.capabilities(given.chat.channel)
    const isNumber = given.type === 'message' && /^\s*\d{1,2}\s*$/.test(given.text.normalize('NFKC'))
    if (given.type === 'message' && !given.addressed && !(isNumber && choices === 'typed')) return
    const ref = this.#refOf(given.chat)
    const before = choices === 'typed' ? await store.read(ref) : undefined
    const afterJoin = async () => {
      await this.#rejoin(ref)
      return this.#handle(given, joins - 1)
    }
    if (isSealed(before) && joins > 0) return afterJoin()
    if (given.type === 'member') return this.#memberChanged(ref, given)
    const event = asAction(given, before, clock.now())
    if (event.type === 'message' && !event.addressed) return

    const known = await this.#inquiry.before(ref, event, before)
    let turn: GroupTurn | undefined
    let isJoined = false
    const id = isAnswer(event) ? null : { id: event.eventId, at: event.at }
    const doc = await this.#transact(ref, id, (found) => {
      const { defaultLanguage: language, defaultZone: zone, defaultTime: time } = world.settings
      // Sealed, or part of the other already, since it was read.
      isJoined = joins > 0 && (isSealed(found) || this.#refOf(given.chat).id !== ref.id)
      if (isJoined) return undefined
      const begins = event.type === 'joined' || event.type === 'message'
      if (found === undefined && !begins) return undefined
      const doc =
        found ??
        newGroup(ref.id, event.chat, { language: languageOf(event.locale) ?? language, zone, time }, clock.now())
      turn = new GroupTurn(world, doc, clock.now(), event, known)
      if (found === undefined) firstMet(turn, event)
      inbound(turn, event)
      return turn
    })
    if (isJoined) return afterJoin()
    if (doc === undefined || turn === undefined) return
    afterwards(turn, { ...this.#options, later: (work) => this.#turn(ref, work) })
    if (turn.wish !== undefined) await this.#roster.grant(ref, event.from.userId, turn.wish)
    // A verdict of the clock waits for the scheduler: this may be the backlog, and other answers in it still to come.
    await this.#follow(ref, doc, followsAt)
    if (doc.link.moving !== null) await this.#rejoin(ref)
  }

  async #rejoin(ref: GroupRef): Promise<void> {
    const into = await this.#roomLinks.deliver(ref)
    if (into !== undefined) await this.#effects.deliver(into)
  }

  #refOf({ channel, chatId }: Chat): GroupRef {
    const id = this.#options.store.resolve('group', { channel, id: chatId }) ?? documentId(channel, chatId)
    return { kind: 'group', id }
  }

  /** Does what is due. @returns when to look again @throws StoreError */
  async wake(ref: GroupRef, state: (channel: string) => ChannelState, retry: number): Promise<number | null> {
    const { store, clock, dispatch } = this.#options
    const doc = await store.read(ref)
    if (doc === undefined) return null
    const channel = state(doc.home.channel)
    // A backlog may hold the very answers a reveal would leave out.
    if (channel === 'down') return clock.now() + retry
    if (channel === 'off') return null
    if (doc.outbox.length > 0 && dispatch.leftOver(ref, doc).length > 0) await this.#turn(ref, () => true)
    if (!isSealed(doc)) await this.#follow(ref, doc, dueAt)
    if (doc.link.moving !== null) await this.#rejoin(ref)
    const after = await store.read(ref)
    const at = after === undefined ? null : this.#wakeAt(after)
    // What could not be done now is not tried again at once.
    return at === null ? null : Math.max(at, clock.now() + PAUSE)
  }

  /** What became of a message for the group is being committed. */
  settled(doc: Group, entry: OutboxEntry, outcome: Outcome): void {
    // Not allowed to write there any more, or there is no such group: the network says so only to whoever tries.
    const isRefused = outcome.kind === 'failed' && outcome.reason === 'blocked' && !doc.outbox.includes(entry)
    if (isRefused) {
      const { stableUserIds } = this.#options.world.capabilities(doc.home.channel)
      if (doc.presence === 'in') doc.presence = stableUserIds ? 'muted' : 'lost'
      if (dropUnseen(doc, entry)) this.#options.openRounds.update(doc)
      else if (doc.presence === 'lost' && entry.kind === 'feedback') doc.outbox.push(waiting(entry))
    }
    doc.wakeAt = this.#wakeAt(doc)
  }

  /** What a direct chat has to know of groups. */
  get invitations(): Invitations {
    return this.#invitations
  }

  /** Everything that is due now, step by step: a step may make the next one due. */
  async #follow(ref: GroupRef, from: Group, when: typeof dueAt): Promise<void> {
    const { clock } = this.#options
    let doc: Group | undefined = from
    for (let step = 0; doc !== undefined && step < STEPS; step++) {
      const due = when({ doc, now: clock.now() })
      if (due === null || due > clock.now()) break
      doc = await this.#step(ref, doc, when === dueAt)
    }
    if (doc !== undefined && doc.effects.length > 0) await this.#effects.deliver(ref)
  }

  async #step(ref: GroupRef, doc: Group, byTheClock: boolean): Promise<Group | undefined> {
    const { clock, store } = this.#options
    const now = clock.now()
    const closing = doc.rounds.find((round) => round.state === 'closing')
    if (closing !== undefined) return this.#reveal(ref, doc, closing)
    const counting = doc.rounds.filter(({ state, countAt }) => state === 'open' && countAt !== null && countAt <= now)
    const answers = new Map<number, HistoryEntry[]>()
    for (const { number, segment } of counting) answers.set(number, await store.history(ref, segment))
    const members = counting.length > 0 ? await this.#roster.read(ref, doc) : []
    const ranked =
      byTheClock && isBoardDue(doc, now) ? await this.#inquiry.members(ref, doc.home, 'present', 'week') : []
    return this.#turn(ref, (turn) => {
      if (byTheClock) closeDue(turn)
      for (const round of turn.doc.rounds) {
        const lines = round.state === 'open' ? answers.get(round.number) : undefined
        if (lines !== undefined) count(turn, round, lines, members)
      }
      if (!byTheClock) return
      postDue(turn)
      boardDue(turn, ranked)
      forgetOld(turn)
    })
  }

  /** The answers of a closed round cannot change any more: what it shows is worked out before the turn. */
  async #reveal(ref: GroupRef, doc: Group, closing: Round): Promise<Group | undefined> {
    const { store, world, logger } = this.#options
    const lines = await store.history(ref, closing.segment)
    const question = closing.question ?? questionOf(lines)
    const members = await this.#roster.read(ref, doc)
    if (question === undefined) logger.error({ document: ref.id }, 'a round has no question')
    const result = question && revealOf(question, answersOf(lines), members, world.assessor.assess)
    return this.#turn(ref, (turn) => {
      const round = turn.doc.rounds.find(({ number }) => number === closing.number)
      // Somebody was forgotten meanwhile: worked out again without them.
      if (round?.segment !== closing.segment || turn.doc.members !== doc.members || round.state !== 'closing') return
      if (question === undefined || result === undefined) {
        turn.doc.rounds = turn.doc.rounds.filter((other) => other !== round)
        turn.changed = true
        return
      }
      const learner = (user: string) => this.#learnerId(round.chat.channel, user)
      reveal(turn, round, question, result, members, learner)
      if (result.parts.length > 0) offerCode(turn, learner)
    })
  }

  async #memberChanged(ref: GroupRef, event: InboundEvent & { type: 'member' }): Promise<void> {
    this.#options.network.forget(event.chat, event.from.userId)
    if ((await this.#options.store.read(ref)) !== undefined)
      await this.#roster.moved(ref, event.from.userId, event.change === 'left')
  }

  #learnerId(channel: string, userId: string): string {
    return this.#options.store.resolve('learner', { channel, id: userId }) ?? documentId(channel, userId)
  }

  /**
   * A turn that no event of the network caused, once an `event` if one is given.
   * @returns the document after it; undefined when there is none
   */
  #turn(
    ref: GroupRef,
    work: (turn: GroupTurn) => unknown,
    event: { id: string; at: number } | null = null,
  ): Promise<Group | undefined> {
    const { world, clock } = this.#options
    return this.#transact(ref, event, (doc) => {
      if (doc === undefined) return undefined
      const turn = new GroupTurn(world, doc, clock.now())
      work(turn)
      return turn
    })
  }

  async #transact(
    ref: GroupRef,
    event: { id: string; at: number } | null,
    work: (doc: Group | undefined) => GroupTurn | undefined,
  ): Promise<Group | undefined> {
    const { store, dispatch, openRounds } = this.#options
    let planned: OutboxEntry[] = []
    let after: Group | undefined
    await store.transact(ref, event, (found): TransactionResult<Group> => {
      planned = []
      after = undefined
      const left = found === undefined ? [] : dispatch.recover(ref, found)
      const drop = found?.stale.splice(0) ?? []
      const turn = work(found)
      if (turn === undefined) return { keep: true }
      const { doc, append } = turn
      after = doc
      if (!turn.changed && turn.planned.length + left.length + drop.length === 0) return { keep: true }
      planned = [...left, ...turn.planned]
      dispatch.startFirst(doc, planned)
      doc.wakeAt = this.#wakeAt(doc)
      return { doc, append, drop }
    })
    if (after !== undefined) openRounds.update(after)
    dispatch.deliver(ref, planned)
    return after
  }

  #wakeAt(doc: Group): number | null {
    const now = this.#options.clock.now()
    if (doc.presence === 'lost') return doc.effects.length > 0 ? now + OUTBOX_GRACE : null
    const isMoving = doc.link.moving !== null && isQuiet(doc)
    const due = isMoving ? now : dueAt({ doc, now })
    const left = doc.outbox.length + doc.effects.length > 0 ? now + OUTBOX_GRACE : null
    return due === null ? left : left === null ? due : Math.min(due, left)
  }
}

/** A reveal the group was not there for: seen if it is back soon. */
function waiting(entry: OutboxEntry): OutboxEntry {
  return { ...entry, state: 'planned', expiresAt: entry.expiresAt ?? entry.at + REVEAL_WAITS }
}
