import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createPainter } from '../../adapters/cards/painter.ts'
import type { CardData } from '../../src/cards/card.ts'
import { pictureOf } from '../../src/cards/draw.ts'
import { boardCard, englishCards, revealCard, streakCard, weekCard } from '../support/cards.ts'
import type { CardsDone, CardsOrder } from './cards.ts'
import { serve } from './child.ts'
import { realClock } from './desk.ts'

/** A process that does nothing but have cards drawn, so that its memory and its loop are theirs. */

const IDLE = 300
const kinds: CardData[] = [streakCard, weekCard, revealCard, boardCard, ...Object.values(englishCards)]
const clock = realClock()
const painter = createPainter({ clock, idle: IDLE, patience: 60_000 })
let drawn = 0

/** Another learner's each time: no two have the same figures. */
function next(): CardData {
  drawn += 1
  const card = kinds[drawn % kinds.length] as CardData
  return 'current' in card ? { ...card, current: drawn } : { ...card, streak: drawn }
}

/** This process and those it started; without them where there is no /proc. */
function memory(): number {
  const own = process.memoryUsage.rss()
  try {
    const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ')
    const rss = (pid: string) =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
    return children.filter((pid) => pid !== '').reduce((sum, pid) => sum + rss(pid), own)
  } catch {
    return own
  }
}

serve('ready', async ({ count, rest, wait }: CardsOrder): Promise<CardsDone> => {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const times: number[] = []
  let most = 0
  let mainThread = 0
  for (let n = 0; n < count; n++) {
    const begun = performance.now()
    const cpu = process.threadCpuUsage()
    const png = await painter.paint(pictureOf(next()))
    times.push(performance.now() - begun)
    const { user, system } = process.threadCpuUsage(cpu)
    mainThread = Math.max(mainThread, (user + system) / 1000)
    most = Math.max(most, png.length)
  }
  if (wait !== undefined) await new Promise((resolve) => setTimeout(resolve, wait))
  delay.disable()
  // Long enough for the process to end.
  if (rest) await new Promise((resolve) => setTimeout(resolve, IDLE * 4))
  return { times, most, memory: memory(), mainThread, stall: delay.max / 1e6 }
})
