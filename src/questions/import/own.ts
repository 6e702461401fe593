import { isMap, LineCounter, parseDocument } from 'yaml'
import { type Bank, bankSchema } from '../schema.ts'
import { ImportError, type ImportResult } from './result.ts'

/**
 * The bot's own bank, sent as a file: everything in it is kept, cues and red lines too, but its questions count as
 * imported whatever they say of themselves.
 * @throws ImportError `bad-yaml` with the first mistake, its line first
 */
export function readOwnBank(text: string): ImportResult & { bank: Bank } {
  const lines = new LineCounter()
  let data: unknown
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, maxAliasCount: 100 } as never)
    const [error] = document.errors
    if (error) throw new ImportError('bad-yaml', `${lines.linePos(error.pos[0]).line}: ${error.message.split('\n')[0]}`)
    if (!isMap(document.contents)) throw new ImportError('bad-yaml', '1: not a question bank')
    data = document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    if (error instanceof ImportError) throw error
    // Aliases that unfold without end, or nesting without end.
    throw new ImportError('too-deep')
  }
  const parsed = bankSchema.safeParse(data)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ImportError('bad-yaml', `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? ''}`)
  }
  const bank: Bank = {
    ...parsed.data,
    questions: parsed.data.questions.map((question) => ({ ...question, origin: 'imported' })),
  }
  return {
    bank,
    title: bank.title,
    language: bank.language,
    warnings: [],
    questions: bank.questions.map((question) => ({
      number: null,
      prompt: question.prompt,
      category: question.category,
      points: question.points ?? null,
      minutes: question.minutes,
      kind: question.kind === 'choice' ? 'choice' : 'open',
      options: question.options ?? null,
      answer: question.kind === 'choice' ? (question.key ?? question.modelAnswer) : question.modelAnswer,
      analysis: question.analysis,
      examPoints: question.examPoints.map(({ competency }) => ({ name: competency })),
      criteria: question.criteria,
      followUps: question.followUps,
      complete: true,
    })),
  }
}
