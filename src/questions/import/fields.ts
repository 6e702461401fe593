import { fold } from './fold.ts'

/** The small readings: points and minutes in brackets, lists of exam points, options run together. */

/**
 * Points of a single question: `（5分）`, `[10 marks]`, `分值：8分` give 5, 10, 8; `（共50分）` and `总分` give nothing.
 * @returns null when it says none
 */
export function pointsIn(key: string): number | null {
  const match =
    /[([](?:本题|每题|每小题|满分|分值)?[:\s]?(\d{1,3}(?:\.\d)?)\s?(?:分(?!钟)|points?|pts?|marks?)(?:[,，;、]?[^()[\]]{0,12})?[)\]]/.exec(
      key,
    ) ?? /^(?:分值|分数|points?|marks?|score)\s?[:=]\s?(\d{1,3}(?:\.\d)?)/.exec(key)
  return match?.[1] === undefined ? null : Number(match[1])
}

/** What a section says of each of its questions: `每题10分`, `每小题2分`, `10 points each`. */
export function pointsEachIn(key: string): number | null {
  const match =
    /每(?:道|小)?(?:小题|题|道题|道|个|空)?(?:各|均)?\s?(\d{1,3}(?:\.\d)?)\s?分/.exec(key) ??
    /(\d{1,3}(?:\.\d)?)\s?(?:points?|pts?|marks?) (?:each|per question|apiece)/.exec(key) ??
    /each (?:question )?(?:is )?(?:worth )?(\d{1,3})\s?(?:points?|marks?)/.exec(key)
  return match?.[1] === undefined ? null : Number(match[1])
}

/** `（3分钟）`, `限时2分钟`, `(2 minutes)`; null when it says none. */
export function minutesIn(key: string): number | null {
  const match =
    /(?:[([][^()[\]]{0,12}?|限时|时间|时长|用时|时限|time(?: limit)?)\s?[:约]?\s?(\d{1,2}(?:\.\d)?)\s?(?:分钟|minutes?|mins?\b)/.exec(
      key,
    )
  const minutes = match?.[1] === undefined ? 0 : Number(match[1])
  return minutes > 0 && minutes <= 30 ? minutes : null
}

const remark =
  /\s?[([（【](?:[^()[\]（）【】]{0,14}?(?:\d{1,3}(?:\.\d)?\s?(?:分钟|分|points?|pts?|marks?|minutes?|mins?)|单选|多选|单选题|多选题|不定项|判断题?|必答|选答|必考|高频|难度[^()（）]{0,8})[^()[\]（）【】]{0,14})[)\]）】]/giu

/**
 * A prompt without what is printed around it: points, minutes, kind of question.
 * - `请做自我介绍。（5分）` → `请做自我介绍。`
 * - `（单选）下列哪项…？` → `下列哪项…？`
 */
export function withoutRemarks(prompt: string): string {
  return prompt
    .replace(remark, '')
    .replace(/\s{2,}/g, ' ')
    .trim()
}

/** `进阶题：如何…` says `进阶题` of the question `如何…`. */
export function kindPrefix(prompt: string): { kind: string; rest: string } | undefined {
  const match = /^(?:[([【]\s?)?([\u3400-\u9fff]{2,5}题)\s?(?:[\])】]\s?[:：]?|[:：])\s?(?=.)/.exec(prompt)
  return match?.[1] === undefined || /^(?:问题|题目|本题|试题)$/.test(match[1])
    ? undefined
    : { kind: match[1], rest: prompt.slice(match[0].length) }
}

/**
 * Names of exam points on one line, in the document's words.
 * - `客户服务意识、问题解决能力及沟通技巧。` → three
 * - `有状态工作流 vs 无状态循环；对分支逻辑的理解` → two
 * - `沟通与协调能力` → one: both halves of a name stay together
 */
export function pointNames(text: string): string[] {
  const plain = text.replace(/^[\s:：]+|[\s。.;；]+$/g, '')
  if (plain === '') return []
  const circled = byCircles(plain)
  if (circled.length > 1) return circled.map(pointName).filter((name) => name !== '')
  const by = [/[；;]/, /[、]/, /[，,](?!\d)/, /\s[/|]\s|\s{2,}|｜/].find((separator) =>
    separator.test(withoutBrackets(plain)),
  )
  const parts = by === undefined ? [plain] : splitOutside(plain, by)
  const last = parts.at(-1)
  if (last !== undefined && parts.length > 1) {
    const halves = halve(last)
    if (halves) parts.splice(-1, 1, ...halves)
  }
  return parts
    .map((part) => pointName(part.replace(/^(?:以及|和|及|与|and\s)\s?(?=.{2})/, '')))
    .filter((name) => name !== '')
}

/** `①不争辩 ②给时间` → both, their numbers still on them. */
const byCircles = (text: string) => text.split(/[\s、，,；;。]*(?=[①-⑳])/).filter((part) => part !== '')

/** An item of a list of exam points: `变革愿景：是否有清晰的目标` is named 变革愿景. */
export function pointName(item: string): string {
  const bare = item
    .replace(/^\s*(?:(?:\d{1,2}|[①-⑳])\s?[.、．)）]?\s?(?!\d)|[（(]\d{1,2}[)）]\s?|[-•·*]\s?)/, '')
    .replace(/[\s。.;；,，、]+$/g, '')
    .trim()
  const head = /^([^:：]{2,24}?)\s?(?:[:：]|\s[–—-]{1,2}\s|——)\s?\S/.exec(bare)?.[1]
  return (head ?? bare).replace(/^[“"「]|[”"」]$/g, '').trim()
}

function withoutBrackets(text: string): string {
  return text.replace(/[（(][^（）()]{0,100}[）)]/g, '')
}

/** Split, but not inside brackets: `逻辑（背景、行动）、表达` is two. */
function splitOutside(text: string, separator: RegExp): string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const sign of text) {
    if ('（(【['.includes(sign)) depth++
    if ('）)】]'.includes(sign)) depth = Math.max(0, depth - 1)
    if (depth === 0 && separator.test(sign)) parts.push('')
    else parts[parts.length - 1] += sign
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** The end of a list, `问题解决能力及沟通技巧`: two when both halves could stand alone. */
function halve(text: string, pattern = /^(\S{4,14}?)(?:以及|及|和)(\S{4,14})$/u): [string, string] | undefined {
  const match = pattern.exec(text)
  return match?.[1] !== undefined && match[2] !== undefined ? [match[1].trim(), match[2].trim()] : undefined
}

/**
 * Exam points said in prose at the start of an analysis.
 * - `考察服务意识与应急协调能力，回答要有时间顺序。` → 服务意识, 应急协调能力
 * - `本题主要考察抗压能力。` → 抗压能力
 */
export function pointsInProse(analysis: string): string[] {
  const match =
    /^(?:[^。\n]{0,12}?[，,])?(?:本题|此题|该题|这道?题|题目|问题)?(?:主要|重点|旨在|意在|侧重|着重|综合|用于|是|在于)*(?:考察|考查|考核|测试|考验|考察的是)(?:了|的是)?(?:考生|应聘者|候选人|求职者|面试者|应试者|你|您)?(?:的|对)?([^。，,;；.\n:：]{2,60})/u.exec(
      analysis.trimStart(),
    )
  if (match?.[1] === undefined) return []
  const list = match[1].trim()
  const parts = /[、]/.test(list)
    ? pointNames(list)
    : (halve(list, /^(.{3,14}?)(?:以及|及|和|与|\sand\s)(.{3,14})$/u) ?? [list])
  return parts.map(pointName).every((name) => name.length >= 2 && name.length <= 14) ? parts.map(pointName) : []
}

/** Criteria on one line, divided by circled numbers, semicolons or `（3分）`; a single sentence is one. */
export function criteriaIn(text: string): string[] {
  const plain = text.replace(/^[\s:：]+/, '').trim()
  if (plain === '') return []
  const circled = byCircles(plain)
  const semicolons = circled.length > 1 ? circled : splitOutside(plain, /[；;]/)
  const marked = plain.split(/(?<=[（(]\d{1,2}分[)）])[，,、；;。]?\s?/u).filter((part) => part.trim() !== '')
  const parts = semicolons.length > 1 ? semicolons : marked.length > 1 ? marked : [plain]
  return parts
    .map((part) =>
      part
        .replace(/^(?:\d{1,2}[.、．)）]|[（(]\d{1,2}[)）]|[①-⑳])\s?/, '')
        .replace(/[。；;，,\s]+$/, '')
        .trim(),
    )
    .filter((part) => part !== '')
}

