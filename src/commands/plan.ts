import type { Message } from '../ports/channel.ts'
import { FURTHEST, parseDay, planOf, type Work } from '../practice/plan.ts'
import { bold, message, text } from '../render/message.ts'
import { daysBetween } from '../streak/day.ts'
import { dayWords } from '../text/day.ts'
import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'

const CLEARS = /^(取消|清除|没有|off|none|clear|cancel)$/i

export const plan: Command = {
  name: 'plan',
  aliases: ['面试日期', '计划', 'plan'],
  section: 'progress',
  accepts: (argument) => argument.length <= 20,
  run(turn, argument) {
    const { doc, t, today } = turn
    const given = argument.trim()
    if (given === '')
      return doc.settings.interview === null ? turn.line(t.plan.ask) : show(turn, doc.settings.interview)
    if (CLEARS.test(given)) {
      doc.settings.interview = null
      return turn.line(t.plan.cleared)
    }
    const day = parseDay(given, today)
    if (day === undefined) return turn.line(t.plan.bad(given.slice(0, 20)))
    if (day < today) return turn.line(t.plan.past(day))
    if (daysBetween(today, day) > FURTHEST) return turn.line(t.plan.far)
    doc.settings.interview = day
    show(turn, day)
  },
}

/** Of the mock papers; the rest come in due time. */
const DATES_SHOWN = 4

function show(turn: Turn, interview: string): void {
  turn.say(planMessage(turn, interview))
}

/** The plan in a phone's screenful: how many days of each, and the dates that matter. */
export function planMessage(turn: Turn, interview: string): Message {
  const { t, today } = turn
  const days = planOf(today, interview, turn.off)
  const of = (work: Work) => days.filter((day) => day.work === work)
  const dates = (work: Work) =>
    of(work)
      .slice(0, DATES_SHOWN)
      .map(({ day }) => dayWords(t, day, today))
      .join(t.list) + (of(work).length > DATES_SHOWN ? '…' : '')
  const unseen = turn.banks
    .flatMap((bank) => bank.questions)
    .filter((question) => turn.doc.cards[question.id] === undefined).length
  return message([
    text(bold(t.plan.heading(dayWords(t, interview, today), daysBetween(today, interview)))),
    [
      of('question').length > 0 ? t.plan.questions(of('question').length, unseen) : undefined,
      of('short').length > 0 ? t.plan.short(dates('short'), of('short').length) : undefined,
      of('full').length > 0 ? t.plan.full(dates('full'), of('full').length) : undefined,
      of('calm').length > 0 ? t.plan.calmDay(dates('calm')) : undefined,
    ]
      .filter((line) => line !== undefined)
      .join('\n'),
    t.plan.foot,
  ])
}
