import { bareWords, type Draft, sameWords } from './assemble.ts'
import { short } from './document.ts'
import { ImportError, type ImportedQuestion, type ImportWarning, LIMITS } from './result.ts'
import type { Read } from './roles.ts'

interface Rest {
  tableQuestions: { question: ImportedQuestion; line: number }[]
  rejected: Read[]
  warnings: ImportWarning[]
  /** Lines in no question. */
  left: Read[]
  /** Remarks no question keeps (`难度：中等`), mostly one of a kind in each: warned of once. */
  remarks: Read[]
}

/** Last stage: what is no question is taken out, what breaks off is marked, what was not used is listed. */
export function validate(
  drafts: Draft[],
  { tableQuestions, rejected, warnings: earlier, left, remarks }: Rest,
): { questions: ImportedQuestion[]; warnings: ImportWarning[] } {
  const warnings = [...earlier]
  const back: Read[] = []
  const kept = withoutRelated(withoutRepeats(drafts, back), back).filter((draft) => {
    if (!oddOneOut(draft, drafts)) return true
    warnings.push({ line: draft.start.at, code: 'not-a-question', text: short(draft.question.prompt) })
    back.push(draft.start, ...draft.lines)
    return false
  })
  const categories = new Set(kept.map((draft) => draft.question.category))
  for (const { section } of drafts) if (section && !categories.has(section.title)) back.push(section.line)
  const last = kept.at(-1)
  for (const draft of kept)
    if (breaksOff(draft, kept, draft === last)) {
      draft.question.complete = false
      warnings.push({ line: draft.last?.at ?? draft.start.at, code: 'cut-off', prompt: short(draft.question.prompt) })
    }
  const answered = kept.filter((draft) => draft.question.answer !== null).length
  for (const draft of kept)
    if (draft.question.answer === null && answered > 0 && draft.question.complete)
      warnings.push({ line: draft.start.at, code: 'no-answer', prompt: short(draft.question.prompt) })
  const missing = missingNumbers(kept)
  for (const line of rejected)
    if (line.asks === 2) warnings.push({ line: line.at, code: 'maybe-question', text: short(line.text) })
  const unused = [leftOut([...new Set([...left, ...back])], 3), leftOut(remarks, Number.POSITIVE_INFINITY)].flat()
  const questions = [...kept.map((draft) => draft.question), ...tableQuestions.map(({ question }) => question)]
  if (questions.length > LIMITS.questions) throw new ImportError('too-many-questions', String(LIMITS.questions))
  return { questions, warnings: [...warnings, ...missing, ...unused].sort((a, b) => a.line - b.line) }
}

/**
 * A table of contents lists every question before it is asked, and an answer part may ask it again: of two with the
 * same words where the first says nothing else, the second is the question. It takes what only the first had.
 */
function withoutRepeats(drafts: Draft[], back: Read[]): Draft[] {
  const kept: Draft[] = []
  const full = drafts.filter((draft) => !isEmpty(draft))
  const words = new Map(drafts.map((draft) => [draft, bareWords(draft.question.prompt)]))
  let passed = 0
  for (const draft of drafts) {
    if (draft === full[passed]) passed++
    const own = words.get(draft) ?? ''
    const later = isEmpty(draft)
      ? full.find((other, at) => at >= passed && sameWords(words.get(other) ?? '', own))
      : undefined
    if (later === undefined) {
      kept.push(draft)
      continue
    }
    const { question } = later
    question.category ??= draft.question.category
    question.points ??= draft.question.points
    question.minutes ??= draft.question.minutes
    question.options ??= draft.question.options
    if (draft.question.kind === 'choice') question.kind = 'choice'
    // What it says beyond its twin is in no question.
    const taken = question.options === draft.question.options ? draft.lines.filter((line) => line.option) : []
    back.push(draft.start, ...draft.lines.filter((line) => !taken.includes(line)))
  }
  return kept
}

/** What a site lists behind the document (`相关文档`) may ask too, but nothing answers it. */
function withoutRelated(drafts: Draft[], back: Read[]): Draft[] {
  const end = drafts.findIndex((draft) => draft.cutBy === 'tail') + 1
  const [document, behind] = [drafts.slice(0, end), drafts.slice(end)]
  const answered = document.filter((draft) => !isEmpty(draft))
  const asksOnly = behind.every((draft) => isEmpty(draft) && draft.question.options === null)
  if (answered.length < 2 || answered.length < document.length / 2 || !asksOnly) return drafts
  for (const draft of behind) back.push(draft.start, ...draft.lines)
  return document
}

function isEmpty({ question }: Draft): boolean {
  return (
    question.answer === null &&
    question.analysis === null &&
    question.examPoints.length === 0 &&
    question.criteria.length === 0 &&
    question.followUps.length === 0
  )
}

