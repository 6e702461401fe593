import type { Attempt, Learner, Session } from '../learner.ts'
import type { Choice } from '../ports/channel.ts'
import type { Bank, Question } from '../questions/schema.ts'
import { mockResult } from '../render/mock.ts'
import type { Text } from '../text/text.ts'
import type { Turn } from '../turn.ts'
import { record } from './attempt.ts'
import { scoreOf, standing } from './review.ts'
import { ask, finish } from './session.ts'

/**
 * A mock paper: question after question as in the exam, feedback only at the end. Long questions (ten points and more)
 * come first, as in the papers it prepares for. It survives restarts, can be left and taken up again.
 */

export type Mock = NonNullable<Learner['mock']>

/** How many long and short questions a paper has: the full one is 5 × 10 + 10 × 5 = 100 points. */
const PAPER = { full: { long: 5, short: 10 }, short: { long: 2, short: 3 } }
const LONG_POINTS = 10
/** Time to read a question before its minutes run, ms. */
const READING = 20_000

/**
 * The questions of a paper: chosen by chance that `seed` decides, so that the same paper can be drawn again; those just
 * practised (`fresh`) only where there are not enough others. Pure.
 */
export function drawPaper(
  banks: readonly Bank[],
  kind: Mock['kind'],
  seed: string,
  fresh: ReadonlySet<string> = new Set(),
): Question[] {
  const shuffled = banks
    .flatMap((bank) => bank.questions)
    .map((question) => ({ question, lot: lot(seed + question.id) }))
    .sort(
      (a, b) =>
        Number(fresh.has(a.question.id)) - Number(fresh.has(b.question.id)) ||
        a.lot - b.lot ||
        (a.question.id < b.question.id ? -1 : 1),
    )
    .map(({ question }) => question)
  const isLong = ({ points }: Question) => (points ?? 0) >= LONG_POINTS
  return [
    ...shuffled.filter(isLong).slice(0, PAPER[kind].long),
    ...shuffled.filter((question) => !isLong(question)).slice(0, PAPER[kind].short),
  ]
}

