/**
 * Says what a reply covered. The same reply to the same question always gets the same result.
 * Evidence is always a span of the learner's own words, never a paraphrase.
 */
export interface Assessor {
  assess(question: AssessedQuestion, reply: string): Assessment
}

/** What an assessor needs to know of a question; a Question of `src/questions` is one. */
export interface AssessedQuestion {
  kind: 'open' | 'choice' | 'calculation'
  prompt: string
  /** Minutes one may speak. */
  minutes: number
  modelAnswer: string
  key?: string | undefined
  /** Of a choice, by their letters. */
  options?: string[] | undefined
  examPoints: { competency: string; looksFor: string; cues: string[]; need: number }[]
  redLines: { text: string; cues: string[] }[]
}

/** `unjudged`: the question does not say what the point sounds like; only the learner can tell. */
export type Verdict = 'covered' | 'partly' | 'missed' | 'unjudged'

/** A span of the reply: UTF-16 offsets, `end` exclusive. */
export interface Evidence {
  start: number
  end: number
}

export interface Assessment {
  /** One an exam point, in the question's order. A point without evidence is never `covered`. */
  points: { verdict: Verdict; evidence: Evidence[] }[]
  /** Red lines the reply crossed. */
  redLines: { index: number; evidence: Evidence }[]
  /** The reply is the model answer or the checklist, hardly changed. */
  copied: boolean
  /** Of a choice or calculation that gives one: whether it is the key, with the words that give it. */
  result?: { right: boolean; evidence: Evidence } | undefined
  /** About how long the reply takes to say aloud. Open questions only. */
  spokenSeconds?: number
  /** For a question that asks for an experience. */
  structure?: Structure | undefined
}

/** The parts of an experience well told, each with the learner's words where it is heard. */
export interface Structure {
  situation: Evidence | undefined
  task: Evidence | undefined
  action: Evidence | undefined
  result: Evidence | undefined
  figure: Evidence | undefined
}
