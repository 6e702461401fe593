import type { Learner } from '../learner.ts'

/** When what a record has to do in others is to be done, epoch ms; null: there is nothing. */
export function linkDue({ link }: Learner, now: number): number | null {
  if (link.moving?.state === 'asked' || link.joined.some(({ undone }) => undone)) return now
  return link.moving === null ? null : link.moving.until
}

/** Part of another record: nothing is done in it by itself. */
export function isAsleep({ link }: Learner): boolean {
  return link.moving?.state === 'moved'
}
