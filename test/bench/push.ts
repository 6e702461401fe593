import { startDesk } from './child.ts'
import type { PushAnswer, WaitAnswer } from './push-desk.ts'
import { bytes, median, ms, progress, table } from './report.ts'

/** All learners due in the same minute, on a network without and with a pace. Changes them all. */
export async function pushBench(dataDir: string, learners: number, quick: boolean): Promise<void> {
  progress('push: everybody is due')
  const args = [dataDir, String(learners), quick ? '500' : '4000']
  const { rounds, stall, wrong, lookedAt, ...found } = await answerOf<PushAnswer>(args)
  progress('push: everybody is due, the network takes 25 a second')
  const paced = await answerOf<WaitAnswer>([...args, 'paced'])
  const push = median(rounds.map((round) => round.push))
  const floor = median(rounds.map((round) => round.floor))
  const most = (longest: number) => ({ limit: '≤ 50 ms', good: longest <= 50 })
  table(`${found.learners.toLocaleString('en')} learners due in the same minute: choosing and committing all pushes`, [
    {
      what: 'a push: chosen, committed, sent, recorded',
      figure: `${ms(push)}, all in ${Math.round((push * found.learners) / 1000)} s`,
      ratio: median(rounds.map((round) => round.push / round.floor)),
      than: 'of the floor',
    },
    { what: 'floor: write + fsync + rename of the same bytes, 16 at once', figure: ms(floor) },
    { what: 'longest stall of the loop', figure: ms(stall.longest), ...most(stall.longest) },
    { what: '   of a thousand stretches the longest', figure: ms(stall.p999) },
    { what: `pushed not exactly once, of ${lookedAt} looked at`, figure: `${wrong}`, good: wrong === 0 },
    {
      what: 'with 25 sent a second: everybody looked at, most wait for their turn',
      figure: `${Math.round(paced.seconds)} s, ${paced.sent} sent`,
    },
    { what: '   longest stall of the loop', figure: ms(paced.stall.longest), ...most(paced.stall.longest) },
    { what: '   memory before and after', figure: `${bytes(paced.memory.before)}, ${bytes(paced.memory.after)}` },
  ])
}

async function answerOf<Answer>(args: string[]): Promise<Answer> {
  const desk = startDesk('push-desk.ts', args)
  await desk.next()
  const answer = await desk.ask<Answer>({})
  await desk.end()
  return answer
}
