import { shorten } from '../../text/shorten.ts'
import type { Text } from '../../text/text.ts'
import type { ImportWarning } from './result.ts'

/** What a person should look at, in their language. */
export function warningText(warning: ImportWarning, t: Text): string {
  const words = 'text' in warning ? warning.text : 'prompt' in warning ? warning.prompt : String(warning.number)
  return t.imports.warning[warning.code](shorten(words, 60))
}
