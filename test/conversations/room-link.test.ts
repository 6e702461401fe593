import { describe, expect, it } from 'vitest'
import { membersOf } from '../../src/groups/members.ts'
import { zh } from '../../src/text/zh.ts'
import type { Bot } from '../support/bot.ts'
import { codeIn, type Room, startRooms } from '../support/wechat-room.ts'

/*
 * A room whose id, and everybody's, changes when WeChat logs in again. Monday 2026-11-23, 09:00 in Shanghai: lin adds the
 * bot; Tuesday and Wednesday lin and wang answer; then the account is thrown out.
 */

const GOOD = '我会先倾听客户把话说完，再真诚道歉。'
const OTHER = '我先查清是哪笔业务，过两天再回访客户。'
const PEOPLE = ['lin', 'wang', 'zhao']

async function out(options: { friends?: string[] } = {}) {
  const all = await startRooms({ ADMIN_IDS: 'telegram:host' })
  const room = all.room('备考', PEOPLE)
  await room.happens((net) => net.adds('coach', 'lin'))
  const codes: Record<string, string> = {}
  for (const friend of options.friends ?? ['lin']) {
    const direct = all.direct(friend)
    await direct('你好')
    codes[friend] = codeIn(await direct(GOOD))
  }
  await room.at('2026-11-24 08:00')
  await both(room)
  const given = await all.seenBy('lin', () => room.at('2026-11-24 20:05'))
  await room.at('2026-11-25 08:00')
  await both(room)
  await room.at('2026-11-25 20:05')
  const before = await room.doc()
  await all.logout()
  await room.at('2026-11-26 07:00')
  await all.login()
  return {
    ...all,
    makeRoom: all.room,
    room,
    codes,
    before,
    code: codeIn(given.filter((text) => text.includes('学习群'))),
  }
}

async function both(room: Room): Promise<void> {
  await room.asks('lin', GOOD)
  await room.asks('wang', OTHER)
}

/** All that needs no clock has happened. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** What the operator is told of, but for the logout itself. */
const faults = (bot: Bot) =>
  bot.logger.lines.filter(({ level, message }) => level === 'error' && message !== 'the channel is down')

async function membersIn({ bot, room }: { bot: Bot; room: Room }) {
  const doc = await room.doc()
  return membersOf(await bot.store.history({ kind: 'group', id: doc.id }, doc.members ?? ''))
}

describe('the code of a room', () => {
  it('is given in private, unasked, to who brought the bot in, once there is something to lose', async () => {
    const { code } = await out()
    expect(code).toMatch(/^\w{4}-\w{4}-\w{4}$/)
  })

  it('where that person is no friend the room is told how to get it, once', async () => {
    const { room, direct } = await startRooms().then((all) => ({ ...all, room: all.room('备考', PEOPLE) }))
    await room.happens((net) => net.adds('coach', 'lin'))
    await room.at('2026-11-24 08:00')
    await both(room)
    expect(await room.at('2026-11-24 20:05')).toContain(zh.group.link.ask)
    await room.at('2026-11-25 08:00')
    await both(room)
    expect(await room.at('2026-11-25 20:05')).not.toContain(zh.group.link.ask)
    expect(await room.asks('lin', '绑定')).toEqual([zh.group.link.befriend])
    await direct('lin')('你好')
    expect(await room.asks('lin', '绑定')).toEqual([zh.group.link.given])
  })

  it('is for those who manage the room, and never said in it', async () => {
    const { room, seenBy } = await startRooms().then((all) => ({ ...all, room: all.room('备考', PEOPLE) }))
    await room.happens((net) => net.adds('coach', 'lin'))
    expect(await room.asks('wang', '绑定')).toEqual([zh.room.adminOnly])
    const shown = await seenBy('lin', () => room.asks('lin', '绑定'))
    expect(shown).toEqual([])
    expect((await room.doc()).link.codes).toEqual([])
  })
})

