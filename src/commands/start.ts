import { followInvitation } from '../practice/invited.ts'
import { askNext } from '../practice/session.ts'
import { planPush } from '../reminders/push.ts'
import { bold, message, text } from '../render/message.ts'
import { localTime } from '../streak/day.ts'
import type { Turn } from '../turn.ts'
import { type Command, clock } from './command.ts'
import { practise } from './question.ts'

const HOURS = [8 * 60, 12 * 60 + 30, 20 * 60, 21 * 60 + 30]

export const start: Command = {
  name: 'start',
  aliases: ['开始', 'start'],
  section: 'practice',
  run(turn, argument) {
    // A deep link from a group: t.me/bot?start=q_<question id>
    const linked = /^q_([a-z0-9-]+)$/.exec(argument.trim())?.[1]
    if (followInvitation(turn)) return
    if (linked !== undefined && turn.library.find(linked)) practise(turn, `#${linked}`)
    else {
      turn.line(turn.t.start.again(clock(turn.doc.settings.time)))
      if (turn.openSession === undefined) practise(turn, '')
    }
  },
}

/** The first meeting: who I am, what I guessed, the hour in one tap; then the first question, which is that day's. */
export function welcome(turn: Turn, argument: string): void {
  const { t, doc } = turn
  const { zone, time } = doc.settings
  turn.say(
    message(
      [
        text(bold(t.start.hello)),
        t.start.pitch,
        t.start.guess(zone, clock(localTime(turn.now, zone).minutes), clock(time)),
        t.start.otherTime,
        // Whoever seems new may be somebody whose id is.
        turn.capabilities.stableUserIds ? undefined : t.start.linkOffer,
      ],
      [
        HOURS.map((hour) => ({ id: `time:${hour}`, label: clock(hour) })),
        [
          {
            id: `language:${doc.settings.language === 'zh' ? 'en' : 'zh'}`,
            label: doc.settings.language === 'zh' ? 'English' : '中文',
          },
        ],
      ],
    ),
    { offer: 'words' },
  )
  const linked = /^q_([a-z0-9-]+)$/.exec(argument.trim())?.[1]
  doc.push.lastDay = turn.today
  planPush(turn)
  if (followInvitation(turn)) return
  const wanted = linked === undefined || !turn.library.find(linked) ? undefined : linked
  if (wanted !== undefined) practise(turn, `#${wanted}`)
  else if (!askNext(turn, { title: t.start.firstQuestion })) turn.line(t.question.empty)
}
