import { compactEntries } from './answers.ts'
import { labelAt, labelsInside } from './labels.ts'
import { type Line, lineOf } from './lines.ts'
import { optionAt, readsAsQuestion } from './marks.ts'
import type { Readings } from './readings.ts'
import { ImportError, LIMITS } from './result.ts'

/**
 * Third stage: lines that hold several things are cut where a new one starts. What turns out to be no question after
 * all goes back into the text around it (see assemble), so a cut too many costs a line break and nothing else.
 */

/**
 * - `考察点：a、b。评分标准：` → two lines
 * - `难度：⭐（考察要点：a、b）` → `难度：⭐`, `考察要点：a、b`
 * - `…面试题附答案一、行为面试题(共2题)1.请…？参考答案：…。2.…` → a section, a question, an answer, a question
 */
export function splitLines(document: Readings, lines: Line[]): Line[] {
  const asked = askingItems(lines)
  const whole = lines.flatMap((line, index) => {
    if (line.code || line.table) return [line]
    if (asked.has(line)) return cutAt(document, line, [asked.get(line) ?? 0])
    const cuts = new Set(labelsInside(line.key))
    // `参考答案：1.A 2.C` opens a key and holds it.
    const label = labelAt(line.key, line.lead)
    if (label?.role === 'answer' && compactEntries(line.key.slice(label.end)).length >= 2) cuts.add(label.end)
    for (const at of stemsInside(line.key, lines[index + 1])) cuts.add(at)
    const runTogether = isRunTogether(line.key, cuts.size)
    if (runTogether) for (const at of startsInside(line.key, cuts.size > 0)) cuts.add(at)
    if (cuts.size === 0) return [line]
    return cutAt(
      document,
      line,
      [...cuts].sort((a, b) => a - b),
    )
  })
  if (whole.length > LIMITS.lines) throw new ImportError('too-much-text', String(LIMITS.lines))
  return whole
}

/**
 * Items of a list that ask in their first words and answer behind the colon, in a document that labels nothing:
 * `- 为什么想来我们行：说一件…`. With where they are cut. Most such items must ask, or it is a list like any other.
 */
function askingItems(lines: Line[]): Map<Line, number> {
  const items = new Map<Line, number>()
  if (lines.some((line) => ['answer', 'question'].includes(labelAt(line.key, line.lead)?.role ?? ''))) return items
  let asking = 0
  for (const line of lines) {
    const head = line.bullet ? /^([^:。?!;,，]{2,24}):(?=\s*\S)/.exec(line.key) : null
    if (head?.[1] === undefined || line.code || line.table) continue
    items.set(line, head[0].length)
    if (readsAsQuestion(head[1]) > 0) asking++
  }
  return asking >= 3 && asking >= items.size * 0.6 ? items : new Map()
}

/**
 * A question that starts inside a line: behind the bracket of a section's title, or right before its options.
 *
 * - `备考题库第一部分单选题(50题)1、绿化的主要作用是()` → before 第 and before 1
 * - `考点：环境2、以下不属于史书的是()` over `A、…` → before 2
 */
function stemsInside(key: string, next: Line | undefined): number[] {
  const first =
    /(第[一二三四五六七八九十]部分|[一二三四五六七八九十]、)[\u3400-\u9fff]{2,12}\([^()]{1,20}题\)\s?(?=1[.、]\s?[^\d\s])/.exec(
      key,
    )
  const starts = first ? [first.index, first.index + first[0].length].filter((at) => at > 0) : []
  const last = optionAt(next?.key ?? '')?.letter === 'A' ? [...key.matchAll(numberInside)].at(-1) : undefined
  if (last && last.index > 0 && readsAsQuestion(key.slice(last.index + last[0].length)) > 0) starts.push(last.index)
  return starts
}

/** Long, and with several labels, titles and numbers in it. */
function isRunTogether(key: string, labels: number): boolean {
  if (key.length < 100 && labels < 3) return false
  const count = (pattern: RegExp) => key.slice(0, 20_000).match(pattern)?.length ?? 0
  const numbers = count(numberInside) + count(keywordInside)
  const others = labels + count(bareLabelInside) + count(sectionInside)
  return others > 0 ? numbers + others >= 3 : numbers >= 3 && key.length > 160
}

