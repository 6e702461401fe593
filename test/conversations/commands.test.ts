import { describe, expect, it } from 'vitest'
import { commands, menus, parseCommand } from '../../src/commands/registry.ts'
import { textOf } from '../../src/text/text.ts'
import { type Learner_, startBot } from '../support/bot.ts'

const GOOD = '我会先倾听客户把话说完，再真诚道歉。'

async function started(env: Record<string, string> = {}): Promise<Learner_> {
  const bot = await startBot({ env })
  const lin = bot.learner()
  await lin.says('/start')
  return lin
}

/** What each command shows a learner who has a question open, in words of its own. */
const shows: [name: string, alias: string, zh: string, en: string][] = [
  ['start', '开始', '每天 08:00 出题', 'daily question comes at 08:00'],
  ['help', '帮助', '我会这些', 'What I can do'],
  ['question', '题目', '题 · ', 'Behavioural · '],
  ['answer', '回答', '还没有内容', 'Nothing here yet'],
  ['hint', '提示', '💡', '💡'],
  ['skip', '跳过', '好，跳过', 'OK, skipped'],
  ['review', '复习', '还没有练过题', 'haven’t practised'],
  ['mock', '模拟', '一题接一题', 'one question after another'],
  ['plan', '面试日期', '哪天面试', 'When is your interview'],
  ['weak', '弱项', '还没有回答过题', 'No answers yet'],
  ['reveal', '答案', '先看答案', 'here’s the answer'],
  ['streak', '打卡', '今天就是第 1 天', 'Today is day 1'],
  ['stats', '统计', '还没有回答过题', 'No answers yet'],
  ['history', '记录', '还没有记录', 'Nothing here yet'],
  ['time', '时间', '现在每天 08:00 出题', 'every day at 08:00'],
  ['timezone', '时区', 'Asia/Shanghai', 'Asia/Shanghai'],
  ['pause', '暂停', '先停下', 'pausing'],
  ['resume', '恢复', '一直开着', 'daily questions are on'],
  ['bank', '题库', '题库（可多选）', 'Question banks'],
  ['import', '导入', '把题目文档直接发给我', 'Just send me the document'],
  ['settings', '设置', '每日出题：08:00', 'Daily question: 08:00'],
  ['board', '榜', '榜在学习群里看', 'for study groups'],
  ['group', '群设置', '没有等你答的题', 'No question of a study group'],
  ['link', '绑定', '绑定 ', '/link '],
  ['privacy', '隐私', '我存了什么', 'What I store'],
  ['export', '导出', '全部数据', 'all your data'],
  ['delete', '注销', '要删除你的全部数据吗', 'Delete all your data?'],
  ['bookmarks', '收藏', '还没有收藏', 'No bookmarks yet'],
  ['cancel', '取消', '没有要取消的', 'nothing to cancel'],
]

describe('every command', () => {
  it.each(shows)('/%s and 「%s」 in Chinese', async (name, alias, zh) => {
    expect((await (await started()).says(`/${name}`))[0]).toContain(zh)
    expect((await (await started()).says(alias))[0]).toContain(zh)
  })

  it.each(shows)('/%s in English', async (name, _alias, _zh, en) => {
    const bot = await startBot({ locale: 'en' })
    const ann = bot.learner('ann')
    await ann.says('/start')
    expect((await ann.says(`/${name}`))[0]).toContain(en)
  })

  it('the table above leaves none out', () => {
    expect(shows.map(([name]) => name).sort()).toEqual(
      commands
        .map((command) => command.name)
        .filter((name) => name !== 'language')
        .sort(),
    )
  })

  it('/language switches, by word or by turns', async () => {
    const lin = await started({ ANSWER_IDLE_SECONDS: '0' })
    await lin.answers()
    expect(await lin.says('语言')).toEqual(['OK, English from now on.'])
    expect(await lin.says('/language 中文')).toEqual(['好，从现在起用中文。'])
    expect(await lin.says('/language zh')).toEqual(['好，从现在起用中文。'])
    expect(await lin.says('语言 英文')).toEqual(['OK, English from now on.'])
  })

  it('/help lists every command with its Chinese word', async () => {
    const [help = ''] = await (await started()).says('帮助')
    for (const { name, aliases } of commands) expect(help).toContain(`/${name}（${aliases[0]}）`)
  })

  it('no word means two commands, and every command has a Chinese one', () => {
    const words = commands.flatMap((command) => command.aliases)
    expect(new Set(words).size).toBe(words.length)
    for (const command of commands) expect(command.aliases.some((alias) => /\p{Script=Han}/u.test(alias))).toBe(true)
  })

  it('the menus name every command with a description networks accept', () => {
    const direct = menus('zh').filter((menu) => menu.scope === 'direct')
    expect(direct.map((menu) => menu.language)).toEqual([undefined, 'zh', 'en'])
    for (const menu of menus('zh'))
      for (const { name, description } of menu.commands) {
        expect(name).toMatch(/^[a-z]{1,32}$/)
        expect(description.length).toBeGreaterThan(0)
        expect(description.length).toBeLessThanOrEqual(256)
      }
    for (const menu of direct) expect(menu.commands).toHaveLength(commands.length)
  })
})

