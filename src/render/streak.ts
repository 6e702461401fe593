import type { StreakView } from '../streak/streak.ts'
import type { Text } from '../text/text.ts'

/** How the streak stands today and what becomes of it without an answer, one line each. */
export function streakStanding({ streak: t }: Text, view: StreakView): string {
  if (view.lapsed) return t.lapsed
  return [
    view.today === 'kept' ? t.today.kept : view.today === 'open' ? t.today.open : t.today.off,
    view.freezesUsedForecast > 0 ? t.forecast(view.freezesUsedForecast) : undefined,
    view.atRisk === 'none' ? undefined : t.atRisk[view.atRisk],
  ]
    .filter((line) => line !== undefined)
    .join('\n')
}
