import { weaknesses } from '../practice/select.ts'
import { bold, message, text } from '../render/message.ts'
import type { Command } from './command.ts'

const SHOWN = 8
const BAR = 10

export const weak: Command = {
  name: 'weak',
  aliases: ['弱项', 'weak'],
  section: 'progress',
  endsDraft: true,
  run(turn) {
    const t = turn.t.weak
    const { ledger } = turn.doc
    const weakness = weaknesses(ledger)
    const known = Object.entries(ledger)
      .map(([id, { covered, partly, missed }]) => ({
        id,
        asked: covered + partly + missed,
        shown: covered + partly / 2,
        weak: weakness(id),
      }))
      .filter(({ asked }) => asked > 0)
      .sort((a, b) => b.weak - a.weak || (a.id < b.id ? -1 : 1))
      .slice(0, SHOWN)
    const [first] = known
    if (first === undefined) return turn.line(t.none)
    const row = ({ id, asked, shown }: (typeof known)[number]) => {
      const full = Math.round((shown / asked) * BAR)
      return `${'▰'.repeat(full)}${'▱'.repeat(BAR - full)} ${t.row(turn.competency(id), Math.round((shown / asked) * 100), asked)}`
    }
    const train = turn.world.banks.competencies.get(first.id)?.train[turn.doc.settings.language]
    turn.say(
      message(
        [text(bold(t.heading)), known.map(row).join('\n'), train && t.train(turn.competency(first.id), train)],
        [[{ id: `topic:${first.id}`, label: t.practise(turn.competency(first.id)) }]],
      ),
    )
  },
}
