import { shorten } from '../../text/shorten.ts'
import { textOf } from '../../text/text.ts'
import type { QuestionBanks } from '../bank.ts'
import type { Bank, Competency, Question } from '../schema.ts'
import { deriveCues } from './cues.ts'
import type { Imported } from './read.ts'
import { withoutReadings } from './readings.ts'
import type { ImportedQuestion } from './result.ts'

/** A name of an exam point must fit a button's data. */
const LONGEST_NAME = 16
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

/** The import with its file's name for a title, where the document has none. */
export function titled(imported: Imported, file: string): Imported {
  const name = shorten(file.replace(/\.[^.]+$/, '').trim(), LONGEST_TITLE)
  return { ...imported, title: imported.title?.trim() ? shorten(imported.title.trim(), LONGEST_TITLE) : name || null }
}

/**
 * The bank under another id, its questions numbered by it. Those that `previous`, which it replaces, asks in the same
 * words keep the ids they have there: what learners know of them stays with them.
 */
export function withId(bank: Bank, id: string, previous?: Bank): Bank {
  const known = new Map(previous?.questions.map((question) => [bare(question.prompt), question.id]))
  const taken = new Set(known.values())
  let last = 0
  const free = () => {
    do last += 1
    while (taken.has(`${id}-${last}`))
    return `${id}-${last}`
  }
  const questions = bank.questions.map((question) => {
    const key = bare(question.prompt)
    const kept = known.get(key)
    known.delete(key)
    return { ...question, id: kept ?? free() }
  })
  return { ...bank, id, questions }
}

/** The imported bank that `bank` is a new version of: at least half of its questions are asked again. */
export function earlierVersion(bank: Bank, banks: readonly Bank[]): Bank | undefined {
  const prompts = new Set(bank.questions.map((question) => bare(question.prompt)))
  return banks.find(({ questions }) => {
    const again = questions.filter((question) => prompts.has(bare(question.prompt))).length
    return questions.every((question) => question.origin === 'imported') && again * 2 >= questions.length
  })
}

/** An id for everybody's banks, made from the wish (a file's name) and unlike every one there is. */
export function freeId(wish: string, banks: QuestionBanks): string {
  const plain = wish
    .replace(/\.[^.]+$/, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
    .replace(/-$/, '')
  // A learner's own banks are numbered so.
  const base = plain === '' || /^own(-|$)/.test(plain) ? 'imported' : plain.length === 1 ? `bank-${plain}` : plain
  let id = base
  for (let n = 2; banks.banks.some((bank) => bank.id === id); n++) id = `${base}-${n}`
  return id
}

/** What makes two prompts the same question: their letters and digits. */
function bare(prompt: string): string {
  return prompt
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
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
    .slice(0, 8)
  const points = names.length > 0 ? [...new Set(names)] : [t.keyPoints]
  const derived = deriveCues(points, question.prompt, [
    question.answer,
    question.criteria.join('\n'),
    question.analysis,
  ])
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
    examPoints: points.map((name, index) => ({
      competency: known.get(name) ?? known.get(name.toLowerCase()) ?? name,
      looksFor: t.looksFor(name),
      cues: derived[index]?.cues ?? [name],
      need: derived[index]?.need ?? 1,
    })),
    criteria: question.criteria.length > 0 ? question.criteria : [t.noCriteria],
    redLines: [],
    followUps: question.followUps,
    origin: 'imported',
    sources: [],
  }
}
