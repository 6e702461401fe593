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

/** Whether only this machine reaches that address. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)
}
