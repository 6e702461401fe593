import * as z from 'zod'
import { cardSchema as pictureCardSchema } from './cards/card.ts'
import { type Question, questionSchema } from './questions/schema.ts'

/** The learner's document: everything the bot knows of one person, in one file. */

export const LEARNER_SCHEMA = 2

const day = z.iso.date()
const instant = z.number().int()
const verdict = z.enum(['covered', 'partly', 'missed', 'unjudged'])

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
  picture: z.object({ card: pictureCardSchema, caption: z.array(block).optional() }).optional(),
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

const cardSchema = z.object({
  /** Practice day it comes back. */
  due: day,
  last: day,
  result: z.enum(['good', 'partly', 'poor', 'unanswered', 'skipped']),
  /** What FSRS knows of it; absent until it was first answered. */
  memory: z.object({ stability: z.number(), difficulty: z.number() }).optional(),
  /** Competency of the exam point that went worst last time. */
  weak: z.string().optional(),
})

/** One message of a reply. */
const part = z.object({ messageId: z.string(), text: z.string(), at: instant })

const sessionSchema = z.object({
  id: z.string(),
  questionId: z.string(),
  /** As it was when asked, so that a reloaded bank changes nothing under way; gone once the answer cannot change. */
  question: questionSchema.optional(),
  askedAt: instant,
  state: z.enum(['asked', 'drafting', 'closed']),
  /** The reply so far, in the order sent. */
  parts: z.array(part),
  /** When the time of a question in a timed paper is over. */
  dueAt: instant.optional(),
  /** When a silent draft counts as done; null: not armed. */
  idleAt: instant.nullable(),
  /** Ask again at this instant ("in an hour"). */
  snoozedUntil: instant.nullable(),
  hinted: z.boolean(),
  /** Card of the question before this session's attempt, to reschedule from when the verdict changes. */
  cardBefore: cardSchema.optional(),
  attemptId: z.string().optional(),
  /** The attempt this one is to do better than. */
  retryOf: z.string().optional(),
  /** A question the interviewer asks after the answer: no card, no checklist. */
  followUp: z.literal(true).optional(),
  /** Points the learner has ticked so far, while the comparison waits for their own verdict. */
  selfTicks: z.array(z.number().int()).optional(),
  /** The mock paper it belongs to. */
  mock: z.string().optional(),
  /** What the network called the learner when they came from a group's round: shown there at the reveal. */
  memberName: z.string().optional(),
  /** Rounds this answer was given to: no model answer before their reveal. */
  sealed: z.array(z.object({ group: z.string(), round: z.number().int() })).optional(),
  /** What it was sealed for is out in the open. */
  revealed: z.literal(true).optional(),
  /** Until when 补充 and edits reopen it. */
  reopenUntil: instant.nullable(),
  /** Until when a model's reading of the reply is waited for. */
  reading: instant.optional(),
  /** Parts at the time of the last assessment: nothing new means nothing to assess. */
  assessed: z.string().optional(),
  /** The message id of the checklist, to edit its ticks. */
  checklistId: z.string().optional(),
})

export const attemptSchema = z.object({
  id: z.string(),
  questionId: z.string(),
  prompt: z.string(),
  /** Practice day it counts for, and the zone and instant (first part sent) that decided it. */
  day,
  zone: z.string(),
  at: instant,
  outcome: z.enum(['answered', 'no-answer', 'revealed', 'skipped']),
  reply: z.string(),
  verdicts: z.array(
    z.object({
      competency: z.string(),
      looksFor: z.string(),
      verdict,
      /** Quoted from the reply. */
      evidence: z.array(z.string()),
      /** The learner's own tick, which wins. */
      tick: z.boolean().optional(),
    }),
  ),
  redLines: z.array(z.object({ text: z.string(), evidence: z.string() })),
  /** The letter or number given to a choice or calculation, and whether it is the key. */
  result: z.object({ right: z.boolean(), evidence: z.string() }).optional(),
  /** The attempt it was to do better than. */
  retryOf: z.string().optional(),
  /** Who judged it where a model was asked: the model, or the local assessor because it failed. */
  by: z.enum(['model', 'local']).optional(),
  /** The reply was the model answer, hardly changed. */
  copied: z.literal(true).optional(),
  /** About how long it takes to say aloud, and how long it may. */
  spoken: z.object({ seconds: z.number(), wanted: z.number() }).optional(),
  /** Which parts of an experience well told were heard. */
  structure: z
    .object({
      situation: z.boolean(),
      task: z.boolean(),
      action: z.boolean(),
      result: z.boolean(),
      figure: z.boolean(),
    })
    .optional(),
})

