import { bubbleOf, element, replaceBubble } from './bubbles.js'
import { listen, outbox, post } from './connection.js'

/** @typedef {import('./bubbles.js').Entry} Entry */

const phone = /** @type {HTMLElement} */ (document.querySelector('.phone'))
const words = JSON.parse(phone.dataset.words ?? '{}')
const longest = Number(phone.dataset.longest)
const log = byId('log')
const field = /** @type {HTMLTextAreaElement} */ (byId('text'))
const notice = byId('notice')
const menu = byId('menu')
const openMenu = byId('open-menu')
const newest = byId('newest')
const hasKeyboard = matchMedia('(hover: hover) and (pointer: fine)').matches
const DRAFT = 'draft'

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id))
}

/* What is shown */

/** Between the clock of a demo and the machine's, ms. */
let ahead = 0
/** The first message that came since the learner last did something: reading goes on there. @type {HTMLElement | null} */
let readFrom = null
/** New messages are scrolled to, until the learner scrolls somewhere else. */
let following = true
let unread = 0
let opened = false
const typing = element('div', { className: 'typing bubble bot', ariaHidden: 'true', hidden: true })
typing.append(element('i'), element('i'), element('i'))
log.append(typing)

/** @param {string} id */
const bubble = (id) => document.getElementById(`m-${id}`)

/** @param {Entry} entry */
function show(entry) {
  // Opening the page said that for them.
  if (entry.from === 'learner' && textOf(entry) === '/start' && log.querySelector('.bubble:not(.typing)') === null)
    return
  const fresh = bubbleOf(entry, words, (choice, button) => {
    button.classList.add('pressed')
    act('/chat/choices', { choice: choice.id, message: entry.id }, button)
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

/** @param {Entry} entry */
function textOf({ blocks }) {
  const [span] = blocks[0]?.spans ?? []
  return typeof span === 'string' ? span : ''
}

/** A line with the date wherever another day begins. */
function markDays() {
  for (const line of log.querySelectorAll('.day')) line.remove()
  let last = ''
  for (const one of log.querySelectorAll('.bubble')) {
    const { at } = /** @type {HTMLElement} */ (one).dataset
    if (at === undefined) continue
    const day = dayOf(Number(at))
    if (day !== last) log.insertBefore(element('p', { className: 'day', textContent: day }), one)
    last = day
  }
}

/** @param {number} at */
function dayOf(at) {
  const date = new Date(at)
  return date.toLocaleDateString(words.tag, { month: 'long', day: 'numeric', weekday: 'short' })
}

const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80

/** To the end, but never past the beginning of what is still to be read. @param {ScrollBehavior} [behavior] */
function follow(behavior = 'smooth') {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const end = log.scrollHeight - log.clientHeight
  const top = readFrom === null ? end : Math.min(end, readFrom.offsetTop - log.offsetTop - 64)
  log.scrollTo({ top, behavior: calm ? 'instant' : behavior })
}

/** @param {boolean} on */
function type(on) {
  typing.hidden = !on
  say('state', on ? words.typing : words.tagline)
}

/** @param {string} id @param {string} text */
function say(id, text) {
  const place = byId(id)
  if (place.textContent !== text) place.textContent = text
}

/* What comes from the coach */

const line = listen(
  {
    history(data) {
      /** @type {Entry[]} */
      const entries = JSON.parse(data)
      const known = new Set([...entries.map(({ id }) => `m-${id}`), ...sending.waiting().map(({ id }) => `m-${id}`)])
      log.ariaBusy = 'true'
      for (const old of log.querySelectorAll('.bubble[id]')) if (!known.has(old.id)) old.remove()
      for (const entry of entries) show(entry)
      // Entries stand in their order, what still waits after them.
      for (const { id } of [...entries, ...sending.waiting()]) {
        const one = bubble(id)
        if (one !== null) log.insertBefore(one, typing)
      }
      markDays()
      follow('instant')
      log.ariaBusy = 'false'
      // Whoever opens an empty chat has said hello by that; one that becomes empty is left alone.
      if (!opened && entries.length === 0 && sending.waiting().length === 0) act('/chat/messages', { text: '/start' })
      opened = true
    },
    message(data) {
      /** @type {Entry} */
      const entry = JSON.parse(data)
      const isNew = bubble(entry.id) === null
      const shown = show(entry)
      if (entry.from === 'bot') type(false)
      if (!isNew || shown === undefined) return
      markDays()
      if (entry.from === 'bot') readFrom ??= shown
      if (following) follow()
      else newest.hidden = false
      if (entry.from === 'bot' && document.hidden) {
        unread += 1
        document.title = `(${unread}) ${words.title}`
      }
    },
    reset() {
      for (const one of log.querySelectorAll('.bubble[id], .day')) one.remove()
      readFrom = null
    },
    menu(data) {
      /** @type {{ name: string, description: string }[]} */
      const commands = JSON.parse(data)
      menu.replaceChildren(
        ...commands.map(({ name, description }) => {
          const button = element('button', { type: 'button' })
          button.append(element('b', { textContent: `/${name}` }), element('span', { textContent: description }))
          button.addEventListener('click', () => {
            unfoldMenu(false)
            speak(`/${name}`)
          })
          return button
        }),
      )
    },
    clock(data) {
      ahead = Number(data)
      showNow()
    },
    elsewhere() {
      line.stop()
      tell(words.elsewhere, { label: words.here, run: line.open })
    },
  },
  (up) => {
    phone.classList.toggle('offline', !up)
    tell(up ? '' : words.offline)
    if (up) void sending.flush()
  },
)

/* What the learner does */

const sending = outbox((act, fate) => {
  const own = bubble(act.id)
  own?.classList.toggle('unsent', fate !== 'sent')
  if (own !== null && fate !== 'sent')
    own.dataset.fate = fate === 'sending' ? '' : words[fate === 'waiting' ? 'waiting' : 'failed']
  if (fate === 'sending') return
  if (fate === 'sent') {
    for (const button of log.querySelectorAll('button.pressed')) button.classList.remove('pressed')
    setTimeout(() => type(false), 4000)
    return
  }
  type(false)
  if (fate !== 'waiting') tell(fate === 'tooLong' ? tooLong() : fate === 'tooFast' ? words.tooFast : words.failed)
  // What was refused comes back into the field, so that nothing typed is lost.
  if (fate !== 'waiting' && act.path === '/chat/messages') {
    own?.remove()
    if (field.value === '') field.value = String(act.body.text)
    grow()
  }
})

const tooLong = () => words.tooLong.replace('{n}', longest.toLocaleString(words.tag))

/** @param {string} path @param {Record<string, unknown>} body @param {HTMLButtonElement} [pressed] */
function act(path, body, pressed) {
  readFrom = null
  following = true
  newest.hidden = true
  tell('')
  const sent = sending.add(path, body)
  if (pressed === undefined) follow()
  setTimeout(() => {
    if (sending.waiting().some(({ id }) => id === sent.id)) {
      type(true)
      follow()
    }
  }, 250)
  return sent
}

/** @param {string} text */
function speak(text) {
  const { id } = act('/chat/messages', { text })
  const at = Date.now() + ahead
  const shown = show({ id, rev: 0, from: 'learner', at, blocks: [{ kind: 'text', spans: [text] }] })
  shown?.classList.add('unsent')
  markDays()
  follow()
}

/** A line above the field, with something to do about it. @param {string} text @param {{ label: string, run(): void }} [way] */
function tell(text, way) {
  notice.replaceChildren(text)
  if (way === undefined) return
  const button = element('button', { type: 'button', textContent: way.label })
  button.addEventListener('click', () => {
    tell('')
    way.run()
  })
  notice.append(button)
}

function grow() {
  field.style.height = 'auto'
  field.style.height = `${Math.min(field.scrollHeight, innerHeight * 0.4)}px`
}

byId('composer').addEventListener('submit', (event) => {
  event.preventDefault()
  const text = field.value
  if (text.trim() === '') return
  if (text.length > longest) return tell(tooLong())
  field.value = ''
  sessionStorage.removeItem(DRAFT)
  grow()
  unfoldMenu(false)
  speak(text)
  field.focus()
})

field.addEventListener('keydown', (event) => {
  // With a keyboard Enter sends and Shift+Enter begins a line; on a phone Enter is a line. A word being composed is not sent.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229 || !hasKeyboard) return
  event.preventDefault()
  byId('send').click()
})

field.addEventListener('input', () => {
  grow()
  tell(field.value.length > longest ? tooLong() : '')
  unfoldMenu(field.value === '/')
  try {
    sessionStorage.setItem(DRAFT, field.value.slice(0, longest))
  } catch {
    // Only a reload would lose it.
  }
})

/** @param {boolean} open */
function unfoldMenu(open) {
  menu.hidden = !open
  openMenu.ariaExpanded = String(open)
}
openMenu.addEventListener('click', () => {
  unfoldMenu(menu.hidden === true)
  if (!menu.hidden) menu.querySelector('button')?.focus()
})
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || menu.hidden) return
  unfoldMenu(false)
  field.focus()
})
document.addEventListener('click', (event) => {
  if (event.target instanceof Node && !menu.contains(event.target) && !openMenu.contains(event.target))
    unfoldMenu(false)
})

