import { planMessage } from '../commands/plan.ts'
import { totalLines } from '../commands/stats.ts'
import type { Attempt } from '../learner.ts'
import type { HistoryEntry } from '../ports/store.ts'
import { planOf } from '../practice/plan.ts'
import { type CompetencyProgress, mondayOf, type Progress, progressOf, verdictsIn } from '../practice/progress.ts'
import { standing } from '../practice/review.ts'
import { checklist } from '../render/feedback.ts'
import { quote } from '../render/message.ts'
import { streakStanding } from '../render/streak.ts'
import { addDays, daysBetween } from '../streak/day.ts'
import type { Turn } from '../turn.ts'
import { calendarHtml, calendarStart, legendHtml, lookOf, sinceBegun } from './calendar.ts'
import { blocksHtml, type Html, html } from './html.ts'
import { page, section } from './layout.ts'

/** A learner's progress page: what /streak, /plan, /weak and /history tell, together and at length. Pure. */

/** Answers on one page. */
const ATTEMPTS = 20
/** Competencies before the rest is folded. */
const COMPETENCIES = 8
/** What counts as recent for a trend, days. */
const RECENT = 28

export interface ProgressOptions {
  /** How many of the latest answers to leave out: the pages before this one. */
  newer: number
  /** The learner's groups. */
  groups: { path: string; streak: number }[]
}

/** @param history what `Store.history` answers for the document */
export function progressPage(turn: Turn, history: readonly HistoryEntry[], options: ProgressOptions): string {
  const { t, today } = turn
  const progress = progressOf(turn, history, { from: calendarStart(today), recent: addDays(today, 1 - RECENT) })
  return page(
    turn.doc.settings.language,
    t.pages.title,
    html`${hero(turn, progress)}
${calendar(turn, progress)}
${plan(turn)}
${competencies(turn, progress.competencies)}
${attempts(turn, progress.attempts, Math.min(options.newer, Math.max(0, progress.attempts.length - 1)))}
${groups(turn, options.groups)}
<section class="foot"><a class="button" href="/me/export" download>${t.pages.export}</a><p>${t.pages.exportNote}</p><p>${t.pages.linkNote}</p></section>`,
  )
}

function hero({ t, today }: Turn, { streak }: Progress): Html {
  return html`<header><h1>${t.pages.title}</h1><small>${t.pages.subtitle(today)}</small>
<p class="streak">${t.streak.heading(streak.current)}</p>
<p>${t.streak.numbers(streak.longest, streak.total, streak.freezes)}</p>
<p class="lines">${streakStanding(t, streak)}</p></header>`
}

const LEGEND = ['kept', 'frozen', 'missed', 'rest', 'down', 'open'] as const

function calendar({ t }: Turn, { days }: Progress): Html {
  const words = t.pages
  const kept = days.filter(({ kind }) => kind === 'kept').length
  const squares = sinceBegun(days).map((one) => {
    const { day, kind, answers } = one
    const what = kind === 'kept' && answers > 0 ? words.answers(answers) : words.kind[kind]
    return { day, look: lookOf(one), title: kind === 'none' ? undefined : words.day(day, what) }
  })
  return section(
    'calendar',
    words.calendar,
    calendarHtml(squares, { label: words.calendarLabel(kept), month: words.month }),
    legendHtml(LEGEND.map((kind) => ({ look: lookOf({ kind, answers: 2 }), words: words.kind[kind] }))),
  )
}

const WORK = ['question', 'short', 'full', 'calm', 'interview'] as const

function plan(turn: Turn): Html {
  const { t, today } = turn
  const words = t.pages
  const { interview } = turn.doc.settings
  if (interview === null || interview < today) return section('plan', words.plan, html`<p>${t.plan.ask}</p>`)
  const monday = mondayOf(today)
  const before = Array.from({ length: daysBetween(monday, today) }, (_, n) => ({
    day: addDays(monday, n),
    look: undefined,
  }))
  const ahead = planOf(today, interview, turn.off).map(({ day, work }) => ({
    day,
    look: work === 'rest' ? 'rest' : `work-${work}`,
    title: words.day(day, words.work[work]),
  }))
  return section(
    'plan',
    words.plan,
    blocksHtml(planMessage(turn, interview)),
    calendarHtml([...before, ...ahead], { label: words.planLabel(interview), month: words.month }),
    legendHtml(WORK.map((work) => ({ look: `work-${work}`, words: words.work[work] }))),
  )
}