describe('what is a command', () => {
  it.each([
    ['/question@CoachBot 合规', 'question', '合规'],
    ['／题目 合规', 'question', '合规'],
    ['/STREAK', 'streak', ''],
    ['  /hint  ', 'hint', ''],
    ['\u200e/help', 'help', ''],
    ['题目　合规', 'question', '合规'],
    ['时间 21:30', 'time', '21:30'],
    ['时间：２１：３０', 'time', '21:30'],
    ['时间21:30', 'time', '21:30'],
    ['暂停7天', 'pause', '7天'],
    ['暂停 7', 'pause', '7'],
    ['时区东京', 'timezone', '东京'],
    ['语言英文', 'language', '英文'],
    ['題目 合規', 'question', '合規'],
    ['統計', 'stats', ''],
    ['暫停7天', 'pause', '7天'],
    ['/複習', 'review', ''],
    ['Show answer', 'reveal', ''],
  ])('"%s" is /%s "%s"', (text, name, argument) => {
    const parsed = parseCommand(text)
    expect(parsed && 'command' in parsed && [parsed.command.name, parsed.argument]).toEqual([name, argument])
  })

  it.each([
    '题目的关键是先听客户说完',
    '题目：我会先倾听，再道歉，最后核实情况并且回访客户',
    '回答这个问题，我会从三点说起',
    '暂停业务办理，先安抚客户',
    '时间不够时我会先处理最急的',
    '提示 客户风险',
    '跳过这一步是违规的',
    '答案 我觉得是先倾听',
    'hint at the problem first',
    'next I would call the client',
    'answer the phone and listen',
    '打卡\n第二行',
    '2/3 的客户会再来',
    '/ 斜杠开头的回答',
  ])('"%s" is an answer', (text) => {
    expect(parseCommand(text)).toBeUndefined()
  })

  it('an answer that begins with a command’s word stays an answer', async () => {
    const lin = await started()
    await lin.says('跳过客户的情绪去讲道理是不行的，我会先倾听。')
    await lin.says('提示自己真诚道歉。')
    await lin.presses('完成')
    const doc = await lin.doc()
    expect(doc.attempts[0]).toMatchObject({ outcome: 'answered' })
    expect(doc.sessions[0]?.hinted).toBe(false)
  })

  it('a forwarded command is somebody’s words', async () => {
    const lin = await started()
    await lin.says('/delete', { forwarded: true })
    expect((await lin.doc()).prompted).toBeNull()
  })

  it('a command that asks for something new finishes the draft first', async () => {
    const lin = await started()
    await lin.says(GOOD)
    const shown = await lin.says('/streak')
    expect(shown).toHaveLength(3)
    expect(shown[2]).toContain('连续打卡 1 天')
  })

  it.each(['/hint', '/settings', '/help', '/time 20:00'])('%s leaves the draft open', async (command) => {
    const lin = await started()
    await lin.says(GOOD)
    expect(await lin.says(command)).toHaveLength(1)
    expect((await lin.doc()).sessions.at(-1)?.state).toBe('drafting')
  })
})

