import { describe, expect, it } from 'vitest'
import { type Bot, type Learner_, startBot } from '../support/bot.ts'
import { WechatChannel } from '../support/wechat-channel.ts'

const GOOD = '我会先倾听客户把话说完，再真诚道歉。'

/** The same conversation on a channel in memory and on WeChat: not a word may differ. */
const places: [string, (env?: Record<string, string>) => Promise<Bot>][] = [
  ['a channel without buttons', (env = {}) => startBot({ choices: 'typed', env })],
  [
    'WeChat',
    async (env = {}) => {
      const channel = new WechatChannel()
      const bot = await startBot({ channels: [channel], env })
      channel.clock = bot.clock
      return bot
    },
  ],
]

describe.each(places)('%s', (_name, open) => {
  async function asked(env: Record<string, string> = {}): Promise<Learner_> {
    const bot = await open(env)
    const lin = bot.learner()
    await lin.says('/start')
    return lin
  }

  it('the first card shows its actions as numbers, the greeting its hours as words', async () => {
    const bot = await open()
    const [hello, card] = await bot.learner().says('你好')
    expect(hello).toContain('也可以回复：08:00 / 12:30 / 20:00 / 21:30 / English')
    expect(card).toContain('1 💡 提示  2 看答案\n3 跳过  4 稍后')
  })

  it('no message carries choices the channel cannot show', async () => {
    const bot = await open()
    const lin = bot.learner()
    for (const words of ['/start', GOOD, '完成', '/settings', '/bank', '/history', '/delete', '/bookmarks'])
      await lin.says(words)
    expect(bot.channel.shown.filter((shown) => shown.message.choices !== undefined)).toEqual([])
  })

  it('the hour can be chosen by its word, before or after other things', async () => {
    const lin = await asked()
    expect((await lin.says('20:00'))[0]).toContain('每天 20:00 出题')
    expect((await lin.doc()).settings.time).toBe(1200)
  })

  it.each(['1', '１', 'a', '提示', '💡 提示'])('"%s" is the first action', async (typed) => {
    const lin = await asked()
    expect(await lin.says(typed)).toEqual(['💡 先想情绪，再想事情。'])
  })

  it.each(['2', '２', 'b', 'Ｂ', '看答案'])('"%s" is the second', async (typed) => {
    const lin = await asked()
    expect((await lin.says(typed))[0]).toContain('先看答案')
  })

  it('one numbered list at a time: the last shown is meant', async () => {
    const lin = await asked()
    await lin.says('/bank')
    expect((await lin.says('2'))[0]).toContain('现在练')
    expect((await lin.doc()).attempts).toEqual([])
  })

  it('the draft’s one choice takes over the number 1', async () => {
    const lin = await asked()
    expect((await lin.says(GOOD))[0]).toContain('1 ✅ 完成')
    expect((await lin.says('1'))[0]).toContain('答到了：共情')
  })

  it('after the feedback words are offered beside the ticks’ numbers', async () => {
    const lin = await asked()
    await lin.says(GOOD)
    const [checklist, answer] = await lin.says('完成')
    expect(checklist).toContain('1 ✅ 共情  2 ⬜ 跟进')
    expect(answer).toContain('也可以回复：补充 / 再答一次 / 下一题 / 收藏 / 题目有误')
    expect(await lin.says('收藏')).toEqual([expect.stringContaining('收藏好了')])
    expect((await lin.says('补充'))[0]).toContain('接着写吧')
    await lin.says('三天后我会回访客户。')
    expect((await lin.says('完成'))[0]).toContain('🟡 2. 跟进')
    expect((await lin.says('下一题'))[0]).toContain('题 · ')
  })

  it('a part of an offered word is enough when it can mean no other', async () => {
    const lin = await asked()
    for (const words of [GOOD, '完成']) await lin.says(words)
    expect((await lin.says('再答'))[0]).toContain('🔁 再答一次')
    await lin.says('看答案')
    for (const words of ['/language en', 'next', GOOD, 'done']) await lin.says(words)
    expect((await lin.says('again'))[0]).toContain('🔁 Once more')
    expect((await lin.says('again'))[0]).not.toContain('🔁')
  })

  it('the name of a language is no answer, whichever is spoken', async () => {
    const lin = await asked()
    expect((await lin.says('中文'))[0]).toContain('用中文')
    expect((await lin.says('English'))[0]).toContain('OK, English from now on.')
    expect((await lin.says('english'))[0]).toBe('OK, English from now on.')
    expect((await lin.doc()).sessions.at(-1)?.state).toBe('asked')
  })

  it('题目有误 asks for a line and can go without one', async () => {
    const lin = await asked({ ADMIN_IDS: 'fake:boss,wechat:boss' })
    await lin.says('不知道')
    expect((await lin.says('题目有误'))[0]).toContain('也可以回复：不说明')
    expect(await lin.says('不说明')).toEqual(['谢谢，已转给管理员。'])
  })

  it('offered words are understood in traditional characters', async () => {
    const lin = await asked({ ANSWER_IDLE_SECONDS: '0' })
    await lin.says(GOOD)
    expect((await lin.says('補充'))[0]).toContain('接着写吧')
  })

  it('on a choice question letters answer and actions are words', async () => {
    const lin = await asked()
    const [card] = await lin.says('/question #pick')
    expect(card).toContain('A. 20 万元\nB. 50 万元\nC. 100 万元')
    expect(card).toContain('也可以回复：提示 / 看答案 / 跳过 / 稍后')
    expect(await lin.says('提示')).toEqual(['💡 半个一百万。'])
    expect((await lin.says('b'))[0]).toContain('答对了')
  })

  it('on a calculation numbers answer, also while the draft is open', async () => {
    const lin = await asked()
    await lin.says('/question #rate')
    expect((await lin.says('1'))[0]).toContain('也可以回复：完成')
    expect(await lin.says('4000')).toEqual([])
    expect((await lin.says('完成'))[0]).toContain('答对了')
    expect((await lin.doc()).attempts.at(-1)?.reply).toBe('1\n4000')
  })

  it('skipping with a draft: both ways out can be typed', async () => {
    const lin = await asked()
    await lin.says(GOOD)
    expect((await lin.says('跳过'))[0]).toContain('1 ✅ 完成  2 不要了，跳过')
    await lin.says('2')
    expect((await lin.doc()).attempts[0]).toMatchObject({ outcome: 'skipped', reply: GOOD })
  })

  it.each([
    ['1', true],
    ['确定删除', true],
    ['2', false],
    ['算了', false],
  ])('/delete answered with "%s"', async (typed, gone) => {
    const lin = await asked()
    await lin.says('/delete')
    expect((await lin.says(typed))[0]).toContain(gone ? '已全部删除' : '都留着')
  })

  it('a choice is picked by its words, with or without what stands in brackets behind them', async () => {
    const lin = await asked({ ANSWER_IDLE_SECONDS: '0' })
    expect((await lin.says('模拟面试'))[0]).toContain('1 短卷（5 题）')
    expect((await lin.says('短卷'))[0]).toContain('📝 模拟面试 第 1/')
  })
})
