import { shorten } from '../../text/shorten.ts'
import { textOf } from '../../text/text.ts'
import { type Bank, bankSchema, type Competency, type Question } from '../schema.ts'
import { deriveCues } from './cues.ts'
import type { Imported } from './read.ts'
import { withoutReadings } from './readings.ts'
import type { ImportedQuestion, ImportWarning } from './result.ts'
import { withId } from './version.ts'

/** A name of an exam point must fit a button's data. */
const LONGEST_NAME = 16
/** Of a sentence of the document that shows what a point is about. */
const LONGEST_EXAMPLE = 60
/** Names a question takes over: with the points of its answer as many as a question may have. */
const MOST_NAMES = 7
/** A title must fit a button, whole. */
const LONGEST_TITLE = 40

/**
 * An import as a bank that can be practised at once: what the document lacks is said so, cues are derived, exam points
 * that are competencies of ours are counted as such. A bank of our own keeps everything but its id.
 */
export function toBank(imported: Imported, id: string, competencies: Iterable<Competency>): Bank {
  const t = textOf(imported.language).imports
  if (imported.bank !== undefined) return withId(imported.bank, id)
  const known = new Map(
    [...competencies].flatMap((competency) => [
      [competency.name.zh, competency.id],
      [competency.name.en.toLowerCase(), competency.id],
    ]),
  )
  const questions = imported.questions.map((question, index) => toQuestion(question, `${id}-${index + 1}`, known, t))
  return {
    id,
    language: imported.language,
    title: imported.title ?? t.title,
    description: t.description(questions.length),
    categories: [...new Set(questions.map((question) => question.category))],
    questions,
  }
}

/** A document as a bank that can be practised at once, with what its reader should know. */
export interface BankRead {
  /** Valid, under an id that stands for any other. */
  bank: Bank
  /** Questions the document breaks off in. */
  cutOff: number
  warnings: ImportWarning[]
  /** Length of the bank as JSON. */
  size: number
}

/** Checked as it will be when it is loaded, so that nothing is ever offered that would not load. @throws ZodError */
export function bankOf(imported: Imported, file: string, competencies: Iterable<Competency>): BankRead {
  const bank = bankSchema.parse(toBank(titled(imported, file), 'imported', competencies))
  const cutOff = imported.questions.filter((question) => !question.complete).length
  return { bank, cutOff, warnings: imported.warnings, size: JSON.stringify(bank).length }
}

/** The import with its file's name for a title, where the document has none. */
export function titled(imported: Imported, file: string): Imported {
  const name = shorten(file.replace(/\.[^.]+$/, '').trim(), LONGEST_TITLE)
  return { ...imported, title: imported.title?.trim() ? shorten(imported.title.trim(), LONGEST_TITLE) : name || null }
}

function toQuestion(
  question: ImportedQuestion,
  id: string,
  known: ReadonlyMap<string, string>,
  t: ReturnType<typeof textOf>['imports'],
): Question {
  const names = question.examPoints
    .map(({ name }) => shorten(name.trim(), LONGEST_NAME))
    .filter((name) => name !== '')
    .slice(0, MOST_NAMES)
  const points = examPointsOf(question, [...new Set(names)], t)
  const key =
    question.kind === 'choice' ? /^[A-H]{1,8}/.exec(question.answer?.trim().toUpperCase() ?? '')?.[0] : undefined
  return {
    id,
    category: question.category ?? t.category,
    kind: key !== undefined && question.options !== null ? 'choice' : 'open',
    prompt: withoutReadings(question.prompt),
    ...(question.points !== null && { points: question.points }),
    minutes: question.minutes ?? 2,
    level: 'intermediate',
    tags: [],
    ...(key !== undefined && question.options !== null && { options: question.options.slice(0, 8), key }),
    hint: names.length > 0 ? t.hint(names.join(' / ')) : t.hintPlain,
    modelAnswer: withoutReadings(question.answer ?? t.noAnswer) + (question.complete ? '' : `\n${t.cutOff}`),
    analysis: withoutReadings(question.analysis ?? t.noAnalysis),
    examPoints: points.map(({ name, ...point }) => ({
      competency: known.get(name) ?? known.get(name.toLowerCase()) ?? name,
      ...point,
    })),
    criteria: question.criteria.length > 0 ? question.criteria : [t.noCriteria],
    redLines: [],
    followUps: question.followUps,
    origin: 'imported',
    sources: [],
  }
}

/**
 * The document's exam points and, where its answer says more than their names tell, the points of the answer itself:
 * a document seldom tells which sentence shows which.
 */
function examPointsOf(
  question: ImportedQuestion,
  names: string[],
  t: ReturnType<typeof textOf>['imports'],
): { name: string; looksFor: string; cues: string[]; need: number }[] {
  const sources = [question.answer, question.criteria.join('\n'), question.analysis]
  const { points, rest } = deriveCues(names, question.prompt, sources)
  const named = names.map((name, index) => {
    const { cues = [], need = 1, example } = points[index] ?? {}
    return {
      name,
      looksFor: example === undefined ? t.looksForUnsaid : t.looksFor(shorten(example, LONGEST_EXAMPLE)),
      cues,
      need,
    }
  })
  if (rest === undefined && named.length > 0) return named
  const { cues = [], need = 1 } = rest ?? {}
  const looksFor = rest === undefined ? t.looksForUnsaid : named.length > 0 ? t.looksForAnswer : t.looksForAll
  return [...named, { name: t.keyPoints, looksFor, cues, need }]
}
