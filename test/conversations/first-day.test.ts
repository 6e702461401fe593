import { expect, it } from 'vitest'
import { startBot } from '../support/bot.ts'

it('a first day: greeted, asked at once, answers in two messages, gets evidence, answer, checklist and a streak of 1', async () => {
  const bot = await startBot()
  const lin = bot.learner()
  const [hello, card] = await lin.says('/start')
  expect(hello).toContain('你好，我是每日一面')
  expect(card).toContain('客户投诉时你怎么做？')
  expect(card).toContain('行为题 · 10 分 · 约 2 分钟')

  expect(await lin.says('我会先倾听客户把话说完，再真诚道歉。')).toEqual([
    expect.stringContaining('还有要补的就接着发'),
  ])
  expect(await lin.says('之后查清原因。')).toEqual([])
  const [checklist, answer] = await lin.presses('完成')
  expect(checklist).toContain('答到了：共情')
  expect(checklist).toContain('✅ 1. 共情 · 答到\n先安抚情绪\n「我会先倾听客户把话说完，再真诚道歉」')
  expect(answer).toContain('我会先倾听，真诚道歉')
  expect(answer).toContain('🔥 打卡第 1 天')
})
