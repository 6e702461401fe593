import type { Language } from '../learner.ts'
import type { Notice } from '../ports/pages.ts'
import { textOf } from '../text/text.ts'
import { type Html, html } from './html.ts'

/** What every page has around it. No script: all there is to do are links and things that unfold. */

/** The files a page asks for, by their places on the server. */
const STYLE_PATH = '/pages.css'
const ICON_PATH = '/pages.svg'

const TAG: Record<Language, string> = { zh: 'zh-CN', en: 'en' }

/** A whole document. */
export function page(language: Language, title: string, main: Html): string {
  const { name } = textOf(language).pages
  return html`<!doctype html>
<html lang="${TAG[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${name}</title>
<link rel="icon" href="${ICON_PATH}">
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<main>${main}</main>
</body>
</html>
`.text
}

export function section(id: string, title: string, ...content: (Html | undefined)[]): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>`
}

/** What went wrong and the next step, in both languages: nobody knows yet who is reading. `first`: the likelier one. */
export function noticePage(notice: Notice, first: Language): string {
  const languages: Language[] = first === 'zh' ? ['zh', 'en'] : ['en', 'zh']
  const said = languages.map((language) => {
    const { title, words } = textOf(language).pages[notice]
    return html`<section lang="${TAG[language]}"><h1>${title}</h1><p>${words}</p></section>`
  })
  return page(first, textOf(first).pages[notice].title, html`<div class="notice">${said}</div>`)
}
