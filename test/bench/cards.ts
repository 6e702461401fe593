import { startDesk } from './child.ts'
import { bytes, ms, progress, quantile, table } from './report.ts'

export interface CardsOrder {
  /** Cards to draw, one after the other. */
  count: number
  /** Whether to wait until the painter's process has ended for want of work. */
  rest?: boolean
  /** Does nothing for so long, ms. */
  wait?: number
}

export interface CardsDone {
  /** How long each took, ms. */
  times: number[]
  /** Bytes of the largest. */
  most: number
  /** Of the process and the painter's, after them. */
  memory: number
  /** The most processor time the main thread spent on one, ms. */
  mainThread: number
  /** The longest the main loop stood still, ms. */
  stall: number
}

const MOST_STALL_MS = 50
const MOST_BYTES = 200_000

/** Picture cards of all kinds, in both languages: how long they take, what they weigh, and what the main thread notices. */
export async function cardsBench(quick: boolean): Promise<void> {
  const many = quick ? 50 : 1000
  progress('cards')
  const desk = startDesk('cards-desk.ts')
  await desk.next()
  const before = await desk.ask<CardsDone>({ count: 0 })
  const first = await desk.ask<CardsDone>({ count: 1 })
  const few = await desk.ask<CardsDone>({ count: 20 })
  const all = await desk.ask<CardsDone>({ count: many })
  const after = await desk.ask<CardsDone>({ count: 0, rest: true })
  const again = await desk.ask<CardsDone>({ count: 1 })
  // What a machine that is busy with other things does to any loop.
  const nothing = await desk.ask<CardsDone>({ count: 0, wait: all.times.reduce((sum, time) => sum + time, 0) })
  await desk.end()
  const runs = [first, few, all, again]
  const stall = Math.max(...runs.map((run) => run.stall))
  const mainThread = Math.max(...runs.map((run) => run.mainThread))
  const most = Math.max(...runs.map((run) => run.most))
  const more = (run: CardsDone) => `${bytes(run.memory - before.memory)} more than without`
  table(`${many.toLocaleString('en')} picture cards, one after the other`, [
    { what: 'the first: process, library and fonts', figure: ms(first.times[0] ?? Number.NaN) },
    { what: 'p50', figure: ms(quantile(all.times, 0.5)) },
    { what: 'p99', figure: ms(quantile(all.times, 0.99)) },
    { what: 'the first again, after a rest', figure: ms(again.times[0] ?? Number.NaN) },
    {
      what: 'longest stall of the main loop',
      figure: `${ms(stall)}; with nothing to do ${ms(nothing.stall)}`,
      limit: `≤ ${MOST_STALL_MS} ms more`,
      good: stall - nothing.stall <= MOST_STALL_MS,
    },
    {
      what: 'the most the main thread works on one',
      figure: ms(mainThread),
      limit: `≤ ${MOST_STALL_MS} ms`,
      good: mainThread <= MOST_STALL_MS,
    },
    { what: 'the largest PNG', figure: bytes(most), limit: `≤ ${bytes(MOST_BYTES)}`, good: most <= MOST_BYTES },
    { what: 'memory after 20', figure: more(few) },
    { what: `memory after ${many.toLocaleString('en')}`, figure: more(all) },
    { what: 'memory after a rest', figure: more(after) },
  ])
}
