import { describe, expect, it } from 'vitest'
import { zh } from '../../src/text/zh.ts'
import { TYPE } from '../support/wechat.ts'
import { startRooms } from '../support/wechat-room.ts'

/* Groups in WeChat rooms: no buttons, no edits, mentions only, and not everybody is a friend. Monday 2026-11-23, 09:00. */

const GOOD = '我会先倾听客户把话说完，再真诚道歉。'
const OTHER = '我先查清是哪笔业务，过两天再回访客户。'
const PEOPLE = ['lin', 'wang', 'zhao']

async function added(options: { owner?: string } = {}) {
  const all = await startRooms()
  const room = all.room('备考', PEOPLE, options)
  const [hello = ''] = await room.happens((net) => net.adds('coach', 'lin'))
  return { ...all, room, hello }
}

async function asked() {
  const all = await added()
  const [card = ''] = await all.room.at('2026-11-24 08:00')
  return { ...all, card }
}

describe('a room the bot is added to', () => {
  it('is told how to answer, what reaches the bot, and who changes settings', async () => {
    const { hello } = await added()
    expect(hello).toContain('加我好友，私聊发「群题」')
    expect(hello).toContain('我只处理 @我 的，别的不看也不存')
    expect(hello).toContain('发「@我 群设置」')
    expect(hello).not.toMatch(/\/(question|group)|按钮|点下面/)
  })

  it('is managed by who brought the bot in, where the puppet names no owner', async () => {
    const { room } = await added()
    expect(await room.asks('wang', '群设置 出题 09:00')).toEqual([zh.room.adminOnly])
    expect((await room.asks('lin', '群设置 出题 09:00'))[0]).toContain('每日出题：09:00')
  })

  it('is managed by its owner too, where the puppet names one', async () => {
    const { room } = await added({ owner: 'zhao' })
    expect((await room.asks('zhao', '群设置 达标 3'))[0]).toContain('达标人数：3')
    expect((await room.asks('lin', '群设置 达标 4'))[0]).toContain('达标人数：4')
    expect(await room.asks('wang', '群设置 达标 2')).toEqual([zh.room.adminOnly])
  })

  it('gets another keeper when the first has left, announced or not', async () => {
    const { room } = await added()
    await room.happens((net) => net.removes('lin', 'zhao'))
    await room.waits('16 min')
    expect((await room.asks('wang', '群设置 达标 3'))[0]).toContain('达标人数：3')
    expect(await room.asks('zhao', '群设置 达标 4')).toEqual([zh.room.adminOnly])
  })

  it('of which nobody knows who added the bot is managed by whoever first does', async () => {
    const { room } = await startRooms().then((all) => ({ room: all.room('备考', PEOPLE) }))
    expect((await room.asks('wang', '群设置 达标 3')).at(-1)).toContain('达标人数：3')
    expect(await room.asks('lin', '群设置 达标 4')).toEqual([zh.room.adminOnly])
  })

  it('that removed the bot is left alone; added again it goes on with its streak and board', async () => {
    const { room } = await asked()
    await room.asks('lin', GOOD)
    await room.asks('wang', OTHER)
    await room.at('2026-11-24 20:05')
    await room.happens((net) => net.removes('coach', 'lin'))
    expect(await room.at('2026-11-26 12:00')).toEqual([])
    const [hello] = await room.happens((net) => net.adds('coach', 'wang'))
    expect(hello).toContain('大家好')
    expect(hello).not.toContain(zh.group.link.offer)
    expect((await room.asks('zhao', '打卡'))[0]).toContain('本群连续 1 题达标')
    expect((await room.asks('zhao', '榜'))[0]).toContain('lin')
    expect((await room.at('2026-11-27 08:00'))[0]).toContain('📣 今日一面')
  })

  it('leaves no trace of its name', async () => {
    const { room, bot, direct } = await added()
    await direct('lin')('你好')
    await room.at('2026-11-24 08:00')
    await room.asks('lin', GOOD)
    await room.at('2026-11-24 21:00')
    const doc = JSON.stringify(await room.doc()).replaceAll(room.net().id, '')
    expect(doc + bot.logger.text).not.toContain('备考')
  })
})

