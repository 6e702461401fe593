import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Node } from 'yaml'
import type * as z from 'zod'
import { type Bank, bankSchema, type Competency, competenciesSchema, type Question } from './schema.ts'

/** A mistake in a content file, said so that its author can mend it. */
export interface ContentProblem {
  file: string
  line: number
  message: string
}

export class ContentError extends Error {
  override readonly name = 'ContentError'
  readonly problems: ContentProblem[]

  constructor(problems: ContentProblem[]) {
    super(
      `The question banks have ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:\n${problems
        .map((problem) => `  ${problem.file}:${problem.line} ${problem.message}`)
        .join('\n')}`,
    )
    this.problems = problems
  }
}

/** A bank with where it stands. */
export interface BankFile {
  path: string
  bank: Bank
  lineOf(path: PropertyKey[]): number
}

/** All banks loaded, with what practice asks of them. Immutable. */
export class QuestionBanks {
  readonly banks: readonly Bank[]
  readonly competencies: ReadonlyMap<string, Competency>
  readonly #byId = new Map<string, { question: Question; bank: Bank }>()

  constructor(banks: Bank[], competencies: Competency[]) {
    this.banks = banks
    this.competencies = new Map(competencies.map((competency) => [competency.id, competency]))
    for (const bank of banks) for (const question of bank.questions) this.#byId.set(question.id, { question, bank })
  }

  /** These and a learner's own. */
  with(own: readonly Bank[]): QuestionBanks {
    return own.length === 0 ? this : new QuestionBanks([...this.banks, ...own], [...this.competencies.values()])
  }

  get size(): number {
    return this.#byId.size
  }

  find(questionId: string): Question | undefined {
    return this.#byId.get(questionId)?.question
  }

  /** The banks practised from: the ones chosen that exist, else all in the language, else all there are. */
  chosen(chosen: readonly string[] | null, language: string): readonly Bank[] {
    const wanted = chosen === null ? [] : this.banks.filter((bank) => chosen.includes(bank.id))
    if (wanted.length > 0) return wanted
    const spoken = this.banks.filter((bank) => bank.language === language)
    return spoken.length > 0 ? spoken : this.banks
  }

  /** A competency's name in a language; its id where the list lacks it. */
  competencyName(id: string, language: 'zh' | 'en'): string {
    return this.competencies.get(id)?.name[language] ?? id
  }
}

/**
 * Loads every bank (`*.yaml`) of the folders, and `competencies.yaml` of the first; folders that do not exist have none.
 * @throws ContentError naming file, line, what is wrong and what is expected, for all mistakes at once
 */
export function loadBanks(...folders: string[]): QuestionBanks {
  const { files, competencies } = readBanks(...folders)
  return new QuestionBanks(
    files.map((file) => file.bank),
    competencies,
  )
}

/** The same with each bank's file. @throws ContentError */
export function readBanks(...folders: string[]): { files: BankFile[]; competencies: Competency[] } {
  const problems: ContentProblem[] = []
  const paths = folders.flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((file) => /\.ya?ml$/.test(file) && file !== 'competencies.yaml')
          .sort()
          .map((file) => join(folder, file))
      : [],
  )
  const list = join(folders[0] ?? '', 'competencies.yaml')
  const competencies = existsSync(list) ? readContent(list, competenciesSchema, problems)?.data.competencies : undefined
  const known = new Set(competencies?.map((competency) => competency.id))
  const files: BankFile[] = []
  const seen = new Map<string, string>()
  for (const path of paths) {
    const content = readContent(path, bankSchema, problems)
    if (content === undefined) continue
    const { data: bank, lineOf } = content
    files.push({ path, bank, lineOf })
    for (const [index, question] of bank.questions.entries()) {
      const at = (...rest: (string | number)[]) => lineOf(['questions', index, ...rest])
      const earlier = seen.get(question.id)
      if (earlier !== undefined)
        problems.push({
          file: path,
          line: at('id'),
          message: `question id "${question.id}" is already used in ${earlier}; give it another`,
        })
      seen.set(question.id, path)
      if (!bank.categories.includes(question.category))
        problems.push({
          file: path,
          line: at('category'),
          message: `category "${question.category}" is not one of the bank's: ${bank.categories.join(', ')}`,
        })
      for (const [point, { competency }] of question.examPoints.entries())
        if (competencies !== undefined && question.origin === 'built-in' && !known.has(competency))
          problems.push({
            file: path,
            line: at('examPoints', point, 'competency'),
            message: `competency "${competency}" is not in competencies.yaml`,
          })
    }
  }
  if (problems.length > 0) throw new ContentError(problems)
  return { files, competencies: competencies ?? [] }
}

/** Reads a file quickly; only a mistake costs the reader that knows lines. */
function readContent<S extends z.ZodType>(
  file: string,
  schema: S,
  problems: ContentProblem[],
): { data: z.infer<S>; lineOf: (path: PropertyKey[]) => number } | undefined {
  const source = readFileSync(file, 'utf8')
  // Loaded only where a file is read: most starts find the banks as they were.
  const { CORE_SCHEMA, load } = require('js-yaml') as typeof import('js-yaml')
  let raw: unknown
  try {
    raw = load(source, { schema: CORE_SCHEMA })
  } catch {
    problems.push(...locate(source).errors.map((error) => ({ file, ...error })))
    return undefined
  }
  const result = schema.safeParse(raw)
  const lineOf = (path: PropertyKey[]) => locate(source).lineOf(path)
  if (result.success) return { data: result.data, lineOf }
  for (const issue of result.error.issues)
    problems.push({
      file,
      line: lineOf(issue.path),
      message: `${issue.path.join('.') || 'the file'}: ${issue.message}`,
    })
  return undefined
}

const require = createRequire(import.meta.url)

/** Where things stand in a YAML text. Ten times slower than reading it, and its library is loaded only now. */
function locate(source: string): {
  errors: { line: number; message: string }[]
  lineOf: (path: PropertyKey[]) => number
} {
  const { isMap, isScalar, isSeq, LineCounter, parseDocument } = require('yaml') as typeof import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line
  /** The node at a path, or the nearest one above it (a missing key is reported at its parent). */
  const nodeAt = (path: PropertyKey[]): Node | null => {
    let node: Node | null = document.contents
    for (const key of path) {
      const next: unknown = isMap(node)
        ? node.items.find((item) => isScalar(item.key) && item.key.value === key)?.value
        : isSeq(node)
          ? node.items[Number(key)]
          : undefined
      if (next === undefined || next === null) return node
      node = next as Node
    }
    return node
  }
  const errors = document.errors.map((error) => ({
    line: lineAt(error.pos[0]),
    message: `not valid YAML: ${error.message}`,
  }))
  return {
    errors: errors.length > 0 ? errors : [{ line: 1, message: 'not valid YAML' }],
    lineOf: (path) => lineAt(nodeAt(path)?.range?.[0] ?? 0),
  }
}
