import { describe, expect, it } from 'vitest'
import type { Learner } from '../../src/learner.ts'
import type { InboundEvent } from '../../src/ports/channel.ts'
import { type Bot, startBot } from '../support/bot.ts'
import type { FakeClock } from '../support/clock.ts'
import { type GroupChat, groupOf } from '../support/group.ts'
import { FaultyStore } from '../support/store.ts'

/*
 * A member's answer takes effect in three documents, one commit each: the group's, the member's own, and back. A crash
 * between any two of them, an update delivered again, a disk that is full for a while: the outcome is the same.
 */

const ONE = '我会先倾听客户把话说完，再真诚道歉。'
const OTHER = '我先查清是哪笔业务，过两天再回访客户。'

/** Dies at its n-th transaction: `before` anything of it happened, or `after` it became durable. */
class DyingStore extends FaultyStore {
  dieAt = Infinity
  how: 'before' | 'after' = 'before'
  die = () => {}
  #count = 0

  constructor(clock: FakeClock) {
    super(clock)
    const transact = this.transact
    this.transact = async (...args) => {
      this.#count += 1
      if (this.#count !== this.dieAt) return transact(...args)
      if (this.how === 'after') await transact(...args)
      this.die()
      return new Promise<never>(() => {})
    }
  }

  count(from: number): void {
    this.#count = -from
  }

  get counted(): number {
    return this.#count
  }
}

interface Play {
  bot: Bot
  store: DyingStore
  group: GroupChat
  /** Whether the bot is dead. */
  dead: boolean
}

async function prepared(): Promise<Play> {
  let store: DyingStore | undefined
  const bot = await startBot({
    env: { ANSWER_IDLE_SECONDS: '0' },
    mayStall: true,
    store: (clock) => {
      store = new DyingStore(clock)
      return store
    },
  })
  const play: Play = { bot, store: store as unknown as DyingStore, group: groupOf(bot), dead: false }
  play.store.die = () => {
    play.dead = true
    bot.kill()
  }
  // Both have documents of their own, without reminders in the way.
  for (const id of ['lin', 'wang']) {
    await bot.learner(id).says('/start')
    await bot.learner(id).presses('跳过')
    await bot.learner(id).says('/pause')
  }
  await play.group.event({ type: 'joined' })
  await play.group.at('2026-11-24 08:00')
  await play.group.member('lin', '林').follows()
  return play
}

/** What people do that day, each event as often as the network delivers it: until it was handled. */
function day({ bot, group }: Play): { event?: (card: string) => Partial<InboundEvent>; until?: string }[] {
  const chat = { channel: 'fake', chatId: 'chat-lin', kind: 'direct' as const }
  const at = Date.parse('2026-11-24T00:00:00Z')
  const said = { type: 'message' as const, addressed: true, at }
  const lin = { ...said, chat, from: { channel: 'fake', userId: 'lin', name: '林' } }
  const wang = { ...said, chat: group.chat, from: { channel: 'fake', userId: 'wang', name: '王' } }
  expect(bot).toBeDefined()
  return [
    { event: () => ({ ...lin, eventId: 'd1', messageId: 'd1', text: ONE }) },
    { event: (replyTo) => ({ ...wang, eventId: 'd2', messageId: 'd2', text: ONE, replyTo }) },
    { event: (replyTo) => ({ ...wang, eventId: 'd3', messageId: 'd3', text: OTHER, at: at + 1000, replyTo }) },
    { until: '2026-11-24 12:00' },
    { until: '2026-11-24 20:00' },
    { until: '2026-11-24 20:30' },
  ]
}

async function live(play: Play): Promise<void> {
  const { bot, group } = play
  const card = await group.cardId()
  for (const { event, until } of day(play)) {
    if (event) void bot.channel.deliver(event(card) as InboundEvent)
    if (until) await group.at(until)
    await bot.settled()
    while (play.dead) {
      play.dead = false
      await bot.boot()
      if (event) void bot.channel.deliver(event(card) as InboundEvent)
      await bot.settled()
    }
  }
}

/** What an answer is worth to its writer, in their own document and in the group's. */
async function outcome({ bot, store, group }: Play) {
  const own = async (id: string) => {
    const doc = await bot.learner(id).doc()
    return {
      kept: doc.streak.kept.map(({ day, at }) => ({ day, at })),
      attempts: doc.attempts
        .filter(({ outcome }) => outcome === 'answered')
        .map(({ reply, verdicts }) => ({
          reply,
          verdicts: verdicts.map(({ verdict }) => verdict),
        })),
      answers: doc.answerCount,
      card: doc.cards.complaint?.result,
      ledger: doc.ledger,
      left: [doc.effects, doc.outbox],
    }
  }
  const doc = await group.doc()
  const members = doc.members === null ? [] : await store.history({ kind: 'group', id: doc.id }, doc.members)
  return {
    lin: await own('lin'),
    wang: await own('wang'),
    members: members.map(({ id, name, total, points }) => ({ id, name, total, points })),
    streak: doc.streak,
    days: doc.days,
    rounds: doc.rounds.map(({ number, state, shown }) => ({ number, state, shown })),
    left: [doc.effects, doc.outbox, doc.stale],
  }
}

const reveals = ({ bot, group }: Play) =>
  bot.channel.shown.filter(
    ({ chatId, message }) => chatId === group.chat.chatId && JSON.stringify(message).includes('📖 揭晓'),
  ).length

describe('an answer’s effects in three documents', () => {
  const ledger: Learner['ledger'] = {
    empathy: { covered: 1, partly: 0, missed: 0 },
    'follow-up': { covered: 0, partly: 0, missed: 1 },
  }

  it('as worked out by hand, when nothing goes wrong', async () => {
    const play = await prepared()
    await live(play)
    expect(await outcome(play)).toEqual({
      lin: {
        kept: [{ day: '2026-11-24', at: Date.parse('2026-11-24T00:00:00Z') }],
        attempts: [{ reply: ONE, verdicts: ['covered', 'missed'] }],
        answers: 1,
        card: 'partly',
        ledger,
        left: [[], []],
      },
      wang: {
        kept: [{ day: '2026-11-24', at: Date.parse('2026-11-24T00:00:00Z') }],
        // The last answer counts; the day was kept by the first.
        attempts: [{ reply: OTHER, verdicts: ['missed', 'covered'] }],
        answers: 1,
        card: 'partly',
        ledger: { empathy: ledger['follow-up'], 'follow-up': ledger.empathy },
        left: [[], []],
      },
      members: [
        { id: 'lin', name: '林', total: 1, points: 1 },
        { id: 'wang', name: '王', total: 1, points: 1 },
      ],
      streak: { current: 1, longest: 1 },
      days: ['2026-11-24'],
      rounds: [{ number: 1, state: 'revealed', shown: 2 }],
      left: [[], [], []],
    })
    expect(reveals(play)).toBe(1)
  })

  it.each(['before', 'after'] as const)(
    'are the same after a crash %s any of the transactions',
    async (how) => {
      const smooth = await prepared()
      smooth.store.count(0)
      await live(smooth)
      const transactions = smooth.store.counted
      const expected = await outcome(smooth)
      expect(transactions).toBeGreaterThan(20)
      for (let n = 1; n <= transactions; n++) {
        const play = await prepared()
        play.store.count(0)
        play.store.how = how
        play.store.dieAt = n
        await live(play)
        expect(await outcome(play), `transaction ${n}`).toEqual(expected)
        expect(reveals(play), `reveals with transaction ${n}`).toBeGreaterThanOrEqual(1)
        expect(reveals(play), `reveals with transaction ${n}`).toBeLessThanOrEqual(2)
      }
    },
    120_000,
  )

  it('are the same when every update is delivered twice', async () => {
    const play = await prepared()
    const deliver = play.bot.channel.deliver.bind(play.bot.channel)
    play.bot.channel.deliver = async (event) => {
      await deliver(event)
      await deliver(event)
    }
    await live(play)
    const smooth = await prepared()
    await live(smooth)
    expect(await outcome(play)).toEqual(await outcome(smooth))
  })

  it('are the same when the disk is full over the reveal', async () => {
    const play = await prepared()
    const { bot, group, store } = play
    const card = await group.cardId()
    for (const { event } of day(play)) if (event) await bot.channel.deliver(event(card) as InboundEvent)
    await group.at('2026-11-24 19:59')
    store.full = true
    expect(await group.at('2026-11-24 20:20')).toEqual([])
    store.full = false
    await group.at('2026-11-24 20:30')
    const smooth = await prepared()
    await live(smooth)
    expect(await outcome(play)).toEqual(await outcome(smooth))
    expect(reveals(play)).toBe(1)
  })
})

describe('a deletion', () => {
  const press = {
    type: 'action' as const,
    eventId: 'gone',
    chat: { channel: 'fake', chatId: 'chat-lin', kind: 'direct' as const },
    from: { channel: 'fake', userId: 'lin' },
    at: 0,
    choice: 'delete:yes',
  }

  async function leaves(play: Play): Promise<void> {
    const { bot } = play
    do {
      if (play.dead) await bot.boot()
      play.dead = false
      void bot.channel.deliver(press)
      await bot.settled()
      await play.group.waits('2min')
    } while (play.dead)
  }

  async function answered(): Promise<Play> {
    const play = await prepared()
    await play.bot.learner('lin').says(ONE)
    await play.group.member('wang', '王').replies(OTHER)
    await play.group.waits('1min')
    await play.bot.learner('lin').says('/delete')
    play.store.count(0)
    return play
  }

  it.each(['before', 'after'] as const)(
    'cut off %s any of its transactions is finished: nothing of the learner is left',
    async (how) => {
      const smooth = await answered()
      await leaves(smooth)
      const transactions = smooth.store.counted
      expect(transactions).toBeGreaterThan(4)
      for (let n = 1; n <= transactions; n++) {
        const play = await answered()
        play.store.how = how
        play.store.dieAt = n
        await leaves(play)
        const { bot, group, store } = play
        await expect(bot.learner('lin').doc(), `transaction ${n}`).rejects.toThrow('no document')
        const doc = await group.doc()
        const ref = { kind: 'group' as const, id: doc.id }
        const kept = [doc, ...(await Promise.all((doc.segments ?? []).map((name) => store.history(ref, name))))]
        expect(JSON.stringify(kept), `transaction ${n}`).not.toMatch(/林|"lin"/)
        expect((await group.at('2026-11-24 20:00')).at(-1), `transaction ${n}`).toContain('作答：王')
      }
    },
    120_000,
  )
})

it('answers that waited while the bot was down are part of the round, all of them, though its hour has passed', async () => {
  const play = await prepared()
  const { bot, group } = play
  const card = await group.cardId()
  await bot.learner('lin').says(ONE)
  await group.at('2026-11-24 19:50')
  bot.kill()
  await group.at('2026-11-24 20:40')
  const chat = { ...group.chat }
  bot.channel.backlog = ['wang', 'zhao', 'chen'].map((userId, n) => ({
    type: 'message',
    eventId: `late-${n}`,
    chat,
    from: { channel: 'fake', userId, name: userId },
    at: Date.parse('2026-11-24T11:55:00Z'),
    messageId: `late-${n}`,
    text: OTHER,
    replyTo: card,
    addressed: true,
  }))
  const before = bot.channel.shown.length
  await bot.boot()
  await group.waits('1min')
  const shown = bot.channel.shown.slice(before).filter(({ chatId }) => chatId === chat.chatId)
  expect(JSON.stringify(shown)).toContain('作答：林、wang、zhao、chen')
  expect(reveals(play)).toBe(1)
})
