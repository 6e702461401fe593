import { opensAnswers } from './labels.ts'
import { type Line, lineOf } from './lines.ts'
import type { Readings } from './readings.ts'
import { cellsOf, columnOf } from './tables.ts'

/** What a table of answers may say of a question, and the label its cell gets; the answer itself follows the number. */
const labels = new Map([
  ['answer', ''],
  ['analysis', '解析：'],
  ['examPoints', '考察点：'],
  ['criteria', '评分标准：'],
  ['points', '分值：'],
])

/**
 * Second stage, last part: an answer key set as a table becomes the lines it would be without one, and is joined like
 * any other (see answers). A table with a column the key has no place for stays a table.
 *
 * - `| 题号 | 答案 | 解析 |` over `| 1 | B | …|` → `参考答案` / `1. B` / `解析：…`
 * - `| 题号 | 1 | 2 |` over `| 答案 | B | C |` → `参考答案` / `1. B` / `2. C`
 */
export function keyTablesAsLines(document: Readings, lines: Line[]): Line[] {
  const whole: Line[] = []
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined) continue
    if (!line.table) {
      whole.push(line)
      continue
    }
    let end = index
    while (lines[end]?.table) end++
    const rows = lines.slice(index, end)
    const filled = rows.filter(({ text }) => !/^[-\s|:]*$/.test(text))
    const entries = upright(filled) ?? lying(filled)
    if (entries === undefined) whole.push(...rows)
    else {
      const above = whole.at(-1)
      if (above === undefined || !opensAnswers(above.key))
        whole.push(lineOf(document, { at: line.at, text: '参考答案' }))
      for (const { at, texts } of entries) for (const text of texts) whole.push(lineOf(document, { at, text }))
    }
    index = end - 1
  }
  return whole
}

type Entries = { at: number; texts: string[] }[]

/** An answer a row. */
function upright(rows: Line[]): Entries | undefined {
  const [head, ...body] = rows
  if (head === undefined || body.length < 2) return undefined
  const columns = cellsOf(head.text).map((title): string => columnOf(title) ?? '')
  if (!columns.includes('number') || !columns.includes('answer')) return undefined
  if (new Set(columns).size < columns.length || columns.some((one) => one !== 'number' && !labels.has(one)))
    return undefined
  const entries: Entries = []
  for (const { at, text } of body) {
    const cells = cellsOf(text)
    const of = (column: string) => cells[columns.indexOf(column)] ?? ''
    const number = numberIn(of('number'))
    if (number === undefined || cells.length > columns.length) return undefined
    const rest = [...labels].filter(([column, label]) => label !== '' && of(column) !== '')
    entries.push({
      at,
      texts: [`${number}. ${of('answer')}`, ...rest.map(([column, label]) => `${label}${of(column)}`)],
    })
  }
  return entries
}

/** An answer a column; such tables go on in further pairs of rows. */
function lying(rows: Line[]): Entries | undefined {
  if (rows.length < 2 || rows.length % 2 !== 0) return undefined
  const entries: Entries = []
  for (let row = 0; row < rows.length; row += 2) {
    const [numbers, answers] = [cellsOf(rows[row]?.text ?? ''), cellsOf(rows[row + 1]?.text ?? '')]
    if (columnOf(numbers[0] ?? '') !== 'number' || columnOf(answers[0] ?? '') !== 'answer') return undefined
    if (numbers.length < 3 || answers.length > numbers.length) return undefined
    for (const [index, cell] of numbers.entries()) {
      if (index === 0 || (cell === '' && (answers[index] ?? '') === '')) continue
      const number = numberIn(cell)
      if (number === undefined) return undefined
      entries.push({ at: rows[row + 1]?.at ?? 0, texts: [`${number}. ${answers[index] ?? ''}`] })
    }
  }
  return entries
}

function numberIn(cell: string): string | undefined {
  return /^(?:第\s?)?(\d{1,3})\s?(?:题|[.、．])?$/.exec(cell)?.[1]
}
