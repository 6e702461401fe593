/** A misfortune of the next calls of a method. */
export interface Fault {
  /** A method's name, `file` for the download of one, or `*` for any method. */
  method: string
  /** How many calls it meets, default 1. */
  times?: number
  /** Answers with this error; `retry_after` and `migrate_to_chat_id` become its parameters. */
  error?: { code: number; description?: string; retry_after?: number; migrate_to_chat_id?: number }
  /** With `error`: the call takes effect all the same, before the error is answered. */
  accept?: boolean
  /** Ends the connection: `before` the call takes effect, `after` it without an answer, or in mid-`response`. */
  cut?: 'before' | 'after' | 'response'
  /** Never answers and has no effect (until the client gives up). */
  hang?: boolean
  /** Answers with this page instead of JSON, status 502. */
  page?: string
}

/** The faults still to come, in the order given. */
export class Faults {
  private planned: (Fault & { left: number })[] = []

  add(fault: Fault): void {
    this.planned.push({ ...fault, left: fault.times ?? 1 })
  }

  clear(): void {
    this.planned = []
  }

  /** The fault that meets this call, if any. */
  take(method: string): Fault | undefined {
    const fault = this.planned.find((fault) => fault.method === method || fault.method === '*')
    if (fault && --fault.left <= 0) this.planned.splice(this.planned.indexOf(fault), 1)
    return fault
  }
}

const DESCRIPTIONS: Record<number, string> = {
  400: 'Bad Request: refused',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  409: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  429: 'Too Many Requests: retry later',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
}

/** An error answer in the Bot API's shape. */
export function failure(code: number, description?: string, parameters?: object): object {
  return {
    ok: false,
    error_code: code,
    description: description ?? DESCRIPTIONS[code] ?? 'Error',
    ...(parameters && { parameters }),
  }
}
