import type { Group } from './group.ts'

/** The group goes on under another id: known by both, written to at the new one. Messages of the old chat stay there. */
export function moveGroup(group: Group, channel: string, from: string, to: string): void {
  const known = group.aliases.some((alias) => alias.channel === channel && alias.id === to)
  if (!known) group.aliases.push({ channel, id: to })
  if (group.home.chatId === from) group.home.chatId = to
  for (const { chat } of group.outbox) if (chat.chatId === from) chat.chatId = to
  for (const round of group.rounds) {
    if (round.chat.chatId !== from) continue
    round.chat.chatId = to
    round.cards = []
  }
}

/** The topic is closed or gone: what was for it goes to the group's main one. */
export function leaveTopic(group: Group, threadId: string): void {
  for (const chat of [group.home, ...group.rounds.map((round) => round.chat), ...group.outbox.map(({ chat }) => chat)])
    if (chat.threadId === threadId) delete chat.threadId
}
