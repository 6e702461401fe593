import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { QuestionBanks } from '../../src/questions/bank.ts'
import { type Bot, type Learner_, startBot, testBanks } from '../support/bot.ts'
import { ChannelError, FakeChannel } from '../support/channel.ts'
import { docx, zip } from '../support/docx.ts'
import { FaultyStore } from '../support/store.ts'

vi.setConfig({ testTimeout: 30_000 })

const DOCUMENT = readFileSync(resolve(import.meta.dirname, '../questions/import/document.zh.txt'), 'utf8')
const TITLE = '社区支行客户经理面试题与答案'
const GOOD = '我会请老人坐下，问清楚谁推荐的、钱要转到哪里，讲反诈的例子，请值班经理一起劝，再联系他的子女。'

/** A document of questions with these prompts. */
const paper = (title: string, prompts: string[]) =>
  `# ${title}\n\n${prompts.map((prompt, n) => `${n + 1}. ${prompt}\n答案：先听清楚，再核对材料，最后给客户答复。`).join('\n\n')}\n`
const SIX = [
  '怎么做陌生拜访？',
  '怎么介绍自己？',
  '怎么看待加班？',
  '怎么跟进贷款？',
  '怎么处理投诉？',
  '怎么做贷后检查？',
]

async function started(options: Parameters<typeof startBot>[0] = {}): Promise<{ bot: Bot; lin: Learner_ }> {
  const bot = await startBot({ env: { ANSWER_IDLE_SECONDS: '0' }, ...options })
  const lin = bot.learner()
  await lin.says('/start')
  return { bot, lin }
}

const labels = (bot: Bot) => (bot.channel.shown.at(-1)?.message.choices ?? []).flat().map((choice) => choice.label)
const banksOf = async (bot: Bot, who: Learner_) => {
  await who.says('/bank')
  return labels(bot)
}

