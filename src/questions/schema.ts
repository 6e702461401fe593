import * as z from 'zod'

/** Form of the banks in `content/` and of the list of competencies. Errors name the field and what is expected. */

const text = z.string().trim().min(1)
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{1,47}$/, 'lower-case letters, digits and hyphens, 2 to 48 characters')
const date = z.iso.date()

export const competencySchema = z.strictObject({
  id,
  name: z.strictObject({ zh: text, en: text }),
  /** What a strong answer shows, one sentence for the learner. */
  shows: z.strictObject({ zh: text, en: text }),
  /** How to train it, one sentence. */
  train: z.strictObject({ zh: text, en: text }),
})

export const competenciesSchema = z.strictObject({ competencies: z.array(competencySchema).min(1) })

/**
 * One idea, as the ways a learner may put it: alternatives divided by `|`; `…` inside one stands for any words
 * within the same sentence ("先…再"). Latin alternatives match from the start of a word ("listen" finds "listening").
 */
const cue = text

const examPoint = z.strictObject({
  /** Id in `competencies.yaml`; in an imported question also a name of the document's own. */
  competency: text,
  /** What the interviewer listens for here, in the learner's language, said to the learner. */
  looksFor: text,
  /** None in an imported question whose document does not say what shows the point: the learner judges. */
  cues: z.array(cue),
  /** How many different ideas make the point covered; one less than that, but at least one, is partly. */
  need: z.int().min(1).default(2),
})

export const questionSchema = z
  .strictObject({
    id,
    category: text,
    kind: z.enum(['open', 'choice', 'calculation']).default('open'),
    prompt: text,
    /** Points in the exam it prepares for. */
    points: z.number().positive().optional(),
    /** Minutes one may speak. */
    minutes: z.number().positive().max(30).default(2),
    level: z.enum(['basic', 'intermediate', 'advanced']).default('intermediate'),
    tags: z.array(text).default([]),
    /** For `choice`: the options, lettered A, B, C … in this order. */
    options: z.array(text).min(2).max(8).optional(),
    /** For `choice` the letter(s) ("B", "ACD"), for `calculation` the result ("4.35%", "12,000"). */
    key: text.optional(),
    hint: text,
    modelAnswer: text,
    /** 解析: why this answer works. */
    analysis: text,
    examPoints: z.array(examPoint).min(1).max(8),
    /** 评分标准: what earns the points. */
    criteria: z.array(text).min(1),
    /** Saying this fails the question outright. `cues` as in exam points. */
    redLines: z.array(z.strictObject({ text, cues: z.array(cue).min(1) })).default([]),
    followUps: z.array(text).default([]),
    /** `imported` is shown as unchecked, until an author has gone over the question and writes `reviewed`. */
    origin: z.enum(['built-in', 'imported', 'reviewed']).default('built-in'),
    /** Where its facts stand: laws, rules, official pages; required wherever it states a rule, rate or law. */
    sources: z.array(z.strictObject({ title: text, url: z.url().optional() })).default([]),
    /** The day the facts were last checked. */
    reviewed: date.optional(),
  })
  .superRefine((question, context) => {
    const fail = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (question.kind === 'choice' && !question.options) fail('options', 'a choice question needs its options')
    if (question.kind !== 'choice' && question.options)
      fail('options', `only a choice question has options, this one is ${question.kind}`)
    if (question.origin === 'built-in' && question.examPoints.some(({ cues }) => cues.length === 0))
      fail('examPoints', 'each needs cues: the ideas to listen for')
    if (question.kind !== 'open' && !question.key) fail('key', `a ${question.kind} question needs its key`)
    if (question.sources.length > 0 && !question.reviewed)
      fail('reviewed', 'a question with sources needs the day they were checked, for example 2026-11-01')
  })

export const bankSchema = z.strictObject({
  id,
  language: z.enum(['zh', 'en']),
  title: text,
  description: text,
  /** Sections in the order of the exam; every question's category is one of them. */
  categories: z.array(text).min(1),
  questions: z.array(questionSchema).min(1),
})

export type Competency = z.infer<typeof competencySchema>
export type Question = z.infer<typeof questionSchema>
export type Bank = z.infer<typeof bankSchema>
