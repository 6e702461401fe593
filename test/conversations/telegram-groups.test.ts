import { describe, expect, it, vi } from 'vitest'
import { linkPayload } from '../../src/groups/invitation.ts'
import { zh } from '../../src/text/zh.ts'
import { startTelegramBot } from '../support/telegram-bot.ts'

/* A group through Telegram's own protocol, where its pace, topics and edits matter. Monday 2026-11-23, 09:00 in Shanghai. */

vi.setConfig({ testTimeout: 60_000 })

const GROUP = -1_000_000_000_077
const ADMIN = 100
const MODEL_ANSWER = '我会先倾听，真诚道歉，然后核实情况，最后回访确认。'
const GOOD = '我会先倾听客户把话说完，再真诚道歉，然后核实情况，过两天再回访。'

async function started() {
  const bot = await startTelegramBot({ env: { ANSWER_IDLE_SECONDS: '0' } })
  bot.api.becomes(ADMIN, GROUP, 'creator')
  await bot.shownBy(GROUP, () => void bot.api.join(ADMIN, GROUP))
  return {
    bot,
    says: (user: number, text: string, more = {}) => bot.person(user).says(text, { chatId: GROUP, ...more }),
    card: async (number = 1) =>
      Number((await bot.group(GROUP))?.rounds.find((round) => round.number === number)?.cards[0]),
  }
}

it('in a busy group what members ask for comes a little later; only acknowledgements are left out', async () => {
  const { bot } = await started()
  await bot.at('2026-11-24 08:01')
  const members = [1, 2, 3, 4, 5, 6]
  for (const member of members) bot.api.say(member, `/answer ${GOOD}`, { chatId: GROUP, unseen: true })
  await bot.settled()
  for (const member of members) bot.api.say(member, '/delete', { chatId: GROUP, unseen: true })
  await bot.settled()
  const whispers = members.map((member) => bot.api.whispers(GROUP, member))
  for (const said of whispers) expect(said.at(-1)).toContain('要删掉你在本群的记录吗')
  expect(whispers.filter((said) => said.includes(zh.group.taken('20:00'))).length).toBeLessThan(6)
  expect((await bot.group(GROUP))?.outbox).toEqual([])
  expect(bot.api.tooMany()).toBe(0)
})

it('members of a small group who answer at the same time are each told that it arrived, a public answer cleared away too', async () => {
  const { bot } = await started()
  bot.api.allows(ADMIN, GROUP, { delete: true })
  await bot.at('2026-11-24 08:01')
  for (const [minute, members] of [
    [2, [1, 2, 3, 4, 5]],
    [3, [6, 7, 8]],
  ] as const) {
    for (const member of members) bot.api.say(member, `/answer ${GOOD}`, { chatId: GROUP, unseen: member % 2 === 0 })
    await bot.settled()
    await bot.at(`2026-11-24 08:0${minute}`)
  }
  for (let member = 1; member <= 8; member++)
    expect(bot.api.whispers(GROUP, member), `member ${member}`).toEqual([zh.group.taken('20:00')])
  expect(bot.api.tooMany()).toBe(0)
})

describe('in a group with topics', () => {
  it('an answer that replies to nothing is for the question of its own topic', async () => {
    const { bot, says } = await started()
    bot.api.topic(GROUP, 7)
    bot.api.topic(GROUP, 9)
    await says(1, '/question', { threadId: 7 })
    await says(1, '/question', { threadId: 9 })
    await says(2, `/answer ${GOOD}`, { threadId: 7, unseen: true })
    expect((await bot.group(GROUP))?.rounds.map(({ lines }) => lines)).toEqual([2, 1])
    await says(ADMIN, '/reveal', { threadId: 7 })
    expect((await bot.group(GROUP))?.rounds.map(({ state }) => state)).toEqual(['revealed', 'open'])
  })

  it('one that was closed or deleted ends nothing: the group goes on in its main topic', async () => {
    const { bot, says } = await started()
    bot.api.topic(GROUP, 7)
    await says(ADMIN, '/group 出题 09:30', { threadId: 7 })
    bot.api.fault({ method: 'sendMessage', error: { code: 400, description: 'Bad Request: message thread not found' } })
    const shown = await bot.shownBy(GROUP, () => bot.at('2026-11-24 09:35'))
    expect(shown.map(({ text, thread_id }) => [text.includes('今日一面'), thread_id])).toEqual([[true, undefined]])
    expect(await bot.group(GROUP)).toMatchObject({ presence: 'in', home: { chatId: String(GROUP) } })
    expect((await bot.shownBy(GROUP, () => bot.at('2026-11-25 09:31'))).length).toBeGreaterThan(0)
  })

  it('a group that refuses everything is left in peace', async () => {
    const { bot, says } = await started()
    bot.api.topic(GROUP, 7)
    await says(ADMIN, '/group 出题 09:30', { threadId: 7 })
    bot.api.fault({ method: 'sendMessage', times: 2, error: { code: 403, description: 'Forbidden: kicked' } })
    await bot.at('2026-11-24 09:40')
    expect((await bot.group(GROUP))?.presence).toBe('muted')
  })
})

