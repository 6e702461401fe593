import type { Sheet } from './decode/sheet.ts'
import { choiceLetters, criteriaIn, minutesIn, optionsIn, pointNames, pointsIn, withoutRemarks } from './fields.ts'
import { fold, isChinese } from './fold.ts'
import { markAt, numberOf } from './marks.ts'
import type { ImportedQuestion, ImportResult, ImportWarning } from './result.ts'
import type { Read } from './roles.ts'

/** Tables with a question a row: .csv, .xlsx, and tables inside a document. Columns are told by their titles. */

type Column =
  | 'number'
  | 'prompt'
  | 'category'
  | 'points'
  | 'minutes'
  | 'kind'
  | 'options'
  | 'answer'
  | 'analysis'
  | 'examPoints'
  | 'criteria'
  | 'followUps'
  | `option ${string}`

const titles: [Column, RegExp][] = [
  ['number', /^(?:序号|编号|题号|no\.?|number|#|id|№)$/],
  [
    'prompt',
    /^(?:题目|面试题目?|问题|题干|试题|面试问题|题目内容|问题内容|试题内容|提问|question(?:s| text)?|prompt|interview question)$/,
  ],
  ['category', /^(?:类别|分类|模块|板块|章节|维度|题目?分类|题目?类别|所属.{0,6}|category|section|topic|area|theme)$/],
  ['kind', /^(?:题型|题目类型|类型|type|kind)$/],
  ['points', /^(?:分值|分数|满分|得分|points?|marks?|score)$/],
  ['minutes', /^(?:时间|时长|用时|答题时间|建议时间|时限|minutes?|time)(?:\s?\((?:分钟?|min(?:utes?)?)\))?$/],
  ['options', /^(?:选项|备选项|options|choices)$/],
  [
    'examPoints',
    /^(?:考察点|考查点|考点|考察要点|考核点|考察能力|能力|能力项|测评要素|competenc(?:y|ies)|skills?|exam points?|tests|what it tests)$/,
  ],
  ['criteria', /^(?:评分标准|评分要点|评分点|得分点|评价标准|评分细则|criteria|rubric|scoring|marking)$/],
  ['followUps', /^(?:追问|追问问题|延伸问题|follow[- ]?ups?(?: questions?)?)$/],
  ['analysis', /^(?:解析|分析|答案解析|点评|说明|备注|analysis|explanation|notes?|comments?)$/],
  [
    'answer',
    /^(?:.{0,4}答案|参考回答|回答|答|标准回答|回答示例|回答要点|答题要点|参考要点|(?:model |sample |suggested |correct )?answers?|response)$/,
  ],
]

/** What a column is for, by its title. */
export function columnOf(title: string): Column | undefined {
  const key = fold(title)
    .replace(/[*\s]+/g, ' ')
    .trim()
  const option = /^(?:选项|option)?\s?([a-h])$/.exec(key)
  if (option?.[1]) return `option ${option[1].toUpperCase()}`
  const bare = key.replace(/\s?\([^()]*\)$/, '')
  return titles.find(([, pattern]) => pattern.test(key) || pattern.test(bare))?.[0]
}

/** Where the columns are, from the first of the top rows that names at least a prompt and one thing more. */
function header(rows: string[][]): { at: number; columns: Map<Column, number> } | undefined {
  for (const [at, row] of rows.slice(0, 10).entries()) {
    const columns = new Map<Column, number>()
    for (const [index, cell] of row.entries()) {
      const column = columnOf(cell)
      if (column && !columns.has(column)) columns.set(column, index)
    }
    if (columns.has('prompt') && (columns.size > 1 || row.filter((cell) => cell !== '').length === 1))
      return { at, columns }
  }
  return undefined
}

/** Sheets to questions. A sheet without a row of column titles is left out, with a warning. */
export function readSheets(sheets: Sheet[]): ImportResult {
  const questions: ImportedQuestion[] = []
  const warnings: ImportWarning[] = []
  let title: string | null = null
  for (const { name, rows } of sheets) {
    const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''))
    const found = header(filled.map(({ cells }) => cells))
    if (found === undefined) {
      if (filled.length > 0)
        warnings.push({
          line: filled[0]?.line ?? 1,
          code: 'other-sheet',
          text: name ?? filled[0]?.cells.join(' ').slice(0, 40) ?? '',
        })
      continue
    }
    let category = name
    for (const { line, cells } of filled.slice(0, found.at)) leaveOut(line, cells)
    title ??= titleOf(filled[0]?.cells ?? [])
    for (const { line, cells } of filled.slice(found.at + 1)) {
      const question = questionOf(cells, found.columns, category)
      if (question) {
        questions.push(question)
        continue
      }
      const words = cells.filter((cell) => cell !== '')
      // A row of one cell between questions is the title of those below it.
      if (words.length === 1 && words[0] !== undefined && words[0].length <= 40) category = words[0]
      else leaveOut(line, cells)
    }
  }
  const text = questions.map((question) => question.prompt).join(' ')
  return { questions, warnings, title, language: isChinese(text) ? 'zh' : 'en' }

  function leaveOut(line: number, cells: string[]): void {
    const words = cells.filter((cell) => cell !== '')
    warnings.push({
      line,
      code: 'left-out',
      lines: 1,
      characters: words.join('').length,
      text: (words[0] ?? '').slice(0, 40),
    })
  }
}

