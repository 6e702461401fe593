import fc from 'fast-check'

/** Zones whose clocks do something unusual somewhere between 1990 and 2040, and some that do nothing. */
export const ZONES = [
  'Asia/Shanghai',
  'UTC',
  'Asia/Kathmandu', // +05:45
  'America/New_York',
  'Europe/Berlin',
  'America/St_Johns', // half hours, changed at 00:01 until 2011
  'Australia/Lord_Howe', // daylight saving of 30 minutes
  'Pacific/Apia', // no 2011-12-30
  'Pacific/Kwajalein', // no 1993-08-21
  'Africa/Casablanca', // suspends its time for Ramadan
  'Africa/Cairo', // gap at midnight
  'America/Sao_Paulo', // gap at midnight
  'Pacific/Chatham', // the doubled hour contains 03:00
  'Antarctica/Troll', // 2 hours
  'Asia/Pyongyang', // 30 minutes, once
  'Pacific/Kiritimati', // +14
  'Pacific/Pago_Pago', // -11
]

export const zone = fc.constantFrom(...ZONES)

const YEAR = 365.25 * 86_400_000
const within = (from: number, to: number) => fc.integer({ min: (from - 1970) * YEAR, max: (to - 1970) * YEAR })
const near = (time: string, days: number) =>
  fc.integer({ min: Date.parse(time) - days * 86_400_000, max: Date.parse(time) + days * 86_400_000 })

/** Instants of 1990 to 2060, often around Apia's lost day and the changes of spring and autumn. */
export const instant = fc.oneof(
  within(1990, 2060),
  near('2011-12-30T10:00Z', 3),
  near('1993-08-21T12:00Z', 3),
  near('2026-03-08T07:00Z', 1),
  near('2026-03-29T01:00Z', 1),
  near('2026-04-04T15:00Z', 2),
  near('2026-11-01T06:00Z', 1),
)

/** Minutes since 00:00. */
export const minutes = fc.integer({ min: 0, max: 1439 })
export const cutover = fc.oneof({ weight: 3, arbitrary: fc.constant(180) }, fc.integer({ min: 0, max: 360 }))
