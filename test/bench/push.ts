import { child } from './child.ts'
import type { PushAnswer } from './push-desk.ts'
import { bytes, median, ms, progress, table } from './report.ts'

/** All learners due in the same minute: choosing and committing their questions. Changes them all. */
export async function pushBench(dataDir: string, learners: number, quick: boolean): Promise<void> {
  progress('push: everybody is due')
  const desk = child('push-desk.ts', [dataDir, String(learners), quick ? '500' : '4000'])
  await desk.next()
  const { rounds, stall, memory, wrong, lookedAt, ...found } = await desk.ask<PushAnswer>({})
  await desk.end()
  const push = median(rounds.map((round) => round.push))
  const floor = median(rounds.map((round) => round.floor))
  table(`${found.learners.toLocaleString('en')} learners due in the same minute: choosing and committing all pushes`, [
    {
      what: 'a push',
      figure: `${ms(push)}, all in ${Math.round((push * found.learners) / 1000)} s`,
      ratio: median(rounds.map((round) => round.push / round.floor)),
      than: 'of the floor',
    },
    { what: 'floor: write + fsync + rename of the same bytes, 16 at once', figure: ms(floor) },
    { what: 'longest stall of the loop', figure: ms(stall.longest), limit: '≤ 50 ms', good: stall.longest <= 50 },
    { what: '   of a thousand stretches the longest', figure: ms(stall.p999) },
    { what: `pushed not exactly once, of ${lookedAt} looked at`, figure: `${wrong}`, good: wrong === 0 },
    {
      what: 'memory before and with all of them waiting to be sent',
      figure: `${bytes(memory.before)}, ${bytes(memory.after)}`,
    },
  ])
}
