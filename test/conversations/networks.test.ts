import { expect, it, vi } from 'vitest'
import { zh } from '../../src/text/zh.ts'
import { startTelegramBot } from '../support/telegram-bot.ts'
import { startRooms } from '../support/wechat-room.ts'

/*
 * The same conversations through Telegram's Bot API and through WeChat: what is said has to be the same, line by line, but
 * for the deviations named here with their reasons. Monday 2026-11-23, 09:00 in Shanghai.
 */

vi.setConfig({ testTimeout: 60_000 })

const GOOD = '我会先倾听客户把话说完，再真诚道歉。'
const OTHER = '我先查清是哪笔业务，过两天再回访客户。'
const CODE = /[0-9A-Z]{4}(-[0-9A-Z]{4}){1,2}/g

/** What one network says that the other does not: lines that contain one of these. */
interface Deviation {
  reason: string
  telegram?: string[]
  wechat?: string[]
}

/** Without how the network shows them: marks of quotations, choices as a list, codes. */
function linesOf(texts: string[]): string[] {
  return texts
    .join('\n')
    .split('\n')
    .map((line) => line.replace(/^│ ?/, '').trim().replaceAll(CODE, 'CODE'))
    .filter((line) => line !== '' && !line.startsWith(zh.card.words) && !/^\d{1,2} \S/.test(line))
}

/** What can be chosen there can be chosen here, by number or word. */
function offers(texts: string[], labels: string[]): void {
  const said = texts.join('\n')
  for (const label of labels) expect(said).toContain(label.replace(/^[^\p{L}\p{N}]+/u, ''))
}

function without(lines: string[], deviations: Deviation[], network: 'telegram' | 'wechat'): string[] {
  const gone = deviations.flatMap((deviation) => deviation[network] ?? [])
  return lines.filter((line) => !gone.some((words) => words.split('\n').some((one) => line.includes(one.trim()))))
}

/** Words that stand on a button with a sign before them. */
const buttons: Record<string, string> = { 收藏: zh.choice.bookmark, 补充: zh.choice.add }

const inPrivate: Deviation[] = [
  {
    reason: 'ids change when WeChat logs in again: newcomers may be somebody known, and learners are given a code',
    wechat: [zh.start.linkOffer, '你的恢复码', '我就认不出你了'],
  },
  {
    reason: 'ticks are buttons here and numbers there, and it is said which',
    telegram: [zh.feedback.tickHint],
    wechat: [zh.feedback.tickTyped],
  },
]

it('a learner alone hears the same', async () => {
  const telegram = await startTelegramBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
  const { direct } = await startRooms()
  const [there, here] = [telegram.person(1), direct('lin')]
  let compared = 0
  // What begins with > is picked: by its button there, by its word here.
  const script = `你好 提示 ${GOOD} >收藏 >补充 之后回访。 完成 下一题 跳过 打卡 统计 弱项 复习 记录 收藏 题库 设置 时间_21:30 时区_东京 暂停_3 恢复
    帮助 隐私 取消 题目_#rate 4000 题目_#pick B 模拟面试 语言_英文 help 语言_中文 绑定 题目_不存在的`
  for (const words of script.split(/\s+/).map((one) => one.replaceAll('_', ' '))) {
    const picked = words.startsWith('>') ? words.slice(1) : undefined
    const shown = await (picked === undefined ? there.says(words) : there.presses(buttons[picked] ?? picked))
    const got = await here(picked ?? words)
    const texts = shown.map(({ text }) => text)
    const lines = without(linesOf(texts), inPrivate, 'telegram')
    expect(without(linesOf(got), inPrivate, 'wechat'), words).toEqual(lines)
    compared += lines.length
    offers(
      got,
      shown.flatMap(({ buttons }) => buttons.flat().map(({ text }) => text)),
    )
  }
  // Nothing much was left out.
  expect(compared).toBeGreaterThan(150)
})