describe('a learner sends a document', () => {
  it('hears what is in it, says yes, and practises it with its checklist, marked as unchecked', async () => {
    const { bot, lin } = await started()
    const [receipt, preview = ''] = await lin.sendsFile('社区题集.txt', DOCUMENT, { size: 2000 })
    expect(receipt).toBe('收到《社区题集.txt》，正在读，一般几秒钟就好。')
    expect(preview.split(/\n+/)).toEqual([
      `📄 《${TITLE}》里找到 3 题，其中 1 题原文不完整`,
      '· 一位老人要把定期存款取出来买不认识的人推荐的产品，你怎么做？',
      '· 柜台前排了长队，有人开始抱怨，你会做什么？',
      '· 什么是可转让大额存单？',
      '没收进来的，或要留意的：',
      '· 第 22 行：没有用到的文字：（未完，开通会员阅读全文）',
      '导入后只有你自己看得到，题目会标上“未经核对”。不急，想好再点，我给你留着。',
    ])
    expect(labels(bot)).toEqual(['✅ 导入，只给我自己', '不要'])
    expect(await banksOf(bot, lin)).toHaveLength(2)

    const [kept] = await lin.presses('导入，只给我自己')
    expect(kept).toContain(`导入好了：《${TITLE}》，3 题`)
    const [card] = await lin.presses('从它里面来一题')
    expect(card).toContain('⚠️ 导入的题，内容未经核对')
    expect(card).toContain('一位老人要把定期存款')
    const feedback = (await lin.says(GOOD)).join('\n')
    for (const words of ['风险识别', '耐心沟通', '打卡第 1 天', '我先请老人坐下来']) expect(feedback).toContain(words)
  })

  it('and a .docx does the same', async () => {
    const { lin } = await started()
    expect((await lin.sendsFile('a.docx', docx(DOCUMENT.split('\n')))).at(-1)).toContain('里找到 3 题')
  })

  it('nobody else sees it: not in their banks, not by number, not through a report', async () => {
    const { bot, lin } = await started({ env: { ANSWER_IDLE_SECONDS: '0', ADMIN_IDS: 'fake:boss' } })
    const other = bot.learner('wang')
    await other.says('/start')
    await lin.sendsFile('a.txt', DOCUMENT)
    await lin.presses('导入，只给我自己')
    expect(await banksOf(bot, lin)).toEqual([
      expect.stringContaining('练习题库'),
      expect.stringContaining('Practice bank'),
      `✅ ${TITLE}（3 题）`,
      `🗑 删除《${TITLE}》`,
    ])
    expect(await banksOf(bot, other)).toHaveLength(2)
    const own = (await lin.doc()).imports.banks[0]?.id
    expect((await other.says(`/question #${own}-1`))[0]).toContain('没找到')
    expect((await other.says(`/bank ${own}`))[0]).toContain('没有这个题库')
    await lin.says(`/question #${own}-1`)
    await lin.says(GOOD)
    expect(await lin.presses('题目有误')).toEqual([expect.stringContaining('这道题是你自己导入的')])
    expect(bot.channel.shown.filter((shown) => shown.chatId === 'boss')).toEqual([])
  })

  it('declines, and nothing is left of it', async () => {
    const { bot, lin } = await started()
    await lin.sendsFile('a.txt', DOCUMENT)
    expect(await lin.presses('不要')).toEqual(['好，没有导入，文档我也没留。'])
    const { id } = await lin.doc()
    expect(await bot.store.attachment({ kind: 'learner', id })).toBeUndefined()
    expect(await lin.presses('导入，只给我自己')).toEqual([expect.stringContaining('已经处理过了')])
  })

  it('a double tap imports once', async () => {
    const { lin } = await started()
    await lin.sendsFile('a.txt', DOCUMENT)
    await lin.presses('导入，只给我自己')
    expect(await lin.presses('导入，只给我自己')).toEqual([expect.stringContaining('已经处理过了')])
    expect((await lin.doc()).imports.banks).toHaveLength(1)
  })

  it('an update delivered twice is read once', async () => {
    const { bot, lin } = await started()
    expect(await lin.sendsFile('a.txt', DOCUMENT, { eventId: 'same' })).toHaveLength(2)
    expect(await lin.sendsFile('a.txt', DOCUMENT, { eventId: 'same' })).toEqual([])
    expect(bot.channel.fetched).toBe(1)
  })

  it('as the first thing ever: they are welcomed, and it is read', async () => {
    const bot = await startBot()
    const shown = await bot.learner().sendsFile('a.txt', DOCUMENT)
    expect(shown[0]).toContain('我是每日一面')
    expect(shown.at(-1)).toContain('里找到 3 题')
  })

  it('in the middle of an answer, which goes on undisturbed; the caption is no answer', async () => {
    const { lin } = await started({ env: { ANSWER_IDLE_SECONDS: '30' } })
    await lin.says('我会先倾听客户把话说完。')
    const [receipt] = await lin.sendsFile('a.txt', DOCUMENT, { caption: '这是我收集的题' })
    expect(receipt).toContain('附带的文字没有收')
    await lin.says('再真诚道歉。')
    await lin.waits('30s')
    expect((await lin.doc()).attempts.map((attempt) => attempt.reply)).toEqual([
      '我会先倾听客户把话说完。\n再真诚道歉。',
    ])
  })

  it('forwarded by somebody else: read all the same', async () => {
    const { lin } = await started()
    expect((await lin.sendsFile('a.txt', DOCUMENT, { forwarded: true })).at(-1)).toContain('里找到 3 题')
  })

  it('in English', async () => {
    const { bot, lin } = await started({ locale: 'en' })
    const shown = await lin.sendsFile(
      'a.txt',
      'Interview questions\n\n1. Tell me about yourself.\nAnswer: I keep it short.\n',
    )
    expect(shown[1]).toContain('1 question')
    expect(labels(bot)).toEqual(['✅ Yes, just for me', 'No thanks'])
    expect((await lin.presses('Yes, just for me'))[0]).toContain('is now part of your practice')
  })
})

