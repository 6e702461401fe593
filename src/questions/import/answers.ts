import { opensAnswers } from './labels.ts'
import type { Read } from './roles.ts'

/**
 * Answers that stand apart from their questions: at the end of the document or of a section, joined by number.
 * Runs before questions are looked for, because `1.B` there would look like one.
 */

export interface AnswerKey {
  /** Its lines, the opening one (`参考答案`) included. */
  lines: Read[]
  /** Lines before it whose questions it may answer start here. */
  from: number
  /** First line of it. */
  at: number
}

export interface KeyEntry {
  number: number
  /** Title of the part of the key it stands in, folded; empty when there is none. */
  section: string
  lines: Read[]
  /** Line it starts on. */
  line: Read
}

/**
 * Finds them and marks their lines `inAnswers`.
 *
 * An opening line counts when at least two numbered lines without any answer stand before it and the numbers behind it
 * start over: `1.…？ 2.…？ 参考答案 1.… 2.…`. In `1.…？ 答案： 1.倾听 2.核实` only one question stands before: not a key.
 */
export function findAnswerKeys(lines: Read[]): AnswerKey[] {
  const keys: AnswerKey[] = []
  const breaks = breaksBehind(lines)
  let free = 0
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined || line.inAnswers || line.code || line.table) continue
    const opens = opensAnswers(line.key)
    if (!opens) {
      if (line.label?.role === 'answer' && keys.length === 0) free = breaks[index] ?? lines.length
      continue
    }
    const before = questionNumbers(lines, Math.min(free, index), index)
    const after = firstNumber(lines, index + 1)
    if (before.length >= 2 && after !== undefined && (after === before[0] || compact(lines, index + 1))) {
      const end = endOf(lines, index, Math.min(free, index))
      const region = lines.slice(index, end)
      for (const one of region) one.inAnswers = true
      keys.push({ lines: region, from: Math.min(free, index), at: index })
      free = end
      index = end - 1
    } else if (line.label?.role === 'answer') free = breaks[index] ?? lines.length
  }
  return keys
}

/** The first break behind each line: a key after it can only be for the section that starts there. */
function breaksBehind(lines: Read[]): number[] {
  const breaks: number[] = []
  let next = lines.length
  for (const [index, line] of [...lines.entries()].reverse()) {
    breaks[index] = next
    if (isTitle(line) && !opensAnswers(line.key)) next = index
  }
  return breaks
}

function isTitle(line: Read): boolean {
  if (line.code || line.table) return false
  if (line.heading > 0) return line.label === undefined && line.mark?.form !== 'keyword' && line.asks < 2
  const form = line.mark?.form
  return (form === 'chinese' || form === 'chinese-paren') && line.text.length <= 48 && !/[。?!;]$/.test(line.key)
}

/** Numbers of the questions before a key; empty when they do not count up, or when the last part has only one. */
function questionNumbers(lines: Read[], from: number, to: number): number[] {
  const numbers: number[] = []
  let inPart = 0
  let last = 0
  let form = ''
  for (const line of lines.slice(from, to)) {
    if (isTitle(line)) {
      last = 0
      inPart = 0
      continue
    }
    const { mark } = line
    if (!mark || mark.number === null || mark.form === 'chinese' || mark.form === 'chinese-paren' || line.option)
      continue
    if (form === '') form = mark.form
    if (mark.form !== form) continue
    if (mark.number <= last) return []
    last = mark.number
    numbers.push(mark.number)
    inPart++
  }
  return inPart >= 2 ? numbers : []
}

function firstNumber(lines: Read[], from: number): number | undefined {
  for (const line of lines.slice(from, from + 6)) {
    if (line.mark && line.mark.number !== null && line.mark.form !== 'chinese' && line.mark.form !== 'chinese-paren')
      return line.mark.number
    if (line.text.length > 60) return undefined
  }
  return undefined
}

function compact(lines: Read[], from: number): boolean {
  return lines.slice(from, from + 4).some((line) => compactEntries(line.key).length >= 2)
}

/** A key ends where a part with a title of its own begins that has not been seen before the key. */
function endOf(lines: Read[], start: number, from: number): number {
  const seen = new Set(lines.slice(0, start).filter(isTitle).map(titleKey))
  const opener = lines[start]
  const inSection = seen.size > 0 && from > 0
  for (let index = start + 1; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined || !isTitle(line)) continue
    if (opener && opener.heading > 0 && line.heading > opener.heading) continue
    if (seen.has(titleKey(line))) {
      if (inSection) return index
      continue
    }
    if (opensAnswers(line.key)) continue
    return index
  }
  return lines.length
}

