import { tellWishes } from '../practice/round.ts'
import { planPush } from '../reminders/push.ts'
import { bold, message, text } from '../render/message.ts'
import { setRestDays } from '../streak/calendar.ts'
import { localTime } from '../streak/day.ts'
import { dayWords } from '../text/day.ts'
import type { Turn } from '../turn.ts'
import { type Command, clock } from './command.ts'

export const settings: Command = {
  name: 'settings',
  aliases: ['设置', 'settings'],
  section: 'settings',
  run: show,
  actions: {
    nudge: (turn, argument) => {
      turn.doc.settings.nudge = argument === 'on'
      planPush(turn)
      show(turn)
    },
    weekly: (turn, argument) => {
      turn.doc.settings.weekly = argument === 'on'
      planPush(turn)
      show(turn)
    },
    selfcheck: (turn, argument) => {
      turn.doc.settings.selfCheck = argument === 'on'
      show(turn)
    },
    hidename: (turn, argument) => {
      turn.doc.settings.hideName = argument === 'on'
      tellWishes(turn)
      show(turn)
    },
    quotable: (turn, argument) => {
      turn.doc.settings.quotable = argument === 'on'
      tellWishes(turn)
      show(turn)
    },
    model: (turn, argument) => {
      const { model } = turn.world.settings
      turn.doc.settings.model = argument === 'on' && model !== undefined
      if (turn.doc.settings.model && model !== undefined) turn.line(turn.t.settings.modelAgreed(model.name))
      show(turn)
    },
    rest: (turn, argument) => {
      const weekday = Number(argument)
      if (!Number.isInteger(weekday) || weekday < 1 || weekday > 7) return
      const now = restDays(turn)
      turn.doc.calendar = setRestDays(
        turn.doc.calendar,
        turn.today,
        now.includes(weekday) ? now.filter((day) => day !== weekday) : [...now, weekday],
      )
      planPush(turn)
      show(turn)
    },
  },
}

function show(turn: Turn): void {
  const { doc, t } = turn
  const { zone } = doc.settings
  const rest = restDays(turn)
  const pause = doc.calendar.pauses.find(({ from, to }) => from <= turn.today && (to === null || turn.today <= to))
  const paused = pause !== undefined || doc.push.next === null
  const { nudge, weekly, selfCheck, hideName, quotable } = doc.settings
  const { model } = turn.world.settings
  const days = t.settings.weekdays.map((name, index) => ({
    id: `rest:${index + 1}`,
    label: `${rest.includes(index + 1) ? '💤' : '▫️'} ${name}`,
  }))
  turn.say(
    message(
      [
        text(bold(t.settings.heading)),
        [
          paused
            ? t.settings.paused(pause?.to ? dayWords(t, pause.to, turn.today) : undefined)
            : t.settings.time(clock(doc.settings.time)),
          t.settings.zone(zone, clock(localTime(turn.now, zone).minutes)),
          t.settings.banks(turn.banks.map((one) => one.title).join(t.list)),
          t.settings.rest(rest.map((weekday) => t.settings.weekdays[weekday - 1]).join(t.list) || t.settings.noRest),
        ].join('\n'),
        t.settings.others,
        model === undefined || doc.settings.model ? undefined : t.settings.modelOffer(model.name),
        t.settings.restHint,
      ],
      [
        days.slice(0, 4),
        days.slice(4),
        [
          { id: `nudge:${nudge ? 'off' : 'on'}`, label: nudge ? t.choice.nudgeOn : t.choice.nudgeOff },
          { id: `weekly:${weekly ? 'off' : 'on'}`, label: weekly ? t.choice.weeklyOn : t.choice.weeklyOff },
        ],
        [
          {
            id: `selfcheck:${selfCheck ? 'off' : 'on'}`,
            label: selfCheck ? t.choice.selfCheckOn : t.choice.selfCheckOff,
          },
          ...(model === undefined
            ? []
            : [
                {
                  id: `model:${doc.settings.model ? 'off' : 'on'}`,
                  label: doc.settings.model ? t.choice.modelOn : t.choice.modelOff,
                },
              ]),
        ],
        // How one is shown in groups matters to those who are in one.
        doc.groups.length === 0
          ? []
          : [
              { id: `hidename:${hideName ? 'off' : 'on'}`, label: hideName ? t.choice.nameHidden : t.choice.nameShown },
              { id: `quotable:${quotable ? 'off' : 'on'}`, label: quotable ? t.choice.quoteOn : t.choice.quoteOff },
            ],
      ],
    ),
  )
}

function restDays(turn: Turn): number[] {
  return turn.doc.calendar.rest.findLast((entry) => entry.from <= turn.today)?.weekdays ?? []
}