describe('a new version of a document', () => {
  it('can replace the old one, and what was learnt stays with the questions that are in both', async () => {
    const { bot, lin } = await started()
    await lin.sendsFile('a.txt', paper('第一版', SIX.slice(0, 3)))
    await lin.presses('导入，只给我自己')
    const { id = '' } = (await lin.doc()).imports.banks[0] ?? {}
    await lin.says(`/question #${id}-2`)
    await lin.says('先听清楚客户的需要，再核对材料，最后给他答复。')
    const card = (await lin.doc()).cards[`${id}-2`]
    expect(card).toBeDefined()

    const shown = await lin.sendsFile('b.txt', paper('第二版', [...SIX.slice(3), ...SIX.slice(1, 3)]))
    expect(shown.at(-1)).toContain('你已经有《第一版》，大半的题和这份一样')
    expect(labels(bot)).toEqual(['给我自己，替换《第一版》', '给我自己，另存一份', '不要'])
    await lin.presses('替换《第一版》')
    const doc = await lin.doc()
    expect(doc.imports.banks).toEqual([{ id, title: '第二版', questions: 5, size: expect.any(Number) }])
    expect(doc.cards[`${id}-2`]).toEqual(card)
    expect((await lin.says(`/question #${id}-2`))[0]).toContain(SIX[1])
  })

  it('can be kept beside it, under a title of its own', async () => {
    const { lin } = await started()
    await lin.sendsFile('a.txt', paper('题集', SIX))
    await lin.presses('导入，只给我自己')
    await lin.sendsFile('a.txt', paper('题集', SIX))
    await lin.presses('另存一份')
    expect((await lin.doc()).imports.banks.map((bank) => bank.title)).toEqual(['题集', '题集 (2)'])
  })

  it('sent while one is on offer takes its place', async () => {
    const { lin } = await started()
    await lin.sendsFile('a.txt', paper('甲', SIX))
    await lin.sendsFile('b.txt', paper('乙', SIX))
    await lin.presses('导入，只给我自己')
    expect((await lin.doc()).imports.banks.map((bank) => bank.title)).toEqual(['乙'])
  })
})

describe('what cannot be imported is said kindly', () => {
  const hostile = zip({ '[Content_Types].xml': 'x', 'word/document.xml': 'x' }, 500 * 2 ** 20)
  it.each<[string, string, Parameters<Learner_['sendsFile']>[1], string]>([
    ['a damaged document', 'a.docx', 'no zip at all', '文件坏了'],
    ['one that unpacks to half a gigabyte', 'a.docx', hostile, '解开以后太大'],
    ['no questions', 'a.txt', '今天天气很好。', '没有找到题目'],
    ['nothing', 'a.txt', '', '文件是空的'],
    ['a bank with a mistake, and where it is', 'a.yaml', 'id: x\nquestions: [', '题库 YAML 有错。 (2:'],
    ['a file that is gone', 'a.txt', new ChannelError('invalid-message', 'gone'), '没能从网络上取到'],
    ['a network that fails', 'a.txt', new ChannelError('unavailable', 'down'), '没能从网络上取到'],
    ['more bytes than the network said', 'a.txt', new Uint8Array(20 * 2 ** 20 + 1), '最多 20 MB'],
  ])('%s', async (_, name, content, words) => {
    const { lin } = await started()
    const shown = await lin.sendsFile(name, content)
    expect(shown).toHaveLength(2)
    expect(shown[1]).toContain(words)
    expect((await lin.doc()).imports.job).toBeNull()
    // The next one is welcome.
    expect((await lin.sendsFile('b.txt', DOCUMENT)).at(-1)).toContain('里找到 3 题')
  })

  it.each([
    ['题集.pdf', 'PDF 读不了'],
    ['题集.doc', '旧版 Word'],
    ['题集.zip', '这种文件读不了'],
  ])('%s is not even fetched', async (name, words) => {
    const { bot, lin } = await started()
    expect(await lin.sendsFile(name, DOCUMENT)).toEqual([expect.stringContaining(words)])
    expect(bot.channel.fetched).toBe(0)
  })

  it('nor is one of more than 20 MB', async () => {
    const { bot, lin } = await started()
    expect(await lin.sendsFile('a.docx', 'x', { size: 20 * 2 ** 20 + 1 })).toEqual([expect.stringContaining('20 MB')])
    expect(bot.channel.fetched).toBe(0)
  })
})

