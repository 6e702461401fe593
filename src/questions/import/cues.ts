import { stemmer } from 'stemmer'
import { wordsIn } from '../../assess/words.ts'

/**
 * Cues for questions that come without any: the ideas of the model answer, so that assessment works at once and an
 * author can improve it. One idea is one sentence or list item; its telling words are the alternatives a learner may
 * use. An exam point takes the ideas near to its name; one that has none cannot be heard. Deterministic.
 */

/** Ideas an exam point listens for at most, and words of one. */
const IDEAS = 6
const WORDS = 5

export interface DerivedCues {
  cues: string[]
  need: number
  /** The first sentence they come from. */
  example: string | undefined
}

/** Words that tell nothing apart in an interview answer. */
const common = new Set(
  `可以 我们 他们 自己 这个 那个 一个 一种 以及 如果 因为 所以 但是 而且 并且 通过 进行 需要 应该 能够 一定 非常 比较
  问题 工作 情况 方面 方式 方法 过程 时候 之后 之前 同时 首先 其次 最后 然后 例如 比如 包括 其中 对于 关于 根据 按照
  为了 还是 或者 没有 不是 就是 什么 怎么 如何 回答 答案 面试 面试官 考察 候选人 应聘者 公司 岗位 客户 银行 业务
  相关 主要 具体 重要 良好 能力 经历 经验 一些 很多 各种 不同 这些 那些 当时 曾经 作为 成为 得到 提供 具有 具备 要求
  目标 结果 影响 实现 达到 提高 提升 做好 保持 了解 认为 觉得 希望 表示 选择 一下 一件 一位 一半 一句 一名 一天 一家
  一年 一张 一条 一样 一次 一步 一段 一点 一般 一起 一遍 下来 不上 不了 不会 不能 不行 不要 不过 东西 个人 中间
  为什么 主动 之间 也有 也要 事情 人家 今天 他的 任务 体现 例子 假设 做了 做法 充分 全面 关系 其他 其实 再说 决定
  出来 分析 判断 利益 别人 别的 到底 剩下 加强 单位 原则 及时 反馈 发现 变成 另外 只是 只有 可能 合适 同样 后来 后面
  告诉 哪里 回去 回来 团队 在一起 在于 地方 处理 多半 多少 大概 好处 如下 学会 安排 完成 实际 家里 容易 对方 导致
  左右 已经 帮助 常见 建立 建议 开始 开展 当场 当天 形成 心里 怎样 愿意 成功 我方 我的 所有 打电话 接着 措施 提出
  提前 操作 整个 时间 明白 是不是 最多 最终 有人 有效 朋友 服务 期间 正好 步骤 沟通 流程 深入 清楚 现在 理解 的话
  直接 看看 真正 真的 知道 确实 确认 积极 第一 第三 第二 第四 等于 系统 经理 网点 联系 背景 能不能 范围 行动 要是
  解决 解释 证明 说法 说的 负责 起来 过去 还有 这么 这样 这次 这种 这里 那天 那次 那边 部分 都是 都要 采取 阶段 随后
  随时 项目 领导 马上
  about above account action after again alone already also always another answer answers anything asked asking
  because become before being better between bring candidate cannot changed client comes could counts customer doing
  every everybody everything example experience figure first found from give given gives giving going good happened
  happens have having here however interview interviewer into just know learned like little looked looking make
  makes manager many matter means might minutes moment months more morning most much must need never nobody number
  often only other others over people place point question questions rather ready really reason result results right
  same saying second should show shows situation skills small some somebody something started story such take taken
  takes task team telling than that their them then there these they thing things think third this those thought
  through time times today together told under usually very want wanted wants weeks well were what when where which
  while whole will with without work worked working world would write years your`.split(/\s+/),
)

/** Neither the number of a list item nor a year, which only places a story. */
function isFigure(word: string): boolean {
  return /\d.*\d/.test(word) && !/^(19|20)\d\d$/.test(word)
}

interface Idea {
  sentence: string
  /** The words that tell it apart from the others. */
  telling: string[]
}

