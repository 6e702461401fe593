import { parsePeriod } from '../commands/board.ts'
import { documentId } from '../identity.ts'
import type { Learner, OutboxEntry } from '../learner.ts'
import type { Dispatch } from '../outbox/dispatch.ts'
import type { Outcome } from '../outbox/pump.ts'
import type { Chat, InboundEvent, OutboundMessage } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { DocRef, HistoryEntry, Store, TransactionResult } from '../ports/store.ts'
import { languageOf } from '../practice/newcomer.ts'
import { OUTBOX_GRACE } from '../reminders/push.ts'
import { BOARD_ROWS } from '../render/group.ts'
import type { Turn, World } from '../turn.ts'
import { tellOnce } from './answer.ts'
import { boardOf } from './board.ts'
import { Effects } from './effects.ts'
import { type Group, newGroup, type Round } from './group.ts'
import { GroupTurn, type Known } from './group-turn.ts'
import { inbound, isAnswer, wants } from './inbound.ts'
import { Invitations } from './invitations.ts'
import type { Member } from './members.ts'
import type { Network } from './network.ts'
import type { OpenRounds } from './open-rounds.ts'
import { revealOf } from './reveal.ts'
import { reveal } from './revealing.ts'
import { Roster } from './roster.ts'
import { answersOf, questionOf } from './round.ts'
import { closeDue, count, dueAt, followsAt, forgetOld, planFromNow, postDue } from './rounds.ts'
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

/** Groups as the coach sees them: events and due times become turns on their documents, and what follows from those. */
export class GroupDesk {
  readonly #options: GroupDeskOptions
  readonly #effects: Effects
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

