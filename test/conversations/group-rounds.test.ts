import { describe, expect, it } from 'vitest'
import { documentId } from '../../src/identity.ts'
import { zh } from '../../src/text/zh.ts'
import { startBot } from '../support/bot.ts'
import { FakeChannel } from '../support/channel.ts'
import { groupOf } from '../support/group.ts'

/* A group's round from the card to the reveal, and what can go wrong in between. Monday 2026-11-23, 09:00 in Shanghai. */

const GOOD = '我会先倾听客户把话说完，再真诚道歉。'
const OTHER = '我先查清是哪笔业务，过两天再回访客户。'

async function started(options: Parameters<typeof startBot>[0] & { unseen?: boolean } = {}) {
  const { unseen, ...rest } = options
  const channels = [new FakeChannel('buttons', 'fake', {}, { unseen: unseen ?? false })]
  const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' }, channels, ...rest })
  const group = groupOf(bot)
  await group.event({ type: 'joined' })
  bot.channel.roles.set('boss', 'admin')
  return {
    bot,
    group,
    boss: group.member('boss', '群主'),
    lin: group.member('lin', '林小明'),
    wang: group.member('wang', '王五'),
  }
}

/** The same with the round of Tuesday open. */
async function asked(options: Parameters<typeof started>[0] = {}) {
  const all = await started(options)
  await all.group.at('2026-11-24 08:00')
  return all
}

