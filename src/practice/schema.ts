import * as z from 'zod'
import { questionSchema } from '../questions/schema.ts'

/** Practice as a learner's document keeps it: cards, sessions, attempts, and the ledger of competencies. */

const day = z.iso.date()
const instant = z.number().int()
const verdict = z.enum(['covered', 'partly', 'missed', 'unjudged'])

export const cardSchema = z.object({
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
export const partSchema = z.object({ messageId: z.string(), text: z.string(), at: instant })

export const sessionSchema = z.object({
  id: z.string(),
  questionId: z.string(),
  /** As it was when asked, so that a reloaded bank changes nothing under way; gone once the answer cannot change. */
  question: questionSchema.optional(),
  askedAt: instant,
  state: z.enum(['asked', 'drafting', 'closed']),
  /** The reply so far, in the order sent. */
  parts: z.array(partSchema),
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

const tally = z.object({ covered: z.number(), partly: z.number(), missed: z.number() })

/** Verdicts a competency. */
export const ledgerSchema = z.record(z.string(), tally)
