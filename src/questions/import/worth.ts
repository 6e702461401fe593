import type { Read } from './roles.ts'

/** Fourth stage, the half that weighs: how good a start a line is, a chain of them, a whole way of reading the document. */

/** A way of starting a question, with the lines it would take. */
export interface Family {
  name: string
  lines: Read[]
  members: Set<Read>
  numbered: boolean
}

/** What the lines of a document say of each other, worked out once. */
export interface Context {
  lines: Read[]
  /** Where each line is in `lines`. */
  place: Map<Read, number>
  /** Labels that open an answer; any other labels where there are none of those. */
  answers: Read[]
  /** The same, to look one up. */
  answering: Set<Read>
  /** Section number of each line: grows at each heading or `一、`. */
  section: number[]
  /** Items of a list that starts right behind a label (`考察点：` / `1.…`). */
  listed: Set<Read>
  /** Parts of one question (`1.案例…` / `(1)…`). */
  parts: Set<Read>
}

/** What speaks for and against a line as the start of a question. */
export function worth(line: Read, family: Family, context: Context): number {
  const place = context.place.get(line) ?? 0
  let value = -0.4
  if (family.name.startsWith('keyword') || family.name === 'bare keyword') value += 2.5
  if (line.heading > 0) value += 0.8
  if (line.bold) value += 0.4
  value += line.asks * 1.1
  if (line.asks < 2 && listLike(line)) value -= 1.5
  if (context.listed.has(line)) value -= line.asks === 2 ? 1.5 : 3
  if (context.parts.has(line)) value -= 5
  const { lines } = context
  let body = 0
  let answered = false
  for (let index = place + 1; index < Math.min(lines.length, place + 80); index++) {
    const next = lines[index]
    if (next === undefined || family.members.has(next)) break
    if (next.heading > 0 && line.heading > 0 && next.heading <= line.heading && !next.label) break
    if (next.label && next.label.role !== 'question' && next.label.role !== 'meta') {
      answered = next.label.role === 'answer' || context.answering.has(next)
      if (answered) value += 3
      else value += family.numbered ? 0.5 : 1.5
      body++
      break
    }
    if (next.option) {
      value += next.option.letter === 'A' ? 1.5 : 0
      body++
    } else if (next.mark === undefined || next.indent > line.indent) body++
  }
  if (family.numbered && body > 0) value += 0.3
  if (!family.numbered) {
    value -= 0.6
    if (body === 0) value -= family.name.startsWith('bullet') || family.name === 'asking' ? 0.2 : 1.5
    if (family.name === 'title') value += (/[?:]$/.test(line.key) ? 0.8 : 0) + (answered || body > 0 ? 0.2 : -1)
    if (family.name === 'before answer') value -= 0.5
    if (line.asks === 0 && !answered && family.name !== 'title') value -= 1
    if (line.text.length > 200) value -= 1
  }
  return value
}

/** `倾听与共情：耐心听完客户陈述`: a short head, a colon, a statement. */
function listLike(line: Read): boolean {
  const words = line.key.slice(line.mark?.end ?? 0)
  return /^[^:?]{2,16}:(?=.)/.test(words) || /[;]$/.test(words)
}

/** How many numbered lines may stand between one question and the next: lists in its answer. */
const REACH = 100

/** The chain of numbered lines that is worth most: +1 goes on, a break may start again, jumps cost. */
export function bestChain(family: Family, context: Context): Read[] {
  const { lines } = family
  const total: number[] = []
  const previous: number[] = []
  const values = lines.map((line) => worth(line, family, context))
  const numbers = lines.map(numberOf)
  const parts = lines.map((line) => partOf(line, context))
  let best = -1
  for (const [index, line] of lines.entries()) {
    const own = values[index] ?? 0
    total[index] = own + startCost(line)
    previous[index] = -1
    const [number, part] = [numbers[index] ?? 0, parts[index]]
    for (let from = Math.max(0, index - REACH); from < index; from++) {
      const value = (total[from] ?? 0) + own + step(numbers[from] ?? 0, number, parts[from] !== part)
      if (value > (total[index] ?? 0)) {
        total[index] = value
        previous[index] = from
      }
    }
    if (best < 0 || (total[index] ?? 0) > (total[best] ?? 0)) best = index
  }
  const chain: Read[] = []
  for (let at = best; at >= 0; at = previous[at] ?? -1) chain.push(lines[at] as Read)
  return (total[best] ?? 0) > 0 ? chain.reverse() : []
}

function startCost(line: Read): number {
  const number = line.mark?.number ?? 1
  return number === 1 ? 0.5 : -Math.min(2, 0.2 * number)
}

const numberOf = (line: Read) => line.mark?.number ?? 0
const partOf = (line: Read, { place, section }: Context) => section[place.get(line) ?? 0]

/** From number `a` to number `b`; `broken`: a new part of the document starts between them. */
function step(a: number, b: number, broken: boolean): number {
  if (b === a + 1) return 1
  if (b === 1 && broken) return 0.8
  if (b > a + 1) return -Math.min(4, 0.8 * (b - a - 1)) + (broken ? 0.4 : 0)
  if (b === a) return -0.8
  if (b === 1) return -2
  return -4
}

/** How well a choice of starts explains the whole document. */
export function makesSense(chosen: Read[], family: Family, context: Context): number {
  let value = 0
  for (const line of chosen) value += worth(line, family, context)
  if (family.numbered)
    for (const [index, line] of chosen.entries()) {
      const before = chosen[index - 1]
      if (before) value += step(numberOf(before), numberOf(line), partOf(before, context) !== partOf(line, context))
    }
  // An answer before the first question, or a second answer of the same kind in one question, belongs to another.
  const places = chosen.map((line) => context.place.get(line) ?? 0)
  let region = -1
  const seen = new Map<string, number>()
  for (const answer of context.answers) {
    const place = context.place.get(answer) ?? 0
    let moved = false
    while (region + 1 < places.length && (places[region + 1] ?? 0) < place) {
      region++
      moved = true
    }
    if (moved) seen.clear()
    if (region < 0) value -= 2
    const name = answer.label?.name ?? ''
    const count = seen.get(name) ?? 0
    if (region >= 0 && count > 0) value -= 2
    seen.set(name, count + 1)
  }
  return value
}
