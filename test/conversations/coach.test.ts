import { describe, expect, it } from 'vitest'
import { drawPaper } from '../../src/practice/mock.ts'
import { parseDay, planOf } from '../../src/practice/plan.ts'
import { addDays } from '../../src/streak/day.ts'
import { zh } from '../../src/text/zh.ts'
import { startBot, testBanks } from '../support/bot.ts'

/* The coach over days: a second try, what is weak, the way to the interview, a mock paper. Monday 2026-11-23, 09:00 in Shanghai. */

const BAD = '我会跟客户解释清楚我们的流程是对的，请他理解。'
const GOOD = '我会先倾听客户把话说完，再真诚道歉，核实情况，三天后回访。'

async function started(options: Parameters<typeof startBot>[0] = {}) {
  const bot = await startBot({ ...options, env: { ANSWER_IDLE_SECONDS: '0', ...options.env } })
  const lin = bot.learner()
  await lin.says('/start')
  return { bot, lin }
}

describe('再答一次: the same question badly, then well', () => {
  it('shows which points changed, with the words', async () => {
    const { lin } = await started()
    const [first] = await lin.says(BAD)
    expect(first).toContain('说得太短，还听不出考察点')
    const [card] = await lin.presses('再答一次')
    expect(card).toContain(zh.card.retry)
    expect(card).toContain('客户投诉时你怎么做？')
    const [second] = await lin.says(GOOD)
    expect(second).toContain('和上次比\n📈 共情 ⬜ → ✅\n这次：「我会先倾听客户把话说完')
    expect(second).toContain('📈 跟进 ⬜ → ✅')
    await lin.presses('再答一次')
    const [third] = await lin.says('我先倾听他说完，真诚道歉，让他消消气就好了。')
    expect(third).toContain('📉 跟进 ✅ → ⬜\n上次：「')
    await lin.presses('再答一次')
    expect((await lin.says('我先倾听他说完，然后向他道歉，请他别生气。'))[0]).toContain(zh.feedback.noChange)
    expect((await lin.doc()).streak.kept).toHaveLength(1)
  })
})

describe('复习 and 弱项', () => {
  it('what is due, weakest first; bars and how to train', async () => {
    const { lin } = await started()
    expect(await lin.says('复习')).toEqual([expect.stringContaining(zh.review.never)])
    expect(await lin.says('弱项')).toEqual([expect.stringContaining(zh.weak.none)])
    await lin.says(BAD)
    expect((await lin.says('复习'))[0]).toContain('最近的一题明天再见')
    expect((await lin.says('弱项'))[0]).toContain('▱▱▱▱▱▱▱▱▱▱ 共情 0%（1 次）')
    await lin.at('2026-11-25 12:00')
    const [due] = await lin.says('复习')
    expect(due).toContain('该复习 1 题')
    const [card] = await lin.presses('共情 · 客户投诉')
    expect(card).toContain('客户投诉时你怎么做？')
  })

  it('the card of a question met again says why it is this one', async () => {
    const { lin } = await started()
    await lin.says(BAD)
    for (const day of ['24', '25']) {
      await lin.at(`2026-11-${day} 08:00`)
      await lin.presses('跳过')
    }
    expect((await lin.at('2026-11-26 08:00'))[0]).toContain('📮 今日一面\n🎯 再遇见这道题：上次「共情」没答到')
  })
})

