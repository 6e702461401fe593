/** What an import hands over, and what it says when it cannot. */

/** One question as the document has it: text without Markdown emphasis, labels and numbers. */
export interface ImportedQuestion {
  /** As printed; null where the document does not number its questions. */
  number: number | null
  prompt: string
  /** Title of its section, without number and remarks. */
  category: string | null
  points: number | null
  minutes: number | null
  kind: 'open' | 'choice'
  /** Of a choice question, in order, without their letters. */
  options: string[] | null
  answer: string | null
  analysis: string | null
  examPoints: { name: string }[]
  criteria: string[]
  followUps: string[]
  /** False when the document breaks off inside it. */
  complete: boolean
}

/** Something a person should look at. `line` counts from 1 in the text as decoded (rows in a table). */
export type ImportWarning = { line: number } & (
  | { code: 'cut-off'; prompt: string }
  | { code: 'no-answer'; prompt: string }
  | { code: 'maybe-question'; text: string }
  | { code: 'not-a-question'; text: string }
  | { code: 'missing-number'; number: number }
  | { code: 'answer-without-question'; number: number; text: string }
  | { code: 'other-sheet'; text: string }
  | { code: 'left-out'; lines: number; characters: number; text: string }
)

export interface ImportResult {
  questions: ImportedQuestion[]
  /** In the order of the document. Text that is in no question is here too, as `left-out`. */
  warnings: ImportWarning[]
  /** The document's own title, where it has one. */
  title: string | null
  language: 'zh' | 'en'
}

/** Why a file is refused; the words are in `src/text` (`imports.refused`). */
export type RefusalCode =
  | 'empty'
  | 'too-large'
  | 'too-much-text'
  | 'unpacks-too-large'
  | 'too-many-questions'
  | 'unsupported'
  | 'old-word'
  | 'pdf'
  | 'binary'
  | 'encrypted'
  | 'broken'
  | 'dtd'
  | 'too-deep'
  | 'too-slow'
  | 'bad-yaml'
  | 'no-questions'

/** The file cannot be imported. `detail` is what the sentence mentions (an extension, a limit), never file content. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
  readonly code: RefusalCode
  readonly detail: string

  constructor(code: RefusalCode, detail = '') {
    super(detail === '' ? code : `${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}

/** Bounds that keep a hostile file from costing more than seconds and a bounded memory. */
export const LIMITS = {
  /** Of the file itself; the Bot API hands over no more. */
  bytes: 20 * 2 ** 20,
  /** Of a packed file, unpacked. */
  unpacked: 64 * 2 ** 20,
  /** Of one XML part in it. */
  part: 24 * 2 ** 20,
  entries: 4000,
  /** Characters of text after decoding. */
  characters: 3_000_000,
  /** Of one line: whole documents on a line are read, not whole libraries. */
  line: 200_000,
  /** Lines, those counted that were cut from one. */
  lines: 100_000,
  questions: 2000,
  /** Rows of a table, over all sheets. */
  rows: 20_000,
  /** Of the whole import. */
  milliseconds: 20_000,
  /** Of the thread it runs in. */
  megabytes: 768,
} as const
