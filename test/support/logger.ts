import type { LogFields, Logger } from '../../src/ports/logger.ts'

/** Keeps what is logged, so that a test can read it and look for what must never be there. */
export class MemoryLogger implements Logger {
  readonly lines: { level: string; fields: LogFields; message: string }[] = []
  debug = this.#at('debug')
  info = this.#at('info')
  warn = this.#at('warn')
  error = this.#at('error')

  #at(level: string) {
    return (fields: LogFields, message: string) => {
      this.lines.push({ level, fields, message })
    }
  }

  get text(): string {
    return JSON.stringify(this.lines)
  }
}
