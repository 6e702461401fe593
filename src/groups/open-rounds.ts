import type { Chat } from '../ports/channel.ts'
import type { Group } from './group.ts'

/** A round that takes answers, as a member's own practice sees it. */
export interface OpenRound {
  group: string
  channel: string
  /** Where it was asked. */
  chat: Chat
  number: number
  questionId: string
  revealAt: number
}

/**
 * The rounds open now, by group: derived from the groups' documents, kept in memory, filled at the start. It says
 * which questions are sealed; whether an answer is still in time is the group's own document to say.
 */
export class OpenRounds {
  readonly #byGroup = new Map<string, OpenRound[]>()
  /** The round revealed last, while its answers are kept. */
  readonly #revealed = new Map<string, OpenRound>()

  /** Told of each commit of a group. */
  update(group: Group): void {
    const of = (state: Group['rounds'][number]['state']) =>
      group.rounds
        .filter((round) => round.state === state)
        .map(({ number, questionId, revealAt, chat }) => ({
          group: group.id,
          channel: chat.channel,
          chat,
          number,
          questionId,
          revealAt,
        }))
    const open = of('open')
    if (open.length > 0) this.#byGroup.set(group.id, open)
    else this.#byGroup.delete(group.id)
    const revealed = of('revealed').at(-1)
    if (revealed !== undefined) this.#revealed.set(group.id, revealed)
    else this.#revealed.delete(group.id)
  }

  /** A group's document is gone. */
  drop(group: string): void {
    this.#byGroup.delete(group)
    this.#revealed.delete(group)
  }

  /** The rounds revealed last on a network, one a group, while members can come for their feedback. */
  revealedOn(channel: string): OpenRound[] {
    return [...this.#revealed.values()].filter((round) => round.channel === channel)
  }

  /** All rounds open on a network. */
  on(channel: string): OpenRound[] {
    return [...this.#byGroup.values()].flat().filter((round) => round.channel === channel)
  }

  of(groups: readonly string[]): OpenRound[] {
    return this.#byGroup.size === 0 ? [] : groups.flatMap((id) => this.#byGroup.get(id) ?? [])
  }
}
