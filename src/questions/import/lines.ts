import { fold } from './fold.ts'
import type { Readings } from './readings.ts'
import { ImportError, LIMITS } from './result.ts'

/** Second stage: text to lines with what their markup says, the markup itself taken off. */

export interface Line {
  /** Line in the document, from 1. Pieces cut from one line share it. */
  at: number
  /** Without emphasis, heading, quote and list signs; a number stays. */
  text: string
  /** `text` as rules compare it (see fold): same length. */
  key: string
  /** Heading level, 0 for none. */
  heading: number
  bullet: boolean
  /** Signs and blanks before the text, in columns. */
  indent: number
  /** The whole line is emphasised. */
  bold: boolean
  /** How much of the start of `text` is emphasised. */
  lead: number
  quoted: boolean
  /** Inside a code block: never a label or a number. */
  code: boolean
  /** A row of a table: its cells are in `text`, divided by `|`. */
  table: boolean
  /** Said by `<summary>`. */
  summary: boolean
  afterBlank: boolean
  afterRule: boolean
}

/**
 * - `#### 题目1：**诚信**` → heading 4, `题目1：诚信`
 * - `- **沟通**：先听` → bullet, lead 2, `沟通：先听`
 * - `<summary><b>答案</b></summary>` → summary, `答案`
 * - `> 解析：……` → quoted, `解析：……`
 */