describe('arguments', () => {
  it.each([
    ['20:30', 1230],
    ['8', 480],
    ['8:05', 485],
    ['０８：０５', 485],
    ['晚上9点半', 1290],
    ['下午3点', 900],
    ['中午12点', 720],
    ['晚上12点', 0],
    ['9pm', 1260],
    ['12am', 0],
    ['00:00', 0],
    ['23:59', 1439],
  ])('/time %s', async (given, minutes) => {
    const lin = await started()
    await lin.says(`/time ${given}`)
    expect((await lin.doc()).settings.time).toBe(minutes)
  })

  it('/time says when the next question comes, in words', async () => {
    const lin = await started()
    expect(await lin.says('/time 20:30')).toEqual(['好，每天 20:30 出题。下一次：明天 20:30。'])
    await lin.says('/language en')
    expect(await lin.says('/time 20:45')).toEqual(['OK, a question every day at 20:45. Next: tomorrow 20:45.'])
  })

  it.each(['25:99', '24:00', '8:60', 'noon', '-1', '8:5', '早', '99'])(
    '/time %s is refused with an example',
    async (given) => {
      const lin = await started()
      expect(await lin.says(`/time ${given}`)).toEqual([
        `「${given}」我看不懂是几点。试试「时间 08:00」或「时间 晚上9点半」。`,
      ])
      expect((await lin.doc()).settings.time).toBe(480)
    },
  )

  it.each([
    ['Asia/Tokyo', 'Asia/Tokyo'],
    ['东京', 'Asia/Tokyo'],
    ['New York', 'America/New_York'],
    ['america/new_york', 'America/New_York'],
    ['London', 'Europe/London'],
  ])('/timezone %s', async (given, zone) => {
    const lin = await started()
    await lin.says(`/timezone ${given}`)
    expect((await lin.doc()).settings.zone).toBe(zone)
  })

  it.each(['Mars', '火星', 'constructor', '__proto__', '+99:00', 'Asia/', '8'])(
    '/timezone %s is refused with an example',
    async (given) => {
      const lin = await started()
      expect((await lin.says(`/timezone ${given}`))[0]).toContain(`我不认识「${given}」这个时区`)
      expect((await lin.doc()).settings.zone).toBe('Asia/Shanghai')
    },
  )

  it.each(['0', '-3', '366', 'abc', '7.5', '99999'])('/pause %s is refused', async (given) => {
    const lin = await started()
    expect((await lin.says(`/pause ${given}`))[0]).toContain('请写 1 到 365 之间的天数')
    expect((await lin.doc()).calendar.pauses).toEqual([])
  })

  it('/pause 7 stops a week of questions and /resume brings them back', async () => {
    const lin = await started()
    expect((await lin.says('/pause 7'))[0]).toContain('休息 7 天，到11月29日')
    expect(await lin.until('07:00')).toEqual([])
    expect(await lin.waits('5days')).toEqual([])
    expect((await lin.says('/resume'))[0]).toContain('欢迎回来')
    expect((await lin.until('08:00'))[0]).toContain('今日一面')
  })

  it('/settings says until when', async () => {
    const lin = await started()
    await lin.says('/pause 7')
    expect((await lin.says('/settings'))[0]).toContain('暂停到11月29日')
    await lin.says('/pause')
    expect((await lin.says('/settings'))[0]).toContain('每日出题：暂停中')
  })

  it('an open pause lasts until /resume', async () => {
    const lin = await started()
    await lin.says('暂停')
    expect(await lin.waits('40days')).toEqual([])
    expect((await lin.says('恢复'))[0]).toContain('欢迎回来')
  })

  it('/bank nosuch is refused; the last bank stays; several can be chosen', async () => {
    const lin = await started()
    expect(await lin.says('/bank nosuch')).toEqual(['没有这个题库。发「题库」看有哪些。'])
    expect(await lin.says('/bank practice-zh')).toEqual(['至少留一个题库。'])
    expect(await lin.says('题库 practice-en')).toEqual(['现在练：练习题库、Practice bank'])
    expect(await lin.says('/bank practice-zh')).toEqual(['现在练：Practice bank'])
    expect((await lin.says('题目'))[0]).toContain('How do you handle')
  })

  it('/question by id, topic, words, and what it says when nothing fits', async () => {
    const lin = await started()
    expect((await lin.says('/question #rate'))[0]).toContain('本金 10 万元')
    expect((await lin.says('题目 知识题'))[0]).toContain('知识题 · 5 分')
    expect((await lin.says('题目 违规'))[0]).toContain('客户要你违规')
    expect((await lin.says('/question empathy'))[0]).toContain('客户投诉时')
    const before = (await lin.doc()).usage.asked
    for (const given of ['#nosuch', '火星', '<b>&"'])
      expect((await lin.says(`/question ${given}`))[0]).toContain(`没找到和「${given}」有关的题`)
    expect((await lin.doc()).usage.asked).toBe(before)
  })

  it('/start with a deep link asks that question, whether new or known', async () => {
    const bot = await startBot()
    const [, card] = await bot.learner('wu').says('/start q_rate')
    expect(card).toContain('本金 10 万元')
    const lin = bot.learner()
    await lin.says('/start')
    expect((await lin.says('/start q_pick'))[0]).toContain('存款保险的偿付限额')
    expect((await lin.says('/start q_nosuch'))[0]).toContain('每天 08:00 出题')
  })
})

