import { bold, message, text } from '../render/message.ts'
import { excerpt } from '../text/shorten.ts'
import type { Command } from './command.ts'

const MOST = 200
const SHOWN = 10

export const bookmarks: Command = {
  name: 'bookmarks',
  aliases: ['收藏', 'bookmarks'],
  section: 'progress',
  run(turn) {
    const t = turn.t.bookmarks
    const marked = turn.doc.bookmarks.map((id) => turn.library.find(id)).filter((question) => question !== undefined)
    if (marked.length === 0) return turn.line(t.none)
    turn.say(
      message(
        [text(bold(t.heading)), t.open],
        marked
          .slice(-SHOWN)
          .reverse()
          .map((question) => [{ id: `question:${question.id}`, label: excerpt(question.prompt, 26) }]),
      ),
    )
  },
  actions: {
    bookmark: (turn, id) => {
      const { doc } = turn
      if (turn.library.find(id) === undefined) return turn.line(turn.t.question.over)
      doc.bookmarks = [...doc.bookmarks.filter((other) => other !== id), id].slice(-MOST)
      turn.line(turn.t.bookmarks.added)
    },
    unbookmark: (turn, id) => {
      turn.doc.bookmarks = turn.doc.bookmarks.filter((other) => other !== id)
      turn.line(turn.t.bookmarks.removed)
    },
  },
}
