import type { Group } from './group.ts'

/**
 * The group's streak after a round: daily rounds in a row with at least the quorum. Rest days, pauses and days without
 * a bot have no round, so they neither count nor break; nor does a round whose day the bot was mostly down, or one
 * asked for on demand. Pure.
 */
export function streakAfter(
  streak: Group['streak'],
  round: { kind: 'daily' | 'asked'; answers: number; quorum: number; down: boolean },
): Group['streak'] {
  if (round.kind === 'asked') return streak
  if (round.answers < round.quorum)
    return round.down ? streak : { ...streak, current: 0, broken: streak.broken ?? streak.current }
  const current = streak.current + 1
  return { ...streak, current, longest: Math.max(streak.longest, current) }
}

/** The streak of a group that began anew under another id and was joined again: the first one there continues the one before. */
export function joinStreaks(before: Group['streak'], since: Group['streak']): Group['streak'] {
  const continued = before.current + (since.broken ?? since.current)
  const broken = before.broken ?? (since.broken === undefined ? undefined : continued)
  return {
    current: since.broken === undefined ? continued : since.current,
    longest: Math.max(before.longest, since.longest, continued),
    ...(broken !== undefined && { broken }),
  }
}
