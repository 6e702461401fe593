import { endMock, leaveMock, startMock } from '../practice/mock.ts'
import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'

export const mock: Command = {
  name: 'mock',
  aliases: ['模拟面试', '模拟', 'mock'],
  section: 'practice',
  endsDraft: true,
  accepts: (argument) => kindOf(argument) !== undefined,
  run(turn, argument) {
    const kind = kindOf(argument)
    if (turn.doc.mock !== null) startMock(turn, turn.doc.mock.kind)
    else if (kind !== undefined) startMock(turn, kind, isTimed(argument))
    else choose(turn)
  },
  actions: {
    mock: (turn, argument) => startMock(turn, kindOf(argument) ?? 'short', isTimed(argument)),
    mockpause: (turn) => {
      if (turn.doc.mock === null) return turn.line(turn.t.question.over)
      leaveMock(turn)
    },
    mockend: (turn) => (turn.doc.mock === null ? turn.line(turn.t.question.over) : endMock(turn)),
  },
}

function choose(turn: Turn): void {
  const { t } = turn
  turn.line(t.mock.choose, [
    [
      { id: 'mock:short', label: t.choice.mockShort },
      { id: 'mock:full', label: t.choice.mockFull },
    ],
    [
      { id: 'mock:short timed', label: t.choice.mockShortTimed },
      { id: 'mock:full timed', label: t.choice.mockFullTimed },
    ],
  ])
}

const timed = /\s*(限时|timed)$/

function isTimed(argument: string): boolean {
  return timed.test(argument.trim().toLowerCase())
}

function kindOf(argument: string): 'short' | 'full' | undefined {
  const given = argument.trim().toLowerCase().replace(timed, '')
  if (/^(短卷?|short)$/.test(given)) return 'short'
  return /^(整卷|全卷|full)$/.test(given) ? 'full' : undefined
}
