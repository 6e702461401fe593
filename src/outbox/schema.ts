import * as z from 'zod'
import { cardSchema } from '../cards/card.ts'

/** What waits in a document to be sent, and where to. */

const instant = z.number().int()

export const chatSchema = z.object({
  channel: z.string(),
  chatId: z.string(),
  kind: z.enum(['direct', 'group']),
  threadId: z.string().optional(),
})

const span = z.union([
  z.string(),
  z.object({ bold: z.string() }),
  z.object({ italic: z.string() }),
  z.object({ code: z.string() }),
])
export const choiceSchema = z.object({
  id: z.string(),
  label: z.string(),
  multi: z.literal(true).optional(),
  url: z.string().optional(),
})
const block = z.union([
  z.object({ kind: z.literal('text'), spans: z.array(span) }),
  z.object({ kind: z.literal('quote'), spans: z.array(span), collapsed: z.boolean().optional() }),
])
const messageSchema = z.object({
  blocks: z.array(block),
  choices: z.array(z.array(choiceSchema)).optional(),
  only: z.string().optional(),
})

/** One message on its way out (DESIGN 5). It leaves the document when it is sent, failed or given up. */
export const outboxEntrySchema = z.object({
  /** Unique in the document. */
  id: z.string(),
  /** What it is decides whether it is sent again when nobody knows if it went out. */
  kind: z.enum(['question', 'feedback', 'notice', 'nudge', 'counter', 'export']),
  chat: chatSchema,
  message: messageSchema,
  /** Drawn when it is sent, with `caption` (else the whole text) below it; where that cannot be, the text goes alone. */
  picture: z.object({ card: cardSchema, caption: z.array(block).optional() }).optional(),
  /** The sent message to replace. */
  edits: z.string().optional(),
  state: z.enum(['planned', 'sending', 'unknown']),
  /** When it was planned. */
  at: instant,
  /** After this instant it is useless and dropped. */
  expiresAt: instant.optional(),
  /** When it was to go out, for what the bot sends by itself at an hour: how late it is can be told. */
  due: instant.optional(),
  /** Sent by itself to many at the same time, as a reveal is: below the network's rate for that. */
  push: z.literal(true).optional(),
  /** The session its message id is remembered for, and as what. */
  session: z.string().optional(),
  role: z.enum(['card', 'checklist', 'feedback']).optional(),
})
