import type { KeyEntry } from './answers.ts'
import { type Body, readBody } from './body.ts'
import {
  choiceLetters,
  criteriaIn,
  kindPrefix,
  minutesIn,
  optionsIn,
  pointName,
  pointNames,
  pointsIn,
  pointsInProse,
  withoutRemarks,
} from './fields.ts'
import { fold } from './fold.ts'
import { joined, promptOf, textOf } from './prose.ts'
import type { ImportedQuestion } from './result.ts'
import type { Read } from './roles.ts'
import type { Section } from './sections.ts'

/** A question being put together, with what validation needs to know of where it came from. */
export interface Draft {
  question: ImportedQuestion
  /** Its first line. */
  start: Read
  /** Lines under it, in order. */
  lines: Read[]
  /** What its last part is: a list, prose, code. */
  last: Read | undefined
  /** Lines of it that say nothing the question keeps. */
  dropped: Read[]
  /** Kinds of labelled parts it has, to compare with its neighbours. */
  parts: Set<string>
  /** What ended it, when that was not the document itself. */
  cutBy?: 'paywall' | 'tail' | undefined
  section: Section | undefined
}

/** Fifth stage: a region of the document becomes a question. */
export function assemble(start: Read, lines: Read[], section: Section | undefined): Draft {
  const words = start.text.slice(start.label?.end ?? start.mark?.end ?? 0).trim()
  const head: Read = {
    ...start,
    text: words,
    key: start.key.slice(start.key.length - words.length),
    label: undefined,
    mark: undefined,
    bullet: false,
  }
  const body = readBody(lines, { state: 'prompt', start: head })
  const question = questionOf(body, start.mark?.number ?? null, section)
  return {
    question,
    start,
    lines,
    dropped: [...body.dropped.map((line) => (line === head ? start : line)), ...idleMeta(body, question)],
    last: lines.at(-1) ?? start,
    parts: partsOf(body),
    section,
  }
}

/** An answer from the key at the end, put to its question; what the question already has stays. */
export function addAnswer(draft: Draft, entry: KeyEntry): void {
  const { question } = draft
  const body = readBody(entry.lines, { state: 'answer' })
  // The key repeats the question before its answer.
  const first = body.answer[0]
  if (first && body.answer.length > 1 && sameWords(bareWords(first.text), bareWords(question.prompt)))
    body.answer.shift()
  const found = questionOf(
    { ...body, options: [], prompt: [] },
    question.number,
    draft.section,
    question.options,
    question.kind,
  )
  question.answer ??= found.answer
  question.analysis ??= found.analysis
  if (question.examPoints.length === 0) question.examPoints = found.examPoints
  if (question.criteria.length === 0) question.criteria = found.criteria
  if (question.followUps.length === 0) question.followUps = found.followUps
  question.kind = found.kind
  for (const part of partsOf(body)) draft.parts.add(part)
  draft.last = entry.lines.at(-1) ?? draft.last
}

/** `难度：中等`, `来源：…`, `时间：3分钟，可准备`: more than the points, minutes and category the question keeps. */
function idleMeta(body: Body, question: ImportedQuestion): Read[] {
  const figure = /[([]?\d{1,3}(?:\.\d)?\s?(?:分钟?|points?|pts?|marks?|minutes?|mins?)?[)\]]?/
  return body.meta
    .filter(({ name, text, line }) => {
      const key = fold(`${name}:${text}`)
      const said = pointsIn(key) !== null || minutesIn(key) !== null
      const more = !said || /[\p{L}\p{N}]/u.test(fold(text).replace(figure, ''))
      return line.label?.role === 'meta' && more && text !== question.category
    })
    .map(({ line }) => line)
}

function partsOf(body: Body): Set<string> {
  return new Set(
    (['answer', 'analysis', 'guidance', 'points', 'criteria', 'followUps'] as const).filter(
      (part) => body[part].length > 0,
    ),
  )
}

function questionOf(
  body: Body,
  number: number | null,
  section: Section | undefined,
  knownOptions: string[] | null = null,
  knownKind: ImportedQuestion['kind'] = 'open',
): ImportedQuestion {
  let prompt = promptOf(body.prompt)
  const promptKey = body.prompt.map((line) => line.key).join(' ')
  const choice = /单选|多选|不定项|选择题|multiple[- ]choice/.test(section?.key ?? '')
  let options = knownOptions ?? optionsOf(body, choice ? 1 : 2)
  // One letter is no choice: it stays where it stood.
  if (options === null && body.options.length > 0) prompt = promptOf([...body.prompt, ...body.options])
  if (options === null) {
    const inside = optionsIn(prompt)
    if (inside && inside.before !== '') {
      options = inside.options
      prompt = inside.before
    }
  }
  let category = section?.title ?? null
  const prefix = kindPrefix(prompt)
  if (prefix) {
    prompt = prefix.rest
    category ??= prefix.kind
  }
  const metaKey = body.meta.map((item) => fold(`${item.name}:${item.text}`))
  const kindWords = `${section?.key ?? ''} ${promptKey} ${metaKey.join(' ')}`
  const judged = /判断题|是非题|true\s?(?:or|\/)\s?false/.test(kindWords)
  const kind = options !== null || judged || knownKind === 'choice' ? 'choice' : 'open'

  let answer = textOf(body.answer)
  let analysis = textOf(body.analysis)
  const guidance = textOf(body.guidance)
  if (answer === '') answer = guidance
  else if (guidance !== '') analysis = analysis === '' ? guidance : `${guidance}\n\n${analysis}`
  if (kind === 'choice' && answer === '') ({ prompt, answer } = answerInPrompt(prompt))
  if (kind === 'choice') ({ answer, analysis } = choiceAnswer(answer, analysis, judged))

  const points = body.points.flatMap((item) => (item.inline ? pointNames(item.text) : [pointName(item.text)]))
  const prose = points.length > 0 ? [] : pointsInProse(analysis)
  // `- 变革愿景：是否有清晰的目标` names one point; what it says of it is kept too.
  const explained = body.points
    .map(({ text }) => text)
    .filter((text) => /[^:：]{2}\s?(?:[:：]|\s[–—-]{1,2}\s|——)\s?\S/.test(text))
  if (explained.length > 0) analysis = [analysis, ...explained].filter((part) => part !== '').join('\n')
  return {
    number,
    prompt: withoutRemarks(prompt)
      .replace(/[:：]$/, '')
      .trim(),
    category: category ?? metaText(body, /^(?:分类|类别|category|题型|题目类型|类型|topic)$/),
    points: pointsIn(promptKey) ?? metaKey.map(pointsIn).find((value) => value !== null) ?? section?.points ?? null,
    minutes: minutesIn(promptKey) ?? metaKey.map(minutesIn).find((value) => value !== null) ?? section?.minutes ?? null,
    kind,
    options,
    answer: answer === '' ? null : answer,
    analysis: analysis === '' ? null : analysis,
    examPoints: [...new Set([...points, ...prose])].filter((name) => name !== '').map((name) => ({ name })),
    criteria: body.criteria.flatMap((item) =>
      item.inline ? criteriaIn(item.text) : [item.text.replace(/[。；;\s]+$/, '')],
    ),
    followUps: body.followUps.flatMap((item) => (item.inline ? splitQuestions(item.text) : [item.text])),
    complete: true,
  }
}

