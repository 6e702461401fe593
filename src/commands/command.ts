import type { Choice } from '../ports/channel.ts'
import type { Text } from '../text/text.ts'
import type { Turn } from '../turn.ts'

/** A command, declared once: the parser, /help, the networks' menus and the README's table are made from these. */
export interface Command {
  /** Also its key in the texts. */
  name: keyof Text['command']
  /** Plain words that mean it when they begin the whole message: Chinese first. */
  aliases: string[]
  section: keyof Text['help']['groups']
  /**
   * Whether words after an alias are its argument ("时间 21:30"). Without it, or when they are not, the message is
   * ordinary text: an answer may well begin with such a word. After a slash any argument reaches `run`.
   */
  accepts?(argument: string): boolean
  /** Its argument can be told without a space ("暂停7天"): only where `accepts` is strict. */
  glued?: true
  /** Whoever asks for this has finished the answer being written: it is assessed first. */
  endsDraft?: true
  run(turn: Turn, argument: string, message?: CommandMessage): void
  /** Choices that belong to it: `name:argument` as Choice.id calls `actions[name]`. */
  actions?: Record<string, (turn: Turn, argument: string) => void>
}

/** The message a command came in. */
export interface CommandMessage {
  messageId: string
  at: number
}

/** A link to the learner's own page, where there is one. */
export function progressChoice({ world, chat, doc, t }: Turn): Choice[][] {
  const url = world.pageLink(chat.channel, { kind: 'me', id: doc.id, born: doc.createdAt })
  return url === undefined ? [] : [[{ id: 'page', label: t.choice.progressPage, url }]]
}

/** "08:05" from minutes after midnight. */
export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** Minutes after midnight from "8:05", "08：05", "8点半", "8pm"; undefined when it is no time of day. */
export function parseTime(given: string): number | undefined {
  const plain = given.normalize('NFKC').trim().toLowerCase()
  const match =
    /^(早上|上午|中午|下午|晚上)?\s*(\d{1,2})(?::(\d{2})|点(?:(\d{1,2})分?|(半))?|\s*(?=am|pm)|$)\s*(am|pm)?$/.exec(
      plain,
    )
  if (!match) return undefined
  const [, part, hourText, minuteText, minuteWord, half, meridiem] = match
  let hours = Number(hourText)
  const minutes = half ? 30 : Number(minuteText ?? minuteWord ?? 0)
  const afternoon = meridiem === 'pm' || part === '下午' || part === '晚上' || (part === '中午' && hours < 3)
  if (part === '晚上' && hours === 12) hours = 0
  else if (afternoon && hours < 12) hours += 12
  if (meridiem === 'am' && hours === 12) hours = 0
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined
}
