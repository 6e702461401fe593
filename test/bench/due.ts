import { Temporal } from 'temporal-polyfill'
import { type Due, nextPush } from '../../src/reminders/due.ts'
import { practiceDay } from '../../src/streak/day.ts'
import { median, micros, progress, table } from './report.ts'

const ROUNDS = 3
const CUTOVER = 180
const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata']

interface Wish {
  now: number
  zone: string
  minutes: number
}

/** The next due instant of a learner, beside the plain way of asking a calendar library. */
export function dueBench(quick: boolean): void {
  progress('next due')
  const learners = quick ? 2000 : 20_000
  const year = 365 * 86_400_000
  const wishes = Array.from(
    { length: learners },
    (_, n): Wish => ({
      now: 1_767_225_600_000 + ((n * 7919) % 1000) * (year / 1000),
      zone: ZONES[n % ZONES.length] as string,
      minutes: 360 + ((n * 37) % 900),
    }),
  )
  const times = { ours: [] as number[], library: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    times.ours.push(each(wishes, ours))
    times.library.push(each(wishes, library))
  }
  const [own, plain] = [median(times.ours), median(times.library)]
  table(`Next due instant of one learner (${ZONES.length} zones, a year of days)`, [
    { what: 'ours: practice day, cutover, rest days, gaps', figure: micros(own), ratio: own / plain, than: 'of it' },
    { what: 'temporal-polyfill: the same wall-clock time, the next day it comes', figure: micros(plain) },
  ])
}

/** @returns microseconds each */
function each(wishes: Wish[], next: (wish: Wish) => number | undefined): number {
  const start = performance.now()
  for (const wish of wishes) if (next(wish) === undefined) throw new Error('nothing is due')
  return ((performance.now() - start) / wishes.length) * 1000
}

function ours({ now, zone, minutes }: Wish): number | undefined {
  const lastPushDay = practiceDay(now, zone, CUTOVER)
  const due: Due | undefined = nextPush({
    now,
    zone,
    pushMinutes: minutes,
    cutover: CUTOVER,
    lastPushDay,
    floor: null,
    off: () => undefined,
  })
  return due?.at
}

function library({ now, zone, minutes }: Wish): number {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
  const time = { hour: Math.floor(minutes / 60), minute: minutes % 60 }
  return local.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds
}
