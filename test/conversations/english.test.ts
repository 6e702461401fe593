import { expect, it } from 'vitest'
import { commands } from '../../src/commands/registry.ts'
import { toPlain } from '../../src/render/plain.ts'
import { startBot } from '../support/bot.ts'

it.each(['buttons', 'typed'] as const)(
  'a first day in English, with no Han character anywhere (%s)',
  async (choices) => {
    const bot = await startBot({ locale: 'en', choices })
    const ann = bot.learner('ann')
    const [hello, card] = await ann.says('/start')
    expect(hello).toContain('Hi, I’m Interview Coach')
    expect(card).toContain('Behavioural · 10 points · about 2 min')
    expect(card).toContain('How do you handle a client')

    expect(await ann.says('hint')).toEqual(['💡 Feelings first, facts second.'])
    expect((await ann.says('First I listen to the client and I apologise.'))[0]).toContain('after 30 quiet seconds')
    await ann.says('Then I investigate, and I call back the next day.')
    const [checklist, answer] = await ann.says('done')
    expect(checklist).toContain('You covered every point')
    expect(checklist).toContain(
      '✅ 1. Empathy · covered\nCalms the client first\n“First I listen to the client and I apologise”',
    )
    expect(answer).toContain('Model answer')
    expect(answer).toContain('🔥 Day 1')
    expect(answer).toContain('In 7 days (from 30 Nov)')

    await ann.says('1')
    for (const { name } of commands) if (name !== 'language' && name !== 'delete') await ann.says(`/${name}`)
    for (const words of [
      '/time 25:99',
      '/timezone Mars',
      '/pause 0',
      '/pause 3',
      '/resume',
      '/bank nosuch',
      '/foo',
      'hello there',
      'thanks',
      '/strek',
      '/question #nosuch',
      '/delete',
    ])
      await ann.says(words)
    await ann.sends('voice')
    await ann.says('next')
    await ann.says('I really don’t know')
    await ann.until('08:00')

    for (const { message } of bot.channel.shown) {
      const shown = [toPlain(message), ...(message.choices?.flat().map((choice) => choice.label) ?? [])].join('\n')
      // The banks and the button that leads back carry their own names.
      expect(shown.replace(/中文|练习题库/g, '')).not.toMatch(/\p{Script=Han}|[，。！？：；「」（）]/u)
    }
  },
)

it.each(['buttons', 'typed'] as const)(
  'English, chosen at the first meeting, brings the first question in English (%s)',
  async (choices) => {
    const bot = await startBot({ choices, env: { ANSWER_IDLE_SECONDS: '0' } })
    const ann = bot.learner('ann')
    await ann.says('/start')
    const shown = choices === 'buttons' ? await ann.presses('English') : await ann.says('English')
    expect(shown[0]).toMatch(/^OK, English from now on.\n\nOne interview question a day/)
    expect(shown[1]).toContain('How do you handle a client')
    expect((await ann.doc()).sessions).toHaveLength(1)
    expect(await ann.says('/language 中文')).toEqual([
      expect.stringContaining('用自己的话回答'),
      expect.stringContaining('客户投诉时你怎么做？'),
    ])
  },
)

it('an answer begun, a paper or a bank chosen keeps its question when the language changes', async () => {
  const bot = await startBot()
  const [ann, bob, cat] = [bot.learner('ann'), bot.learner('bob'), bot.learner('cat')]
  for (const one of [ann, bob, cat]) await one.says('/start')
  await ann.says('我会先倾听客户把话说完，再真诚道歉。')
  await bob.says('模拟 短卷')
  await cat.says('/bank practice-en')
  for (const one of [ann, bob, cat]) expect(await one.says('/language en')).toEqual(['OK, English from now on.'])
})

it('a Chinese learner meets no English sentence in the first day', async () => {
  const bot = await startBot()
  const lin = bot.learner()
  for (const words of [
    '/start',
    '提示',
    '我会先倾听客户把话说完，再真诚道歉。',
    '完成',
    '打卡',
    '统计',
    '设置',
    '题库',
    '暂停 3',
    '恢复',
  ])
    await lin.says(words)
  for (const { message } of bot.channel.shown)
    expect(toPlain(message)).not.toMatch(/[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}/)
})
