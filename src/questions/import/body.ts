import { pointsIn } from './fields.ts'
import type { Role } from './labels.ts'
import { contentOf, type Read } from './roles.ts'
import { cellsOf } from './tables.ts'

/** What is under one question, as lines, sorted by what each is for. */
export interface Body {
  prompt: Read[]
  options: Read[]
  answer: Read[]
  analysis: Read[]
  guidance: Read[]
  /** A line with what its label says on the same line (`inline`), or an item of the list below it. */
  points: { text: string; inline: boolean }[]
  criteria: { text: string; inline: boolean }[]
  followUps: { text: string; inline: boolean }[]
  meta: { name: string; text: string; line: Read }[]
  /** Lines that say nothing to keep: a title the question behind it replaces, a heading of labels, the source. */
  dropped: Read[]
  /** The label of the first answer stood there, even if nothing follows it. */
  answerLabelled: boolean
}

type State = 'prompt' | 'answer' | 'analysis' | 'guidance' | 'points' | 'criteria' | 'followUps'

/** First words of a remark about the question rather than of an answer to it. */
const aboutQuestion =
  /^(?:本题|此题|这道题|该题|这个问题|考察|考查|面试官(?:想|希望|通过|问|提)|this question|this is (?:a|one of)|interviewers? (?:ask|want|like|use)|the interviewer|employers? (?:ask|want)|hiring managers?|they (?:ask|want))/

/**
 * Fifth stage, the half that reads one question: each line goes where the label above it says, lists under a label
 * last as long as they are lists, and what stands behind the question without any label is its answer.
 *
 * - `1.请…？` `答案：` `…` `解析：` `考察点：a、b。` `评分标准：` `-x` `-y`
 * - `### Q1 …？` then a paragraph: the answer
 * - `题目1：诚信` then `问题：请分享…` : the second is the prompt
 *
 * @param lines behind the first line of the question
 * @param first state: `prompt` for a question, `answer` for an entry of an answer key
 */