export function toLines(document: Readings): Line[] {
  const lines: Line[] = []
  let fence = ''
  let blank = true
  let rule = false
  let comment = false
  const physical = document.text.split(/\r\n|[\n\r\u2028\u2029\f\v]/)
  const frontMatter = frontMatterEnd(physical)
  for (const [index, raw] of physical.entries()) {
    if (index <= frontMatter) continue
    if (raw.length > LIMITS.line) throw new ImportError('too-much-text', String(LIMITS.line))
    if (lines.length > LIMITS.lines) throw new ImportError('too-much-text', String(LIMITS.lines))
    const fenceMark = /^\s{0,20}(?:>\s?)?(```|~~~)/.exec(raw)?.[1]
    if (fenceMark !== undefined && (fence === '' || fenceMark === fence)) {
      fence = fence === '' && !/^\s*(?:```|~~~).*(?:```|~~~)\s*$/.test(raw.slice(0, 200)) ? fenceMark : ''
      continue
    }
    if (fence !== '') {
      lines.push(make({ at: index + 1, text: raw.trimEnd(), code: true, afterBlank: blank }))
      blank = false
      continue
    }
    let rest = raw
    if (comment) {
      const end = rest.indexOf('-->')
      if (end < 0) continue
      rest = rest.slice(end + 3)
      comment = false
    }
    rest = withoutComments(rest)
    const open = rest.indexOf('<!--')
    if (open >= 0) {
      rest = rest.slice(0, open)
      comment = true
    }
    const cuts = /^\s*\|/.test(rest) ? /(?=<summary)|<\/summary>/i : /<br\s{0,3}\/?>|(?=<summary)|<\/summary>/i
    for (const piece of rest.split(cuts)) {
      const line = readLine(document, piece, index + 1)
      if (line === 'blank' || line === 'rule') {
        blank = true
        rule ||= line === 'rule'
        continue
      }
      if (line === 'setext') {
        const above = lines.at(-1)
        if (above && !blank) above.heading = 1
        continue
      }
      lines.push({ ...line, afterBlank: blank, afterRule: rule })
      blank = false
      rule = false
    }
  }
  return lines

  function make(fields: Partial<Line> & { at: number; text: string }): Line {
    return lineOf(document, fields)
  }
}

/** A line of its own, cut from another or made up. */
export function lineOf(document: Readings, fields: Partial<Line> & { at: number; text: string }): Line {
  return {
    heading: 0,
    bullet: false,
    indent: 0,
    bold: false,
    lead: 0,
    quoted: false,
    code: false,
    table: false,
    summary: false,
    afterBlank: false,
    afterRule: false,
    ...fields,
    key: fold(document.bare(fields.text)),
  }
}

function readLine(document: Readings, piece: string, at: number): Line | 'blank' | 'rule' | 'setext' {
  const summary = /^\s{0,20}<summary/i.test(piece)
  let text = untag(piece)
  if (/^\s{0,40}(?:[-*_─—=]\s{0,3}){3,}$/.test(text.slice(0, 400)) && text.length < 400)
    return /^={3,}\s*$/.test(text) ? 'setext' : 'rule'
  if (text.trim() === '') return 'blank'
  const blanks = /^[\s\u3000]{0,80}/.exec(text)?.[0] ?? ''
  let indent = [...blanks].reduce((sum, sign) => sum + (sign === '\t' ? 4 : sign === '\u3000' ? 2 : 1), 0)
  text = text.trim()
  let quoted = false
  for (let depth = 0; depth < 8 && /^>\s?/.test(text); depth++) {
    quoted = true
    text = text.slice(1).trimStart()
  }
  // A list sign left alone by a page's layout.
  if (text === '' || /^[-*+•●○▪·]$/.test(text)) return 'blank'
  const table = /^\|.*\|$/.test(text) || /^[^|]{1,200}(?:\|[^|]{0,400}){2,}$/.test(text.slice(0, 2000))
  if (table && /^[|\s:-]+$/.test(text)) return lineOf(document, { at, text: '|---|', table: true })
  const head = /^(#{1,6})(?:\s+|(?=[^\s#\da-z!]))/i.exec(text)
  const heading = head?.[1]?.length ?? 0
  if (head)
    text = text
      .slice(head[0].length)
      .replace(/\s#{1,6}$/, '')
      .trim()
  const bullet = /^(?:[-*+•●○▪◦‣⁃·▸►❖✧➢➤]\s+|[-•●○▪◦‣⁃·▸►❖✧➢➤](?=[^\s\d-]))/.exec(text)
  if (bullet && heading === 0) {
    text = text.slice(bullet[0].length).replace(/^\[[ x]\]\s/i, '')
    indent += 2
  }
  const number = /^(?:\d{1,3}\\?[.、)]\s?)?/.exec(text)?.[0] ?? ''
  const emphasised = /^(\*\*|__)((?:(?!\1).){1,400})\1/.exec(text.slice(number.length))
  const bold = emphasised !== null && text.slice(number.length + emphasised[0].length).replace(/[:：\s]/g, '') === ''
  const plain = unmark(text)
  if (plain.trim() === '') return 'blank'
  return lineOf(document, {
    at,
    text: plain.trim(),
    heading,
    bullet: bullet !== null && heading === 0,
    indent,
    bold,
    lead: emphasised ? unmark(number + (emphasised[2] ?? '')).trim().length : 0,
    quoted,
    table,
    summary,
  })
}

/** Inline marks off, what they mark stays; code keeps its back ticks, which say that it is code. */
function unmark(text: string): string {
  return text
    .split(/(`[^`]{1,300}`)/)
    .map((part) =>
      part.startsWith('`') && part.length > 1
        ? part
        : part
            .replace(/!\[[^\]]{0,300}\]\([^)]{0,1000}\)/g, '')
            .replace(/\[([^\]]{1,300})\]\([^)]{0,1000}\)/g, '$1')
            .replace(/\*{1,3}(?=\S)([^*]{1,600})\*{1,3}/g, '$1')
            .replace(/\*\*/g, '')
            .replace(/(?<![\p{L}\p{N}_])_{1,2}(?=\S)([^_]{1,300})(?<=\S)_{1,2}(?![\p{L}\p{N}_])/gu, '$1')
            .replace(/~~([^~]{1,300})~~/g, '$1')
            .replace(/\\([\\`*_{}[\]()#+\-.!|>~])/g, '$1'),
    )
    .join('')
}

/** HTML that Markdown authors mix in; what is no tag (`a < b`, `List<String>`) stays. */
function untag(text: string): string {
  return text
    .split(/(`[^`]{1,300}`)/)
    .map((part) =>
      part.startsWith('`') && part.length > 1
        ? part
        : part
            .replace(
              /<\/?(?:p|div|span|b|i|u|em|strong|details|summary|sub|sup|center|font|a|img|hr|ul|ol|li|table|thead|tbody|tr|td|th|h[1-6]|blockquote|code|pre|kbd|mark|small|section|article|main|body|html|head|meta|title|link|script|style)(?:\s[^<>]{0,500})?\/?>/gi,
              '',
            )
            .replace(/&(nbsp|lt|gt|amp|quot|#39|emsp|ensp);/g, (_, name: string) => entities[name] ?? ''),
    )
    .join('')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
}

const entities: Record<string, string> = {
  nbsp: ' ',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  '#39': "'",
  emsp: ' ',
  ensp: ' ',
}

function withoutComments(text: string): string {
  return text.includes('<!--') ? text.replace(/<!--[^>]{0,2000}-->/g, '') : text
}

/** The last line of a block between `---` lines at the top (settings of a site generator); -1 when there is none. */
function frontMatterEnd(physical: string[]): number {
  if (physical[0]?.trim() !== '---') return -1
  const end = physical.slice(1, 60).findIndex((line) => /^(?:---|\.\.\.)\s*$/.test(line))
  if (end < 0) return -1
  const inside = physical.slice(1, end + 1)
  return inside.every((line) => /^[\w-]{1,40}\s*:|^\s+|^\s*-\s|^\s*$|^#/.test(line)) ? end + 1 : -1
}
