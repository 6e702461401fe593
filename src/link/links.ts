import { parseCommand } from '../commands/registry.ts'
import { welcome } from '../commands/start.ts'
import type { Learner } from '../learner.ts'
import type { Chat, InboundEvent } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { DocRef, HistoryEntry, Store, StoredDoc } from '../ports/store.ts'
import { dayEntry } from '../practice/archive.ts'
import { tellNewIds } from '../practice/round.ts'
import { bankSchema } from '../questions/schema.ts'
import { planPush } from '../reminders/push.ts'
import { offDays } from '../streak/calendar.ts'
import { viewStreak } from '../streak/streak.ts'
import { Turn, type World } from '../turn.ts'
import { hashOf, isCodeOf, LINK_CHANNEL, readCode, useCode } from './codes.ts'
import type { Guesses } from './guesses.ts'
import { join, ownId } from './merge.ts'

type LearnerRef = DocRef & { kind: 'learner' }
/** What stands for the event of a transaction that no message caused. */
export interface Stamp {
  eventId: string
  at: number
  chat: Chat
}

/** What a typed code leads to; `aliases`: those of its owner. */
export type LinkAttempt =
  | { kind: 'found'; owner: string; hash: string; aliases: Learner['aliases'] }
  | { kind: 'wrong' | 'expired' | 'limited' | 'ofGroup' }

interface LinksOptions {
  store: Store<Learner, StoredDoc>
  world: World
  clock: Clock
  logger: Logger
  guesses: Guesses
  /** A turn on a learner's document, once a stamp. @returns what happened; `absent`: there is no document */
  act(ref: LearnerRef, stamp: Stamp | null, work: (turn: Turn) => unknown): Promise<'absent' | 'done' | 'before'>
  forget(ref: LearnerRef): Promise<void>
}

/**
 * Carries what joins two records from one to the other (DESIGN 4): each step is committed where it is decided and
 * applied in a transaction on the other record, which remembers its deterministic id; then it is taken off. A crash in
 * between applies it again, to no effect.
 *
 * 1. The record a code was typed in asks (`moving`, state asked). 2. The record of the code takes everything over and
 * notes what changed. 3. The first sleeps for a day, untouched, and then either wakes up again (undo) or hands its
 * history and its own banks over and is forgotten.
 */
export class Links {
  readonly #options: LinksOptions
  readonly #guesses: Guesses

  constructor(options: LinksOptions) {
    this.#options = options
    this.#guesses = options.guesses
  }

  /**
   * What the code in this message leads to; undefined when it holds none. `id`: the record it was typed in.
   * @throws StoreError
   */
  async attempt(event: InboundEvent, id: string): Promise<LinkAttempt | undefined> {
    const parsed = event.type === 'message' ? parseCommand(event.text) : undefined
    if (parsed === undefined || !('command' in parsed) || parsed.command.name !== 'link') return undefined
    const code = readCode(parsed.argument)
    if (code === undefined) return undefined
    if (this.#guesses.isLimited(id)) return { kind: 'limited' }
    const hash = hashOf(code)
    const alias = { channel: LINK_CHANNEL, id: hash }
    const { store, clock } = this.#options
    const owner = store.resolve('learner', alias)
    const doc = owner === undefined ? undefined : await store.read({ kind: 'learner', id: owner })
    if (doc !== undefined)
      return isCodeOf(doc, hash, clock.now())
        ? { kind: 'found', owner: doc.id, hash, aliases: doc.aliases }
        : { kind: 'expired' }
    if (store.resolve('group', alias) !== undefined) return { kind: 'ofGroup' }
    this.#guesses.wrong(id)
    return { kind: 'wrong' }
  }

  /** Does what a record has to do in others. Never rejects: what fails is tried again at its next wake. */
  async deliver(id: string): Promise<void> {
    const ref: LearnerRef = { kind: 'learner', id }
    try {
      const doc = await this.#options.store.read(ref)
      if (doc === undefined) return
      const { moving, joined } = doc.link
      if (moving?.state === 'asked') await this.#move(doc, moving)
      else if (moving?.state === 'moved' && moving.until <= this.#options.clock.now()) await this.#settle(doc, moving)
      for (const one of joined.filter(({ undone }) => undone)) await this.#wakeUp(ref, one)
    } catch (error) {
      this.#options.logger.error({ document: id, cause: String(error) }, 'two records could not be joined yet')
    }
  }

  /**
   * Its owner had a record deleted: so are those that became part of it and still sleep, and theirs in turn. One that
   * was taken out again is somebody's own, and stays. @throws StoreError
   */
  async forgetJoined(doc: Learner): Promise<void> {
    const { store, forget } = this.#options
    for (const joined of doc.link.joined) {
      const ref: LearnerRef = { kind: 'learner', id: joined.from }
      if (joined.undone) await this.#wakeUp({ kind: 'learner', id: doc.id }, joined)
      else {
        const sleeping = await store.read(ref)
        if (sleeping?.link.moving?.id !== joined.id) continue
        await this.forgetJoined(sleeping)
        await forget(ref)
      }
    }
  }

  async #move(doc: Learner, moving: Moving): Promise<void> {
    const { act, clock } = this.#options
    let isValid = true
    const stamp = { eventId: moving.id, at: moving.at, chat: moving.chat }
    const outcome = await act({ kind: 'learner', id: moving.into }, stamp, (turn) => {
      isValid = useCode(turn.doc, moving.hash, clock.now())
      if (isValid) this.#takeOver(turn, doc, moving)
      return isValid
    })
    const joined = outcome === 'before' || (outcome === 'done' && isValid)
    await act({ kind: 'learner', id: doc.id }, null, (turn) => {
      const own = turn.doc.link.moving
      if (own?.id !== moving.id || own.state !== 'asked') return false
      if (!joined) {
        turn.doc.link.moving = null
        turn.line(turn.t.link.expired)
        // Begun by the code alone, it becomes what any other record is.
        if (turn.doc.push.lastDay === null) welcome(turn, '')
        return true
      }
      own.state = 'moved'
      own.aliases = turn.doc.aliases
      // The store finds the other record by them now; only the one derived from the id itself still leads here.
      turn.doc.aliases = []
      return true
    })
  }

  #takeOver(turn: Turn, other: Learner, moving: Moving): void {
    const { world } = this.#options
    const { doc, now, today } = turn
    const brought = join(doc, other, moving.chat, {
      today,
      offOf: (one) => new Turn(world, one, one.home, now).off,
      offWith: (calendar, one) => {
        const channels = [...new Set(one.aliases.map(({ channel }) => channel))]
        return offDays(calendar, (day) => world.wasDown(channels, day, one.settings.zone))
      },
    })
    const { aliases } = other
    doc.link.joined.push({
      id: moving.id,
      from: other.id,
      at: now,
      until: moving.until,
      aliases,
      brought,
      undone: false,
    })
    tellNewIds(turn)
    doc.push.stopped = null
    planPush(turn)
    const { current, total } = viewStreak(doc.streak, today, turn.off)
    turn.line(turn.t.link.joined(current, total), [[{ id: `unlink:${moving.id}`, label: turn.t.choice.unlink }]], {
      offer: 'words',
    })
  }

