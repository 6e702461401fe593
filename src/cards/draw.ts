import type { Picture } from '../ports/painter.ts'
import { addDays } from '../streak/day.ts'
import { textOf } from '../text/text.ts'
import type { CardData } from './card.ts'
import { boardPicture, revealPicture } from './group.ts'
import { streakPicture } from './streak.ts'
import { weekPicture } from './week.ts'

/** How a card looks. Pure. */
export function pictureOf(card: CardData): Picture {
  switch (card.kind) {
    case 'streak':
      return streakPicture(card)
    case 'week':
      return weekPicture(card)
    case 'reveal':
      return revealPicture(card)
    case 'board':
      return boardPicture(card)
  }
}

/** What a picture shows, for those who hear it instead. */
export function altOf(card: CardData): string {
  const { alt } = textOf(card.language).picture
  switch (card.kind) {
    case 'streak':
      return alt.streak(card.current, card.longest, card.total)
    case 'week':
      return alt.week(textOf(card.language).week.range(card.from, addDays(card.from, 6)), card.kept, card.answers)
    case 'reveal':
      return alt.reveal(card.prompt, card.answers)
    case 'board':
      return alt.board(card.rows.length + card.more)
  }
}
