import { parsePeriod } from '../commands/board.ts'
import { clock } from '../commands/command.ts'
import { numberOfDays } from '../commands/pause.ts'
import type { Choice, InboundEvent } from '../ports/channel.ts'
import { boardMessage } from '../render/group.ts'
import { bold, message, text } from '../render/message.ts'
import { endPause, MAX_PAUSE_DAYS, startPause } from '../streak/calendar.ts'
import { addDays } from '../streak/day.ts'
import { dayWords } from '../text/day.ts'
import { boardOf, type Period } from './board.ts'
import type { GroupTurn } from './group-turn.ts'
import { activeBefore, displayName } from './members.ts'
import { linkCommand } from './room-code.ts'
import { quorumOf } from './round.ts'
import { openRound, planFromNow } from './rounds.ts'
import { changeSetting, settingActions, showSettings } from './settings.ts'

/** What the commands do in a group, by the name they have in the registry; the others belong to direct chats. */
export interface GroupCommand {
  /** For admins of the group alone; `asked`: who they are has to be known, the command decides. */
  admins?: true | 'asked'
  /** Needs the members: as kept, or with the network asked who is still there. */
  members?: 'kept' | 'present'
  run(turn: GroupTurn, argument: string, event: InboundEvent): void
}

/** Questions on demand: so many in ten minutes, and so many rounds open at once. */
const MOST_PER_TEN_MINUTES = 5
const MOST_OPEN = 3
const TEN_MINUTES = 600_000

export const groupCommands: Record<string, GroupCommand> = {
  start: { run: hello },
  help: { run: hello },
  question: { run: ask },
  reveal: { admins: true, run: revealNow },
  board: {
    members: 'present',
    run: (turn, argument, event) => showBoard(turn, parsePeriod(argument) ?? 'week', event),
  },
  streak: { members: 'kept', run: showStreak },
  group: {
    admins: true,
    run: (turn, argument) => (argument === '' ? showSettings(turn) : changeSetting(turn, argument)),
  },
  pause: { admins: true, run: pause },
  resume: { admins: true, run: resume },
  settings: { members: 'kept', run: (turn, _, event) => showMe(turn, event) },
  privacy: { members: 'kept', run: (turn, _, event) => showMe(turn, event) },
  delete: { run: (turn, _, event) => askToDelete(turn, event) },
  link: linkCommand,
}

/** Buttons under the group's messages: `name:argument`. */
export const groupActions: Record<string, GroupCommand> = {
  ...settingActions,
  gboard: {
    members: 'present',
    run: (turn, argument, event) => showBoard(turn, parsePeriod(argument) ?? 'week', event),
  },
  gme: {
    members: 'kept',
    run: (turn, argument) => {
      const [what, value] = argument.split('=')
      turn.wish = what === 'hide' ? { hide: value === 'on' } : { quote: value === 'on' }
      turn.confirm(turn.t.group.me.changed)
    },
  },
  gdel: {
    run: (turn, argument, event) => {
      if (argument !== event.from.userId) return turn.whisper(turn.t.group.me.notYours)
      turn.wish = 'forget'
      turn.reply(turn.t.group.me.deleted)
    },
  },
}

/** What the bot does here, what it can read, and how to answer. */
export function hello(turn: GroupTurn): void {
  const { time, reveal } = turn.doc.settings
  const { t, capabilities } = turn
  turn.line(
    [
      t.group.hello(time === null ? undefined : clock(time), clock(reveal)),
      // A group that seems new may be one whose id is.
      ...(capabilities.stableUserIds || turn.doc.roundCount > 0 ? [] : [t.group.link.offer]),
    ].join('\n'),
  )
}

