import type { Question } from '../../src/questions/schema.ts'

/**
 * A learner who forgets by ACT-R's power law, with decay that depends on activation (Pavlik & Anderson 2005, Cognitive
 * Science 29:559–586, the parameters of their experiment 1): nothing of it is known to the scheduler.
 */

const DAY_SECONDS = 86_400
/** Decay's scale, recall threshold and noise, and how slowly time runs between sessions. */
const [SCALE, THRESHOLD, NOISE, BETWEEN] = [0.217, -0.704, 0.255, 0.025]

export interface Forgetting {
  /** Decay's intercept, 0.177 in the paper: the more, the faster. */
  decay: number
  /** How many presentations, in their terms, one practice is: an attempt, its feedback and the model answer make three. */
  presentations: number
  /** How much practice of a competency in another question is worth for a point. */
  transfer: number
}

interface Exposure {
  at: number
  decay: number
}

/** An exposure each time a point was answered or its model answer read. */
export class Memory {
  readonly #points = new Map<string, Exposure[]>()
  readonly #competencies = new Map<string, Exposure[]>()
  readonly #forgetting: Forgetting

  /** @param known how often each competency was practised before, once in twenty days */
  constructor(known: Map<string, number>, forgetting: Forgetting) {
    this.#forgetting = forgetting
    for (const [competency, times] of known)
      this.#competencies.set(
        competency,
        Array.from({ length: times }, (_, n) => ({ at: -20 * (n + 1), decay: 0.18 })),
      )
  }

  recall(question: Question, competency: string, day: number): number {
    return 1 / (1 + Math.exp((THRESHOLD - Math.log(this.#activation(question, competency, day))) / NOISE))
  }

  practise(question: Question, competency: string, day: number): void {
    const activation = this.#activation(question, competency, day)
    const exposure = { at: day, decay: SCALE * activation + this.#forgetting.decay }
    const key = `${question.id}/${competency}`
    this.#points.set(key, [...(this.#points.get(key) ?? []), exposure])
    this.#competencies.set(competency, [...(this.#competencies.get(competency) ?? []), exposure])
  }

  /** The sum whose logarithm is the activation. */
  #activation(question: Question, competency: string, day: number): number {
    const strength = (exposures: Exposure[] = []) =>
      this.#forgetting.presentations *
      exposures.reduce((sum, { at, decay }) => sum + ((day - at + 0.01) * DAY_SECONDS * BETWEEN) ** -decay, 0)
    const own = strength(this.#points.get(`${question.id}/${competency}`))
    return own + this.#forgetting.transfer * (strength(this.#competencies.get(competency)) - own) + 1e-9
  }
}
