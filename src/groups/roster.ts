import type { Learner } from '../learner.ts'
import type { Chat } from '../ports/channel.ts'
import type { DocRef, HistoryEntry, Store } from '../ports/store.ts'
import type { Group } from './group.ts'
import type { GroupTurn, Wish } from './group-turn.ts'
import { type Member, membersOf, withMember, withNewId } from './members.ts'
import type { Network } from './network.ts'
import { keepMembers } from './revealing.ts'
import { renamedLine, withoutMember } from './round.ts'
import { addLines, isAnswered, toCount } from './rounds.ts'

type GroupRef = DocRef & { kind: 'group' }
type RunTurn = (ref: GroupRef, work: (turn: GroupTurn) => unknown) => Promise<Group | undefined>

/** Changes that came between the reading and the writing of members are few. */
const TRIES = 20

/**
 * Changes of members outside a reveal. They are read first and written in a turn, which does nothing when somebody else
 * has written meanwhile: then it all happens again.
 */
export class Roster {
  readonly #store: Store<Learner, Group>
  readonly #network: Network
  readonly #turn: RunTurn

  constructor(store: Store<Learner, Group>, network: Network, turn: RunTurn) {
    this.#store = store
    this.#network = network
    this.#turn = turn
  }

  async read(ref: GroupRef, { members }: Group): Promise<Member[]> {
    return members === null ? [] : membersOf(await this.#store.history(ref, members))
  }

  /** The members; those whom `shown` names are asked of the network first: departures are not always announced. */
  async present(ref: GroupRef, doc: Group, chat: Chat, shown: (list: Member[]) => string[]): Promise<Member[]> {
    let list = await this.read(ref, doc)
    for (;;) {
      const gone = await this.#network.gone(chat, shown(list))
      if (gone.size === 0) return list
      list = list.filter(({ id }) => !gone.has(id))
      for (const user of gone) await this.moved(ref, user, true)
    }
  }

  /** Does what a member wants. Any number of times the same. @throws StoreError */
  grant(ref: GroupRef, user: string, wish: Wish): Promise<void> {
    if (wish === 'forget') return this.#forget(ref, user)
    return this.#change(ref, (list) => withMember(list, user, (member) => ({ ...member, ...wish })))
  }

  /** A member has another id since a login: one person, with all their days and answers. @throws StoreError */
  async renamed(ref: GroupRef, was: string, user: string): Promise<void> {
    await this.#change(ref, (list) => withNewId(list, was, user))
    await this.#turn(ref, (turn) => {
      const { doc } = turn
      if (doc.keeper === was) doc.keeper = user
      for (const round of doc.rounds) if (isAnswered(round)) addLines(turn, round, [renamedLine(was, user)])
      for (const effect of doc.effects) if (effect.user === was) effect.user = user
      turn.changed = true
    })
  }

  /** Somebody known left, or came back. @throws StoreError */
  moved(ref: GroupRef, user: string, left: boolean): Promise<void> {
    return this.#change(ref, (list) =>
      list.some((member) => member.id === user && member.left !== left)
        ? withMember(list, user, (member) => ({ ...member, left }))
        : list,
    )
  }

  async #change(ref: GroupRef, change: (list: Member[]) => Member[]): Promise<void> {
    await this.#retry(ref, async (doc) => {
      const list = await this.read(ref, doc)
      const changed = change(list)
      if (changed === list) return undefined
      return (turn) => {
        if (turn.doc.members !== doc.members) return false
        keepMembers(turn, changed)
        return true
      }
    })
  }

  /** Nothing that names or quotes the member stays: not in the list, not in answers, not in what is still to be done. */
  async #forget(ref: GroupRef, user: string): Promise<void> {
    await this.#retry(ref, async (doc) => {
      const list = await this.read(ref, doc)
      const segments = new Map<string, HistoryEntry[]>()
      for (const { segment } of doc.rounds) {
        const lines = await this.#store.history(ref, segment)
        const kept = withoutMember(lines, user)
        if (kept !== lines) segments.set(segment, kept)
      }
      const isKnown = list.some(({ id }) => id === user)
      if (!isKnown && segments.size === 0 && !doc.told.includes(user) && doc.keeper !== user) return undefined
      return (turn) => {
        const unchanged = turn.doc.rounds.every(
          ({ segment, lines }) => doc.rounds.find((other) => other.segment === segment)?.lines === lines,
        )
        if (turn.doc.members !== doc.members || !unchanged) return false
        if (isKnown)
          keepMembers(
            turn,
            list.filter(({ id }) => id !== user),
          )
        for (const round of turn.doc.rounds) {
          const lines = segments.get(round.segment)
          if (lines === undefined) continue
          turn.doc.stale.push(round.segment)
          round.segment = turn.nextId(`round-${round.number}-`)
          addLines(turn, round, lines)
          if (round.state === 'open') toCount(turn, round)
        }
        turn.doc.told = turn.doc.told.filter((other) => other !== user)
        if (turn.doc.keeper === user) turn.doc.keeper = null
        turn.doc.pending = turn.doc.pending.filter((one) => one.user !== user)
        turn.doc.effects = turn.doc.effects.filter((effect) => effect.user !== user)
        turn.changed = true
        return true
      }
    })
    // A turn drops what is stale: nothing waits for the next one.
    await this.#turn(ref, () => {})
  }

  async #retry(
    ref: GroupRef,
    prepare: (doc: Group) => Promise<((turn: GroupTurn) => boolean) | undefined>,
  ): Promise<void> {
    for (let n = 0; n < TRIES; n++) {
      const doc = await this.#store.read(ref)
      const work = doc && (await prepare(doc))
      if (work === undefined) return
      let done = false
      await this.#turn(ref, (turn) => {
        done = work(turn)
      })
      if (done) return
    }
    throw new Error('a group changed too often to write its members')
  }
}
