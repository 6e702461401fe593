import { LEARNER_SCHEMA, type Learner } from '../learner.ts'
import type { InboundEvent } from '../ports/channel.ts'
import { emptyCalendar } from '../streak/calendar.ts'
import { isZone } from '../streak/day.ts'
import { emptyStreak } from '../streak/streak.ts'
import type { PracticeSettings } from '../turn.ts'

/** The document of somebody who writes for the first time, with language and zone as their app tells or lets guess. */
export function newLearner(id: string, event: InboundEvent, settings: PracticeSettings, now: number): Learner {
  const { defaultLanguage, defaultTime, defaultZone } = settings
  const zone = (event.zone === undefined ? undefined : isZone(event.zone)) ?? zoneOf(event.locale) ?? defaultZone
  return {
    schema: LEARNER_SCHEMA,
    id,
    aliases: [{ channel: event.from.channel, id: event.from.userId }],
    createdAt: now,
    wakeAt: null,
    seen: [],
    home: { ...event.chat },
    settings: {
      language: languageOf(event.locale) ?? defaultLanguage,
      zone,
      time: defaultTime,
      banks: null,
      nudge: true,
      weekly: true,
      selfCheck: false,
      model: false,
      interview: null,
      hideName: false,
      quotable: false,
    },
    streak: emptyStreak(),
    calendar: emptyCalendar(),
    floor: null,
    push: {
      next: null,
      lastDay: null,
      unanswered: 0,
      stopped: null,
      nudgeAt: null,
      lastNudge: null,
      weekly: null,
      lastWeekly: null,
    },
    sessions: [],
    cards: {},
    attempts: [],
    attemptCount: 0,
    answerCount: 0,
    ledger: {},
    bookmarks: [],
    mock: null,
    imports: { job: null, offered: null, banks: [] },
    link: { codes: [], moving: null, joined: [] },
    prompted: null,
    pending: { numbered: [], worded: [] },
    sent: [],
    outbox: [],
    groups: [],
    rounds: [],
    effects: [],
    leaving: false,
    usage: { day: '1970-01-01', asked: 0, read: 0, documents: 0 },
    counter: 0,
  }
}

/** The language a locale asks for; undefined: no locale, no guess. */
export function languageOf(locale: string | undefined): 'zh' | 'en' | undefined {
  if (locale === undefined) return undefined
  return /^zh\b/i.test(locale) ? 'zh' : 'en'
}

/** A guess from the app's language where it names a region; undefined: the operator's default. */
function zoneOf(locale: string | undefined): string | undefined {
  const zones: Record<string, string> = {
    'zh-tw': 'Asia/Taipei',
    'zh-hant': 'Asia/Taipei',
    'zh-hk': 'Asia/Hong_Kong',
    'zh-mo': 'Asia/Macau',
    'zh-sg': 'Asia/Singapore',
    'zh-cn': 'Asia/Shanghai',
    'zh-hans': 'Asia/Shanghai',
    zh: 'Asia/Shanghai',
    'en-gb': 'Europe/London',
    ja: 'Asia/Tokyo',
    ko: 'Asia/Seoul',
    de: 'Europe/Berlin',
    fr: 'Europe/Paris',
  }
  const zone = locale === undefined ? undefined : zones[locale.toLowerCase()]
  return zone === undefined ? undefined : isZone(zone)
}