describe('what is no command', () => {
  it.each([
    ['/strek', '/streak'],
    ['/stat', '/stats'],
    ['/hsitory', '/history'],
    ['/qeustion 合规', '/question'],
    ['/lang en', '/language'],
  ])('but nearly one: %s is asked back as %s', async (given, meant) => {
    const lin = await started()
    expect(await lin.says(given)).toEqual([`没有 ${given.split(' ')[0]} 这个命令。是想发 ${meant} 吗？`])
    expect((await lin.doc()).sessions.at(-1)?.state).toBe('asked')
  })

  it.each(['/re', '/rev', '/sta', '/abcdefgh'])('nor one alone it could be: %s', async (given) => {
    const lin = await started()
    expect(await lin.says(given)).toEqual([`没有 ${given} 这个命令。发 /help 看我会什么。`])
  })

  it.each([
    ['时间 25:99', '看不懂是几点'],
    ['時區 火星', '我不认识「火星」'],
    ['暂停 abc', '天数'],
    ['语言 日文', '我只会中文和英文'],
  ])('"%s" is a slip, and the open question stays open', async (slip, told) => {
    const lin = await started({ ANSWER_IDLE_SECONDS: '0' })
    expect(await lin.says(slip)).toEqual([expect.stringContaining(told)])
    expect((await lin.doc()).sessions.at(-1)?.state).toBe('asked')
    expect((await lin.says(GOOD))[0]).toContain('答到了')
    expect(await lin.says(slip)).toEqual([expect.stringContaining(told)])
    expect((await lin.doc()).settings.language).toBe('zh')
  })

  it('an answer that begins like a setting is an answer, also while it is being written', async () => {
    const lin = await started()
    await lin.says('时间 紧的时候我先倾听客户把话说完')
    await lin.says('时间 也要说清')
    expect((await lin.presses('完成'))[0]).toContain('共情')
    expect((await lin.doc()).attempts[0]?.reply).toContain('时间 也要说清')
  })

  it('an unknown one gets one line', async () => {
    const lin = await started()
    expect(await lin.says('/foo bar')).toEqual(['没有 /foo 这个命令。发 /help 看我会什么。'])
    expect((await lin.doc()).sessions.at(-1)?.parts).toEqual([])
  })

  it('text outside a question gets one helpful line', async () => {
    const lin = await started()
    await lin.presses('看答案')
    expect(await lin.says('随便聊聊')).toEqual(['没有等你回答的题。发「题目」来一道，发「帮助」看我会什么。'])
  })

  it.each(['12:30', '12：30', '中午12点半'])(
    '%s outside a question is the hour, as the greeting offered',
    async (words) => {
      const lin = await started()
      await lin.presses('看答案')
      expect((await lin.says(words))[0]).toContain('每天 12:30 出题')
      expect((await lin.doc()).settings.time).toBe(12 * 60 + 30)
    },
  )

  it.each(['/hint', '/skip', '/reveal', '/answer', '/answer 一段话'])(
    '%s with no question open says so',
    async (command) => {
      const lin = await started()
      await lin.presses('看答案')
      expect(await lin.says(command)).toEqual([textOf('zh').question.noneOpen])
    },
  )
})