/** A first row of one cell, above the titles of the columns, is the title of the whole. */
function titleOf(cells: string[]): string | null {
  const words = cells.filter((cell) => cell !== '')
  return words.length === 1 && columnOf(words[0] ?? '') === undefined ? (words[0] ?? null) : null
}

/** `| a | b |` → a, b */
export function cellsOf(row: string): string[] {
  return row
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())
}

/** Tables of a document whose first row names columns (`| 问题 | 参考答案 |`). */
export function questionsInTables(lines: Read[]): {
  drafts: { question: ImportedQuestion; line: number }[]
  used: Read[]
} {
  const drafts: { question: ImportedQuestion; line: number }[] = []
  const used: Read[] = []
  let table: Read[] = []
  const close = () => {
    const rows = table.filter((line) => !/^[-\s|:]*$/.test(line.text))
    const cells = rows.map((line) => cellsOf(line.text))
    const found = header(cells)
    if (found)
      for (const [index, row] of cells.entries()) {
        const question = index > found.at ? questionOf(row, found.columns, null) : undefined
        const line = rows[index]
        if (line && (question || index === found.at)) used.push(line)
        if (line && question) drafts.push({ question, line: line.at })
      }
    table = []
  }
  for (const line of lines) {
    if (line.table) table.push(line)
    else if (table.length > 0) close()
  }
  close()
  return { drafts, used }
}

function questionOf(
  cells: string[],
  columns: Map<Column, number>,
  section: string | null,
): ImportedQuestion | undefined {
  const get = (column: Column) => {
    const index = columns.get(column)
    return index === undefined ? '' : (cells[index] ?? '').replace(/<br\s*\/?>/g, '\n').trim()
  }
  const whole = get('prompt')
  if (whole === '' || cells.filter((cell) => cell !== '').length < (columns.size > 1 ? 2 : 1)) return undefined
  const mark = markAt(fold(whole), 0)
  const inside = optionsIn(whole)
  const lettered = [...'ABCDEFGH'].map((letter) => get(`option ${letter}`)).filter((option) => option !== '')
  const listed = get('options')
  const options =
    lettered.length >= 2
      ? lettered
      : listed !== ''
        ? (optionsIn(listed, 2)?.options ?? listOf(listed))
        : (inside?.options ?? null)
  const kind =
    options !== null && options.length >= 2
      ? 'choice'
      : /选择|单选|多选|判断|choice|true/i.test(get('kind'))
        ? 'choice'
        : 'open'
  let answer = get('answer')
  let analysis = get('analysis')
  const letters = kind === 'choice' ? choiceLetters(answer) : undefined
  if (letters) {
    const rest = answer.slice(letters.end).replace(/^[\s。.,，:：]+/, '')
    analysis = [rest, analysis].filter((part) => part !== '').join('\n')
    answer = letters.letters
  }
  const printed = get('number') || (mark ? String(mark.number ?? '') : '')
  const number = /^\d{1,4}$/.test(printed) ? numberOf(printed) : null
  const points = Number(/\d{1,3}(?:\.\d)?/.exec(get('points'))?.[0] ?? Number.NaN)
  const minutes = Number(/\d{1,2}(?:\.\d)?/.exec(get('minutes'))?.[0] ?? Number.NaN)
  const prompt = withoutRemarks(
    (inside && options === inside.options ? inside.before : whole).slice(mark && mark.number !== null ? mark.end : 0),
  )
  return {
    number,
    prompt: prompt === '' ? whole : prompt,
    category: get('category') || section || (columns.has('kind') ? get('kind') : '') || null,
    points: Number.isFinite(points) && points > 0 ? points : pointsIn(fold(whole)),
    minutes: Number.isFinite(minutes) && minutes > 0 && minutes <= 30 ? minutes : minutesIn(fold(whole)),
    kind,
    options: options !== null && options.length >= 2 ? options : null,
    answer: answer || null,
    analysis: analysis || null,
    examPoints: listOf(get('examPoints'), pointNames).map((name) => ({ name })),
    criteria: listOf(get('criteria'), criteriaIn),
    followUps: listOf(get('followUps'), (line) => line.split(/(?<=[？?])\s?/)),
    complete: true,
  }
}

/** A cell that lists things: a line each, or divided as prose divides them. */
function listOf(cell: string, split: (line: string) => string[] = (line) => line.split(/[;；]/)): string[] {
  return cell
    .split('\n')
    .flatMap((line) => split(line.replace(/^\s*(?:[-•·]|\d{1,2}[.、．)）])\s?/, '')))
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
