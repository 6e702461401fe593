import { describeChannel } from '../../../contracts/channel.ts'
import { hurriedClock } from '../../../support/telegram/clock.ts'
import { startWechat, TYPE } from '../../../support/wechat.ts'
import { quiet } from '../telegram/harness.ts'

async function makeHarness() {
  const world = startWechat({ clock: hurriedClock(), logger: quiet, people: ['u1', 'u2'] })
  const person = (n: number) => `u${n}`
  // There when the account is logged in, which is once the channel is started.
  const room = () => world.room('g', ['u1', 'u2'])
  const fault = (message: string) => () => void world.faults.push(new Error(message))
  return {
    channel: world.channel,
    chat: (n: number) => world.chat(person(n)),
    say: (n: number, text: string) => world.says(person(n), text),
    sendFile: (n: number, file: { name: string; content: Uint8Array }) =>
      world.sends(person(n), TYPE.attachment, { filename: file.name, content: file.content }),
    async seen(n: number) {
      const first = await world.seen(person(n))
      return first.picture === undefined ? first : { ...(await world.seen(person(n))), picture: first.picture }
    },
    group: {
      chat: { channel: 'wechat', chatId: 'g-0@chatroom', kind: 'group' as const },
      say: (n: number, text: string) => room().says(person(n), text, true),
      seen: (n: number) => ({ alone: [], all: world.unread(`g/${person(n)}`).map(({ text }) => text) }),
      permit: () => {},
    },
    fail: {
      'rate-limited': fault('ret: 1205, token-5f3a'),
      'logged-out': fault('ret: 1101, token-5f3a'),
      unavailable: fault('request failed: "绝密的回答" token-5f3a'),
    },
    secrets: ['token-5f3a'],
    close: async () => {},
  }
}

describeChannel('wechat', makeHarness, {
  'backlog before start resolves': 'the web protocol hands over nothing that was said before the login',
  'chats side by side': 'nothing can be said before the login, as this rule does; see channel.test.ts',
  'redelivers while stopped': 'WeChat delivers a message once, to whoever is logged in',
  file: 'a file is a message of its own in WeChat, after its text; see channel.test.ts',
  caption: 'files have no captions in WeChat',
})
