import * as z from 'zod'

/**
 * What a picture card shows, as data: it waits in the outbox with its message and is laid out when that is sent. Names
 * and words that depend on the learner's banks are in it already; all others come with its language.
 */

const day = z.iso.date()
const count = z.number().int()
const base = { language: z.enum(['zh', 'en']) }

/** A competency: exam points covered (a touched one is half) of those asked. */
const strength = z.object({ name: z.string(), covered: z.number(), all: count })

const streakCard = z.object({
  ...base,
  kind: z.literal('streak'),
  today: day,
  current: count,
  longest: count,
  total: count,
  freezes: count,
  /** The last days up to today, one letter each, see `dayMarks`. */
  days: z.string(),
  state: z.enum(['kept', 'open', 'off', 'lapsed']),
  /** This week's, the most asked first. */
  week: z.array(strength),
})

const weekCard = z.object({
  ...base,
  kind: z.literal('week'),
  /** Its Monday. */
  from: day,
  /** Seven letters, see `dayMarks`. */
  days: z.string(),
  kept: count,
  answers: count,
  current: count,
  week: z.array(strength),
  stronger: z.string().optional(),
  weakest: z.string().optional(),
  daysToInterview: count.optional(),
})

const revealCard = z.object({
  ...base,
  kind: z.literal('reveal'),
  day,
  prompt: z.string(),
  answers: count,
  /** How many covered each exam point. */
  points: z.array(z.object({ name: z.string(), covered: count })),
  hardest: count.optional(),
  streak: count,
})

const boardCard = z.object({
  ...base,
  kind: z.literal('board'),
  from: day,
  rows: z.array(z.object({ place: count, name: z.string().optional(), kept: count, possible: count, points: count })),
  /** Members below the rows. */
  more: count,
  streak: count,
})

export const cardSchema = z.discriminatedUnion('kind', [streakCard, weekCard, revealCard, boardCard])

export type CardData = z.infer<typeof cardSchema>
export type StreakCard = z.infer<typeof streakCard>
export type WeekCard = z.infer<typeof weekCard>
export type RevealCard = z.infer<typeof revealCard>
export type BoardCard = z.infer<typeof boardCard>
export type Strength = z.infer<typeof strength>

/** The letters of a calendar: a kept day by its answers (1, 2, 3 and more), the others by what they were. */
export const dayMarks = {
  frozen: 'f',
  missed: 'm',
  rest: 'r',
  pause: 'r',
  down: 'd',
  zone: 'd',
  open: 'o',
  none: '-',
} as const
export const MOST_ANSWERS = 3
