/**
 * The address for the pages cannot be listened on. `message` is for the operator: the cause, and the setting that
 * mends it.
 */
export class ListenError extends Error {
  override readonly name = 'ListenError'
  readonly kind: 'taken' | 'not-allowed' | 'no-such-address'

  constructor(kind: ListenError['kind'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
