import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { withoutQuote } from '../../../../adapters/channels/wechat/inbound.ts'
import { toChannelError } from '../../../../adapters/channels/wechat/send.ts'
import type { Status } from '../../../../adapters/channels/wechat/status.ts'
import { isOfPuppet, loadWechaty } from '../../../../adapters/channels/wechat/wechaty.ts'
import { ChannelError, type InboundEvent } from '../../../../src/ports/channel.ts'
import { smallPng } from '../../../support/png.ts'
import { manualClock } from '../../../support/telegram/clock.ts'
import { startWechat, TYPE } from '../../../support/wechat.ts'
import { gate } from '../telegram/harness.ts'

const MINUTE = 60_000

/** WeChat with a host that records; time stands still until the test moves it. */
async function open(options: { friendWord?: string; waitsForScan?: boolean; recorded?: Status } = {}) {
  const clock = manualClock()
  const log: string[] = []
  const write = (fields: object, message: string) => void log.push(`${message} ${JSON.stringify(fields)}`)
  const logger = { debug: write, info: write, warn: write, error: write }
  const world = startWechat({ clock, logger, people: ['lin', 'wang'], ...options })
  const events: InboundEvent[] = []
  const states: { state: string; cause: ChannelError | undefined }[] = []
  let wake = () => {}
  const hooks = { before: async (_event: InboundEvent) => {} }
  const started = world.channel.start({
    async handle(event) {
      await hooks.before(event)
      events.push(event)
      wake()
    },
    connectivity: (state, cause) => {
      states.push({ state, cause })
      wake()
    },
  })
  onTestFinished(() => world.channel.stop())
  if (!options.waitsForScan) await started
  /** Resolves when this holds; looked at whenever something was handled or reported. */
  async function until(holds: () => boolean): Promise<void> {
    while (!holds())
      await new Promise<void>((resolve) => {
        wake = resolve
        setImmediate(resolve)
      })
  }
  return { ...world, world, clock, log, events, states, started, until, hooks, last: () => events.at(-1) }
}

/** All that needs no clock has happened. */
async function still(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
}

const notice = (words: string) => ({ blocks: [{ kind: 'text' as const, spans: [words] }] })

describe('what comes from WeChat', () => {
  it.each([
    ['a voice message', TYPE.voice, 'voice'],
    ['a picture', TYPE.image, 'photo'],
    ['a sticker', TYPE.sticker, 'sticker'],
    ['a red packet', TYPE.redPacket, 'money'],
    ['a transfer', TYPE.transfer, 'money'],
    ['a video', TYPE.video, 'other'],
    ['a place', TYPE.location, 'other'],
  ] as const)('%s is told by its kind, and its XML is no text', async (_name, type, attachment) => {
    const { sends, until, events } = await open()
    await sends('lin', type, { text: '<msg><appmsg>…</appmsg></msg>' })
    await until(() => events.length > 0)
    expect(events[0]).toMatchObject({ type: 'message', attachment, text: '', addressed: true })
  })

  it('a message taken back is an edit to nothing', async () => {
    const { says, sends, until, events } = await open()
    const id = says('lin', '我先说错了')
    await sends('lin', TYPE.recalled, { text: id })
    await until(() => events.length > 1)
    expect(events[1]).toMatchObject({ type: 'edited', messageId: id, text: '' })
    expect(events[0]).toMatchObject({ messageId: id })
  })

  it('notices of WeChat, its own accounts and the bot itself are not heard', async () => {
    const { says, sends, until, events, channel, chat } = await open()
    await sends('lin', TYPE.unknown, { text: '你已添加了 lin，现在可以开始聊天了。' })
    await channel.send(chat('lin'), notice('我自己说的'))
    says('lin', '听见了吗')
    await until(() => events.length > 0)
    expect(events.map((event) => event.type === 'message' && event.text)).toEqual(['听见了吗'])
  })

  it('of a quoting message the reply alone is its text', async () => {
    const { says, until, events } = await open()
    says('lin', '「每日一面：今天的题\n第二行」\n- - - - - - - - - - - - - - -\n先倾听，\n再道歉')
    await until(() => events.length > 0)
    expect(events[0]).toMatchObject({ text: '先倾听，\n再道歉' })
    expect(withoutQuote('「这是强调」\n不是引用')).toBe('「这是强调」\n不是引用')
  })

  it('messages keep their order though the first sender has to be looked up', async () => {
    const { says, until, events } = await open()
    for (const word of ['一', '二', '三']) says('someone new', word)
    await until(() => events.length === 3)
    expect(events.map((event) => event.type === 'message' && event.text)).toEqual(['一', '二', '三'])
  })

  it('a chat that is slow holds up no other', async () => {
    const { says, until, events, hooks } = await open()
    const slow = gate()
    hooks.before = (event) => (event.type === 'message' && event.text === '慢' ? slow.opened : Promise.resolve())
    says('lin', '慢')
    says('wang', '快')
    await until(() => events.length === 1)
    expect(events[0]).toMatchObject({ text: '快' })
    slow.open()
    await until(() => events.length === 2)
  })

  it('what was said before the login is not there, and what is said after stop is not taken', async () => {
    const { world, says, until, events, channel } = await open()
    await channel.stop()
    says('lin', '没人听')
    await still()
    expect(events).toEqual([])
    expect(world.opened).toBe(1)
    await until(() => true)
  })

  it('in a room: who, where, whether the bot is meant, and the words without its name', async () => {
    const { room, until, events } = await open()
    const group = room('银行备考', ['lin', 'wang'])
    group.says('lin', '大家早')
    group.says('wang', '题目', true)
    await until(() => events.length === 2)
    expect(events[0]).toMatchObject({ chat: { kind: 'group', chatId: group.id }, addressed: false, text: '大家早' })
    expect(events[1]).toMatchObject({ from: { name: 'wang' }, addressed: true, text: '题目' })
    expect(events[0]?.from.userId).not.toBe(events[1]?.from.userId)
  })
})

