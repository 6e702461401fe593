import { type Label, labelAt } from './labels.ts'
import type { Line } from './lines.ts'
import { type Mark, markAt, optionAt, readsAsQuestion } from './marks.ts'

/** A line with everything the rules ask about it, worked out once. */
export interface Read extends Line {
  index: number
  label: Label | undefined
  mark: Mark | undefined
  /** Of an option (`A. …`). */
  option: { letter: string; end: number } | undefined
  /** How much its words (behind the mark) read like a question: 0 to 2. */
  asks: 0 | 1 | 2
  /** In the half of the document that holds the answers. */
  inAnswers: boolean
}

/** Fourth stage, first half: what each line could be. What it is depends on the others (see starts, assemble). */
export function readLines(lines: Line[]): Read[] {
  return lines.map((line, index) => {
    if (line.code || line.table)
      return { ...line, index, label: undefined, mark: undefined, option: undefined, asks: 0, inAnswers: false }
    const mark = markAt(line.key, line.heading)
    let label = labelAt(line.key, line.lead, line.bullet)
    // `1. 参考答案` as a heading is a label; `1. 题目：` is a question.
    if (label === undefined && mark !== undefined && mark.form !== 'keyword' && (line.heading > 0 || line.bold)) {
      const inner = labelAt(line.key.slice(mark.end), Math.max(0, line.lead - mark.end))
      if (inner && inner.role !== 'question' && inner.role !== 'meta') label = { ...inner, end: inner.end + mark.end }
    }
    if (mark?.form === 'keyword') label = undefined
    // `A: …` over `B: …` is an option, `A: …` alone an answer.
    if (label?.name === 'a' && lines.slice(index + 1, index + 4).some((next) => optionAt(next.key)?.letter === 'B'))
      label = undefined
    const words = line.key.slice(mark?.end ?? 0)
    return {
      ...line,
      index,
      label: label?.role === 'question' && mark?.form !== 'bare-keyword' ? undefined : label,
      mark: label !== undefined && label.role !== 'question' ? undefined : mark,
      option: optionAt(line.key),
      asks: readsAsQuestion(words),
      inAnswers: false,
    }
  })
}

/** What a label's own line says behind it; empty when its content is on the lines below. */
export function contentOf(line: Read): string {
  return line.label === undefined ? line.text : line.text.slice(line.label.end).trim()
}
