import * as z from 'zod'
import { importsSchema } from './library/schema.ts'
import { aliasSchema, type broughtSchema, linkSchema } from './link/schema.ts'
import { chatSchema, choiceSchema, outboxEntrySchema } from './outbox/schema.ts'
import { attemptSchema, cardSchema, ledgerSchema, partSchema, sessionSchema } from './practice/schema.ts'
import type { Question } from './questions/schema.ts'
import { calendarSchema, streakSchema } from './streak/schema.ts'

/** The learner's document: everything the bot knows of one person, in one file. */

export const LEARNER_SCHEMA = 2

const day = z.iso.date()
const instant = z.number().int()

export const learnerSchema = z.object({
  schema: z.literal(LEARNER_SCHEMA),
  id: z.string(),
  aliases: z.array(aliasSchema),
  createdAt: instant,
  wakeAt: instant.nullable(),
  seen: z.array(z.object({ id: z.string(), at: instant })),
  /** Where questions are pushed: the chat last written in. */
  home: chatSchema,
  settings: z.object({
    language: z.enum(['zh', 'en']),
    zone: z.string(),
    /** Minutes after midnight. */
    time: z.number().int().min(0).max(1439),
    /** Ids of the banks chosen; null: all in the learner's language. */
    banks: z.array(z.string()).nullable(),
    nudge: z.boolean(),
    /** Gets a summary on Sunday evenings. */
    weekly: z.boolean().default(true),
    /** Ticks the checklist before seeing the comparison. */
    selfCheck: z.boolean().default(false),
    /** Agreed that answers go to the operator's model. */
    model: z.boolean().default(false),
    /** The day of the interview practised for. */
    interview: day.nullable().default(null),
    /** In groups: no name shown; may be quoted. */
    hideName: z.boolean().default(false),
    quotable: z.boolean().default(false),
  }),
  streak: streakSchema,
  calendar: calendarSchema,
  /** No practice day before this one begins again (set by a zone change). */
  floor: day.nullable(),
  push: z.object({
    /** The next scheduled question; null while there is none (paused, blocked, silent). */
    next: z.object({ at: instant, day }).nullable(),
    /** Practice day of the last scheduled question. */
    lastDay: day.nullable(),
    /** Scheduled questions in a row without any answer. */
    unanswered: z.number().int(),
    /** Why nothing is pushed, beside a pause. */
    stopped: z.enum(['blocked', 'silent']).nullable(),
    nudgeAt: instant.nullable(),
    lastNudge: day.nullable(),
    /** The next summary of a week, by its Sunday; and the last week that is settled. */
    weekly: z.object({ at: instant, day }).nullable().default(null),
    lastWeekly: day.nullable().default(null),
    /** One has been sent: how to turn it off is known. */
    toldWeekly: z.literal(true).optional(),
  }),
  /** Questions asked and not yet past, oldest first; the last open one takes a plain reply. */
  sessions: z.array(sessionSchema),
  cards: z.record(z.string(), cardSchema),
  /** Recent attempts, oldest first; older ones are in the history. */
  attempts: z.array(attemptSchema),
  attemptCount: z.number().int(),
  /** Of these, real answers. */
  answerCount: z.number().int().default(0),
  /** Verdicts a competency, the learner's ticks included. */
  ledger: ledgerSchema,
  bookmarks: z.array(z.string()),
  /** The mock paper under way. */
  mock: z
    .object({
      id: z.string(),
      kind: z.enum(['short', 'full']),
      questions: z.array(z.string()),
      /** One a question so far; null where the question left its bank. */
      attempts: z.array(z.string().nullable()),
      paused: z.boolean(),
      /** Each question has its minutes and no more. */
      timed: z.boolean().default(false),
      touchedAt: instant,
    })
    .nullable()
    .default(null),
  imports: importsSchema.default(() => ({ job: null, offered: null, banks: [] })),
  link: linkSchema.default(() => ({ codes: [], moving: null, joined: [] })),
  /** A question the bot has put to the learner outside practice: the next text answers it. */
  prompted: z
    .union([
      z.object({ kind: z.literal('report'), questionId: z.string() }),
      z.object({ kind: z.literal('delete') }),
      /** What reads like an answer but came when its session was over: kept until the learner says what it was. */
      z.object({ kind: z.literal('unasked'), session: z.string().default(''), parts: z.array(partSchema) }),
    ])
    .nullable(),
  /** The choices that numbers and words typed now stand for. */
  pending: z.object({ numbered: z.array(choiceSchema), worded: z.array(choiceSchema) }),
  /** Sent messages that can be answered or edited, newest last. */
  sent: z.array(z.object({ messageId: z.string(), session: z.string() })),
  outbox: z.array(outboxEntrySchema),
  /** The groups in whose rounds the learner has taken part, by document id. */
  groups: z.array(z.string()).default([]),
  /** Rounds whose reveal has had its effect here, remembered until the group cannot send it again. */
  rounds: z.array(z.object({ group: z.string(), round: z.number().int() })).default([]),
  /** What is to happen in groups' documents. */
  effects: z
    .array(
      z.object({
        id: z.string(),
        kind: z.enum(['answer', 'wishes', 'renamed', 'forget']),
        group: z.string(),
        /** The network it is on, and the learner's id there. */
        channel: z.string(),
        user: z.string(),
        /** The learner's id before a login that changed it. */
        was: z.string().optional(),
        round: z.number().int().optional(),
        name: z.string().optional(),
        text: z.string().optional(),
        at: instant,
      }),
    )
    .default([]),
  /** Wants everything deleted: done once the groups have forgotten them. */
  leaving: z.boolean().default(false),
  /** On `day`: questions asked on demand, answers read by a model, documents read. */
  usage: z.object({
    day,
    asked: z.number().int(),
    read: z.number().int().default(0),
    documents: z.number().int().default(0),
  }),
  /** Makes ids unique within the document. */
  counter: z.number().int(),
})

export type Learner = z.infer<typeof learnerSchema>
/** A session as the document keeps it. */
export type KeptSession = Learner['sessions'][number]
/** A session with its question, see `Turn.session`. */
export type Session = KeptSession & { question: Question }
export type Part = z.infer<typeof partSchema>
export type Card = z.infer<typeof cardSchema>
export type Attempt = z.infer<typeof attemptSchema>
export type LearnerEffect = Learner['effects'][number]
export type Brought = z.infer<typeof broughtSchema>
export type ImportJob = NonNullable<Learner['imports']['job']>
export type OutboxEntry = z.infer<typeof outboxEntrySchema>
export type Language = Learner['settings']['language']

/** To version 2: a session knows its question by id; a document of version 1 has the question itself in each. */
export function migrateLearner(old: Record<string, unknown>): Record<string, unknown> {
  const sessions = old.sessions as { question: { id: string } }[]
  return { ...old, sessions: sessions.map((session) => ({ ...session, questionId: session.question.id })) }
}