/** Numbered like the questions but none: `4、相关题目` over a table, where all others have labelled parts. */
function oddOneOut(draft: Draft, drafts: Draft[]): boolean {
  if (draft.start.asks > 0 || draft.question.kind === 'choice') return false
  const labelled = [draft.start, ...draft.lines].some((line) => line.label && line.label.role !== 'meta')
  if (labelled || draft.question.prompt === '') return draft.question.prompt === '' && isEmpty(draft)
  const others = drafts.filter((other) => other !== draft)
  const typical = others.filter((other) => other.start.asks > 0 && other.lines.some((line) => line.label))
  const tableOnly = draft.lines.length > 0 && draft.lines.every((line) => line.table)
  return (
    (tableOnly && others.length > 0) ||
    (draft.start.heading > 0 && others.length >= 2 && typical.length === others.length)
  )
}

const terminal = /[。.!?…;:）)\]」』”"'’`~*✓✅❌]$|(?:\p{Extended_Pictographic}|\ufe0f)$/u
const hanging =
  /[,，、:：(（“「《\-—]$|(?:[,，。;；]\s?|^)(?:因为|所以|但是|而且|并且|以及|例如|比如|包括|同时|最后|其次|如|和|与|及|或|并|而|且|the|and|or|of|to|with|a|an|in|for)$/i

/**
 * Whether the document ends inside a question. Signs add up: a bracket left open, a comma or colon at the end, a
 * sentence without its full stop where others have theirs, parts missing that the others have, a paywall behind it.
 */
function breaksOff(draft: Draft, drafts: Draft[], last: boolean): boolean {
  const line = draft.last ?? draft.start
  const text = line.text.trim()
  if (/\ufffd$/.test(text)) return true
  if (draft.cutBy === undefined && !last) return false
  let signs = draft.cutBy === 'paywall' ? 2 : 0
  const end = line.code ? '' : line.key.trim()
  const listed = line.bullet || line.table || line.code || line.option !== undefined
  if (!line.code && openBracket(text)) signs += 3
  const letters = draft.question.kind === 'choice' && /^[a-h]{1,6}$/.test(end)
  if (!line.code && !line.table && !letters && (hanging.test(end) || (/[:：]$/.test(end) && draft.lines.length > 0)))
    signs += 3
  const others = drafts.filter((other) => other !== draft)
  const written = others.map((other) => other.last ?? other.start).filter((one) => !one.code && !one.table)
  const prose = written.filter((one) => !one.bullet)
  const ends = prose.length > 0 ? prose : written
  const proper = ends.filter((one) => terminal.test(one.key.trim())).length
  if (
    !listed &&
    end !== '' &&
    !terminal.test(end) &&
    draft.question.kind === 'open' &&
    (ends.length === 0 ? end.length > 24 : proper >= ends.length * 0.75)
  )
    // Where four others end properly to the last, the fifth would too.
    signs += proper === ends.length && ends.length >= 4 && end.length > 8 ? 3 : 2
  // `C.仅统计…` is the last there is, where every other has four and its answer.
  const { kind, options } = draft.question
  const few = others
    .filter((other) => other.question.kind === 'choice')
    .map((other) => other.question.options?.length ?? 0)
  if (kind === 'choice' && few.length > 0 && (options?.length ?? 0) < Math.min(...few)) signs += 3
  const missing = (['answer', 'analysis', 'points', 'criteria'] as const).filter(
    (part) =>
      !draft.parts.has(part) &&
      others.length >= 1 &&
      others.filter((other) => other.parts.has(part)).length >= others.length * 0.75,
  )
  if (missing.length > 0) signs += 1
  if (missing.includes('answer') && draft.cutBy !== undefined) signs += 2
  if (draft.cutBy === 'tail' && missing.length > 0) signs += 1
  return signs >= 3
}

function openBracket(text: string): boolean {
  let depth = 0
  for (const sign of text) {
    if ('（(「《【“'.includes(sign)) depth++
    if ('）)」》】”'.includes(sign)) depth = Math.max(0, depth - 1)
  }
  return depth > 0 && /[（(「《【“][^（()「《【“]{0,60}$/.test(text)
}

/** Gaps in numbers that otherwise count up: a question may have been missed there. */
function missingNumbers(drafts: Draft[]): ImportWarning[] {
  const warnings: ImportWarning[] = []
  for (const [index, draft] of drafts.entries()) {
    const before = drafts[index - 1]?.question.number
    const { number } = draft.question
    if (before === null || before === undefined || number === null) continue
    for (let missing = before + 1; missing < number && missing <= before + 5; missing++)
      warnings.push({ line: draft.start.at, code: 'missing-number', number: missing })
  }
  return warnings
}

/** Text in no question, one warning a stretch (lines at most `gap` apart), so that nothing is dropped in silence. */
function leftOut(lines: Read[], gap: number): ImportWarning[] {
  const warnings: ImportWarning[] = []
  const sorted = lines.filter((line) => /[\p{L}\p{N}]/u.test(line.text)).sort((a, b) => a.at - b.at)
  let stretch: Read[] = []
  const close = () => {
    const [first] = stretch
    const characters = stretch.reduce((sum, line) => sum + line.text.length, 0)
    if (first && characters > 0)
      warnings.push({
        line: first.at,
        code: 'left-out',
        lines: new Set(stretch.map((line) => line.at)).size,
        characters,
        text: short(first.text),
      })
    stretch = []
  }
  for (const line of sorted) {
    const before = stretch.at(-1)
    if (before && line.at - before.at > gap) close()
    stretch.push(line)
  }
  close()
  return warnings
}