export function titleKey(line: Read): string {
  return line.key
    .slice(line.mark?.end ?? 0)
    .replace(/\([^()]*\)/g, '')
    .replace(/(?:参考)?答案(?:[与及和]?解析)?/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** `1.A 2.C 3.D`, `1-5 ABCDA`, `6～10：ABDCC`: several answers on one line; empty when it is none. */
export function compactEntries(text: string): { number: number; text: string }[] {
  const key = text.slice(0, 4000)
  const found: { number: number; text: string }[] = []
  const ranges =
    /(\d{1,3})\s?[-–—~～至]\s?(\d{1,3})\s?[.:、)]?\s{0,3}((?:[a-h]\s?){2,40}|(?:[√×✓✗对错]\s?){2,40})(?![a-z])/g
  for (const match of key.matchAll(ranges)) {
    const letters = [...(match[3] ?? '').replace(/\s/g, '')]
    const [low, high] = [Number(match[1]), Number(match[2])]
    if (letters.length !== high - low + 1) continue
    for (const [offset, letter] of letters.entries()) found.push({ number: low + offset, text: letter.toUpperCase() })
  }
  if (found.length > 0) return found
  const single = /(\d{1,3})\s?[.、:)]?\s?([a-h]{1,6}|正确|错误|[√×✓✗对错])(?=[\s;,、。.]|\d|$)/g
  let covered = 0
  for (const match of key.matchAll(single)) {
    found.push({ number: Number(match[1]), text: (match[2] ?? '').toUpperCase() })
    covered += match[0].length
  }
  return found.length >= 2 && covered >= key.replace(/[\s;,、。.]/g, '').length * 0.7 ? found : []
}

/**
 * The entries of a key. `numbers`: those of the questions it may answer, in order. A number goes on to the next answer
 * when a question of that number is still to come and it is not an item of a list inside the answer.
 */
export function answerKey(key: AnswerKey, numbers: number[]): { entries: KeyEntry[]; loose: Read[] } {
  const entries: KeyEntry[] = []
  const loose: Read[] = []
  let section = ''
  let current: KeyEntry | undefined
  let pointer = 0
  let listed = 0
  const rest = key.lines.slice(1)
  const marks = rest.map((line) =>
    line.mark && line.mark.number !== null && !/^chinese/.test(line.mark.form) ? line.mark.number : null,
  )
  const form = rest.find((line, index) => marks[index] !== null && line.mark?.form !== 'circle')?.mark?.form
  for (const [index, line] of rest.entries()) {
    if (isTitle(line) || opensAnswers(line.key)) {
      if (isTitle(line)) section = titleKey(line)
      current = undefined
      listed = 0
      continue
    }
    const several = compactEntries(line.key)
    if (several.length >= 2) {
      for (const { number, text } of several)
        entries.push({
          number,
          section,
          line,
          lines: [{ ...line, text, key: text.toLowerCase(), mark: undefined, label: undefined }],
        })
      pointer = numbers.indexOf(several.at(-1)?.number ?? 0, pointer) + 1 || pointer
      current = undefined
      continue
    }
    const number = marks[index]
    if (number !== null && number !== undefined && line.mark?.form === form && starts(number, index)) {
      const text = line.text.slice(line.mark?.end ?? 0)
      const words = { ...line, text, key: line.key.slice(line.mark?.end ?? 0), mark: undefined }
      current = { number, section, line, lines: text === '' ? [] : [relabelled(words)] }
      entries.push(current)
      listed = 0
      continue
    }
    if (number !== null && number !== undefined && current) listed = number
    if (current) current.lines.push(line)
    else loose.push(line)
  }
  return { entries, loose }

  function starts(number: number, index: number): boolean {
    const at = numbers.indexOf(number, pointer)
    if (at < 0) {
      // A part of its own numbers from 1 again.
      if (current === undefined && numbers.includes(number)) {
        pointer = numbers.indexOf(number) + 1
        return true
      }
      return false
    }
    if (current && number === 1 && listed === 0 && at > pointer) return false
    // `1.` `1.…` `2.…` `2.`: inside a list that counts the same, the later one of two is the answer.
    if (current && listed > 0 && number === listed + 1) {
      const following = numbers[at + 1]
      const later = marks.indexOf(number, index + 1)
      const next = following === undefined ? -1 : marks.indexOf(following, later + 1)
      if (later > 0 && (following === undefined || next > later)) return false
    }
    if (at > pointer + 5) return false
    pointer = at + 1
    return true
  }
}

/** `答：…` behind the number is a label again. */
function relabelled(line: Read): Read {
  const label = /^\[?(?:答|答案|参考答案)\]?\s*:?\s*/.exec(line.key)
  return label && /[:\]]/.test(label[0])
    ? { ...line, label: { role: 'answer', name: '答案', end: label[0].length, bare: false } }
    : { ...line, label: undefined }
}
