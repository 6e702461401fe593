import { fold } from './assess/fold.ts'
import type { Invitation } from './groups/invitation.ts'
import type { OpenRound } from './groups/open-rounds.ts'
import type { KeptSession, Learner, OutboxEntry, Session } from './learner.ts'
import { Shelf } from './library/shelf.ts'
import type { LinkAttempt } from './link/links.ts'
import type { Target } from './pages/links.ts'
import type { Assessor } from './ports/assessor.ts'
import type { Capabilities, Chat, Choice, Message } from './ports/channel.ts'
import type { Attachment, HistoryEntry } from './ports/store.ts'
import type { Reading } from './practice/reader.ts'
import type { QuestionBanks } from './questions/bank.ts'
import type { Bank } from './questions/schema.ts'
import { numbered } from './render/numbered.ts'
import { split } from './render/split.ts'
import { offDays } from './streak/calendar.ts'
import { type Day, laterDay, practiceDay } from './streak/day.ts'
import type { Off } from './streak/streak.ts'
import { type Text, textOf } from './text/text.ts'

/** What practice needs of the world around it; the same for every turn. */
export interface World {
  readonly banks: QuestionBanks
  readonly assessor: Assessor
  readonly settings: PracticeSettings
  capabilities(channel: string): Capabilities
  /** Whether the bot was out of reach on all these channels for most of that day's waking hours. */
  wasDown(channels: string[], day: Day, zone: string): boolean
  /** A link that opens a direct chat with the bot, where the channel has such links. */
  deepLink(channel: string, payload: string): string | undefined
  /** The address that opens a page from a chat of this channel, undefined where nobody there could reach it. */
  pageLink(channel: string, target: Target): string | undefined
  /** The rounds that take answers now in these groups. */
  openRounds(groups: readonly string[]): OpenRound[]
  /** Something the operator should know, without personal data. */
  alert(fields: { event: string; question?: string }): void
}

/** The operator's settings that practice follows. Times are minutes after midnight. */
export interface PracticeSettings {
  defaultLanguage: 'zh' | 'en'
  defaultZone: string
  defaultTime: number
  cutover: number
  /** Silence that ends a draft, ms; 0: assess at once. */
  answerIdle: number
  questionsPerDay: number
  backupKeepDays: number
  /** The model that may read answers, how many a learner and day, and how long it may take, ms. */
  model?: { name: string; perDay: number; patience: number } | undefined
  /** Direct chats of the operators, to which reports go. */
  operators: Chat[]
}

interface SayOptions {
  kind?: OutboxEntry['kind']
  /** How a typed channel offers the choices: by number, or as words to type. Default numbers. */
  offer?: 'numbers' | 'words'
  session?: Session
  role?: OutboxEntry['role']
  edits?: string | undefined
  expiresAt?: number | undefined
  /** Shown as a picture where the channel has images. */
  picture?: OutboxEntry['picture']
  /** Elsewhere than in the learner's chat. */
  to?: Chat
}

/**
 * One event's work on one learner's document. Commands and practice change `doc` and say things; the store commits
 * both together. A turn may be run again from the start with the same document: it must not touch anything else.
 */
export class Turn {
  readonly doc: Learner
  readonly now: number
  readonly chat: Chat
  readonly world: World
  /** The learner's own banks. */
  readonly shelf: Shelf
  readonly archive: HistoryEntry[] = []
  /** Outbox entries planned in this turn. */
  readonly planned: OutboxEntry[] = []
  /** Answers a model is to read, once this turn is committed. */
  readonly toRead: Reading[] = []
  /** Set when pushes that had stopped by themselves were begun again by this event. */
  returned = false
  /** What the code in the message leads to. */
  linking: LinkAttempt | undefined
  /** Set by the command that deletes everything. */
  forget = false
  /** What is said comes unasked, to many at the same time. */
  push = false
  /** What is said was to go out then, epoch ms. */
  due: number | undefined
  /** What the document's history holds, where this turn is run with it; see `recall`. */
  readonly #history: readonly HistoryEntry[] | undefined
  /** Set by work that cannot go on without the history: this turn comes to nothing and is run again with it. */
  wantsHistory = false
  /** The round of a group whose link was followed. */
  invitation: Invitation | undefined
  #t: Text

