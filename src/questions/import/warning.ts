import { shorten } from '../../text/shorten.ts'
import { textOf } from '../../text/text.ts'
import type { ImportWarning } from './result.ts'

/** What a person should look at, in their language. */
export function warningText(warning: ImportWarning, language: 'zh' | 'en'): string {
  const words = 'text' in warning ? warning.text : 'prompt' in warning ? warning.prompt : String(warning.number)
  return textOf(language).imports.warning[warning.code](shorten(words, 60))
}