const ownBank = z.object({
  id: z.string(),
  title: z.string(),
  /** How many questions. */
  questions: z.number().int(),
  /** Its length as JSON, for the quota. */
  size: z.number().int(),
})

/** Documents the learner brought. The banks themselves are in the attachment (see `src/library/shelf.ts`). */
const importsSchema = z.object({
  /** What is being done for it outside this document: begun again after a restart, `tries` times at most. */
  job: z
    .union([
      /** A file is fetched and read. */
      z.object({
        kind: z.literal('read'),
        id: z.string(),
        channel: z.string(),
        file: z.object({ id: z.string(), name: z.string() }),
        tries: z.number().int(),
      }),
      /** The bank on offer is given to everybody, under the id `as`. */
      z.object({ kind: z.literal('share'), id: z.string(), as: z.string(), tries: z.number().int() }),
    ])
    .nullable(),
  /** Read, and waiting for the learner's word. */
  offered: ownBank.extend({ name: z.string() }).nullable(),
  /** The learner's own, seen by nobody else. */
  banks: z.array(ownBank),
})

const tally = z.object({ covered: z.number(), partly: z.number(), missed: z.number() })

const alias = z.object({ channel: z.string(), id: z.string() })
const streak = z.object({
  base: z.object({
    last: day.nullable(),
    current: z.number(),
    longest: z.number(),
    total: z.number(),
    freezes: z.number(),
  }),
  kept: z.array(z.object({ day, at: instant, zone: z.string() })),
})
const calendar = z.object({
  rest: z.array(z.object({ from: day, weekdays: z.array(z.number()) })),
  pauses: z.array(z.object({ from: day, to: day.nullable() })),
  jumped: z.array(day),
  down: z.array(day).optional(),
})
const ledger = z.record(z.string(), tally)

/** What joining another record changed here, to be able to take it out again. */
const broughtSchema = z.object({
  home: chatSchema,
  streak,
  calendar: z.object({ before: calendar, after: calendar }),
  floor: day.nullable(),
  createdAt: instant,
  mock: z.boolean(),
  bookmarks: z.array(z.string()),
  groups: z.array(z.string()),
  sessions: z.array(z.string()),
  attempts: z.array(z.string()),
  attemptCount: z.number().int(),
  answerCount: z.number().int(),
  ledger,
  /** The cards in whose place others came: as they were, and as they became. */
  cards: z.record(z.string(), z.object({ before: cardSchema.nullable(), after: cardSchema })),
})

/** Codes that lead to a document: each is also an alias of it, of the channel `link`, by which it is found. */
export const linkCodesSchema = z.array(
  z.object({ hash: z.string(), kind: z.enum(['once', 'recovery']), until: instant.nullable() }),
)

/** What makes one record of several chats, see `src/link`. */
const linkSchema = z.object({
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
      aliases: z.array(alias),
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
      aliases: z.array(alias),
      brought: broughtSchema,
      undone: z.boolean(),
    }),
  ),
})

export const learnerSchema = z.object({
  schema: z.literal(LEARNER_SCHEMA),
  id: z.string(),
  aliases: z.array(alias),
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
  streak,
  calendar,
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
  ledger,
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
      /** What reads like an answer but came when no question was open: kept until the learner says what it was. */
      /** What was written when a session was over; `session`: the one it may belong to. */
      z.object({ kind: z.literal('unasked'), session: z.string().default(''), parts: z.array(part) }),
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
  /** Questions asked on demand on `day`. */
  /** … answers read by a model, and documents read. */
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
export type Part = z.infer<typeof part>
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