  /** `attachment`: as `Store.transact` hands it in; `history`: as `Store.history` answers, where it is asked for. */
  constructor(
    world: World,
    doc: Learner,
    chat: Chat,
    now: number,
    attachment: () => Attachment | undefined = () => undefined,
    history?: readonly HistoryEntry[],
  ) {
    this.world = world
    this.doc = doc
    this.chat = chat
    this.now = now
    this.#history = history
    this.shelf = new Shelf(doc.imports, attachment)
    this.#t = textOf(doc.settings.language)
  }

  get t(): Text {
    return this.#t
  }

  setLanguage(language: Learner['settings']['language']): void {
    this.doc.settings.language = language
    this.#t = textOf(language)
  }

  get capabilities(): Capabilities {
    return this.world.capabilities(this.chat.channel)
  }

  /** The practice day of an instant: the learner's zone, the cutover, and never before a day already begun. */
  dayOf(at: number): Day {
    return laterDay(practiceDay(at, this.doc.settings.zone, this.world.settings.cutover), this.doc.floor)
  }

  get today(): Day {
    return this.dayOf(this.now)
  }

  get off(): Off {
    const channels = [...new Set(this.doc.aliases.map((alias) => alias.channel))]
    const known = new Map<Day, boolean>()
    return offDays(this.doc.calendar, (day) => {
      const before = known.get(day)
      if (before !== undefined) return before
      const down = this.world.wasDown(channels, day, this.doc.settings.zone)
      known.set(day, down)
      return down
    })
  }

  /** Every bank this learner may see: everybody's and their own. */
  get library(): QuestionBanks {
    return this.world.banks.with(this.shelf.own)
  }

  /** What was used of today's share. */
  get usage(): Learner['usage'] {
    if (this.doc.usage.day !== this.today) this.doc.usage = { day: this.today, asked: 0, read: 0, documents: 0 }
    return this.doc.usage
  }

  /** The banks this learner practises from. */
  get banks(): readonly Bank[] {
    return this.library.chosen(this.doc.settings.banks, this.doc.settings.language)
  }

  competency(id: string): string {
    return this.world.banks.competencyName(id, this.doc.settings.language)
  }

  /** The document's history. Undefined: not at hand, and whoever asked returns at once and is run again with it. */
  recall(): readonly HistoryEntry[] | undefined {
    this.wantsHistory = this.#history === undefined
    return this.#history
  }

  /** An id unique in the document, short enough for a button, and different from those of records it may be joined to. */
  nextId(prefix: string): string {
    this.doc.counter += 1
    return `${prefix}${this.doc.counter.toString(36)}-${this.doc.id.slice(0, 4)}`
  }

  /** The session that takes a plain reply: the last one still open. */
  get openSession(): Session | undefined {
    return this.asked(this.doc.sessions.findLast((session) => session.state !== 'closed'))
  }

  get lastSession(): Session | undefined {
    return this.asked(this.doc.sessions.at(-1))
  }

  session(id: string | undefined): Session | undefined {
    return this.asked(this.doc.sessions.find((session) => session.id === id))
  }

  /**
   * A session with its question: as it was asked while the answer can change, from then on as the banks have it.
   * Undefined when they have it no more: such a question is over.
   */
  asked(session: KeptSession | undefined): Session | undefined {
    if (session === undefined) return undefined
    // What the interviewer asked on is in no bank.
    if (session.question === undefined && !session.followUp) {
      const question = this.library.find(session.questionId)
      if (question !== undefined) session.question = structuredClone(question)
    }
    return session.question === undefined ? undefined : (session as Session)
  }