describe('a round', () => {
  it('begins with a hello, asks at the hour the next day, and reveals at the deadline in one message', async () => {
    const { group, lin, wang } = await started()
    expect(await group.at('2026-11-24 07:59')).toEqual([])
    const [card] = await group.at('2026-11-24 08:00')
    expect(card).toContain('📣 今日一面 · 20:00 揭晓')
    expect(card).toContain('客户投诉时你怎么做？')
    await lin.answers(GOOD)
    await wang.answers(OTHER)
    await group.member('zhao', '赵敏').answers(GOOD)
    await group.at('2026-11-24 19:59')
    const shown = await group.at('2026-11-24 20:00')
    expect(shown).toHaveLength(1)
    for (const words of [
      '📖 揭晓：客户投诉时你怎么做？',
      '参考答案',
      '2/3　共情',
      '1/3　跟进',
      '🎯 最难的一点：跟进',
      '作答：林小明、王五、赵敏',
    ])
      expect(shown[0]).toContain(words)
  })

  it('gives nothing away before: not in the group, not in private, however the member asks', async () => {
    const { bot, group, lin } = await asked()
    await lin.answers(GOOD)
    await group.member('wang').replies(OTHER)
    await lin.private.says('/question #complaint')
    await lin.private.says('/hint')
    expect(await lin.private.says('/reveal')).toEqual([zh.round.sealed('20:00')])
    await lin.private.says('不会')
    await lin.private.says(`${GOOD}之后回访。`)
    await lin.private.says('/history')
    await group.at('2026-11-24 19:59')
    const everything = JSON.stringify(bot.channel.shown)
    for (const secret of ['我会先倾听，真诚道歉，然后核实情况，最后回访确认', '先处理心情', '先安抚情绪', '答到了'])
      expect(everything).not.toContain(secret)
    await group.at('2026-11-24 20:00')
    expect(JSON.stringify(bot.channel.shown)).toContain('先处理心情')
  })

  it('counts on the card, at most every 15 seconds, and never says who', async () => {
    const { bot, group } = await asked()
    const cardId = await group.cardId()
    const edits = () => bot.channel.shown.filter(({ message }) => message.edits === cardId)
    for (let n = 0; n < 30; n++) {
      await group.member(`m${n}`, `名字${n}`).replies(GOOD)
      await group.waits('1s')
    }
    await group.waits('20s')
    expect(edits().length).toBeGreaterThanOrEqual(2)
    expect(edits().length).toBeLessThanOrEqual(4)
    expect(group.last().message.blocks.at(-1)).toEqual({ kind: 'text', spans: [zh.group.counter(30)] })
    expect(JSON.stringify(bot.channel.shown)).not.toContain('名字')
  })

  it('asks every question of the banks before one comes again, the one asked longest ago', async () => {
    const { group, lin, boss } = await asked()
    await boss.says('/group 达标 1')
    const questions: string[] = []
    for (let day = 24; day <= 30; day++) {
      await group.at(`2026-11-${day} 09:00`)
      const round = (await group.doc()).rounds.at(-1)
      questions.push(round?.questionId ?? '')
      await lin.replies({ rate: '4000', pick: 'B' }[round?.questionId ?? ''] ?? GOOD)
    }
    expect(questions).toEqual(['complaint', 'bend', 'rate', 'pick', 'complaint', 'bend', 'rate'])
    await group.at('2026-11-30 21:00')
    expect((await group.doc()).streak.current).toBe(7)
  })

  it('hears nobody who floods', async () => {
    const { group, lin } = await asked({ env: { ANSWER_IDLE_SECONDS: '0', MESSAGES_PER_MINUTE: '5' } })
    for (let n = 0; n < 20; n++) await lin.replies(GOOD)
    expect((await group.doc()).rounds[0]?.lines).toBe(6)
  })

  it('takes 200 answers in a minute, all of them', async () => {
    const { group } = await asked()
    const card = await group.cardId()
    await Promise.all(
      Array.from({ length: 200 }, (_, n) => group.member(`m${n}`, `名${n}`).says(GOOD, { replyTo: card })),
    )
    const reveal = (await group.at('2026-11-24 20:00')).at(-1)
    expect((await group.doc()).rounds[0]).toMatchObject({ state: 'revealed', shown: 200 })
    expect(reveal).toContain('200 人作答')
  })

  it('lets an answer be changed until the reveal; the last counts', async () => {
    const { group, lin } = await asked()
    const [taken] = await lin.answers(GOOD)
    expect(taken).toContain('收到，已交给学习群')
    expect(await lin.private.presses('重新作答')).toEqual([zh.round.changing])
    expect(await lin.private.says(OTHER)).toEqual([zh.round.changed('20:00')])
    await group.at('2026-11-24 20:00')
    const { attempts, streak } = await lin.private.doc()
    expect(attempts.map(({ reply }) => reply)).toEqual([OTHER])
    expect(streak.kept).toHaveLength(1)
  })

  it('what is written after it is neither lost nor taken unasked: one tap makes it the answer, or part of it', async () => {
    const { group, lin } = await asked()
    await lin.answers(GOOD)
    expect(await lin.private.says(OTHER)).toEqual([zh.round.unasked])
    expect(await lin.private.presses('重新作答')).toEqual([zh.round.changed('20:00')])
    await lin.private.says('最后我还会回访客户，问他满不满意。')
    await lin.private.presses('补充')
    await group.at('2026-11-24 20:00')
    expect((await lin.private.doc()).attempts.map(({ reply }) => reply)).toEqual([
      `${OTHER}\n最后我还会回访客户，问他满不满意。`,
    ])
  })

  it('takes no other answer once it is revealed, whatever button is still there', async () => {
    const { group, lin } = await asked()
    await lin.answers(GOOD)
    await group.at('2026-11-24 20:01')
    expect(await lin.private.presses('重新作答')).toEqual([zh.feedback.outsideTime])
    expect((await lin.private.doc()).attempts.map(({ reply }) => reply)).toEqual([GOOD])
  })

  it('takes an edit of a private answer, and what is added to it', async () => {
    const { group, lin } = await asked()
    await lin.answers(GOOD)
    await lin.private.presses('补充')
    await lin.private.says('最后回访客户。')
    await lin.private.says('/answer')
    await group.at('2026-11-24 20:00')
    expect((await lin.private.doc()).attempts.map(({ reply }) => reply)).toEqual([`${GOOD}\n最后回访客户。`])
  })

  it('keeps the old answer when a new one was begun and never sent', async () => {
    const { group, lin } = await asked()
    await lin.answers(GOOD)
    await lin.private.presses('重新作答')
    await group.at('2026-11-24 20:00')
    expect((await lin.private.doc()).attempts.map(({ reply }) => reply)).toEqual([GOOD])
  })

  it('takes a draft that is still being written when the reveal comes', async () => {
    const { group, lin } = await asked({ env: { ANSWER_IDLE_SECONDS: '600' } })
    await lin.follows()
    await group.at('2026-11-24 19:55')
    await lin.private.says(GOOD)
    const reveal = (await group.at('2026-11-24 20:00')).at(-1)
    expect(reveal).toContain('作答：林小明')
    expect((await lin.private.doc()).attempts.map(({ reply }) => reply)).toEqual([GOOD])
  })

  it('takes at once what is written in the last seconds', async () => {
    const { group, lin } = await asked({ env: { ANSWER_IDLE_SECONDS: '600' } })
    await lin.follows()
    await group.at('2026-11-24 19:59')
    await group.waits('55s')
    expect((await lin.private.says(GOOD))[0]).toContain('已交给学习群')
    expect((await group.waits('10s')).at(-1)).toContain('作答：林小明')
  })

  it('asks for more where there is no answer yet, and shows no model answer for that', async () => {
    const { group, lin, wang } = await asked()
    expect(await lin.answers('不会')).toEqual([zh.round.notReal('20:00')])
    expect(await wang.replies('不知道')).toEqual([zh.group.notReal])
    const [reveal] = await group.at('2026-11-24 20:00')
    expect(reveal).toContain(zh.group.nobody)
    expect((await lin.private.doc()).attempts).toEqual([])
  })

  it('is revealed early when all active members have answered, three at least', async () => {
    const { group } = await asked()
    const members = ['a', 'b', 'c'].map((id) => group.member(id))
    for (const member of members) await member.replies(GOOD)
    await group.at('2026-11-25 08:00')
    for (const member of members.slice(0, 2)) await member.replies(GOOD)
    expect(JSON.stringify(await group.waits('1min'))).not.toContain('揭晓：')
    expect((await members[2]?.replies(GOOD))?.at(-1)).toContain('📖 揭晓')
    expect(await group.at('2026-11-25 20:05')).toEqual([])
  })

  it('is revealed by an admin at any time', async () => {
    const { boss, lin } = await asked()
    await lin.answers(GOOD)
    const [reveal] = await boss.says('/reveal')
    expect(reveal).toContain('📖 揭晓')
    expect(await lin.private.doc()).toMatchObject({ answerCount: 1 })
  })

  it('without any answer shows the answer all the same; after seven of them the bot is quiet until somebody speaks', async () => {
    const { group, lin } = await asked()
    const shown: string[] = []
    for (let day = 24; day <= 30; day++) shown.push(...(await group.at(`2026-11-${day} 21:00`)))
    expect(shown.filter((text) => text.includes(zh.group.nobody))).toHaveLength(7)
    expect(shown.at(-1)).toBe(zh.group.silent(7))
    expect(await group.at('2026-12-03 21:00')).toEqual([])
    await lin.says('/streak')
    expect(await group.at('2026-12-04 08:00')).toEqual([expect.stringContaining('📣 今日一面')])
  })

  it('rests on rest days and in pauses, which break no streak', async () => {
    const { group, boss, lin, wang } = await asked()
    const both = async () => {
      await lin.replies(GOOD)
      await wang.replies(OTHER)
    }
    await both()
    await boss.says('/group')
    await boss.presses('周三')
    expect((await group.at('2026-11-25 21:00')).filter((text) => text.includes('📣'))).toHaveLength(1)
    expect((await group.doc()).days).toEqual(['2026-11-24'])
    await boss.says('/pause 2')
    await group.at('2026-11-26 21:00')
    await group.at('2026-11-27 08:00')
    await both()
    await group.at('2026-11-27 21:00')
    expect((await group.doc()).streak).toEqual({ current: 2, longest: 2 })
    expect((await group.doc()).days).toEqual(['2026-11-24', '2026-11-27'])
  })
})

