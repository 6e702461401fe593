import { width } from './prose.ts'
import type { Read } from './roles.ts'
import { bestChain, type Context, type Family, makesSense, worth } from './worth.ts'

/**
 * Fourth stage, second half: which lines start a question. Documents number in every way there is, and number other
 * things the same way (`1.倾听与共情：…` inside an answer), so no single line decides. Each way of starting a question
 * is tried on the whole document; the one under which the document makes most sense is taken: every answer belongs to
 * exactly one question, numbers run on, starts read like questions.
 */

export interface Starts {
  chosen: Read[]
  /** Lines of the same kind that were not taken. */
  rejected: Read[]
  family: string
}

export function findStarts(lines: Read[]): Starts {
  const open = lines.filter((line) => !line.inAnswers)
  const context = contextOf(open)
  let best: (Starts & { value: number }) | undefined
  for (const family of familiesOf(open, context)) {
    const chosen = family.numbered
      ? bestChain(family, context)
      : family.lines.filter((line) => worth(line, family, context) > 0)
    if (chosen.length === 0) continue
    const value = makesSense(chosen, family, context)
    if (best === undefined || value > best.value) {
      const taken = new Set(chosen)
      best = { chosen, rejected: family.lines.filter((line) => !taken.has(line)), family: family.name, value }
    }
  }
  return best && best.value > 0 ? best : { chosen: [], rejected: [], family: '' }
}

function contextOf(lines: Read[]): Context {
  const place = new Map(lines.map((line, index) => [line, index]))
  const withRole = (roles: string[]) => lines.filter((line) => line.label && roles.includes(line.label.role))
  let answers = withRole(['answer'])
  if (answers.length === 0) answers = withRole(['guidance', 'analysis'])
  if (answers.length === 0) answers = withRole(['points', 'criteria'])
  // Two labels with nothing between them (`答案与解析：` / `答案：`) are one answer.
  answers = answers.filter((line, index) => {
    const before = answers[index - 1]
    return before === undefined || (place.get(line) ?? 0) - (place.get(before) ?? 0) > 1
  })
  let current = 0
  const section = lines.map((line) => {
    if (isBreak(line)) current++
    return current
  })
  const listed = new Set<Read>()
  for (const [index, line] of lines.entries()) {
    if (!line.label || line.label.role === 'question' || line.label.role === 'meta') continue
    if (line.text.slice(line.label.end).trim() !== '' && line.label.role !== 'answer') continue
    let expected = 1
    let form = ''
    for (const next of lines.slice(index + 1, index + 60)) {
      if (next.label || next.heading > 0) break
      if (!next.mark || next.mark.number === null) {
        if (expected === 1 && index + 1 < next.index - 3) break
        continue
      }
      if (form === '') form = next.mark.form
      if (next.mark.form !== form) continue
      if (next.mark.number !== expected) break
      listed.add(next)
      expected++
    }
  }
  const parts = new Set<Read>()
  for (const index of lines.keys()) for (const part of partsAsked(lines, index)) parts.add(part)
  return { lines, place, answers, answering: new Set(answers), section, listed, parts }
}

/**
 * `1.案例：…` `(1)你会问什么？` `(2)给多少？` `答案：…`: parts of one question, answered together. `1.沟通类` `(1)…？` `答案：…`
 * `(2)…？` `答案：…` are questions under a title: each has its own answer.
 */
function partsAsked(lines: Read[], index: number): Read[] {
  const [line, first] = [lines[index], lines[index + 1]]
  if (line?.mark?.form !== 'dot' && line?.mark?.form !== 'keyword') return []
  if (first?.mark?.form !== 'paren' && first?.mark?.form !== 'circle') return []
  const parts: Read[] = []
  for (const next of lines.slice(index + 1, index + 20)) {
    if (next.label) return next.label.role === 'answer' && parts.length >= 2 ? parts : []
    if (next.mark?.form !== first.mark.form || next.mark.number !== parts.length + 1) return []
    parts.push(next)
  }
  return []
}

/** A heading or a `一、` title: numbering may start again behind it. */
function isBreak(line: Read): boolean {
  if (line.label) return false
  if (line.heading > 0 && line.mark?.form !== 'keyword' && line.asks < 2) return true
  const form = line.mark?.form
  return (form === 'chinese' || form === 'chinese-paren') && line.text.length <= 40 && !/[。?!;]$/.test(line.key)
}

