import { describe, expect, it } from 'vitest'
import { type Bot, type Learner_, startBot } from '../support/bot.ts'

const GOOD = '我会先倾听客户把话说完，再真诚道歉。'

async function started(options: Parameters<typeof startBot>[0] = {}): Promise<{ bot: Bot; lin: Learner_ }> {
  const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' }, ...options })
  const lin = bot.learner()
  await lin.says('/start')
  return { bot, lin }
}

async function exported(bot: Bot, lin: Learner_) {
  await lin.says('/export')
  return JSON.parse(bot.channel.shown.findLast((shown) => shown.message.file)?.message.file?.text ?? 'null')
}

describe('/export', () => {
  it('sends one JSON file, named after the day', async () => {
    const { bot, lin } = await started()
    expect(await lin.says('导出')).toEqual(['这是你的全部数据（JSON）。'])
    expect(bot.channel.shown.at(-1)?.message.file?.name).toBe('每日一面-2026-11-23.json')
  })

  it('holds every attempt with the whole reply and its verdicts', async () => {
    const { bot, lin } = await started()
    await lin.says(GOOD)
    await lin.presses('⬜ 2')
    await lin.says('/question #rate')
    await lin.says('不会')
    await lin.says('/question #pick')
    await lin.presses('跳过')
    const data = await exported(bot, lin)
    expect(data.attempts).toEqual([
      {
        id: expect.any(String),
        questionId: 'complaint',
        prompt: '客户投诉时你怎么做？',
        day: '2026-11-23',
        zone: 'Asia/Shanghai',
        at: Date.parse('2026-11-23T01:00:00Z'),
        outcome: 'answered',
        reply: GOOD,
        verdicts: [
          {
            competency: 'empathy',
            looksFor: '先安抚情绪',
            verdict: 'covered',
            evidence: ['我会先倾听客户把话说完，再真诚道歉'],
          },
          { competency: 'follow-up', looksFor: '事后有回访', verdict: 'missed', evidence: [], tick: true },
        ],
        redLines: [],
        spoken: { seconds: 4, wanted: 120 },
      },
      expect.objectContaining({ questionId: 'rate', outcome: 'no-answer', reply: '不会', verdicts: [] }),
      expect.objectContaining({ questionId: 'pick', outcome: 'skipped', reply: '' }),
    ])
  })

  it('holds settings, streak and its log, cards, bookmarks and accounts', async () => {
    const { bot, lin } = await started()
    await lin.says(GOOD)
    await lin.presses('收藏')
    await lin.says('/time 21:30')
    await lin.says('/timezone Asia/Tokyo')
    const data = await exported(bot, lin)
    expect(data.settings).toMatchObject({ language: 'zh', zone: 'Asia/Tokyo', time: 1290, nudge: true })
    expect(data.streak).toMatchObject({ longest: 1, total: 1, log: [{ day: '2026-11-23', kind: 'kept', streak: 1 }] })
    expect(data.bookmarks).toEqual(['complaint'])
    expect(data.accounts).toEqual([{ channel: 'fake', id: 'lin' }])
    expect(data.cards.complaint).toMatchObject({ result: 'partly' })
  })

  it('tells a pause from a missed day in the streak log', async () => {
    const { bot, lin } = await started()
    await lin.says(GOOD)
    await lin.waits('1day')
    await lin.says('/pause 2')
    await lin.waits('2days')
    await lin.says('/question #bend')
    await lin.says('我会明确拒绝，说明规定。')
    const { streak } = await exported(bot, lin)
    expect(streak.log.map((entry: { kind: string }) => entry.kind)).toEqual(['kept', 'pause', 'pause', 'kept'])
    expect(streak.longest).toBe(2)
  })

  it('holds old attempts too, each once, oldest first', async () => {
    const { bot, lin } = await started()
    for (let n = 1; n <= 25; n++) {
      await lin.says('/question #complaint')
      await lin.says(`第 ${n} 次：${GOOD}`)
      await lin.waits('1min')
    }
    expect((await lin.doc()).attempts.length).toBeLessThanOrEqual(16)
    const { attempts } = await exported(bot, lin)
    expect(attempts.map((attempt: { reply: string }) => attempt.reply)).toEqual(
      Array.from({ length: 25 }, (_, index) => `第 ${index + 1} 次：${GOOD}`),
    )
  })

  it('holds an answer still being written', async () => {
    const { bot, lin } = await started({ env: {} })
    await lin.says('/hint')
    await lin.says(GOOD)
    // /export finishes a draft like any command that looks back: the words are an attempt then.
    const data = await exported(bot, lin)
    expect(data.attempts.map((attempt: { reply: string }) => attempt.reply)).toEqual([GOOD])
    expect(data.openAnswers).toEqual([])
  })
})