it.each(['@coach\u2005题目', '@coach 题目', '题目@coach\u2005', '@lin\u2005@coach\u2005题目'])(
  'a puppet that does not tell who is mentioned: %s is for the bot all the same',
  async (text) => {
    const { room, until, events } = await open()
    room('备考', ['lin', 'wang']).sends('wang', TYPE.text, { text })
    await until(() => events.length === 1)
    expect(events[0]).toMatchObject({ addressed: true, text: '题目' })
  },
)

it.each(['@lin\u2005题目', 'coach 题目', '邮箱 coach@example.org'])('%s is not', async (text) => {
  const { room, until, events } = await open()
  room('备考', ['lin', 'wang']).sends('wang', TYPE.text, { text })
  await until(() => events.length === 1)
  expect(events[0]).toMatchObject({ addressed: false })
})

describe('who is in a room', () => {
  it('the owner, where the puppet tells, a member, nobody; without an owner told, somebody present', async () => {
    const { room, channel, id, world } = await open()
    const role = (chatId: string, person: string) =>
      channel.roleOf?.({ channel: 'wechat', chatId, kind: 'group' }, id(person))
    const owned = room('有群主', ['lin', 'wang'], { owner: 'wang' })
    expect(await role(owned.id, 'wang')).toBe('admin')
    expect(await role(owned.id, 'lin')).toBe('member')
    expect(await role(owned.id, 'zhao')).toBe('none')
    const plain = room('没说', ['lin'])
    expect(await role(plain.id, 'lin')).toBe('present')
    expect(await role('nowhere@chatroom', 'lin')).toBeUndefined()
    // A list that has not been loaded yet says nothing about anybody.
    world.members = []
    expect(await role(plain.id, 'lin')).toBeUndefined()
  })

  it('the bot added and removed, by whom, and others who come and go', async () => {
    const { room, until, events, id } = await open()
    const group = room('备考', ['lin'])
    group.adds('coach', 'lin')
    group.adds('wang', 'lin')
    group.removes('wang', 'lin')
    group.removes('coach', 'lin')
    await until(() => events.length === 4)
    expect(events.map(({ type, from }) => [type, from.userId])).toEqual([
      ['joined', id('lin')],
      ['member', id('wang')],
      ['member', id('wang')],
      ['left', id('lin')],
    ])
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(4)
    expect(events.flatMap((event) => (event.type === 'member' ? [event.change] : []))).toEqual(['joined', 'left'])
  })

  it('logged out nobody can be asked, and what a puppet says of a room is not told on', async () => {
    const { room, channel, id, logout, world, log } = await open()
    const group = room('备考', ['lin'])
    const chat = { channel: 'wechat', chatId: group.id, kind: 'group' as const }
    await channel.roleOf?.(chat, id('lin'))
    world.roomFault = new Error('备考 is gone')
    await expect(channel.roleOf?.(chat, id('lin'))).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.not.stringContaining('备考'),
    })
    expect(log.join('\n')).not.toContain('备考')
    world.roomFault = undefined
    await logout()
    await expect(channel.roleOf?.(chat, id('lin'))).rejects.toMatchObject({ kind: 'logged-out' })
  })

  it('of an earlier login is nobody, and its room takes no messages; with the same ids all is as before', async () => {
    const { room, channel, chat, id, logout, world, until, states } = await open()
    const before = room('备考', ['lin'])
    const old = { channel: 'wechat', chatId: before.id, kind: 'group' as const }
    const [oldChat, oldId] = [chat('lin'), id('lin')]
    for (const sameIds of [true, false]) {
      await logout()
      await until(() => states.at(-1)?.state === 'down')
      await still()
      await world.login({ sameIds })
      await until(() => states.at(-1)?.state === 'up')
      const sent = await Promise.allSettled([old, oldChat].map((to) => channel.send(to, notice('在吗'))))
      expect(sent.map(({ status }) => status)).toEqual(Array(2).fill(sameIds ? 'fulfilled' : 'rejected'))
      if (!sameIds) for (const one of sent) expect(one).toMatchObject({ reason: { kind: 'blocked' } })
    }
    expect(await channel.roleOf?.(old, oldId)).toBeUndefined()
    const now = room('备考', ['lin'])
    await expect(channel.roleOf?.({ ...old, chatId: now.id }, oldId)).resolves.toBe('none')
    await expect(channel.roleOf?.({ ...old, chatId: now.id }, id('lin'))).resolves.toBe('present')
  })
})