const inGroups: Deviation[] = [
  {
    reason:
      'WeChat has no links into a direct chat: it is said what to send there; and the bot is spoken to by mention',
    telegram: [zh.group.howTo.link, zh.group.howTo.unseen, zh.group.invite, zh.group.settings.how, zh.group.me.note],
    wechat: [zh.group.howTo.mention, zh.room.invite, zh.room.settings.how, zh.room.me.note],
  },
  {
    reason: 'answers are counted on the card where it can be edited, by names in batches elsewhere',
    telegram: ['✍️ 已答', '下次想保密'],
    wechat: ['✍️', '下次想保密'],
  },
  {
    reason: 'numbers in a room are those of the member who asked, and it is said whose',
    wechat: ['回复编号就行'],
  },
  {
    reason: 'ids change when WeChat logs in again: who manages the room is told how to get its code',
    wechat: [zh.group.link.ask],
  },
]

it('a group hears the same, from the card to the boards', async () => {
  const GROUP = -1_000_000_000_077
  const telegram = await startTelegramBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
  const people = ['林小明', '王芳', '赵磊']
  for (const [index, name] of people.entries()) {
    telegram.api.named(index + 1, name)
    telegram.api.becomes(index + 1, GROUP, index === 0 ? 'creator' : 'member')
  }
  await telegram.shownBy(GROUP, () => void telegram.api.join(1, GROUP))
  const { room: roomOf } = await startRooms()
  const room = roomOf('备考', people)
  await room.happens((net) => net.adds('coach', '林小明'))

  /** The messages sent meanwhile; cards changed where they stand are the counter. */
  async function fromTelegram(work: () => unknown) {
    const before = new Set(telegram.api.sent(GROUP).map(({ message_id }) => message_id))
    const shown = await telegram.shownBy(GROUP, work)
    return shown.filter(({ message_id }) => !before.has(message_id))
  }
  const cards = async () => Number((await telegram.group(GROUP))?.rounds.at(-1)?.cards[0])
  let compared = 0
  /** One step, as each network has it. */
  async function same(what: string, there: () => unknown, here: () => Promise<string[]>): Promise<void> {
    const [shown, got] = [await fromTelegram(there), await here()]
    const texts = shown.map(({ text }) => text)
    const lines = without(linesOf(texts), inGroups, 'telegram')
    expect(without(linesOf(got), inGroups, 'wechat'), what).toEqual(lines)
    compared += lines.length
    const choices = shown.flatMap(({ buttons }) => buttons.flat().filter(({ url }) => url === undefined))
    offers(
      got,
      choices.map(({ text }) => text),
    )
  }
  const command = (who: number, slash: string, mention: string) =>
    same(
      mention,
      () => telegram.api.say(who, slash, { chatId: GROUP }),
      () => room.asks(people[who - 1] ?? '', mention),
    )
  const answer = (who: number, text: string) =>
    same(
      text,
      async () => telegram.api.say(who, text, { chatId: GROUP, replyTo: await cards() }),
      () => room.asks(people[who - 1] ?? '', text),
    )
  const at = (time: string) =>
    same(
      time,
      () => telegram.at(time),
      () => room.at(time),
    )

  await command(1, '/group', '群设置')
  await command(2, '/streak', '打卡')
  await command(1, '/group 揭晓 21:00', '群设置 揭晓 21:00')
  await at('2026-11-24 08:01')
  await answer(1, GOOD)
  await answer(2, OTHER)
  await answer(2, `${OTHER}再真诚道歉。`)
  await at('2026-11-24 12:00')
  await command(3, '/question 合规', '题目 合规')
  await at('2026-11-24 21:01')
  await command(3, '/board', '榜')
  await command(3, '/board 总', '榜 总')
  await command(2, '/streak', '打卡')
  await command(1, '/pause 2', '暂停 2')
  await at('2026-11-26 12:00')
  await command(1, '/resume', '恢复')
  expect(compared).toBeGreaterThan(40)
})
