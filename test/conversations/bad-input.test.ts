import { describe, expect, it } from 'vitest'
import { ChannelError } from '../../src/ports/channel.ts'
import { StoreError } from '../../src/ports/store.ts'
import { LONGEST_ANSWER } from '../../src/practice/draft.ts'
import { toPlain } from '../../src/render/plain.ts'
import { type Bot, type Learner_, startBot } from '../support/bot.ts'

const GOOD = '我会先倾听客户把话说完，再真诚道歉。'

async function asked(env: Record<string, string> = { ANSWER_IDLE_SECONDS: '0' }): Promise<{ bot: Bot; lin: Learner_ }> {
  const bot = await startBot({ env })
  const lin = bot.learner()
  await lin.says('/start')
  return { bot, lin }
}

describe('an answer', () => {
  it('of 20,000 characters is kept whole, quoted briefly, and no message is too long', async () => {
    const { bot, lin } = await asked()
    const words = '我会先倾听客户把话说完再真诚道歉然后再说别的事情'
    const long = words.repeat(Math.ceil(20_000 / words.length)).slice(0, 20_000)
    const shown = await lin.says(long)
    expect((await lin.doc()).attempts[0]?.reply).toBe(long)
    expect(shown[0]).toContain('✅ 1. 共情')
    for (const quoted of (await lin.doc()).attempts[0]?.verdicts.flatMap((point) => point.evidence) ?? [])
      expect(quoted.length).toBeLessThanOrEqual(200)
    for (const { message } of bot.channel.shown) expect(toPlain(message).length).toBeLessThanOrEqual(4096)
  })

  it('of a 20,000-character calculation is quoted briefly too', async () => {
    const { lin } = await asked()
    await lin.says('/question #rate')
    const shown = await lin.says(`${'先写过程再写结果，'.repeat(2200)}等于 4000 元`)
    expect(shown).toHaveLength(2)
    expect(shown[0]?.length).toBeLessThan(1000)
  })

  it('beyond the limit is cut, said so, and the first part is assessed', async () => {
    const { lin } = await asked()
    const [cut, checklist] = await lin.says(GOOD + '再'.repeat(LONGEST_ANSWER))
    expect(cut).toContain('最多收 30000 字')
    expect(checklist).toContain('答到了：共情')
    expect((await lin.doc()).attempts[0]?.reply).toHaveLength(LONGEST_ANSWER)
  })

  it('is never cut within an emoji', async () => {
    const { lin } = await asked()
    await lin.says(`${'字'.repeat(LONGEST_ANSWER - 1)}😀`)
    expect((await lin.doc()).attempts[0]?.reply).toBe('字'.repeat(LONGEST_ANSWER - 1))
  })

  it.each([
    '😀😀😀😀😀😀😀😀😀😀',
    '👨‍👩‍👧‍👦🇨🇳',
    '……！！？？。。',
    '谢谢',
    '好的，谢谢老师！',
    '嗯嗯',
    '哈哈哈',
    'ok',
    'Thank you so much 🙏',
  ])('is no thanks, no "ok" and no emoji (%s): the question waits', async (words) => {
    const { lin } = await asked()
    expect(await lin.says(words)).toEqual(['🙌 题目给你留着，想好了直接打字回答。'])
    expect((await lin.doc()).sessions.at(-1)?.state).toBe('asked')
    await lin.says(GOOD)
    expect((await lin.doc()).attempts.map((attempt) => attempt.outcome)).toEqual(['answered'])
    expect(await lin.says(words)).toEqual(['🙌 还想练就发「下一题」，不练就明天见。'])
    expect((await lin.doc()).attempts).toHaveLength(1)
  })

  it.each(['稍后', '等会儿再答吧', '晚点', 'later', 'I’ll do it later'])(
    'is not what puts it off: %s',
    async (words) => {
      const { lin } = await asked()
      expect(await lin.says(words)).toEqual(['好，一小时后再来找你。这段时间想答随时答。'])
      expect((await lin.waits('1h'))[0]).toContain('说好的一小时到了')
    },
  )

  it('may end with thanks', async () => {
    const { lin } = await asked({})
    await lin.says(GOOD)
    await lin.says('谢谢')
    await lin.says('完成')
    expect((await lin.doc()).attempts[0]?.reply).toBe(`${GOOD}\n谢谢`)
  })

  it.each(['', '   ', '\n\t\n', '\u3000\u3000', '\u200b\u200d\ufeff', '\u202e\u200f'])(
    'of only white or invisible characters (%j) is none: the question waits',
    async (words) => {
      const { lin } = await asked()
      expect(await lin.says(words)).toEqual(['这种消息我还看不懂，请打字发给我。题目给你留着。'])
      expect((await lin.doc()).sessions.at(-1)?.state).toBe('asked')
    },
  )

  it.each([
    '<b>我会先倾听</b> & "真诚道歉" <script>alert(1)</script>',
    '*我会先倾听* _再_ `真诚道歉` [链接](http://x) ~~核实~~ ||回访||',
    '</blockquote>我会先倾听，&lt;真诚道歉&gt;，%s {{y}} \\n',
  ])('with markup comes back as it was: %s', async (words) => {
    const { lin } = await asked()
    const [checklist] = await lin.says(words)
    const [attempt] = (await lin.doc()).attempts
    expect(attempt?.reply).toBe(words)
    for (const quoted of attempt?.verdicts[0]?.evidence ?? ['none']) {
      expect(words).toContain(quoted)
      expect(checklist).toContain(`「${quoted}」`)
    }
  })

  it('with zero-width and right-to-left marks is understood and kept as written', async () => {
    const { lin } = await asked()
    const words = '\u202e我会先倾\u200b听\u202c客户，再真\u200d诚道\ufeff歉，最后\u200f回访。'
    const [checklist] = await lin.says(words)
    expect(checklist).toContain('✅ 1. 共情')
    const [attempt] = (await lin.doc()).attempts
    expect(attempt?.reply).toBe(words)
    expect(words).toContain(attempt?.verdicts[0]?.evidence[0] ?? 'none')
  })

  it('in Arabic and Hebrew is a real answer', async () => {
    const { lin } = await asked()
    await lin.says('أستمع أولا إلى العميل ثم أعتذر وأتابع معه بعد ذلك')
    expect((await lin.doc()).attempts[0]?.outcome).toBe('answered')
  })

  it('with lone surrogates and control characters breaks nothing', async () => {
    const { lin } = await asked()
    expect(await lin.says('我会先倾听\ud83d客户\u0000把话说完\udc00，再道歉')).toHaveLength(2)
  })
})