/** The ideas of a text, in its order. */
function ideasOf(text: string, prompt: string): Idea[] {
  const asked = prompt.toLowerCase()
  const ideas = text
    .split(/[。！？!?；;\n]+|(?<=[a-z)])[.](?=\s|$)/u)
    .map((sentence) => ({
      // Without its list mark.
      sentence: sentence.replace(/^[\s\-–•·*]*(?:\d{1,2}[.、)）]|[（(]\d{1,2}[)）])?\s*/u, ''),
      words: [
        ...new Set(
          wordsIn(sentence.toLowerCase())
            .filter(({ isWordLike }) => isWordLike)
            .map(({ segment }) => segment),
        ),
      ]
        .filter((word) => !common.has(word) && !asked.includes(word))
        .filter((word) =>
          /^\p{Script=Han}+$/u.test(word) ? word.length >= 2 : /^[a-z]{5,}$/.test(word) || isFigure(word),
        )
        // A stem's beginning finds its other forms.
        .map((word) => (/^[a-z]{7,}$/.test(word) ? word.slice(0, -2) : word)),
    }))
    .filter(({ words }) => words.length > 0)
  const seen = new Map<string, number>()
  for (const { words } of ideas) for (const word of words) seen.set(word, (seen.get(word) ?? 0) + 1)
  // What stands in many sentences is the topic, not the idea.
  return ideas.map(({ sentence, words }) => ({
    sentence,
    telling: [...words].sort((a, b) => (seen.get(a) ?? 0) - (seen.get(b) ?? 0) || b.length - a.length).slice(0, WORDS),
  }))
}

/**
 * Each idea belongs to the point whose name is nearest to it, so that no two points are credited with the same words.
 * A point near none has no cues. `rest` listens for the ideas near no point; undefined when there is none.
 * @param names the exam points; @param sources the answer first, then criteria and analysis
 */
export function deriveCues(
  names: string[],
  prompt: string,
  sources: (string | null)[],
): { points: DerivedCues[]; rest: DerivedCues | undefined } {
  const own: Idea[][] = names.map(() => [])
  const rest: Idea[] = []
  for (const idea of sources.filter((source) => source !== null).flatMap((source) => ideasOf(source, prompt))) {
    const [nearest] = names
      .map((name, index) => ({ ideas: own[index] ?? [], near: nearness(name, idea.sentence) }))
      .filter(({ near }) => near > 0)
      .sort((a, b) => b.near - a.near || a.ideas.length - b.ideas.length)
    ;(nearest?.ideas ?? rest).push(idea)
  }
  return {
    points: names.map((name, index) => listening(own[index] ?? [], [name])),
    rest: rest.length === 0 ? undefined : listening(rest, []),
  }
}

function listening(ideas: Idea[], names: string[]): DerivedCues {
  const all = ideas.length === 0 ? [] : [...names, ...ideas.map(({ telling }) => telling.join('|'))]
  const cues = [...new Set(all)].slice(0, IDEAS)
  return { cues, need: Math.max(1, Math.min(3, Math.round(cues.length / 3))), example: ideas[0]?.sentence }
}

/** What names of exam points have in common, and so does not tell which one is meant. */
const general =
  /客户|银行|业务|公司|问题|工作|能力|意识|技巧|技能|知识|水平|经验|素质|素养|(ability|skills?|awareness|knowledge|understanding|client|customer)s?\b/g

/** How near a name is to a sentence: the pairs of Han signs and the Latin words they share. */
function nearness(name: string, sentence: string): number {
  const heard = partsOf(sentence)
  return [...partsOf(name.toLowerCase().replace(general, ' '))].filter((part) => heard.has(part)).length
}

function partsOf(text: string): Set<string> {
  const pairs = (text.match(/\p{Script=Han}{2,}/gu) ?? []).flatMap((run) =>
    Array.from({ length: run.length - 1 }, (_, n) => run.slice(n, n + 2)),
  )
  const words = (text.toLowerCase().match(/[a-z]{4,}/g) ?? []).map((word) => stemmer(word).slice(0, 6))
  return new Set([...pairs, ...words])
}
