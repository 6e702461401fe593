import * as z from 'zod'
import { linkCodesSchema } from '../link/schema.ts'
import { chatSchema, choiceSchema, outboxEntrySchema } from '../outbox/schema.ts'
import { questionSchema } from '../questions/schema.ts'
import { emptyCalendar } from '../streak/calendar.ts'

/**
 * A group's document. It holds neither members nor answers: those live in segments beside it (`members-…`, `round-…`),
 * so that an answer costs the same in a group of 5 and of 500.
 */

export const GROUP_SCHEMA = 2

const day = z.iso.date()
const instant = z.number().int()

const roundSchema = z.object({
  /** Counts up within the group; part of links to it. */
  number: z.number().int(),
  questionId: z.string(),
  /** As it was when asked, until the reveal; also the first line of the segment. */
  question: questionSchema.optional(),
  /** `daily`: at the group's hour; `asked`: by /question. */
  kind: z.enum(['daily', 'asked']),
  /** Practice day of the group it counts for. */
  day,
  /** Where it was posted and is revealed. */
  chat: chatSchema,
  revealAt: instant,
  /** `closing`: takes no more answers and is about to be revealed. */
  state: z.enum(['open', 'closing', 'revealed']),
  /** The segment of its answers. */
  segment: z.string(),
  /** Lines written to it so far. */
  lines: z.number().int(),
  /** Ids of its card on the network, newest last; more than one when nobody knew whether it went out. */
  cards: z.array(z.string()),
  /** How many members' answers have been acknowledged in the group. */
  shown: z.number().int(),
  /** When they were last counted, and when they are to be counted next; null: nothing new. */
  countedAt: instant,
  countAt: instant.nullable(),
  /** Until when its answers are kept for those who come for their feedback. */
  keepUntil: instant.nullable(),
})

export const groupSchema = z.object({
  schema: z.literal(GROUP_SCHEMA),
  id: z.string(),
  aliases: z.array(z.object({ channel: z.string(), id: z.string() })),
  createdAt: instant,
  wakeAt: instant.nullable(),
  seen: z.array(z.object({ id: z.string(), at: instant })),
  segments: z.array(z.string()).optional(),
  language: z.enum(['zh', 'en']),
  /** Where the daily question goes. */
  home: chatSchema,
  /**
   * `muted`: the bot may not write; `gone`: it was removed; `lost`: a login has changed its id, and all waits for
   * somebody who leads back to it.
   */
  presence: z.enum(['in', 'muted', 'gone', 'lost']),
  /** Who brought the bot in, or else first changed its settings, where the network names no admins; by their id there. */
  keeper: z.string().nullable().default(null),
  /** What the numbers stand for that a member may type now, where choices are typed. */
  pending: z.array(z.object({ user: z.string(), choices: z.array(choiceSchema), until: instant })).default([]),
  settings: z.object({
    /** Ids of the banks chosen; null: all in the group's language. */
    banks: z.array(z.string()).nullable(),
    zone: z.string(),
    /** Minutes after midnight; null: no daily question. */
    time: z.number().int().min(0).max(1439).nullable(),
    reveal: z.number().int().min(0).max(1439),
    /** Reveal as soon as all active members have answered. */
    early: z.boolean(),
    /** Answers that keep the group's streak; null: worked out from the active members. */
    quorum: z.number().int().nullable(),
    board: z.boolean(),
  }),
  calendar: z.object({
    rest: z.array(z.object({ from: day, weekdays: z.array(z.number()) })),
    pauses: z.array(z.object({ from: day, to: day.nullable() })),
    jumped: z.array(day),
  }),
  /** No practice day before this one begins again (set by a zone change). */
  floor: day.nullable(),
  /** The next daily question; null while there is none. */
  next: z.object({ at: instant, day }).nullable(),
  /** Practice day of the last daily question. */
  lastDay: day.nullable(),
  /** The next board of a week, by its Sunday; and the last week that is settled. */
  week: z.object({ at: instant, day }).nullable().default(null),
  lastWeek: day.nullable().default(null),
  /** Daily questions in a row without any answer; at `SILENT_AFTER` they stop until somebody speaks to the bot. */
  unanswered: z.number().int(),
  rounds: z.array(roundSchema),
  roundCount: z.number().int(),
  /** The segment with the members as they stand; null: none yet. */
  members: z.string().nullable(),
  /** Segments that nothing needs any more, to be dropped. */
  stale: z.array(z.string()),
  /** Days with a revealed round: the latest, and how many there were ever. */
  days: z.array(day),
  dayCount: z.number().int(),
  streak: z.object({
    current: z.number().int(),
    longest: z.number().int(),
    /** How long the first one was when it was broken; absent while it never has been. */
    broken: z.number().int().optional(),
  }),
  /** Members who have been told how to keep an answer private, the latest. */
  told: z.array(z.string()),
  /** Ids of the questions asked here last, newest last. */
  asked: z.array(z.string()),
  /** When questions were asked on demand lately, against floods. */
  askedAt: z.array(instant),
  outbox: z.array(outboxEntrySchema),
  /** What is to happen in the members' own documents (see `effects.ts`). */
  effects: z.array(
    z.object({
      id: z.string(),
      /**
       * `credit`: an answer counts as practice; `reveal`: it gets its card and feedback; `late`: it came too late;
       * `code`: a code that leads to the group is theirs to keep; `moved`: the group has another document.
       */
      kind: z.enum(['credit', 'reveal', 'late', 'code', 'moved']),
      learner: z.string(),
      user: z.string(),
      /** 0 where it is about no round. */
      round: z.number().int(),
      at: instant,
      /** A late answer (others are in the round's segment), the code, or the document that was the group's before. */
      text: z.string().optional(),
    }),
  ),
  link: z
    .object({
      codes: linkCodesSchema,
      /** The group has been told about such codes. */
      offered: z.boolean(),
      /**
       * This document becomes part of the one a code leads to, once nothing is under way here any more. `sealed`: from
       * here on nothing changes in it.
       */
      moving: z
        .object({
          /** The other document remembers it. */
          id: z.string(),
          state: z.enum(['asked', 'sealed']),
          into: z.string(),
          hash: z.string(),
          at: instant,
          /** Who typed the code. */
          user: z.string(),
        })
        .nullable(),
    })
    .default(() => ({ codes: [], offered: false, moving: null })),
  counter: z.number().int(),
})

