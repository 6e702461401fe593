import type { Turn } from '../turn.ts'

/** 题目有误: asks what is wrong, then tells the operators. A choice under the feedback, not a command. */
export const reportActions = {
  report(turn: Turn, questionId: string): void {
    // What only the learner sees is nothing for the operators to read.
    if (turn.shelf.own.some((bank) => bank.questions.some((question) => question.id === questionId)))
      return turn.line(turn.t.library.mistakeIsYours)
    // A reason nobody would read is not asked for.
    if (turn.world.settings.operators.length === 0) return sendReport(turn, questionId, undefined)
    turn.doc.prompted = { kind: 'report', questionId }
    turn.line(turn.t.report.ask, [[{ id: 'noreason:', label: turn.t.choice.noReason }]], { offer: 'words' })
  },
  noreason(turn: Turn): void {
    if (turn.doc.prompted?.kind === 'report') sendReport(turn, turn.doc.prompted.questionId, undefined)
  },
}

/** Passes a report on. Who reported stays out of it. */
export function sendReport(turn: Turn, questionId: string, reason: string | undefined): void {
  const { t, world } = turn
  turn.doc.prompted = null
  const prompt = world.banks.find(questionId)?.prompt.trim() ?? ''
  for (const operator of world.settings.operators) {
    const words = [t.report.toOperator(questionId, prompt), reason && t.report.reason(reason.slice(0, 1000))]
      .filter(Boolean)
      .join('\n')
    turn.line(words, undefined, { to: operator })
  }
  world.alert({ event: 'question-reported', question: questionId })
  turn.line(world.settings.operators.length === 0 ? t.report.noted : t.report.thanks)
}
