/** Numbers as people write them in a reply to a sum, and which of them is the result. Works on folded text (fold.ts). */

type Unit = 'percent' | 'money' | 'other' | 'none'

export interface Figure {
  /** With its unit: "1.8 万" is 18,000, "百分之八" is 0.08, "50 个基点" is 0.005. */
  value: number
  /** What the unit multiplies by: 0.01 for "%", 10,000 for "万元", 1 for "元". */
  scale: number
  unit: Unit
  /** How many decimals are written. */
  decimals: number
  start: number
  /** Exclusive. */
  end: number
}

const arabic = String.raw`\d[\d,]*(?:\.\d+)?(?:\s?[十百千万亿](?!分之)[十百千万亿]?(?:[零\d][\d,]*(?:\.\d+)?)?)*`
const han =
  '[零〇一二两三四五六七八九十](?:[零〇一二两三四五六七八九十百千万亿](?!分之)|点(?=[零〇一二三四五六七八九]))*'
const figure = new RegExp(
  String.raw`(?<part>[百千万]分之)?(?<coin>[¥£$€]\s?)?(?<sign>(?<![\d)%元万亿a-z]\s?)[-−])?(?<amount>${arabic}|${han})\s?(?<unit>%|‰|个?百分点|个点|个?基点|bps?\b|per ?cent|美?元|块钱?(?:\d[角毛]?)?|圆|rmb|cny|pounds?|dollars?|euros?|天|日|号|年|个?月|期|次|户|家|步|days?|months?|years?)?(?:\s?[:比]\s?[1一](?![\d.]))?`,
  'gu',
)

const parts: Record<string, number> = { 百分之: 0.01, 千分之: 0.001, 万分之: 0.0001 }
const percents: [RegExp, number][] = [
  [/^(?:%|个?百分点|个点|per ?cent)/, 0.01],
  [/^‰/, 0.001],
  [/基点|^bp/, 0.0001],
]

/** Signs and words that make a number a term of a sum, or deny it. */
const termAfter = /^\s?(?:[×x*÷/+−-]\s?[(\d零一二两三四五六七八九十¥£$€]|[乘除]|加上|再加|减去)/u
const termBefore =
  /(?:[\d)%元块天日月期年万亿]\s?[×x*÷/+−-]\s?[(¥£$€]?|[×÷*]\s?[(¥£$€]?|乘以?|除以|加上|再加|减去|(?<!是)不是|而非)\s?$/u

/** Every number in a text, in Arabic or Chinese signs. A single Chinese sign is a number only with a unit ("一点不会"). */
function figuresIn(text: string): (Figure & { term: boolean })[] {
  const figures: (Figure & { term: boolean })[] = []
  for (const match of text.matchAll(figure)) {
    const { part, coin, sign, amount = '', unit: written = '' } = match.groups ?? {}
    if (!/\d/.test(amount) && amount.length < 2 && written === '' && part === undefined) continue
    const start = match.index
    const end = start + match[0].length
    const percent = part ? parts[part] : percents.find(([pattern]) => pattern.test(written))?.[1]
    const unit =
      percent !== undefined
        ? 'percent'
        : coin !== undefined || /^(?:美?元|块|圆|rmb|cny|pound|dollar|euro)/.test(written)
          ? 'money'
          : written === ''
            ? 'none'
            : 'other'
    const value = amountOf(amount) * (percent ?? 1) * (sign ? -1 : 1)
    if (!Number.isFinite(value)) continue
    figures.push({
      value,
      scale: percent ?? (amount.endsWith('亿') ? 1e8 : amount.endsWith('万') ? 1e4 : 1),
      unit,
      decimals: /[.点]([\d零〇一二三四五六七八九]+)/u.exec(amount)?.[1]?.length ?? 0,
      start,
      end,
      term: termAfter.test(text.slice(end, end + 8)) || termBefore.test(text.slice(Math.max(0, start - 6), start)),
    })
  }
  return figures
}

const signs = '零一二三四五六七八九'
const scales: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 1e4, 亿: 1e8 }

/** "12,000", "1.8万", "3万5千", "两千零五", "一八五四", "三点六". "一万八" is 18,000 as it is spoken. */
function amountOf(words: string): number {
  let total = 0
  let section = 0
  let number: number | undefined
  let scale = 1
  for (const [token] of words.matchAll(/\d[\d,]*(?:\.\d+)?|点[^点十百千万亿]+|\S/gu)) {
    const by = scales[token]
    if (by === undefined) {
      const plain = token.replace(/[,，]/g, '').replace('点', '.').replace('〇', '零').replace('两', '二')
      const digits = plain.replace(/[零一二三四五六七八九]/gu, (sign) => String(signs.indexOf(sign)))
      if (digits === '0') scale = 1
      number = Number.parseFloat(`${number ?? 0}${digits}`)
    } else if (by < 1e4) {
      section += (number ?? 1) * by
      number = undefined
      scale = by
    } else {
      section += number ?? 0
      number = undefined
      total = by === 1e8 ? (total + section) * by : total + section * by
      section = 0
      scale = by
    }
  }
  const rest = number ?? 0
  const spoken = scale >= 100 && Number.isInteger(rest) && rest < 10
  return total + section + (spoken ? (rest * scale) / 10 : rest)
}

/**
 * The number a reply gives as its result: the one after "答案" or "answer", else the last that stands by itself; not a
 * term of a sum, not a count of days or instalments, and in the key's unit if one is.
 */
export function resultIn(text: string, key?: Figure): Figure | undefined {
  const all = figuresIn(text)
  const alone = all.filter(({ term, unit }) => !term && unit !== 'other')
  const own = alone.filter(({ unit }) => unit === key?.unit)
  const bare = alone.filter(({ unit }) => unit === 'none')
  const pool = [own, bare, alone, all].find((figures) => figures.length > 0)
  const announced = [...text.matchAll(/答案|得数|\banswer\b/gu)].at(-1)
  return pool?.find(({ start }) => announced !== undefined && start > announced.index) ?? pool?.at(-1)
}

/** Within 0.1 %, or rounded as the key is. A number without unit is taken in the key's, and as it stands. */
export function isSameResult(given: Figure, key: Figure): boolean {
  const allowed = Math.max(Math.abs(key.value) * 1e-3, (key.scale * 10 ** -key.decimals) / 2) * (1 + 1e-9)
  const readings = given.unit === 'none' && given.scale === 1 ? [given.value, given.value * key.scale] : [given.value]
  return readings.some((value) => Math.abs(value - key.value) <= allowed)
}
