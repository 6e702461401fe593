import type { Choice, Message } from '../ports/channel.ts'
import type { Question } from '../questions/schema.ts'
import type { Text } from '../text/text.ts'
import { bold, message, text } from './message.ts'

/** The question card. `choices` are its actions; choice and calculation questions say how to answer. */
export function questionCard(
  t: Text,
  question: Question,
  options: { title?: string | undefined; howTo?: string; choices: Choice[][] },
): Message {
  const points = question.points === undefined ? undefined : number(question.points)
  const how = { open: t.card.howTo, choice: t.card.keyHint, calculation: t.card.numberHint }[question.kind]
  return message(
    [
      options.title,
      text(bold(t.card.heading(question.category, points, number(question.minutes)))),
      question.prompt.trim(),
      question.options?.map((option, index) => `${letter(index)}. ${option}`).join('\n'),
      question.origin === 'imported' ? t.card.unchecked : undefined,
      text({ italic: options.howTo ?? how }),
    ],
    options.choices,
  )
}

/** "1.5", "2": as few digits as needed. */
function number(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function letter(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index)
}
