import { localAssessor } from '../assess/local.ts'
import { assessWithModel } from '../assess/model.ts'
import type { Session } from '../learner.ts'
import type { Assessment } from '../ports/assessor.ts'
import type { Logger } from '../ports/logger.ts'
import { type Model, ModelError } from '../ports/model.ts'
import type { DocRef } from '../ports/store.ts'
import type { Question } from '../questions/schema.ts'
import type { Turn } from '../turn.ts'
import { replyOf } from './attempt.ts'
import { complete } from './session.ts'

/**
 * A model reads an answer while the conversation goes on: the turn that ends the draft only asks for it, and a later
 * turn takes what came. The session's deadline is in its document, so a crash, a silent model or a stop end with the
 * local result, said to be that.
 */

export interface Reading {
  session: string
  question: Question
  reply: string
}

/** Beyond the model's own timeout, ms: by then its failure has long been told. */
const GRACE = 10_000

/** Whether this answer goes to a model: the operator has one, the learner agreed, and today's share is not used up. */
export function wantsModel(turn: Turn, session: Session): boolean {
  const { model } = turn.world.settings
  return (
    model !== undefined &&
    turn.doc.settings.model &&
    session.question.kind === 'open' &&
    session.mock === undefined &&
    turn.usage.read < model.perDay
  )
}

/** Asks for a reading; the draft stays open until it comes or its time is over. */
export function askModel(turn: Turn, session: Session): void {
  turn.usage.read += 1
  session.reading = turn.now + (turn.world.settings.model?.patience ?? 0) + GRACE
  session.idleAt = session.reading
  turn.toRead.push({ session: session.id, question: session.question, reply: replyOf(session) })
  turn.line(turn.t.feedback.reading, undefined, { kind: 'counter' })
}

/** What came of a reading; undefined: nothing usable. @returns whether anybody still waited for it */
export function takeReading(turn: Turn, { session: id, reply }: Reading, assessment: Assessment | undefined): boolean {
  const session = turn.session(id)
  if (session?.reading === undefined || replyOf(session) !== reply) return false
  complete(turn, session, reply, assessment ?? localAssessor.assess(session.question, reply), {
    by: assessment === undefined ? 'local' : 'model',
  })
  return true
}

/** Has the model read what turns asked for. */
export class Reader {
  readonly #model: Model
  readonly #logger: Logger
  readonly #take: (ref: DocRef, work: (turn: Turn) => boolean) => Promise<void>
  readonly #running = new Set<Promise<void>>()

  /** `take` runs a turn on a document, and commits it when the work says that it changed something. */
  constructor(model: Model, logger: Logger, take: (ref: DocRef, work: (turn: Turn) => boolean) => Promise<void>) {
    this.#model = model
    this.#logger = logger
    this.#take = take
  }

  add(ref: DocRef, readings: readonly Reading[]): void {
    for (const reading of readings) {
      const work = this.#read(ref, reading).finally(() => this.#running.delete(work))
      this.#running.add(work)
    }
  }

  /** Resolves when nothing is being read. */
  async resting(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  async #read(ref: DocRef, reading: Reading): Promise<void> {
    try {
      const assessment = await assessWithModel(this.#model, reading.question, reading.reply).catch((error: unknown) => {
        const { kind, message, fix } =
          error instanceof ModelError ? error : { kind: 'unavailable', message: String(error), fix: undefined }
        this.#logger.warn(
          { kind, cause: message, fix },
          'the model could not assess an answer: the local result was used',
        )
        return undefined
      })
      await this.#take(ref, (turn) => takeReading(turn, reading, assessment))
    } catch (error) {
      // The session's deadline is stored: the answer is assessed then.
      this.#logger.error(
        { cause: error instanceof Error ? error.message : String(error) },
        'a reading could not be kept',
      )
    }
  }
}
