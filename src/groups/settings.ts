import { clock, parseTime } from '../commands/command.ts'
import { zoneOf } from '../commands/timezone.ts'
import { bold, message, text } from '../render/message.ts'
import { jumpZone, setRestDays } from '../streak/calendar.ts'
import { localTime } from '../streak/day.ts'
import { dayWords } from '../text/day.ts'
import type { GroupCommand } from './commands.ts'
import type { GroupTurn } from './group-turn.ts'
import { planFromNow } from './rounds.ts'

/** /group: what admins can change, by buttons and by words. */

const OFF = /^(关|关闭|off|none)$/i
const AUTO = /^(自动|auto)$/i
const MOST_QUORUM = 500

export function showSettings(turn: GroupTurn): void {
  const { doc, t } = turn
  const s = t.group.settings
  const { time, reveal, early, zone, quorum, board } = doc.settings
  const rest = restDays(turn)
  const pause = doc.calendar.pauses.find(({ from, to }) => from <= turn.today && (to === null || turn.today <= to))
  const banks = turn.world.banks.chosen(doc.settings.banks, doc.language)
  const days = t.settings.weekdays.map((name, index) => ({
    id: `grest:${index + 1}`,
    label: `${rest.includes(index + 1) ? '💤' : '▫️'} ${name}`,
  }))
  const view = message(
    [
      text(bold(s.heading)),
      [
        pause
          ? s.paused(pause.to ? dayWords(t, pause.to, turn.today) : undefined)
          : s.time(time === null ? undefined : clock(time)),
        s.reveal(clock(reveal), early),
        s.zone(zone, clock(localTime(turn.now, zone).minutes)),
        s.banks(banks.map((bank) => bank.title).join(t.list)),
        s.rest(rest.map((day) => t.settings.weekdays[day - 1]).join(t.list) || t.settings.noRest),
        s.quorum(quorum === null ? s.quorumAuto : String(quorum)),
      ].join('\n'),
      s.how,
      s.bankIds(turn.world.banks.banks.map((bank) => bank.id).join(t.list)),
      s.restHint,
    ],
    [
      days.slice(0, 4),
      days.slice(4),
      [
        { id: `gearly:${early ? 'off' : 'on'}`, label: early ? s.earlyOn : s.earlyOff },
        { id: `gboardset:${board ? 'off' : 'on'}`, label: board ? s.boardOn : s.boardOff },
        doc.language === 'zh' ? { id: 'glang:en', label: 'English' } : { id: 'glang:zh', label: '中文' },
      ],
    ],
  )
  // A press changes the settings where they stand.
  const { event } = turn
  const edits = event?.type === 'action' && turn.capabilities.edit ? event.messageId : undefined
  turn.say(view, edits === undefined ? {} : { edits, kind: 'counter' })
}

/** Each setting by its words: what it does with the rest of the line, false when it cannot read it. */
const settings: { names: RegExp; change(turn: GroupTurn, given: string): boolean }[] = [
  { names: /^(出题|时间|time|hour)$/i, change: setTime },
  {
    names: /^(揭晓|reveal)$/i,
    change({ doc }, given) {
      const minutes = parseTime(given)
      if (minutes === undefined) return false
      doc.settings.reveal = minutes
      return true
    },
  },
  { names: /^(时区|zone|timezone)$/i, change: setZone },
  {
    names: /^(达标|人数|quorum)$/i,
    change({ doc }, given) {
      const count = AUTO.test(given) ? null : Number(given.normalize('NFKC').replace(/人$/, ''))
      if (count !== null && !(Number.isInteger(count) && count >= 1 && count <= MOST_QUORUM)) return false
      doc.settings.quorum = count
      return true
    },
  },
  {
    names: /^(题库|bank|banks)$/i,
    change({ doc, world }, given) {
      const ids = given.split(/[\s,，、]+/)
      if (!ids.every((id) => world.banks.banks.some((bank) => bank.id === id))) return false
      doc.settings.banks = ids
      return true
    },
  },
  {
    names: /^(语言|language)$/i,
    change({ doc }, given) {
      const to = /^(en|english|英文|英语)$/i.test(given) ? 'en' : /^(zh|中文|chinese)$/i.test(given) ? 'zh' : undefined
      if (to === undefined) return false
      doc.language = to
      return true
    },
  },
  {
    names: /^(榜|board)$/i,
    change({ doc }, given) {
      if (!OFF.test(given) && !/^(开|on)$/i.test(given)) return false
      doc.settings.board = !OFF.test(given)
      return true
    },
  },
]

/** One line such as "time 08:00" or "揭晓 21:00". */
export function changeSetting(turn: GroupTurn, argument: string): void {
  const [name = '', ...rest] = argument.split(/[\s:：]+(?=\S)/)
  const given = argument
    .slice(name.length)
    .replace(/^[\s:：]+/, '')
    .trim()
  const setting = rest.length === 0 ? undefined : settings.find(({ names }) => names.test(name))
  if (setting === undefined || !setting.change(turn, given))
    return turn.reply(turn.t.group.settings.bad(argument.slice(0, 40)))
  saved(turn)
}

function saved(turn: GroupTurn): void {
  turn.doc.home = { ...turn.chat }
  planFromNow(turn)
  showSettings(turn)
}

export const settingActions: Record<string, GroupCommand> = {
  grest: {
    admins: true,
    run(turn, argument) {
      const day = Number(argument)
      if (!Number.isInteger(day) || day < 1 || day > 7) return
      const now = restDays(turn)
      const days = now.includes(day) ? now.filter((other) => other !== day) : [...now, day]
      turn.doc.calendar = setRestDays(turn.doc.calendar, turn.today, days)
      saved(turn)
    },
  },
  gearly: { admins: true, run: (turn, argument) => set(turn, () => (turn.doc.settings.early = argument === 'on')) },
  gboardset: { admins: true, run: (turn, argument) => set(turn, () => (turn.doc.settings.board = argument === 'on')) },
  glang: {
    admins: true,
    run: (turn, argument) => set(turn, () => (turn.doc.language = argument === 'en' ? 'en' : 'zh')),
  },
}

function set(turn: GroupTurn, change: () => unknown): void {
  change()
  saved(turn)
}

function setTime({ doc }: GroupTurn, given: string): boolean {
  const minutes = OFF.test(given) ? null : parseTime(given)
  if (minutes === undefined) return false
  doc.settings.time = minutes
  return true
}

function setZone(turn: GroupTurn, given: string): boolean {
  const { doc } = turn
  const zone = zoneOf(given)
  if (zone === undefined) return false
  const moved = jumpZone(doc.calendar, turn.now, doc.settings.zone, zone, turn.world.settings.cutover, doc.floor)
  doc.calendar = moved.cal
  doc.floor = moved.floor
  doc.settings.zone = zone
  return true
}

function restDays({ doc, today }: GroupTurn): number[] {
  return doc.calendar.rest.findLast((entry) => entry.from <= today)?.weekdays ?? []
}
