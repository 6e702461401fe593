import { bold, message, text } from '../render/message.ts'
import type { Command } from './command.ts'
import { shorten } from './history.ts'

const MOST = 200
const SHOWN = 10

export const bookmarks: Command = {
  name: 'bookmarks',
  aliases: ['收藏', 'bookmarks'],
  section: 'progress',
  run(turn) {
    const t = turn.t.bookmarks
    const marked = turn.doc.bookmarks
      .map((id) => turn.world.banks.find(id))
      .filter((question) => question !== undefined)
    if (marked.length === 0) return turn.line(t.none)
    turn.say(
      message(
        [text(bold(t.heading)), t.open],
        marked
          .slice(-SHOWN)
          .reverse()
          .map((question) => [{ id: `question:${question.id}`, label: shorten(question.prompt, 26) }]),
      ),
    )
  },
  actions: {
    bookmark: (turn, id) => {
      const { doc } = turn
      const held = doc.bookmarks.includes(id)
      if (!held && turn.world.banks.find(id) === undefined) return turn.line(turn.t.question.over)
      doc.bookmarks = held ? doc.bookmarks.filter((other) => other !== id) : [...doc.bookmarks, id].slice(-MOST)
      turn.line(held ? turn.t.bookmarks.removed : turn.t.bookmarks.added)
    },
  },
}
