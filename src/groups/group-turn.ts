import { clock } from '../commands/command.ts'
import type { OutboxEntry } from '../learner.ts'
import type { Capabilities, Chat, Choice, InboundEvent, Message, Role } from '../ports/channel.ts'
import type { HistoryEntry } from '../ports/store.ts'
import type { Question } from '../questions/schema.ts'
import { numbered } from '../render/numbered.ts'
import { split } from '../render/split.ts'
import { type Day, laterDay, localTime, practiceDay } from '../streak/day.ts'
import { type Text, textOf } from '../text/text.ts'
import type { World } from '../turn.ts'
import type { Group, GroupEffect, Round } from './group.ts'
import { linkPayload } from './invitation.ts'
import { displayName, type Member } from './members.ts'

/** What was found out before the turn, for turns touch nothing but their document. */
export interface Known {
  /** What the network says the sender is in the group; undefined: it could not be asked. */
  role?: Role | undefined
  /** The members, without those the network says are gone. */
  members?: Member[] | undefined
  /** The group's keeper is not in it any more. */
  keeperGone?: boolean | undefined
  /** The sender's own document, if there is one. */
  learner?: string | undefined
  /** What the code in the message leads to. */
  linking?: CodeFound | undefined
}

/** What a code typed in a group leads to. `personal`: to a learner's record, and now everybody has seen it. */
export type CodeFound = { kind: 'found'; owner: string; hash: string } | { kind: 'wrong' | 'limited' | 'personal' }

/** How long an answer to what one person asked for is worth sending, ms. */
const WHISPER_LASTS = 10 * 60_000
/** How long the numbers of a list can be typed, and for how many members lists are kept. */
const LIST_LASTS = 10 * 60_000
const LISTS_KEPT = 20

/** How a member wants to be shown, or not to be known at all. */
export type Wish = { hide?: boolean; quote?: boolean } | 'forget'

/** One event's work on a group's document. As with a learner's turn: it may be run again from the start. */
export class GroupTurn {
  readonly world: World
  readonly doc: Group
  readonly now: number
  readonly event: InboundEvent | undefined
  readonly known: Known
  /** Where what is said goes: the chat (or topic) of the event, else the group's home. */
  readonly chat: Chat
  readonly planned: OutboxEntry[] = []
  /** Lines for segments. */
  readonly append: Record<string, HistoryEntry[]> = {}
  /** Said to one person alone once the event is committed; in a busy group later, or not at all if it can be spared. */
  readonly whispers: { user: string; message: Message; canSpare: boolean }[] = []
  /** The event's message, taken in and to be cleared away: whether its writer is told how to keep the next one private. */
  tookPublicly: { messageId: string; user: string; name: string } | undefined
  /** What the sender wants done with their record here: after the turn, for it lies beside the document. */
  wish: Wish | undefined
  /** What is said was to go out then, epoch ms. */
  due: number | undefined
  changed = false

  constructor(world: World, doc: Group, now: number, event?: InboundEvent, known: Known = {}) {
    this.world = world
    this.doc = doc
    this.now = now
    this.event = event
    this.known = known
    this.chat = event?.chat.kind === 'group' ? { ...event.chat } : { ...doc.home }
    // An update that was on its way when the group moved names the old chat.
    if (doc.aliases.some(({ id }) => id === this.chat.chatId)) this.chat.chatId = doc.home.chatId
  }

  get t(): Text {
    return this.capabilities.hearsAll ? inRoom(textOf(this.doc.language)) : textOf(this.doc.language)
  }

  get capabilities(): Capabilities {
    return this.world.capabilities(this.doc.home.channel)
  }

  dayOf(at: number): Day {
    return laterDay(practiceDay(at, this.doc.settings.zone, this.world.settings.cutover), this.doc.floor)
  }

  get today(): Day {
    return this.dayOf(this.now)
  }

  /** An instant on the group's clock. */
  hour(at: number): string {
    return clock(localTime(at, this.doc.settings.zone).minutes)
  }

  competency(id: string): string {
    return this.world.banks.competencyName(id, this.doc.language)
  }

  nextId(prefix: string): string {
    this.doc.counter += 1
    return prefix + this.doc.counter.toString(36)
  }