export function readBody(lines: Read[], first: { state: State; start?: Read }): Body {
  const body: Body = {
    prompt: first.start ? [first.start] : [],
    options: [],
    answer: [],
    analysis: [],
    guidance: [],
    points: [],
    criteria: [],
    followUps: [],
    meta: [],
    dropped: [],
    answerLabelled: false,
  }
  let state: State = first.state
  /** What a list under a label goes back to when it ends. */
  let back: State = first.state
  const lastAnswer = lines.findLastIndex((line) => line.label?.role === 'answer' || line.label?.role === 'guidance')
  const answerAhead = (from: number) => from <= lastAnswer
  /** The line a prompt's words were taken from. */
  const whole = new Map<Read, Read>()

  for (const [index, line] of lines.entries()) {
    const { label } = line
    const next = lines[index + 1]
    // `2）参考答案：…`: the number counts the labels.
    if (!label && line.mark && line.mark.end === line.text.length && next?.label && next.at === line.at) continue
    if (label) {
      const content = contentOf(line)
      const rest = {
        ...line,
        text: content,
        key: line.key.slice(label.end),
        label: undefined,
        mark: undefined,
        bullet: false,
      }
      // `答案解析：` is an explanation where there is an answer, and the answer where there is none.
      const role: Role =
        /^答案(?:解析|详解|分析)$/.test(label.name) && !body.answerLabelled && body.answer.length === 0
          ? 'answer'
          : label.role
      // `评分标准（10分）：` says the points of the question.
      const remark = /[([][^()[\]]{1,12}[)\]]/.exec(line.key.slice(0, label.end))
      if (remark && role !== 'meta' && role !== 'question' && pointsIn(remark[0]) !== null)
        body.meta.push({ name: label.name, text: remark[0], line })
      if (role === 'question') {
        if (body.answer.length === 0 && body.analysis.length === 0) {
          const asked = content !== '' ? rest : next?.label ? undefined : next
          if (asked && !asksMore(body.prompt, asked))
            body.dropped.push(...body.prompt.splice(0).map((one) => whole.get(one) ?? one))
          whole.set(rest, line)
          if (content !== '') body.prompt.push(rest)
          state = 'prompt'
        } else if (content !== '') body.analysis.push(line)
      } else if (role === 'meta') {
        if (content !== '' && content.length <= 60) body.meta.push({ name: label.name, text: content, line })
        else if (content !== '') place(line)
      } else if (role === 'options') {
        state = 'prompt'
        whole.set(rest, line)
        if (content !== '') body.prompt.push(rest)
      } else if (role === 'points' || role === 'criteria' || role === 'followUps') {
        if (state !== 'points' && state !== 'criteria' && state !== 'followUps') back = state
        if (content !== '') body[role].push({ text: content, inline: true })
        state = role
        if (content !== '' && role === 'points') state = back
      } else {
        if (role === 'answer') {
          body.answerLabelled = true
          // A second answer keeps its name: it says which answer it is.
          if (body.answer.length > 0 && label.name.length > 2)
            body.answer.push({ ...line, text: line.text.slice(0, label.end).trim() })
        }
        state = role as State
        back = state
        if (content !== '') body[role as 'answer' | 'analysis' | 'guidance'].push(rest)
      }
      continue
    }
    // `题型总结：` with nothing of its own, only labels below it.
    if (
      next?.label &&
      next.label.role !== 'question' &&
      /:$/.test(line.key) &&
      line.text.length <= 12 &&
      !line.mark &&
      state !== 'prompt'
    ) {
      body.dropped.push(line)
      continue
    }
    place(line)

    function place(here: Read): void {
      if (state === 'points' || state === 'criteria' || state === 'followUps') {
        const listed = here.bullet || here.mark !== undefined
        const before = body[state]
        if (here.table) {
          const cells = cellsOf(here.text).filter((cell) => /[^-:]/.test(cell))
          if (cells.length > 0 && isRule(lines[index + 1])) body.dropped.push(here)
          else if (cells.length > 0) before.push({ text: cells.join(' | '), inline: false })
          return
        }
        const sameList = before.some((item) => !item.inline) || before.length === 0
        if (listed && (sameList || !here.afterBlank || state === 'criteria' || state === 'followUps')) {
          before.push({ text: here.text.slice(here.mark?.end ?? 0), inline: false })
          return
        }
        if (!listed && before.length === 0) {
          before.push({ text: here.text, inline: true })
          return
        }
        if (!listed && !here.afterBlank && here.indent > 0 && before.length > 0 && !before.at(-1)?.inline) {
          before[before.length - 1] = { text: `${before.at(-1)?.text}${here.text}`, inline: false }
          return
        }
        state = back
      }
      if (state === 'prompt') {
        if (here.option || wrapsOption(here, index)) {
          body.options.push(here)
          return
        }
        if (belongsToPrompt(here, index)) {
          body.prompt.push(here)
          return
        }
        state = answerAhead(index) ? 'analysis' : 'answer'
        back = state
      }
      body[state as 'answer' | 'analysis' | 'guidance'].push(here)
    }
  }
  return body

  /** The rest of an option broken by its width: something of the choice follows, or it is set in below the letter. */
  function wrapsOption(line: Read, index: number): boolean {
    const before = body.options.at(-1)
    if (before === undefined || line.afterBlank || line.mark) return false
    const next = lines[index + 1]
    return (
      line.indent > 0 || (!/[。.?!]$/.test(before.key) && (next?.option !== undefined || next?.label !== undefined))
    )
  }

  function belongsToPrompt(line: Read, index: number): boolean {
    const start = body.prompt.at(-1)
    if (start === undefined || (body.prompt.length === 1 && start.text === '')) return true
    if (line.code || (line.table && answerAhead(index))) return body.options.length === 0
    if (body.options.length > 0) return false
    const ended = /[。.?!:]$/.test(start.key) || /[)\]]$/.test(start.key)
    const opener = body.prompt[0]
    if (answerAhead(index)) {
      if (aboutQuestion.test(line.key)) return false
      if (
        opener &&
        opener.heading > 0 &&
        opener.asks === 2 &&
        line.afterBlank &&
        line.text.length > 60 &&
        !/[?]$/.test(line.key)
      )
        return false
      return true
    }
    // A prompt broken by a hard wrap: the line before is long and not at an end, this one follows at once.
    const wrapped = !ended && !line.afterBlank && !line.bullet && !line.mark && start.heading === 0 && !start.bold
    const far = [...start.text].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0) >= 36
    if (wrapped && far && line.indent <= start.indent + 8) return true
    return false
  }
}

/** The line under the titles of a table's columns. */
function isRule(line: Read | undefined): boolean {
  return line?.table === true && /^[-\s|:]*$/.test(line.text)
}

/** A further part of the same question rather than the question behind a title. */
function asksMore(prompt: Read[], line: Read): boolean {
  return prompt.some((one) => one.asks === 2 && /[?。]/.test(one.key)) && line.text !== ''
}
