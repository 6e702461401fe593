import { fold } from '../assess/fold.ts'
import { visible } from '../assess/reply.ts'
import type { CommandMenu } from '../ports/channel.ts'
import { textOf } from '../text/text.ts'
import type { Turn } from '../turn.ts'
import { answer } from './answer.ts'
import { bank } from './bank.ts'
import { board } from './board.ts'
import { bookmarks } from './bookmarks.ts'
import { cancel } from './cancel.ts'
import type { Command } from './command.ts'
import { deleteData } from './delete.ts'
import { exportData } from './export.ts'
import { group } from './group.ts'
import { helpCommand } from './help.ts'
import { hint } from './hint.ts'
import { history } from './history.ts'
import { importDocument } from './import.ts'
import { language } from './language.ts'
import { link } from './link.ts'
import { mock } from './mock.ts'
import { pause } from './pause.ts'
import { plan } from './plan.ts'
import { privacy } from './privacy.ts'
import { question } from './question.ts'
import { reportActions } from './report.ts'
import { resume } from './resume.ts'
import { reveal } from './reveal.ts'
import { review } from './review.ts'
import { settings } from './settings.ts'
import { skip } from './skip.ts'
import { start } from './start.ts'
import { stats } from './stats.ts'
import { streak } from './streak.ts'
import { time } from './time.ts'
import { timezone } from './timezone.ts'
import { weak } from './weak.ts'

/** Every command, in the order of menus and /help. */
export const commands: readonly Command[] = [
  start,
  question,
  answer,
  hint,
  skip,
  reveal,
  review,
  mock,
  plan,
  streak,
  stats,
  weak,
  history,
  bookmarks,
  time,
  timezone,
  pause,
  resume,
  bank,
  importDocument,
  language,
  settings,
  board,
  group,
  link,
  privacy,
  exportData,
  deleteData,
  cancel,
  helpCommand(() => commands),
]

/** Commands a group's menu shows; the others belong to direct chats. */
export const groupMenu = [
  'question',
  'answer',
  'board',
  'streak',
  'reveal',
  'group',
  'settings',
  'privacy',
  'delete',
  'help',
] as const
/** Of these, what concerns the sender alone. */
const unseen: readonly string[] = ['answer', 'settings', 'privacy', 'delete']

export type ParsedCommand = { command: Command; argument: string } | { unknown: string; nearest?: Command } | undefined

/**
 * The command a message is: `/name arguments`, or an alias as the whole message (with its arguments). Undefined for any
 * other text; `unknown` for a slash and a name nobody has, with the one command whose name is `nearest`, if any.
 */
export function parseCommand(text: string): ParsedCommand {
  const plain = visible(text).normalize('NFKC').trim()
  const slash = /^\/([\p{L}\p{N}_]{1,40})(?:@\w+)?(?:\s+([\s\S]*))?$/u.exec(plain)
  if (slash) {
    const name = fold(slash[1] ?? '').text
    const command = commands.find((candidate) => candidate.name === name || candidate.aliases.includes(name))
    // Arguments as typed: an answer after /answer keeps its characters.
    const argument = visible(text)
      .trim()
      .replace(/^\S+\s*/u, '')
    if (command) return { command, argument }
    const nearest = nearestTo(name)
    return { unknown: `/${name}`, ...(nearest && { nearest }) }
  }
  for (const { command, argument, whole } of begunWith(plain))
    if (whole || (argument !== '' && command.accepts?.(argument))) return { command, argument }
  return undefined
}

/** The command a mistyped name means: begun and not ended ("stat"), or one or two slips away. Undefined when several do. */
function nearestTo(name: string): Command | undefined {
  if (name.length < 3) return undefined
  const begun = commands.filter((command) => command.name.startsWith(name))
  if (begun.length > 0) return begun.length === 1 ? begun[0] : undefined
  for (const slips of name.length > 4 ? [1, 2] : [1]) {
    const near = commands.filter((command) => slipsBetween(name, command.name) <= slips)
    if (near.length > 0) return near.length === 1 ? near[0] : undefined
  }
  return undefined
}

/** Letters missing, added, wrong, or two swapped (optimal string alignment distance). */
function slipsBetween(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, n) => n)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const of = (up: number, left: number) => (up === 0 ? row : rows[i - up])?.[j - left] ?? Infinity
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          of(1, 0) + 1,
          of(0, 1) + 1,
          of(1, 1) + Number(a[i - 1] !== b[j - 1]),
          swapped ? of(2, 2) + 1 : Infinity,
        ),
      )
    }
    rows.push(row)
  }
  return rows.at(-1)?.at(-1) ?? Infinity
}

/** The setting a short text names with a value it cannot have: "时间 25:99". */
export function parseMistaken(text: string): { command: Command; argument: string } | undefined {
  for (const { command, argument, whole, apart } of begunWith(visible(text).normalize('NFKC').trim()))
    if (!whole && apart && command.glued && argument.length <= 12) return { command, argument }
  return undefined
}

/** Commands whose alias the text is, or begins with. */
function* begunWith(plain: string) {
  if (plain.length > 4000 || plain.includes('\n')) return
  // Whoever writes traditional characters means the same words.
  const start = fold(plain.slice(0, ALIAS_SIGNS))
  for (const command of commands) {
    for (const alias of command.aliases) {
      if (start.text === alias && plain.length <= ALIAS_SIGNS)
        yield { command, argument: '', whole: true, apart: false }
      else if (!/^[a-z]/.test(alias) && start.text.startsWith(alias)) {
        const rest = plain.slice(start.origin[alias.length])
        const apart = /^[\s:]/.test(rest)
        if (apart || command.glued) yield { command, argument: rest.replace(/^[\s:]+/, ''), whole: false, apart }
      }
    }
  }
}

/** No alias is longer. */
const ALIAS_SIGNS = 20

/** Runs the choice `name:argument`. @returns false when nothing knows it (a button of an older version) */
export function runAction(turn: Turn, choice: string): boolean {
  const [name = '', ...rest] = choice.split(':')
  const action = actions.get(name)
  action?.(turn, rest.join(':'))
  return action !== undefined
}

const actions = new Map(
  [...commands.map((command) => command.actions ?? {}), reportActions].flatMap((group) => Object.entries(group)),
)

/** The menus to publish, in both languages and for everybody else in the default one. */
export function menus(defaultLanguage: 'zh' | 'en'): CommandMenu[] {
  const of = (scope: 'direct' | 'group', language: 'zh' | 'en') =>
    commands
      .filter((command) => scope === 'direct' || (groupMenu as readonly string[]).includes(command.name))
      .map((command) => ({
        name: command.name,
        description: textOf(language).command[command.name],
        ...(scope === 'group' && unseen.includes(command.name) && { unseen: true }),
      }))
  return (['direct', 'group'] as const).flatMap((scope) => [
    { scope, commands: of(scope, defaultLanguage) },
    { scope, language: 'zh', commands: of(scope, 'zh') },
    { scope, language: 'en', commands: of(scope, 'en') },
  ])
}
