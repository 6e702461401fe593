import { MemoryStore } from '../../adapters/stores/memory/store.ts'
import type { Group } from '../../src/groups/group.ts'
import { documentId } from '../../src/identity.ts'
import type { Learner } from '../../src/learner.ts'
import { StoreError } from '../../src/ports/store.ts'
import type { FakeClock } from './clock.ts'

/** A store in memory whose disk can be full. */
export class FaultyStore extends MemoryStore<Learner, Group> {
  full = false
  /** Transactions asked for so far. */
  asked = 0

  constructor(clock: FakeClock) {
    super({ clock, deriveId: (_kind, alias) => documentId(alias.channel, alias.id) })
  }

  override transact: MemoryStore<Learner, Group>['transact'] = async (...args) => {
    this.asked += 1
    this.#check()
    return super.transact(...args)
  }

  override async writeRecord(name: string, value: unknown): Promise<void> {
    this.#check()
    return super.writeRecord(name, value)
  }

  #check(): void {
    if (this.full) throw new StoreError('io', 'no space left on device')
  }
}