describe('while a document is being read', () => {
  /** A learner whose document is on its way; `arrives` lets it come. */
  async function reading(options: Parameters<typeof startBot>[0] = {}) {
    const { bot, lin } = await started({ mayStall: true, ...options })
    const file = Promise.withResolvers<Uint8Array>()
    await lin.sendsFile('题集.txt', file.promise)
    const before = bot.channel.shown.length
    /** Lets it come. @returns what all are shown from then on */
    const arrives = async () => {
      file.resolve(new TextEncoder().encode(DOCUMENT))
      await bot.app.settled()
      return bot.channel.shown.slice(before).map(({ chatId, message }) => [chatId, JSON.stringify(message.blocks)])
    }
    return { bot, lin, arrives, file }
  }

  it('everybody is served, its owner too', async () => {
    const { bot, lin, arrives } = await reading()
    expect((await lin.says('/streak'))[0]).toContain('今天就是第 1 天')
    expect((await bot.learner('wang').says('/start'))[0]).toContain('我是每日一面')
    expect((await arrives()).at(-1)?.[1]).toContain('里找到 3 题')
  })

  it('another one has to wait its turn', async () => {
    const { bot, lin, arrives } = await reading()
    expect(await lin.sendsFile('b.txt', DOCUMENT)).toEqual(['上一份还没处理完，等我回了话再发。'])
    expect(bot.channel.fetched).toBe(1)
    await arrives()
    expect((await lin.doc()).imports.offered?.title).toBe(TITLE)
  })

  it('/cancel stops it', async () => {
    const { lin, arrives } = await reading()
    expect(await lin.says('/cancel')).toEqual(['好，那份文档不读了。'])
    expect(await arrives()).toHaveLength(1)
    expect((await lin.doc()).imports.offered).toBeNull()
  })

  it('/delete leaves nothing that could come back', async () => {
    const { bot, lin, arrives } = await reading()
    const { id } = await lin.doc()
    await lin.says('/delete')
    await lin.presses('确定删除')
    await arrives()
    expect(await bot.store.read({ kind: 'learner', id })).toBeUndefined()
    expect(await bot.store.attachment({ kind: 'learner', id })).toBeUndefined()
  })

  it('a learner who blocks the bot finds it waiting when they are back', async () => {
    const { bot, lin, arrives } = await reading()
    await lin.event({ type: 'blocked' })
    bot.channel.broken = new ChannelError('blocked', 'blocked')
    await arrives()
    bot.channel.broken = undefined
    expect((await lin.says('/import'))[0]).toContain(`《${TITLE}》（3 题）读好了，等你决定`)
    await lin.presses('导入，只给我自己')
    expect((await lin.doc()).imports.banks).toHaveLength(1)
  })

  it('a restart begins it again', async () => {
    const { bot, lin, file } = await reading()
    bot.kill()
    file.resolve(new TextEncoder().encode(DOCUMENT))
    await bot.boot()
    await bot.app.settled()
    expect((await lin.doc()).imports).toMatchObject({ job: null, offered: { title: TITLE, questions: 3 } })
  })

  it('so does an orderly stop, which does not wait for it', async () => {
    const { bot, lin, file } = await reading()
    await bot.app.stop()
    file.resolve(new TextEncoder().encode(DOCUMENT))
    await bot.boot()
    await bot.app.settled()
    expect((await lin.doc()).imports.offered?.title).toBe(TITLE)
  })

  it('a document that ended the bot twice is given up with a word', async () => {
    const { bot, lin } = await reading()
    bot.kill()
    await bot.boot()
    expect((await lin.doc()).imports.job?.tries).toBe(2)
    bot.kill()
    const before = bot.channel.shown.length
    await bot.boot()
    const told = bot.channel.shown.slice(before).map(({ message }) => JSON.stringify(message.blocks))
    expect(told).toEqual([expect.stringContaining('读《题集.txt》时我重启了')])
    expect((await lin.doc()).imports.job).toBeNull()
  })
})

