import type { Question } from '../questions/schema.ts'

/** The round behind a link that was followed, as the group's document had it when the learner's turn began. */
export interface Invitation {
  group: string
  /** The learner's id and name on the group's network. */
  user: string
  name: string
  round: number
  state: 'open' | 'revealed' | 'gone'
  question?: Question | undefined
  /** After the reveal: what the learner answered. */
  mine?: { text: string; at: number } | undefined
  /** No round below this number can be sent any more. */
  settled: number
}

/** What a link to a round carries: at most 64 of [A-Za-z0-9_-]. */
export function linkPayload(group: string, round: number): string {
  return `g_${group}_${round}`
}

export function readPayload(payload: string): { group: string; round: number } | undefined {
  const [, group, round] = /^g_([a-z0-9]{1,48})_(\d{1,8})$/.exec(payload.trim()) ?? []
  return group === undefined ? undefined : { group, round: Number(round) }
}
