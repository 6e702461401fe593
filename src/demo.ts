import type { Clock } from './ports/clock.ts'
import { addDays, type Day, instantOf } from './streak/day.ts'

/** The clock of a demo: the machine's, moved on whenever somebody wants to see what tomorrow brings. It never goes back. */
export class DemoClock implements Clock {
  readonly #machine: Clock
  #offset = 0
  #timers: Timer[] = []

  constructor(machine: Clock) {
    this.#machine = machine
  }

  /** How far it is ahead of the machine's, ms. */
  get offset(): number {
    return this.#offset
  }

  now(): number {
    return this.#machine.now() + this.#offset
  }

  after(ms: number, fn: () => void): () => void {
    const timer: Timer = { at: this.now() + ms, fn, cancel: () => {} }
    this.#timers.push(timer)
    this.#arm(timer)
    return () => this.#drop(timer)
  }

  /**
   * Moves on to an instant as if the time until then had passed: every timer on the way runs with the clock at its
   * instant, and what it began comes to rest (`settled`) before the next.
   */
  async moveTo(at: number, settled: () => Promise<unknown>): Promise<void> {
    for (;;) {
      const [next] = this.#timers.filter((timer) => timer.at <= at).sort((a, b) => a.at - b.at)
      if (next === undefined) break
      this.#drop(next)
      this.#forwardTo(next.at)
      next.fn()
      await settled()
    }
    this.#forwardTo(at)
    for (const timer of this.#timers) {
      timer.cancel()
      this.#arm(timer)
    }
  }

  #forwardTo(at: number): void {
    this.#offset = Math.max(this.#offset, at - this.#machine.now())
  }

  #arm(timer: Timer): void {
    timer.cancel = this.#machine.after(Math.max(0, timer.at - this.now()), () => {
      this.#drop(timer)
      timer.fn()
    })
  }

  #drop(timer: Timer): void {
    timer.cancel()
    this.#timers = this.#timers.filter((other) => other !== timer)
  }
}

interface Timer {
  at: number
  fn: () => void
  cancel: () => void
}

/** When tomorrow's question comes: the next practice day's, at the learner's hour (minutes) in their zone. */
export function tomorrowOf(today: Day, learner: { time: number; zone: string }, cutover: number): number {
  // An hour before the cutover still belongs to the day before.
  const date = addDays(today, learner.time < cutover ? 2 : 1)
  return instantOf(date, learner.time, learner.zone)
}
