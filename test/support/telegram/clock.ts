import type { Clock } from '../../../src/ports/clock.ts'

export interface ManualClock extends Clock {
  /** Moves time on and runs what became due, in order. */
  advance(ms: number): void
  /** Resolves once something waits for exactly `ms`, and lets that time pass. */
  pass(ms: number): Promise<void>
  /** Whether something waits for exactly `ms`. */
  isWaiting(ms: number): boolean
}

/** Time that stands still until the test moves it. Starts now: the fake network's dates are of today. */
export function manualClock(): ManualClock {
  let now = Date.now()
  const timers = new Set<{ ms: number; due: number; fn: () => void }>()
  let watchers: (() => void)[] = []

  function advance(ms: number): void {
    now += ms
    const due = [...timers].filter((timer) => timer.due <= now).sort((a, b) => a.due - b.due)
    for (const timer of due) if (timers.delete(timer)) timer.fn()
  }
  const isWaiting = (ms: number) => [...timers].some((timer) => timer.ms === ms)

  return {
    now: () => now,
    after(ms, fn) {
      const timer = { ms, due: now + ms, fn }
      timers.add(timer)
      const woken = watchers
      watchers = []
      for (const wake of woken) wake()
      return () => timers.delete(timer)
    },
    advance,
    isWaiting,
    async pass(ms) {
      while (!isWaiting(ms)) await new Promise<void>((resolve) => watchers.push(resolve))
      advance(ms)
    },
  }
}

/** Real time for short waits, which take a millisecond; long ones (deadlines) never end. */
export function hurriedClock(): Clock {
  return {
    now: () => Date.now(),
    after(ms, fn) {
      if (ms > 1000) return () => {}
      const timer = setTimeout(fn, 1)
      return () => clearTimeout(timer)
    },
  }
}
