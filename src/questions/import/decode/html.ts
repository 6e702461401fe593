import { Parser } from 'htmlparser2'
import { ImportError } from '../result.ts'

/** Tags open at once; careless authors leave hundreds unclosed, nobody nests thousands. */
const DEEPEST = 5000

/**
 * HTML to the Markdown the other stages read, as a stream: no tree is built.
 *
 * - `<h2>一、行为题</h2>` → `## 一、行为题`
 * - `<ol><li>请自我介绍` → `1. 请自我介绍`
 * - `<p><strong>答案：</strong>我…` → `**答案：**我…`
 * - `<table>` → rows of `| a | b |`; `<script>`, `<nav>`, `<footer>`, forms and what is hidden → nothing
 *
 * @throws ImportError `too-deep`
 */
export function htmlToText(html: string): string {
  const out: string[] = []
  let line = ''
  let skipped = 0
  let pre = 0
  let quote = 0
  let depth = 0
  /** Of the list item just opened; its first words go behind it, whatever they are wrapped in. */
  let sign = ''
  const lists: { ordered: boolean; next: number }[] = []
  let row: string[] | undefined
  let headed = false

  const push = () => {
    const text = pre > 0 ? line.replace(/\s+$/, '') : line.replace(/[ \t\u00a0]{2,}/g, ' ').trim()
    line = ''
    if (text === '' && pre === 0) return
    const lead = pre > 0 ? '' : sign || '  '.repeat(Math.min(8, lists.length))
    sign = ''
    out.push(`${quote > 0 ? '> ' : ''}${lead}${text}`)
  }
  const breakBlock = () => {
    if (row !== undefined) {
      line += ' '
      return
    }
    if (line.trim() !== '') push()
    line = ''
    if (sign === '') blank()
  }
  const blank = () => {
    if (out.at(-1) !== '' && pre === 0) out.push('')
  }

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (!empty.has(name) && ++depth > DEEPEST) throw new ImportError('too-deep')
        if (skipped > 0 || skip.has(name) || hidden(attributes)) {
          if (!empty.has(name)) skipped++
          return
        }
        if (/^h[1-6]$/.test(name)) {
          breakBlock()
          line = `${'#'.repeat(Number(name[1]))} `
        } else if (name === 'br') {
          if (row !== undefined) line += '<br>'
          else if (line.trim() === '' && sign === '') blank()
          else push()
        } else if (name === 'hr') {
          breakBlock()
          out.push('---', '')
        } else if (name === 'ul' || name === 'ol') {
          if (line.trim() !== '') push()
          if (lists.length === 0) breakBlock()
          lists.push({ ordered: name === 'ol', next: Number(attributes.start ?? 1) || 1 })
        } else if (name === 'li') {
          if (line.trim() !== '') push()
          const list = lists.at(-1)
          const indent = '  '.repeat(Math.min(8, Math.max(0, lists.length - 1)))
          sign = `${indent}${list?.ordered ? `${list.next++}. ` : '- '}`
        } else if (name === 'strong' || name === 'b') line += '**'
        else if (name === 'blockquote') {
          breakBlock()
          quote++
        } else if (name === 'pre') {
          breakBlock()
          out.push('```')
          pre++
        } else if (name === 'summary') {
          breakBlock()
          line = '<summary>'
        } else if (name === 'tr') {
          row = []
          line = ''
        } else if (name === 'td' || name === 'th') line = ''
        else if (name === 'table') {
          breakBlock()
          headed = false
        } else if (blocks.has(name)) breakBlock()
      },
      ontext(text) {
        if (skipped > 0) return
        if (pre > 0) {
          const parts = text.split(/\r?\n/)
          for (const [index, part] of parts.entries()) {
            line += part
            if (index < parts.length - 1) push()
          }
          return
        }
        line += text.replace(/[\s\u00a0]+/g, ' ')
      },
      onclosetag(name) {
        if (empty.has(name)) return
        depth--
        if (skipped > 0) {
          skipped--
          return
        }
        if (/^h[1-6]$/.test(name)) breakBlock()
        else if (name === 'ul' || name === 'ol') {
          if (line.trim() !== '') push()
          lists.pop()
          if (lists.length === 0) breakBlock()
        } else if (name === 'li') {
          if (line.trim() !== '') push()
          sign = ''
        } else if (name === 'strong' || name === 'b') line = line.endsWith('**') ? line.slice(0, -2) : `${line}**`
        else if (name === 'blockquote') {
          breakBlock()
          quote = Math.max(0, quote - 1)
        } else if (name === 'pre') {
          push()
          pre = Math.max(0, pre - 1)
          out.push('```', '')
        } else if (name === 'summary') {
          line += '</summary>'
          breakBlock()
        } else if ((name === 'td' || name === 'th') && row !== undefined) {
          row.push(line.replace(/\s+/g, ' ').replace(/\|/g, '／').trim())
          line = ''
        } else if (name === 'tr' && row !== undefined) {
          if (row.some((cell) => cell !== '')) {
            out.push(`| ${row.join(' | ')} |`)
            if (!headed) out.push(`|${' --- |'.repeat(row.length)}`)
            headed = true
          }
          row = undefined
        } else if (blocks.has(name)) breakBlock()
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  )
  parser.write(html)
  parser.end()
  breakBlock()
  return out
    .filter((text, index) => text !== '' || out[index - 1] !== '')
    .join('\n')
    .trim()
}

const skip = new Set(
  'script style noscript template svg iframe object head nav footer aside form button select textarea video audio'.split(
    ' ',
  ),
)
const empty = new Set('br hr img input meta link area base col embed source track wbr'.split(' '))
const blocks = new Set(
  'p div section article main header table tbody thead dl dt dd details figure figcaption address'.split(' '),
)

function hidden(attributes: Record<string, string>): boolean {
  return 'hidden' in attributes || /display:\s{0,5}none|visibility:\s{0,5}hidden/i.test(attributes.style ?? '')
}
