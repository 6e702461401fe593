/** Vocabulary of the documents: what a label may say, in both scripts and languages. Matched against folded text. */

/** What a labelled part is for. `guidance` is an answer only where there is no better one; `meta` says nothing to keep. */
export type Role =
  | 'question'
  | 'answer'
  | 'analysis'
  | 'points'
  | 'criteria'
  | 'followUps'
  | 'guidance'
  | 'options'
  | 'meta'

export interface Label {
  role: Role
  /** As folded, without brackets and colon: `参考答案`. */
  name: string
  /** Where the content behind it starts. */
  end: number
  /** No colon or bracket sets it off: `参考答案` alone on its line, or bold. */
  bare: boolean
}

const terms: [Role, RegExp][] = [
  // 优秀答案需体现：, 关键得分点：, 评分侧重：, A strong answer shows:
  [
    'criteria',
    /^(?:.{0,6}(?:评分|得分|采分|踩分|给分|打分|计分|评判|评价|阅卷)(?:标准|要点|点|侧重|细则|参考|维度|依据|重点|指标|关键|要素|原则|项)?|.{0,4}(?:加分|高分)(?:项|点|要点|标准|关键)|(?:优秀|高分|好|较好|理想|满分|合格|出色|完整)?的?(?:答案|回答|表现|作答|答题)?(?:应当|应该|需要|必须|通常|应|需|须|要)(?:能|要)?(?:体现|包含|包括|展现|展示|具备|突出|做到|涵盖|覆盖|涉及|符合)(?:以下)?(?:几点|内容|要素|要点)?|(?:scoring|marking|grading|assessment|evaluation) (?:criteria|points?|guide|rubric|standards?|scheme)|(?:scoring|marking) ?|rubric|criteria|(?:an? )?(?:strong|good|great|excellent|top|full[- ]mark) (?:answers?|responses?) (?:will |should |must |would )?(?:show|include|demonstrate|cover|contain)s?|what earns (?:the )?points|key points?(?: to (?:cover|include|mention|hit))?)$/,
  ],
  // 面试官考察点：, 【考点】, 测评要素：, 考察能力：, What it tests:
  [
    'points',
    /^(?:.{0,6}(?:考察|考查|考核|测评|评估|测试)(?:的)?(?:要?点|能力|维度|重点|内容|方向|目标|要素|知识点|素质|素养|项)|.{0,4}考点|考察|考查|考核|.{0,2}面试官(?:最|更)?(?:想|要|希望|关注|看重|在意|会看)(?:要|看|听|了解|考察|考查|知道|看到|听到)*(?:的|什么)?(?:点|重点|内容)?|.{0,3}能力(?:项|维度|要求)|.{0,2}胜任力|.{0,2}核心能力|exam(?:ination)? points?|(?:key )?(?:testing|test) points?|(?:skills?|competenc(?:y|ies)|qualities|abilities)(?: being)? (?:tested|assessed|evaluated|examined)|(?:key |core )?competenc(?:y|ies)|what (?:it|this|this question|the question) (?:tests|assesses|evaluates)|what (?:they|we|you|the interviewers?|interviewers?|employers?|hiring managers?)(?:['’]re| are| is)? (?:really )?(?:testing|assessing|evaluating|checking|measuring|probing|(?:looking|listening|look|listen) for)(?: for)?|tests|assesses|evaluates|skills?|looking for)$/,
  ],
  [
    'followUps',
    /^(?:.{0,5}(?:追问|延伸提?问题?|拓展问题|扩展问题|后续问题)(?:问题|示例|方向|参考)?|follow[- ]?ups?(?: questions?)?|(?:possible |likely )?follow[- ]?up(?: questions?)?|probing questions?|probes?)$/,
  ],
  ['options', /^(?:选项|备选项|备选答案|options|choices)$/],
  // 错误回答示例：, 答题技巧：, 题目分析：, 建议回答内容：, Why this works:
  [
    'analysis',
    /^(?:(?!.{0,6}答案[与及和&/、])(?!.{0,3}解析[与及和]).{0,6}(?:解析|点评|评析|详解|题解)|(?:题目|试题|答案|考点|本题|答题|题型|考察|难点|核心|详细|深度|重点|真题|简要|综合)?(?:分析|讲解|剖析|拆解|解读|评语|总结)(?<!^总结)|(?:试题|题目|答案)说明|(?:命题|出题|考察|考查|提问|面试官)(?:意图|目的|用意|初衷)|.{0,4}(?:错误|反面|雷区|踩雷|失败|不好的|较差的?|低分)(?:的)?(?:回答|答案|案例|示例|示范)|.{0,4}(?:注意事项|注意点|常见错误|常见误区|易错点|误区|雷区|避坑指南|避坑|扣分项|扣分点|失分点|答题技巧|回答技巧|作答技巧|答题建议|回答建议|建议回答.{0,4}|建议作答.{0,4}|亮点|关键提示|小贴士|知识点|知识拓展|拓展知识|扩展知识|延伸阅读)|analysis|explanations?|rationale|reason(?:ing)?|commentary|key differences|why (?:this|it|they|interviewers?|we)(?: answer)? (?:works|ask(?:s)?(?: (?:this|it))?(?: question)?)|why (?:this|it) works|what (?:they|we|the interviewers?)(?:['’]re| are| is)? (?:really )?asking|(?:pro |expert |quick )?(?:tips?|hints?)|tips for answering|how to answer(?: it| this)?|what (?:does|do|will) (?:this|the|it|these) ?(?:questions?|answers?)? ?(?:reveal|show|test|assess|tell (?:us|you))s?\??|what not to say|(?:common )?(?:mistakes?|pitfalls?)(?: to avoid)?|(?:what to )?avoid|red flags?|notes?|takeaways?)$/,
  ],
  [
    'guidance',
    /^(?:.{0,4}(?:回答|答题|解题|作答|参考|破题|应答)?思路(?:点拨|分析|提示|参考)?|(?:答题|回答|作答)(?:框架|方向|方法|角度|策略|套路)|approach)$/,
  ],
  // 参考答案与解析：, STAR回答示例：, 参考方向：, 答：, A1:, Sample answer:
  [
    'answer',
    /^(?:(?:试题)?解析[与及和](?:参考)?答案|(?!.{0,4}(?:我|他|她|客户|对方|面试者|候选人|同事|领导)).{0,8}(?:答案|回答|解答|作答|应答|答复|话术|范文)(?:[与及和&/、]?(?:解析|分析|详解|评分标准|思路|要点|点评))?(?:部分|示例|示范|范例|样例|参考|模板|框架|要点|内容|版本|关键|方案)?|答题(?:要点|示范|示例|参考|范例|模板)|参考(?:方向|要点|示例|内容)|应聘者|求职者|候选人|考生|candidate|applicant|示范|范例|.{0,6}示例|答|解|a|(?:a |an )?(?:sample|model|example|suggested|good|strong|best|ideal|common|impressive|possible|recommended|correct|reference|great|better|perfect|standard|short|full|my)? ?(?:answers?|responses?|replies|reply)(?: key| example| sample| outline| and explanations?| & explanations?)?|(?:star )?(?:example|sample)(?: star)?(?: answer| response)?)$/,
  ],
  [
    'question',
    /^(?:面试官|考官|主考官|interviewer|面试题|面试问题|题目|题干|试题|考题|真题|提问|问题|问|题|question|interview question|q|prompt)$/,
  ],
  [
    'meta',
    /^(?:.{0,2}难度(?:级别|等级|系数|星级|指数)?|分值|分数|题型|题目类型|类型|类别|分类|岗位|来源|出处|标签|关键词|(?:建议|答题|作答|回答|限|用)?(?:时间|时长|用时|时限)|限时|(?:出现|考察|面试)?频率|频次|重要(?:程度|性)|推荐指数|difficulty(?: level)?|category|type|level|tags?|time(?: limit)?|points?|marks?|score|frequency|source|keywords?|topic)$/,
  ],
]

/** Decoration before a label: an emoji, a keycap digit, a star, `(1)`. */
const decoration = /^(?:(?:\d\ufe0f?\u20e3|\p{Extended_Pictographic}|\ufe0f|\u200d|[★☆■□▶►◆◇●○•✦→☞√※▲△*])+\s*)+/u

/**
 * The label a line starts with; undefined when it starts with none. `lead`: how much of the start is bold.
 *
 * - `答案：B` and `【答案】B` and `1️⃣ Common Answer` and `A1: I …` are labels
 * - `答案是B` is not: nothing sets it off
 */
export function labelAt(key: string, lead: number, bullet = false): Label | undefined {
  const label = anyLabelAt(key, lead)
  return label && bullet && !onBullet.test(label.name) ? undefined : label
}

/** Labels sure enough to be one even as an item of a list; `- 需求分析：` is not. */
const onBullet =
  /答案|^答$|^a$|^q$|解析|考察|考查|考点|测评|评分|得分|采分|追问|answers?$|response$|^question$|^问题$|^题目$|^问$|(?:体现|包含|具备|突出)$|follow|interviewer|^.{0,2}难度|^分值$|^difficulty|^what (?:it|they|this|we|you)|参考回答|示例回答|回答示例/

function anyLabelAt(key: string, lead: number): Label | undefined {
  const skipped = decoration.exec(key)?.[0].length ?? 0
  const rest = key.slice(skipped, skipped + 120)
  const bracket = /^\[([^[\]]{1,24})\](\s*[:])?\s*/.exec(rest)
  if (bracket?.[1] !== undefined) {
    const role = roleOf(bracket[1])
    return role && { role, name: bracket[1], end: skipped + bracket[0].length, bare: false }
  }
  const colon = /^([^:\n.。?!;,，]{1,48}?)\s*:\s*/.exec(rest)
  if (colon?.[1] !== undefined) {
    const role = roleOf(colon[1])
    if (role) return { role, name: strip(colon[1]), end: skipped + colon[0].length, bare: false }
  }
  // `参考答案 先核实…`: nobody puts a blank into a Chinese sentence there.
  const spaced = spacedLabel.exec(rest)
  if (spaced?.[1] !== undefined) {
    const role = roleOf(spaced[1])
    if (role) return { role, name: spaced[1], end: skipped + spaced[0].length, bare: true }
  }
  if (rest.length <= 48) {
    const role = roleOf(rest)
    if (role && !(shy.has(strip(rest)) || role === 'question' || role === 'meta'))
      return { role, name: strip(rest), end: key.length, bare: true }
  }
  if (lead > skipped && lead < key.length) {
    const head = key.slice(skipped, lead)
    const role = roleOf(head)
    if (role && role !== 'meta' && strip(head).length >= 2)
      return { role, name: strip(head), end: lead + (/^[\s:]*/.exec(key.slice(lead))?.[0].length ?? 0), bare: true }
  }
  return undefined
}

const spacedLabel =
  /^((?:参考|标准|正确)?答案(?:[与及和]解析)?|(?:答案|试题)?解析|考察点|考查点|考点|评分标准|评分要点|得分点)\s+(?=\S)/

/** Too short or too common to be a label without a colon. */
const shy = new Set([
  '答',
  '问',
  '应聘者',
  '求职者',
  '候选人',
  '考生',
  'candidate',
  'applicant',
  '解',
  '题',
  'a',
  'q',
  '考察',
  '考查',
  '考核',
  '评分',
  'skills',
  'skill',
  'tests',
  'assesses',
  'evaluates',
  'notes',
  'note',
  'tip',
  'tips',
  '说明',
  '示范',
  '范例',
  'reason',
  'level',
  'type',
  'avoid',
  'time',
  'points',
  'looking for',
  'approach',
  '亮点',
  'example',
  'sample',
])

/** A title that mentions the answers it holds: `典型面试题及答案解析`, `客服试题含答案`. */
const titled = /(?:题|题集|题库|试卷|问题|面试|真题)(?:目)?(?:及|和|与|附|含|带)(?:参考)?(?:答案|解析|回答)/

/** `答案（请先作答）` → `答案`; `回答示例一` and `A 2` lose their count. */
function strip(name: string): string {
  return name
    .trim()
    .replace(/\s?\([^()]{0,40}\)$/, '')
    .replace(/^[-–—\s]+|[-–—\s]+$/g, '')
    .replace(
      /(?<=答案|回答|示例|范例|示范|话术|版本|追问|问题|答|answers?|responses?|^a|examples?)\s?#?(?:\d{1,3}|[一二三四五六七八九十]{1,2})$/,
      '',
    )
    .trim()
}

function roleOf(name: string): Role | undefined {
  const bare = strip(name.replace(decoration, ''))
  if (bare === '' || bare.length > 40 || titled.test(bare)) return undefined
  return terms.find(([, pattern]) => pattern.test(bare))?.[0]
}

/**
 * Where a label starts inside a line: behind the end of a sentence, or in brackets.
 *
 * - `…职业认知。评分标准：` → before 评分标准
 * - `难度：⭐（考察要点：a、b）` → before 考察要点
 * - `…处理?【参考答案】先…` → before 【
 *
 * @returns offsets, ascending, never 0
 */
export function labelsInside(key: string): number[] {
  const found: number[] = []
  const pattern = /(?<=[。.?!;)\]"”’…:\s(])(?:\[?(?=[^\s[\]():。?!;，,]{1,16}[:\]]))|(?=\[)/g
  for (const match of key.matchAll(pattern)) {
    const at = match.index
    if (at === 0 || at <= (found.at(-1) ?? 0)) continue
    // `💡 思路：`: the line starts with it.
    if (key.slice(0, at).replace(decoration, '').trim() === '') continue
    if (match[0] === '' && key[at] !== '[' && !/[。.?!;)\]"”’…:\s(]/.test(key[at - 1] ?? '')) continue
    const label = labelAt(key.slice(at, at + 140), 0)
    if (label === undefined || label.bare || !inner.test(label.name)) continue
    // Latin labels need the end of a sentence before them: "the answer: yes" is prose.
    if (/^[a-z]/.test(label.name) && !/[.?!)\]"”。]\s*$/.test(key.slice(Math.max(0, at - 3), at))) continue
    found.push(at)
  }
  return found
}

/** Labels sure enough to break a line at: `D.线性预警答案` is not, nothing but a modifier stands before the word. */
const inner =
  /^(?:参考|标准|正确|试题|题目|本题|优秀|高分|满分|推荐|示例|示范|简要|详细|主要|核心|关键|重点|最佳|面试官|可能的?|star|答案)*(?:答案|参考方向|回答示例|解析|考察|考查|考点|考核|测评|评估要点|评分|得分|采分|加分|追问|答$|^(?:sample|model|example|suggested) (?:answer|response)|^answer$|^explanation$|^analysis$|参考回答|示范回答|^a$|思路$|点评$)|(?:体现|包含|包括|具备|突出|涵盖)$/

/** A heading or a line that says only: here come the answers (of the section, of the document). */
export function opensAnswers(key: string): boolean {
  const bare = key
    .replace(decoration, '')
    .replace(/^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、]|附录?\s?[:：]?|第[一二三四五六七八九十]部分)\s*/, '')
    .replace(/\([^()]{0,40}\)/g, '')
    .replace(/[:：[\]\s]+$/g, '')
    .replace(/^\[/, '')
    .trim()
  return /^(?:.{0,12}(?:参考|标准|正确|试题)?答案(?:[与及和&/、]?(?:解析|详解|分析|评分标准|要点))?(?:部分|汇总|速查|表|区|如下)?|答案速查|(?:model |sample |suggested )?answers?(?: key| section)?(?: (?:and|&) explanations?)?|answers? to (?:the )?questions)$/.test(
    bare,
  )
}