describe('an answer in the group', () => {
  it('for the bot alone is acknowledged to its writer alone', async () => {
    const { bot, group, lin } = await asked({ unseen: true })
    expect(await lin.says(`/answer ${GOOD}`, { unseen: true })).toEqual([])
    expect(lin.whispers()).toEqual([zh.group.taken('20:00')])
    expect(bot.channel.removed).toEqual([])
    expect((await group.at('2026-11-24 20:00')).at(-1)).toContain('作答：林小明')
  })

  it('posted for all is taken away at once', async () => {
    const { bot, lin } = await asked()
    expect(await lin.replies(GOOD)).toEqual([])
    expect(bot.channel.removed).toHaveLength(1)
  })

  it('that cannot be taken away is marked, and its writer told once how the next stays private', async () => {
    const { bot, group, lin, wang } = await asked()
    bot.channel.may.remove = false
    expect(await lin.replies(GOOD)).toEqual([zh.group.keepPrivate('林小明')])
    expect(await lin.replies(`${GOOD}再回访。`)).toEqual([])
    expect(bot.channel.acknowledged).toHaveLength(2)
    expect(await wang.replies(OTHER)).toEqual([zh.group.keepPrivate('王五')])
    expect((await group.at('2026-11-24 20:00')).at(-1)).toContain('作答：林小明、王五')
  })

  it('to yesterday’s question, or after the reveal, is practice and no part of a round', async () => {
    const { bot, group, lin, wang } = await asked()
    await lin.private.says('/start')
    await lin.private.presses('跳过')
    const old = await group.cardId()
    await wang.replies(OTHER)
    await group.at('2026-11-24 21:00')
    expect(await lin.says(GOOD, { replyTo: old })).toEqual([zh.group.late])
    expect((await group.doc()).rounds[0]).toMatchObject({ shown: 1 })
    const { attempts, streak } = await lin.private.doc()
    expect(attempts.filter(({ outcome }) => outcome === 'answered').map(({ reply }) => reply)).toEqual([GOOD])
    expect(streak.kept).toHaveLength(1)
    expect(JSON.stringify(bot.channel.shown.at(-1))).toContain('参考答案')
    await lin.says('/board')
    expect(JSON.stringify(group.last())).not.toContain('林小明')
    await group.at('2026-11-25 09:00')
    expect(await wang.says(OTHER, { replyTo: old })).toEqual([zh.group.late])
    expect((await group.doc()).rounds.at(-1)).toMatchObject({ state: 'open', lines: 1 })
  })

  it('with two rounds open goes to the card it replies to, else to the newest', async () => {
    const { group, lin } = await asked()
    const first = await group.cardId()
    await lin.says('/question 合规')
    expect((await group.doc()).rounds.map(({ state }) => state)).toEqual(['open', 'open'])
    await lin.says(GOOD, { replyTo: first })
    await lin.says('/answer 我会明确拒绝，说明规定，再给别的办法。')
    await group.waits('1min')
    expect((await group.doc()).rounds.map(({ shown }) => shown)).toEqual([1, 1])
    await group.at('2026-11-24 20:00')
    expect((await group.doc()).rounds.map(({ state }) => state)).toEqual(['revealed', 'revealed'])
  })

  it('that answers another member’s message, or is a voice, or forwarded, is not taken for one', async () => {
    const { group, lin } = await asked()
    expect(await lin.says('我也这么想，先倾听再道歉。', { addressed: false, replyTo: 'in-1' })).toEqual([])
    expect(await lin.says('', { attachment: 'voice', replyTo: await group.cardId() })).toEqual([zh.attachment.voice])
    expect(await lin.says(GOOD, { forwarded: true, replyTo: await group.cardId() })).toEqual([])
    expect((await group.doc()).rounds[0]?.lines).toBe(1)
  })

  it('when no question is open says so', async () => {
    const { lin } = await started()
    expect(await lin.says(`/answer ${GOOD}`)).toEqual([zh.group.noneOpen])
  })
})