it('an offer outlives a restart', async () => {
  const { bot, lin } = await started()
  await lin.sendsFile('a.txt', DOCUMENT)
  await bot.restart()
  await lin.presses('导入，只给我自己')
  expect((await lin.says('/bank')).join()).toContain('题库')
  expect(labels(bot)).toContain(`✅ ${TITLE}（3 题）`)
})

it('a disk that is full when the document is read: said in the log, tried again', async () => {
  let disk: FaultyStore | undefined
  const store = (clock: ConstructorParameters<typeof FaultyStore>[0]) => {
    disk = new FaultyStore(clock)
    return disk
  }
  const { bot, lin } = await started({ mayStall: true, store })
  const file = Promise.withResolvers<Uint8Array>()
  await lin.sendsFile('a.txt', file.promise)
  if (disk) disk.full = true
  file.resolve(new TextEncoder().encode(DOCUMENT))
  await bot.app.settled()
  expect(bot.logger.text).toContain('what came of an import was not saved')
  if (disk) disk.full = false
  await lin.waits('2min')
  await bot.app.settled()
  expect((await lin.doc()).imports.offered?.title).toBe(TITLE)
})

describe('an admin', () => {
  const env = { ANSWER_IDLE_SECONDS: '0', ADMIN_IDS: 'fake:boss' }

  async function admin() {
    const bot = await startBot({ env })
    const boss = bot.learner('boss')
    const lin = bot.learner()
    // Operators' direct chats carry their user id.
    await boss.says('/start')
    await lin.says('/start')
    return { bot, boss, lin }
  }

  it('can give it to all; sessions under way are unharmed', async () => {
    const { bot, boss, lin } = await admin()
    const open = (await lin.doc()).sessions[0]?.question
    await boss.sendsFile('Branch questions.txt', DOCUMENT)
    expect(labels(bot)).toEqual(['给所有人', '只给我自己', '不要'])
    expect((await boss.presses('给所有人')).at(-1)).toContain(`《${TITLE}》的 3 题已放进大家的题库`)
    expect(await banksOf(bot, lin)).toContain(`✅ ${TITLE}（3 题）`)
    expect((await lin.doc()).sessions[0]?.question).toEqual(open)
    expect((await lin.answers()).join()).toContain('打卡第 1 天')
    const [card] = await lin.says('/question #branch-questions-1')
    expect(card).toContain('未经核对')
    expect((await boss.doc()).imports).toEqual({ job: null, offered: null, banks: [] })
  })

  it('or keep it', async () => {
    const { bot, boss, lin } = await admin()
    await boss.sendsFile('a.txt', DOCUMENT)
    await boss.presses('只给我自己')
    expect(await banksOf(bot, lin)).toHaveLength(2)
    expect((await boss.doc()).imports.banks).toHaveLength(1)
  })

  it('can replace what all have, or add to it', async () => {
    const { bot, boss, lin } = await admin()
    await boss.sendsFile('a.txt', paper('题集', SIX.slice(0, 3)))
    await boss.presses('给所有人')
    const shown = await boss.sendsFile('b.txt', paper('新题集', SIX))
    expect(shown.at(-1)).toContain('大家的题库里已有《题集》')
    expect(labels(bot)).toEqual(['给所有人，替换《题集》', '给所有人，另存一份', '只给我自己', '不要'])
    await boss.presses('给所有人，替换')
    const all = await banksOf(bot, lin)
    expect(all).toContain('✅ 新题集（6 题）')
    expect(all.join()).not.toContain('《题集》')
    await boss.sendsFile('c.txt', paper('又一份', SIX))
    await boss.presses('给所有人，另存一份')
    expect(await banksOf(bot, lin)).toHaveLength(all.length + 1)
  })

  it('hears when it could not be saved, and can try again', async () => {
    const { bot, boss } = await admin()
    await boss.sendsFile('a.txt', DOCUMENT)
    bot.sharing = new Error('no space left on device')
    expect((await boss.presses('给所有人')).at(-1)).toContain('没能放进大家的题库')
    expect(bot.logger.text).toContain('no space left on device')
    bot.sharing = 'used'
    await boss.says('导入')
    expect((await boss.presses('给所有人')).at(-1)).toContain('已放进大家的题库')
  })

  it('hears when a mistake elsewhere keeps it from being used yet', async () => {
    const { bot, boss } = await admin()
    await boss.sendsFile('a.txt', DOCUMENT)
    bot.sharing = 'saved'
    expect((await boss.presses('给所有人')).at(-1)).toContain('别的题库文件有错')
  })

  it('is no other learner, whatever button they send', async () => {
    const { bot, lin } = await admin()
    await lin.sendsFile('a.txt', DOCUMENT)
    const { id } = (await lin.doc()).imports.offered ?? {}
    expect(await lin.event({ type: 'action', choice: `import:all:${id}` })).toEqual([expect.stringContaining('处理过')])
    expect(await banksOf(bot, lin)).toHaveLength(2)
  })
})

