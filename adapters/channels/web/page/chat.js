import { listen, outbox, post } from './connection.js'
import { add, bubble, clear, follow, isEmpty, readOn, replace, show, type, unpress } from './conversation.js'
import { fillMenu, giveBack, listenToField, tell } from './field.js'
import { byId, tooLong, words } from './page.js'

/** @typedef {import('./bubbles.js').Entry} Entry */

/** Between the clock of a demo and the machine's, ms. */
let ahead = 0
let unread = 0
let opened = false

const line = listen(
  {
    history(data) {
      /** @type {Entry[]} */
      const entries = JSON.parse(data)
      const waiting = sending.waiting()
      replace(entries, waiting, choose)
      // Whoever opens an empty chat has said hello by that; one that becomes empty is left alone.
      if (!opened && entries.length === 0 && waiting.length === 0) act('/chat/messages', { text: '/start' })
      opened = true
    },
    message(data) {
      /** @type {Entry} */
      const entry = JSON.parse(data)
      const isNews = entry.from === 'bot' && bubble(entry.id) === null
      add(entry, choose)
      if (!isNews || !document.hidden) return
      unread += 1
      document.title = `(${unread}) ${words.title}`
    },
    reset: clear,
    menu: (data) => fillMenu(JSON.parse(data), speak),
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
    tell(up ? '' : words.offline)
    if (up) void sending.flush()
  },
)

const sending = outbox((act, fate) => {
  const own = bubble(act.id)
  own?.classList.toggle('unsent', fate !== 'sent')
  if (own !== null) own.dataset.fate = fate === 'waiting' ? words.waiting : ''
  if (fate === 'sending') return
  if (fate === 'sent') {
    unpress()
    setTimeout(() => type(false), 4000)
    return
  }
  type(false)
  if (fate === 'waiting') return
  tell(fate === 'tooLong' ? tooLong : fate === 'tooFast' ? words.tooFast : words.failed)
  unpress()
  own?.remove()
  if (act.path === '/chat/messages') giveBack(String(act.body.text))
})

/** @param {string} path @param {Record<string, unknown>} body */
function act(path, body) {
  readOn()
  tell('')
  const sent = sending.add(path, body)
  setTimeout(() => {
    if (!sending.waiting().some(({ id }) => id === sent.id)) return
    type(true)
    follow()
  }, 250)
  return sent
}

/** @param {Entry} entry @param {import('./bubbles.js').Choice} choice */
function choose(entry, choice) {
  act('/chat/choices', { choice: choice.id, message: entry.id })
}

/** @param {string} text */
function speak(text) {
  const { id } = act('/chat/messages', { text })
  showOwn(id, text)?.classList.add('unsent')
  follow()
}

/** @param {string} id @param {string} text */
function showOwn(id, text) {
  const at = Date.now() + ahead
  return show({ id, rev: 0, from: 'learner', at, blocks: [{ kind: 'text', spans: [text] }] }, choose)
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return
  unread = 0
  document.title = words.title
})

byId('language').addEventListener('click', async () => {
  const { tag, says } = words.otherLanguage
  await post('/chat/language', { language: tag.split('-')[0] })
  if (!isEmpty()) {
    speak(says)
    await sending.empty()
  }
  location.reload()
})

/** The demo's clock. */
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
  readOn()
  await sending.empty()
  const answer = await post('/chat/tomorrow', {})
  if (answer?.ok !== true) tell(words.failed)
  tomorrow.ariaDisabled = 'false'
  tomorrow.textContent = words.demo.tomorrow
})

for (const { id, path, body } of sending.waiting()) if (path === '/chat/messages') showOwn(id, String(body.text))
void sending.flush()
listenToField(speak)