describe('settings', () => {
  it('are for admins, as the network says now', async () => {
    const { bot, boss, lin, group } = await started()
    expect(await lin.says('/group 出题 09:00')).toEqual([zh.group.adminOnly])
    expect((await boss.says('/group 出题 09:00'))[0]).toContain('每日出题：09:00')
    bot.channel.roles.set('boss', 'member')
    // As of a minute ago at most.
    await group.waits('61s')
    expect(await boss.says('/group 出题 10:00')).toEqual([zh.group.adminOnly])
    bot.channel.rolesUnknown = true
    expect(await group.member('new').says('/reveal')).toEqual([zh.group.adminUnknown])
    expect((await group.doc()).settings.time).toBe(540)
  })

  it('change by words and by buttons; what cannot be read changes nothing', async () => {
    const { boss, lin, group } = await started()
    for (const words of ['揭晓 21:30', '时区 东京', '达标 3', '题库 practice-en', '语言 en', 'board off', 'time off'])
      await boss.says(`/group ${words}`)
    const { settings, language, next } = await group.doc()
    expect({ ...settings, language, next }).toEqual({
      time: null,
      reveal: 21 * 60 + 30,
      zone: 'Asia/Tokyo',
      quorum: 3,
      banks: ['practice-en'],
      early: true,
      board: false,
      language: 'en',
      next: null,
    })
    expect((await boss.says('/group 揭晓 半夜'))[0]).toContain('I can’t read')
    expect((await boss.says('/group whatever'))[0]).toContain('I can’t read')
    await boss.says('/group')
    await boss.presses('Early reveal')
    expect(await lin.presses('Board')).toHaveLength(1)
    expect((await group.doc()).settings).toMatchObject({ early: false, board: false })
    await boss.says('/group quorum auto')
    await boss.says('/group board on')
    expect((await group.doc()).settings).toMatchObject({ quorum: null, board: true })
  })

  it('a press shows them where they stand', async () => {
    const { boss } = await started()
    const [shown] = await boss.says('/group')
    const [pressed] = await boss.presses('周日')
    expect(pressed).toContain('休息日：周日')
    expect(shown).toContain('休息日：没有')
  })

  it('an hour that has passed today is not made up for', async () => {
    const { boss, group } = await started()
    await boss.says('/group 出题 08:30')
    expect(await group.at('2026-11-24 08:29')).toEqual([])
    expect(await group.at('2026-11-24 08:30')).toHaveLength(1)
  })
})

