/**
 * Structured log lines for the operator. Fields never hold a reply, a name, a token or a network's user id:
 * documents are named by their internal id.
 */
export interface Logger {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
}

export type LogFields = Record<string, string | number | boolean | undefined>