describe('a round', () => {
  it('is answered by mention or in private, acknowledged by names in batches, and revealed in one message', async () => {
    const { room, direct, card } = await asked()
    expect(card).toContain('📣 今日一面 · 20:00 揭晓')
    expect(card).toContain(zh.group.howTo.mention)
    await room.asks('lin', GOOD)
    const wang = direct('wang')
    await wang('你好')
    expect((await wang('群题')).at(-1)).toContain('客户投诉时你怎么做？')
    expect((await wang(OTHER))[0]).toContain('已交给学习群')
    // One message names them, and tells whoever answered for all to see how to keep it private.
    expect(await room.waits('6 min')).toEqual([`${zh.group.names('lin、wang', 2)}\n${zh.room.keepPrivate('lin')}`])
    // A second answer is the one that counts, and is not explained again.
    const again = await room.asks('lin', `${GOOD}再查清原因，三天后回访。`)
    expect(await room.asks('zhao', '不知道')).toEqual([zh.room.notReal])
    expect([...again, ...(await room.waits('6 min'))]).toEqual([zh.group.names('', 2, 'lin')])
    expect(await room.at('2026-11-24 19:59')).toEqual([])
    const shown = await room.at('2026-11-24 20:00')
    expect(shown[0]).toContain('📖 揭晓：客户投诉时你怎么做？')
    for (const words of ['参考答案', '2/2　跟进', '作答：lin、wang', '发「群题」就能看'])
      expect(shown[0]).toContain(words)
  })

  it('gives who was never met in private their feedback when they come for it, once', async () => {
    const { room, direct } = await asked()
    await room.asks('lin', GOOD)
    await room.at('2026-11-24 20:05')
    const lin = direct('lin')
    expect((await lin('群题')).join('\n')).toContain('答到了：共情')
    expect((await lin('群题')).join('\n')).toContain(zh.group.inGroup)
    // Who took no part has none to come for.
    const wang = direct('wang')
    await wang('你好')
    expect((await wang('群题')).join('\n')).toContain(zh.group.inGroup)
  })

  it('says what to do to who mentions it without anything to answer, and takes a late answer for practice', async () => {
    const { room } = await added()
    expect(await room.asks('lin', '在吗')).toEqual([zh.room.hint])
    expect(await room.asks('lin', '')).toEqual([zh.room.hint])
    await room.at('2026-11-24 08:00')
    await room.at('2026-11-24 20:05')
    expect(await room.asks('wang', OTHER)).toEqual([zh.room.late])
    expect(await room.asks('wang', '哈哈')).toEqual([zh.room.hint])
  })

  it('hears nothing that is not for the bot: talk, voice, pictures, stickers, red packets, its own messages', async () => {
    const { room } = await asked()
    await room.says('lin', GOOD)
    for (const type of [TYPE.voice, TYPE.image, TYPE.sticker, TYPE.redPacket, TYPE.location, TYPE.video])
      expect(await room.happens((net) => net.sends('wang', type))).toEqual([])
    expect((await room.doc()).rounds[0]?.lines).toBe(1)
    expect((await room.at('2026-11-24 20:00'))[0]).toContain(zh.group.nobody)
  })

  it('takes the reply alone of a quoting message; a mention in what is quoted is not for the bot', async () => {
    const { room, bot } = await asked()
    const line = '\n- - - - - - - - - - - - - - -\n'
    const quotes = (person: string, text: string) =>
      room.happens((net) => net.sends(person, TYPE.text, { text, mentioned: ['coach'] }))
    expect(await quotes('wang', `「lin：@coach\u2005${OTHER}」${line}同意你的看法，先查清楚。`)).toEqual([])
    expect((await room.doc()).rounds[0]?.lines).toBe(1)
    await quotes('zhao', `「coach：${zh.group.title.daily('20:00')}」${line}@coach\u2005${GOOD}`)
    const lines = await bot.store.history({ kind: 'group', id: (await room.doc()).id }, 'round-1')
    expect(lines.flatMap((one) => (typeof one.text === 'string' ? [one.text] : []))).toEqual([GOOD])
  })

  it('lets go of an answer that is taken back', async () => {
    const { room } = await asked()
    let said = ''
    await room.happens((net) => {
      said = net.says('lin', GOOD, true)
    })
    await room.asks('wang', OTHER)
    await room.waits('6 min')
    await room.happens((net) => net.sends('lin', TYPE.recalled, { text: said }))
    await room.waits('6 min')
    const [reveal] = await room.at('2026-11-24 20:00')
    expect(reveal).toContain('作答：wang')
    expect(reveal).not.toContain('lin')
  })

  it('of an answer taken back the one before counts again', async () => {
    const { room } = await asked()
    await room.asks('lin', GOOD)
    let second = ''
    await room.waits('1 min')
    await room.happens((net) => {
      second = net.says('lin', OTHER, true)
    })
    await room.happens((net) => net.sends('lin', TYPE.recalled, { text: second }))
    const shown = await room.at('2026-11-24 20:00')
    expect(shown.join('\n')).toContain('1/1　共情')
  })

  it('tells namesakes apart', async () => {
    const { world, room, wechat, bot } = await asked()
    const name = (person: string) => wechat.world.rename(person, '林小明')
    for (const person of ['lin', 'wang']) name(person)
    await room.asks('lin', GOOD)
    await room.asks('wang', OTHER)
    await room.asks('zhao', OTHER)
    expect(await room.waits('6 min')).toEqual([expect.stringContaining(zh.group.names('林小明、林小明 (2)、zhao', 3))])
    const [reveal] = await room.at('2026-11-24 20:00')
    expect(reveal).toContain('作答：林小明、林小明 (2)、zhao')
    const [board] = await room.asks('zhao', '榜')
    expect(board).toMatch(/林小明　/)
    expect(board).toMatch(/林小明 \(2\)　/)
    expect(world.opened).toBe(1)
    expect(bot.logger.text).not.toContain('林小明')
  })
})

