import { describe, expect, it } from 'vitest'
import { documentId } from '../../src/identity.ts'
import { allDays } from '../../src/practice/archive.ts'
import { type Bot, type Learner_, startBot } from '../support/bot.ts'
import { FakeChannel } from '../support/channel.ts'

/** A network whose ids do not last, and one whose do. */
const channels = () => [
  new FakeChannel('typed', 'lasting-not', undefined, { stableUserIds: false }),
  new FakeChannel('buttons', 'lasting', undefined, { stableUserIds: true }),
]

async function open(env: Record<string, string> = {}) {
  const made = channels()
  const bot = await startBot({ channels: made, env: { ANSWER_IDLE_SECONDS: '0', ...env }, at: '2026-11-23T00:30:00Z' })
  const [wechat, telegram] = made as [FakeChannel, FakeChannel]
  return { bot, wechat, telegram }
}

const codeIn = (shown: string[]) => /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){1,2}/.exec(shown.join('\n'))?.[0] ?? 'no code'
/** The document a record is in now, by the chat. */
async function docOf(bot: Bot, channel: string, id: string) {
  const alias = { channel, id }
  const doc = await bot.store.read({
    kind: 'learner',
    id: bot.store.resolve('learner', alias) ?? documentId(channel, id),
  })
  if (doc === undefined) throw new Error('no document')
  return doc
}

/** Answers what is open, or a new question, in a chat whose document may have moved. */
async function answers(one: Learner_): Promise<string[]> {
  await one.says('/question #complaint')
  return one.says('我会先倾听客户把话说完，再真诚道歉，之后查清原因。')
}

