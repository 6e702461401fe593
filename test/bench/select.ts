import { localAssessor } from '../../src/assess/local.ts'
import type { Card, Learner } from '../../src/learner.ts'
import { contentFolder } from '../../src/main.ts'
import { selectQuestion } from '../../src/practice/select.ts'
import { loadBanks } from '../../src/questions/bank.ts'
import type { Bank } from '../../src/questions/schema.ts'
import { addDays } from '../../src/streak/day.ts'
import { REPLY } from './desk.ts'
import { median, micros, ms, progress, quantile, table } from './report.ts'

/** Longest an answer may take to be assessed in the middle, and a question to be chosen, ms. */
const ASSESSED = 2
const CHOSEN = 5
const TODAY = '2026-11-27'

/** What the core works out for each answer: its assessment and the next question. */
export function selectBench(quick: boolean): void {
  progress('assess and select')
  const banks = loadBanks(contentFolder)
  const replies = [
    { language: 'zh', text: REPLY.repeat(4).slice(0, 600) },
    {
      language: 'en',
      text: 'I let the client finish, said how sorry I was, checked the record and found the fault was ours. '
        .repeat(8)
        .slice(0, 600),
    },
  ]
  const lines = replies.map(({ language, text }) => {
    const questions = banks.banks.filter((bank) => bank.language === language).flatMap((bank) => bank.questions)
    const open = questions.filter(({ kind }) => kind === 'open')
    for (const question of open) localAssessor.assess(question, text)
    const times: number[] = []
    for (let round = 0; round < (quick ? 2 : 20); round++)
      for (const question of open) times.push(timed(() => localAssessor.assess(question, `${text}${round}`)))
    return {
      what: `a reply of 600 characters assessed (${language}, ${open.length} questions): median and p99`,
      figure: `${ms(median(times))}, ${ms(quantile(times, 0.99))}`,
      limit: `≤ ${ASSESSED} ms`,
      good: median(times) <= ASSESSED,
    }
  })
  const input = experienced(banks.banks.flatMap((bank) => bank.questions))
  for (let turn = 0; turn < 20; turn++) selectQuestion({ ...input, turn })
  const times = Array.from({ length: quick ? 50 : 500 }, (_, turn) =>
    timed(() => selectQuestion({ ...input, turn, today: addDays(TODAY, turn % 30) })),
  )
  table('What the core works out for an answer', [
    ...lines,
    {
      what: 'the next of 1,000 questions for a learner with 2,000 attempts: median and p99',
      figure: `${micros(median(times) * 1000)}, ${micros(quantile(times, 0.99) * 1000)}`,
      limit: `≤ ${CHOSEN} ms`,
      good: quantile(times, 0.99) <= CHOSEN,
    },
  ])
}

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

/** A bank of 1,000 questions and a learner who has seen two thirds of them, three times each. */
function experienced(questions: Bank['questions']) {
  const bank: Bank = {
    id: 'thousand',
    language: 'zh',
    title: 'a thousand',
    description: 'for the bench',
    categories: [...new Set(questions.map(({ category }) => category))],
    questions: Array.from({ length: 1000 }, (_, n) => ({
      ...(questions[n % questions.length] as Bank['questions'][number]),
      id: `q-${n}`,
    })),
  }
  const results: Card['result'][] = ['good', 'partly', 'poor', 'unanswered', 'skipped']
  const cards: Record<string, Card> = {}
  const ledger: Learner['ledger'] = {}
  for (const [n, question] of bank.questions.slice(0, 667).entries()) {
    const last = addDays(TODAY, -(n % 90) - 1)
    cards[question.id] = {
      last,
      due: addDays(last, 1 + (n % 40)),
      result: results[n % results.length] as Card['result'],
      memory: { stability: 1 + (n % 30), difficulty: 5 },
    }
    for (const { competency } of question.examPoints) {
      const entry = ledger[competency] ?? { covered: 0, partly: 0, missed: 0 }
      ledger[competency] = entry
      entry[n % 3 === 0 ? 'missed' : 'covered'] += 3
    }
  }
  return { banks: [bank], cards, ledger, today: TODAY, exclude: new Set<string>() }
}
