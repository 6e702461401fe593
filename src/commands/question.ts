import { answerWithUnasked, canRetry } from '../practice/draft.ts'
import { mockOf, pauseMock } from '../practice/mock.ts'
import { topicFilter } from '../practice/select.ts'
import { finishSelfCheck, openSelfCheck } from '../practice/self-check.ts'
import { ask, askNext, finish, later, skip } from '../practice/session.ts'
import type { Turn } from '../turn.ts'
import type { Command } from './command.ts'
import { sessionFor } from './sessions.ts'

/** Milliseconds. */
const DOUBLE_TAP = 3000

export const question: Command = {
  name: 'question',
  aliases: ['题目', '来一题', '再来一题', '换一题', '下一题', '出题', 'question', 'next'],
  section: 'practice',
  endsDraft: true,
  accepts: (argument) => argument.length <= 20,
  run(turn, argument) {
    const open = turn.openSession
    if (argument.trim() !== '' || open === undefined || mockOf(turn, open)?.paused !== false)
      return practise(turn, argument)
    // Within a paper the next question is the paper's; after a draft it has just been asked.
    if (turn.planned.length === 0) skip(turn, open)
  },
  actions: {
    next: (turn) => {
      // A double tap wants one question, not two.
      const open = turn.openSession
      if (open?.state === 'asked' && turn.now - open.askedAt < DOUBLE_TAP) return
      practise(turn, '')
    },
    question: (turn, id) => practise(turn, `#${id}`),
    retry: (turn, id) => {
      const session = turn.session(id)
      if (session === undefined || !canRetry(session)) return turn.line(turn.t.question.over)
      ask(turn, session.question, { title: turn.t.card.retry, retryOf: session.attemptId })
      const again = turn.openSession
      if (again !== undefined) answerWithUnasked(turn, session, again)
    },
    followup: (turn, id) => {
      const session = turn.session(id)
      const [followUp] = session?.question.followUps ?? []
      if (session === undefined || followUp === undefined) return turn.line(turn.t.question.over)
      const question = { ...session.question, kind: 'open' as const, prompt: followUp, followUps: [], minutes: 1 }
      ask(turn, question, { title: turn.t.card.followUp, followUp: true })
    },
    topic: (turn, competency) => practise(turn, turn.competency(competency)),
    later: (turn, id) => {
      const session = sessionFor(turn, id)
      if (session?.state === 'asked') later(turn, session)
      else if (session) turn.line(turn.t.draft.started(Math.round(turn.world.settings.answerIdle / 1000)))
    },
  },
}

/** A question on demand: the next one, or one on a topic, by `#id` or words. A draft under way is finished first. */
export function practise(turn: Turn, argument: string): void {
  const { doc, t } = turn
  const draft = turn.openSession
  if (draft?.state === 'drafting') finish(turn, draft, { now: true })
  const checking = openSelfCheck(turn)
  if (checking !== undefined) finishSelfCheck(turn, checking)
  const { usage } = turn
  if (usage.asked >= turn.world.settings.questionsPerDay) {
    turn.line(t.question.quota(turn.world.settings.questionsPerDay))
    return
  }
  usage.asked += 1
  if (doc.mock?.paused === false) pauseMock(turn)
  const topic = argument.trim()
  if (topic === '') {
    if (!askNext(turn)) turn.line(t.question.empty)
    return
  }
  const wanted = topicFilter(topic, (competency) => {
    const known = turn.world.banks.competencies.get(competency)
    return known === undefined ? [] : [known.name.zh, known.name.en]
  })
  // An id may be of a bank not chosen (a bookmark, a link); words search the chosen ones.
  const byId = topic.startsWith('#') ? turn.library.find(topic.slice(1).trim()) : undefined
  if (byId !== undefined) ask(turn, byId)
  else if (!askNext(turn, { wanted })) {
    usage.asked -= 1
    const examples = [
      ...new Set(
        turn.banks.flatMap((bank) =>
          bank.questions.flatMap((one) => one.examPoints.map((point) => turn.competency(point.competency))),
        ),
      ),
    ]
    turn.line(`${t.question.notFound(topic.slice(0, 40))}\n${examples.slice(0, 6).join(t.list)}`)
  }
}
