import type { Learner, LearnerEffect } from '../learner.ts'
import type { Logger } from '../ports/logger.ts'
import type { DocRef, Store } from '../ports/store.ts'
import { credit, moveToGroup, reveal, unseal } from '../practice/round.ts'
import type { Question } from '../questions/schema.ts'
import type { Turn } from '../turn.ts'
import { takeHandedOver } from './answer.ts'
import type { Group, GroupEffect } from './group.ts'
import type { GroupTurn } from './group-turn.ts'
import { settledBelow } from './revealing.ts'
import type { Roster } from './roster.ts'
import { type Answer, answersOf, questionOf } from './round.ts'

type GroupRef = DocRef & { kind: 'group' }

interface EffectsOptions {
  store: Store<Learner, Group>
  logger: Logger
  roster: Roster
  /** Runs a turn on a group's document. @returns whether there is one */
  inGroup(ref: GroupRef, work: (turn: GroupTurn) => unknown): Promise<boolean>
  /** Runs a turn on a learner's. @returns whether there is one, and whether it has effects to deliver */
  inLearner(id: string, work: (turn: Turn) => void): Promise<'absent' | 'done' | 'effects'>
  /** Ends the document of a learner whom all groups have forgotten. */
  farewell(id: string): Promise<void>
}

/** Applied at once. */
const AT_ONCE = 8
const BATCH = 64

/**
 * Carries effects from one document to another (DESIGN 4): committed with what causes them, applied to their target in
 * a transaction there, then taken off the sender. A crash in between applies one again; that does no harm, for every
 * effect either is the same a second time (a credit, an answer's line, a wish, a code shown again) or is remembered by its target for as
 * long as the sender could send it (a reveal, see `settledBelow`).
 */
export class Effects {
  readonly #options: EffectsOptions
  readonly #busy = new Map<string, Promise<unknown>>()

  constructor(options: EffectsOptions) {
    this.#options = options
  }

