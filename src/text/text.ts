import type { Language } from '../learner.ts'
import { en } from './en.ts'
import { type Text, zh } from './zh.ts'

export type { Text } from './zh.ts'

const texts: Record<Language, Text> = { zh, en }

/** The words of a language. */
export function textOf(language: Language): Text {
  return texts[language]
}
