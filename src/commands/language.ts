import type { Session } from '../learner.ts'
import { roundsOf } from '../practice/round.ts'
import { askNext } from '../practice/session.ts'
import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'

export const language: Command = {
  name: 'language',
  aliases: ['语言', 'language'],
  section: 'settings',
  accepts: (argument) => languageNamed(argument) !== undefined,
  glued: true,
  run(turn, argument) {
    const to = languageNamed(argument)
    if (to === undefined && argument.trim() !== '') return turn.line(turn.t.languageUnknown)
    change(turn, to ?? (turn.doc.settings.language === 'zh' ? 'en' : 'zh'))
  },
  actions: { language: (turn, argument) => change(turn, argument === 'en' ? 'en' : 'zh') },
}

/** The language whose name a message is; undefined for any other message. */
export function languageNamed(text: string): 'zh' | 'en' | undefined {
  const given = text.trim().toLowerCase()
  return /^(en|english|英文|英语|英語)$/.test(given)
    ? 'en'
    : /^(zh|cn|chinese|中文|汉语|漢語)$/.test(given)
      ? 'zh'
      : undefined
}

/** An untouched question that is in none of the banks now practised from makes way for one that is. */
function change(turn: Turn, to: 'zh' | 'en'): void {
  turn.setLanguage(to)
  const { doc, t } = turn
  const open = turn.openSession
  if (open === undefined || !isForeign(turn, open)) return turn.line(t.languageSet)
  const isNewcomer = doc.attemptCount === 0
  // What they were told at first was in the language they do not want.
  turn.line(isNewcomer ? `${t.languageSet}\n\n${t.start.pitch}` : t.languageSet)
  if (askNext(turn, isNewcomer ? { title: t.start.firstQuestion } : {}))
    doc.sessions = doc.sessions.filter((session) => session.id !== open.id)
}

function isForeign(turn: Turn, session: Session): boolean {
  return (
    session.state === 'asked' &&
    session.mock === undefined &&
    session.retryOf === undefined &&
    !session.followUp &&
    roundsOf(turn, session).length === 0 &&
    !turn.banks.some((bank) => bank.questions.some((question) => question.id === session.questionId))
  )
}