function familiesOf(lines: Read[], context: Context): Family[] {
  const families = new Map<string, Family>()
  const add = (name: string, line: Read, numbered: boolean) => {
    const family = families.get(name) ?? { name, lines: [], members: new Set(), numbered }
    family.lines.push(line)
    family.members.add(line)
    families.set(name, family)
  }
  const numberedIndent = lines
    .filter((line) => line.mark?.form === 'dot' && !line.heading)
    .reduce((least, line) => Math.min(least, line.indent), 1000)
  const isBare = (line: Read) => line.label?.role === 'question' || line.mark?.form === 'bare-keyword'
  const titled = lines.every((line, index) => !isBare(line) || isNumberedTitle(lines[index - 1]))
  const asked = new Set(
    lines.filter((line) => line.bullet && line.asks === 2 && /[?]/.test(line.key)).map(({ indent }) => indent),
  )
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1]
    const before = lines[index - 1]
    if (line.code || line.table || line.option) {
      if (!line.mark || line.code || line.table) continue
    }
    if (line.mark && line.mark.form !== 'bare-keyword') {
      const { form } = line.mark
      if (form === 'keyword') add(`keyword ${line.heading}`, line, true)
      else if (line.heading > 0) add(`${form} ${line.heading}`, line, true)
      else add(`${form} ${line.indent > numberedIndent + 1 ? 'indented' : line.bold ? 'bold' : 'plain'}`, line, true)
      if (form === 'dot' && line.heading === 0 && line.indent <= numberedIndent + 1) add('dot any', line, true)
      if (form === 'keyword') add('keyword any', line, true)
      continue
    }
    if (isBare(line)) {
      // `题目1：诚信` over `问题：请分享…`: the second is the prompt of the first.
      if (titled) continue
      add('bare keyword', line, false)
      continue
    }
    if (line.label) continue
    if (line.heading > 0) add(`heading ${line.heading}`, line, false)
    else if (line.summary) add('summary', line, false)
    else if (line.bold && !line.bullet) add('bold', line, false)
    if (line.heading === 0 && line.bullet && ((line.asks === 2 && /[?]/.test(line.key)) || /:$/.test(line.key)))
      add(`bullet ${line.indent}`, line, false)
    // Asked without a question mark: only among others that have theirs.
    else if (line.heading === 0 && line.bullet && bidsTalk.test(line.key) && asked.has(line.indent))
      add(`bullet ${line.indent}`, line, false)
    if (line.heading === 0 && !line.bullet && line.text.length <= 80) {
      const deeper = next !== undefined && next.indent > line.indent
      const first = line.afterBlank || before === undefined || (line.indent === 0 && before.indent > 0)
      if (first && (deeper || /[?:]$/.test(line.key))) add('title', line, false)
      if (line.asks === 2 && /[?]$/.test(line.key) && line.afterBlank) add('asking', line, false)
    }
  }
  for (const answer of context.answers) {
    const place = context.place.get(answer) ?? 0
    let first = place - 1
    while (
      first > 0 &&
      !lines[first]?.afterBlank &&
      !lines[first - 1]?.label &&
      !lines[first]?.label &&
      lines[first]?.at !== answer.at &&
      !(lines[first]?.asks === 2 && !fillsLine(lines[first - 1]))
    )
      first--
    const line = lines[first]
    if (line && !line.label && !line.code && !line.table) add('before answer', line, false)
  }
  for (const name of ['title', 'asking']) {
    const family = families.get(name)
    // Where titles are bold, a plain line that asks something is part of an answer.
    const bold = family?.lines.filter((line) => line.bold) ?? []
    if (family && bold.length >= 2 && bold.length > family.lines.length / 2)
      families.set(name, { ...family, lines: bold, members: new Set(bold) })
  }
  return [...families.values()]
}

/** `题目1：诚信`, `1.沟通技巧`: a number and a name, no question. */
function isNumberedTitle(line: Read | undefined): boolean {
  return line !== undefined && (line.mark?.form === 'keyword' || line.mark?.form === 'dot') && line.asks < 2
}

/** `Tell me about a risk you took`, `谈谈你的家乡`: said to a person, never an item of an answer. */
const bidsTalk =
  /^(?:tell (?:me|us)|walk (?:me|us)|talk (?:me|us)|give (?:me|us)|谈谈|说说|讲讲|请(?:你|您|谈|说|讲|分享|介绍|描述))/

/** Wide enough to have been broken by its width: a shorter line ends where its author ended it. */
function fillsLine(line: Read | undefined): boolean {
  return line !== undefined && width(line.text) >= 36
}