describe('quotas', () => {
  it('five banks of one’s own; one is removed, and the one on offer taken', async () => {
    const { bot, lin } = await started()
    for (const n of [1, 2, 3, 4, 5]) {
      await lin.sendsFile('a.txt', paper(`题集${n}`, [`第${n}种问法是什么？`, `${n}号情形怎么办？`]))
      await lin.presses('导入，只给我自己')
    }
    await lin.sendsFile('a.txt', DOCUMENT)
    expect(await lin.presses('导入，只给我自己')).toEqual([expect.stringContaining('最多 5 个')])
    const [first] = (await lin.doc()).imports.banks
    await lin.says(`/question #${first?.id}-1`)
    await lin.says('先听清楚客户的需要，再核对材料，最后给他答复。')
    await lin.presses('删除《题集1》')
    expect(await lin.presses('删掉')).toEqual(['《题集1》删掉了。'])
    await lin.says('/import')
    await lin.presses('导入，只给我自己')
    const { imports, cards, attempts, id } = await lin.doc()
    expect(imports.banks.map((bank) => bank.title)).toEqual(['题集2', '题集3', '题集4', '题集5', TITLE])
    expect(Object.keys(cards).filter((card) => card.startsWith(`${first?.id}-`))).toEqual([])
    expect(attempts).toHaveLength(1)
    const kept = (await bot.store.attachment({ kind: 'learner', id })) as { banks: { title: string }[] }
    expect(kept.banks.map((bank) => bank.title)).not.toContain('题集1')
  })

  it('500 questions', async () => {
    const { lin } = await started()
    const many = Array.from({ length: 501 }, (_, n) => `第${n}号客户想提前还款，你怎么办？`)
    expect((await lin.sendsFile('a.txt', paper('大题集', many))).at(-1)).toContain('这份太大了（501 题）')
    expect((await lin.doc()).imports.offered).toBeNull()
  })

  it('twenty documents a day', async () => {
    const { bot, lin } = await started({ env: { ANSWER_IDLE_SECONDS: '0', MESSAGES_PER_MINUTE: '1000' } })
    for (let n = 0; n < 20; n++) await lin.sendsFile('a.txt', new ChannelError('unavailable', 'down'))
    expect(await lin.sendsFile('a.txt', DOCUMENT)).toEqual([expect.stringContaining('今天已经读了 20 份')])
    expect(bot.channel.fetched).toBe(20)
    await lin.waits('24h')
    expect((await lin.sendsFile('a.txt', DOCUMENT)).at(-1)).toContain('里找到 3 题')
  })
})