describe('after a login with new ids', () => {
  it('the first who speaks to the bot is told, in one sentence, how to bring everything back', async () => {
    const { room } = await out()
    const shown = await room.asks('zhao', '打卡')
    expect(shown[0]).toBe(zh.group.link.offer)
    expect(await room.asks('zhao', '打卡')).toHaveLength(1)
  })

  it('the code brings back streak, board, settings and days, the question of the day follows, and the streak goes on', async () => {
    const { bot, room, code, direct, before, seenBy } = await out()
    await room.asks('zhao', '打卡')
    let shown: string[] = []
    // The new code goes to whoever used the old one, in private.
    await direct('lin')('你好')
    const renewed = await seenBy('lin', async () => {
      shown = await room.asks('lin', `绑定 ${code}`)
    })
    expect(shown.join('\n')).toContain('接上了 👋 本群的榜和设置都在，连续 2 题，一共揭晓过 2 天')
    expect(codeIn(renewed)).toMatch(/^\w{4}-\w{4}-\w{4}$/)
    expect(codeIn(renewed)).not.toBe(code)
    expect((await room.doc()).id).toBe(before.id)
    expect((await room.at('2026-11-26 08:00')).join('\n')).toContain('📣 今日一面')
    await both(room)
    expect((await room.at('2026-11-26 20:05'))[1]).toContain('🔥 本群连续 3 题达标')
    expect((await room.asks('zhao', '打卡'))[0]).toContain('本群连续 3 题达标，最长 3 题')
    expect((await room.asks('lin', '群设置 达标 3'))[0]).toContain('达标人数：3')
    expect(faults(bot)).toEqual([])
  })

  it('the question of a day that has begun is asked as soon as the room is back', async () => {
    const { room, code } = await out()
    await room.at('2026-11-26 07:30')
    await room.asks('zhao', '在吗')
    await room.at('2026-11-26 08:30')
    // The room began anew and asked at 08:00; nobody has answered: the question goes along.
    expect((await room.doc()).rounds).toMatchObject([{ state: 'open', lines: 1 }])
    await room.asks('lin', `绑定 ${code}`)
    expect((await room.doc()).rounds.filter(({ state }) => state === 'open')).toMatchObject([{ day: '2026-11-26' }])
    await both(room)
    expect((await room.at('2026-11-26 20:05')).join('\n')).toContain('本群连续 3 题达标')
  })

  it('is the very first thing said there, too', async () => {
    const { room, code, before } = await out()
    const shown = await room.asks('lin', `绑定 ${code}`)
    expect(shown).toEqual([zh.group.link.joined(2, 2)])
    expect((await room.doc()).id).toBe(before.id)
  })

  it('answers under way are waited for: what the room did meanwhile is revealed first, then joined, no day twice', async () => {
    const { bot, room, code, before } = await out()
    await room.asks('zhao', '在吗')
    await room.at('2026-11-26 08:00')
    await both(room)
    await room.asks('zhao', OTHER)
    expect(await room.asks('lin', `绑定 ${code}`)).toEqual([zh.group.link.later('20:00')])
    expect((await room.doc()).id).not.toBe(before.id)
    const shown = await room.at('2026-11-26 20:10')
    expect(shown.some((text) => text.includes('作答：lin、wang、zhao'))).toBe(true)
    expect(shown.at(-1)).toBe(zh.group.link.joined(3, 3))
    const doc = await room.doc()
    expect(doc).toMatchObject({ id: before.id, dayCount: 3, streak: { current: 3, longest: 3 } })
    expect(doc.days).toEqual(['2026-11-24', '2026-11-25', '2026-11-26'])
    // Those of before are not waited for, and nobody is on the board twice.
    const [board = ''] = await room.asks('zhao', '榜')
    expect(board.match(/lin　/g)).toHaveLength(1)
    expect((await membersIn({ bot, room })).filter(({ left }) => !left).map(({ id }) => id)).toEqual([
      'lin-1',
      'wang-1',
      'zhao-1',
    ])
  })

  it.each(['before the room', 'after the room'])(
    'a member who links their own record %s is one person on its board, with all their days',
    async (when) => {
      const all = await out({ friends: ['lin', 'wang'] })
      const { bot, room, code, codes, direct, before } = all
      const wang = () => direct('wang')(`绑定 ${codes.wang}`)
      if (when === 'before the room') expect((await wang()).join('\n')).toContain('接上了')
      await room.asks('lin', `绑定 ${code}`)
      await room.at('2026-11-26 08:00')
      await both(room)
      if (when === 'after the room') expect((await wang()).join('\n')).toContain('接上了')
      await room.at('2026-11-26 20:10')
      const wangs = (await membersIn(all)).filter(({ id }) => id.startsWith('wang'))
      expect(wangs).toMatchObject([{ id: 'wang-1', total: 3, left: false, first: '2026-11-24', last: '2026-11-26' }])
      expect((await room.asks('zhao', '榜 总'))[0]).toContain('wang　3/3 天')
      expect((await room.doc()).id).toBe(before.id)
      expect(faults(bot)).toEqual([])
    },
  )

  it('an answer given before the login and one since are one answer, once the member has linked', async () => {
    const all = await startRooms()
    const room = all.room('备考', PEOPLE)
    await room.happens((net) => net.adds('coach', 'lin'))
    const [lin, wang] = [all.direct('lin'), all.direct('wang')]
    await lin('你好')
    await wang('你好')
    const own = codeIn(await wang(GOOD))
    const code = codeIn(await all.seenBy('lin', () => room.asks('lin', '绑定')))
    await room.at('2026-11-24 08:00')
    await both(room)
    await all.logout()
    await room.at('2026-11-24 10:00')
    await all.login()
    await room.asks('lin', `绑定 ${code}`)
    await wang(`绑定 ${own}`)
    await room.asks('wang', `${OTHER}再道歉。`)
    const shown = await room.at('2026-11-24 20:05')
    expect(shown.join('\n')).toContain('2 人作答')
    expect((await room.doc()).rounds[0]).toMatchObject({ shown: 2 })
  })

  it.each([
    ['revealed while nobody knew the room', '3 min', 1],
    ['to be revealed when it was already known to be lost', '0 min', 0],
  ])('what was %s is shown when it is back', async (_what, pause, days) => {
    const all = await startRooms()
    const room = all.room('备考', PEOPLE)
    await room.happens((net) => net.adds('coach', 'lin'))
    await all.direct('lin')('你好')
    const code = codeIn(await all.seenBy('lin', () => room.asks('lin', '绑定')))
    await room.at('2026-11-24 08:00')
    await both(room)
    await room.waits(pause)
    await all.logout()
    await room.at('2026-11-24 19:00')
    await all.login()
    expect(await room.at('2026-11-24 20:30')).toEqual([])
    const shown = await room.asks('lin', `绑定 ${code}`)
    expect(shown.join('\n')).toContain(zh.group.link.joined(days, days))
    shown.push(...(await room.waits('2 min')))
    expect(shown.filter((text) => text.includes('作答：lin、wang'))).toHaveLength(1)
    expect((await room.at('2026-11-25 08:00'))[0]).toContain('📣 今日一面')
  })

  it('a room nobody leads back to is left in peace for good', async () => {
    const { bot, room, before } = await out()
    await room.at('2026-11-26 21:00')
    const lost = await bot.store.read({ kind: 'group', id: before.id })
    expect(lost).toMatchObject({ presence: 'lost', wakeAt: null, streak: { current: 2 } })
    await room.at('2026-11-29 21:00')
    expect(await bot.store.read({ kind: 'group', id: before.id })).toEqual(lost)
  })
})

