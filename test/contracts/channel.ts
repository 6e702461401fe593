import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Channel,
  ChannelError,
  type ChannelErrorKind,
  type ChannelHost,
  type Chat,
  type Choice,
  type InboundEvent,
  type OutboundMessage,
} from '../../src/ports/channel.ts'
import { smallPng } from '../support/png.ts'

/** A channel with a network around it that the suite can act on. */
export interface ChannelHarness {
  channel: Channel
  /** The direct chat of learner `n` (1, 2, …); it exists, as if the learner had written before. */
  chat(n: number): Chat
  /** Learner `n` writes in the direct chat. */
  say(n: number, text: string): unknown
  /** Learner `n` presses the button of this label (choices `buttons`). */
  press?(n: number, label: string): unknown
  /** The next message, new or edited, that learner `n` gets to see; each is returned once, in order. */
  seen(n: number): Promise<{
    text: string
    labels?: string[]
    file?: { name: string; text: string } | undefined
    /** Width of the picture that came with the text, or right before it. */
    picture?: number | undefined
  }>
  /** A group both learners are in, where the channel has groups. */
  group?: {
    chat: Chat
    /** Learner `n` writes there to the bot; resolves with the message's id. */
    say(n: number, text: string): Promise<string> | string
    /** What learner `n` alone was told there, and what everybody was. */
    seen(n: number): { alone: string[]; all: string[] }
    /** From now on the bot may take messages away there. */
    permit(): unknown
  }
  /** Learner `n` sends a file in the direct chat (capability `files`); `size`: what the network says of it, if a lie. */
  sendFile?(n: number, file: { name: string; content: Uint8Array; size?: number }, caption?: string): unknown
  /** The next fetching of a file fails like this. */
  failFile?: Partial<Record<ChannelErrorKind, () => unknown>>
  /** The next send fails like this. */
  fail?: Partial<Record<ChannelErrorKind, () => unknown>>
  /** Strings that must not appear in any error: tokens, passwords. */
  secrets: string[]
  close(): Promise<void>
}

/** A promise of the port that a channel cannot keep: the reason shows in the test report. Pin it by its own test. */
export type Deviations = Partial<Record<ContractRule, string>>

type ContractRule =
  | 'backlog before start resolves'
  | 'chats side by side'
  | 'redelivers while stopped'
  | 'sends after stop'
  | 'file'
  | 'caption'
  | 'connectivity'

const text = (...words: string[]): OutboundMessage => ({
  blocks: words.map((word) => ({ kind: 'text', spans: [word] })),
})