  /** Delivers what this document has to say to others, and they in turn. Never rejects: what fails is tried again later. */
  async deliver(ref: DocRef): Promise<void> {
    const waiting = [ref]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const current = next
      const more = (other: DocRef) => void waiting.push(other)
      try {
        await this.#alone(`${current.kind}/${current.id}`, () =>
          current.kind === 'group' ? this.#fromGroup(current.id, more) : this.#fromLearner(current.id, more),
        )
      } catch (error) {
        this.#options.logger.error(
          { document: current.id, cause: String(error) },
          'what follows from an answer could not be recorded yet, will try again',
        )
      }
    }
  }

  async #fromGroup(id: string, more: (ref: DocRef) => void): Promise<void> {
    const { store, inGroup } = this.#options
    const ref: GroupRef = { kind: 'group', id }
    for (;;) {
      const doc = await store.read(ref)
      // Reveals first: a late answer is none when an earlier one took part.
      const batch = doc?.effects.toSorted((a, b) => rank[a.kind] - rank[b.kind]).slice(0, BATCH) ?? []
      if (doc === undefined || batch.length === 0) return
      const rounds = new Map<number, Promise<{ question: Question | undefined; answers: Map<string, Answer> }>>()
      const linesOf = (number: number) => {
        const known = rounds.get(number) ?? this.#round(ref, doc, number)
        rounds.set(number, known)
        return known
      }
      const queue = [...batch]
      const worker = async () => {
        for (let effect = queue.shift(); effect !== undefined; effect = queue.shift()) {
          const outcome = await this.#toLearner(doc, effect, linesOf)
          if (outcome === 'effects') more({ kind: 'learner', id: effect.learner })
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, worker))
      const done = new Set(batch.map((effect) => effect.id))
      await inGroup(ref, (turn) => {
        turn.doc.effects = turn.doc.effects.filter((effect) => !done.has(effect.id))
        turn.changed = true
      })
    }
  }

  async #round(ref: GroupRef, doc: Group, number: number) {
    const segment = doc.rounds.find((round) => round.number === number)?.segment
    const lines = segment === undefined ? [] : await this.#options.store.history(ref, segment)
    return { question: questionOf(lines), answers: new Map(answersOf(lines).map((answer) => [answer.user, answer])) }
  }

  async #toLearner(
    doc: Group,
    effect: GroupEffect,
    roundOf: (number: number) => Promise<{ question: Question | undefined; answers: Map<string, Answer> }>,
  ): Promise<'absent' | 'done' | 'effects'> {
    const { inLearner, inGroup } = this.#options
    const { learner, text: given = '' } = effect
    if (effect.kind === 'credit') return inLearner(learner, (turn) => credit(turn, doc.id, effect.at))
    if (effect.kind === 'moved') return inLearner(learner, (turn) => moveToGroup(turn, given, doc.id))
    if (effect.kind === 'code') {
      const outcome = await inLearner(learner, (turn) => turn.line(turn.t.link.groupCode(given)))
      // There is no way to them: the group is told how to get it.
      if (outcome === 'absent') await inGroup({ kind: 'group', id: doc.id }, (turn) => turn.line(turn.t.group.link.ask))
      return outcome
    }
    const { question, answers } = await roundOf(effect.round)
    const late = effect.kind === 'late'
    const answer = late ? { text: effect.text ?? '', at: effect.at } : answers.get(effect.user)
    // Withdrawn meanwhile.
    if (question === undefined || answer === undefined) return 'done'
    const settled = settledBelow(doc.rounds, doc.roundCount)
    const { text, at } = answer
    return inLearner(effect.learner, (turn) => {
      turn.push = true
      reveal(turn, { group: doc.id, round: effect.round, settled, question, text, at, ...(late && { late }) })
    })
  }

  async #fromLearner(id: string, more: (ref: DocRef) => void): Promise<void> {
    const { store, inLearner, farewell } = this.#options
    const doc = await store.read({ kind: 'learner', id })
    if (doc === undefined) return
    const done = new Set<string>()
    const gone: { group: string; round: number }[] = []
    for (const effect of doc.effects) {
      const outcome = await this.#toGroup(doc, effect, more)
      if (outcome === 'closing') continue
      done.add(effect.id)
      if (outcome === 'gone') gone.push({ group: effect.group, round: effect.round ?? 0 })
    }
    if (done.size > 0)
      await inLearner(id, (turn) => {
        turn.doc.effects = turn.doc.effects.filter((effect) => !done.has(effect.id))
        for (const { group, round } of gone) unseal(turn, group, round)
      })
    if (doc.leaving && doc.effects.length === done.size) await farewell(id)
  }

  async #toGroup(
    doc: Learner,
    effect: LearnerEffect,
    more: (ref: DocRef) => void,
  ): Promise<'done' | 'closing' | 'gone'> {
    const { inGroup, roster } = this.#options
    const ref: GroupRef = { kind: 'group', id: effect.group }
    if (effect.kind === 'answer') {
      let outcome: ReturnType<typeof takeHandedOver> = 'gone'
      await inGroup(ref, (turn) => {
        outcome = takeHandedOver(turn, doc.id, effect)
      })
      if (outcome === ('late' as string)) more(ref)
      return outcome === 'gone' || outcome === 'closing' ? outcome : 'done'
    }
    const group = await this.#options.store.read(ref)
    if (group?.home.channel !== effect.channel) return 'done'
    if (effect.kind === 'renamed') {
      await roster.renamed(ref, effect.was ?? '', effect.user)
      return 'done'
    }
    const { hideName: hide, quotable: quote } = doc.settings
    await roster.grant(ref, effect.user, effect.kind === 'forget' ? 'forget' : { hide, quote })
    return 'done'
  }

  /** One delivery a document at a time. */
  async #alone(key: string, work: () => Promise<void>): Promise<void> {
    const before = this.#busy.get(key)
    const run = (before ?? Promise.resolve()).catch(() => {}).then(work)
    this.#busy.set(key, run)
    try {
      await run
    } finally {
      if (this.#busy.get(key) === run) this.#busy.delete(key)
    }
  }
}

const rank: Record<GroupEffect['kind'], number> = { moved: 0, credit: 0, reveal: 1, late: 2, code: 3 }
