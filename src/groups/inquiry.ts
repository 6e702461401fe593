import { parsePeriod } from '../commands/board.ts'
import type { Learner } from '../learner.ts'
import type { Chat, InboundEvent } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { DocRef, Store } from '../ports/store.ts'
import { BOARD_ROWS } from '../render/group.ts'
import type { World } from '../turn.ts'
import { boardOf } from './board.ts'
import type { Group } from './group.ts'
import { GroupTurn, type Known, pickedBy } from './group-turn.ts'
import { isAnswer, wants } from './inbound.ts'
import type { Member } from './members.ts'
import type { Network } from './network.ts'
import type { RoomLinks } from './room-links.ts'
import type { Roster } from './roster.ts'

type GroupRef = DocRef & { kind: 'group' }

interface InquiryOptions {
  store: Store<Learner, Group>
  world: World
  clock: Clock
  network: Network
  roster: Roster
  roomLinks: RoomLinks
  learnerId(channel: string, userId: string): string
}

/** Finds out what a turn has to know of the world, for turns touch nothing but their document. */
export class Inquiry {
  readonly #options: InquiryOptions

  constructor(options: InquiryOptions) {
    this.#options = options
  }

  /** What the turn of this event has to know; `doc`: the group's document where choices are typed. */
  async before(ref: GroupRef, event: InboundEvent, doc: Group | undefined): Promise<Known> {
    const { store, network, learnerId, roomLinks } = this.#options
    const wanted = wants(event)
    const { chat, from } = event
    const role = wanted.admins && from.as === undefined ? await network.role(chat, from.userId) : undefined
    const keeper = doc?.keeper ?? from.userId
    const own = learnerId(from.channel, from.userId)
    const asksForLearner = isAnswer(event) || wanted.admins === 'asked'
    return {
      role,
      keeperGone: role === 'present' && keeper !== from.userId && (await network.gone(chat, [keeper])).size > 0,
      members: wanted.members && (await this.members(ref, chat, wanted.members, wanted.argument)),
      learner: asksForLearner && (await store.read({ kind: 'learner', id: own })) !== undefined ? own : undefined,
      linking: roomLinks.attempt(event, ref.id),
    }
  }

  /** The members; `present`: those the board of that period would show are asked of the network first. */
  async members(ref: GroupRef, chat: Chat, how: 'kept' | 'present', period: string): Promise<Member[]> {
    const { store, world, clock, roster } = this.#options
    const doc = await store.read(ref)
    if (doc === undefined) return []
    if (how === 'kept') return roster.read(ref, doc)
    const { today } = new GroupTurn(world, doc, clock.now())
    const about = { today, days: doc.days, dayCount: doc.dayCount }
    return roster.present(ref, doc, chat, (list) => {
      const rows = boardOf(list, parsePeriod(period) ?? 'week', about)
      return rows.slice(0, BOARD_ROWS).map(({ member }) => member.id)
    })
  }
}

/** A number typed by somebody who has a list to choose from is their choice; not where it may be the answer. */
export function asAction(event: InboundEvent, doc: Group | undefined, now: number): InboundEvent {
  if (event.type !== 'message' || event.forwarded || doc === undefined) return event
  const isAsked = doc.rounds.some(({ state, question }) => state === 'open' && question?.kind !== 'open')
  if (event.addressed && isAsked) return event
  const choice = pickedBy(doc, event.from.userId, event.text, now)
  if (choice === undefined) return event
  const { eventId, chat, from, at, locale } = event
  return { type: 'action', eventId, chat, from, at, locale, choice: choice.id }
}