  /** Plans a message to the group. */
  say(
    view: Message,
    options: {
      kind?: OutboxEntry['kind']
      chat?: Chat
      edits?: string | undefined
      /** Shown as a picture where the channel has images. */
      picture?: OutboxEntry['picture']
      round?: Round | undefined
      expiresAt?: number
      push?: true
      /** The one person it is for, where the network can. */
      only?: string
    } = {},
  ): void {
    const shown = this.capabilities.choices === 'typed' ? this.#listed(view) : view
    const parts = split(shown, this.capabilities.maxTextLength)
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1
      const entry: OutboxEntry = {
        id: this.nextId('m'),
        kind: options.kind ?? 'notice',
        chat: { ...(options.chat ?? this.chat) },
        message: { ...(part as OutboxEntry['message']), ...(options.only !== undefined && { only: options.only }) },
        state: 'planned',
        at: this.now,
        ...(index === 0 && this.capabilities.images && options.picture && { picture: options.picture }),
        ...(last && options.edits !== undefined && { edits: options.edits }),
        ...(last && options.round && { session: String(options.round.number), role: 'card' as const }),
        ...(options.expiresAt !== undefined && { expiresAt: options.expiresAt }),
        ...(options.push && { push: true as const }),
        ...(last && this.due !== undefined && { due: this.due }),
      }
      this.doc.outbox.push(entry)
      this.planned.push(entry)
    }
    this.changed = true
  }

  /**
   * Where choices are typed: their numbers are those of whoever asked, alone, for a while; nobody asked for what the bot
   * says by itself.
   */
  #listed(view: Message): Message {
    const { doc, event, now } = this
    if (event === undefined || event.from.as !== undefined) return numbered(linksOnly(view)).message
    const { message, pending: choices } = numbered(view)
    if (choices.length === 0) return message
    const user = event.from.userId
    const others = doc.pending.filter((one) => one.user !== user && one.until > now)
    doc.pending = [...others, { user, choices, until: now + LIST_LASTS }].slice(-LISTS_KEPT)
    const name = displayName(event.from.name ?? '') || this.t.group.someone
    return { ...message, blocks: [...message.blocks, { kind: 'text', spans: [this.t.group.pick(name)] }] }
  }

  /** Plans a message that one person alone sees, for as long as it is worth sending. */
  sayTo(user: string, view: Message, chat: Chat): void {
    this.say(view, { chat, only: user, expiresAt: this.now + WHISPER_LASTS })
  }

  line(words: string, choices?: Choice[][]): void {
    this.say(paragraph(words, choices))
  }

  /** Says to the sender alone, where the network can, what they can do without when the group is busy. */
  whisper(words: string): void {
    this.#toSender(paragraph(words), true)
  }

  /** Says that what the sender picked is done: to them alone, or to all where nothing else would show it. */
  confirm(words: string): void {
    if (this.capabilities.choices === 'typed') this.reply(words)
    else this.whisper(words)
  }

  /** @returns false where the network cannot */
  #toSender(view: Message, canSpare: boolean): boolean {
    const { event } = this
    if (event === undefined || event.from.as !== undefined || !this.capabilities.unseen) return false
    this.whispers.push({ user: event.from.userId, message: view, canSpare })
    return true
  }

  /** Answers what the sender asked for themselves: to them alone where that can be, else to all. */
  reply(words: string, choices?: Choice[][]): void {
    this.replyWith(paragraph(words, choices))
  }

  replyWith(view: Message): void {
    if (!this.#toSender(view, false)) this.say(view)
  }

  /** Plans what is to happen in a member's own document, once an id. */
  plan(effect: GroupEffect): void {
    if (!this.doc.effects.some((other) => other.id === effect.id)) this.doc.effects.push(effect)
    this.changed = true
  }

  /** A button that opens a direct chat with the bot. */
  private(label: string, payload: string): Choice[][] {
    const url = this.world.deepLink(this.doc.home.channel, payload)
    return url === undefined ? [] : [[{ id: 'open', label, url }]]
  }

  linkTo(round: Round, label: string): Choice[][] {
    return this.private(label, linkPayload(this.doc.id, round.number))
  }

  get open(): (Round & { question: Question })[] {
    return this.doc.rounds.filter(
      (round): round is Round & { question: Question } => round.state === 'open' && round.question !== undefined,
    )
  }

  /** The round a message is about: that of the card it replies to, else the open one asked last, in its topic if any. */
  roundOf(replyTo: string | undefined): Round | undefined {
    const { threadId } = this.chat
    return (
      this.doc.rounds.find(({ cards }) => replyTo !== undefined && cards.includes(replyTo)) ??
      this.open.findLast(({ chat }) => chat.threadId === threadId) ??
      this.open.at(-1)
    )
  }
}

/** What a number typed by this member stands for; undefined when they have no list, or it has no such number. */
export function pickedBy(doc: Group, user: string, typed: string, now: number): Choice | undefined {
  const plain = typed.normalize('NFKC').trim()
  if (!/^\d{1,2}$/.test(plain)) return undefined
  return doc.pending.find((one) => one.user === user && one.until > now)?.choices[Number(plain) - 1]
}

const rooms = new Map<Text, Text>()

/** The words where the bot is spoken to by mentioning it, and has no links. */
function inRoom(text: Text): Text {
  const known = rooms.get(text)
  if (known !== undefined) return known
  const { settings, me, ...room } = text.room
  const { group } = text
  const inRoom = {
    ...text,
    group: { ...group, ...room, settings: { ...group.settings, ...settings }, me: { ...group.me, ...me } },
  }
  rooms.set(text, inRoom)
  return inRoom
}

/** Numbers in a message nobody asked for could be anybody's. */
function linksOnly(view: Message): Message {
  return { ...view, choices: (view.choices ?? []).map((row) => row.filter((choice) => choice.url !== undefined)) }
}

function paragraph(words: string, choices?: Choice[][]): Message {
  return { blocks: [{ kind: 'text', spans: [words] }], ...(choices && choices.length > 0 && { choices }) }
}
