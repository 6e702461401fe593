/** The HTML of Telegram's `parse_mode: 'HTML'`, read as strictly as Telegram reads it. */

export interface Entity {
  type: string
  offset: number
  length: number
  url?: string
}

/** What Telegram answers with 400; `message` is its description without the "Bad Request: ". */
export class HtmlError extends Error {}

const TYPES: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
}
const CHARACTERS: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }
const TOKEN = /<(\/?)([^\s<>/"]*)([^<>]*)>|&(#x[0-9a-f]+|#\d+|[a-z]+);|<|[^<&]+|&/giy

/** @returns the text as Telegram counts it, trimmed, with its entities. @throws HtmlError "can't parse entities: …" */
export function parseHtml(html: string): { text: string; entities: Entity[] } {
  let text = ''
  const open: { tag: string; entity: Entity }[] = []
  const entities: Entity[] = []
  const refuse = (what: string, at: number): never => {
    const bytes = Buffer.byteLength(html.slice(0, at))
    throw new HtmlError(`can't parse entities: ${what.replace('@', `at byte offset ${bytes}`)}`)
  }

  for (const token of html.matchAll(TOKEN)) {
    const [raw, slash, name = '', attributes = '', character] = token
    const tag = name.toLowerCase()
    if (raw === '<') refuse('Unclosed start tag @', token.index)
    if (character !== undefined) text += decode(character.toLowerCase()) ?? raw
    else if (slash === undefined) text += raw
    else if (slash === '') {
      if (!(tag in TYPES)) refuse(`Unsupported start tag "${tag}" @`, token.index)
      open.push({ tag, entity: entityOf(tag, attributes, text.length) })
    } else {
      const top = open.pop()
      if (top === undefined) refuse(`Unexpected end tag @`, token.index)
      else if (top.tag !== tag) refuse(`Unmatched end tag @, expected "</${top.tag}>", found "</${tag}>"`, token.index)
      else entities.push({ ...top.entity, length: text.length - top.entity.offset })
    }
  }
  const unclosed = open.pop()
  if (unclosed) refuse(`Can't find end tag corresponding to start tag "${unclosed.tag}"`, 0)
  return trimmed(text, entities)
}

function entityOf(tag: string, attributes: string, offset: number): Entity {
  const entity: Entity = { type: TYPES[tag] ?? tag, offset, length: 0 }
  const url = /\bhref\s*=\s*"([^"]*)"/i.exec(attributes)?.[1]
  if (tag === 'a' && url !== undefined) entity.url = url
  if (tag === 'blockquote' && /\bexpandable\b/i.test(attributes)) entity.type = 'expandable_blockquote'
  return entity
}

function decode(name: string): string | undefined {
  if (!name.startsWith('#')) return CHARACTERS[name]
  return String.fromCodePoint(name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)))
}

/** Telegram drops white space at both ends, and entities left empty by it. */
function trimmed(text: string, entities: Entity[]): { text: string; entities: Entity[] } {
  const cut = text.length - text.trimStart().length
  const result = text.trim()
  const kept = entities.flatMap((entity) => {
    const from = Math.max(0, entity.offset - cut)
    const to = Math.min(result.length, entity.offset - cut + entity.length)
    return to > from ? [{ ...entity, offset: from, length: to - from }] : []
  })
  return { text: result, entities: kept.sort((a, b) => a.offset - b.offset || b.length - a.length) }
}
