import { describe, expect, it } from 'vitest'
import { type Bot, type Learner_, startBot } from '../support/bot.ts'

/** The first question answered: 共情 covered, 跟进 missed. */
async function answered(options: Parameters<typeof startBot>[0] = {}): Promise<{ bot: Bot; lin: Learner_ }> {
  const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' }, ...options })
  const lin = bot.learner()
  await lin.says('/start')
  await lin.says('我会先倾听客户把话说完，再真诚道歉。')
  return { bot, lin }
}

async function exported(bot: Bot, lin: Learner_) {
  await lin.says('/export')
  return JSON.parse(bot.channel.shown.at(-1)?.message.file?.text ?? '{}')
}

describe('the checklist', () => {
  it('says of each point what it looks for, the verdict and the learner’s own words', async () => {
    const { bot } = await answered()
    const checklist = bot.channel.shown.at(-2)?.message
    expect(JSON.stringify(checklist)).toContain('先安抚情绪')
    expect(checklist?.choices?.flat().map((choice) => choice.label)).toEqual(['✅ 1', '⬜ 2'])
  })

  it('a tick by button is edited in place and shown as the learner’s', async () => {
    const { bot, lin } = await answered()
    const original = bot.channel.shown.at(-2)
    const [after] = await lin.presses('⬜ 2')
    expect(bot.channel.shown.at(-1)?.messageId).toBe(original?.messageId)
    expect(after).toContain('每个考察点都答到了')
    expect(after).toContain('✅ 2. 跟进 · 答到（你自己勾的）')
    const [back] = await lin.presses('✅ 2')
    expect(back).toContain('⬜ 2. 跟进 · 没答到\n')
  })

  it.each(['1 2', '１ ２', '1,2', '1、2'])('typed "%s" turns both, in one edit', async (typed) => {
    const { lin } = await answered()
    const [after, ...rest] = await lin.says(typed)
    expect(rest).toEqual([])
    expect(after).toContain('⬜ 1. 共情 · 没答到（你自己取消的）')
    expect(after).toContain('✅ 2. 跟进 · 答到（你自己勾的）')
  })

  it('a number that is no point changes nothing', async () => {
    const { lin } = await answered()
    const before = await lin.doc()
    expect(await lin.says('1 9')).toEqual([expect.stringContaining('上一题已经答完了')])
    expect((await lin.doc()).attempts).toEqual(before.attempts)
  })

  it('the tick wins: ledger, card, history and export follow, and taking it back restores them', async () => {
    const { bot, lin } = await answered()
    expect((await lin.doc()).cards.complaint).toMatchObject({ result: 'partly', due: '2026-11-26' })
    await lin.presses('⬜ 2')
    const ticked = await lin.doc()
    expect(ticked.ledger['follow-up']).toEqual({ covered: 1, partly: 0, missed: 0 })
    expect(ticked.cards.complaint).toMatchObject({ result: 'good', due: '2026-11-30' })
    expect((await exported(bot, lin)).attempts[0].verdicts[1]).toMatchObject({ verdict: 'missed', tick: true })
    await lin.says('/history')
    await lin.presses('✅✅')
    expect(bot.channel.shown.at(-1)?.message.blocks.length).toBeGreaterThan(1)

    await lin.event({ type: 'action', choice: `tick:${ticked.sessions[0]?.id}:1` })
    const back = await lin.doc()
    expect(back.ledger['follow-up']).toEqual({ covered: 0, partly: 0, missed: 1 })
    expect(back.cards.complaint).toMatchObject({ result: 'partly', due: '2026-11-26' })
    expect(back.attempts[0]?.verdicts[1]).not.toHaveProperty('tick')
  })

  it('a tick on a half-covered point can be taken back to half', async () => {
    const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.learner()
    await lin.says('/start')
    await lin.says('我会先倾听客户把话说完，最后回访客户。')
    await lin.presses('🟡 1')
    expect((await lin.presses('✅ 1'))[0]).toContain('🟡 1. 共情 · 提到一点\n')
  })

  it('a tick outlives what is added to the answer', async () => {
    const { lin } = await answered()
    await lin.presses('✅ 1')
    await lin.presses('补充')
    const [checklist] = await lin.says('三天后我会回访客户。')
    expect(checklist).toContain('⬜ 1. 共情 · 没答到（你自己取消的）')
    expect(checklist).toContain('🟡 2. 跟进 · 提到一点\n')
    expect((await lin.doc()).ledger).toEqual({
      empathy: { covered: 0, partly: 0, missed: 1 },
      'follow-up': { covered: 0, partly: 1, missed: 0 },
    })
  })

  it('ticks of an older answer leave the open question’s numbers alone', async () => {
    const { lin } = await answered()
    await lin.says('/question #rate')
    await lin.presses('⬜ 2')
    // "1" is an answer to the calculation now, wrong as it is, and no tick.
    const [checklist] = await lin.says('1')
    expect(checklist).toContain('算对利息')
    expect((await lin.doc()).attempts.map((attempt) => attempt.questionId)).toEqual(['complaint', 'rate'])
  })

  it('a red line heads the list and makes the question come up for review tomorrow', async () => {
    const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const lin = bot.learner()
    await lin.says('/start')
    const [checklist, answer] = await lin.says('我会倾听、道歉，核实后回访，而且我保证赔您。')
    expect(checklist).toContain('⛔ 红线：当场许诺赔偿\n「')
    expect(checklist).not.toContain('可以放心往后走')
    expect(answer).toContain('明天起，这题在「复习」里等你')
  })
})

describe('on a channel where choices are typed', () => {
  it('numbers tick, and a line says what counts as covered', async () => {
    const { lin } = await answered({ choices: 'typed' })
    expect(await lin.says('2')).toEqual(['改好了。现在算答到的：共情、跟进'])
    expect(await lin.says('１ ２')).toEqual(['改好了。现在没有算答到的。'])
  })
})
