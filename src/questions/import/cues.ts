/**
 * Cues for questions that come without any: the ideas of the model answer, so that assessment works at once and an
 * author can improve it. One idea is one sentence or list item; its telling words are the alternatives a learner may
 * use. An exam point takes the ideas nearest to its name, or all of them where none is near. Deterministic.
 */

/** Ideas an exam point listens for at most, and words of one. */
const IDEAS = 6
const WORDS = 5

export interface DerivedCues {
  cues: string[]
  need: number
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** Words that tell nothing apart in an interview answer. */
const common = new Set(
  `可以 我们 他们 自己 这个 那个 一个 一种 以及 如果 因为 所以 但是 而且 并且 通过 进行 需要 应该 能够 一定 非常 比较 问题 工作 情况 方面 方式 方法 过程 时候 之后 之前 同时 首先 其次 最后 然后 例如 比如 包括 其中 对于 关于 根据 按照 为了 还是 或者 没有 不是 就是 什么 怎么 如何 回答 答案 面试 面试官 考察 候选人 应聘者 公司 岗位 客户 银行 业务 相关 主要 具体 重要 良好 能力 经历 经验 一些 很多 各种 不同 这些 那些 当时 曾经 作为 成为 得到 提供 具有 具备 要求 目标 结果 影响 实现 达到 提高 提升 做好 保持 了解 认为 觉得 希望 表示 选择
  about after again also always another because before being between candidate client could customer every first from give good have having here into interview interviewer just know like make many more most much must need never often only other over people really same should show some such take team than that their them then there these they thing think this those through time under very want well were what when where which while will with work would your`.split(
    /\s+/,
  ),
)

/** The ideas of a text, in its order, each as the words that tell it apart. */
function ideasOf(text: string, prompt: string): string[][] {
  const asked = prompt.toLowerCase()
  const ideas = text
    .split(/[。！？!?；;\n]+|(?<=[a-z)])[.](?=\s|$)/u)
    .map((sentence) =>
      [
        ...new Set(
          [...segmenter.segment(sentence.toLowerCase())]
            .filter(({ isWordLike }) => isWordLike)
            .map(({ segment }) => segment),
        ),
      ]
        .filter((word) => !common.has(word) && !asked.includes(word))
        .filter((word) =>
          /^\p{Script=Han}+$/u.test(word) ? word.length >= 2 : /^[a-z]{5,}$/.test(word) || /\d/.test(word),
        )
        // A stem's beginning finds its other forms.
        .map((word) => (/^[a-z]{7,}$/.test(word) ? word.slice(0, -2) : word)),
    )
    .filter((words) => words.length > 0)
  const seen = new Map<string, number>()
  for (const words of ideas) for (const word of words) seen.set(word, (seen.get(word) ?? 0) + 1)
  // What stands in many sentences is the topic, not the idea.
  return ideas.map((words) =>
    [...words].sort((a, b) => (seen.get(a) ?? 0) - (seen.get(b) ?? 0) || b.length - a.length).slice(0, WORDS),
  )
}

/** @param names the exam points; @param sources the answer first, then criteria and analysis */
export function deriveCues(names: string[], prompt: string, sources: (string | null)[]): DerivedCues[] {
  const ideas = sources.filter((source) => source !== null).flatMap((source) => ideasOf(source, prompt))
  return names.map((name) => {
    const near = ideas
      .map((words, index) => ({ words, index, share: overlap(name, words.join('')) }))
      .filter(({ share }) => share > 0)
      .sort((a, b) => b.share - a.share || a.index - b.index)
    const chosen = (near.length >= 2 ? near.map(({ words }) => words) : ideas).slice(0, IDEAS)
    const cues = [...new Set([name, ...chosen.map((words) => words.join('|'))])].filter((cue) => cue.trim() !== '')
    return { cues, need: Math.max(1, Math.min(3, Math.round(cues.length / 3))) }
  })
}

/** Pairs of signs two texts share. */
function overlap(a: string, b: string): number {
  const pairs = (text: string) =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, n) => text.slice(n, n + 2)))
  const other = pairs(b)
  return [...pairs(a.toLowerCase())].filter((pair) => other.has(pair)).length
}
