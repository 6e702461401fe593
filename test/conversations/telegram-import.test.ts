import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it, vi } from 'vitest'
import { backup } from '../../adapters/stores/json/backup.ts'
import { docx } from '../support/docx.ts'
import type { SentMessage } from '../support/telegram/world.ts'
import { startTelegramBot } from '../support/telegram-bot.ts'

// Threads, processes and sockets take what a loaded machine takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

/* Importing through Telegram's protocol: getFile and download, the reading thread, the store of files. */

const [LIN, WANG, BOSS, GROUP] = [1001, 1002, 7, -1_000_000_000_900]
const DOCUMENT = readFileSync(resolve(import.meta.dirname, '../questions/import/document.zh.txt'), 'utf8')
const TITLE = '社区支行客户经理面试题与答案'
const file = { name: '社区题集.docx', content: docx(DOCUMENT.split('\n')) }
const texts = (messages: SentMessage[]) => messages.map((message) => message.text)
const labels = (message: SentMessage | undefined) => message?.buttons.flat().map((button) => button.text) ?? []
const env = { ANSWER_IDLE_SECONDS: '0', ADMIN_IDS: `telegram:${BOSS}` }

it('a .docx becomes a bank of its sender alone, outlives a crash, is in the backup, and goes with /delete', async () => {
  const bot = await startTelegramBot({ env })
  const [lin, wang] = [bot.person(LIN), bot.person(WANG)]
  await lin.says('/start')
  await wang.says('/start')
  const [receipt, preview] = await lin.says('', { file })
  expect(receipt?.text).toContain('收到《社区题集.docx》')
  expect(preview?.text).toContain(`《${TITLE}》里找到 3 题，其中 1 题原文不完整`)
  expect(labels(preview)).toEqual(['✅ 导入，只给我自己', '不要'])

  await bot.crash()
  expect(texts(await lin.presses('✅ 导入，只给我自己'))[0]).toContain('导入好了')
  await bot.crash()
  const [card] = await lin.presses('从它里面来一题')
  expect(card?.text).toContain('⚠️ 导入的题，内容未经核对')
  const answered = await lin.says('我会问清楚谁推荐的、钱要转到哪里，讲反诈的例子，请值班经理一起劝，再联系他的子女。')
  expect(texts(answered).join()).toContain('风险识别')
  expect(labels((await wang.says('/bank'))[0]).join()).not.toContain('社区')

  const { id } = (await bot.learner(LIN)) ?? {}
  const attachment = join(bot.dataDir, `learners/${id}.attachment.json`)
  expect(JSON.parse(readFileSync(attachment, 'utf8')).banks).toHaveLength(1)
  const document = readFileSync(join(bot.dataDir, `learners/${id}.json`), 'utf8')
  expect(document, 'the document carries no bank of its own').not.toContain('什么是可转让大额存单')
  expect((await backup(bot.dataDir, bot.clock.now())).files).toBeGreaterThanOrEqual(3)

  await lin.says('/delete')
  await lin.presses('确定删除')
  expect(existsSync(attachment)).toBe(false)
  expect(readdirSync(join(bot.dataDir, 'learners')).filter((name) => name.startsWith(`${id}.`))).toEqual([
    `${id}.gone.json`,
  ])
})

it('a crash in the middle of the download begins it again', async () => {
  const bot = await startTelegramBot({ env })
  await bot.person(LIN).says('/start')
  bot.api.fault({ method: 'file', hang: true })
  bot.api.say(LIN, '', { file })
  await bot.api.called('file')
  await bot.crash()
  expect(bot.api.sent(LIN).at(-1)?.text).toContain('里找到 3 题')
})

it('an admin gives it to all', async () => {
  const bot = await startTelegramBot({ env })
  const [boss, wang] = [bot.person(BOSS), bot.person(WANG)]
  await wang.says('/start')
  const shown = await boss.says('', { file })
  expect(labels(shown.at(-1))).toEqual(['给所有人', '只给我自己', '不要'])
  expect((await boss.presses('给所有人')).at(-1)?.text).toContain('已放进大家的题库')
  expect(labels((await wang.says('/bank'))[0])).toContain(`✅ ${TITLE}（3 题）`)
})

it('an update Telegram delivers again is read once', async () => {
  const bot = await startTelegramBot({ env })
  await bot.person(LIN).says('/start')
  await bot.shownBy(LIN, () => {
    const { update_id } = bot.api.say(LIN, '', { file })
    bot.api.continueUpdatesAt(update_id)
    bot.api.say(LIN, '', { file })
  })
  expect(bot.api.calls('file')).toBe(1)
  expect(texts(bot.api.sent(LIN)).filter((text) => text.includes('里找到 3 题'))).toHaveLength(1)
})

it('too large, gone, cut off: each is said, nothing of the token is logged', async () => {
  const bot = await startTelegramBot({ env })
  const lin = bot.person(LIN)
  await lin.says('/start')
  expect(texts(await lin.says('', { file: { ...file, size: 21 * 2 ** 20 } }))).toEqual(['文件太大，最多 20 MB。'])
  expect(bot.api.calls('getFile')).toBe(0)
  bot.api.fault({ method: 'file', cut: 'response' })
  expect(texts(await lin.says('', { file })).at(-1)).toContain('没能从网络上取到')
  bot.api.fault({ method: 'file', error: { code: 404 } })
  expect(texts(await lin.says('', { file })).at(-1)).toContain('没能从网络上取到')
  expect(bot.logger.text).toContain('a file could not be fetched')
  expect(bot.logger.text).not.toContain(bot.api.token)
  expect(texts(await lin.says('', { file })).at(-1)).toContain('里找到 3 题')
})

it('in a group it is ignored', async () => {
  const bot = await startTelegramBot({ env })
  bot.api.join(LIN, GROUP)
  await bot.settled()
  expect(await bot.person(LIN).says('@coach_bot 看看', { file, chatId: GROUP })).toEqual([])
  expect(bot.api.calls('getFile')).toBe(0)
})
