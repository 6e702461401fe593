import { addDays, type Day, instantOf, localTime, weekday } from '../streak/day.ts'
import { WAKING } from '../streak/downtime.ts'
import { type Due, ON_TIME } from './due.ts'

/**
 * When the summary of a week is due: on Sunday evening, once the day's answer has had its time. Pure. Instants are
 * epoch milliseconds, times of day local minutes. `day` of a Due is the Sunday; it is the key: one summary a week.
 */

/** 21:00, after the evening's nudge; and the latest there is, for those whose question comes late. */
const EVENING = 21 * 60
const LATEST = 22 * 60 + 15
/** Between the day's question (or a group's reveal) and the summary. */
const AFTER = 60
/** A summary that could not be sent is of use until noon on Monday. */
const TOO_LATE = 12 * 60

/** The summary's time of day where what comes before it comes at `before`: a question, or a group's reveal. */
export function summaryTime(before: number): number {
  return before > LATEST ? EVENING : Math.min(LATEST, Math.max(EVENING, before + AFTER))
}

/** The first Sunday after `last` whose summary can still be of use. */
export function nextSummary(args: { now: number; zone: string; time: number; last: Day | null }): Due {
  const { now, zone, time, last } = args
  const today = localTime(now, zone).day
  let day = addDays(today, -(weekday(today) % 7))
  while ((last !== null && day <= last) || now >= endOf(day, zone)) day = addDays(day, 7)
  return { at: instantOf(day, time, zone), day }
}

/** What to do now about a summary: late ones wait for waking hours, and are let go at noon on Monday. */
export function decideSummary(args: { now: number; due: Due; zone: string }): 'send' | { waitUntil: number } | 'skip' {
  const { now, due, zone } = args
  if (now < due.at) return { waitUntil: due.at }
  if (now <= due.at + ON_TIME) return 'send'
  if (now >= endOf(due.day, zone)) return 'skip'
  const { day, minutes } = localTime(now, zone)
  if (day <= due.day) return minutes <= WAKING.to ? 'send' : { waitUntil: morningAfter(due.day, zone) }
  return minutes >= WAKING.from ? 'send' : { waitUntil: morningAfter(due.day, zone) }
}

export function endOf(sunday: Day, zone: string): number {
  return instantOf(addDays(sunday, 1), TOO_LATE, zone)
}

function morningAfter(sunday: Day, zone: string): number {
  return instantOf(addDays(sunday, 1), WAKING.from, zone)
}
