import type { Read } from './roles.ts'

/**
 * The terms a site prints around a document: a list of its own, often numbered like the questions, of what one may do
 * with the file. Told apart by what it speaks of, never by where it is indented: formats lose that.
 */

/** What such terms speak of, a pattern a topic, folded. A sentence of theirs touches several. */
const topics = [
  /本站|本网|网站|站点|平台|文库|网友|网盘|(?:the|this|our) (?:web)?site|platform/,
  /文档|文件|资源|资料|文章|素材|课件|documents?|files?|materials?|articles?/,
  /上传|下载|预览|转载|转存|复制|传播|发布者|upload|download|preview|reproduc|redistribut|reprint/,
  /版权|著作权|知识产权|侵权|侵犯|所有权|权益|授权|copyright|infring|licen[cs]e|intellectual property/,
  /会员|vip|付费|付款|支付|退款|积分|充值|购买|扣除|扣费|免费|收费|members?(?:hip)?\b|refund|paid|payment|purchas|credits?\b/,
  /客服|联系我们|与我们联系|联系本站|举报|申诉|投诉|删除|下架|contact us|customer service|report (?:it|them)|removed?\b|take(?:n)? down/,
  /免责|声明|不(?:承担|保证|负责|做任何|作任何|代表)|仅供|商业用途|盈利|自行承担|不得|liab|warrant|disclaim|(?:personal|commercial) use|as is|not responsible/,
]

/** Speaks of itself: `本站`, `本文档`, `this site`. An answer about copyright does not. */
const itself =
  /本(?:站|网|文档|文件|资料|资源|文库|文(?=由|来|仅|档))|[该此]文档|vip文档|(?:this|our) (?:web)?site|(?:this|these) (?:documents?|files?)|(?:documents?|files?) on (?:this|the|our)/

/** `温馨提示：` right above them. */
const opener = /提示|声明|说明|描述|简介|规则|须知|协议|条款|注意|disclaimer|notice|terms|copyright/

const topicsOf = (line: Read) => topics.filter((topic) => topic.test(line.key)).length
const speaksOfSite = (line: Read) => !/[?]/.test(line.key) && !line.code && !line.table && topicsOf(line) >= 2

/**
 * The lines of such terms before the first question and behind the last answer. `before` and `behind` are apart because
 * what follows terms at the end is no more of the document than they are.
 *
 * - `1、本站文档由网友上传，版权归原作者。` `2、付费后不支持退款。` and no answer to any of them: terms
 * - `1.先核实版权归属` `2.下架侵权文件` under `答案：`: an answer, it never speaks of itself
 */
export function findNotices(lines: Read[]): { before: Set<Read>; behind: Set<Read> } {
  const isDocument = (line: Read) =>
    (line.label !== undefined && line.label.role !== 'meta' && line.label.role !== 'analysis') ||
    (line.asks === 2 && !speaksOfSite(line))
  const first = lines.findIndex(isDocument)
  const last = lines.findLastIndex(isDocument)
  return {
    before: noticesIn(lines.slice(0, first < 0 ? lines.length : first)),
    behind: first < 0 ? new Set() : noticesIn(lines.slice(last + 1)),
  }
}

function noticesIn(lines: Read[]): Set<Read> {
  const found = new Set<Read>()
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined || found.has(line)) continue
    const list = listFrom(lines, index)
    const whole = list.filter(speaksOfSite)
    const isList = list.length >= 2 && whole.length >= list.length * 0.6 && list.some(({ key }) => itself.test(key))
    const isAlone = speaksOfSite(line) && topicsOf(line) >= 3 && itself.test(line.key)
    const taken = isList ? list : isAlone ? [line] : []
    const above = lines[index - 1]
    if (taken.length > 0 && above && above.text.length <= 16 && opener.test(above.key)) found.add(above)
    for (const one of taken) found.add(one)
  }
  return found
}

/** Lines that count up from here, with those in between that have no number; a line without one alone. */
function listFrom(lines: Read[], from: number): Read[] {
  const start = lines[from]
  if (start === undefined) return []
  if (start.mark?.number !== 1) return [start]
  const list = [start]
  for (const line of lines.slice(from + 1, from + 40)) {
    if (line.mark?.form !== start.mark.form || line.mark.number !== (list.at(-1)?.mark?.number ?? 0) + 1) break
    list.push(line)
  }
  return list
}