describe('what is no code of this room', () => {
  it('a wrong one, one used already, the room’s own, a personal one, and too many', async () => {
    const { room, code, codes } = await out()
    expect((await room.asks('zhao', '绑定 0000-0000-0000')).at(-1)).toBe(zh.link.wrong)
    expect(await room.asks('zhao', `绑定 ${codes.lin}`)).toEqual([zh.group.link.personal])
    expect(await room.asks('zhao', '/link hello')).toEqual([zh.link.malformed])
    await room.asks('lin', `绑定 ${code}`)
    expect(await room.asks('lin', `绑定 ${code}`)).toEqual([zh.link.wrong])
    for (let n = 0; n < 6; n++) await room.asks('zhao', `绑定 0000-0000-000${n}`)
    expect(await room.asks('zhao', '绑定 0000-0000-0009')).toEqual([zh.link.limited])
  })

  it('in a direct chat the code of a room is told from one’s own', async () => {
    const { direct, code } = await out()
    const lin = direct('lin')
    await lin('你好')
    expect(await lin(`绑定 ${code}`)).toEqual([zh.link.ofGroup])
  })

  it('two rooms with one code: the first gets the record', async () => {
    const all = await out()
    const { room, code, before } = all
    const other = all.makeRoom('另一个', PEOPLE)
    await room.asks('lin', `绑定 ${code}`)
    expect((await other.asks('lin', `绑定 ${code}`)).at(-1)).toBe(zh.link.wrong)
    expect((await room.doc()).id).toBe(before.id)
    expect((await other.doc()).id).not.toBe(before.id)
  })
})

