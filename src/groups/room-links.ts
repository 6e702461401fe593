import { parseCommand } from '../commands/registry.ts'
import type { Learner } from '../learner.ts'
import { hashOf, LINK_CHANNEL, readCode } from '../link/codes.ts'
import type { Guesses } from '../link/guesses.ts'
import type { InboundEvent } from '../ports/channel.ts'
import type { DocRef, Store } from '../ports/store.ts'
import type { Group } from './group.ts'
import type { CodeFound, GroupTurn } from './group-turn.ts'
import type { Network } from './network.ts'
import type { OpenRounds } from './open-rounds.ts'
import { isQuiet, rejoin } from './room-code.ts'
import type { Roster } from './roster.ts'

type GroupRef = DocRef & { kind: 'group' }

interface RoomLinksOptions {
  store: Store<Learner, Group>
  network: Network
  roster: Roster
  openRounds: OpenRounds
  guesses: Guesses
  learnerId(channel: string, userId: string): string
  /** Runs a turn on a group's document, once an event. @returns the document after it; undefined: none, or done before */
  act(
    ref: GroupRef,
    event: { id: string; at: number } | null,
    work: (turn: GroupTurn) => unknown,
  ): Promise<Group | undefined>
}

/**
 * Carries what a code typed in a group starts from the document the group began anew to the one it had (DESIGN 4): the
 * first is sealed, the other takes it over in one transaction and remembers its deterministic id, the first is
 * forgotten. A crash in between does the rest again, to no other effect.
 */
export class RoomLinks {
  readonly #options: RoomLinksOptions
  readonly #running = new Map<string, Promise<GroupRef | undefined>>()

  constructor(options: RoomLinksOptions) {
    this.#options = options
  }

  /** What the code in this message leads to; undefined when it holds none. `id`: the group's document. */
  attempt(event: InboundEvent, id: string): CodeFound | undefined {
    const { store, guesses } = this.#options
    const parsed = event.type === 'message' && event.addressed ? parseCommand(event.text) : undefined
    if (parsed === undefined || !('command' in parsed) || parsed.command.name !== 'link') return undefined
    const code = readCode(parsed.argument)
    if (code === undefined) return undefined
    if (guesses.isLimited(id)) return { kind: 'limited' }
    const hash = hashOf(code)
    const alias = { channel: LINK_CHANNEL, id: hash }
    const owner = store.resolve('group', alias)
    if (owner !== undefined) return { kind: 'found', owner, hash }
    if (store.resolve('learner', alias) !== undefined) return { kind: 'personal' }
    guesses.wrong(id)
    return { kind: 'wrong' }
  }

  /**
   * Makes a document part of the other if it is to be, and nothing is under way in it. Asked for while that is being
   * done, as by an event and by the clock, it is done once, and both are told.
   * @returns the other, when it has taken it over @throws StoreError
   */
  deliver(ref: GroupRef): Promise<GroupRef | undefined> {
    const running = this.#running.get(ref.id) ?? this.#join(ref).finally(() => this.#running.delete(ref.id))
    this.#running.set(ref.id, running)
    return running
  }

  async #join(ref: GroupRef): Promise<GroupRef | undefined> {
    const { store, act, learnerId, network, roster, openRounds } = this.#options
    const isDue = (doc: Group | undefined) => doc !== undefined && doc.link.moving !== null && isQuiet(doc)
    if (!isDue(await store.read(ref))) return undefined
    let isSealed = false
    const sealed = await act(ref, null, (turn) => {
      const { moving } = turn.doc.link
      isSealed = moving !== null && isDue(turn.doc)
      if (moving === null || !isSealed) return
      moving.state = 'sealed'
      turn.changed = true
    })
    const moving = sealed?.link.moving
    if (!isSealed || sealed === undefined || !moving) return undefined

    const into: GroupRef = { kind: 'group', id: moving.into }
    const target = await store.read(into)
    const since = await roster.read(ref, sealed)
    const before = target === undefined ? [] : await roster.read(into, target)
    const missing = before.map(({ id }) => id).filter((id) => !since.some((member) => member.id === id))
    const gone = await network.gone(sealed.home, missing)
    const learner = (user: string) => learnerId(sealed.home.channel, user)
    const isKnown = (await store.read({ kind: 'learner', id: learner(moving.user) })) !== undefined
    let outcome: 'taken' | 'refused' | 'again' = 'refused'
    if (target?.seen.some(({ id }) => id === moving.id)) outcome = 'taken'
    else
      await act(into, { id: moving.id, at: moving.at }, (turn) => {
        // Its members were written meanwhile: all is read again at the next wake.
        if (turn.doc.members !== target?.members) outcome = 'again'
        else if (rejoin(turn, moving, { other: sealed, members: { before, since, gone }, learner, isKnown }))
          outcome = 'taken'
      })
    if (outcome === ('again' as string)) return undefined
    if (outcome === ('taken' as string)) {
      await store.transact(ref, null, () => ({ forget: true }))
      openRounds.drop(ref.id)
      return into
    }
    await act(ref, null, (turn) => {
      turn.doc.link.moving = null
      turn.line(turn.t.group.link.used)
    })
    return undefined
  }
}
