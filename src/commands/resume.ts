import { planPush } from '../reminders/push.ts'
import { endPause } from '../streak/calendar.ts'
import type { Command } from './command.ts'
import { nextWords } from './when.ts'

export const resume: Command = {
  name: 'resume',
  aliases: ['恢复', 'resume'],
  section: 'settings',
  run(turn) {
    const { doc, t } = turn
    const paused = turn.returned || doc.push.next === null || turn.off(turn.today) === 'pause'
    doc.calendar = endPause(doc.calendar, turn.today)
    planPush(turn)
    turn.line(paused ? t.pause.resumed(nextWords(turn)) : t.pause.notPaused)
  },
}