  async handle(event: InboundEvent): Promise<void> {
    const { store, world, clock, network } = this.#options
    if (event.type === 'message' && !event.addressed) return
    const { channel, chatId } = event.chat
    const alias = { channel, id: chatId }
    const ref: GroupRef = { kind: 'group', id: store.resolve('group', alias) ?? documentId(channel, chatId) }
    if (event.type === 'member') return this.#memberChanged(ref, event)

    const wanted = wants(event)
    const known: Known = {
      role:
        wanted.admins && event.from.as === undefined ? await network.role(event.chat, event.from.userId) : undefined,
      members: wanted.members && (await this.#membersFor(ref, event.chat, wanted.members, wanted.argument)),
    }
    const own = this.#learnerId(event.from.channel, event.from.userId)
    const isKnown = isAnswer(event) && (await store.read({ kind: 'learner', id: own })) !== undefined
    let turn: GroupTurn | undefined
    const id = isAnswer(event) ? null : { id: event.eventId, at: event.at }
    const doc = await this.#transact(ref, id, (found) => {
      const { defaultLanguage: language, defaultZone: zone, defaultTime: time } = world.settings
      const begins = event.type === 'joined' || event.type === 'message'
      if (found === undefined && !begins) return undefined
      const doc =
        found ??
        newGroup(ref.id, event.chat, { language: languageOf(event.locale) ?? language, zone, time }, clock.now())
      turn = new GroupTurn(world, doc, clock.now(), event, known)
      if (found === undefined) planFromNow(turn)
      inbound(turn, event, isKnown ? own : undefined)
      return turn
    })
    if (doc === undefined || turn === undefined) return
    this.#afterwards(ref, turn)
    if (turn.wish !== undefined) await this.#roster.grant(ref, event.from.userId, turn.wish)
    // A verdict of the clock waits for the scheduler: this may be the backlog, and other answers in it still to come.
    await this.#follow(ref, doc, followsAt)
  }

  /** Does what is due. @returns when to look again @throws StoreError */
  async wake(ref: GroupRef, state: (channel: string) => 'up' | 'down' | 'off', retry: number): Promise<number | null> {
    const { store, clock, dispatch } = this.#options
    const doc = await store.read(ref)
    if (doc === undefined) return null
    const channel = state(doc.home.channel)
    // A backlog may hold the very answers a reveal would leave out.
    if (channel === 'down') return clock.now() + retry
    if (channel === 'off') return null
    if (doc.outbox.length > 0 && dispatch.leftOver(ref, doc).length > 0) await this.#turn(ref, () => true)
    await this.#follow(ref, doc, dueAt)
    const after = await store.read(ref)
    const at = after === undefined ? null : this.#wakeAt(after)
    // What could not be done now is not tried again at once.
    return at === null ? null : Math.max(at, clock.now() + PAUSE)
  }

  /** What became of a message for the group is being committed. */
  settled(doc: Group, entry: OutboxEntry, outcome: Outcome): void {
    // Not allowed to write there any more: the network says so only to whoever tries.
    const isRefused = outcome.kind === 'failed' && outcome.reason === 'blocked' && !doc.outbox.includes(entry)
    if (isRefused && doc.presence === 'in') doc.presence = 'muted'
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
    const ranked = byTheClock && isBoardDue(doc, now) ? await this.#membersFor(ref, doc.home, 'present', 'week') : []
    return this.#turn(ref, (turn) => {
      if (byTheClock) closeDue(turn)
      for (const round of turn.doc.rounds) {
        const lines = round.state === 'open' ? answers.get(round.number) : undefined
        if (lines !== undefined) count(turn, round, answersOf(lines), members)
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
      } else reveal(turn, round, question, result, members, (user) => this.#learnerId(round.chat.channel, user))
    })
  }

  /** The members; `present`: those the board of that period would show are asked of the network first. */
  async #membersFor(ref: GroupRef, chat: Chat, how: 'kept' | 'present', period: string): Promise<Member[]> {
    const { store, world, clock } = this.#options
    const doc = await store.read(ref)
    if (doc === undefined) return []
    if (how === 'kept') return this.#roster.read(ref, doc)
    const { today } = new GroupTurn(world, doc, clock.now())
    const about = { today, days: doc.days, dayCount: doc.dayCount }
    return this.#roster.present(ref, doc, chat, (list) => {
      const rows = boardOf(list, parsePeriod(period) ?? 'week', about)
      return rows.slice(0, BOARD_ROWS).map(({ member }) => member.id)
    })
  }

  async #memberChanged(ref: GroupRef, event: InboundEvent & { type: 'member' }): Promise<void> {
    this.#options.network.forget(event.chat, event.from.userId)
    if ((await this.#options.store.read(ref)) !== undefined)
      await this.#roster.moved(ref, event.from.userId, event.change === 'left')
  }

  /** Sends what is said beside the outbox, and clears a public answer away. */
  #afterwards(ref: GroupRef, turn: GroupTurn): void {
    const { dispatch, sayNow, network } = this.#options
    const { chat, whispers, tookPublicly } = turn
    const late = whispers.filter(({ user, message, canSpare }) => {
      if (!dispatch.spare(chat)) return !canSpare
      sayNow(chat, { ...message, only: user })
      return false
    })
    const sayLate = (later: GroupTurn) => {
      for (const { user, message } of late) later.sayTo(user, message, chat)
    }
    if (late.length > 0) network.inBackground(this.#turn(ref, sayLate))
    if (tookPublicly === undefined) return
    const { messageId, user, name } = tookPublicly
    const tell = async () => {
      if (await network.takeAway(chat, messageId)) return
      const told = turn.doc.told.includes(user)
      if (dispatch.spare(chat)) await network.acknowledge(chat, messageId)
      if (!told) await this.#turn(ref, (later) => tellOnce(later, user, name, chat))
    }
    network.inBackground(tell())
  }

  #learnerId(channel: string, userId: string): string {
    return this.#options.store.resolve('learner', { channel, id: userId }) ?? documentId(channel, userId)
  }

  /** A turn that no event caused. @returns the document after it; undefined when there is none */
  #turn(ref: GroupRef, work: (turn: GroupTurn) => unknown): Promise<Group | undefined> {
    const { world, clock } = this.#options
    return this.#transact(ref, null, (doc) => {
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
    const due = dueAt({ doc, now })
    const left = doc.outbox.length + doc.effects.length > 0 ? now + OUTBOX_GRACE : null
    return due === null ? left : left === null ? due : Math.min(due, left)
  }
}