describe('/delete', () => {
  it('takes away what the channel itself keeps, before the farewell; one that cannot is told to the operator', async () => {
    const { bot, lin } = await started()
    await lin.says(GOOD)
    await lin.says('/delete')
    expect(bot.channel.forgotten).toEqual([])
    await lin.presses('确定删除')
    expect(bot.channel.forgotten).toHaveLength(1)

    const other = bot.learner()
    await other.says('/start')
    bot.channel.unforgiving = true
    await other.says('/delete')
    expect(await other.presses('确定删除')).toHaveLength(1)
    expect(bot.logger.text).toContain('what the channel keeps of somebody could not be removed')
  })

  it('what a channel could not remove is tried again every minute, after a restart too', async () => {
    const { bot, lin } = await started()
    bot.channel.unforgiving = true
    await lin.says('/delete')
    await lin.presses('确定删除')
    await lin.waits('3min')
    expect(bot.channel.forgotten).toEqual([])
    bot.channel.unforgiving = false
    await lin.waits('1min')
    expect(bot.channel.forgotten).toEqual(['lin'])

    const wang = bot.learner('wang')
    await wang.says('/start')
    bot.channel.unforgiving = true
    await wang.says('/delete')
    await wang.presses('确定删除')
    bot.channel.unforgiving = false
    bot.kill()
    await bot.boot()
    expect(bot.channel.forgotten).toEqual(['lin', 'wang'])
    await lin.waits('3min')
    await bot.restart()
    expect(bot.channel.forgotten).toEqual(['lin', 'wang'])
  })

  it('asks once, then removes everything', async () => {
    const { bot, lin } = await started()
    await lin.says(GOOD)
    expect(await lin.says('/delete')).toEqual([expect.stringContaining('要删除你的全部数据吗')])
    expect(await lin.presses('确定删除')).toEqual([expect.stringContaining('已全部删除')])
    await expect(lin.doc()).rejects.toThrow('no document')
    expect(await lin.waits('3days')).toEqual([])
    expect([...bot.store.wakes()]).toEqual([])
    const [hello] = await lin.says('/start')
    expect(hello).toContain('你好，我是每日一面')
    expect((await exported(bot, lin)).attempts).toEqual([])
  })

  it('算了 keeps everything', async () => {
    const { lin } = await started()
    await lin.says(GOOD)
    await lin.says('/delete')
    expect(await lin.presses('算了')).toEqual(['好，都留着。'])
    expect((await lin.doc()).attempts).toHaveLength(1)
  })

  it('an old confirmation found again does not delete', async () => {
    const { lin } = await started()
    await lin.says('/delete')
    await lin.presses('算了')
    expect(await lin.presses('确定删除')).toEqual(['好，都留着。'])
    await lin.says('/delete')
    await lin.says('/hint')
    expect(await lin.presses('确定删除')).toEqual(['好，都留着。'])
    expect((await lin.doc()).id).toMatch(/^[0-9a-f]{32}$/)
  })

  it('an update delivered again afterwards brings nothing back', async () => {
    const { lin } = await started()
    await lin.says('/question #rate', { eventId: 'before' })
    await lin.says('/delete', { eventId: 'ask' })
    await lin.presses('确定删除')
    expect(await lin.says('/question #rate', { eventId: 'before' })).toEqual([])
    expect(await lin.says('/delete', { eventId: 'ask' })).toEqual([])
    await expect(lin.doc()).rejects.toThrow('no document')
  })

  it('a confirmation delivered twice says farewell once', async () => {
    const { lin } = await started()
    await lin.says('/delete')
    const press = { type: 'action' as const, choice: 'delete:yes', eventId: 'press' }
    expect(await lin.event(press)).toHaveLength(1)
    expect(await lin.event(press)).toEqual([])
    await expect(lin.doc()).rejects.toThrow('no document')
  })
})

describe('what is logged and stored', () => {
  it('the log holds no reply, name, network id or token, even when things go wrong', async () => {
    const token = '123456789:AAE-this_is_a_secret_token_value'
    const { bot, lin } = await started({
      env: { ANSWER_IDLE_SECONDS: '0', TELEGRAM_BOT_TOKEN: token, ADMIN_IDS: 'fake:boss', LOG_LEVEL: 'debug' },
    })
    const from = { channel: 'fake', userId: 'lin', name: '林小姐的名字' }
    await lin.event({
      type: 'message',
      messageId: 'n1',
      text: '我的秘密回答：先倾听，再道歉，最后回访。',
      addressed: true,
      from,
    })
    await lin.says('题目有误')
    await lin.presses('题目有误')
    await lin.says('我的秘密说明')
    bot.store.transact = () => Promise.reject(new Error('broken'))
    await lin.says('我的秘密故障')
    expect(bot.logger.lines.length).toBeGreaterThan(0)
    for (const secret of ['秘密', '林小姐', token, 'chat-lin', '"lin"']) expect(bot.logger.text).not.toContain(secret)
  })

  it('the name is not stored', async () => {
    const { lin } = await started()
    const from = { channel: 'fake', userId: 'lin', name: '林小姐的名字' }
    await lin.event({ type: 'message', messageId: 'n1', text: GOOD, addressed: true, from })
    expect(JSON.stringify(await lin.doc())).not.toContain('林小姐')
  })

  it('/privacy says what is stored and for how long', async () => {
    const { lin } = await started({ env: { BACKUP_KEEP_DAYS: '9' } })
    const [privacy] = await lin.says('隐私')
    expect(privacy).toContain('名字不存')
    expect(privacy).toContain('备份最多保留 9 天')
  })
})
