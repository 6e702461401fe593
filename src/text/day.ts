import { addDays, type Day } from '../streak/day.ts'
import type { Text } from './text.ts'

/** A day as one says it: today, tomorrow, else day and month. For days less than a year from `today`. */
export function dayWords(t: Text, day: Day, today: Day): string {
  if (day === today) return t.day.today
  if (day === addDays(today, 1)) return t.day.tomorrow
  return t.day.date(day)
}
