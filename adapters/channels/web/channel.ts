import { resolve } from 'node:path'
import type { Hono } from 'hono'
import {
  type Capabilities,
  type Channel,
  ChannelError,
  type ChannelHost,
  type CommandMenu,
  type InboundEvent,
  type OutboundMessage,
} from '../../../src/ports/channel.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import { orderedByKey } from '../in-order.ts'
import type { PageWords } from './page.ts'
import { chatRoutes } from './routes.ts'
import { Streams } from './streams.ts'
import { type Draft, type Entry, KEPT, Transcripts } from './transcripts.ts'
import { LASTS_S, Visitors } from './visitors.ts'

const CAPABILITIES: Omit<Capabilities, 'stableUserIds'> = {
  choices: 'buttons',
  edit: true,
  maxTextLength: 20_000,
  commandMenu: true,
  images: true,
  files: false,
  keeps: KEPT,
  pace: {
    perChat: { burst: 1, perSecond: Number.POSITIVE_INFINITY },
    overall: Number.POSITIVE_INFINITY,
    broadcast: Number.POSITIVE_INFINITY,
  },
}

export interface WebChatOptions {
  /** Cookies' key and transcripts are kept here; private to its user. */
  folder: string
  /** The page's own words; the first language is for browsers that ask for none of them. */
  words: Record<string, PageWords>
  /** Has to be entered once in a browser before it is let in. */
  secret?: string | undefined
  /** Where on the same server learners see their progress. */
  progress?: string | undefined
  /** For trying it out: a control that moves everybody's clock on to the next day. */
  demo?: WebDemo | undefined
  clock: Clock
}

export interface WebDemo {
  /** How far the clock is ahead of the machine's, ms. */
  offset(): number
  /** Resolves when the next day has begun for that learner and all that happened on the way has been sent. */
  tomorrow(userId: string): Promise<void>
}

export interface WebChat {
  channel: Channel
  /** The page, for the server to mount at `/`. */
  app: Hono
  /** Who is at the page, for other pages of the same learner. */
  visitors: Visitors
  /** Ends the open streams, so that the server can close. */
  end(): void
}

/** What somebody did on the page. */
export type PageAct =
  | { type: 'message'; text: string }
  | { type: 'action'; choice: string; messageId: string | undefined }

/** What a page tells about the browser it is in. */
export interface Browser {
  /** BCP 47 tag. */
  locale: string
  /** IANA time zone. */
  zone: string | undefined
}

/** What the routes need of the channel. */
export interface Desk {
  /**
   * Resolves when the act's effect is committed, at most once for each `actId`.
   * @returns false when nothing is taken now: the page tries again with the same id
   */
  act(userId: string, actId: string, act: PageAct, browser: Browser): Promise<boolean>
  /** The newest menu for direct chats in that language. */
  menu(language: string): CommandMenu['commands']
}

/**
 * A chat on a page of one's own: server-sent events out, POST in. A message counts as delivered when it is in the chat's
 * transcript, which the page shows whenever it is opened.
 */