/** The suite every channel passes. */
export function describeChannel(
  name: string,
  makeHarness: () => Promise<ChannelHarness>,
  deviations: Deviations = {},
): void {
  describe(`channel contract: ${name}`, () => {
    let harness: ChannelHarness
    let events: InboundEvent[]
    let states: string[]
    let watchers: (() => void)[]
    let onEvent: (event: InboundEvent) => Promise<void>
    const host: ChannelHost = {
      async handle(event) {
        await onEvent(event)
        events.push(event)
        for (const wake of watchers.splice(0)) wake()
      },
      connectivity: (state) => void states.push(state),
    }
    /** Resolves once `count` events have been handled. */
    const handled = async (count: number) => {
      while (events.length < count) await new Promise<void>((resolve) => watchers.push(resolve))
      return events
    }
    const textOf = (event: InboundEvent | undefined) => (event?.type === 'message' ? event.text : undefined)
    const rule = (key: ContractRule, title: string, test: () => Promise<void>) =>
      deviations[key] ? it.skip(`${title} (deviates: ${deviations[key]})`, test) : it(title, test)

    beforeEach(async () => {
      events = []
      states = []
      watchers = []
      onEvent = async () => {}
      harness = await makeHarness()
    })
    afterEach(async () => {
      await harness.channel.stop()
      await harness.close()
    })

    it('hands a text to the core with everything the core needs', async () => {
      await harness.channel.start(host)
      const before = Date.now()
      await harness.say(1, '债券久期是什么')
      const [event] = await handled(1)
      expect(event).toMatchObject({
        type: 'message',
        text: '债券久期是什么',
        chat: harness.chat(1),
        from: { channel: harness.channel.name, userId: expect.stringMatching(/./) },
        eventId: expect.stringMatching(/./),
        messageId: expect.stringMatching(/./),
        addressed: true,
      })
      expect(Math.abs((event?.at ?? 0) - before)).toBeLessThan(60_000)
    })

    it('gives every event an id of its own, and learners ids of theirs', async () => {
      await harness.channel.start(host)
      for (const n of [1, 2, 1]) await harness.say(n, '同样的话')
      const all = await handled(3)
      expect(new Set(all.map((event) => event.eventId)).size).toBe(3)
      expect(new Set(all.map((event) => event.from.userId)).size).toBe(
        harness.chat(1).chatId === harness.chat(2).chatId ? 1 : 2,
      )
    })

    it('delivers text letter for letter, whatever it looks like', async () => {
      await harness.channel.start(host)
      const tricky = '<b>&amp; a<b && "c" \'d\' *e* _f_ `g` [h](i) \\ 👨‍👩‍👧 ﷽ <script>'
      await harness.channel.send(harness.chat(1), text(tricky))
      expect((await harness.seen(1)).text).toContain(tricky)
    })

    it('delivers styled blocks and quotations', async () => {
      await harness.channel.start(host)
      await harness.channel.send(harness.chat(1), {
        blocks: [
          { kind: 'text', spans: [{ bold: '要点' }, ' ', { italic: '二' }, { code: 'x<y' }] },
          { kind: 'quote', spans: ['参考答案'], collapsed: true },
        ],
      })
      const { text: shown } = await harness.seen(1)
      for (const words of ['要点 二x<y', '参考答案']) expect(shown).toContain(words)
    })

    it('delivers the longest text it declares', async () => {
      await harness.channel.start(host)
      const { maxTextLength } = harness.channel.capabilities
      const long = '久'.repeat(Math.min(maxTextLength, 20_000))
      await harness.channel.send(harness.chat(1), text(long))
      expect((await harness.seen(1)).text).toContain(long)
    })

    it('keeps the order of what is sent to a chat', async () => {
      await harness.channel.start(host)
      for (const word of ['一', '二', '三']) await harness.channel.send(harness.chat(1), text(word))
      for (const word of ['一', '二', '三']) expect((await harness.seen(1)).text).toContain(word)
    })

    it('shows choices as buttons and brings back the one pressed', async () => {
      if (harness.channel.capabilities.choices !== 'buttons') return
      await harness.channel.start(host)
      const choices: Choice[][] = [
        [
          { id: 'hint:1', label: '提示' },
          { id: `long:${'久'.repeat(19)}`, label: '跳过' },
        ],
        [{ id: 'more', label: '更多', url: 'https://example.org/' }],
      ]
      const { messageId } = await harness.channel.send(harness.chat(1), { ...text('问题'), choices })
      expect((await harness.seen(1)).labels).toEqual(['提示', '跳过', '更多'])
      await harness.press?.(1, '跳过')
      const [event] = await handled(1)
      expect(event).toMatchObject({ type: 'action', choice: choices[0]?.[1]?.id, chat: harness.chat(1), messageId })
    })

    it('edits a message in place', async () => {
      if (!harness.channel.capabilities.edit) return
      await harness.channel.start(host)
      const { messageId } = await harness.channel.send(harness.chat(1), text('之前'))
      expect(messageId).toMatch(/./)
      await harness.seen(1)
      await harness.channel.send(harness.chat(1), { ...text('之后'), edits: messageId })
      expect((await harness.seen(1)).text).toContain('之后')
      await harness.channel.send(harness.chat(1), { ...text('之后'), edits: messageId }) // nothing to change: no error
    })

    describe('in a group', () => {
      it('says what somebody is there, or that it does not know', async () => {
        const { channel, group } = harness
        if (!group || !channel.roleOf) return
        await channel.start(host)
        await group.say(1, '/help')
        const [event] = await handled(1)
        expect(event?.chat).toEqual(group.chat)
        expect(['admin', 'member', 'present']).toContain(await channel.roleOf(group.chat, event?.from.userId ?? ''))
        expect([undefined, 'none']).toContain(await channel.roleOf(group.chat, '987654321'))
      })

      it('says to everybody there what it is given for the group', async () => {
        const { channel, group } = harness
        if (!group) return
        await channel.start(host)
        await group.say(1, '/help')
        await handled(1)
        await channel.send(group.chat, text('大家好'))
        for (const n of [1, 2]) expect(group.seen(n).all).toEqual(['大家好'])
      })

      it('tells one person alone what the others do not see', async () => {
        const { channel, group } = harness
        if (!group || !channel.capabilities.unseen) return
        await channel.start(host)
        await group.say(1, '/help')
        const [event] = await handled(1)
        await channel.send(group.chat, { ...text('只给你'), only: event?.from.userId })
        expect(group.seen(1)).toEqual({ alone: ['只给你'], all: [] })
        expect(group.seen(2)).toEqual({ alone: [], all: [] })
      })

      it('takes a message away where it may, marks it where it can, and says whether it did', async () => {
        const { channel, group } = harness
        if (!group || !channel.remove || !channel.acknowledge) return
        await channel.start(host)
        const messageId = await group.say(1, '/answer 先倾听')
        expect(await channel.remove(group.chat, messageId)).toBe(false)
        expect(await channel.acknowledge(group.chat, messageId)).toBe(true)
        await group.permit()
        expect(await channel.remove(group.chat, messageId)).toBe(true)
        expect(await channel.remove(group.chat, messageId), 'gone already').toBe(true)
      })
    })

    rule('file', 'delivers a file', async () => {
      await harness.channel.start(host)
      const file = { name: 'export.md', text: '# 记录\n第一天 "好"\r\n--x--' }
      await harness.channel.send(harness.chat(1), { ...text('你的记录'), file })
      expect((await harness.seen(1)).file).toEqual(file)
    })

    it('shows a picture with its caption', async () => {
      const { channel } = harness
      if (!channel.capabilities.images) return
      await channel.start(host)
      const picture = { png: smallPng, alt: '打卡日历' }
      const { messageId } = await channel.send(harness.chat(1), { ...text('连续 3 天 <b>'), picture })
      expect(await harness.seen(1)).toMatchObject({ text: '连续 3 天 <b>', picture: 1 })
      if (channel.capabilities.edit) expect(messageId).toMatch(/./)
    })

    it('shows a picture before a text of any length, and loses none of it', async () => {
      const { channel } = harness
      if (!channel.capabilities.images) return
      await channel.start(host)
      const long = '久'.repeat(Math.min(channel.capabilities.maxTextLength, 4000))
      const choices: Choice[][] = [[{ id: 'next', label: '下一题' }]]
      const buttons = channel.capabilities.choices === 'buttons' && { choices }
      await channel.send(harness.chat(1), { ...text(long), ...buttons, picture: { png: smallPng, alt: '图' } })
      const first = await harness.seen(1)
      expect(first.picture).toBe(1)
      const last = first.text === '' ? await harness.seen(1) : first
      expect(last.text).toBe(long)
      if (buttons) expect(last.labels).toEqual(['下一题'])
    })

    describe('files', () => {
      const content = Uint8Array.from({ length: 300_000 }, (_, n) => (n * 31) % 251)
      const received = async () => {
        const [event] = await handled(1)
        if (event?.type !== 'message' || event.file === undefined) throw new Error('no file came')
        return { event, file: event.file }
      }
      const fetched = (id: string, limit: number) => harness.channel.fetchFile?.(id, limit)

      it('come with name and caption, and byte for byte when asked for', async () => {
        if (!harness.channel.capabilities.files) return expect(harness.channel.fetchFile).toBeUndefined()
        await harness.channel.start(host)
        await harness.sendFile?.(1, { name: '面试 题集.docx', content }, '我的题')
        const { event, file } = await received()
        expect(event).toMatchObject({
          text: deviations.caption ? '' : '我的题',
          attachment: 'document',
          chat: harness.chat(1),
        })
        expect(file).toMatchObject({ id: expect.stringMatching(/./), name: '面试 题集.docx' })
        expect(file.size ?? content.length).toBe(content.length)
        const bytes = await fetched(file.id, content.length)
        expect(Buffer.compare(bytes ?? new Uint8Array(), content)).toBe(0)
      })

      it('are never read beyond the limit, whatever the network said of their size', async () => {
        if (!harness.channel.capabilities.files) return
        await harness.channel.start(host)
        await harness.sendFile?.(1, { name: 'a.txt', content, size: 10 })
        const { file } = await received()
        await expect(fetched(file.id, content.length - 1)).rejects.toMatchObject({ kind: 'too-large' })
      })

      it('that are gone, and ways to them that fail, are told as ChannelErrors without secrets', async () => {
        if (!harness.channel.capabilities.files) return
        await harness.channel.start(host)
        await harness.sendFile?.(1, { name: 'a.txt', content })
        const { file } = await received()
        for (const [kind, fail] of Object.entries(harness.failFile ?? {})) {
          await fail()
          const error = await fetched(file.id, content.length)?.catch((error: unknown) => error)
          expect(error, kind).toBeInstanceOf(ChannelError)
          expect(error, kind).toMatchObject({ kind })
          const told = `${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)}`
          for (const secret of harness.secrets) expect(told).not.toContain(secret)
          expect((await fetched(file.id, content.length))?.length, 'and recovers').toBe(content.length)
        }
        await expect(fetched('no such file', 10)).rejects.toMatchObject({ kind: 'invalid-message' })
        const aborted = new AbortController()
        aborted.abort()
        await expect(harness.channel.fetchFile?.(file.id, 10, aborted.signal)).rejects.toBeInstanceOf(ChannelError)
      })
    })

    it('handles the events of a chat one after the other, in order', async () => {
      let busy = 0
      onEvent = async () => {
        expect(++busy).toBe(1)
        await new Promise((resolve) => setImmediate(resolve))
        busy--
      }
      await harness.channel.start(host)
      const words = ['一', '二', '三', '四', '五', '六']
      for (const word of words) await harness.say(1, word)
      expect((await handled(words.length)).map(textOf)).toEqual(words)
    })

    rule('chats side by side', 'handles another chat while one is slow', async () => {
      let release = () => {}
      const other = new Promise<void>((resolve) => {
        release = resolve
      })
      onEvent = (event) => (textOf(event) === '慢' ? other : Promise.resolve(release()))
      await harness.say(1, '慢')
      await harness.say(2, '快')
      await harness.channel.start(host)
      expect((await handled(2)).map(textOf).sort()).toEqual(['快', '慢'].sort())
    })

    rule('backlog before start resolves', 'has handled what waited when start() resolves', async () => {
      for (const word of ['一', '二', '三']) await harness.say(1, word)
      await harness.channel.start(host)
      expect(events.map(textOf)).toEqual(['一', '二', '三'])
    })

    it('goes on after a handler that failed', async () => {
      let failures = 0
      onEvent = async () => {
        if (failures++ === 0) throw new Error('disk full')
      }
      await harness.channel.start(host)
      await harness.say(1, '坏')
      await harness.say(1, '好')
      // A channel may deliver the first again or not; the second comes.
      const first = textOf((await handled(1))[0])
      if (first !== '好') expect(textOf((await handled(2))[1])).toBe('好')
    })

    rule('connectivity', 'says when it is up', async () => {
      await harness.channel.start(host)
      expect(states).toEqual(['up'])
    })

    it('stops cleanly: what is in hand is finished, nothing more is taken', async () => {
      let entered = () => {}
      let release = () => {}
      const inHand = new Promise<void>((resolve) => {
        entered = resolve
      })
      const gate = new Promise<void>((resolve) => {
        release = resolve
      })
      onEvent = () => {
        entered()
        return gate
      }
      await harness.channel.start(host)
      await harness.say(1, '在手')
      await inHand
      const stopped = harness.channel.stop()
      release()
      await stopped
      expect(events.map(textOf)).toEqual(['在手'])
      await harness.channel.stop() // twice is no error
    })

    rule('redelivers while stopped', 'delivers what was said while it was stopped', async () => {
      await harness.channel.start(host)
      await harness.channel.stop()
      await harness.say(1, '等着')
      await harness.channel.start(host)
      expect((await handled(1)).map(textOf)).toEqual(['等着'])
    })

    rule('sends after stop', 'still sends after stop()', async () => {
      await harness.channel.start(host)
      await harness.channel.stop()
      await harness.channel.send(harness.chat(1), text('再见'))
      expect((await harness.seen(1)).text).toContain('再见')
    })

    it('reports every failure as a ChannelError without secrets, and recovers', async () => {
      await harness.channel.start(host)
      for (const [kind, fail] of Object.entries(harness.fail ?? {})) {
        await fail()
        const error = await harness.channel.send(harness.chat(1), text('绝密的回答')).then(
          () => undefined,
          (error: unknown) => error,
        )
        expect(error, kind).toBeInstanceOf(ChannelError)
        expect(error, kind).toMatchObject({ kind })
        const told = `${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)}`
        for (const secret of [...harness.secrets, '绝密的回答']) expect(told).not.toContain(secret)
        await harness.channel.send(harness.chat(1), text('好了'))
      }
    })

    it('makes links that carry their payload', async () => {
      await harness.channel.start(host)
      const link = harness.channel.deepLink?.('join_abc-123')
      if (link !== undefined) expect(link).toMatch(/^https:\/\/.*join_abc-123/)
    })
  })
}