describe('friend requests', () => {
  it('are accepted by the word of the operator, and greeted as soon as they stand', async () => {
    const { befriends, until, events, id, log } = await open({ friendWord: '面试' })
    befriends('zhao', 'asks', '你好，我来练面试')
    await until(() => events.length > 0)
    expect(events[0]).toMatchObject({ type: 'message', text: '/start', from: { userId: id('zhao') } })
    befriends('spam', 'asks', '兼职日结')
    await until(() => log.some((line) => line.includes('left alone')))
    expect(events).toHaveLength(1)
  })

  it('without a word none is accepted', async () => {
    const { befriends, until, events, log } = await open()
    befriends('zhao', 'asks', '')
    await until(() => log.some((line) => line.includes('left alone')))
    expect(events).toEqual([])
  })
})

describe('what goes to WeChat', () => {
  it('is plain text: no markup, and a file as a message of its own', async () => {
    const { channel, chat, seen } = await open()
    await channel.send(chat('lin'), {
      blocks: [
        { kind: 'text', spans: [{ bold: '要点' }, ' & ', { code: 'x<y' }] },
        { kind: 'quote', spans: ['参考答案'], collapsed: true },
      ],
      file: { name: 'export.json', text: '{"a":1}' },
    })
    expect(await seen('lin')).toEqual({ text: '要点 & x<y\n│ 参考答案', file: undefined })
    expect(await seen('lin')).toEqual({ text: '', file: { name: 'export.json', text: '{"a":1}' } })
  })

  it('where a puppet sends no pictures, what they show is told in words', async () => {
    const { channel, chat, seen, world } = await open()
    world.noFiles = new Error('not supported')
    const picture = { png: smallPng, alt: '打卡日历：连续 3 天。' }
    await channel.send(chat('lin'), { ...notice('今天已经打卡。'), picture })
    expect(await seen('lin')).toEqual({ text: '打卡日历：连续 3 天。\n\n今天已经打卡。', file: undefined })

    world.noFiles = new Error('ret: 1101')
    await expect(channel.send(chat('lin'), { ...notice('今天'), picture })).rejects.toMatchObject({
      kind: 'logged-out',
    })
  })

  it('to somebody who is no contact any more: blocked, until they write again', async () => {
    const { channel, chat } = await open()
    await expect(channel.send(chat('nobody'), notice('在吗'))).rejects.toMatchObject({ kind: 'blocked' })
  })

  it('a puppet that takes its time to say that there is nobody is waited for: its word is no', async () => {
    const { world, channel, clock } = await open()
    // What wechaty-puppet-wechat4u takes.
    world.deniesAfter = 50_910
    const sent = channel.send({ channel: 'wechat', chatId: 'nobody', kind: 'direct' }, notice('在吗'))
    void clock.pass(50_910)
    await expect(sent).rejects.toMatchObject({ kind: 'blocked', outcome: 'not-sent' })
  })

  it('a puppet that never says whether there is somebody is given up: nothing was sent', async () => {
    const { world, channel, clock } = await open()
    world.deniesAfter = Infinity
    const sent = channel.send({ channel: 'wechat', chatId: 'nobody', kind: 'direct' }, notice('在吗'))
    void clock.pass(90_000)
    await expect(sent).rejects.toMatchObject({ kind: 'unavailable', outcome: 'not-sent' })
  })

  it('a logout while somebody is looked up says nothing of them', async () => {
    const { world, channel, clock, logout, until, states } = await open()
    world.deniesAfter = 50_910
    const sent = channel.send({ channel: 'wechat', chatId: 'nobody', kind: 'direct' }, notice('在吗'))
    await logout()
    await until(() => states.at(-1)?.state === 'down')
    void clock.pass(50_910)
    await expect(sent).rejects.toMatchObject({ kind: 'logged-out' })
  })

  it('of a login before the restart is nobody, without being looked up, unless the ids are the same', async () => {
    for (const self of ['coach', 'coach-before']) {
      const { world, channel, chat, seen, statuses } = await open({
        recorded: { state: 'logged-in', since: 0, self },
      })
      world.deniesAfter = Infinity
      expect(statuses.map((status) => status.self)).toEqual([self, 'coach'])
      await channel.send(chat('lin'), notice('欢迎'))
      expect((await seen('lin')).text).toBe('欢迎')
      if (self === 'coach') continue
      await expect(channel.send(chat('lin-before'), notice('在吗'))).rejects.toMatchObject({ kind: 'blocked' })
    }
  })

  it('a puppet that never answers is given up, with an outcome nobody knows', async () => {
    const { channel, chat, faults, clock } = await open()
    faults.push('never')
    const sent = channel.send(chat('lin'), notice('在吗'))
    void clock.pass(30_000)
    await expect(sent).rejects.toMatchObject({ kind: 'unavailable', outcome: 'unknown' })
  })

  it('goes to a room too', async () => {
    const { channel, room, seen } = await open()
    const group = room('银行备考', ['lin'])
    await channel.send({ channel: 'wechat', chatId: group.id, kind: 'group' }, notice('大家好'))
    expect((await seen('银行备考/lin')).text).toBe('大家好')
  })

  it.each([
    ['ret: 1205', 'rate-limited'],
    ['操作太频繁，请稍后再试', 'rate-limited'],
    ['ret: 1101', 'logged-out'],
    ['ret: -1', 'unavailable'],
  ])('%s is %s, and the rest of what the puppet said is not told', (message, kind) => {
    const error = toChannelError(new Error(`${message} 学员的回答`))
    expect(error.kind).toBe(kind)
    expect(`${error.message} ${error.fix} ${String(error.cause)}`).not.toContain('学员的回答')
  })
})

