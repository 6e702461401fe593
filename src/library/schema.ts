import * as z from 'zod'

const ownBank = z.object({
  id: z.string(),
  title: z.string(),
  /** How many questions. */
  questions: z.number().int(),
  /** Its length as JSON, for the quota. */
  size: z.number().int(),
})

/** Documents the learner brought. The banks themselves are in the attachment (see `src/library/shelf.ts`). */
export const importsSchema = z.object({
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
