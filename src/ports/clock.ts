/** Time as an argument of the world, so that tests own it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Calls `fn` once after `ms` (never earlier); the function returned cancels it. Does not keep the process alive. */
  after(ms: number, fn: () => void): () => void
}
