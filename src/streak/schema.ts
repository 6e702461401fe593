import * as z from 'zod'

const day = z.iso.date()
const instant = z.number().int()

/** Days kept, see `src/streak/streak.ts`. */
export const streakSchema = z.object({
  base: z.object({
    last: day.nullable(),
    current: z.number(),
    longest: z.number(),
    total: z.number(),
    freezes: z.number(),
  }),
  kept: z.array(z.object({ day, at: instant, zone: z.string() })),
})

/** Days that neither count nor break, see `src/streak/calendar.ts`. */
export const calendarSchema = z.object({
  rest: z.array(z.object({ from: day, weekdays: z.array(z.number()) })),
  pauses: z.array(z.object({ from: day, to: day.nullable() })),
  jumped: z.array(day),
  down: z.array(day).optional(),
})
