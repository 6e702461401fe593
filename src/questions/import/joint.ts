import { bareWords, type Draft } from './assemble.ts'

/** An answer that says itself it is for several questions. */
const forSeveral =
  /(?:以上|上述|本组|本节|本部分|这|前)(?:[一二两三四五六七八九十\d几各]{0,2})(?:道|个|组|部分)?(?:小?题|问题)|(?:these|the above|all) (?:two|three|four|five|six|\d)? ?questions/

/**
 * One answer behind a part's last question, for all of them: where it says so, or where every part of the document that
 * has an answer is made that way. Each question of the part gets it whole.
 *
 * - `一、服务` `1.…？` `2.…？` `参考答案：这两题…` → both
 * - `1.…？` `2.…？` `答案：…` in a document whose other parts answer each question → only the second
 */
export function shareJointAnswers(drafts: Draft[]): void {
  const parts = partsOf(drafts).filter((part) => part.some(({ question }) => question.answer !== null))
  const joint = parts.filter(isJoint)
  const isCustom = joint.length >= 2 && joint.length === parts.length
  for (const part of joint) {
    const last = part.at(-1)
    if (last === undefined || !(isCustom || saysSo(last))) continue
    for (const { question } of part.slice(0, -1)) {
      question.answer = last.question.answer
      question.analysis ??= last.question.analysis
      if (question.examPoints.length === 0) question.examPoints = last.question.examPoints
      if (question.criteria.length === 0) question.criteria = last.question.criteria
    }
  }
}

/** `以上两题参考答案：…` or `参考答案：这两题…` */
function saysSo({ question, lines }: Draft): boolean {
  const said = lines.filter(({ label }) => label?.role === 'answer').map(({ key, label }) => key.slice(0, label?.end))
  return [...said, (question.answer ?? '').toLowerCase()].some((text) => forSeveral.test(text))
}

/** Several open questions, nothing said of any but the last. */
function isJoint(part: Draft[]): boolean {
  const last = part.at(-1)
  return (
    part.length >= 2 &&
    part.every(({ question }) => question.kind === 'open' && bareWords(question.prompt) !== '') &&
    last?.question.answer !== null &&
    part.slice(0, -1).every(({ parts }) => parts.size === 0)
  )
}

function partsOf(drafts: Draft[]): Draft[][] {
  const parts: Draft[][] = []
  for (const draft of drafts) {
    const open = parts.at(-1)
    if (open && open[0]?.section?.line === draft.section?.line) open.push(draft)
    else parts.push([draft])
  }
  return parts
}