  /** The day to undo it is over: history and own banks follow, and the sleeping record is forgotten. */
  async #settle(doc: Learner, moving: Moving): Promise<void> {
    const { store, act, forget } = this.#options
    const ref: LearnerRef = { kind: 'learner', id: doc.id }
    const [history, attachment] = await Promise.all([store.history(ref), store.attachment(ref)])
    const stamp = { eventId: `${moving.id}:settled`, at: moving.until, chat: moving.chat }
    const into: LearnerRef = { kind: 'learner', id: moving.into }
    let undone: Joined | undefined
    const outcome = await act(into, stamp, (turn) => {
      // Taken back in time, and not yet told so.
      undone = turn.doc.link.joined.find((one) => one.id === moving.id && one.undone)
      if (undone !== undefined) return false
      turn.doc.link.joined = turn.doc.link.joined.filter(({ id }) => id !== moving.id)
      turn.archive.push(...history.map((entry) => historyOf(doc, entry)))
      const banks = Array.isArray(attachment?.banks) ? attachment.banks : []
      for (const listed of doc.imports.banks) {
        const bank = banks.map((raw) => bankSchema.safeParse(raw).data).find((found) => found?.id === listed.id)
        if (bank === undefined || turn.doc.imports.banks.some(({ id }) => id === listed.id)) continue
        turn.doc.imports.banks.push(listed)
        turn.shelf.put(bank)
      }
    })
    if (undone !== undefined) await this.#wakeUp(into, undone)
    else if (outcome !== 'absent' || !(await this.#isSetAside(into))) await forget(ref)
  }

  /** Whether the record cannot be read: it may come back from a backup. @throws StoreError */
  async #isSetAside(ref: LearnerRef): Promise<boolean> {
    let isSetAside = false
    await this.#options.store.transact(ref, null, (_, presence) => {
      isSetAside = presence === 'set-aside'
      return { keep: true }
    })
    return isSetAside
  }

  /** It was taken back: the sleeping record is one of its own again. */
  async #wakeUp(into: LearnerRef, joined: Joined): Promise<void> {
    const { act } = this.#options
    await act({ kind: 'learner', id: joined.from }, null, (turn) => {
      const own = turn.doc.link.moving
      if (own?.id !== joined.id) return false
      turn.doc.aliases = [...own.aliases, ...turn.doc.aliases]
      turn.doc.link.moving = null
      planPush(turn)
      return true
    })
    await act(into, null, (turn) => {
      turn.doc.link.joined = turn.doc.link.joined.filter(({ id }) => id !== joined.id)
    })
  }
}

/** A line of a record's history as it is in another's: with ids, also those of an earlier version, that are its own. */
function historyOf({ id: record }: Learner, entry: HistoryEntry): HistoryEntry {
  if (entry.type === 'day') return dayEntry(entry as never)
  const { id, retryOf } = entry
  return { ...entry, id: ownId(id, record), ...(typeof retryOf === 'string' && { retryOf: ownId(retryOf, record) }) }
}

type Moving = NonNullable<Learner['link']['moving']>
type Joined = Learner['link']['joined'][number]