describe('settings', () => {
  it('rest days and the evening reminder are toggled on the spot', async () => {
    const lin = await started()
    await lin.says('设置')
    expect((await lin.presses('周日'))[0]).toContain('休息日：周日')
    expect((await lin.presses('周六'))[0]).toContain('休息日：周六、周日')
    expect((await lin.presses('周日'))[0]).toContain('休息日：周六')
    await lin.presses('晚间提醒：开')
    expect((await lin.doc()).settings.nudge).toBe(false)
    await lin.presses('晚间提醒：关')
    expect((await lin.doc()).settings.nudge).toBe(true)
  })

  it('/history shows an old answer in full', async () => {
    const lin = await started()
    await lin.says(GOOD)
    await lin.presses('完成')
    await lin.says('记录')
    const [reply, checklist] = await lin.presses('客户投诉')
    expect(reply).toContain(`你的回答\n│ ${GOOD}`)
    expect(checklist).toContain('✅ 1. 共情')
  })

  it('/history turns its pages back to the first answer, long archived, and finds those to one question', async () => {
    const lin = await started({ ANSWER_IDLE_SECONDS: '0', MESSAGES_PER_MINUTE: '200' })
    const [bend, rate] = ['我会明确拒绝，说明规定。', '4000']
    await lin.says(GOOD)
    for (let n = 0; n < 12; n++) {
      await lin.says('/question #bend')
      await lin.says(bend)
    }
    await lin.says('/question #rate')
    await lin.says(rate)
    for (let n = 0; n < 6; n++) {
      await lin.says('/question #bend')
      await lin.says(bend)
    }
    expect((await lin.doc()).attempts.length).toBeLessThan(20)
    const [first = ''] = await lin.says('记录')
    expect(first).toContain('第 1–8 条，共 20 条')
    expect(first).not.toContain('更近的')
    expect((await lin.presses('更早的'))[0]).toContain('第 9–16 条')
    const [last = ''] = await lin.presses('更早的')
    expect(last).toContain('第 17–20 条')
    expect(last).not.toContain('更早的')
    expect((await lin.presses('客户投诉'))[0]).toContain(`你的回答\n│ ${GOOD}`)
    expect((await lin.presses('更近的'))[0]).toContain('第 9–16 条')

    const [found = ''] = await lin.says('記錄 利息')
    expect(found).toContain('「利息」的回答')
    expect((await lin.presses('本金 10 万元'))[0]).toContain('你的回答\n│ 4000')
    await lin.says('/history 違規 客户')
    expect((await lin.presses('更早的'))[0]).toContain('第 9–16 条，共 18 条')
    expect((await lin.says('/history #rate'))[0]).toContain('「#rate」的回答')
    expect((await lin.says('/history 量子'))[0]).toContain('没有和「量子」有关的回答')
    expect(await lin.says(`/history ${'很长的词'.repeat(30)}`)).toHaveLength(1)
  })

  it('/stats counts answers, not what was skipped or shown', async () => {
    const lin = await started({ ANSWER_IDLE_SECONDS: '0' })
    await lin.presses('跳过')
    await lin.says('题目')
    await lin.presses('看答案')
    await lin.says('题目')
    await lin.says(GOOD)
    expect((await lin.says('/stats'))[0]).toContain('回答 1 次，练过 3')
  })

  it('/stats counts what was practised and names strong and weak sides', async () => {
    const lin = await started({ ANSWER_IDLE_SECONDS: '0' })
    for (let time = 0; time < 2; time++) {
      await lin.says(time === 0 ? GOOD : '/question #complaint')
      if (time > 0) await lin.says(GOOD)
    }
    const [stats] = await lin.says('统计')
    expect(stats).toContain('回答 2 次，练过 1 / 4 题')
    expect(stats).toContain('答得最稳\n共情　2/2')
    expect(stats).toContain('最该练\n跟进　0/2')
  })
})
