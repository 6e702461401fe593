import { parseCommand } from '../commands/registry.ts'
import type { Learner } from '../learner.ts'
import type { InboundEvent } from '../ports/channel.ts'
import type { Store } from '../ports/store.ts'
import type { Group } from './group.ts'
import { type Invitation, readPayload } from './invitation.ts'
import type { Network } from './network.ts'
import type { OpenRound, OpenRounds } from './open-rounds.ts'
import { settledBelow } from './revealing.ts'
import { answersOf, questionOf } from './round.ts'

interface InvitationsOptions {
  store: Store<Learner, Group>
  network: Network
  openRounds: OpenRounds
  /** The document of a person, by their id on a network. */
  learnerId(channel: string, userId: string): string
}

/** Groups of which the network is asked whether somebody is there. */
const MOST_ASKED = 20

/** Finds the group's round that a message in a direct chat is about, before the learner's own turn. */
export class Invitations {
  readonly #options: InvitationsOptions

  constructor(options: InvitationsOptions) {
    this.#options = options
  }

  /** The round somebody wants to answer in private: that of a link followed, or the one open in their group (/group). */
  async of(event: InboundEvent): Promise<Invitation | undefined> {
    const { store } = this.#options
    if (event.type !== 'message') return undefined
    const payload = /^\/start(?:@\w+)?\s+(\S+)\s*$/.exec(event.text)?.[1]
    const link = payload === undefined ? await this.#askedFor(event) : readPayload(payload)
    if (link === undefined) return undefined
    const { userId: user, name = '' } = event.from
    const doc = await store.read({ kind: 'group', id: link.group })
    const round = doc?.rounds.find(({ number }) => number === link.round)
    const base = { ...link, user, name, settled: doc ? settledBelow(doc.rounds, doc.roundCount) : 0 }
    if (doc === undefined || round === undefined) return { ...base, state: 'gone' }
    if (round.state === 'open') return { ...base, state: 'open', question: round.question }
    const lines = await store.history({ kind: 'group', id: doc.id }, round.segment)
    const mine = answersOf(lines).find((answer) => answer.user === user)
    return {
      ...base,
      state: 'revealed',
      question: questionOf(lines),
      mine: round.state === 'revealed' ? mine : undefined,
    }
  }

  /**
   * The round meant by /group in private, where there may be no links: the open one of a group they took part in, or
   * are in; else the one revealed there last whose feedback they have not had.
   */
  async #askedFor(event: InboundEvent & { type: 'message' }): Promise<{ group: string; round: number } | undefined> {
    const { store, openRounds } = this.#options
    const parsed = parseCommand(event.text)
    if (parsed === undefined || !('command' in parsed) || parsed.command.name !== 'group') return undefined
    const { channel, userId } = event.from
    const doc = await store.read({ kind: 'learner', id: this.#options.learnerId(channel, userId) })
    const known = openRounds.of(doc?.groups ?? [])
    const open = known.length > 0 ? known : await this.#around(userId, openRounds.on(channel))
    const isAnswered = ({ group, number }: OpenRound) =>
      doc?.sessions.some((session) => session.sealed?.some((one) => one.group === group && one.round === number))
    const waiting = open.find((one) => !isAnswered(one)) ?? (await this.#revealedTo(event, doc))
    const round = waiting ?? open.at(-1)
    return round && { group: round.group, round: round.number }
  }

  async #revealedTo({ from }: InboundEvent, doc: Learner | undefined): Promise<OpenRound | undefined> {
    const { store, openRounds } = this.#options
    const isKnown = ({ group, number }: OpenRound) =>
      doc?.rounds.some((known) => known.group === group && known.round === number)
    const revealed = openRounds.revealedOn(from.channel).filter((round) => !isKnown(round))
    for (const round of (await this.#around(from.userId, revealed)).toReversed()) {
      const group = await store.read({ kind: 'group', id: round.group })
      const segment = group?.rounds.find(({ number }) => number === round.number)?.segment
      const lines = segment === undefined ? [] : await store.history({ kind: 'group', id: round.group }, segment)
      if (answersOf(lines).some(({ user }) => user === from.userId)) return round
    }
    return undefined
  }

  /** Groups the sender is in, though never met there, that are answering just now what the sender has open alone. */
  async unmet(event: InboundEvent): Promise<string[]> {
    const { store, openRounds, learnerId } = this.#options
    if (event.type !== 'message' && event.type !== 'action') return []
    const { channel, userId } = event.from
    const open = openRounds.on(channel)
    const doc = open.length === 0 ? undefined : await store.read({ kind: 'learner', id: learnerId(channel, userId) })
    if (doc === undefined) return []
    // What one group of theirs is answering is sealed already, however many others ask the same.
    const sealed = new Set(openRounds.of(doc.groups).map(({ questionId }) => questionId))
    const alone = doc.sessions.filter(({ state, questionId }) => state !== 'closed' && !sealed.has(questionId))
    const rounds = open.filter(({ questionId }) => alone.some((session) => session.questionId === questionId))
    return (await this.#around(userId, rounds)).map(({ group }) => group)
  }

  /** Those of the rounds in whose groups somebody is, as the network says. */
  async #around(userId: string, rounds: OpenRound[]): Promise<OpenRound[]> {
    const asked = rounds.slice(0, MOST_ASKED)
    const isIn = await Promise.all(asked.map(({ chat }) => this.#options.network.isIn(chat, userId)))
    return asked.filter((_, index) => isIn[index])
  }
}
