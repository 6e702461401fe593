import { documentId } from '../../src/identity.ts'
import type { InboundEvent } from '../../src/ports/channel.ts'
import { type Child, child, startDesk } from './child.ts'
import { type Desk, openDesk, REPLY, realClock } from './desk.ts'
import type { GroupsAnswer, GroupsRequest, GroupsVerdict } from './groups-load.ts'
import { flush, live, populate, temporary } from './learners.ts'
import { median, ms, progress, short, table } from './report.ts'

const ROUNDS = 3

/** Groups: what an answer costs in a small and in a large one, and a thousand of them in the same minute. */
export async function groupsBench(quick: boolean): Promise<void> {
  await commitCost(quick)
  await sameMinute(quick)
}

/** From the event to its durable effect, in a group of 5 and one of 500, where as many have answered already. */
async function commitCost(quick: boolean): Promise<void> {
  const perRound = quick ? 10 : 32
  progress('groups: a small and a large one')
  const small = await played(5)
  const large = await played(quick ? 100 : 500)
  const times = new Map<Played, number[][]>([
    [small, []],
    [large, []],
  ])
  flush()
  for (let round = 0; round < ROUNDS; round++) {
    for (const list of times.values()) list.push([])
    for (let n = 0; n < perRound; n++)
      for (const [one, list] of times) {
        const start = performance.now()
        await one.answers(n % one.members)
        list.at(-1)?.push(performance.now() - start)
      }
  }
  const of = (one: Played) => median((times.get(one) ?? []).map(median))
  for (const { desk } of [small, large]) await desk.app.stop()
  table(`An answer in a group, from the event to its durable effect (${perRound * ROUNDS} each)`, [
    { what: `group of ${small.members}`, figure: ms(of(small)) },
    {
      what: `group of ${large.members}`,
      figure: ms(of(large)),
      ratio: of(large) / of(small),
      than: `of ${small.members}`,
      limit: { most: 1.5 },
    },
  ])
}

interface Played {
  desk: Desk
  members: number
  /** A member's answer to the open round. */
  answers(member: number): Promise<void>
}

/** A group of so many that has played a round; in the one open now everybody has answered once. */
async function played(members: number): Promise<Played> {
  const dataDir = temporary('group')
  const chat = { channel: 'telegram', chatId: '-100500', kind: 'group' as const }
  let events = 0
  const open = async (durable: boolean): Promise<Played> => {
    const desk = await openDesk({ dataDir, clock: realClock(), durable, env: { MESSAGES_PER_MINUTE: '1000' } })
    return { desk, members, answers: (member) => says(desk, `${member}`, `/answer ${REPLY}`) }
  }
  const says = (desk: Desk, userId: string, text: string, as?: 'group') =>
    desk.channel.handle({
      type: 'message',
      eventId: `group-${members}-${++events}`,
      chat,
      from: { channel: 'telegram', userId, name: `成员${userId}`, ...(as && { as }) },
      at: Date.now(),
      messageId: `in-${events}`,
      text,
      addressed: true,
      unseen: true,
    } as InboundEvent)
  const before = await open(false)
  for (let round = 0; round < 2; round++) {
    await says(before.desk, '0', '/question')
    for (let member = 0; member < members; member++) await before.answers(member)
    if (round === 0) await says(before.desk, chat.chatId, '/reveal', 'group')
    await before.desk.app.settled()
  }
  await before.desk.app.stop()
  const group = await open(true)
  const doc = await group.desk.store.read({ kind: 'group', id: documentId(chat.channel, chat.chatId) })
  if (doc?.rounds.map(({ state }) => state).join() !== 'revealed,open') throw new Error('not the group wanted')
  return group
}

/** All groups are asked, answer and are revealed in the same minute. */
async function sameMinute(quick: boolean): Promise<void> {
  const groups = quick ? 40 : 1000
  const members = 30
  /** Members of the first groups practise alone too: a reveal reaches their own documents. */
  const learners = quick ? 30 : 300
  progress('groups: many in the same minute')
  const dataDir = temporary('groups')
  populate(dataDir, await live(1), 0, learners)
  const load = child('groups-load.ts')
  const { url, token } = await load.next<{ url: string; token: string }>()
  const bot = startDesk('groups-desk.ts', [dataDir, url, token])
  await bot.next()
  await ask<GroupsAnswer>(load, { join: { groups } })
  const steps: [string, number][] = []
  const step = async (what: string, work: () => Promise<GroupsAnswer>) => {
    progress(`groups: ${what}`)
    steps.push([what, (await work()).seconds])
  }
  await bot.ask({ hour: 8 })
  await step('cards posted', () => ask(load, { shown: { groups, count: 2 } }))
  await step('answers taken, durable', async () => {
    const start = performance.now()
    await ask<true>(load, { answer: { groups, members } })
    await until(async () => (await ask<number>(load, { pending: true })) === 0)
    return { seconds: (performance.now() - start) / 1000 }
  })
  // The counters.
  await ask<GroupsAnswer>(load, { shown: { groups, count: 3 } })
  const before = await ask<GroupsVerdict>(load, { judge: { groups, members } })
  await bot.ask({ hour: 20 })
  await step('reveals posted', () => settled(load, groups, members))
  const verdict = await ask<GroupsVerdict>(load, { judge: { groups, members } })
  for (const process of [bot, load]) await process.end()
  table(
    `${short(groups)} groups × ${members} members: asked, answered and revealed in the same minute, calls of 20 ms`,
    [
      ...steps.map(([what, seconds]) => ({ what, figure: `${short(seconds)} s` })),
      { what: 'answers a second', figure: short((groups * members) / (steps[1]?.[1] ?? Number.NaN)) },
      {
        what: 'groups whose reveal is not of all answers, once',
        figure: `${verdict.wrong}`,
        good: verdict.wrong === 0,
      },
      {
        what: 'messages and edits a group and round (card, counter, reveal)',
        figure: `${short(verdict.mean - 1)}; before the reveal ${short(before.mean - 1)}`,
      },
      { what: 'the most a group got in a minute', figure: `${verdict.most}`, limit: '≤ 20', good: verdict.most <= 20 },
      { what: 'requests refused for a group’s limit', figure: `${verdict.refused}`, good: verdict.refused === 0 },
    ],
  )
}

/** Waits until every group has its reveal. */
async function settled(load: Child, groups: number, members: number): Promise<GroupsAnswer> {
  const start = performance.now()
  await until(async () => (await ask<GroupsVerdict>(load, { judge: { groups, members } })).wrong === 0)
  return { seconds: (performance.now() - start) / 1000 }
}

/** Asks again and again, for a quarter of an hour at most: what is measured then shows that it was not enough. */
async function until(done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 900_000
  while (!(await done()) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 200))
}

function ask<Answer>(load: Child, request: GroupsRequest): Promise<Answer> {
  return load.ask<Answer>(request)
}
