/**
 * What is due when: a binary heap of (instant, key), each key at most once (DESIGN §5). Derived data, rebuilt from the
 * documents at start. No timers: a tick calls `popDue`. All but `peek` and `size` take O(log n); 100,000 keys take
 * about 6 MB beside the keys themselves. Earliest first, equal instants in key order.
 */
export class DueQueue {
  // Parallel arrays instead of an object an entry: half the memory. `places` finds a key's index.
  readonly #keys: string[] = []
  readonly #times: number[] = []
  readonly #places = new Map<string, number>()

  get size(): number {
    return this.#keys.length
  }

  /** Makes `key` due at `at` (epoch ms), replacing what it was; null: not any more. */
  set(key: string, at: number | null): void {
    const place = this.#places.get(key)
    if (at === null) {
      if (place !== undefined) this.#removeAt(place)
    } else {
      this.#settle(place ?? this.#keys.length, key, at)
    }
  }

  /** The earliest entry. */
  peek(): { key: string; at: number } | undefined {
    const key = this.#keys[0]
    const at = this.#times[0]
    return key === undefined || at === undefined ? undefined : { key, at }
  }

  /**
   * Takes out the keys due at or before `now`, earliest first, at most `max`. Whoever takes a key answers for it: if
   * its work fails, `set` it again.
   */
  popDue(now: number, max = Infinity): string[] {
    const due: string[] = []
    for (let top = this.peek(); top && top.at <= now && due.length < max; top = this.peek()) {
      due.push(top.key)
      this.#removeAt(0)
    }
    return due
  }

  #removeAt(place: number): void {
    this.#places.delete(this.#keys[place] as string)
    const key = this.#keys.pop() as string
    const at = this.#times.pop() as number
    if (place < this.#keys.length) this.#settle(place, key, at)
  }

  /** Puts an entry into the free place `place`, then moves it up or down to where it belongs. */
  #settle(place: number, key: string, at: number): void {
    let here = place
    while (here > 0) {
      const parent = (here - 1) >> 1
      if (!this.#isBefore(key, at, parent)) break
      this.#move(parent, here)
      here = parent
    }
    // After a move up this finds nothing to do: below are only entries the old parent came before.
    for (let child = this.#earlierChild(here); child !== undefined; child = this.#earlierChild(here)) {
      if (this.#isBefore(key, at, child)) break
      this.#move(child, here)
      here = child
    }
    this.#put(here, key, at)
  }

  #earlierChild(place: number): number | undefined {
    const left = place * 2 + 1
    const right = left + 1
    if (left >= this.#keys.length) return undefined
    if (right >= this.#keys.length) return left
    return this.#isBefore(this.#keys[right] as string, this.#times[right] as number, left) ? right : left
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#keys[from] as string, this.#times[from] as number)
  }

  #put(place: number, key: string, at: number): void {
    this.#keys[place] = key
    this.#times[place] = at
    this.#places.set(key, place)
  }

  /** Whether this entry comes before the one at `place`. */
  #isBefore(key: string, at: number, place: number): boolean {
    const other = this.#times[place] as number
    return at < other || (at === other && key < (this.#keys[place] as string))
  }
}
