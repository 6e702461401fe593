/** Between the page and the coach: events come in by a stream that mends itself, what the learner does goes out in order. */

/**
 * @typedef {{ id: string, path: string, body: Record<string, unknown> }} Act
 * @typedef {'sending' | 'waiting' | 'sent' | 'tooLong' | 'tooFast' | 'failed'} Fate
 */

const WAITS = [1000, 2000, 4000, 8000, 15_000]
const WAITING_ACTS = 'waiting-acts'
const OPENED_ANEW = 'opened-anew'

/** @param {number} failures */
const waitAfter = (failures) => WAITS[Math.min(failures, WAITS.length) - 1] ?? 1000

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Listens to the coach. The browser reconnects by itself when the way is cut; when the answer itself was a refusal this
 * does, and opens the page anew where the cookie is no good any more.
 * @param {Record<string, (data: string) => void>} handlers by the name of the event
 * @param {(up: boolean) => void} onLine
 */
export function listen(handlers, onLine) {
  /** @type {EventSource} */
  let source
  let failures = 0
  let stopped = false

  function open() {
    stopped = false
    source = new EventSource('/chat/events')
    source.onopen = () => {
      failures = 0
      onLine(true)
    }
    source.onerror = async () => {
      onLine(false)
      if (source.readyState !== EventSource.CLOSED || stopped) return
      failures += 1
      await pause(waitAfter(failures))
      if (!stopped && !(await isUnknown())) open()
    }
    for (const [name, handle] of Object.entries(handlers))
      source.addEventListener(name, (event) => handle(/** @type {MessageEvent} */ (event).data))
  }

  open()
  return {
    /** Another tab has taken over. */
    stop() {
      stopped = true
      source.close()
    },
    open,
  }
}

/** Whether the coach no longer knows this browser; the page is then opened anew, once. */
async function isUnknown() {
  const answer = await fetch('/chat/files/none').catch(() => undefined)
  if (answer?.status !== 401 && answer?.status !== 403) return false
  return openAnew()
}

/** The page is being left for its newer self. */
let leaving = false

/** @returns whether the page is opened anew; not when that was tried just now and did not help */
function openAnew() {
  if (leaving) return true
  const last = Number(sessionStorage.getItem(OPENED_ANEW))
  if (Date.now() - last < 30_000) return false
  sessionStorage.setItem(OPENED_ANEW, String(Date.now()))
  leaving = true
  location.reload()
  return true
}

/**
 * What the learner does, sent one after the other, tried again until it is taken, through a reload too; an id makes sure
 * that it has its effect once.
 * @param {(act: Act, fate: Fate) => void} onFate
 */
export function outbox(onFate) {
  /** @type {Act[]} */
  const waiting = read()
  let busy = false
  /** @type {(() => void)[]} */
  const idle = []

  async function flush() {
    if (busy) return
    busy = true
    let failures = 0
    for (let act = waiting[0]; act !== undefined; act = waiting[0]) {
      onFate(act, failures === 0 ? 'sending' : 'waiting')
      const fate = await send(act)
      if (fate === 'waiting') {
        failures += 1
        onFate(act, fate)
        await pause(waitAfter(failures))
        continue
      }
      failures = 0
      waiting.shift()
      save(waiting)
      onFate(act, fate)
    }
    busy = false
    for (const done of idle.splice(0)) done()
  }

  return {
    waiting: () => [...waiting],
    /** @param {string} path @param {Record<string, unknown>} body @returns {Act} */
    add(path, body) {
      const act = { id: newId(), path, body }
      waiting.push(act)
      save(waiting)
      void flush()
      return act
    },
    flush,
    /** Resolves when nothing waits any more. */
    empty: () =>
      busy ? new Promise((/** @type {(value: void) => void} */ resolve) => idle.push(resolve)) : Promise.resolve(),
  }
}

/** @param {Act} act @returns {Promise<Fate>} */
async function send({ id, path, body }) {
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions()
  const answer = await post(path, { id, locale: navigator.language, zone, ...body })
  if (answer === undefined || answer.status >= 500) return 'waiting'
  if (answer.ok) return 'sent'
  if (answer.status === 413) return 'tooLong'
  if (answer.status === 429) return 'tooFast'
  // It waits for the page that comes, with the secret entered or a new cookie.
  if ((answer.status === 401 || answer.status === 403) && openAnew()) return 'waiting'
  return 'failed'
}

/**
 * @param {string} path @param {Record<string, unknown>} body
 * @returns {Promise<Response | undefined>} undefined when nobody answered
 */
export function post(path, body) {
  return fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined)
}

/** Also where the page is not served over TLS and `crypto.randomUUID` is missing. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** @returns {Act[]} */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(WAITING_ACTS) ?? '[]')
  } catch {
    return []
  }
}

/** @param {Act[]} acts */
function save(acts) {
  try {
    sessionStorage.setItem(WAITING_ACTS, JSON.stringify(acts))
  } catch {
    // Without room for it only a reload would lose it.
  }
}
