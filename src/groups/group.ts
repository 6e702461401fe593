import * as z from 'zod'
import { outboxEntrySchema } from '../learner.ts'

/** A group's document. */

export const GROUP_SCHEMA = 1

export const groupSchema = z.object({
  schema: z.literal(GROUP_SCHEMA),
  id: z.string(),
  aliases: z.array(z.object({ channel: z.string(), id: z.string() })),
  createdAt: z.number().int(),
  wakeAt: z.number().int().nullable(),
  seen: z.array(z.object({ id: z.string(), at: z.number().int() })),
  language: z.enum(['zh', 'en']),
  /** Ids of the questions asked here last, newest last. */
  asked: z.array(z.string()),
  /** When questions were asked here lately, against floods. */
  askedAt: z.array(z.number().int()),
  outbox: z.array(outboxEntrySchema),
  counter: z.number().int(),
})

export type Group = z.infer<typeof groupSchema>
