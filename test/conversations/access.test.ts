import { describe, expect, it } from 'vitest'
import { type Bot, startBot } from '../support/bot.ts'

async function knows(bot: Bot, id: string): Promise<boolean> {
  return bot
    .learner(id)
    .doc()
    .then(() => true)
    .catch(() => false)
}

describe('ACCESS=open', () => {
  it('lets everybody in', async () => {
    const bot = await startBot()
    expect((await bot.learner('a').says('你好'))[0]).toContain('你好，我是每日一面')
    expect((await bot.learner('b').says('/start'))[0]).toContain('你好，我是每日一面')
  })
})

describe('ACCESS=invite', () => {
  const env = { ACCESS: 'invite', INVITE_CODE: 'spring-2027', ADMIN_IDS: 'fake:boss' }

  it('asks a stranger for the code and remembers nothing of them', async () => {
    const bot = await startBot({ env })
    expect(await bot.learner('a').says('/start')).toEqual([expect.stringContaining('这里需要邀请码')])
    expect(await knows(bot, 'a')).toBe(false)
  })

  it.each(['spring-2027', ' spring-2027 ', '/start spring-2027'])('"%s" opens the door for good', async (words) => {
    const bot = await startBot({ env })
    const lin = bot.learner()
    expect((await lin.says(words))[0]).toContain('你好，我是每日一面')
    expect(await lin.says('/hint')).toEqual([expect.stringContaining('💡')])
  })

  it('a wrong code is refused, and after five the right one too, for an hour', async () => {
    const bot = await startBot({ env })
    const lin = bot.learner()
    for (let n = 0; n < 5; n++) expect(await lin.says(`guess-${n}`)).toEqual([expect.stringContaining('邀请码不对')])
    expect(await lin.says('spring-2027')).toEqual([expect.stringContaining('试得太多了')])
    await lin.waits('61min')
    expect((await lin.says('spring-2027'))[0]).toContain('你好，我是每日一面')
  })

  it('one guesser’s tries are not another’s', async () => {
    const bot = await startBot({ env })
    for (let n = 0; n < 6; n++) await bot.learner('guesser').says(`guess-${n}`)
    expect((await bot.learner().says('spring-2027'))[0]).toContain('你好，我是每日一面')
  })

  it('operators need no code; a stranger’s button press makes no document', async () => {
    const bot = await startBot({ env })
    expect((await bot.learner('boss').says('/start'))[0]).toContain('你好，我是每日一面')
    await bot.learner('a').event({ type: 'action', choice: 'next' })
    expect(await knows(bot, 'a')).toBe(false)
  })
})

describe('ACCESS=allowlist', () => {
  it('is for the list and the operators only', async () => {
    const bot = await startBot({ env: { ACCESS: 'allowlist', ALLOWED_IDS: 'fake:lin', ADMIN_IDS: 'fake:boss' } })
    expect((await bot.learner('lin').says('/start'))[0]).toContain('你好，我是每日一面')
    expect((await bot.learner('boss').says('/start'))[0]).toContain('你好，我是每日一面')
    expect(await bot.learner('eve').says('/start')).toEqual([expect.stringContaining('只对名单里的人开放')])
    expect(await knows(bot, 'eve')).toBe(false)
  })

  it('who leaves the list is out, whatever they were', async () => {
    const bot = await startBot({ env: { ACCESS: 'allowlist', ALLOWED_IDS: 'telegram:lin', ADMIN_IDS: 'fake:boss' } })
    expect(await bot.learner('lin').says('/start')).toEqual([expect.stringContaining('只对名单里的人开放')])
  })
})

describe('quotas', () => {
  it('a flood gets one warning, then silence until the minute is over; nothing taken is lost', async () => {
    const bot = await startBot({ env: { MESSAGES_PER_MINUTE: '5' } })
    const lin = bot.learner()
    await lin.says('/start')
    for (let n = 1; n <= 4; n++) await lin.says(`第 ${n} 句，先倾听客户`)
    expect(await lin.says('第 5 句')).toEqual([expect.stringContaining('发得太快了')])
    expect(await lin.says('第 6 句')).toEqual([])
    expect(await bot.learner('other').says('/start')).toHaveLength(2)
    await lin.waits('1min')
    expect((await lin.doc()).attempts[0]?.reply).toContain('第 4 句')
    expect(await lin.says('/hint')).toHaveLength(1)
  })

  it('so many questions a day on demand; the next practice day begins anew', async () => {
    const bot = await startBot({ env: { QUESTIONS_PER_DAY: '2' } })
    const lin = bot.learner()
    await lin.says('/start')
    for (let n = 0; n < 2; n++) expect((await lin.says('题目'))[0]).toContain('题 · ')
    expect(await lin.says('题目')).toEqual(['今天已经练了 2 题，够多了，明天再来。'])
    await lin.until('03:01')
    expect((await lin.says('题目'))[0]).toContain('题 · ')
  })
})

describe('a report about a question', () => {
  const env = { ADMIN_IDS: 'fake:chat-boss', ANSWER_IDLE_SECONDS: '0' }

  it('reaches the operator with the reason, and not the reporter', async () => {
    const bot = await startBot({ env })
    const lin = bot.learner()
    await lin.says('/start')
    await lin.says('不知道')
    expect(await lin.presses('题目有误')).toEqual([expect.stringContaining('哪里不对')])
    expect(await lin.says('参考答案里的天数不对')).toEqual(['谢谢，已转给管理员。'])
    const report = bot.channel.shown.find((shown) => shown.chatId === 'chat-boss')
    expect(JSON.stringify(report?.message)).toContain('#complaint')
    expect(JSON.stringify(report?.message)).toContain('参考答案里的天数不对')
    expect(JSON.stringify(report)).not.toContain('lin')
    expect(bot.logger.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: { event: 'question-reported', question: 'complaint' } }),
    )
  })

  it('can go without a reason, and be called off', async () => {
    const bot = await startBot({ env })
    const lin = bot.learner()
    await lin.says('/start')
    await lin.says('不知道')
    await lin.presses('题目有误')
    expect(await lin.presses('不说明')).toEqual(['谢谢，已转给管理员。'])
    await lin.presses('题目有误')
    expect(await lin.says('取消')).toEqual(['好，取消了。'])
    expect(bot.channel.shown.filter((shown) => shown.chatId === 'chat-boss')).toHaveLength(1)
  })

  it('asks for no reason where nobody would read it', async () => {
    const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.learner()
    await lin.says('/start')
    await lin.says('不知道')
    expect(await lin.presses('题目有误')).toEqual(['谢谢，记下是哪一题了。'])
    expect(bot.logger.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: { event: 'question-reported', question: 'complaint' } }),
    )
  })

  it('is not written into an answer: the next words are one again', async () => {
    const bot = await startBot({ env })
    const lin = bot.learner()
    await lin.says('/start')
    await lin.says('不知道')
    await lin.says('/question #bend')
    await lin.presses('题目有误')
    await lin.says('这一句是说明')
    await lin.says('我会明确拒绝，说明规定。')
    expect((await lin.doc()).attempts.at(-1)).toMatchObject({ questionId: 'bend', reply: '我会明确拒绝，说明规定。' })
  })
})
