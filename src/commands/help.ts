import { bold, message, text } from '../render/message.ts'
import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'

/** The list comes from the registry, which lists this command too: hence a function of it. */
export function helpCommand(all: () => readonly Command[]): Command {
  return {
    name: 'help',
    aliases: ['帮助', 'help'],
    section: 'practice',
    run: (turn: Turn) => {
      const t = turn.t.help
      const sections = Object.keys(t.groups) as (keyof typeof t.groups)[]
      turn.say(
        message([
          text(bold(t.heading)),
          ...sections.map((section) =>
            text(
              bold(t.groups[section]),
              ...all()
                .filter((command) => command.section === section)
                .map((command) => `\n${t.row(command.name, command.aliases[0] ?? '', turn.t.command[command.name])}`),
            ),
          ),
          t.foot,
        ]),
      )
    },
  }
}
