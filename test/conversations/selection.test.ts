import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/streak/day.ts'
import { startBot } from '../support/bot.ts'

/* Which question comes when, as the learner sees it. Monday 2026-11-23, 09:00 in Shanghai. */

describe('in the conversation', () => {
  it('every question of a bank is met before a well-answered one returns', async () => {
    const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.learner()
    await lin.says('/start')
    const good: Record<string, string> = {
      complaint: '我会先倾听，真诚道歉，核实情况，三天后回访。',
      bend: '我会明确拒绝，说明规定。',
      rate: '4000',
      pick: 'B',
    }
    for (let n = 0; n < 4; n++) {
      const id = (await lin.doc()).sessions.at(-1)?.questionId ?? ''
      await lin.says(good[id] ?? '')
      if (n < 3) await lin.says('题目')
    }
    expect((await lin.doc()).attempts.map((attempt) => attempt.questionId).sort()).toEqual(Object.keys(good).sort())
    for (const held of Object.values((await lin.doc()).cards)) expect(held.due).toBe('2026-11-30')
  })

  it('what was not answered is up for review the next day, and asked after three new ones', async () => {
    const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.learner()
    await lin.says('/start')
    const first = (await lin.doc()).sessions.at(-1)?.questionId ?? ''
    expect((await lin.says('不知道'))[0]).toContain('明天起，这题在「复习」里等你')
    const met = [first]
    for (const day of ['24', '25', '26']) {
      const [card] = await lin.at(`2026-11-${day} 08:00`)
      const id = (await lin.doc()).sessions.at(-1)?.questionId ?? ''
      if (met.length < 3) expect(met).not.toContain(id)
      else {
        expect(id).toBe(first)
        expect(card).toContain('📮 今日一面\n📮 再遇见这道题')
      }
      met.push(id)
      expect((await lin.says('复习'))[0]).toContain('该复习')
      await lin.says('不知道')
    }
  })

  it('practised daily, the promise of each answer is kept: that day it stands in 复习, and not before', async () => {
    const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.learner()
    await lin.says('/start')
    const promised = new Map<string, string>()
    const answers = ['不知道', '我会先倾听，真诚道歉，核实情况，三天后回访。我会明确拒绝，说明规定。', '跳过', '4000']
    for (let day = 0; day < 16; day++) {
      const today = addDays('2026-11-23', day)
      if (day > 0) await lin.at(`${today} 08:00`)
      const due = [...promised.values()].filter((date) => date <= today).length
      const [list] = await lin.says('复习')
      expect(list).toContain(due === 0 ? '' : `该复习 ${due} 题`)
      if (due === 0) expect(list).not.toContain('该复习 ')
      const id = (await lin.doc()).sessions.at(-1)?.questionId ?? ''
      const words = (await lin.says(answers[(day * 7 + (day >> 2)) % answers.length] ?? '')).join('\n')
      const said = /(?:(明天)|(\d+) 天后)(?:（[^（）]+）)?起，这题在「复习」里等你/.exec(words)
      expect(said, words).not.toBeNull()
      promised.set(id, addDays(today, said?.[1] ? 1 : Number(said?.[2])))
    }
    expect(promised.size).toBe(4)
  })
})
