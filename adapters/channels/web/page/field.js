import { element } from './bubbles.js'
import { byId, longest, tooLong, words } from './page.js'

/** Where the learner types: the field, the menu of commands above it, and the line that says what went wrong. */

const field = /** @type {HTMLTextAreaElement} */ (byId('text'))
const notice = byId('notice')
const menu = byId('menu')
const openMenu = byId('open-menu')
const hasKeyboard = matchMedia('(hover: hover) and (pointer: fine)').matches
const DRAFT = 'draft'

/** @param {(text: string) => void} onText */
export function listenToField(onText) {
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault()
    const text = field.value
    if (text.trim() === '') return
    if (text.length > longest) return tell(tooLong)
    field.value = ''
    sessionStorage.removeItem(DRAFT)
    grow()
    unfoldMenu(false)
    onText(text)
    field.focus()
  })
  field.value = sessionStorage.getItem(DRAFT) ?? ''
  grow()
  if (hasKeyboard) field.focus()
}

/** What could not be sent comes back, before what has been typed since. @param {string} text */
export function giveBack(text) {
  field.value = field.value === '' ? text : `${text}\n${field.value}`
  grow()
  keepDraft()
}

/** @param {{ name: string, description: string }[]} commands @param {(text: string) => void} onText */
export function fillMenu(commands, onText) {
  menu.replaceChildren(
    ...commands.map(({ name, description }) => {
      const button = element('button', { type: 'button' })
      button.append(element('b', { textContent: `/${name}` }), element('span', { textContent: description }))
      button.addEventListener('click', () => {
        unfoldMenu(false)
        if (field.value === '/') field.value = ''
        onText(`/${name}`)
      })
      return button
    }),
  )
}

/** A line above the field, with something to do about it. @param {string} text @param {{ label: string, run(): void }} [way] */
export function tell(text, way) {
  notice.replaceChildren(text)
  if (way === undefined) return
  const button = element('button', { type: 'button', textContent: way.label })
  button.addEventListener('click', () => {
    tell('')
    way.run()
  })
  notice.append(button)
}

/** For a reload. */
function keepDraft() {
  try {
    sessionStorage.setItem(DRAFT, field.value.slice(0, longest))
  } catch {
    // Only a reload would lose it.
  }
}

function grow() {
  field.style.height = 'auto'
  field.style.height = `${Math.min(field.scrollHeight, innerHeight * 0.4)}px`
}

/** @param {boolean} open */
function unfoldMenu(open) {
  menu.hidden = !open
  openMenu.ariaExpanded = String(open)
}

field.addEventListener('keydown', (event) => {
  // With a keyboard Enter sends and Shift+Enter begins a line; on a phone Enter is a line. A word being composed is not sent.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229 || !hasKeyboard) return
  event.preventDefault()
  byId('send').click()
})
field.addEventListener('input', () => {
  grow()
  tell(field.value.length > longest ? tooLong : '')
  unfoldMenu(field.value === '/')
  keepDraft()
})
openMenu.addEventListener('click', () => {
  unfoldMenu(menu.hidden === true)
  if (!menu.hidden) menu.querySelector('button')?.focus()
})
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || menu.hidden) return
  unfoldMenu(false)
  field.focus()
})
document.addEventListener('click', ({ target }) => {
  if (target instanceof Node && !menu.contains(target) && !openMenu.contains(target)) unfoldMenu(false)
})
// A file dropped here would replace the page.
for (const name of ['dragover', 'drop'])
  document.addEventListener(name, (event) => {
    event.preventDefault()
    if (name === 'drop') tell(words.noFiles)
  })
