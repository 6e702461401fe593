import type { Imported } from '../../../src/questions/import/read.ts'
import type { ImportedQuestion } from '../../../src/questions/import/result.ts'

/** What a fixture says a document should be read as. */
export interface ExpectedReading {
  questions: ExpectedQuestion[]
  title?: string
  /** `line code` each, in order. */
  warnings?: string[]
  /** First line of each stretch of text in no question. */
  leftOut?: number[]
}

export type ExpectedQuestion = Partial<Omit<ImportedQuestion, 'examPoints'>> & { prompt: string; examPoints?: string[] }

/** The expectation with everything it does not name empty. */
export function expectedQuestions({ questions }: Pick<ExpectedReading, 'questions'>): ImportedQuestion[] {
  return questions.map(({ examPoints = [], ...question }) => ({
    number: null,
    category: null,
    points: null,
    minutes: null,
    kind: 'open',
    options: null,
    answer: null,
    analysis: null,
    criteria: [],
    followUps: [],
    complete: true,
    ...question,
    examPoints: examPoints.map((name) => ({ name })),
  }))
}

/** The warnings of an import, those about text left out apart from the rest. */
export function notices({ warnings }: Pick<Imported, 'warnings'>): { warnings: string[]; leftOut: number[] } {
  return {
    warnings: warnings.filter(({ code }) => code !== 'left-out').map(({ line, code }) => `${line} ${code}`),
    leftOut: warnings.filter(({ code }) => code === 'left-out').map(({ line }) => line),
  }
}
