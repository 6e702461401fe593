import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'

export const language: Command = {
  name: 'language',
  aliases: ['语言', 'language'],
  section: 'settings',
  accepts: (argument) => named(argument) !== undefined,
  glued: true,
  run(turn, argument) {
    const to = named(argument)
    if (to === undefined && argument.trim() !== '') return turn.line(turn.t.languageUnknown)
    change(turn, to ?? (turn.doc.settings.language === 'zh' ? 'en' : 'zh'))
  },
  actions: { language: (turn, argument) => change(turn, argument === 'en' ? 'en' : 'zh') },
}

function named(argument: string): 'zh' | 'en' | undefined {
  const given = argument.trim().toLowerCase()
  return /^(en|english|英文|英语|英語)$/.test(given)
    ? 'en'
    : /^(zh|cn|chinese|中文|汉语|漢語)$/.test(given)
      ? 'zh'
      : undefined
}

function change(turn: Turn, to: 'zh' | 'en'): void {
  turn.setLanguage(to)
  turn.line(turn.t.languageSet)
}
