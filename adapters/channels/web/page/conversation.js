import { bubbleOf, element, replaceBubble } from './bubbles.js'
import { byId, words } from './page.js'

/** The conversation as it stands on the page, and where in it one reads. */

/**
 * @typedef {import('./bubbles.js').Entry} Entry
 * @typedef {import('./bubbles.js').Choice} Choice
 */

const log = byId('log')
const newest = byId('newest')
const typing = element('div', { className: 'typing bubble bot', ariaHidden: 'true', hidden: true })
typing.append(element('i'), element('i'), element('i'))
log.append(typing)

/** The first message that came since the learner last did something: reading goes on there. @type {HTMLElement | null} */
let readFrom = null
/** New messages are scrolled to, until the learner scrolls somewhere else. */
let following = true

/** @param {string} id */
export const bubble = (id) => document.getElementById(`m-${id}`)
export const isEmpty = () => log.querySelector('.bubble[id]') === null
export const unpress = () => {
  for (const button of log.querySelectorAll('button.pressed')) button.classList.remove('pressed')
}

/**
 * Shows a message, or its newer form where it stands.
 * @param {Entry} entry @param {(entry: Entry, choice: Choice) => void} onChoice
 * @returns {HTMLElement | undefined}
 */
export function show(entry, onChoice) {
  const shown = put(entry, onChoice)
  markDays()
  return shown
}

/** @param {Entry} entry @param {(entry: Entry, choice: Choice) => void} onChoice @returns {HTMLElement | undefined} */
function put(entry, onChoice) {
  // Opening the page said that for them.
  if (entry.from === 'learner' && textOf(entry) === '/start' && isEmpty()) return undefined
  const fresh = bubbleOf(entry, words, (choice, button) => {
    button.classList.add('pressed')
    onChoice(entry, choice)
  })
  const old = bubble(entry.id)
  if (old !== null) {
    if (readFrom === old) readFrom = fresh
    replaceBubble(old, fresh)
  } else log.insertBefore(fresh, typing)
  // A picture has its height only when it is there.
  for (const picture of fresh.querySelectorAll('img')) picture.addEventListener('load', () => following && follow())
  return fresh
}

/**
 * Shows a message that has just come, and scrolls to it while one follows.
 * @param {Entry} entry @param {(entry: Entry, choice: Choice) => void} onChoice
 */
export function add(entry, onChoice) {
  const isNew = bubble(entry.id) === null
  const shown = show(entry, onChoice)
  if (entry.from === 'bot') type(false)
  if (!isNew || shown === undefined) return
  if (entry.from === 'bot') readFrom ??= shown
  if (following) follow()
  else newest.hidden = false
}

/**
 * The whole conversation anew; what still waits to be sent stands after it.
 * @param {Entry[]} entries @param {{ id: string }[]} waiting @param {(entry: Entry, choice: Choice) => void} onChoice
 */
export function replace(entries, waiting, onChoice) {
  const known = new Set([...entries, ...waiting].map(({ id }) => `m-${id}`))
  log.ariaBusy = 'true'
  for (const old of log.querySelectorAll('.bubble[id]')) if (!known.has(old.id)) old.remove()
  for (const entry of entries) put(entry, onChoice)
  for (const { id } of [...entries, ...waiting]) {
    const one = bubble(id)
    if (one !== null) log.insertBefore(one, typing)
  }
  markDays()
  follow('instant')
  log.ariaBusy = 'false'
}

export function clear() {
  for (const one of log.querySelectorAll('.bubble[id], .day')) one.remove()
  readFrom = null
}

/** The learner has read what there is and waits for what comes. */
export function readOn() {
  readFrom = null
  following = true
  newest.hidden = true
}

/** To the end, but never past the beginning of what is still to be read. @param {ScrollBehavior} [behavior] */
export function follow(behavior = 'smooth') {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const end = log.scrollHeight - log.clientHeight
  const top = readFrom === null ? end : Math.min(end, readFrom.offsetTop - log.offsetTop - 64)
  log.scrollTo({ top, behavior: calm ? 'instant' : behavior })
}

/** @param {boolean} on */
export function type(on) {
  typing.hidden = !on
  const state = byId('state')
  const text = on ? words.typing : words.tagline
  // Written only when it changes: it is read aloud.
  if (state.textContent !== text) state.textContent = text
}

/** @param {Entry} entry */
function textOf({ blocks }) {
  const [span] = blocks[0]?.spans ?? []
  return typeof span === 'string' ? span : ''
}

/** A line with the date wherever another day begins. */
function markDays() {
  for (const line of log.querySelectorAll('.day')) line.remove()
  let last = ''
  for (const one of log.querySelectorAll('.bubble[id]')) {
    const date = new Date(Number(/** @type {HTMLElement} */ (one).dataset.at))
    const day = date.toLocaleDateString(words.tag, { month: 'long', day: 'numeric', weekday: 'short' })
    if (day !== last) log.insertBefore(element('p', { className: 'day', textContent: day }), one)
    last = day
  }
}

const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80

newest.addEventListener('click', () => {
  readOn()
  follow()
})
log.addEventListener('scroll', () => {
  if (!isAtEnd()) return
  following = true
  newest.hidden = true
})
for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown'])
  log.addEventListener(
    name,
    () => {
      following = isAtEnd()
    },
    { passive: true },
  )