/** At least `least`: a choice question that is cut off may have only its first. */
function optionsOf(body: Body, least: number): string[] | null {
  const options: string[] = []
  for (const line of body.options) {
    const together = optionsIn(line.text, 2)
    if (together && together.before === '' && line.option?.letter === 'A') options.push(...together.options)
    else if (line.option) {
      const several = optionsAfter(line.text, line.option.letter)
      options.push(...(several ?? [line.text.slice(line.option.end).trim()]))
    } else if (options.length > 0) options.push(joined(options.pop() ?? '', line.text))
  }
  return options.length >= least ? options.map((option) => option.replace(/[;；]$/, '')) : null
}

/** `C. 三  D. 四`: the second line of options set two by two. */
function optionsAfter(text: string, letter: string): string[] | undefined {
  const next = String.fromCharCode(letter.charCodeAt(0) + 1)
  const pattern = new RegExp(`\\s[(（]?${next}[)）]?[.、．:：)）]\\s*`)
  const at = pattern.exec(text)
  if (!at) return undefined
  const first = text
    .slice(0, at.index)
    .replace(/^[(（]?[A-Ha-h][)）]?[.、．:：)）]?\s*/, '')
    .trim()
  const rest = text.slice(at.index + at[0].length).trim()
  return [first, ...(optionsAfter(`${next}.${rest}`, next) ?? [rest])]
}

/** `…的是（C）。` prints its answer where the learner would write it. */
function answerInPrompt(prompt: string): { prompt: string; answer: string } {
  const found = [...prompt.matchAll(/([(（])\s{0,3}([A-Ha-h]{1,6}|[√×✓✗对错])\s{0,3}([)）])/g)]
  const match =
    found.find(({ 0: { length }, index }) => /^[。.?？!！]?\s*$/.test(prompt.slice(index + length))) ?? found[0]
  // In the middle of the sentence only where there is but one.
  if (match?.[2] === undefined || (found.length > 1 && match !== found.at(-1))) return { prompt, answer: '' }
  const blank = `${match[1]} ${match[3]}`
  return {
    prompt: prompt.slice(0, match.index) + blank + prompt.slice(match.index + match[0].length),
    answer: match[2].toUpperCase(),
  }
}

/** `D` and why: the letters are the answer, the rest is its explanation. */
function choiceAnswer(answer: string, analysis: string, judged: boolean): { answer: string; analysis: string } {
  const join = (rest: string) => {
    const plain = rest
      .replace(/^[\s:：,，。.;；]+/, '')
      .replace(/^[(（]([^()（）]*)[)）][。.]?$/, '$1')
      .trim()
    return plain === '' ? analysis : analysis === '' ? plain : `${plain}\n${analysis}`
  }
  const letters = choiceLetters(answer)
  if (letters) return { answer: answer.slice(0, letters.end).trim(), analysis: join(answer.slice(letters.end)) }
  const verdict = judged
    ? /^\s*(?:[✅❌✔✘√×✓✗]\ufe0f?\s?)?(?:正确|错误|对|错|true|false)?/iu.exec(answer)?.[0]
    : undefined
  if (verdict && verdict.trim() !== '') return { answer: verdict.trim(), analysis: join(answer.slice(verdict.length)) }
  return { answer, analysis }
}

function metaText(body: Body, name: RegExp): string | null {
  return body.meta.find((item) => name.test(item.name))?.text ?? null
}

/** `你会怎么办？为什么？` on one line of follow-ups is two questions. */
function splitQuestions(text: string): string[] {
  return text
    .split(/(?<=[？?])\s?/)
    .map((part) => part.replace(/^(?:\d{1,2}[.、．)）]|[（(]\d{1,2}[)）]|[①-⑳])\s?/, '').trim())
    .filter((part) => part !== '')
}

/** Letters and digits only, for comparing prompts. */
export function bareWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** The same prompt, or one with more words behind: `什么是头寸` and `什么是头寸？请举例`. Of bare words. */
export function sameWords(one: string, two: string): boolean {
  if (one === '' || two === '') return false
  return one === two || (one.length >= 8 && two.startsWith(one)) || (two.length >= 8 && one.startsWith(two))
}