function competencies(turn: Turn, all: readonly CompetencyProgress[]): Html {
  const { t } = turn
  if (all.length === 0) return section('competencies', t.pages.competencies, html`<p>${t.pages.competenciesNone}</p>`)
  const row = (one: CompetencyProgress) => competency(turn, one)
  const rest = all.slice(COMPETENCIES)
  return section(
    'competencies',
    t.pages.competencies,
    html`<p>${totalLines(turn).map((line) => html`${line}<br>`)}${t.pages.competenciesNote}</p>`,
    html`<ul class="bars">${all.slice(0, COMPETENCIES).map(row)}</ul>`,
    rest.length === 0
      ? undefined
      : html`<details><summary>${t.pages.showAll(all.length)}</summary><ul class="bars">${rest.map(row)}</ul></details>`,
  )
}

/** A bar as wide as what was asked: covered, touched, and nothing for missed. */
function competency(turn: Turn, { id, all, score, trend }: CompetencyProgress): Html {
  const { t } = turn
  const asked = verdictsIn(all)
  const share = (verdicts: number) => Math.round((verdicts / asked) * 1000) / 10
  const [covered, partly] = [share(all.covered), share(all.partly)]
  return html`<li><span class="name">${turn.competency(id)}</span> <span class="score">${t.pages.score(Math.round(score * 100), asked)}</span>
<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="8"/><rect class="partly" width="${covered + partly}" height="8"/><rect class="covered" width="${covered}" height="8"/></svg>${
    trend === undefined ? undefined : html`<span class="trend ${trend}">${t.pages.trend[trend]}</span>`
  }</li>`
}

function attempts(turn: Turn, all: readonly Attempt[], newer: number): Html {
  const { t } = turn
  if (all.length === 0) return section('attempts', t.pages.attempts, html`<p>${t.pages.attemptsNone}</p>`)
  const shown = all.toReversed().slice(newer, newer + ATTEMPTS)
  const link = (from: number, words: string) => html`<a href="/me?newer=${from}#attempts">${words}</a>`
  return section(
    'attempts',
    t.pages.attempts,
    all.length > ATTEMPTS
      ? html`<p>${t.pages.attemptsPage(newer + 1, newer + shown.length, all.length)}</p>`
      : undefined,
    html`${shown.map((attempt) => attemptHtml(turn, attempt))}`,
    all.length > ATTEMPTS
      ? html`<nav>${newer > 0 ? link(Math.max(0, newer - ATTEMPTS), t.pages.newer) : undefined} ${
          all.length > newer + ATTEMPTS ? link(newer + ATTEMPTS, t.pages.older) : undefined
        }</nav>`
      : undefined,
  )
}

function attemptHtml(turn: Turn, attempt: Attempt): Html {
  const { t } = turn
  const { outcome, day, prompt, reply, verdicts } = attempt
  const covered = verdicts.filter((point) => standing(point) === 'covered').length
  const keyed = (turn.library.find(attempt.questionId)?.kind ?? 'open') !== 'open'
  // A follow-up is not assessed.
  const isAssessed = outcome === 'answered' && verdicts.length > 0
  const marks = isAssessed
    ? html`<span role="img" aria-label="${t.pages.marks(covered, verdicts.length)}">${verdicts.map((point) => t.feedback.mark[standing(point)])}</span>`
    : html`<span>${t.history.outcome[outcome]}</span>`
  return html`<details class="attempt"><summary><time datetime="${day}">${day}</time> ${marks}<span class="prompt" dir="auto">${prompt}</span></summary>
${reply === '' ? undefined : html`<h3>${t.history.reply}</h3>${blocksHtml({ blocks: [quote(reply)] })}`}
${isAssessed ? blocksHtml(checklist(t, attempt, (id) => turn.competency(id), { keyed })) : undefined}</details>`
}

function groups({ t }: Turn, all: ProgressOptions['groups']): Html | undefined {
  if (all.length === 0) return undefined
  return section(
    'groups',
    t.pages.groups,
    html`<ul>${all.map(({ path, streak }) => html`<li><a href="${path}">${t.pages.group(streak)}</a></li>`)}</ul>`,
  )
}