describe('a recovery code', () => {
  it('is given once there is something to lose, where ids do not last, and nowhere else', async () => {
    const { bot, wechat, telegram } = await open()
    const lin = bot.learner('lin', wechat)
    expect((await lin.says('你好')).join('\n')).toContain('以前在这里练过')
    expect((await answers(lin)).join('\n')).toContain('你的恢复码')
    expect((await answers(lin)).join('\n')).not.toContain('你的恢复码')
    const wang = bot.learner('wang', telegram)
    expect((await wang.says('你好')).join('\n')).not.toContain('以前在这里练过')
    expect((await answers(wang)).join('\n')).not.toContain('你的恢复码')
  })

  it('after a login with new ids: the streak goes on, the code is used up, and there is a new one', async () => {
    const { bot, wechat } = await open()
    const lin = bot.learner('lin', wechat)
    await lin.says('你好')
    const code = codeIn(await answers(lin))
    await lin.at('2026-11-24 09:00')
    await answers(lin)
    await lin.at('2026-11-25 09:00')
    const again = bot.learner('lin-2', wechat)
    expect((await again.says('在吗')).join('\n')).toContain('发「绑定 」加上你的恢复码')
    const linked = await again.says(`绑定 ${code}`)
    expect(linked.join('\n')).toContain('连续 2 天，一共练了 2 天')
    expect(codeIn(linked.slice(-1))).not.toBe(code)
    const shown = await again.says('打卡')
    expect(shown.join('\n')).toContain('2')
    await answers(again)
    const doc = await docOf(bot, 'lasting-not', 'lin-2')
    expect(doc.streak.kept.map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-24', '2026-11-25'])
    // The daily question goes to the new chat, and to it alone.
    const before = wechat.shown.length
    await again.until('08:00')
    expect(wechat.shown.slice(before).map(({ chatId }) => chatId)).toEqual(['chat-lin-2'])
    expect((await again.says(`绑定 ${code}`)).join('\n')).toContain('没有找到这个码')
  })

  it('is enough as the very first message of a new chat', async () => {
    const { bot, wechat } = await open()
    const lin = bot.learner('lin', wechat)
    await lin.says('你好')
    const code = codeIn(await answers(lin))
    const shown = await bot.learner('lin-2', wechat).says(`绑定${code.toLowerCase().replaceAll('-', ' ')}`)
    expect(shown.join('\n')).toContain('接上了')
    expect(shown.join('\n')).not.toContain('你好，我是每日一面')
  })

  it('opens the door that asks strangers for an invitation', async () => {
    const { bot, wechat } = await open({ ACCESS: 'invite', INVITE_CODE: 'spring-2027' })
    const lin = bot.learner('lin', wechat)
    await lin.says('spring-2027')
    const code = codeIn(await answers(lin))
    const again = bot.learner('lin-2', wechat)
    expect((await again.says('在吗')).join('\n')).toContain('邀请码')
    expect((await again.says('/link 0000-0000-0000')).join('\n')).not.toContain('接上了')
    expect((await again.says(`/link ${code}`)).join('\n')).toContain('接上了')
    expect((await again.says('打卡')).join('\n')).not.toContain('邀请码')
  })
})

describe('a code that does not hold any more', () => {
  it('opens no door, and leaves no record', async () => {
    const { bot, wechat, telegram } = await open({ ACCESS: 'invite', INVITE_CODE: 'spring-2027' })
    const there = bot.learner('t', telegram)
    await there.says('spring-2027')
    const code = codeIn(await there.says('/link'))
    await there.waits('11 min')
    expect((await bot.learner('w', wechat).says(`/link ${code}`)).join('\n')).toContain('邀请码')
    expect(await bot.store.read({ kind: 'learner', id: documentId('lasting-not', 'w') })).toBeUndefined()
  })

  it('is told so to somebody new, who is welcomed all the same', async () => {
    const { bot, wechat, telegram } = await open()
    const there = bot.learner('t', telegram)
    await there.says('/start')
    const code = codeIn(await there.says('/link'))
    await there.waits('11 min')
    const shown = (await bot.learner('w', wechat).says(`绑定 ${code}`)).join('\n')
    expect(shown).toContain('刚刚过期了')
    expect(shown).toContain('你好，我是每日一面')
    expect((await docOf(bot, 'lasting-not', 'w')).push.next).not.toBeNull()
  })

  it('because it was used a moment before: somebody new is welcomed', async () => {
    const { bot, wechat, telegram } = await open()
    const there = bot.learner('t', telegram)
    await there.says('/start')
    const code = codeIn(await there.says('/link'))
    const transact = bot.store.transact.bind(bot.store)
    bot.store.transact = async (ref, event, fn) => {
      if (event?.id.startsWith('link-'))
        await transact({ kind: 'learner', id: ref.id }, null, (doc) => {
          if (doc === undefined) return { keep: true }
          doc.link.codes = []
          return { doc }
        })
      return transact(ref, event, fn)
    }
    const shown = (await bot.learner('w', wechat).says(`绑定 ${code}`)).join('\n')
    expect(shown).toContain('刚刚过期了')
    expect(shown).toContain('你好，我是每日一面')
    expect((await docOf(bot, 'lasting-not', 'w')).push.next).not.toBeNull()
  })
})

it('a code of somebody who is on the list no more lets nobody in', async () => {
  const { bot, wechat, telegram } = await open({ ACCESS: 'allowlist', ALLOWED_IDS: 'lasting:t' })
  const there = bot.learner('t', telegram)
  await there.says('/start')
  const code = codeIn(await there.says('/link'))
  // As if the list had named somebody else from the start.
  await bot.store.transact({ kind: 'learner', id: documentId('lasting', 't') }, null, (doc) => {
    if (doc === undefined) return { keep: true }
    doc.aliases = doc.aliases.map((alias) => (alias.channel === 'lasting' ? { ...alias, id: 't-2' } : alias))
    return { doc }
  })
  expect((await bot.learner('w', wechat).says(`绑定 ${code}`)).join('\n')).toContain('只对名单里的人开放')
})

it('a code lets in to a list of ids whom it knows by another', async () => {
  const { bot, wechat, telegram } = await open({ ACCESS: 'allowlist', ALLOWED_IDS: 'lasting:t' })
  const there = bot.learner('t', telegram)
  await there.says('/start')
  const here = bot.learner('w', wechat)
  expect((await here.says('在吗')).join('\n')).not.toContain('每日一面')
  expect((await here.says(`绑定 ${codeIn(await there.says('/link'))}`)).join('\n')).toContain('接上了')
  expect((await here.says('打卡')).join('\n')).toContain('0')
  expect((await bot.learner('stranger', wechat).says('打卡')).join('\n')).not.toContain('0 天')
})

describe('a one-time code', () => {
  async function two() {
    const { bot, wechat, telegram } = await open()
    const there = bot.learner('t', telegram)
    const here = bot.learner('w', wechat)
    await there.says('/start')
    await answers(there)
    await there.at('2026-11-24 09:00')
    await here.says('你好')
    await answers(here)
    return { bot, there, here }
  }

  it('joins two records: one streak, both chats, no day twice', async () => {
    const { bot, there, here } = await two()
    const code = codeIn(await there.says('/link'))
    expect((await here.says(`绑定 ${code}`)).join('\n')).toContain('连续 2 天，一共练了 2 天')
    expect((await there.says('/streak')).join('\n')).toContain('2')
    const doc = await docOf(bot, 'lasting', 't')
    expect(doc.aliases.filter(({ channel }) => channel !== 'link').map(({ channel }) => channel)).toEqual([
      'lasting',
      'lasting-not',
    ])
    expect(doc).toEqual(await docOf(bot, 'lasting-not', 'w'))
    expect(doc.answerCount).toBe(2)
    // Reachable over there by an id that lasts: nobody needs another code; the one given before still leads here.
    expect(doc.link.codes.map(({ kind }) => kind)).toEqual(['recovery'])
  })

  it('lasts ten minutes, and works once', async () => {
    const { there, here } = await two()
    const late = codeIn(await there.says('/link'))
    await there.waits('11 min')
    expect((await here.says(`绑定 ${late}`)).join('\n')).toContain('刚刚过期了')
    const code = codeIn(await there.says('/link'))
    expect((await there.says(`/link ${code}`)).join('\n')).toContain('在另一个聊天里')
    expect((await here.says(`绑定 ${code}`)).join('\n')).toContain('接上了')
    expect((await here.says(`绑定 ${code}`)).join('\n')).toContain('没有找到这个码')
  })

  it('the code asked for last is the one that holds', async () => {
    const { there, here } = await two()
    const first = codeIn(await there.says('/link'))
    const second = codeIn(await there.says('/link'))
    expect((await here.says(`绑定 ${first}`)).join('\n')).toContain('没有找到这个码')
    expect((await here.says(`绑定 ${second}`)).join('\n')).toContain('接上了')
  })

  it('guessing is limited, to the right code too', async () => {
    const { there, here } = await two()
    for (let n = 0; n < 5; n++) await here.says(`绑定 ABCD-EFG${n}`)
    const code = codeIn(await there.says('/link'))
    expect((await here.says(`绑定 ${code}`)).join('\n')).toContain('试得太多了')
    await here.waits('61 min')
    expect((await here.says(`绑定 ${codeIn(await there.says('/link'))}`)).join('\n')).toContain('接上了')
  })

  it('within a day it can be undone: each has its own again, and what was practised since stays', async () => {
    const { bot, there, here } = await two()
    const [before, other] = [await docOf(bot, 'lasting', 't'), await docOf(bot, 'lasting-not', 'w')]
    await here.says(`绑定 ${codeIn(await there.says('/link'))}`)
    await there.at('2026-11-24 20:00')
    expect((await here.says('撤销绑定')).join('\n')).toContain('撤销了')
    const [after, back] = [await docOf(bot, 'lasting', 't'), await docOf(bot, 'lasting-not', 'w')]
    expect(after.id).not.toBe(back.id)
    expect(after.streak).toEqual(before.streak)
    expect(after.cards).toEqual(before.cards)
    expect(after.attempts).toEqual(before.attempts)
    expect(after.aliases).toEqual(before.aliases)
    expect(back.streak).toEqual(other.streak)
    expect(back.link).toEqual(other.link)
    expect(back.aliases).toEqual(other.aliases)
    expect(after.link.joined).toEqual([])
    expect((await here.says('打卡')).join('\n')).not.toBe('')
    expect((await here.says('绑定 撤销')).join('\n')).toContain('没有可以撤销的')
    expect(back.push.next).not.toBeNull()
  })

  it('undone, nothing of the other is left, nor of one’s own lost, however much there was', async () => {
    const { bot, there, here } = await two()
    const code = codeIn(await here.says('绑定'))
    // Days long ago, which are to be folded, and as many attempts as a document carries.
    for (const [channel, id] of [
      ['lasting', 't'],
      ['lasting-not', 'w'],
    ] as const) {
      const { id: document } = await docOf(bot, channel, id)
      await bot.store.transact({ kind: 'learner', id: document }, null, (doc) => {
        if (doc === undefined) return { keep: true }
        const zone = doc.settings.zone
        const kept = ['2026-08-24', '2026-08-25'].map((day) => ({ day, at: Date.parse(day), zone }))
        if (channel === 'lasting-not') {
          doc.streak.kept = [...kept, ...doc.streak.kept]
          doc.calendar.pauses = [{ from: '2026-08-01', to: '2026-08-20' }]
        } else doc.calendar.pauses = [{ from: '2026-11-10', to: '2026-11-12' }]
        const [attempt] = doc.attempts
        if (attempt === undefined) throw new Error('nothing answered')
        const more = Array.from({ length: 7 }, (_, n) => ({ ...attempt, id: `old${n}-${doc.id.slice(0, 4)}`, at: n }))
        doc.attempts = [...more, attempt]
        return { doc }
      })
    }
    const [before, other] = [await docOf(bot, 'lasting-not', 'w'), await docOf(bot, 'lasting', 't')]
    await there.says(`/link ${code}`)
    await there.says('/link undo')
    const after = await docOf(bot, 'lasting-not', 'w')
    expect(after.calendar.pauses).toEqual([])
    const history = await bot.store.history({ kind: 'learner', id: after.id })
    const attempts = [...history.filter(({ type }) => type === 'attempt'), ...after.attempts]
    const ids = attempts.map(({ id }) => id)
    expect(ids.toSorted()).toEqual(before.attempts.map(({ id }) => id).toSorted())
    expect((await docOf(bot, 'lasting', 't')).attempts).toEqual(other.attempts)
  })

  it('of two records that joined one, the later is taken out first, and nothing is lost', async () => {
    const { bot, wechat, telegram } = await open()
    const [first, second, one] = [
      bot.learner('t', telegram),
      bot.learner('t2', telegram),
      bot.learner('w', wechat),
    ] as const
    await first.says('/start')
    await answers(first)
    await second.at('2026-11-24 09:00')
    await second.says('/start')
    await answers(second)
    await one.at('2026-11-25 09:00')
    await one.says('你好')
    await answers(one)
    const before = await docOf(bot, 'lasting-not', 'w')
    const days = async () => (await docOf(bot, 'lasting-not', 'w')).streak.kept.map(({ day }) => day.slice(-2))
    await first.says(`/link ${codeIn(await one.says('绑定'))}`)
    await second.says(`/link ${codeIn(await one.says('绑定'))}`)
    expect((await first.presses('撤销绑定')).join('\n')).toContain('从最近的撤起')
    expect(await days()).toEqual(['23', '24', '25'])
    expect((await one.says('绑定 撤销')).join('\n')).toContain('撤销了')
    expect(await days()).toEqual(['23', '25'])
    expect((await one.says('绑定 撤销')).join('\n')).toContain('撤销了')
    expect((await docOf(bot, 'lasting-not', 'w')).streak).toEqual(before.streak)
    for (const id of ['t', 't2']) expect((await docOf(bot, 'lasting', id)).streak.kept).toHaveLength(1)
  })

  it('undone in time, it stays undone though that could not be done before the day was over', async () => {
    const { bot, there, here } = await two()
    const [into, other] = [await docOf(bot, 'lasting', 't'), await docOf(bot, 'lasting-not', 'w')]
    await here.says(`绑定 ${codeIn(await there.says('/link'))}`)
    const transact = bot.store.transact.bind(bot.store)
    bot.store.transact = async (ref, event, fn) => {
      const doc = await bot.store.read({ kind: 'learner', id: into.id })
      if (ref.id === other.id && doc?.link.joined[0]?.undone) throw new Error('disk full')
      return transact(ref, event, fn)
    }
    expect((await here.says('撤销绑定')).join('\n')).toContain('撤销了')
    await there.waits('25 h')
    bot.store.transact = transact
    await there.waits('5 min')
    const back = await docOf(bot, 'lasting-not', 'w')
    expect(back.id).toBe(other.id)
    expect(back).toMatchObject({ link: other.link, aliases: other.aliases, streak: other.streak })
    expect((await docOf(bot, 'lasting', 't')).link.joined).toEqual([])
  })

  it('after a day it stands: the other record is gone, its history and banks are here', async () => {
    const { bot, there, here } = await two()
    const gone = (await docOf(bot, 'lasting-not', 'w')).id
    await here.says(`绑定 ${codeIn(await there.says('/link'))}`)
    await there.waits('25 h')
    expect(await bot.store.read({ kind: 'learner', id: gone })).toBeUndefined()
    const doc = await docOf(bot, 'lasting-not', 'w')
    expect(doc.link).toMatchObject({ joined: [], moving: null })
    expect(doc.attempts).toHaveLength(2)
    expect((await here.says('绑定 撤销')).join('\n')).toContain('没有可以撤销的')
    await answers(here)
    expect((await docOf(bot, 'lasting', 't')).streak.kept).toHaveLength(3)
  })

  it('a day either kept long ago is kept, and of answers whose ids are the same both', async () => {
    const { bot, there, here } = await two()
    const days = ['2026-08-01', '2026-08-02']
    for (const [channel, id, kinds] of [
      ['lasting', 't', ['kept', 'missed']],
      ['lasting-not', 'w', ['missed', 'kept']],
    ] as const) {
      const ref = { kind: 'learner' as const, id: (await docOf(bot, channel, id)).id }
      const archive = days.map((day, n) => ({ id: `day-${day}`, type: 'day', day, kind: kinds[n], streak: 1 }))
      await bot.store.transact(ref, null, (doc) =>
        doc === undefined ? { keep: true } : { doc, archive: [...archive, { id: 'a1', type: 'attempt', reply: id }] },
      )
    }
    await here.says(`绑定 ${codeIn(await there.says('/link'))}`)
    await there.waits('25 h')
    const { id } = await docOf(bot, 'lasting', 't')
    const history = await bot.store.history({ kind: 'learner', id })
    expect(allDays(history, [])).toMatchObject(days.map((day) => ({ day, kind: 'kept' })))
    expect(history.flatMap(({ type, reply }) => (type === 'attempt' ? [reply] : []))).toEqual(['t', 'w'])
  })

  it('what was long ago and the banks of its own come along when the day is over', async () => {
    const { bot, there, here } = await two()
    for (let n = 0; n < 20; n++) {
      await answers(there)
      await there.waits('1 min')
    }
    await there.sendsFile(
      '题.md',
      '1. 你怎么看加班？\n答案：先问清任务和期限，再和家人商量，最后按时完成。\n\n2. 你怎么看轮岗？\n答案：轮岗能熟悉各个岗位，我会虚心学习，尽快上手。\n',
    )
    await there.presses('导入')
    const old = await docOf(bot, 'lasting', 't')
    expect(old.imports.banks).toHaveLength(1)
    const history = await bot.store.history({ kind: 'learner', id: old.id })
    expect(history.length).toBeGreaterThan(5)
    const total = old.attemptCount
    await there.says(`/link ${codeIn(await here.says('绑定'))}`)
    const into = { kind: 'learner' as const, id: (await docOf(bot, 'lasting', 't')).id }
    expect(into.id).not.toBe(old.id)
    await there.waits('25 h')
    const doc = await docOf(bot, 'lasting', 't')
    expect(doc.imports.banks).toEqual(old.imports.banks)
    expect(await bot.store.attachment(into)).toMatchObject({ banks: [{ id: old.imports.banks[0]?.id }] })
    const kept = new Set([...(await bot.store.history(into)), ...doc.attempts].map(({ id }) => id))
    for (const { id } of [...history, ...old.attempts]) expect(kept).toContain(id)
    expect(doc.attemptCount).toBe(total + 1)
    expect((await there.says('/bank')).length).toBeGreaterThan(0)
  })

  it('nothing is asked twice, and nothing by the record that sleeps', async () => {
    const { there, here, bot } = await two()
    await here.says(`绑定 ${codeIn(await there.says('/link'))}`)
    const questions = async (of: Learner_) => (await of.until('08:00')).filter((shown) => shown.includes('今日一题'))
    const before = bot.channel.shown.length
    await questions(there)
    const here8 = bot.channel.shown.slice(before)
    expect(here8.map(({ chatId }) => chatId)).toEqual(here8.map(() => 'chat-w'))
  })

  it('is kept asleep while the other cannot be read: it may come back from a backup', async () => {
    const { bot, there, here } = await two()
    const [into, other] = [await docOf(bot, 'lasting', 't'), await docOf(bot, 'lasting-not', 'w')]
    await here.says(`绑定 ${codeIn(await there.says('/link'))}`)
    const { read, transact } = bot.store
    bot.store.read = async (ref) => (ref.id === into.id ? undefined : (read.call(bot.store, ref) as never))
    bot.store.transact = async (ref, event, fn) => {
      if (ref.id !== into.id) return transact.call(bot.store, ref, event, fn as never)
      fn(undefined, 'set-aside', () => undefined)
      return 'applied'
    }
    await here.waits('26 h')
    expect(await bot.store.read({ kind: 'learner', id: other.id })).toBeDefined()
    Object.assign(bot.store, { read, transact })
    await here.waits('5 min')
    expect(await bot.store.read({ kind: 'learner', id: other.id })).toBeUndefined()
    expect((await docOf(bot, 'lasting', 't')).link.joined).toEqual([])
  })

  it('who deleted theirs and begins anew can be linked to the same record again', async () => {
    const { bot, there } = await two()
    const third = bot.learner('x', bot.channel)
    for (let time = 0; time < 2; time++) {
      expect((await third.says(`绑定 ${codeIn(await there.says('/link'))}`)).join('\n')).toContain('接上了')
      expect((await docOf(bot, 'lasting-not', 'x')).id).toBe((await docOf(bot, 'lasting', 't')).id)
      await third.says('绑定 撤销')
      await third.says('注销')
      await third.says('1')
    }
  })

  it('whoever deletes everything deletes the record that still sleeps too', async () => {
    const { bot, there, here } = await two()
    const [one, two_] = [(await docOf(bot, 'lasting', 't')).id, (await docOf(bot, 'lasting-not', 'w')).id]
    await here.says(`绑定 ${codeIn(await there.says('/link'))}`)
    await here.says('注销')
    await here.says('1')
    for (const id of [one, two_]) expect(await bot.store.read({ kind: 'learner', id })).toBeUndefined()
  })

  it('and those that sleep in that one', async () => {
    const { bot, there, here } = await two()
    const third = bot.learner('x', bot.channel)
    await third.says('你好')
    const ids = [
      (await docOf(bot, 'lasting', 't')).id,
      (await docOf(bot, 'lasting-not', 'w')).id,
      (await docOf(bot, 'lasting-not', 'x')).id,
    ]
    await here.says(`绑定 ${codeIn(await there.says('/link'))}`)
    await there.says(`/link ${codeIn(await third.says('绑定'))}`)
    await third.says('注销')
    await third.says('1')
    for (const id of ids) expect(await bot.store.read({ kind: 'learner', id })).toBeUndefined()
    await third.waits('25 h')
    for (const id of ids) expect(await bot.store.read({ kind: 'learner', id })).toBeUndefined()
  })

  it('not before a group of theirs has forgotten them, and then also what was joined meanwhile', async () => {
    const { bot, there, here } = await two()
    const third = bot.learner('x', bot.channel)
    await third.says('你好')
    const chats = [
      ['lasting', 't'],
      ['lasting-not', 'w'],
      ['lasting-not', 'x'],
    ] as const
    const ids = await Promise.all(chats.map(async ([channel, id]) => (await docOf(bot, channel, id)).id))
    const left = async () => {
      const docs = await Promise.all(ids.map((id) => bot.store.read({ kind: 'learner', id })))
      return docs.filter((doc) => doc !== undefined).length
    }
    await bot.store.transact({ kind: 'learner', id: ids[0] as string }, null, (doc) => {
      if (doc === undefined) return { keep: true }
      doc.groups = ['group']
      return { doc }
    })
    await here.says(`绑定 ${codeIn(await there.says('/link'))}`)
    const read = bot.store.read.bind(bot.store)
    bot.store.read = async (ref) => {
      if (ref.kind === 'group') throw new Error('disk out of order')
      return read(ref)
    }
    await there.says('/delete')
    await there.presses('确定删除')
    expect(await left()).toBe(3)
    await third.says(`绑定 ${codeIn(await there.says('/link'))}`)
    bot.store.read = read
    await there.waits('5 min')
    expect(await left()).toBe(0)
  })

  it('but not the record that was taken out again, though it was not yet told', async () => {
    const { bot, there, here } = await two()
    const [into, other] = [await docOf(bot, 'lasting', 't'), await docOf(bot, 'lasting-not', 'w')]
    await here.says(`绑定 ${codeIn(await there.says('/link'))}`)
    const transact = bot.store.transact.bind(bot.store)
    bot.store.transact = async (ref, event, fn) => {
      const isThere = (await bot.store.read({ kind: 'learner', id: into.id })) !== undefined
      if (ref.id === other.id && isThere) throw new Error('disk full')
      return transact(ref, event, fn)
    }
    await here.says('撤销绑定')
    await there.says('/delete')
    await there.presses('确定删除')
    bot.store.transact = transact
    const { id, aliases, link } = other
    expect(await docOf(bot, 'lasting-not', 'w')).toMatchObject({ id, aliases, link })
  })

  it.each(['asked', 'taken over'])('a crash when it was %s changes nothing in the end', async (when) => {
    const { bot, there, here } = await two()
    const code = codeIn(await there.says('/link'))
    const into = (await docOf(bot, 'lasting', 't')).id
    const transact = bot.store.transact.bind(bot.store)
    let seen = 0
    bot.store.transact = async (ref, event, fn) => {
      // The first: the question to move. The second: taking over. The third: going to sleep.
      if (event?.id.startsWith('link-') || seen > 0) seen += 1
      if (seen === (when === 'asked' ? 1 : 2)) throw new Error('power cut')
      return transact(ref, event, fn)
    }
    await here.says(`绑定 ${code}`)
    bot.store.transact = transact
    bot.kill()
    await bot.boot()
    await there.waits('5 min')
    const doc = await docOf(bot, 'lasting-not', 'w')
    expect(doc.id).toBe(into)
    expect(doc.streak.kept.map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-24'])
    expect(doc.answerCount).toBe(2)
    expect(doc.link.joined).toHaveLength(1)
  })
})

it('in English', async () => {
  const { bot, telegram, wechat } = await open({ DEFAULT_LANGUAGE: 'en' })
  const there = bot.learner('t', telegram)
  const code = codeIn([...(await there.says('/start')), ...(await there.says('/link'))].slice(-1))
  const shown = await bot.learner('w', wechat).says(`/link ${code}`)
  expect(shown.join('\n')).toContain('Both chats now share one record: a streak of 0 days')
  expect((await there.says('/link hello')).join('\n')).toContain('doesn’t look like a code')
})