describe('the session', () => {
  it('waits for its code, shows each new one once, and is up when it was scanned', async () => {
    const { world, shows, codes, states, statuses, started, until } = await open({ waitsForScan: true })
    await until(() => world.opened === 1)
    await still()
    shows('https://login.weixin.qq.com/l/one')
    shows('https://login.weixin.qq.com/l/one')
    shows('https://login.weixin.qq.com/l/two')
    await until(() => codes.length === 2)
    expect(codes).toEqual(['https://login.weixin.qq.com/l/one', 'https://login.weixin.qq.com/l/two'])
    expect(states).toMatchObject([{ state: 'down', cause: { kind: 'logged-out' } }])
    expect(states[0]?.cause?.link).toBe('https://wechaty.js.org/qrcode/https%3A%2F%2Flogin.weixin.qq.com%2Fl%2Fone')
    expect(statuses.at(-1)).toMatchObject({ state: 'waiting', link: expect.stringContaining('two') })
    await world.login()
    await started
    expect(states.map(({ state }) => state)).toEqual(['down', 'up'])
    expect(statuses.at(-1)).toMatchObject({ state: 'logged-in' })
  })

  it('a logout is noticed: nothing is sent until the next login, with all ids new', async () => {
    const { world, logout, shows, states, until, channel, chat, seen, says, events } = await open()
    const before = chat('lin')
    await logout('请重新登录')
    await until(() => states.at(-1)?.state === 'down')
    expect(states.at(-1)?.cause).toMatchObject({ kind: 'logged-out', fix: expect.stringContaining('scan') })
    await expect(channel.send(before, notice('在吗'))).rejects.toMatchObject({
      kind: 'logged-out',
      outcome: 'not-sent',
    })
    shows('https://login.weixin.qq.com/l/again')
    await until(() => states.at(-1)?.cause?.link !== undefined)
    await world.login()
    await until(() => states.at(-1)?.state === 'up')
    expect(chat('lin')).not.toEqual(before)
    says('lin', '我回来了')
    await until(() => events.length > 0)
    await channel.send(chat('lin'), notice('欢迎回来'))
    expect((await seen('lin')).text).toBe('欢迎回来')
    expect(states.map(({ state }) => state)).toEqual(['up', 'down', 'down', 'up'])
  })

  it('a connection that stops beating is begun anew, with growing pauses while that fails', async () => {
    const { world, clock, states, until, log } = await open()
    world.beat()
    world.waitsForScan = true
    await still()
    for (let minute = 0; minute < 5; minute++) clock.advance(MINUTE)
    await until(() => states.at(-1)?.state === 'down')
    expect(states.at(-1)?.cause).toMatchObject({ kind: 'unavailable' })
    // The next shows no code either: the pause doubles each time.
    for (const [attempt, pause] of [5_000, 10_000, 20_000].entries()) {
      await until(() => clock.isWaiting(pause))
      clock.advance(pause - 1)
      expect(world.opened).toBe(attempt + 1)
      clock.advance(1)
      await until(() => world.opened === attempt + 2)
      await still()
      for (let minute = 0; minute < 7; minute++) clock.advance(MINUTE)
    }
    expect(log.filter((line) => line.includes('begun anew')).length).toBeGreaterThanOrEqual(3)
  })
})

