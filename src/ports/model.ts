/** A language model over the network: optional, slow, and never to be trusted with more than a suggestion. */
export interface Model {
  /** As the operator named it; said to learners. */
  readonly name: string
  /**
   * What the model answers, as JSON. The caller checks it: a model may return anything at all.
   * @throws ModelError, within the timeout
   */
  answer(request: ModelRequest): Promise<unknown>
}

export interface ModelRequest {
  instructions: string
  /** Data only. */
  prompt: string
  /** JSON Schema of the answer wanted. */
  schema: object
}

/** `message` and `fix` are for the operator and hold neither the key nor anything a learner wrote. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly kind: 'auth' | 'rate-limited' | 'unknown-model' | 'too-slow' | 'unavailable' | 'not-json'
  readonly fix: string | undefined

  constructor(kind: ModelError['kind'], message: string, fix?: string) {
    super(message)
    this.kind = kind
    this.fix = fix
  }
}
