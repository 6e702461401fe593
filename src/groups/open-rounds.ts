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

  /** Told of each commit of a group. */
  update(group: Group): void {
    const open = group.rounds
      .filter(({ state }) => state === 'open')
      .map(({ number, questionId, revealAt, chat }) => ({
        group: group.id,
        channel: chat.channel,
        chat,
        number,
        questionId,
        revealAt,
      }))
    if (open.length > 0) this.#byGroup.set(group.id, open)
    else this.#byGroup.delete(group.id)
  }

  /** All rounds open on a network. */
  on(channel: string): OpenRound[] {
    return [...this.#byGroup.values()].flat().filter((round) => round.channel === channel)
  }

  of(groups: readonly string[]): OpenRound[] {
    return this.#byGroup.size === 0 ? [] : groups.flatMap((id) => this.#byGroup.get(id) ?? [])
  }
}