export function webChat(options: WebChatOptions): WebChat {
  const { clock, demo } = options
  const folder = resolve(options.folder)
  const visitors = new Visitors({ folder, secret: options.secret, clock })
  const transcripts = Transcripts.in(folder)
  const streams = new Streams(clock)
  const inOrder = orderedByKey()
  const inHand = new Set<Promise<unknown>>()
  let host: ChannelHost | undefined
  let menus: CommandMenu[] = []

  async function put(chatId: string, make: (nextId: string, knows: (id: string) => boolean) => Draft): Promise<string> {
    return transcripts.with(chatId, async (transcript) => {
      const entry = await transcript.put(make(transcript.nextId, (id) => transcript.entry(id) !== undefined))
      streams.tell(chatId, changeOf(transcript.epoch, entry))
      return entry.id
    })
  }

  async function handle(to: ChannelHost, userId: string, actId: string, act: PageAct, browser: Browser): Promise<void> {
    const at = clock.now()
    transcripts.remember(userId)
    if (act.type === 'message') await keepOwn(userId, actId, act.text, at)
    const base = {
      eventId: `web:${userId}:${actId}`,
      chat: { channel: 'web', chatId: userId, kind: 'direct' as const },
      from: { channel: 'web', userId },
      at,
      locale: browser.locale,
      zone: browser.zone,
    }
    const event: InboundEvent =
      act.type === 'message' ? { ...base, ...act, messageId: actId, addressed: true } : { ...base, ...act }
    await to.handle(event)
  }

  /** The learner's own words stand in the transcript once, however often the page had to send them. */
  function keepOwn(chatId: string, id: string, text: string, at: number): Promise<void> {
    return transcripts.with(chatId, async (transcript) => {
      if (transcript.entry(id) !== undefined) return
      const entry = await transcript.put({ id, from: 'learner', at, blocks: [{ kind: 'text', spans: [text] }] })
      streams.tell(chatId, changeOf(transcript.epoch, entry))
    })
  }

  const desk: Desk = {
    async act(userId, actId, act, browser) {
      let taken = false
      const work = inOrder(userId, async () => {
        // Asked when its turn comes: a stop takes nothing that waits.
        const to = host
        if (to === undefined) return
        await handle(to, userId, actId, act, browser)
        taken = true
      })
      inHand.add(work)
      await work.finally(() => inHand.delete(work))
      return taken
    },
    menu: (language) =>
      (
        menus.find((menu) => menu.scope === 'direct' && menu.language === language) ??
        menus.find((menu) => menu.scope === 'direct' && menu.language === undefined)
      )?.commands ?? [],
  }

  const channel: Channel = {
    name: 'web',
    // The progress page is on the same server.
    pagesAt: '',
    // Of a demo's record nothing is lost with the cookie; of a learner's, everything.
    capabilities: { ...CAPABILITIES, stableUserIds: demo !== undefined },

    async start(to) {
      host = to
      to.connectivity('up')
      // No browser has a cookie that old. A demo's clock says nothing of that.
      if (demo === undefined) await transcripts.tidy(clock.now() - LASTS_S * 1000).catch(() => {})
    },

    async stop() {
      host = undefined
      await Promise.allSettled(inHand)
    },

    async send(chat, message) {
      if (!/^[0-9a-f]{32}$/.test(chat.chatId)) throw new ChannelError('invalid-message', 'there is no such chat')
      try {
        return { messageId: await put(chat.chatId, (nextId, knows) => draftOf(message, nextId, knows, clock.now())) }
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        throw new ChannelError('unavailable', `the page's transcript cannot be written (${code ?? 'unknown'})`, {
          fix: `see that the disk is not full and ${folder} is writable`,
        })
      }
    },

    async forget(userId) {
      await transcripts.forget(userId)
      streams.tell(userId, { event: 'reset', data: '[]' })
    },

    async publishCommands(published) {
      menus = published
    },
  }

  return {
    channel,
    app: chatRoutes({ desk, visitors, transcripts, streams, words: options.words, progress: options.progress, demo }),
    visitors,
    end: () => streams.end(),
  }
}

function draftOf(message: OutboundMessage, nextId: string, knows: (id: string) => boolean, at: number): Draft {
  const { edits, file, picture, blocks, choices } = message
  return {
    // An edit of what the transcript has lost is a message of its own rather than nothing.
    id: edits !== undefined && knows(edits) ? edits : nextId,
    from: 'bot',
    at,
    blocks,
    ...(choices !== undefined && { choices }),
    ...(file !== undefined && { file: { name: file.name } }),
    ...(picture !== undefined && { picture: { alt: picture.alt } }),
    bytes: { ...(file !== undefined && { file: file.text }), ...(picture !== undefined && { picture: picture.png }) },
  }
}

/** An entry for the pages. */
export function messageOf(entry: Entry) {
  return { event: 'message', data: JSON.stringify(entry) }
}

/** The newest change; the id tells the page, and us when it comes back, how far it has read. */
function changeOf(epoch: string, entry: Entry) {
  return { ...messageOf(entry), id: `${epoch}.${entry.rev}` }
}