/** FNV-1a, 32 bits. */
function lot(text: string): number {
  let hash = 0x811c9dc5
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

/** Begins a paper, or goes on with the one left. */
export function startMock(turn: Turn, kind: Mock['kind'], timed = false): void {
  const { doc } = turn
  if (doc.mock === null) {
    const id = turn.nextId('p')
    const fresh = Object.keys(doc.cards).filter((question) => doc.cards[question]?.last === turn.today)
    const paper = drawPaper(turn.banks, kind, `${doc.id}${id}`, new Set(fresh))
    if (paper.length === 0) return turn.line(turn.t.question.empty)
    doc.mock = {
      id,
      kind,
      questions: paper.map((question) => question.id),
      attempts: [],
      paused: false,
      timed,
      touchedAt: turn.now,
    }
  }
  doc.mock.paused = false
  askCurrent(turn, doc.mock)
}

function askCurrent(turn: Turn, mock: Mock): void {
  mock.touchedAt = turn.now
  let question: Question | undefined
  while (mock.attempts.length < mock.questions.length) {
    question = turn.library.find(mock.questions[mock.attempts.length] ?? '')
    if (question !== undefined) break
    // It left the bank meanwhile.
    mock.attempts.push(null)
  }
  if (question === undefined) return endMock(turn)
  const { t } = turn
  const title = t.mock.title(mock.attempts.length + 1, mock.questions.length)
  ask(turn, question, {
    title: mock.timed ? `${title}\n${t.mock.limit(question.minutes)}` : title,
    mock: mock.id,
    ...(mock.timed && { dueAt: turn.now + question.minutes * 60_000 + READING }),
  })
}

/** The time of a question is over: what is written counts. Nobody there: the paper waits for whoever comes back. */
export function timeUp(turn: Turn, session: Session): void {
  const { t } = turn
  const mock = mockOf(turn, session)
  if (session.parts.length > 0 || mock === undefined) {
    turn.line(t.mock.timeUp, undefined, { kind: 'counter' })
    return finish(turn, session, { now: true })
  }
  mock.attempts.push(record(turn, session, { outcome: 'no-answer', reply: '', verdicts: [], redLines: [] }).id)
  if (mock.attempts.length === mock.questions.length) return endMock(turn)
  pauseMock(turn)
  turn.line(t.mock.nobodyThere, mockChoices(t))
}

/** How to go on with a paper that was left. */
export function mockChoices(t: Text): Choice[][] {
  return [
    [
      { id: 'mock:', label: t.choice.mockResume },
      { id: 'mockend:', label: t.choice.mockEnd },
    ],
  ]
}

/** The paper this session belongs to, while it is being written. */
export function mockOf(turn: Turn, session: Session): Mock | undefined {
  const { mock } = turn.doc
  return mock !== null && session.mock === mock.id ? mock : undefined
}

/** After an answer or a skip: the next question, or the result. In a paper that was left it waits for its writer. */
export function nextInMock(turn: Turn, mock: Mock, attempt: Attempt): void {
  mock.attempts.push(attempt.id)
  if (!mock.paused || mock.attempts.length === mock.questions.length) askCurrent(turn, mock)
}

/** Leaves the paper for later, as its writer wants: what they have begun to write is done. */
export function leaveMock(turn: Turn): void {
  pauseMock(turn)
  const draft = turn.openSession
  if (draft?.state === 'drafting' && mockOf(turn, draft) !== undefined) finish(turn, draft, { now: true })
  if (turn.doc.mock !== null) turn.line(turn.t.mock.paused, mockChoices(turn.t))
}

/** Leaves the paper for later; its open question is asked again then. */
export function pauseMock(turn: Turn): void {
  const { mock, sessions } = turn.doc
  if (mock === null) return
  mock.paused = true
  for (const session of sessions)
    if (session.mock === mock.id && session.state !== 'closed' && session.parts.length === 0) {
      session.state = 'closed'
      session.idleAt = null
    }
}

/** What one question of a paper earned, and what cost the rest. */
export interface MockLine {
  question: Question
  points: number
  /** Undefined when only the learner can tell. */
  earned: number | undefined
  /** What cost the rest: the exam points not covered, missed ones first, each with its criterion. */
  lost: { competency: string; criterion: string }[]
  redLines: string[]
}

/** The paper in points: each question's share of exam points covered, half for those touched; a red line earns nothing. */
export function scoreMock(turn: Turn, mock: Mock): MockLine[] {
  return mock.questions.flatMap((id, index) => {
    const question = turn.library.find(id)
    if (question === undefined) return []
    const attempt = turn.doc.attempts.find((candidate) => candidate.id === mock.attempts[index])
    const points = question.points ?? 5
    const answered = attempt?.outcome === 'answered' ? attempt : undefined
    const crossed = (answered?.redLines.length ?? 0) > 0
    return {
      question,
      points,
      earned: answered === undefined || crossed ? 0 : times(points, scoreOf(answered)),
      lost: (['missed', 'partly'] as const).flatMap((verdict) =>
        question.examPoints.flatMap((point, n) => {
          const given = answered?.verdicts[n]
          return (given === undefined ? 'missed' : standing(given)) === verdict
            ? [{ competency: point.competency, criterion: criterionOf(question, point) }]
            : []
        }),
      ),
      redLines: answered?.redLines.map((line) => line.text) ?? [],
    }
  })
}

function times(points: number, score: number | undefined): number | undefined {
  return score === undefined ? undefined : points * score
}

/** Pairs of signs a criterion must share with an exam point, of all it has, to be taken for its own. */
const KIN = 0.2

/** The scoring criterion an exam point stands for: the one that shares most words with it; else what the point looks for. */
function criterionOf({ criteria }: Question, point: Question['examPoints'][number]): string {
  const own = pairs([point.looksFor, ...point.cues].join(' '))
  const [best] = criteria
    .map((criterion) => {
      const all = [...pairs(criterion)]
      return { criterion, kin: all.filter((pair) => own.has(pair)).length / Math.max(1, all.length) }
    })
    .sort((a, b) => b.kin - a.kin)
  return best === undefined || best.kin < KIN ? point.looksFor : best.criterion
}

function pairs(text: string): Set<string> {
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return new Set(Array.from({ length: Math.max(0, bare.length - 1) }, (_, n) => bare.slice(n, n + 2)))
}

/** Ends the paper with its result, whatever is still unanswered. */
export function endMock(turn: Turn): void {
  const { doc } = turn
  if (doc.mock === null) return
  pauseMock(turn)
  turn.say(mockResult(turn.t, scoreMock(turn, doc.mock), (id) => turn.competency(id)))
  doc.mock = null
}
