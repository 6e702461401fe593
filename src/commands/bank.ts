import { dropChoices } from '../library/documents.ts'
import { bold, message, text } from '../render/message.ts'
import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'

export const bank: Command = {
  name: 'bank',
  aliases: ['题库', 'bank'],
  section: 'settings',
  accepts: (argument) => /^[a-z0-9-]+$/.test(argument),
  run(turn, argument) {
    const id = argument.trim()
    if (id === '') showBanks(turn)
    else toggle(turn, id)
  },
  actions: { bank: toggle },
}

function showBanks(turn: Turn): void {
  const t = turn.t.bank
  const chosen = new Set(turn.banks.map((one) => one.id))
  turn.say(
    message(
      [text(bold(t.heading)), t.hint],
      [
        ...turn.library.banks.map((one) => [
          {
            id: `bank:${one.id}`,
            label: `${chosen.has(one.id) ? '✅' : '▫️'} ${t.row(one.title, one.questions.length)}`,
          },
        ]),
        ...dropChoices(turn),
      ],
    ),
  )
}

function toggle(turn: Turn, id: string): void {
  const t = turn.t.bank
  if (!turn.library.banks.some((one) => one.id === id)) return turn.line(t.unknown)
  const chosen = turn.banks.map((one) => one.id)
  const next = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]
  if (next.length === 0) return turn.line(t.last)
  turn.doc.settings.banks = next
  turn.line(t.changed(turn.banks.map((one) => one.title).join(turn.t.list)))
}
