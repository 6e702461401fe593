import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { Learner } from '../../src/learner.ts'
import { serve } from './child.ts'
import { NullChannel, openBot, realClock } from './desk.ts'
import { floorTime } from './floor.ts'
import { documentFile, temporary } from './learners.ts'

/**
 * A crowd falls due in the same minute. All pushes are chosen and committed; in between, while the bot stands still,
 * as many durable writes of the same bytes are timed. In a process of its own, for its memory and its loop.
 */

export interface PushAnswer {
  learners: number
  /** ms a push and ms a durable write, one of each a round. */
  rounds: { push: number; floor: number }[]
  /** What kept the loop, ms. */
  stall: { longest: number; p999: number }
  /** Resident memory, bytes. */
  memory: { before: number; after: number }
  /** Of the learners looked at, those whose document does not hold exactly one push more. */
  wrong: number
  lookedAt: number
}

const ROUNDS = 3
/** Pushes a second that leave, as with Telegram: what is committed is not sent faster than in life. */
const BROADCAST = 25
/** Writes under way at once, in the floor as in the store. */
const AT_ONCE = 16

const [dataDir = '', crowdSize = '', floorWrites = ''] = process.argv.slice(2)

async function pushAll(): Promise<PushAnswer> {
  let later = 0
  const real = realClock()
  const clock = { ...real, now: () => real.now() + later }
  const { app, store, files } = await openBot({ dataDir, clock }, new NullChannel(BROADCAST))
  const wakes = [...store.wakes()]
  const due = new Set(wakes.map(({ id }) => id))
  const sample = Array.from({ length: 200 }, (_, n) => Math.floor((n * Number(crowdSize)) / 200))
  const pushesBefore = sample.map(pushesOf)

  let goal = 0
  let reached = Promise.withResolvers<void>()
  store.onWake(({ id }) => {
    if (due.delete(id) && wakes.length - due.size === goal) reached.resolve()
  })
  const stall = { longest: 0, p999: 0 }
  const before = process.memoryUsage.rss()
  const rounds: PushAnswer['rounds'] = []
  for (let round = 1; round <= ROUNDS; round++) {
    reached = Promise.withResolvers()
    goal = Math.floor((wakes.length * round) / ROUNDS)
    const count = wakes.length - due.size
    const start = performance.now()
    // A new one each round: one that is switched on again counts the time it was off.
    const lag = monitorEventLoopDelay({ resolution: 1 })
    lag.enable()
    if (later === 0) {
      // Time goes on as it does, but tomorrow.
      later = Math.max(...wakes.map(({ wakeAt }) => wakeAt)) + 1000 - real.now()
      app.tick()
    } else store.gate.open()
    await reached.promise
    lag.disable()
    stall.longest = Math.max(stall.longest, lag.max / 1e6)
    stall.p999 = Math.max(stall.p999, lag.percentile(99.9) / 1e6)
    const push = (performance.now() - start) / (goal - count)
    const { last } = files
    store.gate.shut()
    await wait(200) // those under way
    const floor = await floorTime(temporary('floor'), last, Number(floorWrites), AT_ONCE)
    rounds.push({ push, floor })
  }
  const after = process.memoryUsage.rss()
  return {
    learners: wakes.length,
    rounds,
    stall,
    memory: { before, after },
    wrong: sample.filter((n, index) => pushesOf(n) !== (pushesBefore[index] ?? NaN) + 1).length,
    lookedAt: sample.length,
  }
}

/** Daily questions in a row without an answer: one more after each push. */
function pushesOf(n: number): number {
  const doc = JSON.parse(readFileSync(documentFile(dataDir, n), 'utf8')) as Learner
  return doc.push.unanswered
}

serve('ready', pushAll)