describe('the interview day', () => {
  it.each([
    ['2026-12-20', '2026-12-20'],
    ['12-20', '2026-12-20'],
    ['12/20', '2026-12-20'],
    ['12月20日', '2026-12-20'],
    ['１２月２０号', '2026-12-20'],
    ['1-5', '2027-01-05'],
    ['20 Dec', '2026-12-20'],
    ['December 20th', '2026-12-20'],
    ['11-23', '2026-11-23'],
    ['2026-02-30', undefined],
    ['13-01', undefined],
    ['明天', undefined],
    ['', undefined],
  ])('%s is %s', (given, day) => {
    expect(parseDay(given, '2026-11-23')).toBe(day)
  })

  it('its plan: mock papers, a calm last day, nothing on rest days', () => {
    const work = (days: number, off = (_: string) => undefined as 'rest' | undefined) =>
      planOf('2026-11-23', addDays('2026-11-23', days), off)
        .map(({ work }) => work[0])
        .join('')
    expect(work(0)).toBe('i')
    expect(work(1)).toBe('ci')
    expect(work(5)).toBe('qqfqci')
    expect(work(27)).toBe('qqqqqsqqqqqqsqqqqqqfqqqqfqci')
    expect(work(9, (day) => (day === '2026-11-29' ? 'rest' : undefined))).toBe('qfqqqfrqci')
  })

  it('is kept by the daily question, with a countdown, and ends by itself', async () => {
    const { lin } = await started()
    const [plan] = await lin.says('面试日期 12-01')
    expect(plan).toContain('12月1日 面试，还有 8 天')
    expect(plan).toContain('整卷模拟 2 次：今天、11月28日')
    expect(plan).toContain('11月30日只放松')
    await lin.says(GOOD)
    expect((await lin.doc()).cards.complaint?.due).toBe('2026-11-27')
    expect((await lin.at('2026-11-24 08:00'))[0]).toContain('📮 今日一面 · 距面试 7 天')
    await lin.at('2026-11-27 12:00')
    expect(await lin.at('2026-11-28 08:00')).toEqual([expect.stringContaining('今天计划做一份整卷模拟')])
    await lin.at('2026-11-29 22:00')
    expect(await lin.at('2026-11-30 08:00')).toEqual([expect.stringContaining('明天面试')])
    await lin.at('2026-11-30 23:00')
    expect(await lin.at('2026-12-01 08:00')).toEqual([expect.stringContaining('就是今天')])
    const after = await lin.at('2026-12-02 08:00')
    expect(after[0]).toContain('面试辛苦了')
    expect(after[1]).toContain('📮 今日一面')
    expect((await lin.says('计划'))[0]).toBe(zh.plan.ask)
  })

  it('a short paper on its day, and none on a day of rest: it is moved ahead', async () => {
    const { lin } = await started()
    expect((await lin.says('/plan 12-20'))[0]).toContain('短卷模拟 2 次：11月28日、12月5日')
    await lin.says('/settings')
    await lin.presses('周六')
    const [plan] = await lin.says('计划')
    expect(plan).toContain('短卷模拟 2 次：11月27日、12月4日')
    await lin.says(GOOD)
    await lin.at('2026-11-26 12:00')
    expect((await lin.at('2026-11-27 08:00'))[0]).toContain('今天计划做一份短卷模拟')
    expect(await lin.at('2026-11-28 12:00')).toEqual([])
  })

  it.each([
    ['11-24', ['明天面试', '今天只放松']],
    ['11-25', ['还有 2 天', '1 天每天一题', '明天只放松']],
    ['11-28', ['还有 5 天', '3 天每天一题', '整卷模拟 1 次：11月25日', '11月27日只放松']],
    ['12-23', ['还有 30 天', '短卷模拟 3 次：明天、12月1日、12月8日', '整卷模拟 2 次：12月15日、12月20日']],
    ['2027-09-19', ['还有 300 天', '283 天每天一题', '短卷模拟 14 次：12月19日、1月16日、2月13日、3月13日…']],
  ])('%s: a screenful', async (day, words) => {
    const { lin } = await started()
    const [plan = ''] = await lin.says(`/plan ${day}`)
    for (const part of words) expect(plan).toContain(part)
    expect(plan.length).toBeLessThan(220)
  })

  it.each([
    ['2026-11-01', '已经过去了'],
    ['2036-12-01', '太远了'],
    ['明天吧', '看不懂是哪天'],
  ])('%s is refused kindly', async (day, words) => {
    const { lin } = await started()
    expect((await lin.says(`/plan ${day}`))[0]).toContain(words)
    expect((await lin.doc()).settings.interview).toBeNull()
  })
})

