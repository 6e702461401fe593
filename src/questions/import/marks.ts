/** What a line starts with that may make it a question, a section or an item of a list. Reads folded text. */

export type Form =
  /** `第1题`, `题目1：`, `Q1.`, `1.题目：`, `【例1】` */
  | 'keyword'
  /** `题目：`, `Q:`, `【问题】`: no number */
  | 'bare-keyword'
  /** `1.` `1、` `1)` `1:` `#1` `1️⃣` */
  | 'dot'
  /** `(1)` */
  | 'paren'
  /** `①` */
  | 'circle'
  /** `### 3 …`: only in a heading */
  | 'space'
  /** `一、` */
  | 'chinese'
  /** `（一）` */
  | 'chinese-paren'

export interface Mark {
  form: Form
  number: number | null
  /** Where the words behind it start. */
  end: number
}

const hans = '[一二三四五六七八九十百]{1,5}'
const words = '(?:面试|试|真|考|例|思考|情景|情境|案例|简答|论述|问答|面试问)?(?:题目|问题|题干|题|问)'

const patterns: [Form, RegExp][] = [
  ['keyword', new RegExp(`^\\[?第\\s?(\\d{1,3}|${hans})\\s?(?:道?题|问|个问题)目?\\]?\\s?[:.、)—–-]?\\s*`)],
  ['keyword', new RegExp(`^\\[?${words}\\s?[#.]?(\\d{1,3})\\s?[\\])]?\\s?[:.、)—–-]?\\s*`)],
  ['keyword', new RegExp(`^\\[?${words}(${hans})\\s?(?:\\]\\s?[:.、]?|[:.、)])\\s*`)],
  ['keyword', new RegExp(`^(?:面试题|题目|问题)(${hans})\\s+(?=\\S)`)],
  [
    'keyword',
    /^\[?(?:interview |example |sample |practice )?(?:question|q|example)\s?(?:no)?[.#]?\s?#?(\d{1,3})\s?\]?(?:\s?[:.、)—–-]|(?=[^\w])|$)\s*/,
  ],
  ['keyword', new RegExp(`^\\[?\\(?(\\d{1,3})\\s?[.、)\\]:]\\s?(?:${words}|question|q)\\s?(?::|\\]\\s?:?)\\s*`)],
  ['keyword', /^\(?(\d{1,3})\s?[.、)]\s?(?:题目|题干)(?![的是中里要和与,，。])\s*/],
  ['keyword', new RegExp(`^\\[(?:例|${words})?\\s?(\\d{1,3}|${hans})\\]\\s?[:.、]?\\s*`)],
  ['bare-keyword', new RegExp(`^\\[(?:${words}|question|q)\\]\\s?:?\\s*()`)],
  [
    'bare-keyword',
    new RegExp(`^(?:${words}|面试官|主?考官|interviewer|interview question|question|q)\\s?:\\s*()|^q\\s?\\.\\s+()`),
  ],
  ['dot', /^(\d{1,3})\s?(?:[.、]\)?|[):](?!\/))(?!\d(?!\d{3}年))\s*/],
  ['dot', /^#(\d{1,3})[.:)\s]\s*/],
  ['dot', /^(\d{1,2})\ufe0f?\u20e3\s*/],
  ['paren', /^\((\d{1,3})\)\s?[.、:]?\s*/],
  ['chinese', new RegExp(`^(${hans})\\s?[、.:](?!\\d)\\s*`)],
  ['chinese-paren', new RegExp(`^\\((${hans})\\)\\s?[、.:]?\\s*`)],
]

const circled = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'

/**
 * - `3、你的优点` → dot 3
 * - `1.题目:午睡时…` → keyword 1, and the words start at 午
 * - `2026年…`, `3.5%` → nothing; `5、2020年…` → dot 5
 */
export function markAt(key: string, heading: number): Mark | undefined {
  const head = key.slice(0, 60)
  for (const [form, pattern] of patterns) {
    const match = pattern.exec(head)
    if (match) return { form, number: match[1] ? numberOf(match[1]) : null, end: match[0].length }
  }
  const circle = circled.indexOf(head[0] ?? ' ')
  if (circle >= 0) return { form: 'circle', number: circle + 1, end: /^.\s*[.、]?\s*/.exec(head)?.[0].length ?? 1 }
  const spaced = heading > 0 ? /^(\d{1,3})\s+(?=\S)/.exec(head) : null
  if (spaced?.[1]) return { form: 'space', number: Number(spaced[1]), end: spaced[0].length }
  return undefined
}

const digits = '零一二三四五六七八九'

/** `12` and `十二` are 12. */
export function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  let total = 0
  let digit = 0
  for (const sign of text) {
    if (sign === '十') {
      total += (digit || 1) * 10
      digit = 0
    } else if (sign === '百') {
      total += (digit || 1) * 100
      digit = 0
    } else digit = digits.indexOf(sign)
  }
  return total + digit
}

/**
 * How much a text reads like a question put to a candidate: 2 surely, 1 perhaps, 0 not.
 *
 * - `你为什么选择银行？` 2, `请分享一次…的经历。` 2, `简述贷前调查的要点` 2
 * - `职业规划` 0, `倾听与共情：耐心听完` 0
 */
export function readsAsQuestion(key: string): 0 | 1 | 2 {
  const text = key
    .slice(0, 600)
    .replace(
      /\((?:[^()]{0,20}(?:分|points?|marks?|分钟|minutes?|mins?)[^()]{0,12}|\s{0,8}|多选|单选|不定项|判断)\)/g,
      '',
    )
    .replace(/[\s"”’'_*:]+$/, '')
  if (/[?]\s*$/.test(text) || /[?][^?。]{0,60}$/.test(text)) return 2
  const start = text.replace(/^[\s"“”'「]+/, '')
  if (
    /^(?:请(?!他|她|客户|对方|同事|领导|孩子)|谈谈|说说|说一?下|讲讲|讲一?个|简述|简要|试述|试论|论述|概述|描述|介绍|分享|列举|举例|举出|阐述|解释|分析(?!师)|比较|对比|设计一|计算|假设|假如|如果你|如何|怎样|怎么|为什么|什么是|何为|何谓|结合.{2,40}谈|下列|以下|关于.{2,40}(?:说法|表述|描述)|你(?:是|会|认为|觉得|如何|怎么|为什么|对|最|有没有|平时|能|愿意|将|的)|您|自我介绍|作为.{2,30}[,，])/.test(
      start,
    ) ||
    /^(?:what|why|how|when|where|which|who|tell (?:me|us)|describe|explain|give (?:me|us|an)|walk (?:me|us)|can you|could you|do you|does|did you|have you|are you|is (?:it|there)|if you|share|discuss|talk (?:me|us|about)|define|compare|list|name|suppose|imagine|would you|should|please|outline|introduce|calculate)\b/.test(
      start,
    )
  )
    return 2
  if (
    /什么|如何|怎么|怎样|为何|哪些|哪个|哪项|哪一|是否|能否|可否|多少|区别|异同|吗$|呢$|\(\s{0,8}\)|_{2,}/.test(
      key.slice(0, 200).replace(/[\s:]+$/, ''),
    )
  )
    return 1
  return 0
}

/** `A. …`, `(B) …`, `- C：…`: the letter of an option and where its words start. */
export function optionAt(key: string): { letter: string; end: number } | undefined {
  const match = /^\(?([a-h])(?:\s?[.、:)]\)?|\s(?=[^a-z\s]))\s*/.exec(key.slice(0, 12))
  return match?.[1] ? { letter: match[1].toUpperCase(), end: match[0].length } : undefined
}