export type Group = z.infer<typeof groupSchema>
export type Round = z.infer<typeof roundSchema>
export type GroupEffect = Group['effects'][number]

/** Hour of the reveal unless an admin says otherwise: 20:00. */
const REVEAL = 20 * 60

export function newGroup(
  id: string,
  chat: Group['home'],
  defaults: { language: 'zh' | 'en'; zone: string; time: number | null },
  now: number,
): Group {
  return {
    schema: GROUP_SCHEMA,
    id,
    aliases: [{ channel: chat.channel, id: chat.chatId }],
    createdAt: now,
    wakeAt: null,
    seen: [],
    language: defaults.language,
    home: { ...chat },
    presence: 'in',
    keeper: null,
    pending: [],
    settings: {
      banks: null,
      zone: defaults.zone,
      time: defaults.time,
      reveal: REVEAL,
      early: true,
      quorum: null,
      board: true,
    },
    calendar: emptyCalendar(),
    floor: null,
    next: null,
    lastDay: null,
    week: null,
    lastWeek: null,
    unanswered: 0,
    rounds: [],
    roundCount: 0,
    members: null,
    stale: [],
    days: [],
    dayCount: 0,
    streak: { current: 0, longest: 0 },
    told: [],
    asked: [],
    askedAt: [],
    outbox: [],
    effects: [],
    link: { codes: [], offered: false, moving: null },
    counter: 0,
  }
}

/** Version 1 knew questions on demand only: those groups get no daily question until an admin sets an hour. */
export function migrateGroup(old: Record<string, unknown>): Record<string, unknown> {
  const { id, aliases, createdAt, wakeAt, seen, language, asked, askedAt, outbox, counter } = old as unknown as Group
  const latest = aliases.at(-1)
  const chat = { channel: latest?.channel ?? '', chatId: latest?.id ?? '', kind: 'group' as const }
  const zone = language === 'zh' ? 'Asia/Shanghai' : 'UTC'
  const fresh = newGroup(id, chat, { language, zone, time: null }, createdAt)
  return { ...fresh, aliases, wakeAt, seen, asked, askedAt, outbox, counter }
}