function ask(turn: GroupTurn, argument: string): void {
  const { doc, now, t } = turn
  doc.askedAt = doc.askedAt.filter((at) => at > now - TEN_MINUTES)
  if (doc.askedAt.length >= MOST_PER_TEN_MINUTES || turn.open.length >= MOST_OPEN) return turn.reply(t.group.quota)
  if (!openRound(turn, 'asked', { topic: argument }))
    return turn.line(argument === '' ? t.question.empty : t.question.notFound(argument.slice(0, 40)))
  doc.askedAt.push(now)
}

function revealNow(turn: GroupTurn, _: string, event: InboundEvent): void {
  const round = turn.roundOf(event.type === 'message' ? event.replyTo : undefined)
  if (round?.state !== 'open') return turn.reply(turn.t.group.noneOpen)
  round.state = 'closing'
  turn.changed = true
}

function showBoard(turn: GroupTurn, period: Period, event: InboundEvent): void {
  const { doc, t, today } = turn
  if (!doc.settings.board) return turn.reply(t.group.board.off)
  const rows = boardOf(turn.known.members ?? [], period, { today, days: doc.days, dayCount: doc.dayCount })
  const others = (['week', 'month', 'all'] as const).filter((other) => other !== period)
  const url = turn.world.pageLink(doc.home.channel, { kind: 'group', id: doc.id, born: doc.createdAt })
  const choices: Choice[][] = [
    others.map((other) => ({ id: `gboard:${other}`, label: t.group.board.period[other] })),
    ...(url === undefined ? [] : [[{ id: 'page', label: t.choice.groupPage, url }]]),
  ]
  const view = boardMessage(t, t.group.board.heading[period], rows, choices, turn.known.members ?? [])
  // A press turns the board shown into the other one.
  const edits = event.type === 'action' && turn.capabilities.edit ? event.messageId : undefined
  turn.say(view, edits === undefined ? {} : { edits, kind: 'counter' })
}

function showStreak(turn: GroupTurn): void {
  const { doc, t, today } = turn
  const active = activeBefore(turn.known.members ?? [], today).length
  turn.line(t.group.streak(doc.streak.current, doc.streak.longest, quorumOf(doc.settings.quorum, active)))
}

function pause(turn: GroupTurn, argument: string): void {
  const { doc, t, today } = turn
  const days = numberOfDays(argument)
  if (days !== null && !(days >= 1 && days <= MAX_PAUSE_DAYS)) return turn.reply(t.pause.bad(MAX_PAUSE_DAYS))
  doc.calendar = startPause(doc.calendar, today, days)
  planFromNow(turn)
  turn.line(
    days === null
      ? t.group.settings.pausedOpen
      : t.group.settings.pausedFor(days, dayWords(t, addDays(today, days - 1), today)),
  )
}

function resume(turn: GroupTurn): void {
  turn.doc.calendar = endPause(turn.doc.calendar, turn.today)
  planFromNow(turn)
  turn.line(turn.t.group.settings.resumed)
}

/** What the group keeps of whoever asks, and how they are shown. */
function showMe(turn: GroupTurn, event: InboundEvent): void {
  const { t } = turn
  const me = turn.known.members?.find(({ id }) => id === event.from.userId)
  const view = message(
    [
      text(bold(t.group.me.heading)),
      me === undefined
        ? t.group.me.nothing
        : [t.group.me.name(me.name), t.group.me.counts(me.total, me.points)].join('\n'),
      t.group.me.note,
    ],
    [
      [
        { id: `gme:hide=${me?.hide ? 'off' : 'on'}`, label: me?.hide ? t.choice.nameHidden : t.choice.nameShown },
        { id: `gme:quote=${me?.quote ? 'off' : 'on'}`, label: me?.quote ? t.choice.quoteOn : t.choice.quoteOff },
      ],
    ],
  )
  turn.replyWith(view)
}

function askToDelete(turn: GroupTurn, event: InboundEvent): void {
  const { t } = turn
  const name = displayName(event.from.name ?? '') || t.group.someone
  turn.reply(t.group.me.deleteAsk(name), [[{ id: `gdel:${event.from.userId}`, label: t.choice.deleteYes }]])
}
