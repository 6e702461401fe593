import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { escapeHtml } from '../../../src/render/html.ts'

/** The page's own words; what the coach says comes in messages. Plain text; `{…}` is filled in by the page. */
export interface PageWords {
  /** BCP 47 tag of these words. */
  tag: string
  title: string
  /** Under the title while nothing is going on. */
  tagline: string
  description: string
  /** In the field before anything is typed, and its label. */
  placeholder: string
  send: string
  menu: string
  conversation: string
  /** Before each message, for screen readers. */
  coach: string
  me: string
  /** On a folded text without a title of its own. */
  unfold: string
  typing: string
  newest: string
  waiting: string
  failed: string
  offline: string
  /** Another tab has taken over, and the button that takes back. */
  elsewhere: string
  here: string
  /** `{n}`: how many characters a message may have. */
  tooLong: string
  tooFast: string
  noFiles: string
  skip: string
  download: string
  /** The way to the learner's progress. */
  progress: string
  /** The way to the page in another language: named in it, and what is said to the coach to follow. */
  otherLanguage: { tag: string; label: string; says: string }
  demo: { note: string; tomorrow: string; moving: string }
  entry: { ask: string; label: string; enter: string; wrong: string; wait: string }
  noScript: string
}

const folder = join(import.meta.dirname, 'page')
const SCRIPT = 'text/javascript; charset=utf-8'
const TYPES = {
  'chat.js': SCRIPT,
  'bubbles.js': SCRIPT,
  'connection.js': SCRIPT,
  'conversation.js': SCRIPT,
  'field.js': SCRIPT,
  'page.js': SCRIPT,
  'entry.js': SCRIPT,
  'chat.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const

interface Asset {
  body: string
  type: string
  etag: string
}

const assets = new Map<string, Asset>()

/** A file of the page, read once; undefined when there is none of that name. */
export function asset(name: string): Asset | undefined {
  if (!Object.hasOwn(TYPES, name)) return undefined
  const known = assets.get(name)
  if (known !== undefined) return known
  const body = readFileSync(join(folder, name), 'utf8')
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`
  const read = { body, type: TYPES[name as keyof typeof TYPES], etag }
  assets.set(name, read)
  return read
}

/** The chat, empty; the script fills it. */
export function chatPage(
  language: string,
  words: PageWords,
  page: { demo: boolean; progress: string | undefined; longest: number },
): string {
  const t = escaped(words)
  const { description, entry, skip, noScript, demo: demoWords, ...forScript } = words
  const told = JSON.stringify({ ...forScript, ...(page.demo && { demo: demoWords }) })
  const demo = !page.demo
    ? ''
    : `<div class="demo"><p><span>${t.demo.note}</span> <time id="now"></time></p><button type="button" id="tomorrow">${t.demo.tomorrow}</button></div>`
  const progress =
    page.progress === undefined
      ? ''
      : `<a class="round" href="${escapeHtml(page.progress)}" aria-label="${t.progress}" title="${t.progress}"><svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="M5 20v-7M12 20V5M19 20v-10"/></svg></a>`
  return document(
    language,
    words,
    ['chat.js', 'bubbles.js', 'connection.js', 'conversation.js', 'field.js', 'page.js'],
    `<a class="skip" href="#text">${t.skip}</a>
<main class="phone" data-words="${escapeHtml(told)}" data-longest="${page.longest}">
<header><img src="/chat/page/icon.svg" alt="" width="36" height="36"><div><h1>${t.title}</h1><p id="state" role="status">${t.tagline}</p></div>
${progress}<button type="button" id="language" lang="${t.otherLanguage.tag}">${t.otherLanguage.label}</button></header>
${demo}
<div id="log" role="log" aria-live="polite" aria-label="${t.conversation}" tabindex="0"><noscript>${t.noScript}</noscript></div>
<button type="button" id="newest" hidden>${t.newest}</button>
<form id="composer"><p id="notice" role="alert"></p>
<nav id="menu" hidden aria-label="${t.menu}"></nav>
<div><button type="button" id="open-menu" aria-expanded="false" aria-controls="menu" aria-label="${t.menu}"><span aria-hidden="true">/</span></button>
<label class="hidden" for="text">${t.placeholder}</label><textarea id="text" rows="1" placeholder="${t.placeholder}" autocomplete="off" enterkeyhint="send"></textarea>
<button type="submit" id="send" aria-label="${t.send}"><svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M3.4 20.6 21.5 12 3.4 3.4l.01 6.7L15 12 3.4 13.9z"/></svg></button></div></form>
</main>`,
  )
}

/** Asks for the secret. */
export function entryPage(language: string, words: PageWords): string {
  const t = escaped(words)
  return document(
    language,
    words,
    ['entry.js', 'connection.js'],
    `<main class="phone entry"><form id="entry" data-wrong="${t.entry.wrong}" data-wait="${t.entry.wait}"><img src="/chat/page/icon.svg" alt="" width="72" height="72"><h1>${t.title}</h1>
<p>${t.entry.ask}</p><label for="secret">${t.entry.label}</label><input id="secret" type="password" autocomplete="current-password" required autofocus>
<p id="notice" role="alert"></p><button type="submit">${t.entry.enter}</button><noscript>${t.noScript}</noscript></form></main>`,
  )
}

/** @param scripts the page's own first, then those it imports */
function document(language: string, words: PageWords, scripts: string[], body: string): string {
  return `<!doctype html>
<html lang="${escapeHtml(words.tag)}" data-language="${escapeHtml(language)}"><head><meta charset="utf-8"><title>${escapeHtml(words.title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="description" content="${escapeHtml(words.description)}"><meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f4efe6" media="(prefers-color-scheme: light)"><meta name="theme-color" content="#0f1512" media="(prefers-color-scheme: dark)">
<link rel="icon" href="/chat/page/icon.svg"><link rel="stylesheet" href="/chat/page/chat.css">
${scripts
  .slice(1)
  .map((name) => `<link rel="modulepreload" href="/chat/page/${name}">`)
  .join('')}
<script type="module" src="/chat/page/${scripts[0]}"></script></head><body>
${body}
</body></html>`
}

function escaped(words: PageWords): PageWords {
  const walk = (value: unknown): unknown =>
    typeof value === 'string'
      ? escapeHtml(value)
      : Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, walk(inner)]))
  return walk(words) as PageWords
}