describe('numbers in a room', () => {
  it('are the choice of who asked, for ten minutes, in any width; of nobody else', async () => {
    const { room } = await added()
    const [shown] = await room.asks('lin', '群设置')
    expect(shown).toContain('1 ▫️ 周一')
    expect(shown).toContain('lin，回复编号就行')
    expect(await room.says('wang', '1')).toEqual([])
    expect(await room.says('lin', '99')).toEqual([])
    expect((await room.says('lin', '７'))[0]).toContain('休息日：周日')
    expect((await room.asks('lin', '1'))[0]).toContain('休息日：周一、周日')
    await room.waits('11 min')
    expect(await room.says('lin', '1')).toEqual([])
  })

  it('toggle how a member is shown, show another board, and delete only one’s own record', async () => {
    const { room } = await asked()
    await room.asks('lin', GOOD)
    expect((await room.asks('lin', '设置'))[0]).toContain('1 群里显示名字：是')
    expect(await room.says('lin', '1')).toEqual([zh.group.me.changed])
    expect(await room.waits('6 min')).toEqual([`${zh.group.counter(1)}\n${zh.room.keepPrivate(zh.group.someone)}`])
    expect((await room.at('2026-11-24 20:00'))[0]).toContain('作答：1 人')
    expect((await room.asks('wang', '榜'))[0]).toContain('1 本月  2 总榜')
    expect((await room.says('wang', '2'))[0]).toContain('🏆 总榜')
    await room.asks('lin', '注销')
    expect(await room.says('wang', '1')).toEqual([expect.stringContaining('🏆')])
    expect(await room.says('lin', '1')).toEqual([zh.room.me.deleted])
    expect((await room.asks('wang', '榜 总'))[0]).toContain(zh.group.board.none)
  })

  it('answer a question of numbers where the bot is mentioned; without that they are still the choice', async () => {
    const { room } = await added()
    await room.at('2026-11-26 08:00')
    expect((await room.doc()).rounds.at(-1)?.question?.kind).toBe('calculation')
    await room.asks('lin', '群设置')
    expect((await room.says('lin', '1'))[0]).toContain('休息日：周一')
    await room.asks('lin', '12')
    expect((await room.doc()).rounds.at(-1)?.lines).toBe(2)
  })
})
