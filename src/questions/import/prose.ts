import type { Read } from './roles.ts'

/** Lines of a part back to text: one paragraph a line, hard wraps joined, list signs kept where they help. */

/** Columns it takes: a Chinese sign two. */
export const width = (text: string) => [...text].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0)
export const widestOf = (lines: { text: string }[]) => lines.reduce((most, line) => Math.max(most, width(line.text)), 0)
const cjk = /[\u2e80-\u9fff\uff00-\uffef]/

/**
 * - `我先…` / `1.听完` / `2.核实` keeps its numbers
 * - a part that *is* a list (`- 听完` / `- 核实`) loses the signs: each item is a line
 * - two lines broken in the middle of a sentence become one
 */
export function textOf(lines: Read[]): string {
  const bare = signlessFrom(lines)
  const airy = lines.length > 2 && lines.filter((line) => line.afterBlank).length > lines.length * 0.75
  const wrap = wrapWidth(lines)
  let text = ''
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1]
    const own = index < bare ? line.text.slice(line.mark?.end ?? 0) : `${line.bullet ? '- ' : ''}${line.text}`
    const words = line.table
      ? own
          .replace(/^\||\|$/g, '')
          .replace(/\s*\|\s*/g, ' | ')
          .replace(/<br\s*\/?>/g, ' ')
          .trim()
      : own
    if (line.table && /^[-\s|:]*$/.test(words)) continue
    if (before === undefined) text = words
    else if (joins(before, line, wrap)) text = joined(text, words)
    else text += `${line.afterBlank && !airy && !line.bullet && !line.code ? '\n\n' : '\n'}${words}`
  }
  return text.replace(/\n{3,}/g, '\n\n').trim()
}

/** How many lines at the start form a list that is all there is at first: their signs say nothing. */
function signlessFrom(lines: Read[]): number {
  const first = lines[0]
  if (first === undefined || (!first.bullet && !first.mark) || first.code) return 0
  let count = 0
  for (const line of lines) {
    if (line.code || line.table) break
    if (line.indent <= first.indent && line.bullet !== first.bullet) break
    if (line.indent <= first.indent && line.mark?.form !== first.mark?.form) break
    if (line.indent > first.indent && !line.bullet && !line.mark && line.afterBlank) break
    if (line.indent <= first.indent || (!line.bullet && !line.mark)) count++
    else break
  }
  return count
}

/** The width at which the author's lines break; 0 when they end where sentences do. */
function wrapWidth(lines: Read[]): number {
  const plain = lines.filter((line) => !line.code && !line.table && !line.bullet)
  const open = plain.slice(0, -1).filter((line) => !/[。.?!;:,)\]”"…]$/.test(line.key) || /[,，]$/.test(line.key))
  const widest = widestOf(plain)
  return open.length >= 2 && open.length >= plain.length * 0.3 && widest <= 120 ? widest : 0
}

function joins(before: Read, line: Read, wrap: number): boolean {
  return (
    wrap > 0 &&
    !line.afterBlank &&
    !line.bullet &&
    !line.mark &&
    !line.option &&
    !line.code &&
    !before.code &&
    !line.table &&
    !before.table &&
    line.at !== before.at &&
    width(before.text) >= wrap * 0.8 &&
    width(before.text) >= 30 &&
    !/[。.?!;:]$/.test(before.key)
  )
}

/** Two halves of a broken line: Chinese needs no blank between them. */
export function joined(text: string, rest: string): string {
  return cjk.test(text.at(-1) ?? '') || cjk.test(rest[0] ?? '') ? text + rest : `${text} ${rest}`
}

/** A prompt: its wrapped lines joined, code and further paragraphs below it. */
export function promptOf(lines: Read[]): string {
  let text = ''
  for (const [index, line] of lines.entries()) {
    const words = text === '' ? line.text : `${line.bullet ? '- ' : ''}${line.text}`
    const before = lines[index - 1]
    const broken =
      before !== undefined &&
      !line.afterBlank &&
      !line.bullet &&
      !line.mark &&
      !line.code &&
      !before.code &&
      !/[。.?!:;)]$/.test(before.key)
    if (text === '') text = words
    else if (broken) text = joined(text, words)
    else text += `\n${words}`
  }
  return text.trim()
}