describe('模拟面试: a mock paper', () => {
  const answers: Record<string, string> = { complaint: GOOD, bend: '我会明确拒绝，说明规定。', rate: '4000', pick: 'A' }

  it('asks one after another without feedback, and shows the result at the end', async () => {
    const { bot, lin } = await started()
    await lin.says('/mock')
    let [card = ''] = await lin.presses('短卷')
    expect(card).toContain('📝 模拟面试 第 1/4 题')
    expect((await lin.says('提示'))[0]).toBe(zh.mock.noHelp)
    expect((await lin.says('答案'))[0]).toBe(zh.mock.noHelp)
    const order: string[] = []
    for (let n = 0; n < 4; n++) {
      const id = (await lin.doc()).sessions.at(-1)?.questionId ?? ''
      order.push(id)
      if (n === 2) {
        bot.kill()
        await bot.boot()
      }
      const shown = await lin.says(answers[id] ?? '')
      expect(shown).toHaveLength(1)
      expect(shown[0]).not.toContain('参考答案')
      card = shown[0] ?? ''
    }
    expect(order.slice(0, 2).sort()).toEqual(['bend', 'complaint'])
    expect(card).toContain('📝 模拟面试：约 25 / 30 分')
    expect(card).toContain('行为题：约 20 / 20')
    expect(card).toContain('知识题：约 5 / 10')
    expect(card).toContain('差在 合规：选对')
    expect(card).toContain('接下来先练：合规')
    expect((await lin.doc()).mock).toBeNull()
    expect((await lin.doc()).streak.kept).toHaveLength(1)
  })

  it('can be left and taken up again, a week later, with questions in between', async () => {
    const { lin } = await started()
    await lin.says('模拟 短卷')
    await lin.says(GOOD)
    expect((await lin.presses('先停一停'))[0]).toContain('先停在这里')
    await lin.at('2026-11-24 07:59')
    expect((await lin.at('2026-11-24 08:00'))[0]).toContain('📮 今日一面')
    await lin.at('2026-11-30 12:00')
    expect((await lin.says('模拟'))[0]).toContain('📝 模拟面试 第 2/4 题')
    for (let n = 0; n < 2; n++) await lin.presses('跳过')
    expect((await lin.presses('跳过'))[0]).toMatch(/📝 模拟面试：约 \d+ \/ 30 分/)
  })

  it.each(['buttons', 'typed'] as const)('left while an answer is being written asks no more (%s)', async (choices) => {
    const { lin } = await started({ choices, env: { ANSWER_IDLE_SECONDS: '30' } })
    await lin.says('模拟 短卷')
    expect((await lin.says('我会先倾听客户把话说完。'))[0]).toContain('这题就算答完')
    const shown = choices === 'buttons' ? await lin.presses('先停一停') : await lin.says('先停一停')
    expect(shown).toEqual([expect.stringContaining('先停在这里')])
    expect(await lin.waits('1h')).toEqual([])
    expect((await lin.doc()).attempts.map(({ reply }) => reply)).toEqual(['我会先倾听客户把话说完。'])
    expect((await lin.says('模拟'))[0]).toContain('第 2/4 题')
  })

  it('left at its last question, begun: the result', async () => {
    const { lin } = await started({ env: { ANSWER_IDLE_SECONDS: '30' } })
    await lin.says('模拟 短卷')
    for (let n = 0; n < 3; n++) await lin.presses('跳过')
    await lin.says('我会先倾听客户把话说完。')
    expect(await lin.presses('先停一停')).toEqual([expect.stringContaining('📝 模拟面试：约')])
  })

  it('「下一题」 in it is the paper’s next question, and no other', async () => {
    const { lin } = await started({ env: { ANSWER_IDLE_SECONDS: '30' } })
    await lin.says('模拟 短卷')
    expect(await lin.says('下一题')).toEqual([expect.stringContaining('第 2/4 题')])
    await lin.says('我会先倾听客户把话说完。')
    expect(await lin.says('下一题')).toEqual([expect.stringContaining('第 3/4 题')])
    expect((await lin.doc()).attempts.map(({ outcome }) => outcome)).toEqual(['skipped', 'answered'])
    expect((await lin.says('题目 #pick'))[0]).toContain('存款保险')
    expect((await lin.doc()).mock?.paused).toBe(true)
  })

  it('keeps the day’s question waiting until it is clearly left', async () => {
    const { lin } = await started()
    await lin.at('2026-11-24 07:50')
    await lin.says('/mock short')
    expect(await lin.at('2026-11-24 09:30')).toEqual([])
    expect((await lin.at('2026-11-24 10:30')).join()).toContain('📮 今日一面')
  })

  it('timed: each question has its minutes; what is written then counts', async () => {
    const { lin } = await started({ env: { ANSWER_IDLE_SECONDS: '30' } })
    await lin.says('模拟面试')
    const [card] = await lin.presses('短卷限时')
    expect(card).toContain('📝 模拟面试 第 1/4 题\n⏱ 限时 2 分钟')
    await lin.says(GOOD)
    const shown = await lin.waits('20s')
    expect(shown).toEqual([])
    await lin.says('再补一句，之后我会跟进。')
    expect((await lin.waits('30s'))[0]).toContain('第 2/4 题')
    await lin.waits('2min')
    await lin.says('我会明确拒绝，说明规定。')
    const over = await lin.waits('25s')
    expect(over[0]).toBe(zh.mock.timeUp)
    expect(over[1]).toContain('第 3/4 题')
    expect((await lin.doc()).attempts.map(({ outcome }) => outcome)).toEqual(['answered', 'answered'])
  })

  it('timed, and nobody there: the paper waits', async () => {
    const { bot, lin } = await started()
    await lin.says('模拟 短卷 限时')
    expect((await lin.waits('139s')).length).toBe(0)
    bot.kill()
    await bot.boot()
    expect(await lin.waits('1min')).toEqual([zh.mock.nobodyThere])
    expect(await lin.waits('1h')).toEqual([])
    expect((await lin.presses('接着考'))[0]).toContain('第 2/4 题')
    await lin.presses('先停一停')
    expect(await lin.waits('1h')).toEqual([])
  })

  it('the same paper for the same seed, long questions first', () => {
    const { banks } = testBanks()
    const ids = (seed: string) => drawPaper(banks.slice(0, 1), 'full', seed).map(({ id }) => id)
    expect(ids('a')).toEqual(ids('a'))
    expect(ids('a').slice(0, 2).sort()).toEqual(['bend', 'complaint'])
  })

  it('what was practised today comes only where there is nothing else', () => {
    const { banks } = testBanks()
    const [bank] = banks
    if (bank === undefined) throw new Error('no bank')
    const many = { ...bank, questions: bank.questions.flatMap((one) => [one, { ...one, id: `${one.id}-2` }]) }
    const draw = (seed: string, fresh: string[]) => drawPaper([many], 'short', seed, new Set(fresh)).map(({ id }) => id)
    for (const seed of ['a', 'b', 'c', 'd']) {
      expect(draw(seed, ['complaint', 'bend'])).toEqual(expect.arrayContaining(['complaint-2', 'bend-2']))
      expect(draw(seed, ['rate'])).not.toContain('rate')
    }
    expect(
      draw(
        'a',
        many.questions.map(({ id }) => id),
      ),
    ).toEqual(draw('a', []))
  })

  it.each(['rate', 'pick'])('asks what was answered just before last: %s', async (id) => {
    const { lin } = await started()
    await lin.says(`题目 #${id}`)
    await lin.answers()
    await lin.says('模拟 短卷')
    expect((await lin.doc()).mock?.questions.at(-1)).toBe(id)
  })

  it.each([
    ['complaint', 'bend'],
    ['bend', 'complaint'],
  ])('and what was answered earlier today, however much has been since: %s', async (earlier, first) => {
    const { lin } = await started()
    for (const id of [earlier, ...Array.from({ length: 10 }, () => 'rate')]) {
      await lin.says(`题目 #${id}`)
      await lin.answers()
    }
    expect((await lin.doc()).attempts.map(({ questionId }) => questionId)).not.toContain(earlier)
    await lin.says('模拟 短卷')
    expect((await lin.doc()).mock?.questions[0]).toBe(first)
  })
})

