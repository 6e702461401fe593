/**
 * Text as the rules compare it, sign for sign: the result has exactly as many UTF-16 units, so an offset in one is an
 * offset in the other. Full-width signs become ASCII (`：` → `:`), corner brackets `[ ]`, Traditional characters of the
 * vocabulary Simplified, Latin letters lower case.
 *
 * - `【參考答案】Ａ．` → `[参考答案]a.`
 */
export function fold(text: string): string {
  let out = ''
  for (let at = 0; at < text.length; at++) out += foldUnit(text[at] ?? '')
  return out
}

function foldUnit(unit: string): string {
  const code = unit.charCodeAt(0)
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? unit.toLowerCase() : unit
  if (code >= 0xff01 && code <= 0xff5e) return foldUnit(String.fromCharCode(code - 0xfee0))
  return pairs.get(unit) ?? unit
}

/** Characters of labels, sections and question words that the two scripts write differently. */
const traditional =
  '嗎誰紹闡舉異幾該將會讓決責負競爭變誠員職勢獲確認從夠無營礎繼續類參考點評標準題問關鍵優應體現測試驗種類簡選單斷論業務識專經歷與見說請為麼樣個們時間壓團隊協領導溝檢視綜態則項條寫講談釋裡這後過對當總結資質擇錯誤詳據範計適認區別節擬據環點話術動腦顧客戶報銷產機構隊織處理針議據級難頻聯絡來邏輯達補風險價報雙輪還'
const simplified =
  '吗谁绍阐举异几该将会让决责负竞争变诚员职势获确认从够无营础继续类参考点评标准题问关键优应体现测试验种类简选单断论业务识专经历与见说请为么样个们时间压团队协领导沟检视综态则项条写讲谈释里这后过对当总结资质择错误详据范计适认区别节拟据环点话术动脑顾客户报销产机构队织处理针议据级难频联络来逻辑达补风险价报双轮还'

const pairs = new Map<string, string>([
  ...[...traditional].map((sign, index): [string, string] => [sign, [...simplified][index] ?? sign]),
  ...[
    '　 ',
    '\u00a0 ',
    '【[',
    '】]',
    '〔[',
    '〕]',
    '〖[',
    '〗]',
    '「[',
    '」]',
    '『[',
    '』]',
    '﹕:',
    '∶:',
    '︰:',
    '﹒.',
  ].map((pair): [string, string] => [pair[0] ?? '', pair[1] ?? '']),
])

/** Whether a text is mostly Chinese. */
export function isChinese(text: string): boolean {
  const sample = text.slice(0, 20_000)
  const han = sample.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = sample.match(/[a-z]{2,}/gi)?.length ?? 0
  return han > words
}