/** `。2.同事…`, `？(3)你…`, `B3、下列…`: a number behind the end of something, before words. */
const numberInside =
  /(?<=[。.?!;:)\]"”’…\s]|[\u3400-\u9fff]|[a-h✓✗√×])(?:\(\d{1,3}\)|\d{1,3}[.、)])(?=\s{0,3}(?:[^\d\s.、%]|\d{4}年))/g
/** `一、行为面试题(`, `（二）言语理解1.`, ` 单选题（共5题）` */
const sectionInside =
  /(?<=\s)[\u3400-\u9fff]{2,5}题(?=\s?\((?:共|每题)?\s?\d)|(?<![第其之唯统])(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))(?=[^。?!:;,，]{2,26}?(?:\(|\d{1,3}[.、]|题目|问题|第?一题))/g
/** `第3题`, `问题2：`, `。问：` */
const keywordInside =
  /(?<=[。.?!;)\]"”’…\s]|[\u3400-\u9fff])(?:第\s?\d{1,3}\s?题|(?:面试题|题目|问题|试题)\s?\d{1,3}\s?[:.、]|(?:面试题|题目|问题|试题|第)[一二三四五六七八九十]{1,3}(?:题\s?[:.、]?|[:.、])|(?<=[。.?!…\s])(?:问|q)\s?:)/g
/** `D.邻居答案:B解析:…`: behind an option, where nothing ends the words before it. */
const choiceAnswerInside =
  /(?:参考|标准|正确)?答案(?:[与和及]?解析)?\s?:\s?(?=[a-h√×对错正]|\d{1,3}[.、])|(?<=答案(?:[与和及]?解析)?\s?[:\]]\s?:?\s?[a-h]{1,6})\[?(?:答案)?解析\]?\s?:/g
/** `？參考答案先…`: no colon, but behind a question or a sentence. */
const bareLabelInside = /(?<=[。?!)])(?:参考答案|标准答案|正确答案|答案解析|答案|解析)(?![与和及、中里的是为是否应需])/g

function startsInside(key: string, labelled: boolean): number[] {
  const found: number[] = []
  for (const pattern of [sectionInside, keywordInside, choiceAnswerInside, ...(labelled ? [] : [bareLabelInside])])
    for (const match of key.matchAll(pattern)) if (match.index > 0) found.push(match.index)
  for (const match of key.matchAll(numberInside)) {
    const at = match.index
    const before = key[at - 1] ?? ''
    // Behind a plain character (a title, an option) only before words that may start a question; `0.5`, `A4.` never.
    if (/[a-z0-9]/.test(before) && !/(?:^|[^a-z0-9])[a-h]$/.test(key.slice(Math.max(0, at - 2), at))) continue
    if (/[\u3400-\u9fff]/.test(before) && /[第约共近至每]/.test(before)) continue
    found.push(at)
  }
  return found
}

function cutAt(document: Readings, line: Line, cuts: number[]): Line[] {
  const pieces: Line[] = []
  const bounds = [0, ...cuts, line.text.length]
  for (let index = 0; index + 1 < bounds.length; index++) {
    const from = bounds[index] ?? 0
    let to = bounds[index + 1] ?? line.text.length
    const closing = index > 0 && line.key[from - 1] === '(' ? line.key.slice(from, from + 300).indexOf(')') : -1
    // `（考察要点：…）其余` : the bracket is the label's, what follows it is not.
    if (closing >= 0 && from + closing < to) {
      bounds.splice(index + 1, 0, from + closing + 1)
      to = from + closing
    }
    let text = line.text.slice(from, to)
    const key = line.key.slice(from, to)
    if (key.endsWith('(') && bounds[index + 1] !== undefined && index + 2 < bounds.length) text = text.slice(0, -1)
    if (text.trim() === '') continue
    pieces.push(
      index === 0
        ? lineOf(document, { ...line, text: text.trim(), lead: Math.min(line.lead, text.trim().length) })
        : lineOf(document, { at: line.at, text: text.trim(), quoted: line.quoted, indent: line.indent }),
    )
  }
  return pieces
}
