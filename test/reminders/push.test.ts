import fc from 'fast-check'
import { expect, it } from 'vitest'
import { practiceDay } from '../../src/streak/day.ts'
import { startBot } from '../support/bot.ts'

const zone = fc.constantFrom(
  'Asia/Shanghai',
  'America/New_York',
  'Pacific/Kiritimati',
  'Pacific/Honolulu',
  'Europe/London',
)
const hours = fc.integer({ min: 1, max: 30 })
const step = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), hours }),
  fc.record({ do: fc.constant('off' as const), hours }),
  fc.record({ do: fc.constant('crash' as const) }),
  fc.record({ do: fc.constant('say' as const), text: zone.map((name) => `/timezone ${name}`) }),
  fc.record({
    do: fc.constant('say' as const),
    text: fc.constantFrom('/time 08:00', '/time 23:30', '/time 02:30', '/time 03:00', '/pause 1', '/resume', '题目'),
  }),
  fc.record({ do: fc.constant('answer' as const) }),
)

it('whatever a learner does and however often the process dies: one daily question a practice day, days never go back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      // The evening before New York's clocks go back.
      const bot = await startBot({ at: '2026-10-31T22:00:00Z', env: { ANSWER_IDLE_SECONDS: '0' } })
      const lin = bot.learner()
      await lin.says('/start')
      const days = [(await lin.doc()).push.lastDay ?? '']
      let seen = bot.channel.shown.length
      const look = async () => {
        const shown = bot.channel.shown.slice(seen)
        seen += shown.length
        const asked = shown.filter(({ message }) => JSON.stringify(message).includes('今日一面'))
        expect(asked.length).toBeLessThanOrEqual(1)
        const { push, settings } = await lin.doc()
        if (asked.length === 0) return
        days.push(push.lastDay ?? '')
        // On its day, or (an hour before the cutover) a quarter of an hour late at most.
        const today = practiceDay(bot.clock.now() - 3_600_000 - 15 * 60_000, settings.zone, 180)
        expect(push.lastDay && push.lastDay >= today).toBe(true)
      }
      for (const one of steps) {
        if (one.do === 'say') await lin.says(one.text)
        if (one.do === 'answer' && (await lin.doc()).sessions.some(({ state }) => state !== 'closed'))
          await lin.answers()
        if (one.do === 'crash' || one.do === 'off') {
          bot.kill()
          if (one.do === 'off') bot.clock.set(bot.clock.now() + one.hours * 3_600_000)
          await bot.boot()
        }
        await look()
        for (let n = 0; one.do === 'wait' && n < one.hours; n++) {
          await lin.waits('1h')
          await look()
        }
      }
      expect(days).toEqual([...new Set(days)].toSorted())
      expect((await lin.doc()).outbox).toEqual([])
    }),
    { numRuns: 40 },
  )
}, 60_000)
