import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { Learner } from '../../src/learner.ts'
import { serve } from './child.ts'
import { NullChannel, openBot, realClock } from './desk.ts'
import { floorTime } from './floor.ts'
import { documentFile, temporary } from './learners.ts'

/** A crowd falls due in the same minute. In a process of its own, for its memory and its loop. */

/** What kept the loop, ms. */
interface Stall {
  longest: number
  p999: number
}
/** Resident memory, bytes. */
interface Memory {
  before: number
  after: number
}

/**
 * On a network that takes all at once every push is chosen, committed, sent and recorded; in between, while the bot
 * stands still, as many durable writes of the same bytes are timed.
 */
export interface PushAnswer {
  learners: number
  /** ms a push and ms a durable write, one of each a round. */
  rounds: { push: number; floor: number }[]
  stall: Stall
  /** Of the learners looked at, those whose document does not hold exactly one push more. */
  wrong: number
  lookedAt: number
}

/** On a network with a pace, until everybody has been looked at: most of them wait for their turn. */
export interface WaitAnswer {
  seconds: number
  sent: number
  stall: Stall
  memory: Memory
}

const ROUNDS = 3
/** Pushes a second, as with Telegram. */
const BROADCAST = 25
/** Writes under way at once, in the floor as in the store. */
const AT_ONCE = 16

const [dataDir = '', crowdSize = '', floorWrites = '', pace] = process.argv.slice(2)

/** The bot and everybody it is to push to, a second before they are due. */
async function open(broadcast: number) {
  let later = 0
  const real = realClock()
  const clock = { ...real, now: () => real.now() + later }
  const channel = new NullChannel(broadcast)
  const bot = await openBot({ dataDir, clock }, channel)
  // No more of everybody than that: what the bench keeps in memory is not the bot's.
  const due = new Set<string>()
  let latest = 0
  for (const { id, wakeAt } of bot.store.wakes()) {
    due.add(id)
    latest = Math.max(latest, wakeAt)
  }
  return {
    ...bot,
    channel,
    /** Who is to be pushed to. */
    due,
    /** Time goes on as it does, but tomorrow. */
    fallDue() {
      later = latest + 1000 - real.now()
      bot.app.tick()
    },
  }
}

/** A new one each time: one that is switched on again counts the time it was off. */
function watchLoop(): () => Stall {
  const lag = monitorEventLoopDelay({ resolution: 1 })
  lag.enable()
  return () => {
    lag.disable()
    return { longest: lag.max / 1e6, p999: lag.percentile(99.9) / 1e6 }
  }
}

async function pushAll(): Promise<PushAnswer> {
  const { store, files, due, fallDue } = await open(Infinity)
  const learners = due.size
  const sample = Array.from({ length: 200 }, (_, n) => Math.floor((n * Number(crowdSize)) / 200))
  const pushesBefore = sample.map(pushesOf)

  let goal = 0
  let reached = Promise.withResolvers<void>()
  store.onWake(({ id }) => {
    if (due.delete(id) && learners - due.size === goal) reached.resolve()
  })
  const stall = { longest: 0, p999: 0 }
  const rounds: PushAnswer['rounds'] = []
  for (let round = 1; round <= ROUNDS; round++) {
    reached = Promise.withResolvers()
    goal = Math.floor((learners * round) / ROUNDS)
    const count = learners - due.size
    const start = performance.now()
    const watched = watchLoop()
    if (round === 1) fallDue()
    else store.gate.open()
    await reached.promise
    const { longest, p999 } = watched()
    stall.longest = Math.max(stall.longest, longest)
    stall.p999 = Math.max(stall.p999, p999)
    const push = (performance.now() - start) / (goal - count)
    const { last } = files
    store.gate.shut()
    await wait(200) // those under way
    const floor = await floorTime(temporary('floor'), last, Number(floorWrites), AT_ONCE)
    rounds.push({ push, floor })
  }
  return {
    learners,
    rounds,
    stall,
    wrong: sample.filter((n, index) => pushesOf(n) !== (pushesBefore[index] ?? NaN) + 1).length,
    lookedAt: sample.length,
  }
}

async function letWait(): Promise<WaitAnswer> {
  const { store, channel, due, fallDue } = await open(BROADCAST)
  const before = process.memoryUsage.rss()
  const start = performance.now()
  const looked = store.looked + due.size
  const watched = watchLoop()
  fallDue()
  while (store.looked < looked) await wait(100)
  return {
    seconds: (performance.now() - start) / 1000,
    sent: channel.sent,
    stall: watched(),
    memory: { before, after: process.memoryUsage.rss() },
  }
}

/** Daily questions in a row without an answer: one more after each push. */
function pushesOf(n: number): number {
  const doc = JSON.parse(readFileSync(documentFile(dataDir, n), 'utf8')) as Learner
  return doc.push.unanswered
}

serve('ready', pace === undefined ? pushAll : letWait)
