import { planPush } from '../reminders/push.ts'
import { jumpZone } from '../streak/calendar.ts'
import { isZone, localTime } from '../streak/day.ts'
import { type Command, clock } from './command.ts'

export const timezone: Command = {
  name: 'timezone',
  aliases: ['时区', 'timezone'],
  section: 'settings',
  accepts: (argument) => zoneOf(argument) !== undefined,
  glued: true,
  run(turn, argument) {
    const { doc } = turn
    const t = turn.t.timezone
    const given = argument.trim()
    const hour = (zone: string) => clock(localTime(turn.now, zone).minutes)
    if (given === '') return turn.line(t.ask(doc.settings.zone, hour(doc.settings.zone)))
    const zone = zoneOf(given)
    if (zone === undefined) return turn.line(t.bad(given.slice(0, 40)))
    const moved = jumpZone(doc.calendar, turn.now, doc.settings.zone, zone, turn.world.settings.cutover, doc.floor)
    doc.calendar = moved.cal
    doc.floor = moved.floor
    doc.settings.zone = zone
    planPush(turn)
    turn.line(t.set(zone, hour(zone)))
  },
}

/** The zone of an IANA name or a city people name. */
export function zoneOf(given: string): string | undefined {
  return isZone(given) ?? cities.get(given.toLowerCase()) ?? isZone(given.replace(/\s+/g, '_'))
}

/** Cities people name, beside the IANA names. */
const cities = new Map([
  ['北京', 'Asia/Shanghai'],
  ['上海', 'Asia/Shanghai'],
  ['中国', 'Asia/Shanghai'],
  ['beijing', 'Asia/Shanghai'],
  ['shanghai', 'Asia/Shanghai'],
  ['乌鲁木齐', 'Asia/Urumqi'],
  ['香港', 'Asia/Hong_Kong'],
  ['台北', 'Asia/Taipei'],
  ['新加坡', 'Asia/Singapore'],
  ['singapore', 'Asia/Singapore'],
  ['东京', 'Asia/Tokyo'],
  ['tokyo', 'Asia/Tokyo'],
  ['伦敦', 'Europe/London'],
  ['london', 'Europe/London'],
  ['纽约', 'America/New_York'],
  ['new york', 'America/New_York'],
  ['洛杉矶', 'America/Los_Angeles'],
  ['los angeles', 'America/Los_Angeles'],
  ['悉尼', 'Australia/Sydney'],
  ['sydney', 'Australia/Sydney'],
])