it('the clock and an event that join at the same time join once', async () => {
  const { bot, room, code, before } = await out()
  await room.asks('zhao', '在吗')
  const began = (await room.doc()).id
  const transact = bot.store.transact.bind(bot.store)
  let woken: Promise<unknown> | undefined
  let steps = 0
  const inTurn = async (ref: never, event: { id: string } | null, fn: never) => {
    if (!event?.id.startsWith('room-')) return transact(ref, event as never, fn)
    steps += 1
    // The clock comes when the join is about to be done, and gets as far as it may.
    woken ??= bot.app.coach.wake({ kind: 'group', id: began }, () => 'up')
    await turns()
    return transact(ref, event as never, fn)
  }
  bot.store.transact = inTurn as unknown as typeof bot.store.transact
  const shown = await room.asks('lin', `绑定 ${code}`)
  bot.store.transact = transact
  expect(woken).toBeDefined()
  await woken
  expect(steps).toBe(1)
  expect(shown.filter((text) => text.startsWith('接上了'))).toHaveLength(1)
  expect(shown.join()).not.toContain(zh.group.link.used)
  expect((await room.doc()).id).toBe(before.id)
})

describe('an answer given while the room is joined counts', () => {
  /** A room whose code was typed, and whose join comes to nothing so far; its question is open. */
  async function halfway(isFault: (event: { id: string } | null) => boolean, at = '2026-11-26 08:00') {
    const all = await out()
    const { room, bot, code, wechat } = all
    await room.asks('zhao', '在吗')
    await room.at(at)
    const began = (await room.doc()).id
    const transact = bot.store.transact.bind(bot.store)
    let isTyped = false
    const hook = {
      before: async (event: { id: string } | null, _id: string) => {
        const doc = await bot.store.read({ kind: 'group', id: began })
        isTyped ||= doc?.link.moving !== null
        if (isTyped && isFault(event)) throw new Error('power cut')
      },
    }
    bot.store.transact = (async (ref: { id: string }, event: { id: string } | null, fn: never) => {
      await hook.before(event, ref.id)
      return transact(ref as never, event as never, fn)
    }) as unknown as typeof bot.store.transact
    await wechat.heard(() => room.net().says('lin', `绑定 ${code}`, true))
    const join = () => bot.app.coach.wake({ kind: 'group', id: began }, () => 'up')
    return { ...all, began, hook, join }
  }
  const isTakenOver = (event: { id: string } | null) => event?.id.startsWith('room-') ?? false

  async function expectCounted({ room, before }: Awaited<ReturnType<typeof halfway>>): Promise<void> {
    expect((await room.doc()).id).toBe(before.id)
    const shown = await room.at('2026-11-26 20:05')
    expect(shown.join('\n')).toContain('作答：wang')
  }

  it('and until it is nothing is asked', async () => {
    const all = await halfway(isTakenOver, '2026-11-26 07:30')
    const { room, hook, before } = all
    expect(await room.at('2026-11-26 08:02')).toEqual([])
    hook.before = async () => {}
    const shown = await room.waits('3 min')
    expect(shown.filter((text) => text.includes('今日一面'))).toHaveLength(1)
    expect(shown.filter((text) => text.startsWith('接上了'))).toHaveLength(1)
    expect((await room.doc()).id).toBe(before.id)
  })

  it('by the clock', async () => {
    const all = await halfway(isTakenOver)
    const { room, bot, began, hook, join } = all
    expect(await bot.store.read({ kind: 'group', id: began })).toMatchObject({ link: { moving: { state: 'sealed' } } })
    let answered: Promise<unknown> | undefined
    hook.before = async (event) => {
      if (!isTakenOver(event) || answered !== undefined) return
      answered = room.asks('wang', OTHER)
      await turns()
    }
    await join()
    await answered
    await expectCounted(all)
  })

  it.each(['begun', 'done'])('and the join is %s when it was about to be written down', async (how) => {
    const all = await halfway((event) => event === null)
    const { room, hook, join, began } = all
    const written = Promise.withResolvers<void>()
    let joined: Promise<unknown> | undefined
    hook.before = async (event, id) => {
      if (isTakenOver(event) && how === 'begun') await written.promise
      if (id !== began || joined !== undefined) return
      joined = join()
      await (how === 'done' ? joined : turns())
      // Written, or refused, before the join goes on.
      void turns().then(() => written.resolve())
    }
    await room.asks('wang', OTHER)
    await joined
    await expectCounted(all)
  })
})

