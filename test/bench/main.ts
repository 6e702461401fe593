import { cardsBench } from './cards.ts'
import { commitBench } from './commit.ts'
import { dueBench } from './due.ts'
import { groupsBench } from './groups.ts'
import { labelsBench } from './labels.ts'
import { crowd } from './learners.ts'
import { memoryBench } from './memory.ts'
import { pushBench } from './push.ts'
import { repliesBench } from './replies.ts'
import { missedLimits } from './report.ts'
import { selectBench } from './select.ts'
import { startBench } from './start.ts'
import { webBench } from './web.ts'

/**
 * `npm run bench [-- NAMES] [--quick]`: what the design promises, measured. Ratios are judged, absolute figures are
 * this machine's. Alternatives run in the same run, by turns; medians of three.
 */

const args = process.argv.slice(2)
const quick = args.includes('--quick')
const wanted = args.filter((arg) => !arg.startsWith('-'))
const size = quick ? 2000 : 100_000

let folder: Promise<string> | undefined
const big = () => (folder ??= crowd(size))

const benches: Record<string, () => Promise<void>> = {
  commit: async () => commitBench(await big(), size, quick),
  replies: () => repliesBench(quick),
  start: async () => startBench(await big(), size, quick),
  web: () => webBench(quick),
  push: async () => pushBench(await big(), size, quick),
  due: async () => dueBench(quick),
  groups: () => groupsBench(quick),
  select: async () => selectBench(quick),
  labels: async () => labelsBench(quick),
  memory: async () => memoryBench(quick),
  cards: () => cardsBench(quick),
}

const unknown = wanted.filter((name) => benches[name] === undefined)
if (unknown.length > 0) throw new Error(`no bench ${unknown.join(', ')}: there are ${Object.keys(benches).join(', ')}`)
const start = performance.now()
for (const [name, bench] of Object.entries(benches)) if (wanted.length === 0 || wanted.includes(name)) await bench()
console.log(
  `\n${missedLimits() === 0 ? 'Every limit is kept' : `${missedLimits()} limits missed`}; took ${Math.round((performance.now() - start) / 1000)} s on Node ${process.versions.node}${quick ? ' (--quick: sizes too small to judge)' : ''}`,
)
process.exit()