it('a puppet that only fails is started anew, with pauses, and one warning each time', async () => {
  const { world, clock, states, until, log } = await open({ waitsForScan: true })
  await until(() => world.opened === 1)
  await still()
  world.fails(10)
  await until(() => states.length > 0)
  expect(states).toMatchObject([{ state: 'down', cause: { kind: 'unavailable', message: 'WeChat cannot be reached' } }])
  expect(log.filter((line) => line.includes('reports an error'))).toHaveLength(10)
  await clock.pass(5_000)
  await until(() => world.opened === 2)
})

it('an error nobody caught ends the process unless it is the puppet’s own', () => {
  const theirs = new TypeError('Cannot read properties of undefined')
  theirs.stack = 'TypeError: …\n    at Wechat4u.<anonymous> (/app/node_modules/wechaty-puppet-wechat4u/dist/x.js:1:1)'
  expect(isOfPuppet(theirs)).toBe(true)
  expect(isOfPuppet(new TypeError('ours'))).toBe(false)
  expect(isOfPuppet('nothing')).toBe(false)
})

describe('what has to be installed', () => {
  it('without wechaty the error names the exact command', async () => {
    vi.doMock('wechaty', () => {
      throw Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' })
    })
    const failed = await loadWechaty({ puppet: 'wechaty-puppet-wechat4u', sessionFile: '/tmp/none' }).catch(
      (error: unknown) => error,
    )
    vi.doUnmock('wechaty')
    expect(failed).toBeInstanceOf(ChannelError)
    expect((failed as ChannelError).message).toContain('Run: npm install --omit=dev --save-prod wechaty@^1.20.2')
  })

  it('a puppet that is not names the exact command', async () => {
    const failed = await loadWechaty({ puppet: 'wechaty-puppet-nowhere', sessionFile: '/tmp/none' }).catch(
      (error: unknown) => error,
    )
    expect(failed).toBeInstanceOf(ChannelError)
    expect((failed as ChannelError).message).toContain('Run: npm install wechaty-puppet-nowhere')
    expect((failed as ChannelError).message).not.toContain('wechaty, which')
  })
})
