/** Messages as elements. Whatever they say stays text: nothing in them is ever read as HTML. */

/**
 * @typedef {string | { bold: string } | { italic: string } | { code: string }} Span
 * @typedef {{ kind: 'text', spans: Span[] } | { kind: 'quote', spans: Span[], collapsed?: boolean }} Block
 * @typedef {{ id: string, label: string, multi?: true, url?: string }} Choice
 * @typedef {{ id: string, rev: number, from: 'bot' | 'learner', at: number, blocks: Block[], choices?: Choice[][],
 *   file?: { name: string }, picture?: { alt: string } }} Entry
 * @typedef {{ coach: string, me: string, unfold: string, download: string }} Words
 */

/**
 * The bubble of a message.
 * @param {Entry} entry @param {Words} words @param {(choice: Choice, button: HTMLButtonElement) => void} onChoice
 */
export function bubbleOf(entry, words, onChoice) {
  const bubble = element('article', { className: `bubble ${entry.from}`, id: `m-${entry.id}` })
  bubble.dataset.at = String(entry.at)
  bubble.append(element('span', { className: 'hidden', textContent: entry.from === 'bot' ? words.coach : words.me }))
  if (entry.picture !== undefined) bubble.append(pictureOf(entry.id, entry.picture))
  bubble.append(...blocksOf(entry.blocks, words))
  if (entry.file !== undefined) bubble.append(fileOf(entry.id, entry.file, words))
  for (const row of entry.choices ?? [])
    if (row.length > 0) {
      const line = element('div', { className: 'choices' })
      line.append(...row.map((choice) => choiceOf(choice, onChoice)))
      bubble.append(line)
    }
  const time = element('time', { dateTime: new Date(entry.at).toISOString(), textContent: clockOf(entry.at) })
  bubble.append(time)
  return bubble
}

/**
 * Puts a newer form of a message in the place of the old one: what was unfolded stays so, the focus stays where it was.
 * @param {HTMLElement} old @param {HTMLElement} fresh
 */
export function replaceBubble(old, fresh) {
  const open = [...old.querySelectorAll('details')].map((details) => details.open)
  for (const [n, details] of fresh.querySelectorAll('details').entries()) details.open = open[n] ?? false
  const focused = document.activeElement
  const choice = focused instanceof HTMLElement && old.contains(focused) ? focused.dataset.choice : undefined
  old.replaceWith(fresh)
  if (choice === undefined) return
  const buttons = [...fresh.querySelectorAll('button')]
  const again = buttons.find((button) => button.dataset.choice === choice) ?? buttons[0]
  again?.focus({ preventScroll: true })
}

/** @param {Block[]} blocks @param {Words} words */
function blocksOf(blocks, words) {
  /** @type {HTMLElement[]} */
  const all = []
  for (const [n, block] of blocks.entries()) {
    if (block.kind === 'quote' && block.collapsed) {
      // A heading of nothing but bold words is what the text folds under.
      const title = titleOf(blocks[n - 1])
      if (title !== undefined) all.pop()
      const details = element('details')
      details.append(element('summary', { textContent: title ?? words.unfold }), textOf('div', block.spans))
      all.push(details)
    } else all.push(textOf(block.kind === 'quote' ? 'blockquote' : 'p', block.spans))
  }
  return all
}

/** @param {Block | undefined} block @returns {string | undefined} */
function titleOf(block) {
  const [span, ...more] = block?.kind === 'text' ? block.spans : []
  return typeof span === 'object' && 'bold' in span && more.length === 0 ? span.bold : undefined
}

/** @param {'p' | 'div' | 'blockquote'} tag @param {Span[]} spans */
function textOf(tag, spans) {
  const parent = element(tag)
  for (const span of spans) {
    if (typeof span === 'string') parent.append(...wordsOf(span))
    else if ('bold' in span) parent.append(element('strong', { textContent: span.bold }))
    else if ('italic' in span) parent.append(element('em', { textContent: span.italic }))
    else parent.append(element('code', { textContent: span.code }))
  }
  return parent
}

const EVIDENCE = /^\n([「“].*[」”])$/s
const LINK = /(https?:\/\/[^\s<>"'，。；）)」”]+)/

/** Plain words; the learner's own ones quoted as evidence stand apart, addresses can be followed. @param {string} text */
function wordsOf(text) {
  const evidence = EVIDENCE.exec(text)?.[1]
  if (evidence !== undefined) return [element('span', { className: 'evidence', textContent: evidence })]
  return text.split(LINK).map((part, n) => (n % 2 === 0 ? part : linkOf(part, part)))
}

/** @param {Choice} choice @param {(choice: Choice, button: HTMLButtonElement) => void} onChoice */
function choiceOf(choice, onChoice) {
  if (choice.url !== undefined)
    return /^(https?:\/\/|\/(?!\/))/.test(choice.url) ? linkOf(choice.url, choice.label) : choice.label
  const button = element('button', { type: 'button', textContent: choice.label })
  button.dataset.choice = choice.id
  button.addEventListener('click', () => onChoice(choice, button))
  return button
}

/** @param {string} href @param {string} label */
function linkOf(href, label) {
  return element('a', { href, textContent: label, target: '_blank', rel: 'noopener noreferrer' })
}

/** Small in the bubble; opened it can be zoomed and kept. @param {string} id @param {{ alt: string }} picture */
function pictureOf(id, { alt }) {
  const href = `/chat/pictures/${id}`
  const link = element('a', { className: 'picture', href, target: '_blank' })
  link.append(element('img', { src: href, alt }))
  return link
}

/** @param {string} id @param {{ name: string }} file @param {Words} words */
function fileOf(id, file, words) {
  const link = element('a', { className: 'file', href: `/chat/files/${id}`, download: file.name })
  link.append(
    element('span', { className: 'hidden', textContent: words.download }),
    element('span', { className: 'sheet', ariaHidden: 'true', textContent: '↓' }),
    element('span', { textContent: file.name }),
  )
  return link
}

/** @param {number} at */
function clockOf(at) {
  return new Date(at).toLocaleTimeString(document.documentElement.lang, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Partial<HTMLElementTagNameMap[Tag]>} [properties]
 */
export function element(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties)
}
