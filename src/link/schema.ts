import * as z from 'zod'
import { chatSchema } from '../outbox/schema.ts'
import { cardSchema, ledgerSchema } from '../practice/schema.ts'
import { calendarSchema, streakSchema } from '../streak/schema.ts'

/** What makes one document of several chats. */

const day = z.iso.date()
const instant = z.number().int()

export const aliasSchema = z.object({ channel: z.string(), id: z.string() })

/** What joining another record changed here, to be able to take it out again. */
export const broughtSchema = z.object({
  home: chatSchema,
  streak: streakSchema,
  calendar: z.object({ before: calendarSchema, after: calendarSchema }),
  floor: day.nullable(),
  createdAt: instant,
  mock: z.boolean(),
  bookmarks: z.array(z.string()),
  groups: z.array(z.string()),
  sessions: z.array(z.string()),
  attempts: z.array(z.string()),
  attemptCount: z.number().int(),
  answerCount: z.number().int(),
  ledger: ledgerSchema,
  /** The cards in whose place others came: as they were, and as they became. */
  cards: z.record(z.string(), z.object({ before: cardSchema.nullable(), after: cardSchema })),
})

/** Codes that lead to a document: each is also an alias of it, of the channel `link`, by which it is found. */
export const linkCodesSchema = z.array(
  z.object({ hash: z.string(), kind: z.enum(['once', 'recovery']), until: instant.nullable() }),
)

/** What makes one record of several chats, see `src/link`. */
export const linkSchema = z.object({
  codes: linkCodesSchema,
  /** This record is to become part of another (`asked`), or has: then it sleeps until it is taken back or is over. */
  moving: z
    .object({
      /** Deterministic: the other record remembers it. */
      id: z.string(),
      state: z.enum(['asked', 'moved']),
      into: z.string(),
      hash: z.string(),
      at: instant,
      chat: chatSchema,
      aliases: z.array(aliasSchema),
      until: instant,
    })
    .nullable(),
  /** Records that became part of this one, and until when they can be taken out. `undone`: they are to wake up. */
  joined: z.array(
    z.object({
      id: z.string(),
      from: z.string(),
      at: instant,
      until: instant,
      aliases: z.array(aliasSchema),
      brought: broughtSchema,
      undone: z.boolean(),
    }),
  ),
})
