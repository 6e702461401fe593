import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { child } from './child.ts'
import { type Desk, openDesk, REPLY, realClock } from './desk.ts'
import { durableWrite } from './floor.ts'
import { documentFile, flush, type Lived, live, populate, temporary, userId } from './learners.ts'
import type { LowdbAnswer, LowdbRequest } from './lowdb-desk.ts'
import { bytes, mean, median, ms, progress, quantile, table } from './report.ts'

const ROUNDS = 3

interface Contender {
  desk: Desk
  /** One list a round. */
  times: number[][]
}

/** Durable commit of one real reply: from the event to its durable effect, one reply at a time. */
export async function commitBench(big: string, learners: number, quick: boolean): Promise<void> {
  const perRound = quick ? 10 : 32
  const many = quick ? 200 : 2000
  const copies = perRound * ROUNDS
  progress('commit: learners with a past')
  const contenders = {
    few: await contender(await folderOf(await live(10), 100)),
    many: await contender(big),
    young: await contender(await folderOf(await live(10), copies)),
    old: await contender(await folderOf(await live(many), copies)),
  }
  const floorFolder = temporary('floor')
  const floor: number[][] = []
  const storing: number[][] = []
  const wholes: number[] = []
  let size = 0
  const written: number[] = []
  const writes: number[] = []
  flush()
  for (let round = 0; round < ROUNDS; round++) {
    progress(`commit: round ${round + 1} of ${ROUNDS}`)
    floor.push([])
    storing.push([])
    for (const { times } of Object.values(contenders)) times.push([])
    for (let n = round * perRound; n < (round + 1) * perRound; n++) {
      for (const { desk, times } of Object.values(contenders)) {
        const { files } = desk
        const before = { bytes: files.bytes, renames: files.renames }
        const start = performance.now()
        await desk.says(userId(n), REPLY)
        times.at(-1)?.push(performance.now() - start)
        const content = files.last
        const stored = desk.store.storing
        await desk.app.settled()
        if (desk !== contenders.many.desk) continue
        wholes.push(performance.now() - start)
        storing.at(-1)?.push(stored)
        written.push(files.bytes - before.bytes)
        writes.push(files.renames - before.renames)
        size = content.length
        const floorStart = performance.now()
        await durableWrite(floorFolder, `${n}.json`, content)
        floor.at(-1)?.push(performance.now() - floorStart)
      }
    }
  }
  const of = (times: number[][]) => median(times.map(median))
  const [few, lots, young, old] = [contenders.few, contenders.many, contenders.young, contenders.old].map(({ times }) =>
    of(times),
  ) as [number, number, number, number]
  for (const { desk } of Object.values(contenders)) await desk.app.stop()
  table(`Durable commit of one reply (${perRound * ROUNDS} each, one after the other, a document of ${bytes(size)})`, [
    { what: '100 learners on disk', figure: ms(few) },
    {
      what: `${learners.toLocaleString('en')} learners on disk`,
      figure: ms(lots),
      ratio: lots / few,
      than: 'of 100',
      limit: { most: 1.5 },
    },
    { what: '10 past attempts', figure: ms(young) },
    { what: `${many} past attempts`, figure: ms(old), ratio: old / young, than: 'of 10', limit: { most: 1.5 } },
    { what: 'floor: write + fsync + rename of the same bytes', figure: ms(of(floor)) },
    {
      what: 'the commit itself: read, checked, written, names flushed too',
      figure: ms(of(storing)),
      ratio: of(storing) / of(floor),
      than: 'of the floor',
      limit: { most: 2 },
    },
    {
      what: 'with the reply assessed and the answers written',
      figure: ms(lots),
      ratio: lots / of(floor),
      than: 'of the floor',
    },
    {
      what: '   mean and p99',
      figure: `${ms(mean(contenders.many.times.flat()))}, ${ms(quantile(contenders.many.times.flat(), 0.99))}`,
    },
    {
      what: '   with its two messages sent and recorded',
      figure: `${ms(median(wholes))}, ${mean(writes)} commits, ${bytes(mean(written))}`,
    },
  ])
  await againstLowdb(quick)
}

async function folderOf(lived: Lived, copies: number): Promise<string> {
  const dataDir = temporary('desk')
  populate(dataDir, lived, 0, copies)
  return dataDir
}

async function contender(dataDir: string): Promise<Contender> {
  return { desk: await openDesk({ dataDir, clock: realClock() }), times: [] }
}

/** The same replies into one file of lowdb. */
async function againstLowdb(quick: boolean): Promise<void> {
  const learners = quick ? 500 : 10_000
  const perRound = quick ? 2 : 3
  progress('commit: lowdb')
  const lived = await live(10)
  const dataDir = await folderOf(lived, learners)
  const file = join(temporary('lowdb'), 'db.json')
  writeFileSync(file, `{"learners":{${Array.from({ length: learners }, (_, n) => entry(dataDir, n)).join(',')}}}`)
  const { desk } = await contender(dataDir)
  const rival = child('lowdb-desk.ts', [file])
  await rival.next()
  flush()
  const ours: LowdbAnswer[] = []
  const theirs: LowdbAnswer[] = []
  for (let n = 0; n < ROUNDS * perRound; n++) {
    const before = desk.files.bytes
    const cpu = process.cpuUsage()
    const start = performance.now()
    await desk.says(userId(n), REPLY)
    const time = performance.now() - start
    const used = process.cpuUsage(cpu)
    ours.push({ ms: time, cpu: (used.user + used.system) / 1000, bytes: desk.files.bytes - before })
    const document = JSON.parse(Buffer.from(desk.files.last).toString())
    await desk.app.settled()
    theirs.push(await rival.ask<LowdbAnswer>({ document } satisfies LowdbRequest))
  }
  await rival.end()
  await desk.app.stop()
  const of = (answers: LowdbAnswer[], key: keyof LowdbAnswer) => median(answers.map((answer) => answer[key]))
  const line = (what: string, key: keyof LowdbAnswer, unit: (value: number) => string) => ({
    what,
    figure: `${unit(of(ours, key))} against ${unit(of(theirs, key))}`,
    ratio: of(theirs, key) / of(ours, key),
    than: 'less',
  })
  table(`The same reply in one file of lowdb, fsynced, ${learners.toLocaleString('en')} learners`, [
    line('time', 'ms', ms),
    { ...line('bytes written', 'bytes', bytes), limit: { least: 50 } },
    line('CPU', 'cpu', ms),
  ])
}

function entry(dataDir: string, n: number): string {
  const text = readFileSync(documentFile(dataDir, n), 'utf8')
  return `${JSON.stringify((JSON.parse(text) as { id: string }).id)}:${text}`
}