describe('what a member can ask for', () => {
  it('questions on demand are limited', async () => {
    const { lin } = await started()
    for (let n = 0; n < 3; n++) expect((await lin.says('/question'))[0]).toContain('📣 加一道题')
    expect(await lin.says('/question')).toEqual([zh.group.quota])
    expect((await lin.says('/question 不存在的主题'))[0]).toBe(zh.group.quota)
  })

  it('commands of direct chats lead there', async () => {
    const { lin } = await started()
    expect((await lin.says('/mock'))[0]).toContain(zh.group.privateOnly)
    expect(await lin.says('/nonsense')).toEqual([])
  })

  it('to be quoted and not to be named, for themselves alone, in the group or in private', async () => {
    const { group, lin, wang } = await asked()
    await lin.says('/settings')
    await lin.presses('可引用')
    await wang.presses('显示名字')
    await lin.replies(`${GOOD}之后核实、回访。`)
    await wang.answers(OTHER)
    const reveal = (await group.at('2026-11-24 20:00')).at(-1)
    expect(reveal).toContain('林小明：「')
    expect(reveal).not.toContain('王五')
    expect(reveal).toContain('林小明 和另外 1 人')
    expect((await wang.says('/board'))[0]).toContain(zh.group.board.hidden)
    await wang.private.says('/settings')
    await wang.private.presses('群里显示名字')
    await wang.private.presses('群里显示名字')
    expect((await wang.says('/board'))[0]).toContain('王五')
  })

  it('what is kept of them', async () => {
    const { group, lin, wang } = await asked()
    expect((await lin.says('/privacy'))[0]).toContain(zh.group.me.nothing)
    await lin.replies(GOOD)
    await group.at('2026-11-24 20:00')
    expect((await lin.says('/privacy'))[0]).toContain('显示名：林小明\n打卡 1 天，答到 1 个考察点')
    expect(await wang.private.says('/start')).not.toEqual([])
    expect((await wang.private.says('/privacy'))[0]).not.toContain('学习群')
  })

  it('to be forgotten here, though the bot never met them in private: name, days and the answer not yet revealed', async () => {
    const { bot, group, lin, wang } = await asked()
    await lin.replies(GOOD)
    await group.at('2026-11-25 08:00')
    await lin.replies(OTHER)
    await wang.replies(OTHER)
    await lin.says('/delete')
    await wang.presses('确定删除')
    expect((await group.doc()).told).toEqual([])
    expect(await lin.presses('确定删除')).toEqual([zh.group.me.deleted])
    const doc = await group.doc()
    const ref = { kind: 'group' as const, id: doc.id }
    const kept = [doc, ...(await Promise.all((doc.segments ?? []).map((name) => bot.store.history(ref, name))))]
    expect(JSON.stringify(kept)).not.toMatch(/林小明|"lin"/)
    expect(doc.stale).toEqual([])
    expect((await group.at('2026-11-25 20:00')).at(-1)).toContain('作答：王五')
    expect((await lin.says('/board'))[0]).not.toContain('林')
  })

  it('to be forgotten, also while the reveal is being worked out', async () => {
    const { bot, group, lin, wang } = await asked()
    await lin.replies(GOOD)
    await wang.replies(OTHER)
    const { history } = bot.store
    bot.store.history = async (ref, segment) => {
      const lines = await history.call(bot.store, ref, segment)
      if (segment !== 'round-1' || (await group.doc()).rounds[0]?.state !== 'closing') return lines
      bot.store.history = history
      const press = { type: 'action' as const, eventId: 'gone', chat: { ...group.chat }, at: 0, choice: 'gdel:lin' }
      await bot.channel.deliver({ ...press, from: { channel: 'fake', userId: 'lin' } })
      return lines
    }
    expect((await group.at('2026-11-24 20:00')).at(-1)).toContain('作答：王五')
    const doc = await group.doc()
    expect(await bot.store.history({ kind: 'group', id: doc.id }, doc.members ?? '')).toMatchObject([{ id: 'wang' }])
  })

  it('to be forgotten everywhere, from the private chat', async () => {
    const { bot, group, lin } = await asked()
    const other = groupOf(bot, 'g2')
    await other.event({ type: 'joined' })
    await other.member('lin', '小林').says('/question 合规')
    await lin.answers(GOOD)
    await other.member('lin', '小林').answers('我会明确拒绝，说明规定，再给别的办法。')
    await lin.private.says('/delete')
    expect(await lin.private.presses('确定删除')).toEqual([zh.remove.done])
    await expect(lin.private.doc()).rejects.toThrow('no document')
    for (const one of [group, other]) {
      const doc = await one.doc()
      const ref = { kind: 'group' as const, id: doc.id }
      const kept = [doc, ...(await Promise.all((doc.segments ?? []).map((name) => bot.store.history(ref, name))))]
      expect(JSON.stringify(kept)).not.toMatch(/林小明|小林|"lin"/)
    }
  })
})

