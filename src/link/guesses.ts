import type { Clock } from '../ports/clock.ts'

const HOUR = 3_600_000
/** Wrong codes an hour: of one chat, and of all together. */
const MOST_OF_ONE = 5
const MOST_OF_ALL = 100

/** Counts wrong codes, in memory: with 40 bits a code nobody needs a restart to be kept from guessing. */
export class Guesses {
  readonly #clock: Clock
  #wrong: { id: string; at: number }[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  isLimited(id: string): boolean {
    this.#wrong = this.#wrong.filter(({ at }) => this.#clock.now() - at < HOUR)
    return this.#wrong.length >= MOST_OF_ALL || this.#wrong.filter((guess) => guess.id === id).length >= MOST_OF_ONE
  }

  wrong(id: string): void {
    this.#wrong.push({ id, at: this.#clock.now() })
  }
}