describe('a learner’s own banks are their data', () => {
  it('in /export, counted in /privacy, gone with /delete', async () => {
    const { bot, lin } = await started()
    expect((await lin.says('/privacy')).join()).not.toContain('导入的题库：')
    await lin.sendsFile('a.txt', DOCUMENT)
    await lin.presses('导入，只给我自己')
    expect((await lin.says('/privacy')).join()).toContain('你导入的题库：1 个，共 3 题')
    await lin.says('/export')
    const file = bot.channel.shown.findLast((shown) => shown.message.file)?.message.file
    expect(JSON.parse(file?.text ?? '{}').ownBanks).toMatchObject([{ title: TITLE, questions: { length: 3 } }])
    const { id } = await lin.doc()
    expect((await lin.says('/delete'))[0]).toContain('自己导入的题库')
    await lin.presses('确定删除')
    expect(await bot.store.attachment({ kind: 'learner', id })).toBeUndefined()
  })

  it('that cannot be read any more are said so, to them and the operator; practice goes on', async () => {
    const { bot, lin } = await started({ env: { ANSWER_IDLE_SECONDS: '0', ADMIN_IDS: 'fake:boss' } })
    await lin.sendsFile('a.txt', DOCUMENT)
    await lin.presses('导入，只给我自己')
    const { id } = await lin.doc()
    await bot.store.transact({ kind: 'learner', id }, null, (doc) =>
      doc === undefined ? { keep: true } : { doc, attachment: null },
    )
    const shown = await lin.says('/question')
    expect(shown).toEqual([expect.stringContaining('分钟'), expect.stringContaining(`你导入的《${TITLE}》读不出来了`)])
    expect(JSON.stringify(bot.channel.shown.filter(({ chatId }) => chatId === 'boss'))).toContain(id)
    expect((await lin.doc()).imports.banks).toEqual([])
    expect(await lin.says('/streak')).toHaveLength(1)
  })

  it('may be all they practise', async () => {
    const { bot, lin } = await started()
    await lin.sendsFile('a.txt', DOCUMENT)
    await lin.presses('导入，只给我自己')
    expect(await lin.presses('只练这一个')).toEqual([`现在练：${TITLE}`])
    await lin.says('/skip')
    expect((await lin.says('/question'))[0]).toContain('未经核对')
    await lin.says('/bank')
    await lin.presses('删除')
    expect(await lin.presses('留着')).toEqual(['好，留着。'])
    await lin.presses('删掉')
    expect((await banksOf(bot, lin))[0]).toContain('✅ 练习题库')
  })
})

it('in a group a document is ignored', async () => {
  const { bot } = await started()
  const before = bot.channel.shown.length
  bot.channel.files.set('f', new TextEncoder().encode(DOCUMENT))
  await bot.channel.deliver({
    type: 'message',
    eventId: 'g1',
    chat: { channel: 'fake', chatId: 'group', kind: 'group' },
    from: { channel: 'fake', userId: 'lin' },
    at: bot.clock.now(),
    messageId: 'g1',
    text: '',
    attachment: 'document',
    file: { id: 'f', name: 'a.txt' },
    addressed: true,
  })
  await bot.settled()
  expect([bot.channel.fetched, bot.channel.shown.length - before]).toEqual([0, 0])
})

describe('on a channel without buttons', () => {
  it('that can hand over files, the choices are numbers', async () => {
    const channel = new FakeChannel('typed')
    channel.capabilities.files = true
    const { lin } = await started({ channels: [channel] })
    const shown = await lin.sendsFile('a.txt', DOCUMENT)
    expect(shown.at(-1)).toContain('1 ✅ 导入，只给我自己')
    expect((await lin.says('1'))[0]).toContain('导入好了')
  })

  it('nor files, the learner hears where to send them; a path is not taken for one', async () => {
    const { bot, lin } = await started({ choices: 'typed' })
    for (const words of ['/import', '导入', '/import /etc/passwd'])
      expect(await lin.says(words)).toEqual([expect.stringContaining('在这里我收不到文件')])
    expect(bot.channel.fetched).toBe(0)
  })
})

it('a bank of the learner’s own may share a language with nobody’s, and is practised all the same', async () => {
  const [, english] = testBanks().banks
  const banks = new QuestionBanks(english ? [english] : [], [])
  const { lin } = await started({ banks })
  await lin.sendsFile('a.txt', DOCUMENT)
  await lin.presses('导入，只给我自己')
  expect((await lin.presses('从它里面来一题'))[0]).toContain('未经核对')
})
