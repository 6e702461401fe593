import { describe, expect, it } from 'vitest'
import { QuestionBanks } from '../../src/questions/bank.ts'
import { zh } from '../../src/text/zh.ts'
import { startBot } from '../support/bot.ts'
import { ChannelError } from '../support/channel.ts'
import { groupOf } from '../support/group.ts'

/* People in several groups, people and bots who come and go, groups that move. Monday 2026-11-23, 09:00 in Shanghai. */

const GOOD = '我会先倾听客户把话说完，再真诚道歉。'
const OTHER = '我先查清是哪笔业务，过两天再回访客户。'

async function started(env: Record<string, string> = {}) {
  const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0', ...env } })
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

async function asked(env: Record<string, string> = {}) {
  const all = await started(env)
  await all.group.at('2026-11-24 08:00')
  return all
}

/** Two groups that reveal the same question at 20:00 and 21:00, and one who has answered it for both. */
async function answeredInTwo() {
  const all = await started()
  const { bot, group, lin } = all
  const other = groupOf(bot, 'g2')
  await other.event({ type: 'joined' })
  await other.member('boss').says('/group 揭晓 21:00')
  await group.at('2026-11-24 08:00')
  // Known to both from the links followed.
  await other.member('lin', '林小明').follows()
  await lin.private.says(`/start g_${(await group.doc()).id}_1`)
  await lin.private.says(GOOD)
  return { ...all, other }
}

describe('one person', () => {
  it('in two groups with the same question answers once for both, and gets one attempt out of it', async () => {
    const { group, other, lin } = await answeredInTwo()
    await group.waits('20s')
    expect((await group.doc()).rounds[0]?.shown).toBe(1)
    expect((await other.doc()).rounds[0]?.shown).toBe(1)
    await group.at('2026-11-24 20:01')
    expect((await lin.private.doc()).attempts).toHaveLength(1)
    await group.at('2026-11-24 21:01')
    const { attempts, streak, ledger } = await lin.private.doc()
    expect(attempts).toHaveLength(1)
    expect(streak.kept).toHaveLength(1)
    expect(ledger.empathy).toEqual({ covered: 1, partly: 0, missed: 0 })
    expect((await other.doc()).dayCount).toBe(1)
  })

  it('gets one attempt out of two groups, also when the question left the banks between their reveals', async () => {
    const { bot, group, lin } = await answeredInTwo()
    await group.at('2026-11-24 20:30')
    // The answer is over, and its question is no longer in the document.
    await lin.private.says('/streak')
    bot.banks = new QuestionBanks(
      bot.banks.banks.map((bank) => ({ ...bank, questions: bank.questions.filter(({ id }) => id !== 'complaint') })),
      [...bot.banks.competencies.values()],
    )
    await group.at('2026-11-24 21:01')
    const { attempts, ledger } = await lin.private.doc()
    expect(attempts).toHaveLength(1)
    expect(ledger.empathy).toEqual({ covered: 1, partly: 0, missed: 0 })
  })

  it('in two groups with different questions answers each, for one day of their own', async () => {
    const { bot, group, lin } = await asked()
    const other = groupOf(bot, 'g2')
    await other.member('wang').says('/question 合规')
    await lin.answers(GOOD)
    await other.member('lin', '小林').answers('我会明确拒绝，说明规定，再给别的办法。')
    await group.at('2026-11-24 20:05')
    const { attempts, streak, groups } = await lin.private.doc()
    expect(attempts.map(({ questionId }) => questionId).sort()).toEqual(['bend', 'complaint'])
    expect(streak.kept).toHaveLength(1)
    expect(groups).toHaveLength(2)
  })

  it('alone and in a group on the same day: one day, both answers', async () => {
    const { bot, group, lin } = await asked()
    await lin.private.says('/start')
    await lin.private.says('/question #rate')
    await lin.private.says('4000')
    await lin.replies(GOOD)
    await group.at('2026-11-24 20:05')
    const { attempts, streak, answerCount } = await lin.private.doc()
    expect(attempts.filter(({ outcome }) => outcome === 'answered').map(({ questionId }) => questionId)).toEqual([
      'rate',
      'complaint',
    ])
    expect(streak.kept).toHaveLength(1)
    expect(answerCount).toBe(2)
    expect(bot.logger.lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('who had the question open alone before the group asked it answers the group with it, sealed', async () => {
    const { group, lin } = await started()
    await lin.private.says('/start')
    expect((await lin.private.doc()).sessions.at(-1)?.questionId).toBe('complaint')
    await group.at('2026-11-24 08:00')
    await lin.follows()
    const shown = await lin.private.says(GOOD)
    expect(shown.join()).toContain('已交给学习群')
    expect(shown.join()).not.toContain('先处理心情')
    expect((await lin.private.doc()).sessions.filter(({ questionId }) => questionId === 'complaint')).toHaveLength(1)
  })

  it('is not asked alone what a group of theirs is answering just now', async () => {
    const { group, lin } = await asked()
    await lin.replies(GOOD)
    await lin.private.says('/start')
    await lin.replies(GOOD)
    for (let n = 0; n < 3; n++) await lin.private.presses('跳过')
    await lin.private.says('/question')
    expect((await lin.private.doc()).sessions.slice(-1).map(({ questionId }) => questionId)).not.toContain('complaint')
    await group.at('2026-11-24 20:05')
  })

  it('who blocked the bot: their feedback is lost, nothing else', async () => {
    const { bot, group, lin, wang } = await asked()
    await lin.answers(GOOD)
    await wang.answers(OTHER)
    await lin.private.event({ type: 'blocked' })
    await group.at('2026-11-24 20:05')
    expect((await lin.private.doc()).answerCount).toBe(1)
    expect((await wang.private.doc()).answerCount).toBe(1)
    expect(bot.logger.lines.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('a group', () => {
  it('that became a supergroup goes on with its round, its members and its streak', async () => {
    const { bot, group, lin, wang } = await asked()
    await lin.replies(GOOD)
    await group.event({ type: 'migrated', toChatId: 'group-super' })
    group.chat.chatId = 'group-super'
    await wang.says(OTHER)
    const [reveal] = (await group.at('2026-11-24 20:00')).slice(-1)
    expect(reveal).toContain('作答：林小明、王五')
    expect((await lin.says('/board'))[0]).toContain('林小明')
    expect(bot.channel.shown.at(-1)?.chatId).toBe('group-super')
    expect((await group.at('2026-11-25 08:00')).at(-1)).toContain('📣')
  })

  it('whose move is only seen when something is sent goes on too', async () => {
    const { bot, group, lin } = await started()
    bot.channel.faults.push({ error: new ChannelError('migrated', 'moved', { toChatId: 'group-super' }) })
    group.chat.chatId = 'group-super'
    expect(await group.at('2026-11-24 08:00')).toHaveLength(1)
    await lin.replies(GOOD)
    expect((await group.at('2026-11-24 20:00')).at(-1)).toContain('作答：林小明')
  })

  it('keeps to the topic a question was asked in', async () => {
    const { bot, group, lin } = await started()
    const thread = { chat: { ...group.chat, threadId: '7' } }
    await lin.says('/question', thread)
    await group.at('2026-11-23 20:00')
    const threads = bot.channel.chats.filter(({ kind }) => kind === 'group').map(({ threadId }) => threadId)
    expect(threads).toEqual([undefined, '7', '7'])
  })

  it('that removed the bot hears nothing more; members who answered still get their feedback; added again it goes on', async () => {
    const { group, lin, wang } = await asked()
    await lin.answers(GOOD)
    await wang.answers(OTHER)
    await group.event({ type: 'left' })
    expect(await group.at('2026-11-24 20:05')).toEqual([])
    expect((await lin.private.doc()).answerCount).toBe(1)
    expect(await group.at('2026-11-26 12:00')).toEqual([])
    expect((await group.event({ type: 'joined' }))[0]).toContain('大家好')
    expect(await group.at('2026-11-27 08:00')).toHaveLength(1)
    expect((await lin.says('/board all'))[0]).toContain('林小明')
    expect((await group.doc()).streak.current).toBe(1)
  })

  it('that muted the bot is left in peace until it may write again', async () => {
    const { group } = await started()
    await group.event({ type: 'blocked' })
    expect(await group.at('2026-11-25 12:00')).toEqual([])
    await group.event({ type: 'unblocked' })
    expect(await group.at('2026-11-26 08:00')).toHaveLength(1)
  })

  it('that refuses a message without a word before is tried again when somebody speaks', async () => {
    const { bot, group, lin } = await started()
    bot.channel.faults.push({ error: new ChannelError('blocked', 'not enough rights') })
    await group.at('2026-11-25 12:00')
    expect((await group.doc()).presence).toBe('muted')
    expect((await lin.says('/question'))[0]).toContain('📣')
  })

  it('with one member works, and its streak waits for a second', async () => {
    const { group, lin } = await asked()
    await lin.answers(GOOD)
    expect((await group.at('2026-11-24 20:00')).at(-1)).toContain('作答：林小明')
    expect((await group.doc()).streak.current).toBe(0)
    expect((await lin.says('/streak'))[0]).toMatch(/^🔥 本群连续从下一题数起。每题至少 2 人/)
  })
})

describe('who writes', () => {
  it('an anonymous admin may change settings and reveal, but has no answer to give', async () => {
    const { group, lin } = await asked()
    const anonymous = { from: { channel: 'fake', userId: group.chat.chatId, as: 'group' as const } }
    await lin.replies(GOOD)
    expect((await lin.says('/group 达标 3', anonymous))[0]).toContain('达标人数：3')
    expect((await lin.says(`/answer ${GOOD}`, anonymous))[0]).toContain(zh.group.anonymous)
    expect((await lin.says('/reveal', anonymous)).at(-1)).toContain('📖 揭晓')
  })

  it('a channel writes as nobody: no answer, no admin', async () => {
    const { group, lin } = await asked()
    const channel = { from: { channel: 'fake', userId: '-100', as: 'channel' as const } }
    expect((await lin.says(GOOD, { ...channel, replyTo: await group.cardId() }))[0]).toContain(zh.group.anonymous)
    expect(await lin.says('/group', channel)).toEqual([zh.group.adminUnknown])
    expect((await group.doc()).rounds[0]?.lines).toBe(1)
  })

  it('a name with markup, marks that turn the line or nothing at all stays a name', async () => {
    const { bot, group } = await asked()
    for (const [id, name] of [
      ['a', '<b>x</b>'],
      ['b', '\u202egnp.exe'],
      ['c', ''],
      ['d', 'محمد\nعلي'],
    ] as const)
      await group.member(id, name).replies(GOOD)
    const reveal = (await group.at('2026-11-24 20:00')).at(-1) ?? ''
    expect(reveal).toContain('作答：<b>x</b>、gnp.exe、\u2068محمدعلي\u2069 和另外 1 人')
    expect(reveal).not.toContain('\u202e')
    expect(bot.logger.lines.filter(({ level }) => level === 'error')).toEqual([])
  })
})

it('a network that never says who is an admin keeps nobody waiting', async () => {
  const { bot, boss } = await started()
  bot.channel.roleOf = () => new Promise(() => {})
  const said = boss.says('/group')
  await bot.clock.moveTo(bot.clock.now() + 5000)
  expect(await said).toEqual([zh.group.adminUnknown])
})

describe('who has left', () => {
  it('is on no board, also when nobody announced it', async () => {
    const { bot, group, lin, wang } = await asked()
    await lin.replies(GOOD)
    await wang.replies(OTHER)
    await group.at('2026-11-24 20:00')
    bot.channel.roles.set('lin', 'none')
    const [board] = await wang.says('/board')
    expect(board).toContain('王五')
    expect(board).not.toContain('林小明')
    const questions = bot.channel.rolesAsked
    await wang.says('/board')
    expect(bot.channel.rolesAsked).toBe(questions)
  })

  it('is not waited for, once that was announced; who comes back is there again', async () => {
    const { group } = await asked()
    const members = ['a', 'b', 'c', 'd'].map((id) => group.member(id))
    for (const member of members) await member.replies(GOOD)
    await group.at('2026-11-25 08:00')
    await group.event({ type: 'member', change: 'left', from: { channel: 'fake', userId: 'd' } })
    let shown: string[] = []
    for (const member of members.slice(0, 3)) shown = [...shown, ...(await member.replies(GOOD))]
    shown = [...shown, ...(await group.waits('20s'))]
    expect(shown.at(-1)).toContain('📖 揭晓')
    expect((await members[0]?.says('/board'))?.[0]).not.toContain(' d')
    await group.event({ type: 'member', change: 'joined', from: { channel: 'fake', userId: 'd' } })
    expect((await members[0]?.says('/board'))?.[0]).toContain(' d')
  })
})

it('the hello says the hour, the reveal and what it can read, in the language of who added it', async () => {
  const { group } = await started()
  const other = groupOf((await started()).bot, 'en')
  const [hello] = await other.event({ type: 'joined', locale: 'en-GB' })
  expect(hello).toContain('Hello everyone')
  expect(hello).toContain('08:00')
  expect(hello).toContain('I only see commands and replies to me')
  expect((await group.doc()).language).toBe('zh')
})

it('the log names nobody and quotes nothing', async () => {
  const { bot, group, lin } = await asked()
  bot.channel.may = { remove: false, acknowledge: false }
  await lin.replies(GOOD)
  bot.channel.rolesUnknown = true
  await lin.says('/group')
  await group.at('2026-11-24 20:05')
  for (const secret of ['林小明', '倾听', '"lin"', 'group-g1']) expect(bot.logger.text).not.toContain(secret)
})
