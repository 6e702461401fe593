import { addDays, type Day } from '../streak/day.ts'
import { type CompetencyProgress, changeOf, type Progress, type ProgressDay, verdictsIn } from './progress.ts'

/** A week of practice, from Monday to Sunday. Pure. */
export interface Week {
  monday: Day
  /** Seven; those still to come are `none`. */
  days: ProgressDay[]
  kept: number
  /** Days on which an answer was to be given, kept ones included. */
  possible: number
  answers: number
  /** The one whose answers went better than before, by most. */
  stronger: CompetencyProgress | undefined
  /** The one to practise next; undefined while nothing is weak. */
  weakest: CompetencyProgress | undefined
}

const WANTED = new Set<ProgressDay['kind']>(['kept', 'frozen', 'missed', 'open'])

/** @param progress with the week in its calendar and `recent` from its Monday on */
export function weekOf({ days: known, competencies }: Progress, monday: Day): Week {
  const days = Array.from({ length: 7 }, (_, n): ProgressDay => {
    const day = addDays(monday, n)
    return known.find((other) => other.day === day) ?? { day, kind: 'none', answers: 0 }
  })
  const gain = (one: CompetencyProgress) => changeOf(one) ?? 0
  return {
    monday,
    days,
    kept: days.filter(({ kind }) => kind === 'kept').length,
    possible: days.filter(({ kind }) => WANTED.has(kind)).length,
    answers: days.reduce((sum, { answers }) => sum + answers, 0),
    stronger: competencies.filter(({ trend }) => trend === 'stronger').toSorted((a, b) => gain(b) - gain(a))[0],
    weakest: competencies.find(({ score }) => score < 1),
  }
}

/** The competencies the recent answers were about, those asked most first. */
export function practised(competencies: readonly CompetencyProgress[]): CompetencyProgress[] {
  return competencies
    .filter(({ recent }) => verdictsIn(recent) > 0)
    .toSorted((a, b) => verdictsIn(b.recent) - verdictsIn(a.recent))
}
