import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { openDesk } from './desk.ts'
import { floorTime } from './floor.ts'
import { AS_OF, temporary } from './learners.ts'
import { ms, progress, table } from './report.ts'

/** At once, as the scheduler wakes them. */
const AT_ONCE = 64

/** Everybody due in the same minute: choosing and committing every push, over a network that takes everything. */
export async function pushBench(dataDir: string, learners: number): Promise<void> {
  progress('pushes: opening the store')
  let now = AS_OF
  const clock = {
    now: () => now,
    after(delay: number, fn: () => void) {
      const timer = setTimeout(fn, delay)
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
  const desk = await openDesk({ dataDir, clock })
  await desk.app.settled()
  // A minute past everybody's hour tomorrow.
  const due = [...desk.store.wakes()].reduce((latest, { wakeAt }) => Math.max(latest, wakeAt), 0)
  const before = desk.channel.sent
  progress('pushes: all at once')
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const start = performance.now()
  now = due + 60_000
  desk.app.tick()
  await desk.app.settled()
  const took = performance.now() - start
  delay.disable()
  const sent = desk.channel.sent - before
  const content = desk.files.last
  await desk.app.stop()
  if (sent < learners) throw new Error(`${sent} of ${learners} were pushed`)
  const sample = Math.min(learners, 5000)
  const floor = await floorTime(temporary('push-floor'), content, sample, AT_ONCE)
  table(`${learners.toLocaleString('en')} learners due in the same minute`, [
    { what: 'choosing, committing and recording all', figure: `${(took / 1000).toFixed(1)} s` },
    {
      what: 'a push',
      figure: ms(took / learners),
      ratio: took / learners / floor,
      than: 'of one write + fsync + rename, as many at once',
    },
    { what: 'longest stall of the loop', figure: ms(delay.max / 1e6), good: delay.max / 1e6 <= 50 },
  ])
}
