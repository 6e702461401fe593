import { boardOf, type Period, type Row } from '../groups/board.ts'
import type { GroupTurn } from '../groups/group-turn.ts'
import type { Member } from '../groups/members.ts'
import type { RoundResult } from '../groups/reveal.ts'
import type { Question } from '../questions/schema.ts'
import { BOARD_ROWS, nameList, nameOf } from '../render/group.ts'
import type { Day } from '../streak/day.ts'
import { type Html, html } from './html.ts'
import { page, section } from './layout.ts'

/**
 * A group's page: its streak, its boards, the rounds lately revealed. Whoever wants no name shown has none here, and
 * nobody is quoted who did not agree to it. Pure.
 */

export interface RevealedRound {
  day: Day
  question: Question
  result: RoundResult
}

const PERIODS: Period[] = ['week', 'month', 'all']

/** @param rounds those whose answers are still kept, the latest first */
export function groupPage(turn: GroupTurn, members: readonly Member[], rounds: readonly RevealedRound[]): string {
  const { t, doc, today } = turn
  const { current, longest } = doc.streak
  return page(
    doc.language,
    t.pages.groupTitle,
    html`<header><h1>${t.pages.groupTitle}</h1><small>${t.pages.subtitle(today)}</small>
<p class="streak">🔥 ${t.pages.groupStreak(current)}</p><p>${t.pages.groupNumbers(longest, doc.dayCount)}</p></header>
${section('boards', t.pages.boards, html`${doc.settings.board ? PERIODS.map((period) => board(turn, members, period)) : html`<p>${t.pages.boardOff}</p>`}`)}
${section(
  'rounds',
  t.pages.rounds,
  html`${rounds.length === 0 ? html`<p>${t.pages.roundsNone}</p>` : rounds.map((one) => round(turn, members, one))}`,
)}
<section class="foot"><p>${t.pages.roundsNote}</p><p>${t.pages.groupNote}</p></section>`,
  )
}

/** The ids of those whom the boards show. */
export function shownOnBoards(turn: GroupTurn, members: readonly Member[]): string[] {
  const shown = PERIODS.flatMap((period) => rowsOf(turn, members, period).slice(0, BOARD_ROWS))
  return [...new Set(shown.map(({ member }) => member.id))]
}

function rowsOf({ doc, today }: GroupTurn, members: readonly Member[], period: Period): Row[] {
  return boardOf([...members], period, { today, days: doc.days, dayCount: doc.dayCount })
}

function board(turn: GroupTurn, members: readonly Member[], period: Period): Html {
  const { t } = turn
  const { boardHead: head } = t.pages
  const rows = rowsOf(turn, members, period)
  const title = html`<summary>${t.group.board.heading[period]}</summary>`
  const content =
    rows.length === 0
      ? html`<p>${t.pages.boardNone}</p>`
      : html`<table><thead><tr><th scope="col">${head.place}</th><th scope="col">${head.name}</th><th scope="col">${head.days}</th><th scope="col">${head.points}</th></tr></thead><tbody>${rows
          .slice(0, BOARD_ROWS)
          .map(
            ({ place, member, kept, possible, points }) =>
              html`<tr><td>${['🥇', '🥈', '🥉'][place - 1] ?? place}</td><th scope="row">${nameOf(members, member.id) ?? t.group.board.hidden}</th><td>${kept}/${possible}</td><td>${points}</td></tr>`,
          )}</tbody></table>${rows.length > BOARD_ROWS ? html`<p>${t.group.board.more(rows.length - BOARD_ROWS)}</p>` : undefined}`
  return html`<details${period === 'week' ? html` open` : undefined}>${title}${content}</details>`
}

function round(turn: GroupTurn, members: readonly Member[], { day, question, result }: RevealedRound): Html {
  const { t } = turn
  const all = result.parts.length
  const points = question.examPoints.map((point, index) => {
    const covered = result.points[index]
    const name = turn.competency(point.competency)
    if (covered === undefined) return html`<li><span class="name">${t.group.point(name, undefined, all)}</span></li>`
    const width = all === 0 ? 0 : Math.round((covered / all) * 100)
    return html`<li><span class="name">${name}</span> <span class="score">${covered}/${all}</span><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="8"/><rect class="covered" width="${width}" height="8"/></svg></li>`
  })
  const quotes = result.quotes.map(
    ({ user, words }) =>
      html`<blockquote dir="auto">${t.group.quoted(nameOf(members, user) ?? t.group.someone, words)}</blockquote>`,
  )
  const right = result.right === undefined ? undefined : html`<p>${t.group.right(result.right, all)}</p>`
  const took = nameList(
    t,
    result.parts.map(({ answer }) => nameOf(members, answer.user, answer.name)),
  )
  return html`<details class="attempt"><summary><time datetime="${day}">${day}</time> <span>${t.pages.roundCount(all)}</span><span class="prompt" dir="auto">${question.prompt.trim()}</span></summary>
${all === 0 ? html`<p>${t.group.nobody}</p>` : html`${right}<ul class="bars">${points}</ul>${quotes.length === 0 ? undefined : html`<h3>${t.group.lines}</h3>${quotes}`}<p dir="auto">${t.group.tookPart(took)}</p>`}</details>`
}
