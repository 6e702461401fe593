import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'

export const language: Command = {
  name: 'language',
  aliases: ['语言', 'language'],
  section: 'settings',
  accepts: (argument) => named(argument) !== undefined,
  glued: true,
  run(turn, argument) {
    change(turn, named(argument) ?? (turn.doc.settings.language === 'zh' ? 'en' : 'zh'))
  },
  actions: { language: (turn, argument) => change(turn, argument === 'en' ? 'en' : 'zh') },
}

function named(argument: string): 'zh' | 'en' | undefined {
  const given = argument.trim().toLowerCase()
  return /^(en|english|英文|英语)$/.test(given) ? 'en' : /^(zh|cn|chinese|中文|汉语)$/.test(given) ? 'zh' : undefined
}

function change(turn: Turn, to: 'zh' | 'en'): void {
  turn.setLanguage(to)
  turn.line(turn.t.languageSet)
}
