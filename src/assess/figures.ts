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
  String.raw`(?<part>[百千万]分之)?(?<coin>[¥£$€]\s?)?(?<sign>(?<![\d)%元万亿a-z]\s?)[-−])?(?<amount>${arabic}|${han})(?<word>\s?(?:k|thousand|m|million|bn|billion)\b)?\s?(?<unit>%|‰|个?百分点|个点|成(?:半|[一二三四五六七八九])?(?![本功交为立员熟长果])|个?基点|bps?\b|per ?cent|美?元|块钱?(?:\d[角毛]?)?|圆|rmb|cny|pounds?|dollars?|euros?|天|日|号|年|个?月|期|次|户|家|步|days?|months?|years?)?(?:\s?[:比]\s?[1一](?![\d.]))?`,
  'gu',
)

const words: Record<string, number> = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, bn: 1e9, billion: 1e9 }
const parts: Record<string, number> = { 百分之: 0.01, 千分之: 0.001, 万分之: 0.0001 }
const percents: [RegExp, number][] = [
  [/^(?:%|个?百分点|个点|per ?cent)/, 0.01],
  [/^‰/, 0.001],
  [/^成/, 0.1],
  [/基点|^bp/, 0.0001],
]

/** Signs and words that make a number a term of a sum, or deny it. */
const termAfter = /^[,，]?\s?(?:[×x*÷/+−-]\s?[(\d零一二两三四五六七八九十¥£$€]|再?[乘除]|加上|再加|减去)/u
const termBefore =
  /(?:[\d)%元块天日月期年万亿]\s?[×x*÷/+−-]\s?[(¥£$€]?|[×÷*]\s?[(¥£$€]?|乘以?|除以|加上|再加|减去|(?<!是)不是|而非)\s?$/u

/**
 * Every number in a text, in Arabic or Chinese signs. A single Chinese sign is a number only with a unit ("一点不会" has
 * none, and "一次" is a way of speaking).
 */
function figuresIn(text: string): (Figure & { term: boolean })[] {
  const figures: (Figure & { term: boolean })[] = []
  for (const match of plainSigns(text).matchAll(figure)) {
    const { part, coin, sign, amount = '', word = '', unit: written = '' } = match.groups ?? {}
    const by = words[word.trim()] ?? 1
    if (/^\D$/.test(amount) && written === '' && part === undefined) continue
    if (amount === '一' && /^[天日号年个月期次户家步]/.test(written) && !/点/.test(written)) continue
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
    // 六成五, 三成半
    const tenths = written.startsWith('成') ? amountOf(written.slice(1).replace('半', '五')) / 10 : 0
    const value = (amountOf(amount) + tenths) * by * (percent ?? 1) * (sign ? -1 : 1)
    if (!Number.isFinite(value)) continue
    figures.push({
      value,
      scale: percent ?? (amount.endsWith('亿') ? 1e8 : amount.endsWith('万') ? 1e4 : by),
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

/** Signs as on a cheque, in a run ("壹万元"): a single one may be a name (陆家嘴). Each becomes one other. */
function plainSigns(text: string): string {
  return text.replace(/[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}/gu, (run) =>
    run.replace(
      /[壹贰叁肆伍陆柒捌玖拾佰仟]/gu,
      (sign) => '一二三四五六七八九十百千'['壹贰叁肆伍陆柒捌玖拾佰仟'.indexOf(sign)] ?? sign,
    ),
  )
}

/** What the writer settles on follows. */
const settling =
  /答案|得数|最终|最后(?:结果)?(?:是|为|得|等于|算)|不对|错了|算错|更正|重算|改成|\b(?:answer|sorry|mistake|correction|finally|no,)/gu

/**
 * The number a reply gives as its result: the key itself if it stands anywhere by itself, for many add what follows
 * from it ("2,250 元，比合同利率多 750"); else the last that is no term of a sum and no count of days, in the key's
 * unit if one is. After "最后是" or "不对" only what follows counts.
 */
export function resultIn(text: string, key?: Figure): Figure | undefined {
  const all = figuresIn(text)
  const settled = [...text.matchAll(settling)].at(-1)?.index ?? 0
  const alone = all.filter(({ term, unit }) => !term && (unit !== 'other' || key?.unit === 'other'))
  const after = alone.filter(({ start }) => start >= settled)
  const figures = after.length > 0 ? after : alone
  const own = figures.filter(({ unit }) => unit === key?.unit)
  const bare = figures.filter(({ unit }) => unit === 'none')
  const right = key && (key.unit === 'none' ? figures : [...own, ...bare]).find((one) => isSameResult(one, key))
  return right ?? [own, bare, figures, all].find((some) => some.length > 0)?.at(-1)
}

/**
 * Within 0.1 %, or rounded as the key is, by no more than 2 %: a key of one digit must not forgive a wrong way of
 * reckoning. A number without unit is taken in the key's, and as it stands.
 */
export function isSameResult(given: Figure, key: Figure): boolean {
  const size = Math.abs(key.value)
  const rounding = Math.min((key.scale * 10 ** -key.decimals) / 2, size * 0.02)
  const allowed = Math.max(size * 1e-3, rounding) * (1 + 1e-9)
  const readings = given.unit === 'none' && given.scale === 1 ? [given.value, given.value * key.scale] : [given.value]
  return readings.some((value) => Math.abs(value - key.value) <= allowed)
}
