import { type AnswerKey, answerKey, findAnswerKeys } from './answers.ts'
import { addAnswer, assemble, type Draft } from './assemble.ts'
import { isChrome, isPaywall, opensTail, repeated } from './chrome.ts'
import { isChinese } from './fold.ts'
import { shareJointAnswers } from './joint.ts'
import { keyTablesAsLines } from './keytables.ts'
import { toLines } from './lines.ts'
import { findNotices } from './notices.ts'
import { hideReadings } from './readings.ts'
import { ImportError, type ImportResult, type ImportWarning, LIMITS } from './result.ts'
import { type Read, readLines } from './roles.ts'
import { findSections, sectionOf } from './sections.ts'
import { splitLines } from './split.ts'
import { findStarts } from './starts.ts'
import { questionsInTables } from './tables.ts'
import { validate } from './validate.ts'
import { unwrapped } from './wraps.ts'

/** A text to its questions: lines → cut → roles → starts → assemble → validate.
 * @throws ImportError when there is more of it than LIMITS allow; on no other text.
 */
export function readDocument(text: string): ImportResult {
  const document = hideReadings(text)
  const all = readLines(splitLines(document, keyTablesAsLines(document, unwrapped(document, toLines(document)))))
  const headers = repeated(all)
  const notices = findNotices(all)
  const dropped = new Set(all.filter((line) => headers.has(line) || isChrome(line) || notices.before.has(line)))
  const lines = all.filter((line) => !dropped.has(line)).map((line, index) => Object.assign(line, { index }))
  const keys = findAnswerKeys(lines)
  const starts = findStarts(lines.filter((line) => !notices.behind.has(line)))
  // A table of contents asks every question once more.
  if (starts.chosen.length > 2 * LIMITS.questions) throw new ImportError('too-many-questions', String(LIMITS.questions))
  const chosen = new Set(starts.chosen)
  const sections = findSections(lines, chosen)
  const within = sectionOf(sections, lines)
  const used = new Set<Read>()
  const warnings: ImportWarning[] = []

  const drafts: Draft[] = []
  for (const [index, start] of starts.chosen.entries()) {
    const end = starts.chosen[index + 1]?.index ?? lines.length
    const { region, tail } = regionOf(start, end, index === starts.chosen.length - 1)
    const draft = assemble(start, region, within.get(start))
    draft.cutBy = tail && isPaywall(tail) ? 'paywall' : tail ? 'tail' : undefined
    for (const line of [start, ...region]) used.add(line)
    for (const line of draft.dropped) used.delete(line)
    drafts.push(draft)
  }
  for (const { section } of drafts) if (section) used.add(section.line)

  for (const key of keys) join(key)
  shareJointAnswers(drafts)
  const tables = drafts.length === 0 ? questionsInTables(lines) : { drafts: [], used: [] }
  for (const line of tables.used) used.add(line)

  const result = validate(drafts, {
    tableQuestions: tables.drafts,
    rejected: starts.rejected.filter((line) => !used.has(line)),
    warnings,
    left: all.filter((line) => !used.has(line) && line.label?.role !== 'meta'),
    remarks: all.filter((line) => !used.has(line) && line.label?.role === 'meta'),
  })
  return {
    ...result,
    questions: result.questions.map((question) => restored(question, document.restore)),
    title: titleOf(),
    language: isChinese(text) ? 'zh' : 'en',
  }

  /** The lines under a start: up to the next one, a section title, the answer key or the site's own text. */
  function regionOf(start: Read, end: number, last: boolean): { region: Read[]; tail: Read | undefined } {
    const region: Read[] = []
    for (const line of lines.slice(start.index + 1, end)) {
      if (line.inAnswers || sections.has(line)) return { region, tail: undefined }
      if (line.heading > 0 && !line.label && closes(start, line)) return { region, tail: undefined }
      if (opensTail(line) || notices.behind.has(line) || isPaywall(line)) return { region, tail: line }
      if (last && line.afterRule && !line.label && region.length > 0 && !line.option && !line.code)
        return { region, tail: undefined }
      region.push(line)
    }
    return { region, tail: undefined }
  }

  function join(key: AnswerKey): void {
    const open = drafts.filter((draft) => draft.start.index >= key.from && draft.start.index < key.at)
    const numbers = open.map((draft) => draft.question.number ?? 0)
    const { entries, loose } = answerKey(key, numbers)
    for (const line of key.lines) if (!loose.includes(line)) used.add(line)
    const free = new Set(open)
    for (const entry of entries) {
      const matches = [...free].filter((draft) => draft.question.number === entry.number)
      const draft =
        matches.find((one) => entry.section !== '' && one.section && keyOf(one) === entry.section) ?? matches[0]
      if (draft === undefined) {
        for (const line of [entry.line, ...entry.lines]) used.delete(line)
        if (warnings.length >= 100) continue
        warnings.push({
          line: entry.line.at,
          code: 'answer-without-question',
          number: entry.number,
          text: short(entry.lines[0]?.text ?? ''),
        })
        continue
      }
      free.delete(draft)
      addAnswer(draft, entry)
    }
  }

  function titleOf(): string | null {
    const first = lines.find((line) => !line.code && !line.table && !chosen.has(line) && !sections.get(line)?.title)
    if (first === undefined || first.index > (starts.chosen[0]?.index ?? 0)) return null
    const heading =
      lines
        .slice(0, starts.chosen[0]?.index ?? 0)
        .find((line) => line.heading > 0 || (/面试|题库|题集|interview/.test(line.key) && !/[>›»]/.test(line.key))) ??
      first
    const title = document.bare(heading.text).replace(/\.(?:docx?|pdf|txt)(?:vip)?$/i, '')
    return title.length <= 60 ? title : null
  }
}

/** A heading ends a question that is a heading of the same level or a deeper one, and any question that is none. */
function closes(start: Read, heading: Read): boolean {
  return start.heading === 0 || heading.heading <= start.heading
}

function keyOf(draft: Draft): string {
  const line = draft.section?.line
  return line === undefined
    ? ''
    : line.key
        .slice(line.mark?.end ?? 0)
        .replace(/\([^()]*\)/g, '')
        .replace(/(?:参考)?答案(?:[与及和]?解析)?/g, '')
        .replace(/[^\p{L}\p{N}]/gu, '')
}

export function short(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim()
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain
}

function restored<T>(value: T, restore: (text: string) => string): T {
  if (typeof value === 'string') return restore(value) as T
  if (Array.isArray(value)) return value.map((item) => restored(item, restore)) as T
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, restored(item, restore)])) as T
  return value
}
