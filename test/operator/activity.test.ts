import { expect, it } from 'vitest'
import { Activity } from '../../src/operator/activity.ts'
import { FakeClock } from '../support/clock.ts'

const DAY = 86_400_000

it('counts people once, today and over seven days on the operator’s calendar', () => {
  // 07:30 on Tuesday in Shanghai, still Monday in UTC.
  const clock = new FakeClock('2026-11-23T23:30:00Z')
  const activity = new Activity(clock, 'Asia/Shanghai')
  activity.seen('lin')
  activity.seen('lin')
  clock.set(clock.now() + 3_600_000)
  activity.seen('wang')
  expect(activity.counts()).toEqual({ today: 2, week: 2 })
  clock.set(clock.now() + 6 * DAY)
  activity.seen('zhao')
  expect(activity.counts()).toEqual({ today: 1, week: 3 })
  clock.set(clock.now() + DAY)
  expect(activity.counts()).toEqual({ today: 0, week: 1 })
})

it('goes on after a restart, and has nothing to write when nothing changed', () => {
  const clock = new FakeClock('2026-11-23T01:00:00Z')
  const first = new Activity(clock, 'UTC')
  expect(first.record()).toBeUndefined()
  first.seen('lin')
  const record = JSON.parse(JSON.stringify(first.record()))
  first.seen('lin')
  expect(first.record()).toBeUndefined()
  const second = new Activity(clock, 'UTC', record)
  second.seen('lin')
  expect(second.counts()).toEqual({ today: 1, week: 1 })
  for (const broken of [null, 7, { days: null }, { days: { '2026-11-23': 'x' } }])
    expect(new Activity(clock, 'UTC', broken).counts()).toEqual({ today: 0, week: 0 })
})

it('forgets who is forgotten', () => {
  const activity = new Activity(new FakeClock('2026-11-23T01:00:00Z'), 'UTC')
  activity.seen('lin')
  activity.forget('lin')
  expect(activity.counts()).toEqual({ today: 0, week: 0 })
  expect(JSON.stringify(activity.record())).not.toContain('lin')
})
