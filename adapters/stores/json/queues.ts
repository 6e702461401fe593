/** Who may work when: one worker a document at a time, a bounded number at once, idle documents kept up to a limit. */
import type { DocRef, StoredDoc } from '../../../src/ports/store.ts'
import type { Work } from '../rules.ts'
import { docKey } from '../store-index.ts'
import type { DocumentFile } from './document.ts'

export interface Job extends Work<StoredDoc> {
  /** Set when the job was applied; told when the write is durable. */
  outcome: 'applied' | 'duplicate'
  resolve(outcome: 'applied' | 'duplicate'): void
  reject(error: unknown): void
}

/** An active document: its file in memory and the transactions that wait for it. */
export interface Slot {
  ref: DocRef
  file: DocumentFile
  loaded: boolean
  queue: Job[]
  /** Upkeep of its files; never rejects. */
  chores: (() => Promise<void>)[]
  active: boolean
}

/**
 * Documents written at once: twice the four threads that wait for fsync, so that none is idle.
 * More makes no disk faster, and each costs a moment of the loop when it starts.
 */
const WORKERS = 8
/** Documents at rest that may keep an object beside their text: those a message is being sent for will be back soon. */
const WARM = 128

export class DocumentQueues {
  readonly #limit: number
  readonly #create: (ref: DocRef) => Slot
  readonly #work: (slot: Slot) => Promise<void>
  readonly #busy = new Map<string, Slot>()
  readonly #idle = new Map<string, Slot>()
  readonly #ready = new Set<Slot>()
  readonly #warm = new Set<Slot>()
  #workers = 0
  #drained: (() => void)[] = []

  /** `work` takes jobs off the slot's queue, settles them, and never rejects. `limit`: idle documents kept. */
  constructor(limit: number, create: (ref: DocRef) => Slot, work: (slot: Slot) => Promise<void>) {
    this.#limit = limit
    this.#create = create
    this.#work = work
  }

  /** Jobs of one document run in the order of these calls; those that come during a write go into the next together. */
  add(ref: DocRef, job: Job): void {
    this.#wake(ref).queue.push(job)
    this.#start()
  }

  /** Runs `chore` while no transaction on the document does. Rejects as it does. */
  exclusive(ref: DocRef, chore: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#wake(ref).chores.push(() => chore().then(resolve, reject))
      this.#start()
    })
  }

  /** Resolves when nothing waits and nothing is being written. */
  async drained(): Promise<void> {
    if (this.#busy.size > 0) await new Promise<void>((resolve) => this.#drained.push(resolve))
  }

  /** Documents in memory. */
  get size(): number {
    return this.#busy.size + this.#idle.size
  }

  #wake(ref: DocRef): Slot {
    const key = docKey(ref)
    const slot = this.#busy.get(key) ?? this.#idle.get(key) ?? this.#create(ref)
    this.#idle.delete(key)
    this.#busy.set(key, slot)
    if (!slot.active) this.#ready.add(slot)
    return slot
  }

  #start(): void {
    for (const slot of this.#ready) {
      if (this.#workers >= WORKERS) return
      this.#ready.delete(slot)
      this.#workers++
      slot.active = true
      void this.#serve(slot).then(() => this.#finish(slot))
    }
  }

  async #serve(slot: Slot): Promise<void> {
    for (const chore of slot.chores.splice(0)) await chore()
    if (slot.queue.length > 0) await this.#work(slot)
  }

  #finish(slot: Slot): void {
    this.#workers--
    slot.active = false
    if (slot.queue.length + slot.chores.length > 0) this.#ready.add(slot)
    else this.#rest(slot)
    this.#start()
  }

  #rest(slot: Slot): void {
    const key = docKey(slot.ref)
    this.#busy.delete(key)
    this.#idle.set(key, slot)
    this.#warm.delete(slot)
    this.#warm.add(slot)
    if (this.#warm.size > WARM) {
      const [coolest] = this.#warm
      coolest?.file.cool()
      if (coolest) this.#warm.delete(coolest)
    }
    if (this.#idle.size > this.#limit) {
      const oldest = this.#idle.keys().next()
      if (!oldest.done) this.#idle.delete(oldest.value)
    }
    if (this.#busy.size === 0) for (const resolve of this.#drained.splice(0)) resolve()
  }
}