describe('what is not text', () => {
  it.each([
    ['voice', '语音我还听不懂'],
    ['photo', '图片我还看不懂'],
    ['sticker', '收到表情'],
    ['document', '这里我收不到文件'],
    ['other', '这种消息我还看不懂'],
  ] as const)('%s gets a kind line and the question still waits', async (attachment, words) => {
    const { lin } = await asked()
    expect(await lin.sends(attachment)).toEqual([expect.stringContaining(words)])
    expect((await lin.says(GOOD))[0]).toContain('答到了：共情')
  })

  it('with no question open, none is said to be waiting', async () => {
    const { lin } = await asked()
    await lin.presses('跳过')
    expect(await lin.sends('photo')).toEqual(['图片我还看不懂，请打字发给我。'])
  })

  it('a photo’s caption is part of the answer, and that is said', async () => {
    const { lin } = await asked({})
    const [note, started] = await lin.sends('photo', GOOD)
    expect(note).toContain('先收下了文字部分')
    expect(started).toContain('还有要补的就接着发')
    await lin.presses('完成')
    expect((await lin.doc()).attempts[0]?.reply).toBe(GOOD)
  })

  it('a voice note in the middle of a draft leaves the draft as it is', async () => {
    const { lin } = await asked({})
    await lin.says(GOOD)
    expect(await lin.sends('voice')).toHaveLength(1)
    expect((await lin.waits('30s'))[0]).toContain('答到了：共情')
  })

  it('a forwarded message is part of the answer, whatever it looks like', async () => {
    const { lin } = await asked({})
    await lin.says('/help', { forwarded: true })
    await lin.says(GOOD, { forwarded: true })
    await lin.presses('完成')
    expect((await lin.doc()).attempts[0]?.reply).toBe(`/help\n${GOOD}`)
  })
})

describe('the first message ever', () => {
  it.each(['谢谢', '/help', '/delete', '😀', '题目 合规'])('%s is greeted with the first question', async (words) => {
    const bot = await startBot()
    const shown = await bot.learner().says(words)
    expect(shown).toHaveLength(2)
    expect(shown[0]).toContain('你好，我是每日一面')
    expect(shown[1]).toContain('客户投诉时你怎么做？')
  })

  it('a sticker, an edit, a button of old: a greeting or nothing, never a fault', async () => {
    const bot = await startBot()
    expect(await bot.learner('a').sends('sticker')).toHaveLength(2)
    expect(await bot.learner('b').edits('x', 'y')).toEqual([])
    expect(await bot.learner('c').event({ type: 'action', choice: 'hint:s1' })).toHaveLength(2)
    expect(bot.logger.lines.filter((line) => line.level === 'error')).toEqual([])
  })
})

describe('faults', () => {
  it('a disk that cannot be written: the learner is told that nothing was saved, and nothing was', async () => {
    const { bot, lin } = await asked()
    const { transact } = bot.store
    bot.store.transact = () => Promise.reject(new StoreError('io', 'no space left on device'))
    expect(await lin.says(GOOD)).toEqual([expect.stringContaining('没有存下来')])
    bot.store.transact = transact
    expect((await lin.doc()).attempts).toEqual([])
    expect((await lin.says(GOOD))[0]).toContain('答到了：共情')
  })

  it('feedback that the network refuses for a while arrives in order', async () => {
    const { bot, lin } = await asked()
    bot.channel.faults.push({ error: new ChannelError('rate-limited', 'slow down', { retryAfterMs: 3000 }) })
    const answered = lin.says(GOOD)
    await bot.clock.moveTo(bot.clock.now() + 4000, async () => {
      for (let turn = 0; turn < 50; turn++) await Promise.resolve()
    })
    const shown = await answered
    expect(shown[0]).toContain('答到了：共情')
    expect(shown[1]).toContain('参考答案')
  })
})
