import type { QuestionBanks } from '../bank.ts'
import type { Bank } from '../schema.ts'

/** Which bank a document becomes: a new one, or a new version of one there is. */

/**
 * The bank under another id, its questions numbered by it. Those that `previous`, which it replaces, asks in the same
 * words keep the ids they have there, so that what learners know of them stays with them; and an author's work on them
 * is not undone: what was reviewed stays as it is.
 */
export function withId(bank: Bank, id: string, previous?: Bank): Bank {
  const known = new Map(previous?.questions.map((question) => [bare(question.prompt), question]))
  const taken = new Set(previous?.questions.map((question) => question.id))
  let last = 0
  const free = () => {
    do last += 1
    while (taken.has(`${id}-${last}`))
    return `${id}-${last}`
  }
  const questions = bank.questions.map((question) => {
    const key = bare(question.prompt)
    const before = known.get(key)
    known.delete(key)
    return before?.origin === 'reviewed' ? before : { ...question, id: before?.id ?? free() }
  })
  // Categories only reviewed questions still have.
  const categories = [...new Set([...bank.categories, ...questions.map((question) => question.category)])]
  return { ...bank, id, categories, questions }
}

/** The imported bank that `bank` is a new version of: at least half of its questions are asked again. */
export function earlierVersion(bank: Bank, banks: readonly Bank[]): Bank | undefined {
  const prompts = new Set(bank.questions.map((question) => bare(question.prompt)))
  return banks.find(({ questions }) => {
    const again = questions.filter((question) => prompts.has(bare(question.prompt))).length
    return questions.every((question) => question.origin !== 'built-in') && again * 2 >= questions.length
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