/**
 * Options run together behind a prompt, or on a line of their own.
 * - `…不包括?(A)营销(B)预警(C)推广` → prompt `…不包括?`, three options
 * - `A.一次利润；B.长期收益；C.快速增长` and `A.10%B.15%C.20%` → three
 * @returns undefined unless at least two letters follow each other from A on
 */
export function optionsIn(text: string, least = 3): { before: string; options: string[] } | undefined {
  const key = fold(text)
  const starts: { from: number; end: number }[] = []
  const pattern = /(?<![a-z])-?\s?(?:\(([a-h])\)\s?[.、:]?|([a-h])\s?[.、:)])\s*/g
  for (const match of key.matchAll(pattern)) {
    const letter = match[1] ?? match[2] ?? ''
    if (letter === String.fromCharCode(97 + starts.length))
      starts.push({ from: match.index, end: match.index + match[0].length })
    else if (letter === 'a' && starts.length < least)
      starts.splice(0, starts.length, { from: match.index, end: match.index + match[0].length })
  }
  if (starts.length < least) return undefined
  const options = starts.map(({ end }, index) =>
    text
      .slice(end, starts[index + 1]?.from ?? text.length)
      .replace(/[\s;；,，、-]+$/, '')
      .trim(),
  )
  return { before: text.slice(0, starts[0]?.from ?? 0).trim(), options }
}

/** The letters of an answer to a choice question: `B`, `A,C` → `AC`, `ABD。`; undefined when it says words. */
export function choiceLetters(text: string): { letters: string; end: number } | undefined {
  const match =
    /^\s*(?:选|应选|故选|正确答案(?:是|为)?[:：]?)?\s*([a-h](?:\s?[,，、;；/和与&]?\s?[a-h]){0,7})(?![a-z0-9'’])\s*/i.exec(
      text.slice(0, 60),
    )
  if (match?.[1] === undefined) return undefined
  return { letters: match[1].toUpperCase().replace(/[^A-H]/g, ''), end: match[0].length }
}