newest.addEventListener('click', () => {
  readFrom = null
  following = true
  newest.hidden = true
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
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return
  unread = 0
  document.title = words.title
})

// A file dropped here would replace the page.
for (const name of ['dragover', 'drop'])
  document.addEventListener(name, (event) => {
    event.preventDefault()
    if (name === 'drop') tell(words.noFiles)
  })

byId('language').addEventListener('click', async () => {
  const { tag, says } = words.otherLanguage
  await post('/chat/language', { language: tag.split('-')[0] })
  if (log.querySelector('.bubble[id]') !== null) {
    speak(says)
    await sending.empty()
  }
  location.reload()
})

/* The demo's clock */

function showNow() {
  const now = document.getElementById('now')
  if (now === null) return
  const date = new Date(Date.now() + ahead)
  now.textContent = date.toLocaleString(words.tag, {
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
    minute: '2-digit',
  })
}
setInterval(showNow, 20_000)

const tomorrow = /** @type {HTMLButtonElement | null} */ (document.getElementById('tomorrow'))
tomorrow?.addEventListener('click', async () => {
  if (tomorrow.ariaDisabled === 'true') return
  tomorrow.ariaDisabled = 'true'
  tomorrow.textContent = words.demo.moving
  readFrom = null
  following = true
  await sending.empty()
  const answer = await post('/chat/tomorrow', {})
  if (answer?.ok !== true) tell(words.failed)
  tomorrow.ariaDisabled = 'false'
  tomorrow.textContent = words.demo.tomorrow
})

field.value = sessionStorage.getItem(DRAFT) ?? ''
grow()
for (const { id, path, body } of sending.waiting())
  if (path === '/chat/messages')
    show({ id, rev: 0, from: 'learner', at: Date.now(), blocks: [{ kind: 'text', spans: [String(body.text)] }] })
void sending.flush()
if (hasKeyboard) field.focus()