describe('a question its group is answering', () => {
  it('shows a member who never met the bot there no answer either, however they come to it alone', async () => {
    const { bot } = await started()
    const lin = bot.person(1)
    bot.api.named(1, '林小明')
    bot.api.becomes(1, GROUP, 'member')
    await lin.says('/start')
    await lin.says('/skip')
    await bot.at('2026-11-24 08:01')
    await lin.says('/question #complaint')
    expect((await lin.presses(zh.choice.reveal))[0]?.text).toContain('20:00 揭晓前先不看答案')
    const shown = await lin.says(GOOD)
    expect(shown[0]?.text).toContain('已交给学习群')
    expect(shown.map(({ text }) => text).join()).not.toContain(MODEL_ANSWER)
    const after = await bot.shownBy(GROUP, () => bot.at('2026-11-24 20:02'))
    expect(after.at(-1)?.text).toContain('作答：林小明')
  })

  it('is asked about no further once one group of theirs has it sealed', async () => {
    const { bot } = await started()
    const other = GROUP - 1
    await bot.shownBy(other, () => void bot.api.join(ADMIN, other))
    await bot.at('2026-11-24 08:01')
    const lin = bot.person(1)
    await lin.says(`/start ${linkPayload((await bot.group(GROUP))?.id ?? '', 1)}`)
    await lin.says(GOOD)
    expect(bot.api.calls('getChatMember')).toBe(0)
    expect((await bot.learner(1))?.groups).toHaveLength(1)
  })

  it('is an ordinary one for who is not in the group', async () => {
    const { bot } = await started()
    const lin = bot.person(1)
    await lin.says('/start')
    bot.api.becomes(1, GROUP, 'left')
    await bot.at('2026-11-24 08:01')
    await lin.says('/question #complaint')
    expect((await lin.says(GOOD)).map(({ text }) => text).join()).toContain(MODEL_ANSWER)
    expect((await bot.learner(1))?.groups).toEqual([])
  })

  it('gives its feedback after the reveal also to who had the group forget them meanwhile', async () => {
    const { bot, says } = await started()
    const lin = bot.person(1)
    await bot.at('2026-11-24 08:01')
    await lin.says(`/start ${linkPayload((await bot.group(GROUP))?.id ?? '', 1)}`)
    await lin.says(GOOD)
    await says(1, '/delete', { unseen: true })
    await bot.shownBy(GROUP, () => bot.api.press(1, zh.choice.deleteYes, { chatId: GROUP }))
    const reveal = await bot.shownBy(GROUP, () => bot.at('2026-11-24 20:02'))
    expect(reveal.at(-1)?.text).toContain(zh.group.nobody)
    const shown = await bot.shownBy(1, () => bot.at('2026-11-24 20:20'))
    expect(shown.map(({ text }) => text).join()).toContain(MODEL_ANSWER)
    expect((await bot.learner(1))?.attempts).toMatchObject([{ questionId: 'complaint', outcome: 'answered' }])
  })
})

it('an answer that waits for the reveal says so to whoever asks for more, and the same question once more gives one feedback', async () => {
  const { bot } = await started()
  const lin = bot.person(1)
  await bot.at('2026-11-24 08:01')
  await lin.says(`/start ${linkPayload((await bot.group(GROUP))?.id ?? '', 1)}`)
  await lin.says('我会把客户请到旁边，给他倒杯水再说。')
  for (const shown of [
    await lin.presses(zh.choice.reveal),
    await lin.says('看答案'),
    await lin.presses(zh.choice.skip),
  ])
    expect(shown.map(({ text }) => text)).toEqual([zh.round.already('20:00')])
  await lin.says('/question #complaint')
  await lin.says(GOOD)
  const shown = await bot.shownBy(1, () => bot.at('2026-11-24 21:00'))
  expect(shown.filter(({ text }) => text.includes(MODEL_ANSWER))).toHaveLength(1)
  expect((await bot.learner(1))?.attempts).toMatchObject([{ reply: GOOD }])
})

it('an answer for all to see that is edited where it stands counts as it reads at the reveal, not after', async () => {
  const { bot, says, card } = await started()
  await bot.at('2026-11-24 08:01')
  const first = '我会把客户请到旁边，给他倒杯水再说。'
  bot.api.say(1, first, { chatId: GROUP, replyTo: await card() })
  await bot.settled()
  const [posted = 0] = bot.api.received(GROUP)
  await bot.shownBy(GROUP, () => bot.api.edit(1, Number(posted), GOOD, { chatId: GROUP }))
  await says(ADMIN, '/reveal')
  expect(bot.api.sent(GROUP).at(-1)?.text).toContain('1/1　共情')
  const after = await bot.shownBy(GROUP, () => bot.api.edit(1, Number(posted), first, { chatId: GROUP }))
  expect(after).toEqual([])
})
