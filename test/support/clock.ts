import type { Clock } from '../../src/ports/clock.ts'

/** A clock that stands still until a test moves it. Timers run in order of their instants, with the clock set to each. */
export class FakeClock implements Clock {
  #now: number
  #timers: { at: number; fn: () => void }[] = []

  constructor(start: number | string) {
    this.#now = typeof start === 'string' ? Date.parse(start) : start
  }

  now(): number {
    return this.#now
  }

  after(ms: number, fn: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), fn }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Moves on to an instant; `settle` is awaited after every timer, so that what it started comes to rest. */
  async moveTo(at: number, settle: () => Promise<unknown> = async () => {}): Promise<void> {
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= at).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#now = Math.max(this.#now, next.at)
      next.fn()
      await settle()
    }
    this.#now = Math.max(this.#now, at)
    await settle()
  }

  /** Sets the clock without running timers: a machine that slept, or a test that needs another instant. */
  set(at: number): void {
    this.#now = at
  }
}
