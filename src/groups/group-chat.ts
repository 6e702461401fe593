import { parseCommand } from '../commands/registry.ts'
import type { OutboxEntry } from '../learner.ts'
import type { Choice, InboundEvent, Message } from '../ports/channel.ts'
import { selectQuestion, topicFilter } from '../practice/select.ts'
import { questionCard } from '../render/card.ts'
import { numbered } from '../render/numbered.ts'
import { split } from '../render/split.ts'
import { textOf } from '../text/text.ts'
import type { World } from '../turn.ts'
import { GROUP_SCHEMA, type Group } from './group.ts'

/** On-demand questions in a group: the card is public, everybody answers in private. */

const ASKED_KEPT = 50
const MOST_PER_TEN_MINUTES = 5
const TEN_MINUTES = 600_000

export function newGroup(
  id: string,
  alias: { channel: string; id: string },
  language: 'zh' | 'en',
  now: number,
): Group {
  return {
    schema: GROUP_SCHEMA,
    id,
    aliases: [alias],
    createdAt: now,
    wakeAt: null,
    seen: [],
    language,
    asked: [],
    askedAt: [],
    outbox: [],
    counter: 0,
  }
}

/** One event in a group. Changes `group`; what is to be committed at all is `changed` or `planned`. */
export function groupTurn(
  world: World,
  group: Group,
  event: InboundEvent,
  now: number,
): { planned: OutboxEntry[]; changed: boolean } {
  const t = textOf(group.language)
  const planned: OutboxEntry[] = []
  const say = (view: Message, kind: OutboxEntry['kind'] = 'notice') => {
    const capabilities = world.capabilities(event.chat.channel)
    const shown = capabilities.choices === 'typed' ? numbered(view).message : view
    for (const part of split(shown, capabilities.maxTextLength)) {
      group.counter += 1
      const id = `m${group.counter.toString(36)}`
      planned.push({
        id,
        kind,
        chat: { ...event.chat },
        message: part as OutboxEntry['message'],
        state: 'planned',
        at: now,
      })
    }
    group.outbox = [...group.outbox, ...planned.filter((entry) => !group.outbox.includes(entry))]
  }
  const line = (words: string, choices?: Choice[][]) =>
    say({ blocks: [{ kind: 'text', spans: [words] }], ...(choices && { choices }) })
  const privately = (payload: string): Choice[][] => {
    const url = world.deepLink(event.chat.channel, payload)
    return url === undefined ? [] : [[{ id: 'open', label: t.choice.openPrivate, url }]]
  }

  if (event.type === 'migrated') {
    const alias = { channel: event.chat.channel, id: event.toChatId }
    const known = group.aliases.some((other) => other.id === alias.id)
    if (!known) group.aliases.push(alias)
    for (const entry of group.outbox) entry.chat.chatId = event.toChatId
    return { planned, changed: true }
  }
  if (event.type === 'joined') line(t.question.groupHello)
  if (event.type !== 'message' || !event.addressed) return { planned, changed: false }
  const parsed = parseCommand(event.text)
  if (parsed === undefined || !('command' in parsed)) return { planned, changed: false }
  if (parsed.command.name !== 'question') {
    line(
      parsed.command.name === 'help' || parsed.command.name === 'start'
        ? t.question.groupHello
        : t.question.groupPrivateOnly,
      privately('start'),
    )
    return { planned, changed: false }
  }

  group.askedAt = group.askedAt.filter((at) => at > now - TEN_MINUTES)
  if (group.askedAt.length >= MOST_PER_TEN_MINUTES) {
    line(t.question.groupQuota)
    return { planned, changed: true }
  }
  const topic = parsed.argument.trim()
  const names = (id: string) => Object.values(world.banks.competencies.get(id)?.name ?? {})
  const selected = selectQuestion({
    banks: world.banks.chosen(null, group.language),
    cards: {},
    ledger: {},
    today: '1970-01-01',
    turn: group.asked.length,
    exclude: new Set(group.asked),
    ...(topic !== '' && { wanted: topicFilter(topic, names) }),
  })
  if (selected === undefined) {
    line(topic === '' ? t.question.empty : t.question.notFound(topic.slice(0, 40)))
    return { planned, changed: true }
  }
  const { question } = selected
  group.asked = [...group.asked, question.id].slice(-Math.min(ASKED_KEPT, Math.max(1, world.banks.size - 1)))
  group.askedAt.push(now)
  say(questionCard(t, question, { choices: privately(`q_${question.id}`), howTo: t.question.group }), 'question')
  return { planned, changed: true }
}
