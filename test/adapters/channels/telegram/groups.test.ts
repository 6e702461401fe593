import { describe, expect, it } from 'vitest'
import { bench } from './harness.ts'

const GROUP = -700
const chat = { channel: 'telegram', chatId: String(GROUP), kind: 'group' as const }

async function inGroup() {
  const made = await bench()
  await made.channel.start(made.host)
  const said = made.api.say(1, '我的回答', { chatId: GROUP })
  await made.handled(1)
  return { ...made, messageId: String(said.message_id) }
}

describe('what somebody is in a group', () => {
  it.each([
    ['creator', 'admin'],
    ['administrator', 'admin'],
    ['member', 'member'],
    ['left', 'none'],
  ] as const)('%s: %s', async (status, role) => {
    const { api, channel } = await inGroup()
    api.becomes(1, GROUP, status)
    expect(await channel.roleOf?.(chat, '1')).toBe(role)
  })

  it('is unknown of whom the bot has never met', async () => {
    const { channel } = await inGroup()
    expect(await channel.roleOf?.(chat, '99')).toBeUndefined()
  })

  it('cannot be asked while the network is away: an error of the channel', async () => {
    const { api, channel } = await inGroup()
    api.fault({ method: 'getChatMember', cut: 'before' })
    await expect(channel.roleOf?.(chat, '1')).rejects.toMatchObject({ kind: 'unavailable' })
  })
})

describe('an answer posted for all to see', () => {
  it('is taken away where the bot may', async () => {
    const { api, channel, messageId } = await inGroup()
    expect(await channel.remove?.(chat, messageId)).toBe(false)
    api.allows(1, GROUP, { delete: true })
    expect(await channel.remove?.(chat, messageId)).toBe(true)
    expect(api.received(GROUP)).toEqual([])
    expect(await channel.remove?.(chat, messageId), 'gone already').toBe(true)
  })

  it('is marked as received', async () => {
    const { api, channel, messageId } = await inGroup()
    expect(await channel.acknowledge?.(chat, messageId)).toBe(true)
    expect(api.reactions(GROUP)).toEqual({ [messageId]: '👌' })
    api.fault({ method: 'setMessageReaction', error: { code: 400, description: 'Bad Request: REACTION_INVALID' } })
    expect(await channel.acknowledge?.(chat, messageId)).toBe(false)
  })
})

it('says something to one person alone', async () => {
  const { api, channel } = await inGroup()
  await channel.send(chat, { blocks: [{ kind: 'text', spans: ['收到 <b>'] }], only: '1' })
  expect(api.whispers(GROUP, 1)).toEqual(['收到 <b>'])
  expect(api.sent(GROUP)).toEqual([])
})

it('publishes which commands of a group are for the bot alone', async () => {
  const { api, channel } = await inGroup()
  await channel.publishCommands?.([
    {
      scope: 'group',
      commands: [
        { name: 'answer', description: '回答', unseen: true },
        { name: 'board', description: '榜' },
      ],
    },
  ])
  expect(api.commands()).toEqual({
    all_group_chats: [
      { command: 'answer', description: '回答', is_ephemeral: true },
      { command: 'board', description: '榜' },
    ],
  })
})

it('declares a pace that keeps to 20 messages in any minute', async () => {
  const { channel } = await inGroup()
  const { burst, perSecond } = channel.capabilities.pace.perGroup ?? { burst: 0, perSecond: 0 }
  expect(burst + 60 * perSecond).toBeLessThanOrEqual(20)
})
