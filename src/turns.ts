import type { Group } from './groups/group.ts'
import type { ImportJob, Learner, OutboxEntry } from './learner.ts'
import { reportLostBanks } from './library/documents.ts'
import { type ImportWork, Jobs } from './library/jobs.ts'
import { dropExpired } from './link/codes.ts'
import type { Stamp } from './link/links.ts'
import type { createDispatch } from './outbox/dispatch.ts'
import type { Clock } from './ports/clock.ts'
import type { Logger } from './ports/logger.ts'
import type { Model } from './ports/model.ts'
import type { DocRef, HistoryEntry, Presence, Store, TransactionResult } from './ports/store.ts'
import { archiveOld } from './practice/archive.ts'
import { Reader, type Reading } from './practice/reader.ts'
import { leaveGroups } from './practice/round.ts'
import { wakeTime } from './reminders/push.ts'
import { Turn, type World } from './turn.ts'

/** What happens in a turn; false: nothing that has to be kept. `unsent`: messages an earlier process left over. */
type Work = (turn: Turn, about: { presence: Presence; unsent: number }) => unknown

export interface TurnsParts {
  store: Store<Learner, Group>
  world: World
  clock: Clock
  logger: Logger
  dispatch: ReturnType<typeof createDispatch>
  imports: ImportWork
  /** Reads answers for learners who agreed. */
  model?: Model | undefined
}

/** Runs turns on learners' documents: each is one transaction, and what it began is done once that is durable. */
export function createTurns({ store, world, clock, logger, dispatch, imports, model }: TurnsParts) {
  const { startFirst, leftOver, recover, deliver } = dispatch

  /** Ends a turn: what there is to wake for, what to archive, what to commit, and what is to be sent after that. */
  function end(turn: Turn, left: OutboxEntry[]): { planned: OutboxEntry[]; result: TransactionResult<Learner> } {
    if (turn.forget && turn.doc.groups.length === 0) return { planned: [], result: { forget: true } }
    if (turn.forget && !turn.doc.leaving) leaveGroups(turn)
    if (reportLostBanks(turn)) {
      tellOperators(turn, turn.t.library.operatorLost(turn.doc.id))
      logger.error({ document: turn.doc.id }, 'banks a learner imported were set aside: restore them from a backup')
    }
    archiveOld(turn)
    dropExpired(turn.doc, turn.now)
    const planned = [...left, ...turn.planned]
    startFirst(turn.doc, planned)
    turn.doc.wakeAt = wakeTime(turn)
    const { attachment } = turn.shelf
    const result = {
      doc: turn.doc,
      ...(turn.archive.length > 0 && { archive: turn.archive }),
      ...(attachment !== undefined && { attachment }),
    }
    return { planned, result }
  }

  /**
   * One turn on a learner's document: what `work` changes, says and begins is committed together, then done. `begin`
   * makes the document of somebody new; `unsent`: messages an earlier process left over. Nothing is committed without a
   * document, or when `work` answers false.
   * @returns whether something is to happen in groups' documents, see `Effects.deliver`
   * @throws StoreError
   */
  async function run(
    ref: DocRef,
    event: Stamp | null,
    work: Work,
    begin?: () => Learner,
    history?: HistoryEntry[],
  ): Promise<boolean> {
    let planned: OutboxEntry[] = []
    let job: ImportJob | null = null
    let toRead: readonly Reading[] = []
    let hasEffects = false
    let wantsHistory = false
    const stamp = event && { id: event.eventId, at: event.at }
    await store.transact({ kind: 'learner', id: ref.id }, stamp, (found, presence, attachment) => {
      planned = []
      job = null
      toRead = []
      hasEffects = false
      const doc = found ?? begin?.()
      if (doc === undefined) return { keep: true }
      const turn = new Turn(world, doc, event?.chat ?? doc.home, clock.now(), attachment, history)
      const unsent = leftOver(ref, doc).length
      const left = recover(ref, doc)
      const changed = work(turn, { presence, unsent }) !== false
      wantsHistory = turn.wantsHistory
      if (wantsHistory) return { keep: true }
      hasEffects = doc.effects.length > 0 || doc.leaving
      if (!changed) return { keep: true }
      const ended = end(turn, left)
      hasEffects = doc.effects.length > 0 || doc.leaving
      planned = ended.planned
      job = doc.imports.job
      toRead = turn.toRead
      return ended.result
    })
    if (wantsHistory) return run(ref, event, work, begin, await store.history(ref))
    deliver(ref, planned)
    jobs.start(ref, job)
    reader?.add(ref, toRead)
    return hasEffects
  }

  async function inLearner(id: string, work: (turn: Turn) => void): Promise<'absent' | 'done' | 'effects'> {
    let there = false
    const hasEffects = await run({ kind: 'learner', id }, null, (turn) => {
      there = true
      work(turn)
    })
    return hasEffects ? 'effects' : there ? 'done' : 'absent'
  }

  const jobs = new Jobs({
    ...imports,
    store,
    banks: () => world.banks,
    logger,
    act: async (ref, work) => void (await run(ref, null, work)),
  })

  const reader =
    model && new Reader(model, logger, async (ref, work) => void (await run(ref, null, (turn) => work(turn))))

  return {
    run,
    inLearner,
    /** Whether nobody is at what the document says is being done. */
    isOrphan: (ref: DocRef, doc: Learner) => jobs.isOrphan(ref, doc.imports.job),
    /** Resolves when no model reads any more, no document is read and no bank shared. */
    async resting() {
      await reader?.resting()
      await jobs.settled()
    },
    /** Drops what is read or shared, but for results being written. */
    stop: () => jobs.stop(),
  }
}

/** Tells the operators with the turn's commit: what they must not miss. */
export function tellOperators(turn: Turn, words: string): void {
  for (const operator of turn.world.settings.operators) turn.line(words, undefined, { to: operator })
}
