import type { Choice, Message } from '../ports/channel.ts'
import type { BankRead } from '../questions/import/bank.ts'
import { warningText } from '../questions/import/warning.ts'
import { excerpt } from '../text/shorten.ts'
import type { Text } from '../text/text.ts'
import { bold, message, text } from './message.ts'

/** Prompts and remarks shown before the rest is only counted. */
const PROMPTS = 5
const REMARKS = 4

/** What a document holds, for a phone: how many questions, the first of them, and what its owner should know. */
export function offerView(
  t: Text,
  { bank, cutOff, warnings }: BankRead,
  about: { own: string | undefined; shared: string | undefined; admin: boolean; choices: Choice[][] },
): Message {
  const { questions, title } = bank
  const prompts = questions.slice(0, PROMPTS).map(({ prompt }) => `· ${excerpt(prompt, 40)}`)
  const rest = questions.length - prompts.length
  // Of questions cut off the heading says how many, and the title stands in it.
  const remarks = warnings.filter(
    (warning) => warning.code !== 'cut-off' && !(warning.code === 'left-out' && warning.text === title),
  )
  const lines = remarks.slice(0, REMARKS).map((warning) => t.library.remark(warning.line, warningText(warning, t)))
  const further = remarks.length - lines.length
  return message(
    [
      text(bold(t.library.found(title, questions.length, cutOff))),
      [...prompts, ...(rest > 0 ? [t.library.more(rest)] : [])].join('\n'),
      lines.length === 0
        ? undefined
        : [t.library.remarks, ...lines, ...(further > 0 ? [t.library.moreRemarks(further)] : [])].join('\n'),
      about.own && t.library.alikeOwn(about.own),
      about.shared && t.library.alikeShared(about.shared),
      about.admin ? t.library.footAdmin : t.library.foot,
    ],
    about.choices,
  )
}