  /** Plans a message. Too long ones are split; a typed channel gets its choices as numbers or words. */
  say(view: Message, options: SayOptions = {}): void {
    const chat = options.to ?? this.chat
    const capabilities = this.world.capabilities(chat.channel)
    const shown = options.to === undefined ? this.#offer(view, capabilities, options) : view
    const parts = split(shown, capabilities.maxTextLength)
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1
      const entry: OutboxEntry = {
        id: this.nextId('m'),
        kind: options.kind ?? 'notice',
        chat: { ...chat },
        message: part as OutboxEntry['message'],
        state: 'planned',
        at: this.now,
        ...(index === 0 && capabilities.images && options.picture && { picture: options.picture }),
        ...(last && options.edits !== undefined && { edits: options.edits }),
        ...(options.expiresAt !== undefined && { expiresAt: options.expiresAt }),
        ...(this.push && { push: true as const }),
        ...(last && this.due !== undefined && { due: this.due }),
        ...(options.session && { session: options.session.id }),
        ...(options.role && last && { role: options.role }),
      }
      this.doc.outbox.push(entry)
      this.planned.push(entry)
    }
  }

  /** Says one paragraph. */
  line(words: string, choices?: Choice[][], options: SayOptions = {}): void {
    this.say({ blocks: [{ kind: 'text', spans: [words] }], ...(choices && { choices }) }, options)
  }

  /** One numbered list at a time: numbers typed later mean this message's choices, words those offered last as words. */
  #offer(view: Message, capabilities: Capabilities, options: SayOptions): Message {
    const flat = view.choices?.flat().filter((choice) => choice.url === undefined) ?? []
    const multi = flat.filter((choice) => choice.multi)
    if (capabilities.choices === 'buttons') {
      // Ticks can be typed too, until the next question: an old checklist edited in place does not bring its own back.
      if (options.role === 'card') this.doc.pending = { numbered: [], worded: [] }
      else if (multi.length > 0 && options.edits === undefined) this.doc.pending = { numbered: multi, worded: [] }
      return view
    }
    // Links alone are written out; what numbers meant before, they still mean.
    if (flat.length === 0) return view.choices === undefined ? view : numbered(view).message
    if (options.offer === 'words') {
      const { choices, ...rest } = view
      this.doc.pending.worded = flat
      if (options.role === 'card') this.doc.pending.numbered = []
      const words = [this.t.card.words, flat.map((choice) => plainLabel(choice.label)).join(' / ')].join('')
      return { ...rest, blocks: [...rest.blocks, { kind: 'text', spans: [words] }] }
    }
    const { message, pending } = numbered(view)
    this.doc.pending.numbered = pending
    return message
  }

  /** The choices a typed text picks: "2", "２", "b", "1 3" (only ticks may be several), or an offered word. */
  picked(typed: string): Choice[] {
    const plain = fold(typed).text.trim()
    const { numbered: list, worded } = this.doc.pending
    const numbers = /^\d{1,2}([\s,，、.]+\d{1,2})*$/.test(plain) ? plain.split(/\D+/).map(Number) : undefined
    if (numbers !== undefined) {
      const chosen = [...new Set(numbers)].map((number) => list[number - 1])
      const known = chosen.filter((choice) => choice !== undefined)
      if (known.length !== chosen.length || (known.length > 1 && !known.every((choice) => choice.multi))) return []
      return known
    }
    if (this.capabilities.choices === 'buttons') return []
    if (/^[a-z]$/.test(plain) && this.openSession?.question.kind !== 'choice')
      return list.slice(plain.charCodeAt(0) - A, plain.charCodeAt(0) - A + 1)
    const said = [...worded, ...list].filter((choice) => plainLabel(fold(choice.label).text) === plainLabel(plain))
    return said.slice(0, 1)
  }

  /** On a channel without buttons the word offered that a message is part of, if it can be no other: "again", "再答". */
  pickedInPart(typed: string): Choice | undefined {
    if (this.capabilities.choices === 'buttons') return undefined
    const plain = fold(typed).text.trim()
    const meant = this.doc.pending.worded.filter(({ label }) => isPartOf(plain, plainLabel(fold(label).text)))
    return meant.length === 1 ? meant[0] : undefined
  }
}

/** One of the words of a label, or of an unspaced one how it begins. */
function isPartOf(word: string, label: string): boolean {
  return /^[a-z]{3,}$/.test(word)
    ? label.split(' ').includes(word)
    : /^\p{sc=Han}{2,}$/u.test(word) && label.startsWith(word)
}

const A = 'a'.charCodeAt(0)

/** A label as it is typed: without its emoji and what stands in brackets behind it. */
function plainLabel(label: string): string {
  return label
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/\s*[（(][^（()）]*[)）]$/u, '')
    .trim()
}
