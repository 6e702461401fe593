import { describe, expect, it, vi } from 'vitest'
import { zh } from '../../src/text/zh.ts'
import { startTelegramBot } from '../support/telegram-bot.ts'

/* A group through Telegram's own protocol, where its pace, topics and edits matter. Monday 2026-11-23, 09:00 in Shanghai. */

vi.setConfig({ testTimeout: 60_000 })

const GROUP = -1_000_000_000_077
const ADMIN = 100
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
