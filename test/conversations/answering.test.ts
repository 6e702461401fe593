import { describe, expect, it } from 'vitest'
import { MemoryStore } from '../../adapters/stores/memory/store.ts'
import type { Group } from '../../src/groups/group.ts'
import { documentId } from '../../src/identity.ts'
import type { Learner } from '../../src/learner.ts'
import { QuestionBanks } from '../../src/questions/bank.ts'
import type { Bank, Question } from '../../src/questions/schema.ts'
import { checklist } from '../../src/render/feedback.ts'
import { toPlain } from '../../src/render/plain.ts'
import { textOf } from '../../src/text/text.ts'
import { type Bot, type Learner_, startBot } from '../support/bot.ts'

const GOOD = '我会先倾听客户把话说完，再真诚道歉。'
const MORE = '然后核实情况，三天后回访。'

/** A learner with the first question (客户投诉) in front of them. */
async function asked(options: Parameters<typeof startBot>[0] = {}): Promise<{ bot: Bot; lin: Learner_ }> {
  const bot = await startBot(options)
  const lin = bot.learner()
  await lin.says('/start')
  return { bot, lin }
}

async function lastAttempt(lin: Learner_) {
  return (await lin.doc()).attempts.at(-1)
}

describe('the feedback', () => {
  it('gives the model answer once: after an edit it is further up', async () => {
    const { lin } = await asked({ env: { ANSWER_IDLE_SECONDS: '0' } })
    expect((await lin.says(GOOD))[1]).toContain('解析')
    await lin.edits(lin.lastMessageId, `${GOOD}${MORE}`)
    const [checklist, rest = ''] = await lin.presses('重新看看')
    expect(checklist).toContain('每个考察点都答到了')
    expect(rest).toContain('参考答案和解析还在上面')
    expect(rest).toContain('在「复习」里等你')
    expect(rest).not.toContain('评分标准')
    await lin.presses('再答一次')
    expect((await lin.says(GOOD))[1]).toContain('解析')
  })

  it('to a self-check reopened before the comparison holds the model answer, not yet seen', async () => {
    const { lin } = await asked({ env: { ANSWER_IDLE_SECONDS: '0' } })
    await lin.says('设置')
    await lin.presses('先自评：关')
    await lin.says(GOOD)
    await lin.edits(lin.lastMessageId, `${GOOD}${MORE}`)
    expect((await lin.presses('自评好了')).at(-1)).toContain('解析')
  })

  it('does not tell a good answer in another language that it missed everything', async () => {
    const { lin } = await asked({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const [heard] = await lin.says('I listened to the customer, said sorry, and called her back three days later.')
    expect(heard).toContain('答到了：共情')
    const { lin: another } = await asked({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const [checklist] = await another.says(
      'I made it right with the gentleman and dropped by again three days after that.',
    )
    expect(checklist).toContain('考察点我没对上')
    expect(checklist).toContain('不是同一种语言')
    expect(checklist).not.toMatch(/🧱|👉/u)
    await lin.says('题目')
    expect((await lin.says('我会看情况，先问问 KYC 和 LPR 的同事再说。'))[0]).not.toContain('不是同一种语言')
  })

  it('names no part of a story as missing that was told in another language', () => {
    const shown = toPlain(
      checklist(
        textOf('zh'),
        {
          prompt: '讲一次客户投诉的经历。',
          reply: 'Last year a client was charged twice, so I checked the ledger and rang her back.',
          verdicts: [{ competency: 'empathy', looksFor: '先安抚情绪', verdict: 'missed', evidence: [] }],
          redLines: [],
          structure: { situation: false, task: false, action: false, result: false, figure: false },
        },
        (id) => id,
        {},
      ),
    )
    expect(shown).toContain('不是同一种语言')
    expect(shown).not.toMatch(/🧱|👉/u)
  })

  it('says of few words that they are few, and of many that they missed', async () => {
    const { lin } = await asked({ env: { ANSWER_IDLE_SECONDS: '0' } })
    expect((await lin.says('这件事我觉得要看具体情况再说。'))[0]).toMatch(/^说得太短，还听不出考察点/)
    await lin.presses('再答一次')
    const many =
      '那天早上我七点就出门了，坐的是二路车，路上堵了半个钟头，到了以后先打扫卫生，再把桌子擦了一遍，中午在食堂吃的面，味道还可以。'
    expect((await lin.says(many + many.replace('早上', '下午')))[0]).toMatch(/^这次还没答到考察点/)
  })

  it('to words copied says what they are, and nothing of how they were told', () => {
    const shown = toPlain(
      checklist(
        textOf('zh'),
        {
          prompt: '客户投诉时你怎么做？',
          reply: '参考答案',
          verdicts: [{ competency: 'empathy', looksFor: '先安抚情绪', verdict: 'covered', evidence: ['参考答案'] }],
          redLines: [],
          copied: true,
          spoken: { seconds: 10, wanted: 180 },
          structure: { situation: false, task: false, action: false, result: false, figure: false },
        },
        (id) => id,
        {},
      ),
    )
    expect(shown).toMatch(/^这几乎就是参考答案或考察点的原话。\n\n合上它/)
    expect(shown).not.toMatch(/⏱|🧱/u)
  })
})

describe('a reply in several messages', () => {
  it('joins them into one answer when the learner taps Done', async () => {
    const { lin } = await asked()
    expect(await lin.says(GOOD)).toEqual([expect.stringContaining('30 秒没有新内容')])
    expect(await lin.says(MORE)).toEqual([])
    expect(await lin.presses('完成')).toHaveLength(2)
    expect(await lastAttempt(lin)).toMatchObject({ outcome: 'answered', reply: `${GOOD}\n${MORE}` })
  })

  it('is taken as finished after 30 s of silence, counted from the last message', async () => {
    const { lin } = await asked()
    await lin.says(GOOD)
    expect(await lin.waits('20s')).toEqual([])
    await lin.says(MORE)
    expect(await lin.waits('29s')).toEqual([])
    expect((await lin.waits('1s'))[0]).toContain('每个考察点都答到了')
  })

  it('is assessed at once when ANSWER_IDLE_SECONDS=0', async () => {
    const { lin } = await asked({ env: { ANSWER_IDLE_SECONDS: '0' } })
    const [checklist, answer] = await lin.says(GOOD)
    expect(checklist).toContain('答到了：共情')
    expect(answer).toContain('打卡第 1 天')
  })

  it('「完成」, 「done」 and /answer finish it too, and /answer TEXT adds to it', async () => {
    const { lin } = await asked()
    await lin.says(GOOD)
    await lin.says(`/answer ${MORE}`)
    expect(await lin.says('完成')).toHaveLength(2)
    expect((await lastAttempt(lin))?.reply).toBe(`${GOOD}\n${MORE}`)
    await lin.says('题目')
    await lin.says('我会明确拒绝，说明规定。')
    expect(await lin.says('done')).toHaveLength(2)
  })

  it('reads in the order sent, whatever order the network delivers', async () => {
    const { bot, lin } = await asked()
    const now = bot.clock.now()
    bot.clock.set(now + 5000)
    await lin.says('第三，回访确认客户满意。', { at: now + 3000 })
    await lin.says('第一，倾听客户把话说完。', { at: now + 1000 })
    await lin.says('第二，真诚道歉。', { at: now + 2000 })
    await lin.presses('完成')
    expect((await lastAttempt(lin))?.reply).toBe('第一，倾听客户把话说完。\n第二，真诚道歉。\n第三，回访确认客户满意。')
  })

  it('keeps both of two messages sent in the same instant, delivered side by side', async () => {
    const { lin } = await asked()
    const shown = (await Promise.all([lin.says(GOOD), lin.says(MORE)])).flat()
    expect(shown.filter((text) => text.includes('还有要补的'))).not.toHaveLength(0)
    await lin.presses('完成')
    expect((await lastAttempt(lin))?.reply).toBe(`${GOOD}\n${MORE}`)
  })

  it('counts an event delivered twice once', async () => {
    const { lin } = await asked()
    await lin.says(GOOD, { eventId: 'same' })
    expect(await lin.says(GOOD, { eventId: 'same' })).toEqual([])
    await lin.presses('完成')
    expect((await lastAttempt(lin))?.reply).toBe(GOOD)
  })
})

describe('a draft and a restart', () => {
  function durable() {
    let kept: MemoryStore<Learner, Group> | undefined
    return (clock: ConstructorParameters<typeof MemoryStore>[0]['clock']) => {
      kept ??= new MemoryStore<Learner, Group>({ clock, deriveId: (_, alias) => documentId(alias.channel, alias.id) })
      return kept
    }
  }

  it('survives it, and its silence is still counted', async () => {
    const { bot, lin } = await asked({ store: durable() })
    await lin.says(GOOD)
    await lin.waits('10s')
    await bot.restart()
    expect((await lin.doc()).sessions.at(-1)?.parts.map((part) => part.text)).toEqual([GOOD])
    expect(await lin.waits('19s')).toEqual([])
    expect((await lin.waits('1s'))[0]).toContain('答到了：共情')
  })

  it('is assessed right away when the silence ran out while the bot was down', async () => {
    const { bot, lin } = await asked({ store: durable() })
    await lin.says(GOOD)
    bot.clock.set(bot.clock.now() + 3_600_000)
    const before = bot.channel.shown.length
    await bot.restart()
    expect(bot.channel.shown.length).toBe(before + 2)
    expect(await lastAttempt(lin)).toMatchObject({ outcome: 'answered', reply: GOOD })
  })
})

describe('an edit', () => {
  it('before the feedback replaces its part and starts the silence anew', async () => {
    const { lin } = await asked()
    await lin.says('我会先听客户说，然後', { messageId: 'first' })
    await lin.waits('25s')
    expect(await lin.edits('first', GOOD)).toEqual([])
    expect(await lin.waits('29s')).toEqual([])
    expect((await lin.waits('1s'))[0]).toContain('答到了：共情')
    expect((await lastAttempt(lin))?.reply).toBe(GOOD)
  })

  it('after the feedback offers a reassessment, which corrects the attempt instead of adding one', async () => {
    const { lin } = await asked()
    await lin.says(GOOD, { messageId: 'first' })
    await lin.presses('完成')
    expect(await lin.edits('first', GOOD + MORE)).toEqual([expect.stringContaining('要我重新看看吗')])
    const [checklist, answer] = await lin.presses('重新看看')
    expect(checklist).toContain('每个考察点都答到了')
    expect(answer).toContain('今天已打卡，连续 1 天')
    const doc = await lin.doc()
    expect(doc.attempts).toHaveLength(1)
    expect(doc.attemptCount).toBe(1)
    expect(doc.attempts[0]?.reply).toBe(GOOD + MORE)
    expect(doc.ledger).toEqual({
      empathy: { covered: 1, partly: 0, missed: 0 },
      'follow-up': { covered: 1, partly: 0, missed: 0 },
    })
  })

  it('after ten minutes offers nothing, and the old offer is over', async () => {
    const { lin } = await asked()
    await lin.says(GOOD, { messageId: 'first' })
    await lin.presses('完成')
    await lin.edits('first', GOOD + MORE)
    await lin.waits('11min')
    expect(await lin.edits('first', GOOD)).toEqual([])
    expect(await lin.presses('重新看看')).toEqual([expect.stringContaining('已经过了补充时间')])
  })

  it('of "/answer …" keeps the command out of the answer', async () => {
    const { lin } = await asked()
    await lin.says(`/answer ${GOOD}`, { messageId: 'first' })
    await lin.edits('first', `/answer ${GOOD}${MORE}`)
    await lin.presses('完成')
    expect((await lastAttempt(lin))?.reply).toBe(GOOD + MORE)
  })

  it('of a message that was no answer changes nothing', async () => {
    const { lin } = await asked()
    await lin.says('/streak', { messageId: 'command' })
    expect(await lin.edits('command', GOOD)).toEqual([])
    expect((await lin.doc()).sessions.at(-1)?.parts).toEqual([])
  })
})

describe('补充', () => {
  it('within ten minutes reopens the answer; the new words and the old are assessed together', async () => {
    const { lin } = await asked()
    await lin.says(GOOD)
    await lin.presses('完成')
    await lin.waits('9min')
    expect(await lin.presses('补充')).toEqual([expect.stringContaining('接着写吧')])
    await lin.says(MORE)
    const [checklist] = await lin.presses('完成')
    expect(checklist).toContain('每个考察点都答到了')
    expect((await lin.doc()).attempts.map((attempt) => attempt.reply)).toEqual([`${GOOD}\n${MORE}`])
  })

  it('after ten minutes is over', async () => {
    const { lin } = await asked()
    await lin.says(GOOD)
    await lin.presses('完成')
    await lin.waits('11min')
    expect(await lin.presses('补充')).toEqual([expect.stringContaining('已经过了补充时间')])
  })

  it('with nothing added says that the feedback stands', async () => {
    const { lin } = await asked()
    await lin.says(GOOD)
    await lin.presses('完成')
    await lin.presses('补充')
    expect(await lin.presses('完成')).toEqual([expect.stringContaining('刚才的反馈还在上面')])
    expect((await lin.doc()).attemptCount).toBe(1)
  })

  it('is one tap away when the learner just goes on writing after the feedback: nothing is typed twice', async () => {
    const { lin } = await asked()
    await lin.says(GOOD)
    await lin.presses('完成')
    expect(await lin.says(MORE)).toEqual([expect.stringContaining('这段我先收着')])
    expect(await lin.presses('补充')).toEqual([expect.stringContaining('补进上一题了')])
    expect((await lin.presses('完成'))[0]).toContain('每个考察点都答到了')
    expect((await lastAttempt(lin))?.reply).toBe(`${GOOD}\n${MORE}`)
  })

  it('or it is an answer of its own', async () => {
    const { lin } = await asked()
    await lin.says('我当时先把客户请到一边坐下再说。')
    await lin.presses('完成')
    await lin.says(GOOD)
    await lin.says(MORE)
    await lin.presses('再答一次')
    expect((await lin.presses('完成'))[0]).toContain('每个考察点都答到了')
    const { attempts } = await lin.doc()
    expect(attempts.map((attempt) => attempt.reply)).toEqual([expect.any(String), `${GOOD}\n${MORE}`])
    expect(attempts[1]?.retryOf).toBe(attempts[0]?.id)
  })

  it('of words kept for an answer of yesterday takes nothing along', async () => {
    const { lin } = await asked({ env: { ANSWER_IDLE_SECONDS: '0' } })
    await lin.says(GOOD)
    await lin.says('今晚和同事去吃火锅，吃完再回来接着看书。')
    await lin.at('2026-11-24 08:00')
    await lin.says('我会明确拒绝，说明规定，再给别的办法。')
    await lin.presses('补充')
    await lin.says('也会报告给主管。')
    expect((await lastAttempt(lin))?.reply).not.toContain('火锅')
  })

  it('of several messages is one answer too where no silence is waited for', async () => {
    const { lin } = await asked({ env: { ANSWER_IDLE_SECONDS: '0' } })
    await lin.says('我当时先把客户请到一边坐下再说。')
    await lin.says(GOOD)
    await lin.says(MORE)
    expect(await lin.presses('再答一次')).not.toContain(expect.stringContaining('补进上一题了'))
    expect((await lastAttempt(lin))?.reply).toBe(`${GOOD}\n${MORE}`)
  })

  it('of an answer goes to that answer, though another question has come since', async () => {
    const { lin } = await asked()
    await lin.at('2026-11-24 07:57')
    await lin.says(GOOD)
    await lin.presses('完成')
    await lin.says(MORE)
    await lin.at('2026-11-24 08:00')
    await lin.presses('补充')
    await lin.presses('完成')
    expect((await lin.doc()).attempts.map(({ reply }) => reply)).toEqual([`${GOOD}\n${MORE}`])
    expect((await lin.doc()).sessions.at(-1)).toMatchObject({ state: 'asked', parts: [] })
  })

  it('or nothing: chat, a command or the next question leave it behind', async () => {
    const { lin } = await asked()
    await lin.says(GOOD)
    await lin.presses('完成')
    expect(await lin.says('还有呢')).toEqual([expect.stringContaining('先选「补充」')])
    await lin.says(MORE)
    await lin.says('打卡')
    expect((await lin.doc()).prompted).toBeNull()
    await lin.says(MORE)
    await lin.waits('11min')
    await lin.says('这是后来的另外一段话，和前面的没有关系。')
    const { prompted } = await lin.doc()
    expect(prompted).toMatchObject({ kind: 'unasked', parts: [{ text: '这是后来的另外一段话，和前面的没有关系。' }] })
  })

  it.each(['/cancel', '/skip'])('given up by %s leaves the answer and its verdicts as they were', async (command) => {
    const { lin } = await asked()
    await lin.says(GOOD)
    await lin.presses('完成')
    const before = (await lin.doc()).attempts
    await lin.presses('补充')
    await lin.says('还有一句没想好的话')
    await lin.says(command)
    if (command === '/skip') await lin.presses('不要了')
    const doc = await lin.doc()
    expect(doc.attempts).toEqual(before)
    expect(doc.sessions.at(-1)?.parts.map((part) => part.text)).toEqual([GOOD])
    expect(await lin.waits('10min')).toEqual([])
  })
})

describe('no answer', () => {
  it.each(['不知道', '我真的不会', "I don't know", 'idk'])(
    '%s: the model answer at once, kindly, no streak, up for review tomorrow',
    async (words) => {
      const { lin } = await asked()
      const [answer, ...rest] = await lin.says(words)
      expect(rest).toEqual([])
      expect(answer).toContain('没关系')
      expect(answer).toContain('我会先倾听，真诚道歉')
      expect(answer).toContain('这次不算打卡')
      expect(answer).toContain('明天起，这题在「复习」里等你')
      const doc = await lin.doc()
      expect(doc.streak.kept).toEqual([])
      expect(doc.attempts[0]).toMatchObject({ outcome: 'no-answer', reply: words, verdicts: [] })
    },
  )

  it('a hello uses no question up, and is answered when nothing is open too', async () => {
    const { lin } = await asked()
    const [answer] = await lin.says('在吗？')
    expect(answer).toContain('在呢 👋 等你答这题')
    await lin.says(GOOD)
    await lin.says('/answer')
    expect((await lin.doc()).attempts.map(({ outcome }) => outcome)).toEqual(['answered'])
    expect(await lin.says('你好')).toEqual([textOf('zh').greeting.idle])
  })

  it.each(['好难', '要道歉', 'listen'])('%s after its silence: the same', async (words) => {
    const { lin } = await asked()
    await lin.says(words)
    const [answer] = await lin.waits('30s')
    expect(answer).toContain('没关系')
    expect((await lin.doc()).streak.kept).toEqual([])
  })

  it('看答案 without a reply shows it, does not count and brings the question back sooner than a good answer', async () => {
    const { lin } = await asked()
    const [answer] = await lin.presses('看答案')
    expect(answer).toContain('先看答案')
    expect(answer).toContain('我会先倾听，真诚道歉')
    expect(answer).toContain('明天起，这题在「复习」里等你')
    expect((await lin.doc()).streak.kept).toEqual([])
    expect((await lin.doc()).cards.complaint).toMatchObject({ result: 'unanswered', due: '2026-11-24' })
  })

  it('after 看答案 the learner says it aloud: what they type then is kept, and 再答一次 makes it an answer', async () => {
    const { lin } = await asked()
    await lin.presses('看答案')
    expect(await lin.says(GOOD)).toEqual([expect.stringContaining('这段我先收着')])
    await lin.presses('再答一次')
    const [checklist, answer] = await lin.presses('完成')
    expect(checklist).toContain('答到了：共情')
    expect(checklist).not.toContain('和上次比')
    expect(answer).toContain('打卡第 1 天')
  })

  it('看答案 with a draft assesses the draft: it was an answer', async () => {
    const { lin } = await asked()
    await lin.says(GOOD)
    const [checklist] = await lin.says('答案')
    expect(checklist).toContain('答到了：共情')
    expect((await lin.doc()).streak.kept).toHaveLength(1)
  })

  it('「我不知道」 within a real answer is a real answer', async () => {
    const { lin } = await asked()
    await lin.says('如果我不知道原因，我会先倾听，再核实，最后回访客户。')
    await lin.presses('完成')
    expect(await lastAttempt(lin)).toMatchObject({ outcome: 'answered' })
  })
})

describe('the card’s other choices', () => {
  it('提示 shows the hint and the question still waits', async () => {
    const { lin } = await asked()
    expect(await lin.presses('提示')).toEqual(['💡 先想情绪，再想事情。'])
    await lin.says(GOOD)
    expect((await lin.presses('完成'))[0]).toContain('答到了：共情')
  })

  it('跳过 without a draft puts the question away and offers the next', async () => {
    const { lin } = await asked()
    expect(await lin.presses('跳过')).toEqual([expect.stringContaining('2 天后起，这题在「复习」里等你')])
    expect(await lin.presses('下一题')).toEqual([expect.stringContaining('题 · ')])
    expect((await lin.doc()).streak.kept).toEqual([])
  })

  it('跳过 with a draft asks first, and either choice does what it says', async () => {
    const { lin } = await asked()
    await lin.says(GOOD)
    expect(await lin.says('跳过')).toEqual([expect.stringContaining('你已经写了一部分')])
    await lin.presses('不要了')
    expect(await lastAttempt(lin)).toMatchObject({ outcome: 'skipped', reply: GOOD })

    await lin.says('题目')
    await lin.says('我会明确拒绝，说明规定。')
    await lin.says('跳过')
    expect(await lin.presses('完成')).toHaveLength(2)
    expect(await lastAttempt(lin)).toMatchObject({ outcome: 'answered' })
  })

  it('稍后: the same card again in an hour, once', async () => {
    const { lin } = await asked()
    expect(await lin.presses('稍后')).toEqual([expect.stringContaining('一小时后再来找你')])
    expect(await lin.waits('59min')).toEqual([])
    const [card, ...rest] = await lin.waits('1min')
    expect(rest).toEqual([])
    expect(card).toContain('说好的一小时到了')
    expect(card).toContain('客户投诉时你怎么做？')
    expect(await lin.waits('3h')).toEqual([])
  })

  it('稍后, but answered before: not asked again', async () => {
    const { lin } = await asked()
    await lin.presses('稍后')
    await lin.says(GOOD)
    await lin.presses('完成')
    expect(await lin.waits('2h')).toEqual([])
  })

  it('收藏 and its undo', async () => {
    const { lin } = await asked()
    await lin.presses('看答案')
    await lin.presses('收藏')
    await lin.presses('收藏')
    expect((await lin.doc()).bookmarks).toEqual(['complaint'])
    await lin.says('收藏')
    const [card] = await lin.presses('客户投诉')
    expect(card).toContain('客户投诉时你怎么做？')
    await lin.presses('看答案')
    expect(await lin.presses('取消收藏')).toEqual(['已取消收藏。'])
    expect((await lin.doc()).bookmarks).toEqual([])
  })
})

describe('older cards and buttons', () => {
  it('replying to an older card answers that card', async () => {
    const { bot, lin } = await asked()
    const first = bot.channel.shown.find((shown) => JSON.stringify(shown.message).includes('客户投诉时'))
    await lin.says('题目 违规')
    await lin.says(GOOD, { replyTo: first?.messageId ?? '' })
    await lin.presses('完成')
    expect(await lastAttempt(lin)).toMatchObject({ questionId: 'complaint', reply: GOOD })
    // The newer question still waits for a plain reply.
    await lin.says('我会明确拒绝，说明规定。')
    await lin.presses('完成')
    expect(await lastAttempt(lin)).toMatchObject({ questionId: 'bend' })
  })

  it('a real answer after the newest question is over goes to the older one, and says so', async () => {
    const { lin } = await asked()
    await lin.says('题目 违规')
    await lin.presses('跳过')
    expect(await lin.says(GOOD)).toEqual([expect.stringContaining('记在「客户投诉时你怎么做？」这题下面')])
    await lin.presses('完成')
    expect(await lastAttempt(lin)).toMatchObject({ questionId: 'complaint' })
  })

  it('what is in another language than the older question is no answer to it: it may be more of the newest', async () => {
    const { lin } = await asked({ env: { ANSWER_IDLE_SECONDS: '0' } })
    await lin.says('题目 #rate')
    await lin.says('一年利息 4000 元')
    const shown = await lin.says('I multiplied the amount by the rate and by the number of years.')
    expect(shown).toEqual([textOf('zh').unasked])
    expect((await lin.doc()).attempts).toHaveLength(1)
  })

  it('「谢谢」 after the newest question is over is no answer to an older one', async () => {
    const { lin } = await asked()
    await lin.says('题目 违规')
    await lin.says('我会明确拒绝，说明规定。')
    await lin.presses('完成')
    await lin.waits('11min')
    expect(await lin.says('谢谢')).toEqual([textOf('zh').courtesy.idle])
    expect(await lin.says('原来这样')).toEqual([expect.stringContaining('没有等你回答的题')])
    expect(await lin.waits('30s')).toEqual([])
    expect((await lin.doc()).attemptCount).toBe(1)
  })

  it('replying to a card long past says so, though another question is open', async () => {
    const { bot, lin } = await asked()
    const first = bot.channel.shown.find((shown) => JSON.stringify(shown.message).includes('客户投诉时'))
    await lin.presses('看答案')
    await lin.says('题目 违规')
    await lin.waits('11min')
    expect(await lin.says(GOOD, { replyTo: first?.messageId ?? '' })).toEqual([
      expect.stringContaining('已经过了补充时间'),
    ])
  })

  describe('whose question the author has changed since', () => {
    /** The first answer given, and the bank changed: at once, or after its time is over. */
    async function changed(change: (question: Question) => Question[], wait: string) {
      const { bot, lin } = await asked({ env: { ANSWER_IDLE_SECONDS: '0' } })
      await lin.says(GOOD)
      const card = bot.channel.shown.find((shown) => JSON.stringify(shown.message).includes('客户投诉时'))
      await lin.waits(wait)
      await lin.says('/streak')
      const questions = (bank: Bank) => bank.questions.flatMap((one) => (one.id === 'complaint' ? change(one) : [one]))
      bot.banks = new QuestionBanks(
        bot.banks.banks.map((bank) => ({ ...bank, questions: questions(bank) })),
        [...bot.banks.competencies.values()],
      )
      await bot.restart()
      return { bot, lin, replyTo: card?.messageId ?? '' }
    }
    const asNow = (one: Question) => [{ ...one, prompt: '客户投诉到总行，你怎么做？', examPoints: [] }]

    it('is answered further as it was asked, while that is possible', async () => {
      const { lin, replyTo } = await changed(asNow, '5min')
      expect((await lin.says(MORE, { replyTo })).join('\n')).toContain('2. 跟进 · 答到')
    })

    it('is asked again as it is now, and its checklist is ticked as it was', async () => {
      const { lin } = await changed(asNow, '11min')
      expect((await lin.presses('⬜ 2')).join('\n')).toContain('✅ 2. 跟进 · 答到（你自己勾的）')
      expect((await lin.presses('再答一次')).join('\n')).toContain('客户投诉到总行')
    })

    it('is over when it is gone: nothing said to it answers another', async () => {
      const { lin, replyTo } = await changed(() => [], '11min')
      const over = [expect.stringContaining('已经过去了')]
      expect(await lin.presses('⬜ 2')).toEqual(over)
      expect(await lin.presses('再答一次')).toEqual(over)
      await lin.says('题目 违规')
      expect(await lin.says(MORE, { replyTo })).toEqual([expect.stringContaining('已经过了补充时间')])
      expect((await lin.doc()).sessions.at(-1)).toMatchObject({ questionId: 'bend', parts: [] })
    })

    it('keeps what it was asked as in the document no longer than that', async () => {
      const { lin } = await changed((one) => [one], '5min')
      expect((await lin.doc()).sessions[0]?.question?.id).toBe('complaint')
      await lin.waits('6min')
      await lin.says('/streak')
      expect((await lin.doc()).sessions[0]).not.toHaveProperty('question')
    })
  })

  it.each(['提示', '跳过', '看答案', '稍后'])(
    'a stale 「%s」 gets a friendly word and changes nothing',
    async (label) => {
      const { lin } = await asked()
      await lin.says('不知道')
      const before = await lin.doc()
      expect(await lin.presses(label)).toEqual([expect.stringContaining('已经过去了')])
      expect((await lin.doc()).attempts).toEqual(before.attempts)
    },
  )

  it('a button of an unknown kind gets the same word', async () => {
    const { lin } = await asked()
    for (const choice of ['nonsense', 'hint:nosuch', 'tick:x:1', 'tick:', 'attempt:', 'bank:nosuch', 'constructor', ''])
      expect(await lin.event({ type: 'action', choice })).toHaveLength(1)
  })

  it('完成 tapped twice assesses once', async () => {
    const { lin } = await asked()
    await lin.says(GOOD)
    const [first, second] = [await lin.presses('完成'), await lin.presses('完成')]
    expect(first).toHaveLength(2)
    expect(second).toEqual([expect.stringContaining('刚才的反馈还在上面')])
    expect((await lin.doc()).attemptCount).toBe(1)
  })

  it('下一题 tapped twice asks one question', async () => {
    const { lin } = await asked()
    await lin.presses('跳过')
    expect(await lin.presses('下一题')).toHaveLength(1)
    expect(await lin.presses('下一题')).toEqual([])
    await lin.waits('5s')
    expect(await lin.presses('下一题')).toHaveLength(1)
  })
})

describe('/cancel', () => {
  it('clears the draft and leaves the question', async () => {
    const { lin } = await asked()
    await lin.says('写错了的一段话，不算数的')
    expect(await lin.says('取消')).toEqual([expect.stringContaining('草稿清空了')])
    expect(await lin.waits('2min')).toEqual([])
    await lin.says(GOOD)
    await lin.presses('完成')
    expect((await lastAttempt(lin))?.reply).toBe(GOOD)
  })

  it('with nothing under way says so', async () => {
    const { lin } = await asked()
    expect(await lin.says('/cancel')).toEqual(['现在没有要取消的。'])
  })
})

describe('choice and calculation', () => {
  it.each(['B', 'b', 'Ｂ', '选B', '答案是 B。', 'B. 50 万元', '我觉得选B'])(
    '%s is the right letter, at once',
    async (reply) => {
      const { lin } = await asked()
      await lin.says('/question #pick')
      const [checklist, answer] = await lin.says(reply)
      expect(checklist).toContain('答对了')
      expect(answer).toContain('正确答案：B')
      expect((await lin.doc()).streak.kept).toHaveLength(1)
    },
  )

  it('a wrong letter is a real answer all the same', async () => {
    const { lin } = await asked()
    await lin.says('/question #pick')
    const [checklist, answer] = await lin.says('C')
    expect(checklist).toContain('这次没答对')
    expect(answer).toContain('打卡第 1 天')
  })

  it.each([
    ['4000', true],
    ['４０００ 元', true],
    ['4,000', true],
    ['0.4万', true],
    ['40000', false],
  ])('%s for 4000: %s', async (reply, right) => {
    const { lin } = await asked()
    await lin.says('/question #rate')
    await lin.says(reply)
    const [checklist] = await lin.presses('完成')
    expect(checklist?.includes('答对了')).toBe(right)
  })
})