describe('feedback of one’s own', () => {
  it('waits for those who never started the bot, and comes once', async () => {
    const { group, wang } = await asked()
    await wang.replies(OTHER)
    await group.at('2026-11-24 20:00')
    const shown = await wang.follows()
    expect(shown.some((text) => text.includes('答到了：跟进'))).toBe(true)
    expect(await wang.private.doc()).toMatchObject({ answerCount: 1, groups: [documentId('fake', 'group-g1')] })
    expect(await wang.follows()).toEqual([zh.round.known])
    expect((await wang.private.doc()).answerCount).toBe(1)
  })

  it('who did not answer may practise the question from the same button', async () => {
    const { group, lin } = await asked()
    await group.at('2026-11-24 20:00')
    await group.member('x').replies(GOOD)
    await group.at('2026-11-25 20:00')
    expect((await lin.private.says(`/start g_${(await group.doc()).id}_1`)).at(-1)).toContain('客户投诉时你怎么做？')
    expect((await lin.private.says(GOOD)).at(-1)).toContain('参考答案')
  })

  it('answers are gone a week after the reveal', async () => {
    const { bot, group, wang } = await asked()
    await wang.replies(OTHER)
    await group.at('2026-11-24 20:00')
    const doc = await group.doc()
    await group.at('2026-12-01 20:01')
    expect(await bot.store.history({ kind: 'group', id: doc.id }, 'round-1')).toEqual([])
    expect((await group.doc()).rounds.map(({ number }) => number)).not.toContain(1)
    const shown = await wang.private.says(`/start g_${doc.id}_1`)
    expect(shown.at(-1)).toBe(zh.question.over)
  })
})

it('where messages cannot be edited and choices are typed: answers by mention, names in batches, no links', async () => {
  const channels = [new FakeChannel('typed', 'fake', undefined, { hearsAll: true })]
  const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' }, channels })
  bot.channel.links = false
  bot.channel.may = { remove: false, acknowledge: false }
  const group = groupOf(bot)
  await group.event({ type: 'joined' })
  const [card] = await group.at('2026-11-24 08:00')
  expect(card).toContain(zh.group.howTo.mention)
  const [lin, wang] = [group.member('lin', '林小明'), group.member('wang', '王五')]
  await lin.says(GOOD)
  await wang.says(OTHER)
  expect(await group.waits('6min')).toEqual([
    `${zh.group.names('林小明、王五', 2)}\n${zh.room.keepPrivate('林小明、王五')}`,
  ])
  const [reveal] = await group.at('2026-11-24 20:00')
  expect(reveal).toContain('作答：林小明、王五')
  expect((await lin.says('榜 月'))[0]).toContain('🏆 本月榜')
  // In private without a link, also for somebody the bot has never met; not for somebody who is not in the group.
  await group.at('2026-11-25 08:00')
  const chen = bot.learner('chen')
  await chen.says('/start')
  bot.channel.roles.set('chen', 'none')
  expect(await chen.says('群设置')).toEqual([zh.group.inGroup])
  bot.channel.roles.set('zhao', 'member')
  const zhao = bot.learner('zhao')
  await zhao.says('/start')
  expect((await zhao.says('群设置'))[0]).toContain(zh.round.title('20:00'))
  expect((await zhao.says(GOOD))[0]).toContain('已交给学习群')
  await group.waits('6min')
  expect((await group.doc()).rounds.at(-1)?.shown).toBe(1)
})