it.each([1, 2, 3])('a crash before step %i of joining changes nothing in the end', async (step) => {
  const { bot, room, code, before, wechat } = await out()
  await room.asks('zhao', '在吗')
  const began = (await room.doc()).id
  const transact = bot.store.transact.bind(bot.store)
  let steps = 0
  bot.store.transact = (async (ref: never, event: never, fn: never) => {
    const { kind } = ref as { kind: string }
    const doc = await bot.store.read({ kind: 'group', id: began })
    if (kind === 'group' && doc?.link.moving && ++steps >= step) throw new Error('power cut')
    return transact(ref, event, fn)
  }) as typeof bot.store.transact
  await wechat.heard(() => room.net().says('lin', `绑定 ${code}`, true))
  expect(steps).toBeGreaterThan(0)
  bot.store.transact = transact
  bot.kill()
  await bot.boot()
  await room.waits('5 min')
  const doc = await room.doc()
  expect(doc.id).toBe(before.id)
  expect(doc).toMatchObject({ streak: { current: 2 }, dayCount: 2, presence: 'in' })
  expect(await bot.store.read({ kind: 'group', id: began })).toBeUndefined()
})

describe('days without a login', () => {
  it('are no days of the room: its streak goes on, and only the question of today comes', async () => {
    const all = await startRooms({ ADMIN_IDS: 'telegram:host' })
    const room = all.room('备考', PEOPLE)
    await room.happens((net) => net.adds('coach', 'lin'))
    await room.at('2026-11-24 08:00')
    await both(room)
    await room.at('2026-11-24 20:05')
    await room.at('2026-11-25 08:00')
    // Thrown out at nine, with the question open and nobody’s answer in.
    await room.at('2026-11-25 09:00')
    await all.logout()
    expect(await room.at('2026-11-28 10:00')).toEqual([])
    await all.login({ sameIds: true })
    const shown = await room.waits('10 min')
    expect(shown.filter((text) => text.includes('📣 今日一面'))).toHaveLength(1)
    expect((await room.doc()).rounds.at(-1)).toMatchObject({ day: '2026-11-28' })
    await both(room)
    await room.at('2026-11-28 20:05')
    expect((await room.doc()).streak).toEqual({ current: 2, longest: 2 })
    // The operator heard of it elsewhere, once, and again when it was over.
    const told = all.other.shown.map(({ message }) => message.blocks[0]?.spans.join(''))
    expect(told).toEqual([expect.stringContaining('wechat 掉线了'), expect.stringContaining('wechat 恢复了')])
  })
})