describe('先自评: one’s own verdict first', () => {
  it('the points are ticked before the comparison, and the ticks stand', async () => {
    const { lin } = await started()
    await lin.says('/settings')
    await lin.presses('先自评：关')
    const [ask, ...rest] = await lin.says('我会先倾听客户把话说完，再真诚道歉。')
    expect(rest).toEqual([])
    expect(ask).toContain(zh.selfCheck.heading)
    expect(ask).toContain('⬜ 1. 先安抚情绪')
    expect(ask).toContain('打卡第 1 天')
    expect(ask).not.toContain('参考答案')
    await lin.presses('⬜ 2')
    const shown = await lin.presses('自评好了')
    expect(shown[0]).toBe(zh.selfCheck.heardMore('共情'))
    expect(shown[1]).toContain('✅ 2. 跟进 · 答到（你自己勾的）')
    expect(shown[1]).toContain('「我会先倾听客户把话说完，再真诚道歉」')
    expect(shown[2]).toContain('参考答案')
  })

  it('asking for the next question shows the comparison first', async () => {
    const { lin } = await started()
    await lin.says('/settings')
    await lin.presses('先自评：关')
    await lin.says(GOOD)
    const shown = await lin.says('题目')
    expect(shown[1]).toContain('每个考察点都答到了')
    expect(shown[2]).toContain('参考答案')
    expect(shown[3]).toContain('分 · 约')
  })

  it('typed: “1 2”, then 完成', async () => {
    const { lin } = await started({ choices: 'typed' })
    await lin.says('/settings')
    await lin.says('先自评：关')
    await lin.says(BAD)
    expect((await lin.says('1 2'))[0]).toContain('☑️ 1. 先安抚情绪')
    expect((await lin.says('完成')).join('\n')).toContain('你自己勾的')
  })
})

describe('追问', () => {
  it('may come after a good answer, one level deep, and leaves the question’s card alone', async () => {
    const { lin } = await started()
    expect((await lin.doc()).sessions.at(-1)?.questionId).toBe('complaint')
    await lin.says(GOOD)
    const before = (await lin.doc()).cards.complaint
    const [card] = await lin.presses('🎤 追问')
    expect(card).toContain('🎤 面试官追问')
    expect(card).toContain('客户还是不满意呢？')
    const [done] = await lin.says('我会请主管一起来，换一个人听他说，也许他更愿意讲。')
    expect(done).toContain(zh.followUp.done)
    expect(done).toContain('· 先安抚情绪')
    const doc = await lin.doc()
    expect(doc.cards.complaint).toEqual(before)
    expect(doc.answerCount).toBe(2)
  })

  it('not after a poor one', async () => {
    const { lin } = await started()
    await lin.says(BAD)
    expect(() => lin.presses('🎤 追问')).toThrow('no button')
  })
})
