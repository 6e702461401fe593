import { minutesIn, pointsEachIn } from './fields.ts'
import { opensAnswers } from './labels.ts'
import type { Read } from './roles.ts'

/** A part of the document with a title: the category of the questions in it. */
export interface Section {
  /** Without number, count and points: `一、行为面试题(共5题,每题10分)` is 行为面试题. Null: a title of the whole. */
  title: string | null
  /** Folded, whole. */
  key: string
  points: number | null
  minutes: number | null
  line: Read
  /** How deep it is: a section ends where one of the same depth starts. */
  depth: number
}

/**
 * The sections of a document, given which lines start questions.
 * - a heading above the questions' own level; `一、…`, `（一）…`, `第一部分 …`, `Part 1: …`
 * - a short bold or plain line (`单选题（每题2分）`) right before a question
 */
export function findSections(lines: Read[], starts: Set<Read>): Map<Read, Section> {
  const sections = new Map<Read, Section>()
  const first = lines.find((line) => starts.has(line))
  const startLevel = first?.heading ?? 0
  for (const [index, line] of lines.entries()) {
    if (starts.has(line) || line.label || line.code || line.table || line.option) continue
    const depth = depthOf(line, index)
    if (depth === undefined) continue
    sections.set(line, {
      title: titleOf(line),
      key: line.key,
      points: pointsEachIn(line.key),
      minutes: minutesIn(line.key),
      line,
      depth,
    })
  }
  dropTitle()
  return sections

  function depthOf(line: Read, index: number): number | undefined {
    if (line.heading > 0) return startLevel > 0 && line.heading > startLevel ? undefined : line.heading
    const short = line.text.length <= 48 && !/[。?!;,]$/.test(line.key.replace(/\([^()]*\)/g, ''))
    if (!short || opensAnswers(line.key)) return undefined
    const near = nextMeaningful(index)
    const next = lines[index + 1]
    if (line.mark?.form === 'chinese') return near ? 7 : undefined
    if (line.mark?.form === 'chinese-paren') return near ? 8 : undefined
    if (
      /^第[一二三四五六七八九十\d]{1,3}(?:部分|章|节|篇|类|单元|模块|轮)/.test(line.key) ||
      /^(?:part|section|chapter|unit|round) (?:[\divx]{1,3}|[a-h])\b/.test(line.key)
    )
      return near ? 6 : undefined
    if (line.asks === 2 || line.bullet) return undefined
    if (
      next &&
      starts.has(next) &&
      !/:$/.test(line.key) &&
      (line.bold ||
        decorated.test(line.text) ||
        /(?:题|类|篇|部分|questions|questions (?:to|about|on|for|you) .{2,24})$/.test(
          line.key.replace(/\s?\([^()]*\)\s?:?$|:$/g, ''),
        ) ||
        pointsEachIn(line.key) !== null)
    )
      return 9
    return undefined
  }

  /** What follows within a few lines: a question, or another section title. */
  function nextMeaningful(index: number): 'start' | 'section' | undefined {
    // `一、单选题（每题2分）` `考察方向：…`: what is said of the section stands before its first question.
    const named = /题|共\s?\d|每.{0,2}题|questions/.test(lines[index]?.key ?? '')
    for (const next of lines.slice(index + 1, index + 7)) {
      if (starts.has(next)) return 'start'
      if (next.heading > 0 || next.mark?.form === 'chinese' || next.mark?.form === 'chinese-paren') return 'section'
      if (next.label && next.label.role !== 'question' && next.label.role !== 'meta' && !named) return undefined
      if (next.text.length > 160) return undefined
    }
    return undefined
  }

  /**
   * The document's own title heads everything and is nobody's category: the one heading over all others, a first line
   * like `公司金融岗面试真题`. A lone `### 技术能力` is a category, no document starts that deep.
   */
  function dropTitle(): void {
    const [opening] = sections.values()
    if (
      opening?.depth === 9 &&
      first !== undefined &&
      opening.line.index < first.index &&
      opening.points === null &&
      ![...sections.values()].some((section) => section !== opening && section.depth >= 9) &&
      /面试|真题|题库|题集|试题|interview/.test(opening.key)
    )
      opening.title = null
    const headings = [...sections.values()].filter((section) => section.line.heading > 0)
    const top = headings[0]
    if (top === undefined || first === undefined) return
    const before = headings.filter((section) => section.line.index < first.index)
    const alone = headings.filter((section) => section.line.heading <= top.line.heading).length === 1
    const level = Math.min(...headings.map((section) => section.line.heading))
    // `## 一、单选题` counts parts, though there be only one.
    if (top.line.mark?.form === 'chinese') return
    if (before[0] === top && top.line.heading === level && alone && level < 3) top.title = null
    else if (top.line.heading === 1 && before.length > 1 && before[1] !== undefined && before[1].line.heading > 1)
      top.title = null
  }
}

/** A line that starts with a picture or a sign: `🔹 动机`, `★ 能力`. */
const decorated = /^(?:\p{Extended_Pictographic}|[★☆■□▶◆●✦→])/u

/** `## 📝 2. 领导力（5题）` → `领导力`; a heading that is a link (`### 下载链接：http…`) has no title. */
function titleOf(line: Read): string | null {
  if (/https?:/.test(line.key)) return null
  const words = line.text.slice(line.mark && line.mark.form !== 'keyword' ? line.mark.end : 0)
  const title = words
    .replace(/^(?:\p{Extended_Pictographic}|\ufe0f|\u200d|\u20e3|[★☆■□▶◆●✦→])+\s*/u, '')
    .replace(/^第[一二三四五六七八九十\d]{1,3}(?:部分|章|节|篇|单元|模块)\s*[:：、.]?\s*/, '')
    .replace(/^(?:part|section|chapter|unit|round)\s+(?:[\divx]{1,3}|[a-h]\b)\s*[:：.–—-]?\s*/i, '')
    .replace(/^(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[.、．:：)）]\s?/, '')
    .replace(/\s?[(（【[][^()（）【】[\]]{0,80}[)）】\]]/g, '')
    .replace(/[:：\s—–-]+$/, '')
    .replace(/(?<=题)\s?题目$/, '')
    .trim()
  return title === '' ? words.trim() || null : title
}

/** The section a line is in: the deepest title above it that no title of the same depth or higher has ended. */
export function sectionOf(sections: Map<Read, Section>, lines: Read[]): Map<Read, Section | undefined> {
  const found = new Map<Read, Section | undefined>()
  let open: Section[] = []
  for (const line of lines) {
    const section = sections.get(line)
    if (section) open = [...open.filter((earlier) => earlier.depth < section.depth), section]
    const titled = open.filter((one) => one.title !== null)
    const deepest = titled.at(-1)
    found.set(
      line,
      deepest && {
        ...deepest,
        points: [...open].reverse().find((one) => one.points !== null)?.points ?? null,
        minutes: [...open].reverse().find((one) => one.minutes !== null)?.minutes ?? null,
      },
    )
  }
  return found
}
